/* rows_bulk.c — one change for many rows: all of them or none.
 *
 *   BLK-01 the request is no {"rows":[{"id","version"}…],"set":{…}}    BLK-02 no rows, or too many
 *   BLK-03 some of the rows cannot be changed: the problem lists them under "rows"
 */
#include "endpoints/once.h"
#include "endpoints/params.h"
#include "endpoints/rows.h"
#include "model/openapi.h"

#include <jansson.h>
#include <string.h>

enum { ROWS_MOST = 1000 };

struct bulk {
    struct request *rq;
    struct response *rs;
    const struct entity *e;
    const json_t *rows; /* as sent: id and version of each */
    const json_t *set;
    struct findings findings; /* of what is to be set, whatever the row */
    struct buf refused;       /* JSON of the rows that cannot be changed */
    struct json refusals;
    int refused_count;
    enum err_kind refused_first; /* why the first of them cannot */
    int64_t updated, unchanged;
};

/* ---- what was sent ---- */

static bool is_positive(const json_t *n)
{
    return json_is_integer(n) && json_integer_value(n) > 0;
}

static bool rows_are_fit(struct ctx *cx, const json_t *rows)
{
    size_t n = json_array_size(rows);
    if (n < 1 || n > ROWS_MOST)
        return fail(cx, n ? ERR_TOO_LARGE : ERR_INPUT, "BLK-02", "rows", "一次可修改 1 到 %d 行，现为 %zu 行",
                    "1 to %d rows are changed at a time, these are %zu", ROWS_MOST, n);
    for (size_t i = 0; i < n; i++) {
        const json_t *row = json_array_get(rows, i);
        if (!is_positive(json_object_get(row, "id")) || !is_positive(json_object_get(row, "version")))
            return fail(cx, ERR_INPUT, "BLK-01", arena_printf(cx->arena, "rows[%zu]", i),
                        "每一行要给出 id 和读到的 version，如 {\"id\":7,\"version\":2}",
                        "every row takes its id and the version you have read, such as {\"id\":7,\"version\":2}");
    }
    return true;
}

/* The rows, and a change that could be made to some row: what cannot be read is told once, not for every row. */
static bool read_bulk(struct ctx *cx, const json_t *body, struct bulk *b)
{
    b->rows = json_object_get(body, "rows");
    b->set = json_object_get(body, "set");
    if (!json_is_array(b->rows) || !json_is_object(b->set) || json_object_size(b->set) == 0)
        return fail(cx, ERR_INPUT, "BLK-01", NULL, "应提交 {\"rows\":[{\"id\":…,\"version\":…}],\"set\":{字段:值}}",
                    "send {\"rows\":[{\"id\":…,\"version\":…}],\"set\":{field:value}}");
    return rows_are_fit(cx, b->rows) && row_members(cx, b->e, b->set, row_new(cx, b->e), &b->findings) &&
           findings_refuse(cx, &b->findings);
}

/* ---- changing ---- */

/* What a person knows the row by; NULL when it is not there or has no name in words. */
static const char *title_of(struct ctx *cx, const struct entity *e, int64_t id)
{
    const struct field *f = entity_field(e, e->title);
    const void *row = row_load(cx, e, id);
    struct value title = row ? field_get(f, row) : value_null();
    err_clear(cx);
    return title.kind == VALUE_TEXT ? title.s : NULL;
}

/* Notes why a row cannot be changed, and goes on; false when the failure is no fault of the row. */
static bool note_refusal(struct ctx *cx, struct bulk *b, const struct writing *w)
{
    const struct err err = cx->err;
    if (err.kind != ERR_INPUT && err.kind != ERR_CONFLICT && err.kind != ERR_STALE && err.kind != ERR_NOT_FOUND)
        return false;
    err_clear(cx);
    if (b->refused_count++ == 0)
        b->refused_first = err.kind;
    struct json *j = &b->refusals;
    json_object_begin(j);
    json_put_int(j, "id", w->id);
    json_put_text(j, "title", title_of(cx, b->e, w->id));
    json_put_text(j, "code", err.code);
    json_put_label(j, "message", err.message);
    if (w->findings.count)
        put_findings(j, &w->findings);
    json_object_end(j);
    return true;
}

static void put_item(struct json *j, const struct writing *w)
{
    json_object_begin(j);
    json_put_int(j, "id", w->id);
    json_put_int(j, "version", w->answer_version);
    json_object_end(j);
}

/* Every row, also after one that cannot be changed: all that is wrong is told at once. */
static bool change_rows(struct ctx *cx, struct bulk *b, struct json *items)
{
    for (size_t i = 0; i < json_array_size(b->rows); i++) {
        const json_t *row = json_array_get(b->rows, i);
        struct writing w = {
            .e = b->e,
            .id = json_integer_value(json_object_get(row, "id")),
            .version = json_integer_value(json_object_get(row, "version")),
            .body = b->set,
            .findings = findings_new(cx),
        };
        if (row_change(cx, &w)) {
            b->updated += w.changed;
            b->unchanged += !w.changed;
            put_item(items, &w);
        } else if (b->refused_count && cx->err.kind == ERR_SYSTEM && strcmp(cx->err.code, "STO-08") == 0)
            break; /* a row before this one failed in the database: what is known so far is told */
        else if (!note_refusal(cx, b, &w))
            return false;
    }
    err_clear(cx);
    return b->refused_count == 0 ||
           fail(cx, b->refused_first, "BLK-03", "rows", "有 %d 行不能修改，因此全部没有改动；请改正或去掉这些行",
                "%d of the rows cannot be changed, so none was; correct them or leave them out", b->refused_count);
}

static bool carry_out(struct ctx *cx, void *bulk)
{
    struct bulk *b = bulk;
    struct request *rq = b->rq;
    struct response *rs = b->rs;
    const char *answer;
    struct json j;
    if (!once_look(rq, &answer))
        return false;
    response_json(rs, &j);
    if (answer) {
        json_raw(&j, answer);
        return true;
    }
    json_object_begin(&j);
    json_key(&j, "items");
    json_array_begin(&j);
    if (!change_rows(cx, b, &j))
        return false;
    json_array_end(&j);
    json_put_int(&j, "updated", b->updated);
    json_put_int(&j, "unchanged", b->unchanged);
    json_object_end(&j);
    return once_keep(rq, 200, rs->body.data);
}

/* The problem, with the rows that cannot be changed, or with what is wrong with the change itself. */
static bool answer_refusal(struct request *rq, struct response *rs, struct bulk *b)
{
    if (b->refused_count == 0 && b->findings.count == 0)
        return false;
    struct json j = problem_open(rq, rs);
    if (b->refused_count) {
        json_array_end(&b->refusals);
        json_key(&j, "rows");
        json_raw(&j, b->refused.data);
    } else
        put_findings(&j, &b->findings);
    json_object_end(&j);
    return true;
}

static bool post_bulk(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    struct bulk b = {rq, rs, .e = need_entity(rq, rq->args[0]), .findings = findings_new(cx),
                     .refused = buf_init(cx->arena)};
    if (!b.e || !need_writable(rq, b.e) || !need_zone(rq))
        return false;
    const json_t *body = request_json(rq);
    if (!body)
        return false;
    if (!read_bulk(cx, body, &b))
        return answer_refusal(rq, rs, &b);
    b.refusals = json_to(&b.refused);
    json_array_begin(&b.refusals);
    if (cx->way && strcmp(cx->way, "form") == 0)
        cx->way = "bulk";
    return db_transaction(cx, carry_out, &b) || answer_refusal(rq, rs, &b);
}

/* clang-format off */
static const struct field bulk_params[] = {PARAM_ENTITY, PARAM_ZONE, {0}};

const struct route rows_bulk_routes[] = {
    {HTTP_POST, "/api/v1/{entity}/bulk", post_bulk, {"批量修改", "Change many rows"}, .right = "{entity} update",
     .doc = &(const struct route_doc){.tag = "rows",
         .about = {"一个事务：全部修改，或全部不改并列出不能改的行。可带 Idempotency-Key", "one transaction: all rows are changed, or none and those that cannot be are listed; takes an Idempotency-Key"},
         .params = bulk_params, .takes = {.schema = "bulk_change"}, .gives = {.schema = "bulk_result"}, .errors = {404, 409, 412, 413, 415, 422}}},
    {0},
};
/* clang-format on */
