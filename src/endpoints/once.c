/* once.c — Idempotency-Key: keeps the answers of POSTs for a day. */
#include "endpoints/once.h"

#include "base/buf.h"
#include "base/hash.h"
#include "endpoints/rows.h"
#include "store/db.h"

#include <jansson.h>
#include <string.h>

enum { KEY_MOST = 200, KEPT_MS = 24 * 60 * 60 * 1000 };

static const char *key_of(struct request *rq)
{
    return request_header(rq, "Idempotency-Key");
}

static bool key_is_fit(struct request *rq, const char *key)
{
    size_t n = strlen(key);
    for (const char *c = key; *c; c++)
        if (*c <= ' ' || *c > '~')
            n = 0;
    return (n > 0 && n <= KEY_MOST) ||
           fail(rq->cx, ERR_USAGE, "API-10", "Idempotency-Key", "Idempotency-Key 应为 1 到 %d 个可见的 ASCII 字符",
                "Idempotency-Key takes 1 to %d visible ASCII characters", KEY_MOST);
}

/* What the key was first used for, and by whom: the address with its query, and the body. */
static const char *fingerprint(struct request *rq)
{
    struct buf all = buf_init(rq->cx->arena);
    for (int i = 0; i < rq->query_count; i++)
        buf_printf(&all, "%s=%s&", rq->query[i].name, rq->query[i].value);
    buf_printf(&all, "%s", rq->cx->actor);
    buf_char(&all, '\0');
    buf_add(&all, rq->body, rq->body_size);
    return sha256_hex(rq->cx, all.data, all.length);
}

bool once_look(struct request *rq, const char **ret_answer)
{
    struct ctx *cx = rq->cx;
    const char *key = key_of(rq);
    *ret_answer = NULL;
    if (!key)
        return true;
    if (!key_is_fit(rq, key))
        return false;
    const char *print = fingerprint(rq);
    const struct value params[] = {value_int(cx->zone), value_text(key), value_int(cx->now_ms - KEPT_MS)};
    struct rows *rows = db_query(
        cx, "SELECT method_path, body_hash, answer FROM idempotency WHERE zone = $1 AND key = $2 AND created_at >= $3",
        params, 3);
    if (!print || !rows || !db_next(rows))
        return print && rows && db_ok(rows);
    bool same = strcmp(db_text(rows, 0), rq->path) == 0 && strcmp(db_text(rows, 1), print) == 0;
    *ret_answer = same ? arena_strdup(cx->arena, db_text(rows, 2)) : NULL;
    db_end(rows);
    return same ||
           fail(cx, ERR_CONFLICT, "API-05", "Idempotency-Key", "这个 Idempotency-Key 已用于另一个请求，请换一个",
                "this Idempotency-Key was used for another request; choose a new one");
}

bool once_keep(struct request *rq, int status, const char *answer)
{
    struct ctx *cx = rq->cx;
    const char *key = key_of(rq);
    if (!key)
        return true;
    const struct value old[] = {value_int(cx->zone), value_int(cx->now_ms - KEPT_MS)};
    const struct value row[] = {value_int(cx->zone),         value_text(key),   value_text(rq->path),
                                value_text(fingerprint(rq)), value_int(status), value_text(answer),
                                value_int(cx->now_ms)};
    return db_exec(cx, "DELETE FROM idempotency WHERE zone = $1 AND created_at < $2", old, 2, NULL) &&
           db_exec(cx,
                   "INSERT INTO idempotency (zone, key, method_path, body_hash, status, answer, created_at) VALUES "
                   "($1, $2, $3, $4, $5, $6, $7)",
                   row, 7, NULL);
}

/* ---- a row made once ---- */

struct making {
    struct request *rq;
    struct response *rs;
    const struct entity *entity;
    bool (*make)(struct request *rq, void *arg, int64_t *ret_id);
    void *arg;
    int64_t id;
    const char *before; /* the answer of the first time */
};

static bool make_row(struct ctx *cx, void *making)
{
    struct making *m = making;
    struct request *rq = m->rq;
    struct response *rs = m->rs;
    struct json j;
    int64_t version;
    if (!once_look(rq, &m->before) || m->before)
        return m->before;
    response_json(rs, &j);
    return m->make(rq, m->arg, &m->id) && show_row(cx, m->entity, m->id, (struct view){0}, &j, &version) &&
           once_keep(rq, 201, rs->body.data);
}

static void repeat(struct request *rq, struct response *rs, struct making *m)
{
    struct json j;
    m->id = json_integer_value(json_object_get(json_parse(rq->cx, m->before, strlen(m->before)), "id"));
    response_json(rs, &j);
    json_raw(&j, m->before);
}

bool once_create(struct request *rq, struct response *rs, const struct entity *e,
                 bool (*make)(struct request *rq, void *arg, int64_t *ret_id), void *arg)
{
    struct ctx *cx = rq->cx;
    struct making m = {.rq = rq, .rs = rs, .entity = e, .make = make, .arg = arg};
    if (!db_transaction(cx, make_row, &m))
        return false;
    if (m.before)
        repeat(rq, rs, &m);
    rs->status = 201;
    response_header(rs, "Location", arena_printf(cx->arena, "/api/v1/%s/%lld", e->name, (long long)m.id));
    response_etag(rq, rs, version_tag(cx, 1));
    return true;
}
