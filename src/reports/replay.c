/* replay.c — kept reports, made again. */
#include "reports/replay.h"

#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "entities/entities.h"
#include "model/rights.h"
#include "model/rows.h"
#include "reports/annex.h"
#include "reports/freeze.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* ---- what was kept ---- */

static bool fail_not_whole(struct ctx *cx, const struct report_run *run)
{
    return fail(cx, ERR_SYSTEM, "RPT-03", NULL, "“%1$s”留存的内容不完整，请用备份恢复%2$.0s",
                "what was kept of \"%2$s\" is not whole; restore a backup%1$.0s", run->title, run->title);
}

static json_t *parse(struct ctx *cx, const char *text)
{
    return text ? json_parse(cx, text, strlen(text)) : NULL;
}

/* What a kept template holds; nothing of one that was not kept. */
static bool template_bytes(struct ctx *cx, int64_t id, struct bytes *ret_bytes)
{
    const struct rights *rights = cx->rights;
    cx->rights = NULL; /* its files are the program's own */
    const struct attachment *a = id ? row_load(cx, &attachment_entity, id) : NULL;
    cx->rights = rights;
    *ret_bytes = a ? a->content : (struct bytes){0};
    return a || !id;
}

bool replay_open(struct ctx *cx, int64_t id, struct replay *ret_replay)
{
    const struct report_run *run = row_load(cx, &report_run_entity, id);
    if (!run)
        return strcmp(cx->err.code, "ROW-01") == 0
                   ? (err_clear(cx), fail(cx, ERR_NOT_FOUND, "RPT-01", NULL, "没有编号为 %lld 的历次报告",
                                          "there is no kept report %lld", (long long)id))
                   : false;
    if (!run->template || !run->frozen)
        return fail(cx, ERR_CONFLICT, "RPT-02", NULL,
                    "“%1$s”留存时还没有冻结模板和明细，不能重放；发出的文件仍在附件里%2$.0s",
                    "\"%2$s\" was kept before template and rows were; its files are still attached%1$.0s", run->title,
                    run->title);
    *ret_replay = (struct replay){
        .run = run,
        .report = report_find(run->name),
        .data = parse(cx, run->data),
        .frozen = parse(cx, run->frozen),
        .title = run->title,
    };
    if (!template_bytes(cx, run->template, &ret_replay->templates[REPORT_DOCUMENT]) ||
        !template_bytes(cx, run->annex_template, &ret_replay->templates[REPORT_ANNEX]))
        return false;
    return (ret_replay->data && ret_replay->frozen) || fail_not_whole(cx, run);
}

/* ---- made again ---- */

static bool prove(struct ctx *cx, const struct replay *r, const struct buf *made, const char *digest)
{
    const char *now = sha256_hex(cx, made->data, made->length);
    return now && (text_equal(now, digest) ||
                   fail(cx, ERR_SYSTEM, "RPT-03", NULL, "“%1$s”重放出的文件与发出的不同；发出的文件仍在附件里%2$.0s",
                        "\"%2$s\" made again is not what was issued; the file that was is still attached%1$.0s",
                        r->title, r->title));
}

static bool fill(struct ctx *cx, const struct replay *r, enum report_part part, struct buf *out)
{
    const struct bytes template = r->templates[part];
    return report_parts[part].fill(cx, template.data, template.size, r->data, out);
}

bool replay_docx(struct ctx *cx, const struct replay *r, struct buf *out)
{
    return fill(cx, r, REPORT_DOCUMENT, out) && prove(cx, r, out, r->run->docx_digest);
}

bool replay_annex(struct ctx *cx, const struct replay *r, struct buf *out)
{
    const json_t *sheets = json_object_get(r->frozen, "annex"); /* of before there were templates */
    if (!r->run->annex_digest)
        return true;
    return (sheets ? annex_write_frozen(cx, sheets, r->data, out) : fill(cx, r, REPORT_ANNEX, out)) &&
           prove(cx, r, out, r->run->annex_digest);
}

bool replay_preview(struct ctx *cx, const struct replay *r, struct json *j)
{
    struct figure_sources *sources;
    const struct label title = {r->run->title, r->run->title};
    return report_thaw(cx, r->data, r->frozen, &sources) &&
           report_preview_of(cx, r->report ? r->report->label : title, r->templates[REPORT_DOCUMENT], r->data, sources,
                             j);
}

/* ---- its figures ---- */

static void put_document(struct ctx *cx, struct json *j, const json_t *document)
{
    char *text = document ? json_dumps(document, JSON_COMPACT | JSON_ENCODE_ANY) : NULL;
    json_raw(j, text ? arena_strdup(cx->arena, text) : NULL);
    free(text);
}

static void put_member(struct json *j, const json_t *object, const char *key, struct ctx *cx)
{
    json_key(j, key);
    put_document(cx, j, json_object_get(object, key));
}

static void put_figure(struct ctx *cx, const struct replay *r, const json_t *figure, struct json *j)
{
    const char *name = json_string_value(json_object_get(figure, "metric"));
    put_member(j, figure, "metric", cx);
    put_member(j, json_object_get(json_object_get(r->frozen, "metrics"), name), "label", cx);
    put_member(j, figure, "where", cx);
    put_member(j, figure, "value", cx);
    put_member(j, figure, "display", cx);
    json_put_int(j, "count", (int64_t)json_array_size(json_object_get(figure, "ids")));
}

void replay_figures_json(struct ctx *cx, const struct replay *r, struct json *j)
{
    size_t i;
    json_t *figure;
    json_put_text(j, "title", r->title);
    json_put_text(j, "as_of", date_iso(cx->arena, r->run->as_of));
    json_put_text(j, "known_at", instant_iso(cx->arena, r->run->known_at));
    json_key(j, "figures");
    json_array_begin(j);
    json_array_foreach(json_object_get(r->frozen, "figures"), i, figure)
    {
        json_object_begin(j);
        put_figure(cx, r, figure, j);
        json_object_end(j);
    }
    json_array_end(j);
}

/* Rows of the whole zone are for those who may read it all. */
static bool need_reach(struct ctx *cx, const char *entity)
{
    const struct entity *e = entity_find(entity);
    return (e && rights_reach(cx, e, ACT_READ) == REACH_ZONE) ||
           fail(cx, ERR_DENIED, "RGT-01", NULL, "冻结的明细是全区的，您的权限只到一部分",
                "the frozen rows are of the whole zone; your rights reach a part of it");
}

static bool may_see(struct ctx *cx, const char *entity, const char *field)
{
    const struct entity *e = entity_find(entity);
    const struct field *f = e ? entity_field(e, field) : NULL;
    return !f || rights_field(cx, e, f, ACT_READ);
}

static void put_columns(struct ctx *cx, const char *entity, const json_t *columns, struct json *j)
{
    size_t i;
    json_t *c;
    json_key(j, "columns");
    json_array_begin(j);
    json_array_foreach(columns, i, c)
    {
        if (!may_see(cx, entity, json_string_value(json_object_get(c, "name"))))
            continue;
        put_document(cx, j, c);
    }
    json_array_end(j);
}

static void put_rows(struct ctx *cx, const json_t *figure, const char *entity, const json_t *table, struct json *j)
{
    const json_t *rows = json_object_get(table, "rows");
    size_t i;
    json_t *id, *member;
    const char *key;
    json_key(j, "items");
    json_array_begin(j);
    json_array_foreach(json_object_get(figure, "ids"), i, id)
    {
        const json_t *row = json_object_get(rows, arena_printf(cx->arena, "%lld", (long long)json_integer_value(id)));
        json_object_begin(j);
        json_object_foreach((json_t *)(uintptr_t)row, key, member)
        {
            if (may_see(cx, entity, key))
                put_member(j, row, key, cx);
        }
        json_object_end(j);
    }
    json_array_end(j);
}

bool replay_rows_json(struct ctx *cx, const struct replay *r, const char *metric, const char *where, struct json *j)
{
    const json_t *figure = frozen_figure(r->frozen, metric, where),
                 *about = json_object_get(json_object_get(r->frozen, "metrics"), metric);
    if (!figure || !about)
        return fail(cx, ERR_NOT_FOUND, "RPT-04", NULL, "“%1$s”里没有冻结这个数字%2$.0s",
                    "\"%2$s\" holds no such frozen figure%1$.0s", r->title, r->title);
    const char *entity = json_string_value(json_object_get(about, "entity"));
    const json_t *table =
        json_object_get(json_object_get(r->frozen, "tables"), json_string_value(json_object_get(about, "table")));
    if (!need_reach(cx, entity))
        return false;
    put_figure(cx, r, figure, j);
    put_member(j, about, "definition", cx);
    put_member(j, about, "unit", cx);
    put_member(j, about, "entity", cx);
    put_columns(cx, entity, json_object_get(table, "columns"), j);
    put_rows(cx, figure, entity, table, j);
    return true;
}
