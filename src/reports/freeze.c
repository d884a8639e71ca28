/* freeze.c — writes down what stands behind a report's figures, and finds it again. */
#include "reports/freeze.h"

#include "base/json.h"
#include "base/map.h"
#include "base/text.h"
#include "reports/printed.h"

#include <stdlib.h>
#include <string.h>

struct frozen_source {
    const struct metric *metric;
    const char *where, *display;
    int64_t value;
};

struct frozen_table {
    const char *name;
    struct map *ids; /* rows it holds already */
    struct buf columns, rows;
};

struct freezing {
    struct ctx *cx;
    struct view view;
    struct printed_values printed;
    struct map *numbers; /* "metric where" → number of the figure */
    struct frozen_source *figures;
    size_t figure_count, capacity;
    struct map *table_numbers;
    struct frozen_table **tables;
    size_t table_count, table_room;
    struct buf places;
};

/* ---- which figures, and where ---- */

static const char *key_of(struct freezing *f, const char *metric, const char *where)
{
    return arena_printf(f->cx->arena, "%s %s", metric, where ? where : "");
}

static bool add_figure(struct freezing *f, const struct figure_source *source, const char *display, int64_t *ret_number)
{
    const char *key = key_of(f, source->metric, source->where);
    if (map_get(f->numbers, key, ret_number)) {
        struct frozen_source *known = &f->figures[*ret_number];
        known->value = known->value == NONE_INT ? source->value : known->value;
        return true;
    }
    if (f->figure_count == f->capacity) {
        const size_t more = f->capacity ? 2 * f->capacity : 64;
        f->figures = arena_grow(f->cx->arena, f->figures, f->capacity * sizeof *f->figures, more * sizeof *f->figures);
        f->capacity = more;
    }
    const struct metric *m = metric_need(f->cx, source->metric);
    *ret_number = (int64_t)f->figure_count;
    f->figures[f->figure_count++] = (struct frozen_source){m, source->where, display, source->value};
    map_set(f->numbers, key, *ret_number);
    return m;
}

/* Every printed value below `value`, which lies at `path`. */
static bool walk(struct freezing *f, const json_t *value, const char *path, struct json *places)
{
    struct arena *a = f->cx->arena;
    const struct printed *p = printed_value(&f->printed, value);
    const char *key;
    json_t *member;
    size_t i;
    int64_t number;
    if (p) {
        if (!add_figure(f, p->source, json_string_value(value), &number))
            return false;
        json_put_int(places, path, number);
    }
    if (json_is_object(value))
        json_object_foreach((json_t *)(uintptr_t)value, key, member)
        {
            if (!walk(f, member, *path ? arena_printf(a, "%s.%s", path, key) : key, places))
                return false;
        }
    json_array_foreach(value, i, member)
    {
        if (!walk(f, member, arena_printf(a, "%s.%zu", path, i), places))
            return false;
    }
    return true;
}

/* ---- rows ---- */

static const char *table_name(struct freezing *f, const struct metric *m)
{
    return arena_printf(f->cx->arena, "%s %s", m->entity, m->rows);
}

/* What stands in the column, and what its codes were called. */
static void put_column(struct json *j, const struct field *f)
{
    json_object_begin(j);
    json_put_text(j, "name", f->name);
    json_put_label(j, "label", f->label);
    json_put_text(j, "type", type_name(f->type));
    if (f->ref)
        json_put_text(j, "ref", f->ref);
    if (f->choices) {
        json_key(j, "choices");
        json_array_begin(j);
        for (const struct choice *c = f->choices; c->code; c++) {
            json_object_begin(j);
            json_put_text(j, "code", c->code);
            json_put_label(j, "label", c->label);
            json_object_end(j);
        }
        json_array_end(j);
    }
    json_object_end(j);
}

static struct frozen_table *table_of(struct freezing *f, const struct metric *m, const struct list *l)
{
    struct arena *a = f->cx->arena;
    const char *name = table_name(f, m);
    int64_t number;
    if (map_get(f->table_numbers, name, &number))
        return f->tables[number];
    if (f->table_count == f->table_room) {
        const size_t more = f->table_room ? 2 * f->table_room : 8;
        f->tables = arena_grow(a, f->tables, f->table_room * sizeof *f->tables, more * sizeof *f->tables);
        f->table_room = more;
    }
    struct frozen_table *t = ARENA_NEW(a, struct frozen_table);
    *t = (struct frozen_table){name, map_new(a), buf_init(a), buf_init(a)};
    struct json columns = json_to(&t->columns);
    json_array_begin(&columns);
    for (int i = 0; i < l->column_count; i++)
        if (!l->columns[i].title)
            put_column(&columns, l->columns[i].field);
    json_array_end(&columns);
    map_set(f->table_numbers, name, (int64_t)f->table_count);
    return f->tables[f->table_count++] = t;
}

static void keep_row(struct freezing *f, struct frozen_table *t, struct list *l, int64_t id)
{
    const char *key = arena_printf(f->cx->arena, "%lld", (long long)id);
    int64_t there;
    if (map_get(t->ids, key, &there))
        return;
    map_set(t->ids, key, 1);
    buf_printf(&t->rows, "%s\"%s\":", t->rows.length ? "," : "", key);
    struct json row = json_to(&t->rows);
    list_row_json(l, &row);
}

static bool put_ids(struct freezing *f, const struct frozen_source *figure, struct json *j)
{
    struct list l;
    struct list_query page = {.no_limit = true};
    const struct metric *m = figure->metric;
    if (!metric_rows(f->cx, m, &(struct metric_query){.view = f->view, .where = figure->where}, &page) ||
        !list_open(f->cx, entity_find(m->entity), &page, &l))
        return false;
    struct frozen_table *t = table_of(f, m, &l);
    json_key(j, "ids");
    json_array_begin(j);
    while (list_next(&l)) {
        const int64_t id = list_value(&l, 0).i;
        keep_row(f, t, &l, id);
        json_int(j, id);
    }
    json_array_end(j);
    return list_ok(&l);
}

/* ---- as a document ---- */

static bool put_figure(struct freezing *f, const struct frozen_source *figure, struct json *j)
{
    json_object_begin(j);
    json_put_text(j, "metric", figure->metric->name);
    json_put_text(j, "where", figure->where);
    if (figure->value != NONE_INT)
        json_put_int(j, "value", figure->value);
    json_put_text(j, "display", figure->display);
    bool done = put_ids(f, figure, j);
    json_object_end(j);
    return done;
}

static void put_metric(struct freezing *f, const struct metric *m, struct json *j)
{
    json_key(j, m->name);
    json_object_begin(j);
    json_put_label(j, "label", m->label);
    json_put_label(j, "definition", m->definition);
    json_put_text(j, "unit", metric_unit(m));
    json_put_text(j, "entity", m->entity);
    json_put_text(j, "where", m->where);
    json_put_text(j, "value", m->value);
    json_put_text(j, "over", m->over);
    json_put_text(j, "table", table_name(f, m));
    json_object_end(j);
}

static void put_metrics(struct freezing *f, struct json *j)
{
    struct map *known = map_new(f->cx->arena);
    int64_t there;
    json_key(j, "metrics");
    json_object_begin(j);
    for (size_t i = 0; i < f->figure_count; i++)
        if (!map_get(known, f->figures[i].metric->name, &there)) {
            map_set(known, f->figures[i].metric->name, 1);
            put_metric(f, f->figures[i].metric, j);
        }
    json_object_end(j);
}

static void put_tables(struct freezing *f, struct json *j)
{
    json_key(j, "tables");
    json_object_begin(j);
    for (size_t i = 0; i < f->table_count; i++) {
        const struct frozen_table *t = f->tables[i];
        json_key(j, t->name);
        json_object_begin(j);
        json_key(j, "columns");
        json_raw(j, t->columns.data);
        json_key(j, "rows");
        json_raw(j, arena_printf(f->cx->arena, "{%s}", t->rows.data));
        json_object_end(j);
    }
    json_object_end(j);
}

bool report_freeze(struct ctx *cx, struct view view, const json_t *data, const struct figure_sources *sources,
                   const char **ret_frozen)
{
    struct freezing f = {
        .cx = cx,
        .view = view,
        .printed = printed_find(cx, sources),
        .numbers = map_new(cx->arena),
        .table_numbers = map_new(cx->arena),
        .places = buf_init(cx->arena),
    };
    struct buf out = buf_init(cx->arena);
    struct json j = json_to(&out), places = json_to(&f.places);
    json_object_begin(&places);
    if (!walk(&f, data, "", &places))
        return false;
    json_object_end(&places);
    json_object_begin(&j);
    json_key(&j, "figures");
    json_array_begin(&j);
    for (size_t i = 0; i < f.figure_count; i++)
        if (!put_figure(&f, &f.figures[i], &j))
            return false;
    json_array_end(&j);
    put_metrics(&f, &j);
    put_tables(&f, &j);
    json_key(&j, "places");
    json_raw(&j, f.places.data);
    json_object_end(&j);
    *ret_frozen = out.data;
    return true;
}

/* ---- found again ---- */

/* The object that holds the value at `path`, and under which key. */
static const json_t *holder_of(struct ctx *cx, const json_t *data, const char *path, const char **ret_key)
{
    char **names = text_split(cx->arena, path, '.');
    const json_t *at = data;
    for (; *names && names[1]; names++)
        at = json_is_array(at) ? json_array_get(at, strtoul(*names, NULL, 10)) : json_object_get(at, *names);
    *ret_key = *names;
    return at;
}

bool report_thaw(struct ctx *cx, const json_t *data, const json_t *frozen, struct figure_sources **ret_sources)
{
    const json_t *figures = json_object_get(frozen, "figures"), *places = json_object_get(frozen, "places");
    struct figure_sources *s = ARENA_NEW(cx->arena, struct figure_sources);
    const char *path;
    json_t *number;
    s->list = arena_array(cx->arena, json_object_size(places) + 1, sizeof *s->list);
    json_object_foreach((json_t *)(uintptr_t)places, path, number)
    {
        const json_t *figure = json_array_get(figures, (size_t)json_integer_value(number));
        struct figure_source *source = &s->list[s->count++];
        source->object = holder_of(cx, data, path, &source->key);
        source->metric = json_string_value(json_object_get(figure, "metric"));
        source->where = json_string_value(json_object_get(figure, "where"));
        if (!source->object || !source->metric)
            return fail(cx, ERR_SYSTEM, "RPT-03", NULL, "留存的报告数据不完整（%s），请用备份恢复",
                        "the kept data of the report are not whole (%s); restore a backup", path);
    }
    *ret_sources = s;
    return true;
}

const json_t *frozen_figure(const json_t *frozen, const char *metric, const char *where)
{
    size_t i;
    json_t *figure;
    json_array_foreach(json_object_get(frozen, "figures"), i, figure)
    {
        if (text_equal(json_string_value(json_object_get(figure, "metric")), metric) &&
            text_equal(json_string_value(json_object_get(figure, "where")), where))
            return figure;
    }
    return NULL;
}
