/* metrics.c — every number, and the rows behind it. */
#include "metric/metric.h"

#include "base/text.h"
#include "endpoints/endpoint.h"
#include "endpoints/params.h"
#include "model/openapi.h"
#include "model/rights.h"
#include "reports/figures.h"
#include "reports/report.h"

static bool read_query(struct request *rq, struct metric_query *ret_query)
{
    *ret_query = (struct metric_query){.where = query_text(rq, "where"), .by = query_text(rq, "by")};
    return need_zone(rq) && read_view(rq, &ret_query->view);
}

/* As metric_need(), but a metric in the address that is not there is a 404. */
static const struct metric *need_metric(struct request *rq)
{
    const struct metric *m = metric_need(rq->cx, rq->args[0]);
    if (!m)
        rq->cx->err.kind = ERR_NOT_FOUND;
    return m;
}

/* Those whose rows the person may read; ends with NULL. */
static const struct metric *const *open_metrics(struct ctx *cx, const struct metric *const *all)
{
    size_t count = 0;
    while (all[count])
        count++;
    const struct metric **list = arena_array(cx->arena, count + 1, sizeof(struct metric *));
    for (size_t n = 0; *all; all++)
        if (rights_reach(cx, entity_find((*all)->entity), ACT_READ) != REACH_NONE)
            list[n++] = *all;
    return list;
}

/* The metrics that the parameter `names` lists, else all; ends with NULL. */
static const struct metric *const *named_metrics(struct request *rq)
{
    const char *names = request_query(rq, "names");
    if (text_is_empty(names))
        return metric_catalogue;
    char **words = text_split(rq->cx->arena, names, ',');
    size_t count = 0;
    while (words[count])
        count++;
    const struct metric **list = arena_array(rq->cx->arena, count + 1, sizeof(struct metric *));
    for (size_t i = 0; i < count; i++) {
        const char *name = text_clean(rq->cx->arena, words[i]);
        list[i] = metric_need(rq->cx, name ? name : "");
        if (!list[i])
            return NULL;
    }
    return list;
}

static bool compute(struct request *rq, const struct metric *const *list, const struct metric_query *query,
                    struct metric_answer **ret_answers, size_t *ret_count)
{
    struct arena *a = rq->cx->arena;
    size_t count = 0;
    while (list[count])
        count++;
    struct metric_ask *asks = arena_array(a, count + 1, sizeof *asks);
    for (size_t i = 0; i < count; i++)
        asks[i] = (struct metric_ask){.metric = list[i], .where = query->where};
    *ret_answers = arena_array(a, count + 1, sizeof **ret_answers);
    *ret_count = count;
    return metric_many(rq->cx, query->view, asks, count, *ret_answers);
}

static bool get_metrics(struct request *rq, struct response *rs)
{
    struct metric_query query;
    struct metric_answer *answers;
    struct json j;
    size_t count;
    const struct metric *const *named = named_metrics(rq), *const *m = named ? open_metrics(rq->cx, named) : NULL;
    if (!m || !read_query(rq, &query) || !answer_by_revision(rq, rs))
        return false;
    if (is_answered(rs))
        return true;
    if (!compute(rq, m, &query, &answers, &count))
        return false;
    response_json(rs, &j);
    json_object_begin(&j);
    json_key(&j, "items");
    json_array_begin(&j);
    for (size_t i = 0; i < count; i++)
        metric_json(rq->cx, &j, zone_code(rq), &answers[i]);
    json_array_end(&j);
    struct date as_of = count ? answers[count - 1].view.as_of : query.view.as_of;
    json_put_text(&j, "as_of", date_iso(rq->cx->arena, as_of));
    json_object_end(&j);
    return true;
}

static bool get_metric(struct request *rq, struct response *rs)
{
    const struct metric *m = need_metric(rq);
    struct metric_query query;
    struct metric_answer answer;
    struct json j;
    if (!m || !read_query(rq, &query) || !answer_by_revision(rq, rs))
        return false;
    if (is_answered(rs))
        return true;
    if (!metric_compute(rq->cx, m, &query, &answer))
        return false;
    response_json(rs, &j);
    metric_json(rq->cx, &j, zone_code(rq), &answer);
    return true;
}

static bool get_metric_rows(struct request *rq, struct response *rs)
{
    const struct metric *m = need_metric(rq);
    struct metric_query query;
    struct list_query page;
    struct json j;
    if (!m || !read_query(rq, &query) || !read_page(rq, &page) || !metric_rows(rq->cx, m, &query, &page) ||
        !answer_by_revision(rq, rs))
        return false;
    if (is_answered(rs))
        return true;
    response_json(rs, &j);
    json_object_begin(&j);
    if (!list_json_members(rq->cx, entity_find(m->entity), &page, &j, "items"))
        return false;
    json_object_end(&j);
    return true;
}

enum { MONTHS_USUAL = 12, MONTHS_MOST = 60 };

static bool get_metric_series(struct request *rq, struct response *rs)
{
    const struct metric *m = need_metric(rq);
    struct metric_query query;
    struct json j;
    int64_t months = MONTHS_USUAL;
    if (!m || !read_query(rq, &query) || !read_whole(rq, "months", 1, MONTHS_MOST, &months) ||
        !answer_by_revision(rq, rs))
        return false;
    if (is_answered(rs))
        return true;
    struct ctx *cx = rq->cx;
    struct metric_answer *answers = arena_array(cx->arena, (size_t)months, sizeof *answers);
    if (!metric_series(cx, m, &query, (int)months, answers))
        return false;
    response_json(rs, &j);
    json_object_begin(&j);
    metric_json_members(cx, &j, zone_code(rq), &answers[months - 1]);
    json_key(&j, "series");
    json_array_begin(&j);
    for (int64_t i = 0; i < months; i++) {
        json_object_begin(&j);
        json_put_text(&j, "as_of", date_iso(cx->arena, answers[i].view.as_of));
        metric_number_json(cx, &j, m, &answers[i].total);
        json_object_end(&j);
    }
    json_array_end(&j);
    json_object_end(&j);
    return true;
}

/* ---- the catalogue ---- */

/* Every report, and what it prints for the zone. */
struct uses {
    size_t count;
    struct figure_sources **printed; /* by the place of the report in its catalogue */
};

static bool find_uses(struct ctx *cx, struct view view, struct uses *ret_uses)
{
    struct uses u = {0};
    while (report_catalogue[u.count])
        u.count++;
    u.printed = arena_array(cx->arena, u.count + 1, sizeof *u.printed);
    const struct rights *rights = cx->rights;
    bool done = true;
    cx->rights = NULL; /* what a report prints is no secret; its figures are not told here */
    for (size_t i = 0; i < u.count && done; i++)
        if (report_catalogue[i]->of) /* what is about one row prints no zone's figures */
            u.printed[i] = ARENA_NEW(cx->arena, struct figure_sources);
        else
            done = report_sources(cx, report_catalogue[i], view, &u.printed[i]);
    cx->rights = rights;
    *ret_uses = u;
    return done;
}

static void put_uses(struct json *j, const struct metric *m, const struct uses *u)
{
    json_key(j, "used");
    json_array_begin(j);
    for (size_t i = 0; i < u->count; i++) {
        if (!report_prints(u->printed[i], m->name))
            continue;
        json_object_begin(j);
        json_put_text(j, "kind", "report");
        json_put_text(j, "name", report_catalogue[i]->name);
        json_put_label(j, "label", report_catalogue[i]->label);
        json_object_end(j);
    }
    json_array_end(j);
}

static void put_definition(struct ctx *cx, struct json *j, const struct metric *m)
{
    json_put_text(j, "name", m->name);
    json_put_label(j, "label", m->label);
    json_put_label(j, "definition", m->definition);
    json_put_text(j, "unit", metric_unit(m));
    json_put_text(j, "entity", m->entity);
    json_put_text(j, "through", m->through);
    json_put_text(j, "where", m->where);
    json_put_text(j, "value", m->value);
    json_put_text(j, "over", m->over);
    json_put_text(j, "expected", m->expected);
    json_put_text(j, "month", m->month);
    json_key(j, "rows");
    json_array_begin(j);
    for (char **field = text_split(cx->arena, m->rows, ','); *field; field++)
        json_text(j, *field);
    json_array_end(j);
}

static bool get_catalogue(struct request *rq, struct response *rs)
{
    struct uses uses;
    struct view view;
    struct json j;
    if (!need_zone(rq) || !read_view(rq, &view) || !answer_by_revision(rq, rs))
        return false;
    if (is_answered(rs))
        return true;
    if (!find_uses(rq->cx, view, &uses))
        return false;
    response_json(rs, &j);
    json_object_begin(&j);
    json_key(&j, "items");
    json_array_begin(&j);
    for (const struct metric *const *m = open_metrics(rq->cx, metric_catalogue); *m; m++) {
        json_object_begin(&j);
        put_definition(rq->cx, &j, *m);
        put_uses(&j, *m, &uses);
        json_object_end(&j);
    }
    json_array_end(&j);
    json_object_end(&j);
    return true;
}

/* clang-format off */
static const struct field catalogue_params[] = {PARAM_ZONE, PARAM_AS_OF, {0}};

static const struct field all_params[] = {
    PARAM_ZONE, PARAM_AS_OF, PARAM_KNOWN_AT, PARAM_WHERE,
    {.name = "names", .type = T_TEXT, .label = {"指标名", "Names"}, .help = {"以逗号分隔，省略为全部", "separated by commas; all when left out"}},
    {0},
};

static const struct field one_params[] = {
    PARAM_NAME("指标名", "Metric"), PARAM_ZONE, PARAM_AS_OF, PARAM_KNOWN_AT, PARAM_WHERE,
    {.name = "by", .type = T_TEXT, .label = {"分组", "Group by"}, .help = {"字段名，或 month", "a field, or month"}},
    {0},
};

static const struct field series_params[] = {
    PARAM_NAME("指标名", "Metric"), PARAM_ZONE, PARAM_AS_OF, PARAM_KNOWN_AT, PARAM_WHERE,
    {.name = "months", .type = T_INT, .label = {"月数", "Months"}, .min = 1, .max = MONTHS_MOST, .help = {"省略为 12", "12 when left out"}},
    {0},
};

static const struct field rows_params[] = {
    PARAM_NAME("指标名", "Metric"), PARAM_ZONE, PARAM_AS_OF, PARAM_KNOWN_AT, PARAM_WHERE, PARAM_SEARCH, PARAM_SORT, PARAM_FIELDS, PARAM_CURSOR, PARAM_LIMIT,
    {0},
};

const struct route metrics_routes[] = {
    {HTTP_GET, "/api/v1/meta/metrics", get_catalogue, {"指标目录", "The catalogue of metrics"},
     .doc = &(const struct route_doc){.tag = "meta", .about = {"每个指标的定义、公式，以及哪些报告用到它", "what each metric is, its formulas, and the reports that print it"},
         .params = catalogue_params, .gives = {.schema = "metric_catalogue"}, .errors = {404}}},
    {HTTP_GET, "/api/v1/metrics", get_metrics, {"全部或若干指标", "All metrics, or some"},
     .doc = &(const struct route_doc){.tag = "metrics", .params = all_params, .gives = {.schema = "metric_list"}, .errors = {404, 422}}},
    {HTTP_GET, "/api/v1/metrics/{name}", get_metric, {"一个指标，可分组", "One metric, by groups if asked"},
     .doc = &(const struct route_doc){.tag = "metrics", .params = one_params, .gives = {.schema = "metric"}, .errors = {404, 422}}},
    {HTTP_GET, "/api/v1/metrics/{name}/series", get_metric_series, {"一个指标在各月末的数", "A metric at the ends of months"},
     .doc = &(const struct route_doc){.tag = "metrics", .params = series_params, .gives = {.schema = "metric_series"}, .errors = {404, 422}}},
    {HTTP_GET, "/api/v1/metrics/{name}/rows", get_metric_rows, {"指标背后的各行", "The rows behind a metric"},
     .doc = &(const struct route_doc){.tag = "metrics", .params = rows_params, .gives = {.schema = "rows_page"}, .errors = {404, 422}}},
    {0},
};
/* clang-format on */
