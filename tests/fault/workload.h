/* workload.h — a few changes that people make, what of them was acknowledged, and whether a database holds just that.
 *
 * A slot is a project; its name tells its version, so that a row, its past and what it is found by can be held against
 * each other.
 */
#ifndef STEWARD_TESTS_FAULT_WORKLOAD_H
#define STEWARD_TESTS_FAULT_WORKLOAD_H

#include "entities/entities.h"
#include "model/rows.h"
#include "model/schema.h"
#include "model/trail_check.h"
#include "unit/store/engines.h"

enum { SLOTS = 6 };

struct slot {
    int64_t id, version; /* acknowledged; version 0: not there */
    bool unsure;         /* a deletion failed without saying that it did not happen */
};

struct workload {
    struct slot slots[SLOTS];
    int acknowledged, refused;
};

/* FAULT_ALL=1 (make fault) tries every place; else every so many, others each time. */
static inline long fault_stride(long quick)
{
    const char *all = getenv("FAULT_ALL");
    return all && *all == '1' ? 1 : quick;
}

static inline long fault_first(long stride)
{
    return 1 + (long)getpid() % stride;
}

/* ---- the changes ---- */

struct change {
    struct workload *w;
    int slots[3];
    int count;
    struct row_head heads[3];
};

static inline bool name_and_save(struct ctx *cx, struct project *p, int slot)
{
    p->name = arena_printf(cx->arena, "s%d v%lld", slot, p->head.id ? (long long)p->head.version + 1 : 1LL);
    p->image_progress = "主体施工";
    return row_save(cx, &project_entity, p, NULL);
}

static inline bool make_all(struct ctx *cx, void *change)
{
    struct change *c = change;
    for (int i = 0; i < c->count; i++) {
        struct project *p = row_new(cx, &project_entity);
        if (!name_and_save(cx, p, c->slots[i]))
            return false;
        c->heads[i] = p->head;
    }
    return true;
}

static inline bool change_all(struct ctx *cx, void *change)
{
    struct change *c = change;
    for (int i = 0; i < c->count; i++) {
        struct project *p = row_load(cx, &project_entity, c->w->slots[c->slots[i]].id);
        if (!p || !name_and_save(cx, p, c->slots[i]))
            return false;
        c->heads[i] = p->head;
    }
    return true;
}

static inline bool delete_all(struct ctx *cx, void *change)
{
    struct change *c = change;
    for (int i = 0; i < c->count; i++) {
        const struct row_head *head = row_load(cx, &project_entity, c->w->slots[c->slots[i]].id);
        if (!head || !row_delete(cx, &project_entity, head->id, head->version))
            return false;
        c->heads[i] = (struct row_head){.id = head->id};
    }
    return true;
}

static inline void apply(struct ctx *cx, struct change c, bool (*work)(struct ctx *cx, void *change))
{
    const bool done = db_transaction(cx, work, &c);
    if (!done)
        err_clear(cx);
    *(done ? &c.w->acknowledged : &c.w->refused) += 1;
    for (int i = 0; i < c.count; i++) {
        struct slot *s = &c.w->slots[c.slots[i]];
        if (done)
            *s = (struct slot){.id = c.heads[i].id, .version = c.heads[i].version};
        else
            s->unsure = s->unsure || work == delete_all;
    }
    if (!db_alive(cx->db) && !db_revive(cx))
        err_clear(cx);
}

/* Rows made, changed, deleted; alone, and several in one transaction. */
static inline void work_on_slots(struct ctx *cx, struct workload *w)
{
    apply(cx, (struct change){w, {0}, 1, {{0}}}, make_all);
    apply(cx, (struct change){w, {0}, 1, {{0}}}, change_all);
    apply(cx, (struct change){w, {1, 2}, 2, {{0}}}, make_all);
    apply(cx, (struct change){w, {2, 0}, 2, {{0}}}, change_all);
    apply(cx, (struct change){w, {3}, 1, {{0}}}, make_all);
    apply(cx, (struct change){w, {3}, 1, {{0}}}, delete_all);
    apply(cx, (struct change){w, {4, 5, 0}, 2, {{0}}}, make_all);
    apply(cx, (struct change){w, {4, 0, 5}, 3, {{0}}}, change_all);
}

/* ---- what is there afterwards ---- */

/* A count that must be zero. */
static inline bool none_of(struct ctx *cx, const char *sql, const char *what, const char **ret_problem)
{
    struct value zone = value_int(cx->zone), n;
    if (!db_scalar(cx, sql, &zone, 1, &n))
        *ret_problem = cx->err.message.en;
    else if (n.i != 0)
        *ret_problem = what;
    else
        return true;
    return false;
}

static inline bool slot_is_there(struct ctx *cx, const struct slot *s, const char **ret_problem)
{
    struct value id[] = {value_int(cx->zone), value_int(s->id)}, version = value_null();
    if (s->id == 0)
        return true;
    if (!db_scalar(cx, "SELECT version FROM project WHERE zone = $1 AND id = $2", id, 2, &version) &&
        cx->err.kind != ERR_NOT_FOUND) {
        *ret_problem = cx->err.message.en;
        return false;
    }
    err_clear(cx);
    bool good =
        s->version ? version.i >= s->version || (s->unsure && version.kind == VALUE_NULL) : version.kind == VALUE_NULL;
    if (!good)
        *ret_problem = "an acknowledged change is not there";
    return good;
}

static inline bool engine_is_content(struct ctx *cx, const char **ret_problem)
{
    struct value v;
    if (db_engine(cx->db) != DB_SQLITE ||
        (db_scalar(cx, "PRAGMA integrity_check", NULL, 0, &v) && strcmp(v.s, "ok") == 0))
        return true;
    *ret_problem = cx->err.message.en ? cx->err.message.en : v.s;
    return false;
}

static inline bool chain_is_whole(struct ctx *cx, const char **ret_problem)
{
    struct trail_report *r = ARENA_NEW(cx->arena, struct trail_report);
    if (trail_check(cx, true, NULL, r) && r->fault_count == 0)
        return true;
    *ret_problem = r->fault_count ? arena_printf(cx->arena, "the audit: %s", r->faults[0].what.en) : cx->err.message.en;
    return false;
}

/* Rows, their past, what they are found by, counters and audit agree; what does not goes to *ret_problem. */
static inline bool all_is_whole(struct ctx *cx, const char **ret_problem)
{
    return engine_is_content(cx, ret_problem) &&
           none_of(cx,
                   "SELECT count(*) FROM project p WHERE p.zone = $1 AND p.version - 1 <>"
                   " (SELECT count(*) FROM project_history h WHERE h.zone = p.zone AND h.id = p.id)",
                   "a row and its history do not agree", ret_problem) &&
           none_of(cx, "SELECT count(*) FROM project WHERE zone = $1 AND name NOT LIKE '%v' || CAST(version AS TEXT)",
                   "a row is written by half", ret_problem) &&
           none_of(
               cx,
               "SELECT count(*) FROM project_history WHERE zone = $1 AND name NOT LIKE '%v' || CAST(version AS TEXT)",
               "a past version is written by half", ret_problem) &&
           none_of(cx,
                   "SELECT count(*) FROM project p WHERE p.zone = $1 AND NOT EXISTS (SELECT 1 FROM search_index s WHERE"
                   " s.zone = p.zone AND s.entity = 'project' AND s.id = p.id AND s.words LIKE '%v' || CAST(p.version "
                   "AS TEXT) || '%')",
                   "a row and what it is found by do not agree", ret_problem) &&
           none_of(cx,
                   "SELECT count(*) FROM search_index s WHERE s.zone = $1 AND s.entity = 'project' AND NOT EXISTS"
                   " (SELECT 1 FROM project p WHERE p.zone = s.zone AND p.id = s.id)",
                   "the search finds a row that is not there", ret_problem) &&
           none_of(cx,
                   "SELECT count(*) FROM counter c WHERE c.zone = $1 AND c.entity = 'project' AND c.next <="
                   " (SELECT MAX(id) FROM project p WHERE p.zone = c.zone)",
                   "the counter is behind the rows", ret_problem) &&
           chain_is_whole(cx, ret_problem);
}

/* The same, and every acknowledged change is there. */
static inline bool all_is_well(struct ctx *cx, const struct workload *w, const char **ret_problem)
{
    for (int i = 0; i < SLOTS; i++)
        if (!slot_is_there(cx, &w->slots[i], ret_problem))
            return false;
    return none_of(cx,
                   "SELECT CASE count(*) WHEN 1 THEN 1 ELSE 0 END FROM project WHERE zone = $1 AND"
                   " (name LIKE 's1 %' OR name LIKE 's2 %')",
                   "half of a transaction", ret_problem) &&
           all_is_whole(cx, ret_problem);
}

/* ---- the ground it stands on ---- */

static inline int64_t zone_new(struct ctx *cx, const char *code)
{
    struct zone *z = row_new(cx, &zone_entity);
    z->code = z->name = code;
    if (!row_save(cx, &zone_entity, z, NULL)) {
        printf("Bail out! a zone: %s (%s)\n", cx->err.message.en, cx->err.cause ? cx->err.cause : "");
        exit(1);
    }
    return z->head.id;
}

#endif
