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
    struct figure_sources *s = f->sources;
    if (!s)
        return;
    if (s->count == s->capacity) {
        size_t more = s->capacity ? s->capacity * 2 : 64;
        s->list = arena_grow(f->cx->arena, s->list, s->capacity * sizeof *s->list, more * sizeof *s->list);
        s->capacity = more;
    }
    s->list[s->count++] = (struct figure_source){object, key, metric, where};
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
    note_source(f, d, "value", m->name, NULL);
    json_array_append_new(f->definitions, d);
}

bool put_metric(struct figures *f, json_t *object, const char *key, const char *metric, const char *where,
                struct metric_number *ret_number)
{
    const struct metric *m = metric_need(f->cx, metric);
    struct metric_answer answer;
    if (!m || !metric_compute(f->cx, m, &(struct metric_query){.view = f->view, .where = where}, &answer))
        return false;
    put_text(object, key, metric_show(f->cx, m, answer.total.value));
    note_source(f, object, key, m->name, where);
    if (!where)
        note_definition(f, m, answer.total.value);
    if (ret_number)
        *ret_number = answer.total;
    return true;
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

json_t *figure_table(struct figures *f, const char *by, const struct figure_column *columns, int count, int rank)
{
    struct ctx *cx = f->cx;
    struct map *rows_by_name = map_new(cx->arena);
    struct ranked *rows = NULL;
    size_t n = 0, capacity = 0;
    json_t *table = json_array();
    for (int c = 0; c < count; c++) {
        const struct metric *m = metric_need(cx, columns[c].metric);
        struct metric_answer a;
        if (!m || !metric_compute(cx, m, &(struct metric_query){.view = f->view, .by = by}, &a))
            goto failed;
        for (size_t g = 0; g < a.group_count; g++) {
            int64_t at;
            const char *name = a.groups[g].label.zh;
            if (!map_get(rows_by_name, name, &at)) {
                if (n == capacity) {
                    rows = arena_grow(cx->arena, rows, capacity * sizeof *rows,
                                      (capacity ? capacity * 2 : 32) * sizeof *rows);
                    capacity = capacity ? capacity * 2 : 32;
                }
                at = (int64_t)n;
                map_set(rows_by_name, name, at);
                rows[n] = (struct ranked){json_object(), NONE_INT, n};
                put_text(rows[n].row, "name", name);
                for (int k = 0; k < count; k++)
                    put_cell(f, rows[n].row, columns[k].key, metric_find(columns[k].metric),
                             metric_type(metric_find(columns[k].metric)) == T_PERCENT ? NONE_INT : 0);
                put_text(rows[n].row, "points", "");
                json_array_append_new(table, rows[n].row); /* the table owns the row from here on */
                n++;
            }
            put_cell(f, rows[at].row, columns[c].key, m, a.groups[g].number.value);
            note_source(f, rows[at].row, columns[c].key, m->name, a.groups[g].where);
            if (a.groups[g].number.points != NONE_INT) {
                put_text(rows[at].row, "points", signed_points(cx, a.groups[g].number.points));
                note_source(f, rows[at].row, "points", m->name, a.groups[g].where);
            }
            if (c == rank)
                rows[at].value = a.groups[g].number.value;
        }
    }
    if (n) {
        json_t *sorted = json_array();
        qsort(rows, n, sizeof *rows, by_rank);
        for (size_t i = 0; i < n; i++)
            json_array_append(sorted, rows[i].row);
        json_decref(table);
        table = sorted;
    }
    return table;
failed:
    json_decref(table);
    return NULL;
}
