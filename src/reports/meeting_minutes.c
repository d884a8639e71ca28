/* meeting_minutes.c — a meeting's minutes (会议纪要): who was there, what was decided, promised and handed out. */
#include "reports/meeting_minutes.h"

#include "reports/keep.h"
#include "reports/meeting_data.h"
#include "rules/meeting.h"

extern const char meeting_minutes_template[]; /* share/templates/meeting_minutes.xml, embedded by the build */

enum { ROWS_MOST = 1000 };

/* "经发局 王强、建设局 李明" of the rows that were there. */
static bool put_people(struct meeting_paper *p, const char *key, const char *which)
{
    struct ctx *cx = p->f.cx;
    struct buf out = buf_init(cx->arena);
    size_t i;
    json_t *row,
        *rows = list_rows(&p->f, &attendance_entity,
                          arena_printf(cx->arena, "meeting = %lld and %s", (long long)p->meeting->head.id, which),
                          "unit,id", "unit,person", ROWS_MOST, NULL);
    if (!rows)
        return false;
    json_array_foreach(rows, i, row)
    {
        const char *unit = json_string_value(json_object_get(row, "unit")),
                   *person = json_string_value(json_object_get(row, "person"));
        buf_printf(&out, "%s%s%s%s", i ? "、" : "", unit, *unit && *person ? " " : "", person);
    }
    put_text(p->root, key, out.data);
    json_decref(rows);
    return true;
}

/* Promises made at it, and problems that were handed out. */
static bool put_outcome(struct meeting_paper *p)
{
    struct ctx *cx = p->f.cx;
    const long long id = p->meeting->head.id;
    return put_list(p->root, "made",
                    list_rows(&p->f, &promise_entity, arena_printf(cx->arena, "meeting = %lld", id), "id",
                              "what,project,unit,person,due_on,proof", ROWS_MOST, NULL));
}

static bool note_problem(struct meeting_paper *p, int64_t problem)
{
    json_t *rows = list_rows(&p->f, &problem_entity, arena_printf(p->f.cx->arena, "id = %lld", (long long)problem),
                             "id", "description,project,subject,category,unit,leader,due_on,state", 1, NULL);
    if (!rows)
        return false;
    json_array_extend(json_object_get(p->root, "problems"), rows);
    json_decref(rows);
    return true;
}

static bool put_problems(struct meeting_paper *p)
{
    struct list l;
    bool done = true;
    const struct list_query query = {.where = arena_printf(p->f.cx->arena, "meeting = %lld and problem is not empty",
                                                           (long long)p->meeting->head.id),
                                     .sort = "sequence,id",
                                     .fields = "problem",
                                     .no_limit = true,
                                     .view = p->f.view};
    json_object_set_new(p->root, "problems", json_array());
    if (!list_open(p->f.cx, &agenda_item_entity, &query, &l))
        return false;
    while (done && list_next(&l))
        done = note_problem(p, list_cell(&l, "problem").i);
    return done && list_ok(&l);
}

static bool add_listed(struct meeting_paper *p, const struct list *l, json_t *item, void *arg)
{
    (void)l;
    (void)arg;
    return json_array_append(json_object_get(p->root, "listing"), item) == 0;
}

static struct json_t *minutes_data(struct ctx *cx, const struct report_request *rq)
{
    struct meeting_paper p;
    if (!meeting_paper_begin(cx, rq, &p))
        return NULL;
    json_object_set_new(p.root, "listing", json_array());
    return meeting_paper_end(&p, put_people(&p, "present", "present") &&
                                     put_people(&p, "absent", "not present and registered") &&
                                     meeting_put_agenda(&p, add_listed, NULL) && put_outcome(&p) && put_problems(&p));
}

static struct template_kept minutes_template;

const struct report meeting_minutes_report = {
    .name = "meeting_minutes",
    .label = {"会议纪要", "Minutes"},
    .help = {"一次会议的参会、议定事项、承诺事项和交办问题",
             "Who was at a meeting, what was decided, promised and handed out"},
    .of = &meeting_entity,
    .data = minutes_data,
    .template_xml = meeting_minutes_template,
    .template_kept = &minutes_template,
};

/* ---- the end of a meeting ---- */

static bool close_inside(struct ctx *cx, const struct report_request *rq, int64_t version)
{
    struct buf docx = buf_init(cx->arena);
    int64_t file;
    const struct meeting *m = row_load(cx, &meeting_entity, rq->of);
    return m && report_make(cx, &meeting_minutes_report, REPORT_DOCUMENT, rq, &docx) &&
           report_keep_file(cx, &meeting_entity, rq->of, arena_printf(cx->arena, "会议纪要 %s.docx", m->title), &docx,
                            &file) &&
           meeting_close(cx, rq->of, version, file);
}

bool meeting_close_with_minutes(struct ctx *cx, const struct report_request *rq, int64_t version)
{
    if (!db_begin(cx))
        return false;
    if (close_inside(cx, rq, version))
        return db_commit(cx);
    db_rollback(cx);
    return false;
}
