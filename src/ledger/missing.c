/* missing.c — projects that the ledger of the month before names and this one does not: withdrawn, renamed or forgotten?
 *
 * They stay on record and go on being counted, which the clerk has to know.  Ledgers of one unit or one kind are not held against
 * others: only a ledger most of whose projects are here again is "the one before".
 */
#include "base/text.h"
#include "ledger/import.h"

#include <stdlib.h>
#include <string.h>

enum { NAMED_MOST = 5, LOOKED_AT = 5 };

static bool is_here(struct import *im, const struct index *ix, const char *key)
{
    return index_place(im, ix, strtoll(strchr(key, ' ') + 1, NULL, 10)) != NULL;
}

/* The records of the ledger before ours: of the latest few the one that has most projects here, at least half of its own; NULL:
 * there is none. */
static bool ledger_before(struct import *im, const struct index *ix, struct map **ret_records)
{
    struct ctx *cx = im->cx;
    struct value params[] = {value_int(cx->zone), value_int(im->result->as_of.code)};
    struct rows *rows = db_query(cx,
                                 arena_printf(cx->arena,
                                              "SELECT t.layout FROM import_run t WHERE t.zone = $1 AND t.state = "
                                              "'committed' AND t.as_of < $2 AND t.layout IS NOT NULL ORDER BY t.as_of "
                                              "DESC, t.id DESC LIMIT %d",
                                              LOOKED_AT),
                                 params, 2);
    *ret_records = NULL;
    if (!rows)
        return false;
    for (size_t most = 0; db_next(rows);) {
        struct map *records = map_new(im->keep);
        size_t all = 0, here = 0;
        if (!run_records(cx, db_text(rows, 0), records, 1))
            return false;
        for (size_t i = 0; i < map_count(records); i++)
            if (text_starts(map_key(records, i), ix->kind->name)) {
                all++;
                here += is_here(im, ix, map_key(records, i));
            }
        if (here > most && here * 2 >= all) {
            most = here;
            *ret_records = records;
        }
    }
    return db_ok(rows);
}

/* What this workbook adds. */
struct added {
    const struct place *at;
    const struct project *project;
};

static bool load_added(struct import *im, const struct index *ix, struct added **ret_added, size_t *ret_count)
{
    struct added *added = arena_array(im->cx->arena, ix->place_count + 1, sizeof *added);
    size_t count = 0;
    for (size_t i = 0; i < ix->place_count; i++) {
        if (!ix->places[i].created)
            continue;
        const struct project *p = row_load(im->cx, &project_entity, ix->places[i].id);
        if (!p)
            return false;
        added[count++] = (struct added){&ix->places[i], p};
    }
    *ret_added = added;
    *ret_count = count;
    return true;
}

/* A new project of the same enterprise and the same total may be the missing one; two codes tell them apart. */
static bool may_be(const struct project *gone, const struct project *fresh)
{
    return gone->enterprise && gone->enterprise == fresh->enterprise && !money_is_none(gone->total_investment) &&
           gone->total_investment.fen == fresh->total_investment.fen && !(gone->code && fresh->code);
}

static void remark_renamed(struct import *im, const struct added *added, size_t count, const struct project *gone)
{
    struct arena *a = im->cx->arena;
    for (size_t i = 0; i < count; i++) {
        const struct project *fresh = added[i].project;
        if (!may_be(gone, fresh))
            continue;
        im->layout = added[i].at->layout;
        im->row = added[i].at->row;
        remark_add(
            im, &im->result->warnings, -1, "LGR-40",
            (struct label){arena_printf(a, "“%s”是新增的,而上期台账里建设单位、总投资都相同的“%s”这次没有:是改名吗",
                                        fresh->name, gone->name),
                           arena_printf(a,
                                        "\"%s\" is new, and \"%s\" of the ledger before, of the same enterprise and "
                                        "total, is not here: was it renamed?",
                                        fresh->name, gone->name)});
    }
}

static bool is_over(const char *stage)
{
    static const char *const over[] = {"completed", "operating", "at_capacity", "withdrawn"};
    for (size_t i = 0; i < sizeof over / sizeof *over; i++)
        if (strcmp(stage, over[i]) == 0)
            return true;
    return false;
}

/* Of `before` those that this workbook does not name, as an array that ends with NULL. */
static bool find_missing(struct import *im, const struct index *ix, const struct map *before,
                         struct project ***ret_missing)
{
    struct ctx *cx = im->cx;
    struct value zone = value_int(cx->zone);
    size_t count = 0;
    int64_t ignored;
    struct project **missing = arena_array(cx->arena, map_count(before) + 1, sizeof(struct project *));
    struct rows *rows = db_query(cx,
                                 arena_printf(cx->arena, "SELECT %s FROM project t WHERE t.zone = $1 ORDER BY t.id",
                                              row_columns(cx, &project_entity, "t")),
                                 &zone, 1);
    if (!rows)
        return false;
    while (db_next(rows)) {
        struct arena_mark mark = arena_mark(cx->arena);
        struct project *p = row_new(cx, &project_entity);
        row_read(cx, &project_entity, rows, 0, p);
        if (!index_place(im, ix, p->head.id) && map_get(before, record_key(cx, ix->kind->name, p->head.id), &ignored))
            missing[count++] = p;
        else
            arena_reset(cx->arena, mark);
    }
    *ret_missing = missing;
    return db_ok(rows);
}

bool missing_remark(struct import *im)
{
    struct ctx *cx = im->cx;
    const struct index *ix = NULL;
    struct map *before;
    struct project **missing;
    struct added *added;
    const char *names = "", *stage;
    size_t added_count;
    int64_t count = 0;
    for (int i = 0; i < im->index_count; i++)
        if (im->indexes[i].kind->entity == &project_entity)
            ix = &im->indexes[i];
    if (!ix || !ix->place_count || !ledger_before(im, ix, &before) || !before)
        return cx->err.kind == ERR_NONE;
    if (!find_missing(im, ix, before, &missing))
        return false;
    if (!*missing)
        return true;
    if (!load_added(im, ix, &added, &added_count))
        return false;
    for (; *missing; missing++) {
        remark_renamed(im, added, added_count, *missing);
        if (!stage_at(im, (*missing)->head.id, im->result->as_of, &stage))
            return false;
        if (!is_over(stage) && count++ < NAMED_MOST)
            names = arena_printf(cx->arena, "%s%s“%s”", names, *names ? "、" : "", (*missing)->name);
    }
    if (!count)
        return true;
    im->layout = ix->places[0].layout;
    im->row = 0;
    remark_add(im, &im->result->warnings, -1, "LGR-44",
               (struct label){arena_printf(cx->arena, "上期台账里的 %lld 个项目这次没有,仍按原样保留和统计:%s%s",
                                           (long long)count, names, count > NAMED_MOST ? "等" : ""),
                              arena_printf(cx->arena,
                                           "%lld projects of the ledger before are not here; they stay on record and "
                                           "are counted as they were: %s%s",
                                           (long long)count, names, count > NAMED_MOST ? " …" : "")});
    return true;
}
