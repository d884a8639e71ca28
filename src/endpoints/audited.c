/* audited.c — records exports, downloads and refused attempts, in one place for all routes. */
#include "endpoints/audited.h"

#include "base/json.h"
#include "base/log.h"
#include "endpoints/endpoint.h"
#include "endpoints/refusals.h"
#include "model/entity.h"

#include <stdlib.h>
#include <string.h>

enum { SHOWN_MOST = 500 };

/* So much of it as is worth keeping, whole characters. */
static const char *shortened(struct arena *a, const char *s)
{
    size_t n = strlen(s);
    if (n <= SHOWN_MOST)
        return s;
    for (n = SHOWN_MOST; n > 0 && ((unsigned char)s[n] & 0xC0) == 0x80; n--)
        ;
    return arena_printf(a, "%.*s…", (int)n, s);
}

/* Entity and row as the address names them. */
static struct trail_entry entry_of(const struct request *rq, const char *act)
{
    struct trail_entry t = {.act = act};
    int next = 0;
    if (strstr(rq->route->pattern, "{entity}")) {
        const struct entity *e = entity_find(rq->args[next++]);
        t.entity = e ? e->name : NULL;
    }
    if (next < rq->arg_count && strstr(rq->route->pattern, "{id}"))
        t.row = strtoll(rq->args[next], NULL, 10);
    if (!t.entity && strstr(rq->route->pattern, "/attachments/"))
        t.entity = "attachment";
    return t;
}

/* {"method","path","query":{…},…}: what was asked, left open. */
static struct json detail_open(const struct request *rq, struct buf *out)
{
    static const char *const methods[] = {
        [HTTP_GET] = "GET", [HTTP_POST] = "POST", [HTTP_PUT] = "PUT", [HTTP_PATCH] = "PATCH", [HTTP_DELETE] = "DELETE"};
    struct arena *a = rq->cx->arena;
    struct json j = json_to(out);
    json_object_begin(&j);
    json_put_text(&j, "method", methods[rq->method]);
    json_put_text(&j, "path", shortened(a, rq->path));
    if (rq->query_count) {
        json_key(&j, "query");
        json_object_begin(&j);
        for (int i = 0; i < rq->query_count && i < 20; i++)
            json_put_text(&j, shortened(a, rq->query[i].name), shortened(a, rq->query[i].value));
        json_object_end(&j);
    }
    return j;
}

/* The failure stays what it is: that it could not be recorded is for the log. */
static void note_failure(struct request *rq, const struct trail_entry *t)
{
    struct ctx *cx = rq->cx;
    const struct err err = cx->err;
    err_clear(cx);
    if (!refusals_note(cx, app_of(rq)->refusals, t)) {
        struct log_line l = log_begin(LEVEL_ERROR, "refusal_not_recorded");
        log_err(&l, &cx->err);
        log_end(&l);
    }
    cx->err = err;
}

static void record_refusal(struct request *rq, const char *code)
{
    struct trail_entry t = entry_of(rq, "refused");
    struct buf detail = buf_init(rq->cx->arena);
    struct json j = detail_open(rq, &detail);
    json_put_text(&j, "code", code);
    json_object_end(&j);
    t.outcome = "refused";
    t.detail = detail.data;
    note_failure(rq, &t);
}

void audit_stranger(struct request *rq, const char *login)
{
    struct buf detail = buf_init(rq->cx->arena);
    struct json j = json_to(&detail);
    json_object_begin(&j);
    json_put_text(&j, "login", shortened(rq->cx->arena, login));
    json_put_text(&j, "code", rq->cx->err.code);
    json_object_end(&j);
    note_failure(rq, &(struct trail_entry){
                         .act = "sign_in_failed", .entity = "user", .outcome = "failed", .detail = detail.data});
}

static bool record_file(struct request *rq, const struct response *rs)
{
    bool export = strstr(rq->route->pattern, "/export") || strstr(rq->route->pattern, "/reports");
    struct trail_entry t = entry_of(rq, export ? "export" : "download");
    struct buf detail = buf_init(rq->cx->arena);
    struct json j = detail_open(rq, &detail);
    json_put_int(&j, "bytes", (int64_t)rs->body.length);
    json_object_end(&j);
    t.detail = detail.data;
    return trail_note(rq->cx, &t);
}

bool audit_exchange(struct request *rq, struct response *rs, bool done)
{
    const struct err *err = &rq->cx->err;
    if (!done && err->kind == ERR_DENIED)
        record_refusal(rq, err->code);
    else if (done && rs->status == 403)
        record_refusal(rq, NULL);
    else if (done && rs->status == 200 && response_header_of(rs, "Content-Disposition"))
        return record_file(rq, rs);
    return done;
}
