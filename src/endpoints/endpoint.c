/* endpoint.c — how a request names its zone, entity, row, date and page; problems with more to say. */
#include "endpoints/endpoint.h"

#include "base/hash.h"
#include "base/text.h"
#include "endpoints/admit.h"
#include "endpoints/answers.h"
#include "endpoints/rows.h"
#include "endpoints/traffic.h"
#include "entities/entities.h"
#include "model/rights.h"
#include "model/rows.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

struct app *app_of(const struct request *rq)
{
    return rq->app;
}

/* ---- zone, entity, row ---- */

const char *zone_code(const struct request *rq)
{
    const char *code = request_query(rq, "zone");
    if (!code)
        code = request_header(rq, "X-Zone");
    return code ? code : asker_of(rq)->zone_code;
}

/* Another zone is, for whoever asks, not there. */
bool need_zone(struct request *rq)
{
    const struct asker *a = asker_of(rq);
    const char *code = zone_code(rq);
    if (!text_equal(code, a->zone_code))
        return fail(rq->cx, ERR_NOT_FOUND, "API-02", "zone", "没有代号为“%s”的园区", "there is no zone \"%s\"", code);
    rq->cx->zone = a->zone;
    return true;
}

const struct entity *need_entity(struct request *rq, const char *name)
{
    const struct entity *e = entity_find(name);
    if (!e)
        fail(rq->cx, ERR_NOT_FOUND, "API-03", NULL, "没有叫“%s”的对象；/api/v1/meta 列出全部",
             "there is no entity \"%s\"; /api/v1/meta lists them", name);
    return e;
}

bool need_right(struct request *rq, const char *right)
{
    char **words = text_split(rq->cx->arena, right, ' ');
    const bool named = strcmp(words[0], "{entity}") == 0;
    const struct entity *e = entity_find(named ? rq->args[0] : words[0]);
    return (!e && named) ||
           rights_need(rq->cx, e, act_of(words[1])); /* the handler says that there is no such entity */
}

bool need_writable(struct request *rq, const struct entity *e)
{
    return !(e->flags & ENTITY_INTERNAL) ||
           fail(rq->cx, ERR_DENIED, "API-06", NULL, "%1$s由系统维护，不能直接增删改%2$.0s",
                "%2$s rows are kept by the program and cannot be changed directly%1$.0s", label_in(e->label, LANG_ZH),
                label_in(e->label, LANG_EN));
}

/* A whole number greater than nought, and nothing else. */
static bool read_number(const char *word, int64_t *ret_number)
{
    enum { DIGITS_MOST = 15 };
    size_t n = strspn(word, "0123456789");
    if (n == 0 || n > DIGITS_MOST || word[n] || word[0] == '0')
        return false;
    *ret_number = strtoll(word, NULL, 10);
    return true;
}

bool need_id(struct request *rq, const char *word, int64_t *ret_id)
{
    return read_number(word, ret_id) ||
           fail(rq->cx, ERR_NOT_FOUND, "API-04", NULL, "没有编号为“%s”的内容：编号是正整数",
                "there is nothing with id \"%s\": ids are positive whole numbers", word);
}

bool need_version(struct request *rq, int64_t *ret_version)
{
    struct ctx *cx = rq->cx;
    const char *tag = request_header(rq, "If-Match");
    *ret_version = 0;
    if (!tag)
        return fail(cx, ERR_PRECONDITION, "API-11", "If-Match",
                    "请用 If-Match 头给出读到的版本，如 If-Match: \"3\"，以免覆盖他人的修改",
                    "send the version you have read as If-Match: \"3\", so that nobody's change is overwritten");
    size_t n = strlen(tag);
    if (strcmp(tag, "*") == 0)
        return true;
    if (n > 2 && tag[0] == '"' && tag[n - 1] == '"' &&
        read_number(arena_strndup(cx->arena, tag + 1, n - 2), ret_version))
        return true;
    return fail(cx, ERR_USAGE, "API-08", "If-Match", "If-Match 应为带引号的版本号，如 \"3\"",
                "If-Match takes a quoted version, such as \"3\"");
}

/* ---- query parameters ---- */

static bool fail_parameter(struct request *rq, const char *name, const char *zh, const char *en)
{
    return fail(rq->cx, ERR_USAGE, "API-08", name, "参数 %1$s 应为%2$s%3$.0s", "parameter %1$s takes %3$s%2$.0s", name,
                zh, en);
}

static const char *names_of(struct arena *a, const struct field *params)
{
    struct buf out = buf_init(a);
    for (const struct field *f = params; f && f->type != T_END; f++)
        buf_printf(&out, "%s%s", out.length ? ", " : "", f->name);
    return out.data;
}

bool need_params(struct request *rq, const struct field *params)
{
    for (int i = 0; i < rq->query_count; i++) {
        const char *name = rq->query[i].name;
        if (params && field_find(params, name))
            continue;
        return fail(rq->cx, ERR_USAGE, "API-08", name, "没有参数“%1$s”，可用的有：%2$s",
                    "there is no parameter \"%1$s\"; there are: %2$s", name, names_of(rq->cx->arena, params));
    }
    return true;
}

bool read_date(struct request *rq, const char *name, struct date *ret_date)
{
    const char *text = request_query(rq, name);
    *ret_date = (struct date){0};
    return text_is_empty(text) || date_parse_iso(text, ret_date) ||
           fail_parameter(rq, name, "日期，如 2023-12-31 或 2023-12", "a date such as 2023-12-31 or 2023-12");
}

bool read_moment(struct request *rq, const char *as_of, const char *known_at, struct view *ret_view)
{
    const char *known = request_query(rq, known_at);
    *ret_view = (struct view){0};
    if (!read_date(rq, as_of, &ret_view->as_of))
        return false;
    return text_is_empty(known) || instant_parse_iso(known, &ret_view->known_at) ||
           fail_parameter(rq, known_at, "时刻，如 2024-01-05T09:00:00+08:00",
                          "a time such as 2024-01-05T09:00:00+08:00");
}

bool read_view(struct request *rq, struct view *ret_view)
{
    return read_moment(rq, "as_of", "known_at", ret_view);
}

bool read_whole(struct request *rq, const char *name, int64_t least, int64_t most, int64_t *ret_number)
{
    const char *text = request_query(rq, name);
    int64_t n = *ret_number;
    bool given = !text_is_empty(text), nought = given && strcmp(text, "0") == 0, below = given && *text == '-';
    if (nought)
        n = 0;
    bool read = !given || nought || read_number(text + below, &n);
    if (given && below)
        n = -n;
    if (!read || (given && (n < least || n > most)))
        return fail(rq->cx, ERR_USAGE, "API-08", name, "参数 %s 应为 %lld 到 %lld 的整数",
                    "parameter %s takes a whole number from %lld to %lld", name, (long long)least, (long long)most);
    *ret_number = n;
    return true;
}

const char *query_text(const struct request *rq, const char *name)
{
    const char *text = request_query(rq, name);
    return text_is_empty(text) ? NULL : text;
}

bool read_page(struct request *rq, struct list_query *ret_page)
{
    *ret_page = (struct list_query){
        .where = query_text(rq, "where"),
        .sort = query_text(rq, "sort"),
        .fields = query_text(rq, "fields"),
        .search = query_text(rq, "search"),
        .cursor = query_text(rq, "cursor"),
    };
    int64_t limit = 0;
    if (!read_view(rq, &ret_page->view) || !read_whole(rq, "limit", 1, LIST_LIMIT_MOST, &limit))
        return false;
    ret_page->limit = (int)limit;
    return true;
}

bool read_body(struct request *rq, const struct field *fields, size_t size, void *ret_body)
{
    const struct entity body = {.name = "body", .label = {"请求", "request"}, .size = size, .fields = fields};
    struct findings fs = findings_new(rq->cx);
    const json_t *sent = request_json(rq);
    fields_blank(fields, ret_body);
    if (!sent || !row_from_json(rq->cx, &body, sent, NULL, ret_body))
        return false;
    row_check_local(rq->cx, &body, ret_body, &fs);
    return findings_refuse(rq->cx, &fs);
}

bool is_asked(const struct request *rq, const char *name)
{
    const char *text = request_query(rq, name);
    return text && (strcmp(text, "1") == 0 || strcmp(text, "true") == 0 || strcmp(text, "yes") == 0);
}

/* ---- answers ---- */

bool answer_tagged(struct request *rq, struct response *rs)
{
    const char *hash = sha256_hex(rq->cx, rs->body.data, rs->body.length);
    if (!hash)
        return false;
    response_etag(rq, rs, arena_printf(rq->cx->arena, "W/\"%.32s\"", hash));
    return true;
}

bool is_answered(const struct response *rs)
{
    return rs->status == 304 || rs->body.length > 0;
}

/* Everything an answer about cx->zone depends on but the zone's rows, piece by piece. */
static void tell_question(const struct request *rq, void (*piece)(void *to, const void *bytes, size_t n), void *to)
{
    const struct ctx *cx = rq->cx;
    const int64_t about[] = {cx->zone, asker_of(rq)->person, date_of_instant((struct instant){cx->now_ms}).code,
                             cx->lang};
    piece(to, about, sizeof about);
    piece(to, rq->path, strlen(rq->path) + 1);
    for (int i = 0; i < rq->query_count; i++) {
        piece(to, rq->query[i].name, strlen(rq->query[i].name) + 1);
        piece(to, rq->query[i].value, strlen(rq->query[i].value) + 1);
    }
}

static void add_piece_to(void *buf, const void *bytes, size_t n)
{
    buf_add(buf, bytes, n);
}

static void hash_piece(void *hash, const void *bytes, size_t n)
{
    *(uint64_t *)hash = quick_hash(*(uint64_t *)hash, bytes, n);
}

/* Fills rs when the answer is kept; else notes what is asked, so that it will be. */
static void recall(struct request *rq, struct response *rs, int64_t revision)
{
    struct question *q = ARENA_NEW(rq->cx->arena, struct question);
    struct buf text = buf_init(rq->cx->arena);
    tell_question(rq, add_piece_to, &text);
    *q = (struct question){.text = text.data, .size = text.length, .revision = revision};
    if (!answers_find(app_of(rq)->answers, q, rq, rs))
        rs->note = q;
}

bool revision_tells(const struct entity *e)
{
    return !(e->flags & (ENTITY_GLOBAL | ENTITY_APPEND));
}

bool answer_recall(struct request *rq, struct response *rs, const struct entity *e)
{
    int64_t revision;
    if (!revision_tells(e))
        return true;
    if (!zone_revision(rq->cx, &revision))
        return false;
    recall(rq, rs, revision);
    return true;
}

/* A tag is compared with tags of the same address only (RFC 9110 §8.8.3): a quick hash of the question will do. */
bool answer_by_revision(struct request *rq, struct response *rs)
{
    struct buf tag = buf_init(rq->cx->arena);
    uint64_t hash = HASH_BEGIN;
    int64_t revision;
    if (!zone_revision(rq->cx, &revision))
        return false;
    tell_question(rq, hash_piece, &hash);
    buf_text(&tag, "W/\"");
    buf_int(&tag, revision);
    buf_char(&tag, '-');
    buf_int(&tag, traffic_started(app_of(rq)->traffic)); /* another program may answer otherwise */
    buf_char(&tag, '-');
    buf_int(&tag, (int64_t)(hash >> 1));
    buf_char(&tag, '"');
    response_etag(rq, rs, tag.data);
    if (rs->status != 304)
        recall(rq, rs, revision);
    return true;
}

bool answer_started(struct request *rq, struct response *rs, const char *job)
{
    struct json j;
    if (!job)
        return false;
    rs->status = 202;
    response_json(rs, &j);
    json_object_begin(&j);
    json_put_text(&j, "job", job);
    json_object_end(&j);
    response_header(rs, "Location", arena_printf(rq->cx->arena, "/api/v1/jobs/%s", job));
    return true;
}

struct json problem_open(struct request *rq, struct response *rs)
{
    response_problem(rq, rs, &rq->cx->err);
    err_clear(rq->cx);
    rs->body.length--; /* its closing brace */
    return (struct json){.out = &rs->body, .comma = true};
}

static int add_piece(const char *piece, size_t n, void *out)
{
    buf_add(out, piece, n);
    return 0;
}

const char *json_document(struct ctx *cx, const struct json_t *tree)
{
    struct buf out = buf_init(cx->arena);
    if (json_dump_callback(tree, add_piece, &out, JSON_COMPACT | JSON_ENCODE_ANY) != 0)
        fail(cx, ERR_SYSTEM, "JSN-09", NULL, "无法写出 JSON", "the JSON cannot be written");
    return out.data;
}

void put_findings(struct json *j, const struct findings *fs)
{
    json_key(j, "findings");
    json_array_begin(j);
    for (size_t i = 0; i < fs->count; i++) {
        const struct finding *f = &fs->items[i];
        json_object_begin(j);
        json_put_text(j, "rule", f->rule);
        json_put_text(j, "field", f->field);
        json_put_bool(j, "blocking", f->blocking);
        json_put_label(j, "message", f->message);
        json_object_end(j);
    }
    json_array_end(j);
}
