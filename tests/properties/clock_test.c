/* clock_test.c — seeded: limits counted by look-up agree with counting day by day, and a clock never runs backward, over
 * random calendars, stops and desks.  SEED=n repeats a run. */
#include "rules/clock.h"

#include "zoned.h"

#include <inttypes.h>

enum { ROUNDS = 3000, PAUSES_MOST = 4, CHANGES_MOST = 40, DAYS = 500 };

struct property {
    struct ctx cx;
    uint64_t random;
};

/* splitmix64 */
static uint64_t next(struct property *p)
{
    uint64_t z = p->random += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static int between(struct property *p, int low, int high)
{
    return low + (int)(next(p) % (uint64_t)(high - low + 1));
}

/* ---- day by day, knowing nothing of calendar.c's tables ---- */

struct model {
    struct calendar_change changes[CHANGES_MOST];
    int change_count;
    struct clock_pause pauses[PAUSES_MOST];
    int pause_count;
    struct clock_limit limit;
};

static bool is_worked(const struct model *m, struct date day)
{
    bool working = calendar_day_facts(calendar_national(), day).working;
    for (int i = 0; i < m->change_count; i++)
        if (m->changes[i].day.code == day.code)
            working = m->changes[i].working;
    return working;
}

static bool is_paused(const struct model *m, struct date day)
{
    for (int i = 0; i < m->pause_count; i++)
        if (day.code > m->pauses[i].from.code && (date_is_none(m->pauses[i].to) || day.code <= m->pauses[i].to.code))
            return true;
    return false;
}

static bool counts(const struct model *m, struct date day)
{
    return !is_paused(m, day) && (m->limit.kind == DAY_NATURAL || is_worked(m, day));
}

/* Days that count in (from, to]. */
static int model_used(const struct model *m, struct date from, struct date to)
{
    int used = 0;
    for (struct date d = date_add_days(from, 1); d.code <= to.code; d = date_add_days(d, 1))
        used += counts(m, d);
    return used;
}

static struct date model_due(const struct model *m)
{
    struct date d = m->limit.received;
    for (int left = m->limit.days; left > 0; left -= counts(m, d)) {
        d = date_add_days(d, 1);
        if (date_days_between(m->limit.received, d) > 8 * DAYS)
            return (struct date){0};
    }
    return d;
}

/* ---- random cases ---- */

static struct model any_model(struct property *p)
{
    struct model m = {.change_count = between(p, 0, CHANGES_MOST), .pause_count = between(p, 0, PAUSES_MOST)};
    m.limit = (struct clock_limit){
        .received = date_add_days(date_day(2012, 6, 1), between(p, 0, 18 * 365)),
        .days = between(p, 0, 1) ? between(p, 0, 30) : between(p, 0, 200),
        .kind = between(p, 0, 2) ? DAY_WORKING : DAY_NATURAL,
    };
    for (int i = 0; i < m.change_count; i++)
        m.changes[i] = (struct calendar_change){.day = date_add_days(m.limit.received, between(p, -20, 200)),
                                                .working = between(p, 0, 1)};
    struct date at = m.limit.received;
    for (int i = 0; i < m.pause_count; i++) {
        m.pauses[i].from = date_add_days(at, between(p, 0, 40));
        at = date_add_days(m.pauses[i].from, between(p, 0, 40));
        m.pauses[i].to = i + 1 == m.pause_count && between(p, 0, 2) == 0 ? (struct date){0} : at;
    }
    return m;
}

static const char *iso(struct property *p, struct date d)
{
    const char *s = date_iso(p->cx.arena, d);
    return s ? s : "none";
}

/* Wrong at the first day where it does not hold; NULL when it all does. */
static const char *try_days(struct property *p, const struct calendar *c, const struct model *m)
{
    const struct clock_limit *limit = &m->limit;
    const struct date due = clock_due(c, limit), expected = model_due(m);
    int before = 0;
    if (due.code != expected.code)
        return arena_printf(p->cx.arena, "due %s, by days %s", iso(p, due), iso(p, expected));
    for (int n = 0; n < DAYS; n += 1 + n / 20) {
        const struct date on = date_add_days(limit->received, n);
        const int used = clock_used(c, limit, on);
        if (used != model_used(m, limit->received, on))
            return arena_printf(p->cx.arena, "on %s used %d, by days %d", iso(p, on), used,
                                model_used(m, limit->received, on));
        if (used < before)
            return arena_printf(p->cx.arena, "on %s it has run backward", iso(p, on));
        if (!date_is_none(due) && (used > limit->days) != (on.code > due.code && used != limit->days))
            return arena_printf(p->cx.arena, "on %s overdue does not fit the due date", iso(p, on));
        before = used;
    }
    return NULL;
}

/* However it is divided among desks, their days come to what was used. */
static const char *try_desks(struct property *p, const struct calendar *c, const struct model *m)
{
    const struct date on = date_add_days(m->limit.received, between(p, 0, DAYS));
    struct date since = m->limit.received;
    int sum = 0;
    while (true) {
        const struct date until = date_add_days(since, between(p, 0, 60));
        if (until.code >= on.code)
            break;
        sum += clock_used_between(c, &m->limit, since, until, on);
        since = until;
    }
    sum += clock_used_between(c, &m->limit, since, (struct date){0}, on);
    return sum == clock_used(c, &m->limit, on) ? NULL : arena_printf(p->cx.arena, "desks come to %d", sum);
}

static void test_arithmetic(struct property *p)
{
    for (int round = 0; round < ROUNDS; round++) {
        const struct arena_mark mark = arena_mark(p->cx.arena);
        const uint64_t seed = p->random;
        struct model m = any_model(p);
        const struct calendar *c = calendar_with(p->cx.arena, calendar_national(), m.changes, (size_t)m.change_count);
        m.limit.pauses = m.pauses;
        m.limit.pause_count = (size_t)m.pause_count;
        const char *wrong = try_days(p, c, &m);
        wrong = wrong ? wrong : try_desks(p, c, &m);
        if (!wrong) {
            arena_reset(p->cx.arena, mark);
            continue;
        }
        OK(false, "received %s, %d %s days, %d stops: %s (SEED=%" PRIu64 ")", iso(p, m.limit.received), m.limit.days,
           m.limit.kind == DAY_NATURAL ? "natural" : "working", m.pause_count, wrong, seed);
        return;
    }
    OK(true, "%d limits run as if counted day by day, and never backward", ROUNDS);
}

/* ---- kept ones ---- */

struct told {
    int used;
    struct date due;
};

static struct told tell(struct property *p, int64_t clock, struct date on)
{
    struct clock_state s;
    must_be(&p->cx, clock_state(&p->cx, clock, on, &s), "a clock's state");
    int desks = 0;
    for (size_t i = 0; i < s.desk_count; i++)
        desks += s.desks[i].days;
    if (desks != s.used)
        OK(false, "desks come to %d of %d days (SEED=%" PRIu64 ")", desks, s.used, p->random);
    return (struct told){s.used, s.clock.due_on};
}

/* Whatever is done on a day, what was used by then stays, and a due date that comes back is not earlier. */
static bool live(struct property *p)
{
    struct ctx *cx = &p->cx;
    struct clock *clock = row_new(cx, &clock_entity);
    struct date on = date_add_days(date_day(2024, 1, 1), between(p, 0, 900)), due;
    bool stopped = false, fine = true;
    clock->name = "备案";
    clock->received_on = on;
    clock->limit_days = between(p, 0, 30);
    clock->limit_kind = between(p, 0, 1) ? "working" : "natural";
    must_be(cx, clock_start(cx, clock), "a clock");
    due = tell(p, clock->head.id, on).due;
    for (int deeds = between(p, 1, 8); deeds > 0; deeds--) {
        on = date_add_days(on, between(p, 0, 15));
        const int deed = between(p, 0, 2), used = tell(p, clock->head.id, on).used;
        bool done = deed ? (stopped ? clock_resume(cx, clock->head.id, on)
                                    : clock_halt(cx, clock->head.id, "correction", "补正", on))
                         : clock_hand_on(cx, clock->head.id, 0, deeds % 2 ? "张三" : "李四", on);
        must_be(cx, done, "a deed");
        stopped = deed ? !stopped : stopped;
        const struct told now = tell(p, clock->head.id, on);
        fine = fine && now.used == used && (date_is_none(now.due) || now.due.code >= due.code) &&
               (stopped || !date_is_none(now.due));
        due = date_is_none(now.due) ? due : now.due;
    }
    must_be(cx, clock_finish(cx, clock->head.id, on), "the end");
    const int at_end = tell(p, clock->head.id, on).used;
    return fine && tell(p, clock->head.id, date_add_days(on, 100)).used == at_end;
}

static void test_lives(const char *url)
{
    const char *seed = getenv("SEED");
    struct property p = {zone_on(url), seed ? strtoull(seed, NULL, 10) : 20261126};
    bool fine = true;
    for (int i = 0; i < 40 && fine; i++) {
        const struct arena_mark mark = arena_mark(p.cx.arena);
        const uint64_t begun = p.random;
        fine = live(&p);
        if (!fine)
            tap_note("SEED=%" PRIu64, begun);
        arena_reset(p.cx.arena, mark);
    }
    OK(fine, "kept clocks never run backward");
    work_done(&p.cx);
}

int main(void)
{
    const char *seed = getenv("SEED");
    struct property p = {tap_ctx(), seed ? strtoull(seed, NULL, 10) : 20261126};
    test_arithmetic(&p);
    tap_ctx_free(&p.cx);
    on_each_engine(test_lives);
    return tap_done();
}
