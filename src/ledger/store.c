/* store.c — saves what a row says, counts it, and lists it cell by cell. */
#include "base/text.h"
#include "ledger/import.h"

#include <string.h>

const char *field_show(struct ctx *cx, const struct field *f, struct value v)
{
    if (v.kind == VALUE_NULL)
        return NULL;
    switch (f->type) {
    case T_MONEY:
        return money_show(cx->arena, (struct money){v.i}, cx->lang);
    case T_DATE:
        return date_show(cx->arena, (struct date){v.i}, cx->lang);
    case T_BOOL:
        return cx->lang == LANG_ZH ? (v.i ? "是" : "否") : (v.i ? "yes" : "no");
    case T_CHOICE: {
        const struct choice *c = choice_find(f->choices, v.s);
        return c ? label_in(c->label, cx->lang) : v.s;
    }
    default:
        return v.kind == VALUE_INT ? arena_printf(cx->arena, "%lld", (long long)v.i) : v.s;
    }
}

const struct column *import_column(const struct import *im, const struct entity *e, const char *field)
{
    static const char *const also[][2] = {/* where a field is filled from a column of another name */
                                          {"build_from", "period"},
                                          {"build_to", "period"},
                                          {"planned_start", "started_on"},
                                          {"planned_completion", "completed_on"}};
    const struct layout *l = im->layout;
    if (!field || !l->kind || l->kind->entity != e)
        return NULL;
    for (int i = 0; i < l->column_count; i++)
        if (l->columns[i].target && strcmp(l->columns[i].target->id, field) == 0)
            return &l->columns[i];
    for (size_t i = 0; i < sizeof also / sizeof *also; i++)
        if (strcmp(also[i][0], field) == 0)
            return import_column(im, e, also[i][1]);
    return NULL;
}

/* Taken many at once: one by one each would cost two statements. */
static bool take_id(struct import *im, const struct tally *t, int64_t *ret_id)
{
    enum { AT_ONCE = 256 };
    const size_t place = (size_t)(t - im->result->tallies);
    if (im->ids[place].next == im->ids[place].end) {
        if (!row_ids(im->cx, t->entity, AT_ONCE, &im->ids[place].next))
            return false;
        im->ids[place].end = im->ids[place].next + AT_ONCE;
    }
    *ret_id = im->ids[place].next++;
    return true;
}

bool import_return_ids(struct import *im)
{
    for (int i = 0; i < im->result->tally_count; i++)
        if (im->ids[i].next < im->ids[i].end &&
            !row_ids_return(im->cx, im->result->tallies[i].entity, im->ids[i].next, im->ids[i].end))
            return false;
    return true;
}

bool import_save(struct import *im, const struct entity *e, void *row, const void *old)
{
    struct ctx *cx = im->cx;
    struct tally *t = tally_of(im->result, e);
    bool changed = true;
    struct findings fs = findings_new(cx);
    row_check_local(cx, e, row, &fs);
    for (size_t i = 0; i < fs.count; i++) {
        const struct finding *f = &fs.items[i];
        struct label said = {arena_printf(cx->arena, "%s(%s)", f->message.zh, f->rule),
                             arena_printf(cx->arena, "%s (%s)", f->message.en, f->rule)};
        const struct column *from = import_column(im, e, f->field);
        if (f->blocking || !old || !row_equal(e, row, old))
            remark_add(im, f->blocking ? &im->result->rejected : &im->result->warnings, from ? from->index : -1,
                       f->blocking ? "LGR-20" : "LGR-42", said);
        if (f->blocking)
            return false;
    }
    if (!old && !take_id(im, t, &((struct row_head *)row)->id))
        return false;
    if (!row_save_over(cx, e, row, old, &changed))
        return false;
    if (!old)
        t->created++;
    else if (changed)
        t->updated++;
    else
        t->unchanged++;
    return true;
}

bool import_delete(struct import *im, const struct entity *e, const void *row)
{
    const struct row_head *head = row;
    tally_of(im->result, e)->updated++;
    return row_delete(im->cx, e, head->id, head->version);
}

static bool names_of(struct import *im, const struct entity *e, struct map **ret_names)
{
    struct ctx *cx = im->cx;
    for (int i = 0; i < im->named_count; i++)
        if (im->named[i] == e) {
            *ret_names = im->names[i];
            return true;
        }
    struct map *names = map_new(im->keep);
    im->named[im->named_count] = e;
    im->names[im->named_count++] = names;
    *ret_names = names;
    struct value zone = value_int(cx->zone);
    struct rows *rows = db_query(cx,
                                 arena_printf(cx->arena, "SELECT t.id, t.%s FROM %s t WHERE t.zone = $1 ORDER BY t.id",
                                              e->title, entity_table(e)),
                                 &zone, 1);
    if (!rows)
        return false;
    while (db_next(rows)) {
        struct arena_mark mark = arena_mark(cx->arena);
        int64_t known;
        const char *folded = text_fold(cx->arena, db_text(rows, 1));
        if (folded && !map_get(names, folded, &known))
            map_set(names, folded, db_int(rows, 0));
        arena_reset(cx->arena, mark);
    }
    return db_ok(rows);
}

/* Units are what their names end with. */
static const char *unit_kind(const char *name)
{
    static const char *const ends[][2] = {
        {"街道办", "subdistrict"}, {"街道", "subdistrict"}, {"街道办事处", "subdistrict"},
        {"镇", "subdistrict"},     {"集团", "company"},     {"公司", "company"},
        {"管委会", "committee"},   {"局", "bureau"},        {"部", "bureau"},
        {"办公室", "bureau"},      {"中心", "bureau"},      {"委", "bureau"},
        {"办", "bureau"}};
    size_t n = strlen(name);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t k = strlen(ends[i][0]);
        if (n >= k && strcmp(name + n - k, ends[i][0]) == 0)
            return ends[i][1];
    }
    return "other";
}

static bool is_made_by_name(const struct entity *e)
{
    return e == &unit_entity || e == &enterprise_entity || e == &planning_field_entity ||
           e == &planning_direction_entity || e == &squad_entity;
}

bool import_named(struct import *im, const struct entity *e, const char *name, int column, int64_t *ret_id)
{
    struct ctx *cx = im->cx;
    struct map *names;
    *ret_id = 0;
    if (!names_of(im, e, &names))
        return false;
    const char *folded = text_fold(cx->arena, name);
    if (map_get(names, folded, ret_id) || im->looking)
        return true;
    if (!is_made_by_name(e)) {
        remark_add(im, &im->result->warnings, column, "LGR-41",
                   (struct label){arena_printf(cx->arena, "没有登记名为“%s”的%s,只记名称", name, e->label.zh),
                                  arena_printf(cx->arena, "no %s called \"%s\" is on record; only the name was kept",
                                               e->label.en, name)});
        return true;
    }
    void *row = row_new(cx, e);
    field_set(entity_field(e, e->title), row, value_text(name));
    if (e == &unit_entity)
        ((struct unit *)row)->kind = unit_kind(name);
    if (!import_save(im, e, row, NULL))
        return false;
    *ret_id = ((struct row_head *)row)->id;
    map_set(names, folded, *ret_id);
    return true;
}
