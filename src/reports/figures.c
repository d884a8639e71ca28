/* figures.c — metrics as the ready-to-print members of a report's data. */
#include "reports/figures.h"

#include "base/map.h"

#include <stdlib.h>
#include <string.h>

static void drop(void *json)
{
    json_decref(json);
}

json_t *figures_root(struct ctx *cx)
{
    json_t *root = json_object();
    arena_defer(cx->arena, drop, root);
    return root;
}

void put_text(json_t *object, const char *key, const char *text)
{
    json_object_set_new(object, key, json_string(text ? text : ""));
}

void put_count(json_t *object, const char *key, int64_t n)
{
    json_object_set_new(object, key, json_integer(n));
}

const char *in_yi(struct ctx *cx, int64_t fen)
{
    if (fen == NONE_INT)
        return "—";
    int64_t hundredths = (llabs(fen) + MONEY_YI / 200) / (MONEY_YI / 100);
    return arena_printf(cx->arena, "%s%lld.%02lld", fen < 0 && hundredths ? "-" : "", (long long)(hundredths / 100),
                        (long long)(hundredths % 100));
}

void note_source(struct figures *f, const json_t *object, const char *key, const char *metric, const char *where)
{
    note_value(f, object, key, metric, where, NONE_INT);
}

void note_value(struct figures *f, const json_t *object, const char *key, const char *metric, const char *where,
                int64_t value)
{
    struct figure_sources *s = f->sources;
    if (!s)
        return;
    if (s->count == s->capacity) {
        size_t more = s->capacity ? s->capacity * 2 : 64;
        s->list = arena_grow(f->cx->arena, s->list, s->capacity * sizeof *s->list, more * sizeof *s->list);
        s->capacity = more;
    }
    s->list[s->count++] = (struct figure_source){object, key, metric, where, value};
}

/* In a table the head names the unit: 亿元 to two places for reading, 万元 exact for the annex. */
static void put_cell(struct figures *f, json_t *row, const char *key, const struct metric *m, int64_t value)
{
    if (metric_type(m) != T_MONEY) {
        put_text(row, key, metric_show(f->cx, m, value));
        return;
    }
    put_text(row, key, in_yi(f->cx, value));
    put_text(row, arena_printf(f->cx->arena, "%s_wan", key),
             money_decimal(f->cx->arena, (struct money){value}, MONEY_WAN));
}

static void note_definition(struct figures *f, const struct metric *m, int64_t value)
{
    size_t i;
    json_t *known;
    json_array_foreach(f->definitions, i,
                       known) if (strcmp(json_string_value(json_object_get(known, "name")), m->label.zh) == 0) return;
    json_t *d = json_object();
    put_text(d, "name", m->label.zh);
    put_text(d, "value", metric_show(f->cx, m, value));
    put_text(d, "definition", m->definition.zh);
    note_value(f, d, "value", m->name, NULL, value);
    json_array_append_new(f->definitions, d);
}

struct ranked {
    json_t *row;
    int64_t value;
    size_t order;
};

static int by_rank(const void *x, const void *y)
{
    const struct ranked *a = x, *b = y;
    if (a->value != b->value)
        return a->value < b->value ? 1 : -1;
    return a->order < b->order ? -1 : a->order > b->order;
}

/* "+45.0", "-3.5": under a head that says 百分点. */
static const char *signed_points(struct ctx *cx, int64_t hundredths)
{
    int64_t tenths = (llabs(hundredths) + 5) / 10;
    return arena_printf(cx->arena, "%s%lld.%lld",
                        tenths == 0      ? ""
                        : hundredths < 0 ? "-"
                                         : "+",
                        (long long)(tenths / 10), (long long)(tenths % 10));
}

/* A table being made: rows by name, in the order they came up. */
struct making {
    struct figures *f;
    const struct figure_table *table;
    const struct metric_answer *answers; /* of each column */
    struct map *by_name;
    struct ranked *rows;
    size_t row_count, capacity;
};

/* The row of a group: a new one stands at nothing in every column. */
static struct ranked *row_named(struct making *t, const char *name)
{
    struct ctx *cx = t->f->cx;
    int64_t at;
    if (map_get(t->by_name, name, &at))
        return &t->rows[at];
    if (t->row_count == t->capacity) {
        size_t more = t->capacity ? t->capacity * 2 : 32;
        t->rows = arena_grow(cx->arena, t->rows, t->capacity * sizeof *t->rows, more * sizeof *t->rows);
        t->capacity = more;
    }
    struct ranked *r = &t->rows[t->row_count];
    map_set(t->by_name, name, (int64_t)t->row_count);
    *r = (struct ranked){json_object(), NONE_INT, t->row_count++};
    put_text(r->row, "name", name);
    for (size_t c = 0; c < t->table->count; c++) {
        const struct metric *m = t->answers[c].metric;
        put_cell(t->f, r->row, t->table->columns[c].key, m, metric_type(m) == T_PERCENT ? NONE_INT : 0);
    }
    put_text(r->row, "points", "");
    return r;
}

static void put_group(struct making *t, size_t column, const struct metric_group *g)
{
    struct ranked *r = row_named(t, g->label.zh);
    const char *key = t->table->columns[column].key;
    const struct metric *m = t->answers[column].metric;
    put_cell(t->f, r->row, key, m, g->number.value);
    note_value(t->f, r->row, key, m->name, g->where, g->number.value);
    if (g->number.points != NONE_INT) {
        put_text(r->row, "points", signed_points(t->f->cx, g->number.points));
        note_source(t->f, r->row, "points", m->name, g->where);
    }
    if (column == t->table->rank)
        r->value = g->number.value;
}

static json_t *make_table(struct figures *f, const struct figure_table *table, const struct metric_answer *answers)
{
    struct making t = {.f = f, .table = table, .answers = answers, .by_name = map_new(f->cx->arena)};
    json_t *made = json_array();
    for (size_t c = 0; c < table->count; c++)
        for (size_t g = 0; g < answers[c].group_count; g++)
            put_group(&t, c, &answers[c].groups[g]);
    if (t.row_count)
        qsort(t.rows, t.row_count, sizeof *t.rows, by_rank);
    for (size_t i = 0; i < t.row_count; i++)
        json_array_append_new(made, t.rows[i].row);
    return made;
}

static void put_figure(struct figures *f, const struct figure *figure, const struct metric_answer *answer)
{
    const struct metric *m = answer->metric;
    put_text(figure->object, figure->key, metric_show(f->cx, m, answer->total.value));
    note_value(f, figure->object, figure->key, m->name, figure->where, answer->total.value);
    if (!figure->where)
        note_definition(f, m, answer->total.value);
    if (figure->ret_number)
        *figure->ret_number = answer->total;
}

static bool add_ask(struct figures *f, struct metric_ask *ask, const char *metric, const char *where, const char *by)
{
    *ask = (struct metric_ask){metric_need(f->cx, metric), where, by};
    return ask->metric;
}

bool put_figures(struct figures *f, const struct figure *list, size_t count, json_t *root,
                 const struct figure_table *tables, size_t table_count)
{
    size_t all = count;
    for (size_t t = 0; t < table_count; t++)
        all += tables[t].count;
    struct metric_ask *asks = arena_array(f->cx->arena, all, sizeof *asks), *next = asks;
    struct metric_answer *answers = arena_array(f->cx->arena, all, sizeof *answers);
    for (size_t i = 0; i < count; i++)
        if (!add_ask(f, next++, list[i].metric, list[i].where, NULL))
            return false;
    for (size_t t = 0; t < table_count; t++)
        for (size_t c = 0; c < tables[t].count; c++)
            if (!add_ask(f, next++, tables[t].columns[c].metric, NULL, tables[t].by))
                return false;
    if (!metric_many(f->cx, f->view, asks, all, answers))
        return false;
    for (size_t i = 0; i < count; i++)
        put_figure(f, &list[i], answers++);
    for (size_t t = 0; t < table_count; answers += tables[t++].count)
        json_object_set_new(root, tables[t].key, make_table(f, &tables[t], answers));
    return true;
}
