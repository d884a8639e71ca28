/* audit.c — one record of the audit with what it changed, and the proof that all of it is whole. */
#include "base/hash.h"
#include "endpoints/background.h"
#include "endpoints/endpoint.h"
#include "endpoints/params.h"
#include "endpoints/rows.h"
#include "endpoints/sealer.h"
#include "model/openapi.h"
#include "model/rows.h"
#include "model/statement.h"
#include "model/trail_check.h"
#include "model/trail_text.h"

#include <string.h>

/* ---- one record ---- */

/* A choice by its label, a row by its title: whoever reads the audit may not read the rows themselves. */
static struct value shown(struct ctx *cx, const struct field *f, struct value v)
{
    const struct choice *c = f->type == T_CHOICE && v.kind == VALUE_TEXT ? choice_find(f->choices, v.s) : NULL;
    if (c)
        return value_text(label_in(c->label, cx->lang));
    if (f->type != T_REF || v.kind != VALUE_INT)
        return v;
    const struct entity *e = entity_find(f->ref);
    const void *row = row_load(cx, e, v.i);
    struct value title = row ? field_get(entity_field(e, e->title), row) : value_null();
    err_clear(cx);
    return value_text(title.kind == VALUE_TEXT ? title.s : arena_printf(cx->arena, "%lld", (long long)v.i));
}

static void put_shown(struct ctx *cx, struct json *j, const char *key, const struct field *f, struct value v)
{
    static const struct field text = {.type = T_TEXT};
    v = shown(cx, f, v);
    json_key(j, key);
    json_value(j, v.kind == VALUE_TEXT && f->type != T_JSON ? &text : f, v);
}

static void put_change(struct ctx *cx, struct json *j, const struct field *f, const void *before, const void *after)
{
    bool words = f->type == T_CHOICE || f->type == T_REF;
    json_object_begin(j);
    json_put_text(j, "field", f->name);
    json_put_label(j, "label", f->label);
    json_put_text(j, "type", words ? "text" : type_name(f->type));
    put_shown(cx, j, "before", f, before ? column_value(f, before) : value_null());
    put_shown(cx, j, "after", f, after ? column_value(f, after) : value_null());
    json_object_end(j);
}

/* Field by field, from `before` (NULL: nothing was there) to `after` (NULL: it ended). */
static void put_changes(struct ctx *cx, struct json *j, const struct entity *e, const void *before, const void *after)
{
    json_key(j, "changes");
    json_array_begin(j);
    for (const struct field *f = e->fields; f->type != T_END; f++) {
        struct value old = before ? column_value(f, before) : value_null();
        struct value new = after ? column_value(f, after) : value_null();
        bool is_told = !field_is_derived(f) && f->type != T_BYTES && !(f->flags & FIELD_SECRET);
        if (is_told && !value_equal(old, new))
            put_change(cx, j, f, before, after);
    }
    json_array_end(j);
}

static const void *version_in(const struct row_version *versions, size_t count, int64_t version)
{
    for (size_t i = 0; i < count; i++)
        if (((const struct row_head *)versions[i].row)->version == version)
            return versions[i].row;
    return NULL;
}

static const char *title_of(const struct entity *e, const void *row)
{
    struct value v = field_get(entity_field(e, e->title), row);
    return v.kind == VALUE_TEXT ? v.s : NULL;
}

/* Is the row still as the record says? */
static bool is_intact(struct ctx *cx, const struct entity *e, const struct audit_record *r, const void *row)
{
    unsigned char digest[SM3_SIZE];
    return trail_digest(cx, e, row, NULL, digest) && strcmp(hex_of(cx->arena, digest, SM3_SIZE), r->content) == 0;
}

static bool put_row(struct ctx *cx, struct json *j, const struct entity *e, const struct audit_record *r)
{
    struct row_version *versions;
    size_t count;
    bool ends = strcmp(r->act, "delete") == 0;
    if (!row_history(cx, e, r->row_id, &versions, &count)) {
        bool gone = cx->err.kind == ERR_NOT_FOUND;
        err_clear(cx);
        json_put_bool(j, "intact", false);
        return gone;
    }
    const void *row = version_in(versions, count, r->row_version),
               *before = ends ? row : version_in(versions, count, r->row_version - 1);
    if (row)
        json_put_text(j, "title", title_of(e, row));
    if (row && !ends)
        json_put_bool(j, "intact", is_intact(cx, e, r, row));
    put_changes(cx, j, e, before, ends ? NULL : row);
    return true;
}

static bool put_record(struct ctx *cx, struct json *j, const struct audit_record *r)
{
    const struct entity *e = r->entity ? entity_find(r->entity) : NULL;
    const struct rights *rights = cx->rights;
    row_json(cx, j, trail_entity(), r);
    if (e)
        json_put_label(j, "entity_label", e->label);
    if (!e || !r->content || r->listed.size || e->flags & ENTITY_APPEND)
        return true;
    cx->rights = NULL; /* whoever may read the audit may read what it is about */
    bool done = put_row(cx, j, e, r);
    cx->rights = rights;
    return done;
}

static bool get_record(struct request *rq, struct response *rs)
{
    struct ctx *cx = rq->cx;
    int64_t id;
    struct json j;
    if (!need_zone(rq) || !need_id(rq, rq->args[0], &id))
        return false;
    const struct audit_record *r = row_load(cx, trail_entity(), id);
    if (!r)
        return false;
    response_json(rs, &j);
    json_object_begin(&j);
    bool done = put_record(cx, &j, r);
    json_object_end(&j);
    return done;
}

/* ---- the proof ---- */

static bool work_verify(struct ctx *cx, const struct job_order *order, struct job_output *out)
{
    struct trail_seals seals;
    struct trail_report *r = ARENA_NEW(cx->arena, struct trail_report);
    struct json j = json_to(&out->result);
    if (!sealer_seals(cx, order->with, &seals) || !trail_check(cx, true, &seals, r))
        return false;
    trail_report_json(cx, &j, r);
    return trail_note(cx,
                      &(struct trail_entry){
                          .act = "verify",
                          .outcome = r->fault_count ? "failed" : "done",
                          .detail = arena_printf(cx->arena, "{\"records\":%lld,\"rows\":%lld,\"faults\":%lld}",
                                                 (long long)r->records, (long long)r->rows, (long long)r->fault_count),
                      });
}

static bool post_verify(struct request *rq, struct response *rs)
{
    const struct job_order order = {.kind = "verify", .work = work_verify, .with = app_of(rq)->sealer};
    return need_zone(rq) && answer_started(rq, rs, jobs_start(rq->cx, app_of(rq)->jobs, &order));
}

/* clang-format off */
static const struct field record_params[] = {PARAM_ID, PARAM_ZONE, {0}};

const struct route audit_routes[] = {
    {HTTP_GET, "/api/v1/audit/{id}", get_record, {"一条审计记录及其改动", "A record of the audit and what it changed"}, .right = "audit_record read",
     .doc = &(const struct route_doc){.tag = "audit",
         .about = {"列出、筛选和导出审计记录用 /api/v1/audit_record 和 /api/v1/export/audit_record", "list, filter and export records by /api/v1/audit_record and /api/v1/export/audit_record"},
         .params = record_params, .gives = {.schema = "audit_detail"}, .errors = {403, 404}}},
    {HTTP_POST, "/api/v1/audit/verify", post_verify, {"校验审计", "Verify the audit"}, .right = "audit_record read",
     .doc = &(const struct route_doc){.tag = "audit",
         .about = {"重算本园区的审计链，并把每一行的每一版与它比对；结果见后台任务", "computes the zone's chain anew and compares every version of every row with it; the job has the result"},
         .params = zone_only, .gives = {.schema = "job_started"}, .status = 202, .errors = {403, 404}}},
    {0},
};
/* clang-format on */
