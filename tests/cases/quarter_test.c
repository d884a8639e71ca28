/* quarter_test.c — a quarter of a zone's weeks, run through the API: 13 weeks of the sample zone from 1 January 2024.
 *
 * Each unit reports, late or not at all, by a rule of this test; so do the meetings' promises and the problems' slips.
 * What must come of it is counted here by the same rules, never by the program's own.  The due days are those of the
 * published calendar: Spring Festival moves one of them.
 */
#include "unit/endpoints/served.h"

enum { WEEKS = 13, UNITS_MOST = 40, PROJECTS_MOST = 200, MONTHS = 3 };

/* The Monday of each week, the day that it is due at 16:00, and the day that it closes at 16:00. */
static const struct {
    const char *monday, *due, *closes;
} weeks[WEEKS] = {
    {"2024-01-01", "2024-01-08", "2024-01-09"}, {"2024-01-08", "2024-01-15", "2024-01-16"},
    {"2024-01-15", "2024-01-22", "2024-01-23"}, {"2024-01-22", "2024-01-29", "2024-01-30"},
    {"2024-01-29", "2024-02-05", "2024-02-06"}, {"2024-02-05", "2024-02-18", "2024-02-19"},
    {"2024-02-12", "2024-02-19", "2024-02-20"}, {"2024-02-19", "2024-02-26", "2024-02-27"},
    {"2024-02-26", "2024-03-04", "2024-03-05"}, {"2024-03-04", "2024-03-11", "2024-03-12"},
    {"2024-03-11", "2024-03-18", "2024-03-19"}, {"2024-03-18", "2024-03-25", "2024-03-26"},
    {"2024-03-25", "2024-04-01", "2024-04-02"},
};

/* ---- who does what ---- */

static bool is_silent(int unit, int week)
{
    return (unit + week) % 7 == 0 || (unit % 5 == 4 && week >= WEEKS - 2);
}

static bool is_late(int unit, int week)
{
    return !is_silent(unit, week) && (unit + 2 * week) % 9 == 0;
}

/* Does the report say something new, and how much was done this month so far?  In 分. */
static bool has_news(int64_t project, int week)
{
    return (project + week) % 3 == 0;
}

static int64_t done_so_far(int64_t project, int week)
{
    return (project % 7 + 1) * (week + 1) * INT64_C(10000000);
}

/* Of the week's Thursday: 0 January … 2 March. */
static int month_of(int week)
{
    struct date monday;
    (void)date_parse_iso(weeks[week].monday, &monday);
    return date_month_of(date_add_days(monday, 3)) - 1;
}

/* The zone meets on each Tuesday of the week; what is promised there is due on the Monday after. */
static const char *const meeting_days[WEEKS] = {
    "2024-01-02", "2024-01-09", "2024-01-16", "2024-01-23", "2024-01-30", "2024-02-06", "2024-02-13",
    "2024-02-20", "2024-02-27", "2024-03-05", "2024-03-12", "2024-03-19", "2024-03-26",
};
static const char *const due_days[WEEKS] = {
    "2024-01-08", "2024-01-15", "2024-01-22", "2024-01-29", "2024-02-05", "2024-02-12", "2024-02-19",
    "2024-02-26", "2024-03-04", "2024-03-11", "2024-03-18", "2024-03-25", "2024-04-01",
};

static const char *const fridays[WEEKS] = {
    "2024-01-05", "2024-01-12", "2024-01-19", "2024-01-26", "2024-02-02", "2024-02-09", "2024-02-16",
    "2024-02-23", "2024-03-01", "2024-03-08", "2024-03-15", "2024-03-22", "2024-03-29",
};

/* ---- the zone ---- */

struct unit_at_work {
    int64_t id;
    int projects;
    const char *reporter, *chief; /* their headers */
};

struct quarter {
    struct served s;
    const char *url;
    struct unit_at_work units[UNITS_MOST];
    int unit_count, project_count;
    int64_t kept[WEEKS], broken[WEEKS];    /* promises of each meeting */
    int64_t solved[WEEKS], ignored[WEEKS]; /* problems handed out after it */
    int64_t slips;                         /* issued so far */
    int64_t projects[PROJECTS_MOST];
    int64_t done[PROJECTS_MOST][MONTHS]; /* what was confirmed last, by project and month */
};

static int64_t moment_of(const char *day, const char *time)
{
    char text[40];
    struct instant at = {0};
    snprintf(text, sizeof text, "%sT%s:00+08:00", day, time);
    OK(instant_parse_iso(text, &at), "%s", text);
    return at.ms;
}

/* The server's clock stands; to move it is to start it anew. */
static void move_to(struct quarter *q, int64_t moment)
{
    struct ctx *cx = &q->s.cx;
    app_stop(q->s.app);
    cx->now_ms = moment;
    q->s.app = app_start(cx, &(struct app_options){.db = q->url, .workers = 2, .now_ms = moment, .quiet = true});
    need(cx, q->s.app, "the server");
    q->s.port = app_port(q->s.app);
}

/* A request that must succeed, by whoever `who` is; its body. */
static json_t *done_by(struct quarter *q, const char *who, const char *method, const char *target, int64_t version,
                       const char *json)
{
    struct served *s = &q->s;
    const char *match = version ? arena_printf(s->cx.arena, "If-Match: \"%lld\"\r\n%s", (long long)version, who) : who;
    struct reply r = call(s, method, target, match, json);
    if (r.status < 200 || r.status > 299) {
        printf("Bail out! %s %s: %d %s\n", method, target, r.status, r.body ? r.body : "");
        exit(1);
    }
    return body_of(s, &r);
}

#define TARGET(...) arena_printf(q->s.cx.arena, __VA_ARGS__)

static int64_t metric(struct quarter *q, const char *name, const char *as_of, const char *where)
{
    return int_at(done_by(q, q->s.office, "GET",
                          TARGET("/api/v1/metrics/%s?zone=weinan&as_of=%s&where=%s", name, as_of, where), 0, NULL),
                  "value");
}

static int64_t count_of(struct quarter *q, const char *entity, const char *as_of, const char *where)
{
    return int_at(
        done_by(q, q->s.office, "GET",
                TARGET("/api/v1/%s?zone=weinan&as_of=%s&where=%s&limit=1&count=1&fields=id", entity, as_of, where), 0,
                NULL),
        "count");
}

static const char *person_of(struct quarter *q, const char *role, int64_t unit)
{
    struct ctx *cx = &q->s.cx;
    struct user *u = row_new(cx, &user_entity);
    u->login = u->name = arena_printf(cx->arena, "%s-%lld", role, (long long)unit);
    u->role = role;
    u->unit = unit;
    need(cx, row_save(cx, &user_entity, u, NULL), "a person");
    return bearer_of(cx, u->head.id, false);
}

/* The units that have projects to report on, each with a reporter and a chief. */
static void meet_units(struct quarter *q)
{
    json_t *page = done_by(q, q->s.office, "GET",
                           "/api/v1/project?zone=weinan&as_of=2024-01-02&sort=unit,id&limit=1000&fields=unit"
                           "&where=not%20completed%20and%20stage%20!=%20withdrawn%20and%20unit%20is%20not%20empty",
                           0, NULL);
    const json_t *row;
    size_t i;
    json_array_foreach(at(page, "items"), i, row)
    {
        const int64_t unit = json_integer_value(json_object_get(row, "unit"));
        if (!q->unit_count || q->units[q->unit_count - 1].id != unit)
            q->units[q->unit_count++] = (struct unit_at_work){
                .id = unit, .reporter = person_of(q, "reporter", unit), .chief = person_of(q, "chief", unit)};
        q->units[q->unit_count - 1].projects++;
        q->projects[q->project_count++] = json_integer_value(json_object_get(row, "id"));
    }
    tap_note("%d projects of %d units", q->project_count, q->unit_count);
}

static int place_of(const struct quarter *q, int64_t project)
{
    int i = 0;
    while (q->projects[i] != project)
        i++;
    return i;
}

/* ---- what happens ---- */

static void run_job(struct quarter *q, const char *name)
{
    q->s.as = q->s.system;
    json_t *started = done_by(q, q->s.system, "POST", TARGET("/api/v1/periodic/%s?zone=weinan", name), 0, NULL);
    json_t *ended = job_end(&q->s, text_at(started, "job"));
    const char *state = ended ? text_at(ended, "state") : NULL;
    if (!state || strcmp(state, "done") != 0) {
        printf("Bail out! job %s: %s\n", name, ended ? text_of(&q->s, ended) : "never ended");
        exit(1);
    }
    q->s.as = NULL;
}

static void open_week(struct quarter *q, int w)
{
    if (w == 0)
        (void)done_by(q, q->s.office, "POST", "/api/v1/weeks/open?zone=weinan", 0, "{}");
    else
        run_job(q, "weeks");
    json_t *found =
        done_by(q, q->s.office, "GET",
                TARGET("/api/v1/report_week?zone=weinan&where=starts_on%%20=%%20%s", weeks[w].monday), 0, NULL);
    const char *due = text_at(found, "items.0.due_at"), *closes = text_at(found, "items.0.closes_at");
    OK(due && strncmp(due, TARGET("%sT16:00", weeks[w].due), 16) == 0, "the week of %s is due %s", weeks[w].monday,
       due);
    OK(closes && strncmp(closes, TARGET("%sT16:00", weeks[w].closes), 16) == 0, "and closes %s", closes);
}

/* One unit fills in its desk, submits it, and its chief confirms. */
static void file(struct quarter *q, int u, int w)
{
    const struct unit_at_work *unit = &q->units[u];
    json_t *desk = done_by(
        q, unit->reporter, "GET",
        TARGET("/api/v1/weeks/desk?zone=weinan&unit=%lld&date=%s", (long long)unit->id, weeks[w].monday), 0, NULL);
    const json_t *item;
    size_t i;
    json_array_foreach(at(desk, "items"), i, item)
    {
        const int64_t project = json_integer_value(json_object_get(item, "project"));
        const char *says = "{}";
        if (has_news(project, w)) {
            q->done[place_of(q, project)][month_of(w)] = done_so_far(project, w);
            says = TARGET("{\"image_progress\":\"第%d周的进度\",\"month_investment\":%lld}", w + 1,
                          (long long)done_so_far(project, w));
        }
        (void)done_by(q, unit->reporter, "PATCH",
                      TARGET("/api/v1/weeks/reports/%lld?zone=weinan",
                             (long long)json_integer_value(json_object_get(item, "id"))),
                      json_integer_value(json_object_get(item, "version")), says);
    }
    const long long duty = int_at(desk, "duty.id");
    json_t *submitted = done_by(q, unit->reporter, "POST", TARGET("/api/v1/weeks/duties/%lld/submit?zone=weinan", duty),
                                int_at(desk, "duty.version"), NULL);
    (void)done_by(q, unit->chief, "POST", TARGET("/api/v1/weeks/duties/%lld/confirm?zone=weinan", duty),
                  int_at(submitted, "duty.version"), NULL);
}

static void file_all(struct quarter *q, int w, bool late)
{
    for (int u = 0; u < q->unit_count; u++)
        if (!is_silent(u, w) && is_late(u, w) == late)
            file(q, u, w);
}

/* ---- the Monday's meeting ---- */

/* One promise of each meeting is reported done by its unit and kept; the other is found broken at the next. */
static int64_t promise_at(struct quarter *q, int64_t meeting, int64_t item, int unit, int w, const char *what)
{
    json_t *made =
        done_by(q, q->s.office, "POST", "/api/v1/promise?zone=weinan", 0,
                TARGET("{\"meeting\":%lld,\"item\":%lld,\"unit\":%lld,\"person\":\"负责人%d\",\"what\":\"%s\","
                       "\"made_on\":\"%s\",\"due_on\":\"%s\",\"proof\":\"照片\"}",
                       (long long)meeting, (long long)item, (long long)q->units[unit].id, unit, what, meeting_days[w],
                       due_days[w]));
    return int_at(made, "id");
}

static void report_kept(struct quarter *q, int w)
{
    const int unit = w % q->unit_count;
    const char *target = TARGET("/api/v1/promise/%lld?zone=weinan", (long long)q->kept[w]);
    json_t *row = done_by(q, q->units[unit].reporter, "GET", target, 0, NULL);
    (void)done_by(q, q->units[unit].reporter, "PATCH", target, int_at(row, "version"),
                  TARGET("{\"done_on\":\"%s\",\"evidence\":\"已办,见照片\"}", due_days[w]));
}

static void settle(struct quarter *q, int64_t promise, const char *state)
{
    const char *target = TARGET("/api/v1/promise/%lld?zone=weinan", (long long)promise);
    json_t *row = done_by(q, q->s.office, "GET", target, 0, NULL);
    (void)done_by(q, q->s.office, "PATCH", target, int_at(row, "version"), TARGET("{\"state\":\"%s\"}", state));
}

static void meet(struct quarter *q, int w)
{
    json_t *meeting =
        done_by(q, q->s.office, "POST", "/api/v1/meeting?zone=weinan", 0,
                TARGET("{\"kind\":\"dispatch\",\"title\":\"第%d次周调度会\",\"held_on\":\"%s\",\"order_by\":\"unit\"}",
                       w + 1, meeting_days[w]));
    const int64_t id = int_at(meeting, "id");
    json_t *packed =
        done_by(q, q->s.office, "POST", TARGET("/api/v1/meeting/%lld/pack?zone=weinan", (long long)id), 0, NULL);
    EQ_INT(int_at(packed, "promises"), w ? 2 : 0);
    json_t *agenda = done_by(
        q, q->s.office, "GET",
        TARGET("/api/v1/agenda_item?zone=weinan&where=meeting%%20=%%20%lld&sort=sequence&limit=1000", (long long)id), 0,
        NULL);
    const size_t n = json_array_size(at(agenda, "items"));
    OK(n > 2, "%zu items on the agenda", n);
    if (w) {
        EQ_TEXT(text_at(agenda, "items.0.kind"), "promise");
        EQ_TEXT(text_at(agenda, "items.1.kind"), "promise");
        settle(q, q->kept[w - 1], "kept");
        settle(q, q->broken[w - 1], "broken");
    }
    meeting = done_by(q, q->s.office, "GET", TARGET("/api/v1/meeting/%lld?zone=weinan", (long long)id), 0, NULL);
    meeting = done_by(q, q->s.office, "POST", TARGET("/api/v1/meeting/%lld/open?zone=weinan", (long long)id),
                      int_at(meeting, "version"), NULL);
    const int64_t item = int_at(agenda, "items.2.id");
    q->kept[w] = promise_at(q, id, item, w % q->unit_count, w, "完成基础施工");
    q->broken[w] = promise_at(q, id, item, (w + 1) % q->unit_count, w, "取得施工许可证");
    meeting = done_by(q, q->s.office, "GET", TARGET("/api/v1/meeting/%lld?zone=weinan", (long long)id), 0, NULL);
    meeting = done_by(q, q->s.office, "POST", TARGET("/api/v1/meeting/%lld/close?zone=weinan", (long long)id),
                      int_at(meeting, "version"), NULL);
    EQ_TEXT(text_at(meeting, "state"), "closed");
    OK(int_at(meeting, "minutes") > 0, "with minutes");
}

/* ---- problems handed out, and their slips ---- */

/* Two problems on some Tuesdays, each to be solved in three working days: the one is by Thursday, the other never.  The
 * Monday's scan after finds that one late and the next finds it late for a week. */
static bool hands_out(int week)
{
    return week < 4 || (week >= 8 && week <= 10);
}

enum { HANDED_OUT_WEEKS = 7 };

static json_t *problem_step(struct quarter *q, const char *who, int64_t problem, const char *deed)
{
    const char *target = TARGET("/api/v1/problem/%lld", (long long)problem);
    json_t *row = done_by(q, q->s.office, "GET", TARGET("%s?zone=weinan", target), 0, NULL);
    return done_by(q, who, "POST", TARGET("%s/deeds?zone=weinan", target), int_at(row, "version"), deed);
}

static int64_t hand_out(struct quarter *q, int w, const char *what)
{
    const struct unit_at_work *unit = &q->units[w % q->unit_count];
    json_t *raised =
        done_by(q, q->s.office, "POST", "/api/v1/problem?zone=weinan", 0,
                TARGET("{\"project\":%lld,\"description\":\"%s\",\"category\":\"land\",\"raised_on\":\"%s\"}",
                       (long long)q->projects[w], what, meeting_days[w]));
    const int64_t id = int_at(raised, "id");
    json_t *row =
        problem_step(q, q->s.office, id,
                     TARGET("{\"kind\":\"assign\",\"unit\":%lld,\"grade\":\"days_3\",\"content\":\"请牵头解决\"}",
                            (long long)unit->id));
    EQ_TEXT(text_at(row, "due_on"), TARGET("%s", fridays[w]));
    return id;
}

static void hand_out_two(struct quarter *q, int w)
{
    q->solved[w] = hand_out(q, w, "用地手续未办结");
    q->ignored[w] = hand_out(q, w, "临时用电未接通");
}

static void solve_one(struct quarter *q, int w)
{
    const struct unit_at_work *unit = &q->units[w % q->unit_count];
    (void)problem_step(q, unit->reporter, q->solved[w], "{\"kind\":\"handle\",\"content\":\"已报件\"}");
    (void)problem_step(q, q->s.office, q->solved[w], "{\"kind\":\"verify\",\"content\":\"现场核实\"}");
    json_t *row =
        problem_step(q, q->s.office, q->solved[w], "{\"kind\":\"close\",\"content\":\"批复文号〔2024〕1号\"}");
    EQ_TEXT(text_at(row, "state"), "closed");
}

static json_t *slip_step(struct quarter *q, const char *who, int64_t slip, const char *deed)
{
    const char *target = TARGET("/api/v1/slip/%lld", (long long)slip);
    json_t *row = done_by(q, q->s.office, "GET", TARGET("%s?zone=weinan", target), 0, NULL);
    return done_by(q, who, "POST", TARGET("%s/deeds?zone=weinan", target), int_at(row, "version"), deed);
}

/* The scan proposes; the office issues what is yellow, the unit answers with a plan, the office approves it. */
static void scan(struct quarter *q)
{
    run_job(q, "overdue_scan");
    run_job(q, "overdue_scan"); /* a second look changes nothing */
    json_t *proposed =
        done_by(q, q->s.office, "GET",
                "/api/v1/slip?zone=weinan&where=state%20=%20proposed%20and%20colour%20=%20yellow&fields=unit&limit=100",
                0, NULL);
    const json_t *slip;
    size_t i;
    json_array_foreach(at(proposed, "items"), i, slip)
    {
        const int64_t id = json_integer_value(json_object_get(slip, "id"));
        int u = 0;
        while (q->units[u].id != json_integer_value(json_object_get(slip, "unit")))
            u++;
        json_t *issued = slip_step(q, q->s.office, id, "{\"kind\":\"issue\"}");
        EQ_INT(int_at(issued, "number"), ++q->slips);
        (void)slip_step(q, q->units[u].reporter, id,
                        "{\"kind\":\"answer\",\"answer\":\"正在办理\",\"rectification\":\"三日内接通\"}");
        json_t *settled = slip_step(q, q->s.office, id, "{\"kind\":\"approve\"}");
        EQ_TEXT(text_at(settled, "plan_state"), "approved");
    }
}

enum deed { OPENS, MEETS, HANDS_OUT, SOLVES, SCANS, KEEPS, FILES, FILES_LATE, CLOSES };

struct event {
    int64_t moment;
    enum deed deed;
    int week;
};

static int by_moment(const void *a, const void *b)
{
    const struct event *x = a, *y = b;
    return (x->moment > y->moment) - (x->moment < y->moment);
}

static size_t plan_events(struct event *events)
{
    size_t n = 0;
    for (int w = 0; w < WEEKS; w++) {
        const int64_t opens = moment_of(weeks[w].monday, "09:00"), closes = moment_of(weeks[w].closes, "16:00"),
                      hour = INT64_C(3600000);
        events[n++] = (struct event){w ? opens : opens + 24 * hour, OPENS, w};
        events[n++] = (struct event){moment_of(meeting_days[w], "10:00"), MEETS, w};
        events[n++] = (struct event){moment_of(due_days[w], "06:30"), SCANS, w};
        events[n++] = (struct event){moment_of(due_days[w], "11:00"), KEEPS, w};
        if (hands_out(w)) {
            events[n++] = (struct event){moment_of(meeting_days[w], "11:00"), HANDS_OUT, w};
            events[n++] = (struct event){moment_of(meeting_days[w], "09:00") + 48 * hour, SOLVES, w};
        }
        events[n++] = (struct event){opens + (4 * 24 + 6) * hour, FILES, w};
        events[n++] = (struct event){closes - hour, FILES_LATE, w};
        events[n++] = (struct event){closes + hour / 6, CLOSES, w};
    }
    qsort(events, n, sizeof *events, by_moment);
    return n;
}

static void happen(struct quarter *q, const struct event *e)
{
    switch (e->deed) {
    case OPENS:
        open_week(q, e->week);
        break;
    case MEETS:
        meet(q, e->week);
        break;
    case HANDS_OUT:
        hand_out_two(q, e->week);
        break;
    case SOLVES:
        solve_one(q, e->week);
        break;
    case SCANS:
        scan(q);
        break;
    case KEEPS:
        report_kept(q, e->week);
        break;
    case FILES:
    case FILES_LATE:
        file_all(q, e->week, e->deed == FILES_LATE);
        break;
    case CLOSES:
        run_job(q, "weeks");
        run_job(q, "lights_daily");
        break;
    }
}

/* ---- what must have come of it ---- */

/* "83.18": half up. */
static const char *percent(struct quarter *q, int64_t part, int64_t whole)
{
    const int64_t hundredths = (part * 20000 + whole) / (2 * whole);
    return TARGET("%lld.%02lld", (long long)hundredths / 100, (long long)hundredths % 100);
}

static const char *share(struct quarter *q, const char *name, const char *as_of)
{
    return text_at(
        done_by(q, q->s.office, "GET", TARGET("/api/v1/metrics/%s?zone=weinan&as_of=%s", name, as_of), 0, NULL),
        "value");
}

static void check_duties(struct quarter *q)
{
    static const char day[] = "2024-04-02";
    int64_t filed = 0, on_time = 0, missed = 0;
    for (int w = 0; w < WEEKS; w++)
        for (int u = 0; u < q->unit_count; u++) {
            filed += is_silent(u, w) ? 0 : q->units[u].projects;
            on_time += is_silent(u, w) || is_late(u, w) ? 0 : q->units[u].projects;
            missed += is_silent(u, w);
        }
    const int64_t due = (int64_t)WEEKS * q->project_count;
    EQ_INT(count_of(q, "report_duty", day, "week.starts_on%20%3C%202024-04-01"), (int64_t)WEEKS * q->unit_count);
    EQ_INT(count_of(q, "report_duty", day, "state%20=%20missed"), missed);
    EQ_INT(count_of(q, "report_duty", day, "state%20=%20locked"), (int64_t)WEEKS * q->unit_count - missed);
    EQ_INT(count_of(q, "report_week", day, "state%20=%20closed"), WEEKS);
    EQ_INT(metric(q, "report.due", day, ""), due);
    EQ_INT(metric(q, "report.filed", day, ""), filed);
    EQ_INT(metric(q, "report.on_time", day, ""), on_time);
    EQ_TEXT(share(q, "report.completeness", day), percent(q, filed, due));
    EQ_TEXT(share(q, "report.timeliness", day), percent(q, on_time, due));
    for (int u = 0; u < q->unit_count; u++) {
        int64_t theirs = 0;
        for (int w = 0; w < WEEKS; w++)
            theirs += is_silent(u, w) ? 0 : q->units[u].projects;
        EQ_INT(metric(q, "report.filed", day, TARGET("unit%%20=%%20%lld", (long long)q->units[u].id)), theirs);
    }
}

static void check_money(struct quarter *q)
{
    static const char *const ends[MONTHS] = {"2024-01-31", "2024-02-29", "2024-03-31"};
    int64_t sum = 0;
    for (int m = 0; m < MONTHS; m++) {
        for (int p = 0; p < q->project_count; p++)
            sum += q->done[p][m];
        EQ_INT(metric(q, "investment.completed_in_year", ends[m], ""), sum);
    }
}

/* The reporting lamp: yellow for the last week missed, red for the last two. */
static void check_lights(struct quarter *q)
{
    static const char *const days[] = {"2024-01-10", "2024-02-21", "2024-04-02"};
    static const int last[] = {0, 6, WEEKS - 1};
    for (size_t d = 0; d < sizeof last / sizeof *last; d++) {
        int64_t red = 0, yellow = 0;
        for (int u = 0; u < q->unit_count; u++) {
            const int w = last[d];
            const bool now = is_silent(u, w), before = w > 0 && is_silent(u, w - 1);
            red += now && before ? q->units[u].projects : 0;
            yellow += now && !before ? q->units[u].projects : 0;
        }
        EQ_INT(count_of(q, "project", days[d], "light_reporting%20=%20red"), red);
        EQ_INT(count_of(q, "project", days[d], "light_reporting%20=%20yellow"), yellow);
    }
}

/* All but the last meeting's are settled; of those the one is reported and waits, the other is past its day. */
static void check_promises(struct quarter *q)
{
    static const char day[] = "2024-04-02";
    EQ_INT(metric(q, "promise.made", day, ""), 2 * WEEKS);
    EQ_INT(metric(q, "promise.kept", day, ""), WEEKS - 1);
    EQ_INT(metric(q, "promise.overdue", day, ""), 1);
    EQ_TEXT(share(q, "promise.fulfilment", day), percent(q, WEEKS - 1, 2 * WEEKS));
}

static void check_problems(struct quarter *q)
{
    static const char day[] = "2024-04-02";
    EQ_INT(metric(q, "problem.handed_out", day, ""), 2 * HANDED_OUT_WEEKS);
    EQ_INT(count_of(q, "problem", day, "assigned_on%20is%20not%20empty%20and%20state%20=%20closed"), HANDED_OUT_WEEKS);
    EQ_INT(count_of(q, "problem", day, "assigned_on%20is%20not%20empty%20and%20overdue"), HANDED_OUT_WEEKS);
    EQ_INT(count_of(q, "slip", day, "colour%20=%20yellow%20and%20state%20=%20settled"), HANDED_OUT_WEEKS);
    EQ_INT(count_of(q, "slip", day, "colour%20=%20red%20and%20state%20=%20proposed"), HANDED_OUT_WEEKS);
    EQ_INT(count_of(q, "slip", day, "kind%20=%20reminder"), 0);
    EQ_INT(metric(q, "slip.issued", day, ""), HANDED_OUT_WEEKS);
    EQ_INT(metric(q, "slip.answered", day, ""), HANDED_OUT_WEEKS);
}

static void test_all(const char *url)
{
    static struct quarter quarter;
    struct quarter *q = &quarter;
    struct event events[WEEKS * (CLOSES + 1)];
    const size_t n = plan_events(events);
    *q = (struct quarter){.s = serve(url, true), .url = url};
    move_to(q, moment_of("2024-01-02", "08:00"));
    meet_units(q);
    for (size_t i = 0; i < n; i++) {
        move_to(q, events[i].moment);
        struct arena_mark mark = arena_mark(q->s.cx.arena);
        happen(q, &events[i]);
        arena_reset(q->s.cx.arena, mark);
    }
    check_duties(q);
    check_money(q);
    check_lights(q);
    check_promises(q);
    check_problems(q);
    served_end(&q->s);
}

int main(void)
{
    on_each_engine(test_all);
    return tap_done();
}
