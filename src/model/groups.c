/* groups.c — counts and sums of a list's rows by one or two classes. */
#include "model/groups.h"

#include "base/json.h"
#include "base/map.h"
#include "base/text.h"
#include "model/filter.h"
#include "model/group_key.h"

#include <stdlib.h>
#include <string.h>

/* The parsed parts of one question. */
struct question {
    struct ctx *cx;
    struct entity_scope *scope;
    struct filter filter;
    struct group_key keys[GROUP_LEVELS];
    const char *sum_sql[GROUP_SUMS];
    struct groups *answer;
    struct placed *placed;
};

/* A group on its way to its place. */
struct placed {
    struct group group;
    struct value keys[GROUP_LEVELS];
    int64_t ranks[GROUP_LEVELS];
};

/* ---- the question ---- */

static char **words_of(struct ctx *cx, const char *list)
{
    char **words = text_split(cx->arena, list, ',');
    for (char **w = words; *w; w++) {
        const char *clean = text_clean(cx->arena, *w);
        *w = arena_strdup(cx->arena, clean ? clean : "");
    }
    return words;
}

static bool parse_by(struct question *q, const char *by)
{
    const struct entity *e = scope_entity(q->scope);
    struct groups *answer = q->answer;
    for (char **word = words_of(q->cx, by); *word; word++) {
        if (answer->levels == GROUP_LEVELS)
            return fail(q->cx, ERR_USAGE, "GRP-01", "by", "最多按 %d 个字段分组",
                        "rows are grouped by at most %d fields", GROUP_LEVELS);
        enum group_fit fit = group_key_find(q->scope, *word, &q->keys[answer->levels]);
        if (fit == GROUP_UNKNOWN)
            return fail(q->cx, ERR_USAGE, "GRP-01", "by", "不能按“%1$s”分组：%2$s没有这个字段%3$.0s",
                        "rows cannot be grouped by \"%1$s\": %3$s has no such field%2$.0s", *word,
                        label_in(e->label, LANG_ZH), label_in(e->label, LANG_EN));
        if (fit == GROUP_NO_CLASS)
            return fail(q->cx, ERR_USAGE, "GRP-01", "by",
                        "不能按“%s”分组：它不是分类字段，请选择单位、类别、状态、月份一类的字段",
                        "rows cannot be grouped by \"%s\": it is no class; choose a field such as unit, sector, state "
                        "or a date",
                        *word);
        answer->by[answer->levels] = q->keys[answer->levels].path;
        answer->levels++;
    }
    return true;
}

static bool parse_sums(struct question *q, const char *sums)
{
    struct groups *answer = q->answer;
    for (char **word = words_of(q->cx, sums); *word; word++) {
        struct name n = {0};
        bool known = answer->sum_count < GROUP_SUMS && scope_name(q->scope, *word, false, &n) &&
                     (n.field->type == T_MONEY || n.field->type == T_INT);
        if (!known) {
            err_clear(q->cx);
            return fail(q->cx, ERR_USAGE, "GRP-02", "sums", "不能对“%s”求和：请给出金额或整数字段，最多 %d 个",
                        "\"%s\" cannot be summed: name amounts or whole numbers, at most %d", *word, GROUP_SUMS);
        }
        q->sum_sql[answer->sum_count] = n.sql;
        answer->sums[answer->sum_count++] = n.path;
    }
    return true;
}

/* SELECT [keys,] COUNT(*), SUM(…)… FROM … [GROUP BY keys], with one group more than may be, to notice it. */
static struct rows *run(struct question *qn)
{
    struct sql q = scope_sql(qn->scope);
    const struct groups *answer = qn->answer;
    sql_add(&q, "SELECT ");
    for (size_t i = 0; i < answer->levels; i++)
        sql_add(&q, "%s, ", qn->keys[i].sql);
    sql_add(&q, "COUNT(*)");
    for (size_t i = 0; i < answer->sum_count; i++)
        sql_add(&q, ", SUM(%s)", qn->sum_sql[i]);
    if (!filter_sql(&qn->filter, &q))
        return NULL;
    if (answer->levels)
        sql_add(&q, answer->levels == 1 ? " GROUP BY 1 LIMIT %d" : " GROUP BY 1, 2 LIMIT %d", GROUPS_MOST + 1);
    return sql_query(&q);
}

/* ---- the answer ---- */

static struct placed *add_group(struct question *q, size_t *capacity)
{
    struct groups *answer = q->answer;
    if (answer->count == *capacity) {
        size_t more = *capacity ? *capacity * 2 : 16, size = sizeof *q->placed;
        q->placed = arena_grow(q->cx->arena, q->placed, *capacity * size, more * size);
        *capacity = more;
    }
    return &q->placed[answer->count++];
}

static void add_to_total(struct groups *answer, const struct group *g)
{
    answer->total.count += g->count;
    for (size_t i = 0; i < answer->sum_count; i++)
        answer->total.sums[i] += g->sums[i];
}

static void read_group(struct question *q, const struct rows *rows, struct placed *p)
{
    struct ctx *cx = q->cx;
    const size_t levels = q->answer->levels;
    const char *where = NULL;
    for (size_t i = 0; i < levels; i++) {
        p->keys[i] = value_copy(cx->arena, db_value(rows, (int)i));
        p->group.keys[i] = group_key_name(cx, &q->keys[i], p->keys[i], &p->group.labels[i]);
        const char *own = group_key_where(cx, &q->keys[i], p->keys[i]);
        where = where ? arena_printf(cx->arena, "%s and %s", where, own) : own;
    }
    p->group.where = where;
    p->group.count = db_int(rows, (int)levels);
    for (size_t i = 0; i < q->answer->sum_count; i++)
        p->group.sums[i] = db_int(rows, (int)(levels + 1 + i));
    add_to_total(q->answer, &p->group);
}

/* ---- their order ---- */

/* Rows under each key of one level, whatever the other says. */
static struct map *count_keys(struct question *q, size_t level)
{
    struct map *counts = map_new(q->cx->arena);
    for (size_t i = 0; i < q->answer->count; i++) {
        const struct group *g = &q->placed[i].group;
        int64_t so_far = 0;
        if (!g->keys[level])
            continue;
        (void)map_get(counts, g->keys[level], &so_far);
        map_set(counts, g->keys[level], so_far + g->count);
    }
    return counts;
}

static int64_t rank_of(const struct field *f, const struct value v, const char *key, const struct map *counts)
{
    int64_t count = 0;
    if (!key)
        return INT64_MAX;
    if (f->type == T_BOOL)
        return !v.i;
    if (v.kind == VALUE_INT)
        return v.i;
    const struct choice *c = f->choices ? choice_find(f->choices, key) : NULL;
    if (c)
        return c - f->choices;
    (void)map_get(counts, key, &count);
    return INT64_MAX - 1 - count;
}

static int by_place(const void *x, const void *y)
{
    const struct placed *a = x, *b = y;
    for (size_t i = 0; i < GROUP_LEVELS; i++) {
        if (a->ranks[i] != b->ranks[i])
            return a->ranks[i] < b->ranks[i] ? -1 : 1;
        const char *ka = a->group.keys[i] ? a->group.keys[i] : "", *kb = b->group.keys[i] ? b->group.keys[i] : "";
        int order = strcmp(ka, kb);
        if (order)
            return order;
    }
    return 0;
}

static void put_in_order(struct question *q)
{
    struct groups *answer = q->answer;
    for (size_t level = 0; level < answer->levels; level++) {
        const struct map *counts = count_keys(q, level);
        for (size_t i = 0; i < answer->count; i++) {
            struct placed *p = &q->placed[i];
            p->ranks[level] = rank_of(q->keys[level].field, p->keys[level], p->group.keys[level], counts);
        }
    }
    if (answer->count)
        qsort(q->placed, answer->count, sizeof *q->placed, by_place);
    answer->items = arena_array(q->cx->arena, answer->count + 1, sizeof *answer->items);
    for (size_t i = 0; i < answer->count; i++)
        answer->items[i] = q->placed[i].group;
}

static bool read_groups(struct question *q)
{
    struct rows *rows = run(q);
    struct groups *answer = q->answer;
    size_t capacity = 0;
    struct placed whole = {0};
    while (rows && db_next(rows)) {
        if (answer->count == GROUPS_MOST)
            return fail(q->cx, ERR_INPUT, "GRP-03", "by", "分组超过 %d 个，请加条件或换一个更粗的字段",
                        "there are more than %d groups; add a condition or choose a coarser field", GROUPS_MOST);
        read_group(q, rows, answer->levels ? add_group(q, &capacity) : &whole);
    }
    return rows && db_ok(rows);
}

bool groups_compute(struct ctx *cx, const struct entity *e, const struct groups_query *query, struct groups *ret_groups)
{
    struct groups answer = {0};
    struct question q = {
        .cx = cx,
        .scope = scope_new(cx, e, query->list.through, query->list.view),
        .answer = &answer,
    };
    if (!q.scope || !parse_by(&q, query->by) || !parse_sums(&q, query->sums) ||
        !filter_plan(q.scope, &query->list, &q.filter) || !read_groups(&q))
        return false;
    put_in_order(&q);
    answer.view = scope_view(q.scope);
    *ret_groups = answer;
    return true;
}

/* ---- completion ---- */

enum { VALUES_MOST = 30 };

static const char *const *values_of(const struct scope *names, struct ctx *cx, const char *path)
{
    const struct entity_scope *s = names->arg;
    const struct groups_query q = {.list.view = scope_view(s), .by = path};
    const char **values = arena_array(cx->arena, VALUES_MOST + 1, sizeof *values);
    struct groups groups;
    size_t n = 0;
    if (!groups_compute(cx, scope_entity(s), &q, &groups)) { /* too many to offer any, or no class */
        err_clear(cx);
        return values;
    }
    for (size_t i = 0; i < groups.count && n < VALUES_MOST; i++)
        if (groups.items[i].keys[0])
            values[n++] = groups.items[i].keys[0];
    return values;
}

const struct completion *groups_complete(struct ctx *cx, struct entity_scope *scope, const char *text, size_t caret,
                                         size_t *ret_count)
{
    struct scope names = *scope_formula(scope);
    if (cx->zone)
        names.values = values_of;
    return formula_complete(cx, text, caret, &names, ret_count);
}

/* ---- JSON ---- */

static void put_numbers(struct json *j, const struct groups *groups, const struct group *g)
{
    json_put_int(j, "count", g->count);
    json_key(j, "sums");
    json_object_begin(j);
    for (size_t i = 0; i < groups->sum_count; i++)
        json_put_int(j, groups->sums[i], g->sums[i]);
    json_object_end(j);
}

static void put_label(struct json *j, struct label l)
{
    json_object_begin(j);
    json_put_text(j, "zh", l.zh);
    json_put_text(j, "en", l.en);
    json_object_end(j);
}

static void put_group(struct json *j, const struct groups *groups, const struct group *g)
{
    json_object_begin(j);
    json_key(j, "keys");
    json_array_begin(j);
    for (size_t i = 0; i < groups->levels; i++)
        json_text(j, g->keys[i]);
    json_array_end(j);
    json_key(j, "labels");
    json_array_begin(j);
    for (size_t i = 0; i < groups->levels; i++)
        put_label(j, g->labels[i]);
    json_array_end(j);
    put_numbers(j, groups, g);
    json_put_text(j, "where", g->where);
    json_object_end(j);
}

void groups_json(struct ctx *cx, struct json *j, const struct groups *groups)
{
    json_object_begin(j);
    json_key(j, "by");
    json_array_begin(j);
    for (size_t i = 0; i < groups->levels; i++)
        json_text(j, groups->by[i]);
    json_array_end(j);
    json_put_text(j, "as_of", date_iso(cx->arena, groups->view.as_of));
    json_key(j, "groups");
    json_array_begin(j);
    for (size_t i = 0; i < groups->count; i++)
        put_group(j, groups, &groups->items[i]);
    json_array_end(j);
    json_key(j, "total");
    json_object_begin(j);
    put_numbers(j, groups, &groups->total);
    json_object_end(j);
    json_object_end(j);
}
