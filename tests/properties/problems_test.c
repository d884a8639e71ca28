/* problems_test.c — whatever people try with problems, in any order: what is closed has evidence, what an enterprise asked for was
 * rated by it, limits are where the calendar puts them, and every step is on record. */
#include "entities/entities.h"
#include "model/list.h"
#include "model/rows.h"
#include "model/schema.h"
#include "rules/problem_loop.h"
#include "rules/workdays.h"
#include "tap.h"
#include "unit/store/engines.h"

#include <stdlib.h>
#include <string.h>

enum { PROBLEMS = 12, TRIES = 600 };

static uint64_t seed = 20231231;

static unsigned any(unsigned n)
{
    seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
    return (unsigned)(seed >> 33) % n;
}

static const char *choice_of(const struct choice *choices)
{
    unsigned n = 0;
    while (choices[n].code)
        n++;
    return choices[any(n)].code;
}

static void need(struct ctx *cx, bool done, const char *what)
{
    if (done)
        return;
    printf("Bail out! %s: %s %s\n", what, tap_code(cx), cx->err.message.en ? cx->err.message.en : "");
    exit(1);
}

static int64_t steps_of(struct ctx *cx, int64_t problem)
{
    int64_t n = 0;
    const struct list_query q = {.where = arena_printf(cx->arena, "problem = %lld", (long long)problem)};
    need(cx, list_count(cx, &problem_step_entity, &q, &n), "a count");
    return n;
}

/* What must hold of a problem at any time. */
static bool is_sound(struct ctx *cx, const struct problem *q)
{
    const bool closed = problem_state_of(q) == PROBLEM_CLOSED;
    if (closed != !date_is_none(q->closed_on) || closed != (q->evidence != NULL))
        return false;
    if (q->duplicate_of && (!closed || q->duplicate_of == q->head.id))
        return false;
    if (q->duplicate_of && ((const struct problem *)row_load(cx, &problem_entity, q->duplicate_of))->duplicate_of)
        return false; /* never a chain */
    if (closed && !q->duplicate_of && problem_is_request(q) && !q->satisfaction)
        return false;
    return (problem_state_of(q) & (PROBLEM_ASSIGNED | PROBLEM_HANDLING | PROBLEM_VERIFIED)) == 0 ||
           (q->unit && !date_is_none(q->due_on));
}

static void test_all_ways(struct ctx *cx)
{
    int64_t ids[PROBLEMS], done[PROBLEMS] = {0}, legal = 0, unsound = 0, unrecorded = 0, moved = 0;
    struct unit *u = row_new(cx, &unit_entity);
    u->name = "住建局";
    need(cx, row_save(cx, &unit_entity, u, NULL), "a unit");
    for (int i = 0; i < PROBLEMS; i++) {
        struct problem *q = row_new(cx, &problem_entity);
        q->description = arena_printf(cx->arena, "问题%d", i);
        q->source = i % 3 ? "visit" : "enterprise";
        need(cx, problem_raise(cx, q), "a problem");
        ids[i] = q->head.id;
    }
    for (int t = 0; t < TRIES; t++) {
        const unsigned i = any(PROBLEMS);
        const struct problem_deed deed = {
            .kind = choice_of(problem_step_kinds),
            .content = any(5) ? "写明" : NULL,
            .unit = any(5) ? u->head.id : 0,
            .grade = any(5) ? choice_of(problem_grades) : NULL,
            .satisfaction = any(3) ? choice_of(problem_satisfactions) : NULL,
            .into = any(8) ? ids[any(PROBLEMS)] : 0,
        };
        const struct problem *before = row_load(cx, &problem_entity, ids[i]);
        const bool acted = problem_act(cx, ids[i], &deed, NULL);
        err_clear(cx);
        done[i] += acted;
        legal += acted;
        const struct problem *q = row_load(cx, &problem_entity, ids[i]);
        moved += !acted && !row_equal(&problem_entity, before, q);
        unsound += !is_sound(cx, q);
        cx->now_ms += (int64_t)any(3) * 24 * 3600 * 1000;
    }
    for (int i = 0; i < PROBLEMS; i++)
        unrecorded += steps_of(cx, ids[i]) != done[i];
    OK(legal > TRIES / 20, "%lld of %d tries were legal", (long long)legal, TRIES);
    EQ_INT(unsound, 0);
    EQ_INT(moved, 0);
    EQ_INT(unrecorded, 0);
}

static void test_engine(const char *url)
{
    struct ctx cx = work_on(url);
    struct zone *z = row_new(&cx, &zone_entity);
    need(&cx, schema_migrate(&cx), "the schema");
    z->code = z->name = "weinan";
    need(&cx, row_save(&cx, &zone_entity, z, NULL), "a zone");
    cx.zone = z->head.id;
    test_all_ways(&cx);
    work_done(&cx);
}

int main(void)
{
    on_each_engine(test_engine);
    return tap_done();
}
