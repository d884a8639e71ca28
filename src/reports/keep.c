/* keep.c — keeps a report as it is issued: the document, its annex, and the data they were made of. */
#include "reports/keep.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/media.h"
#include "entities/entities.h"
#include "model/rows.h"
#include "office/docx.h"
#include "reports/annex.h"
#include "reports/freeze.h"
#include "reports/report.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

bool report_keep_file(struct ctx *cx, const struct entity *e, int64_t id, const char *name, const struct buf *bytes,
                      int64_t *ret_id)
{
    struct attachment *a = row_new(cx, &attachment_entity);
    a->name = name;
    a->content_type = media_of(name, bytes->data, bytes->length).type;
    a->content = (struct bytes){bytes->data, bytes->length};
    a->length = (int64_t)bytes->length;
    a->sha256 = sha256_hex(cx, bytes->data, bytes->length);
    a->owner_entity = e->name;
    a->owner_id = id;
    if (!a->sha256 || !row_save_over(cx, &attachment_entity, a, NULL, NULL))
        return false;
    *ret_id = a->head.id;
    return true;
}

/* A file of the run with its digest. */
static bool keep_file(struct ctx *cx, const struct report_run *run, const char *name, const struct buf *bytes,
                      int64_t *ret_id, const char **ret_digest)
{
    *ret_digest = sha256_hex(cx, bytes->data, bytes->length);
    return *ret_digest && report_keep_file(cx, &report_run_entity, run->head.id, name, bytes, ret_id);
}

static const char *text_of(struct ctx *cx, const json_t *data)
{
    char *text = json_dumps(data, JSON_COMPACT);
    const char *kept = text ? arena_strdup(cx->arena, text) : NULL;
    free(text);
    return kept;
}

/* Document and annex are made of the data as they are kept: parsed again from text. */
static bool keep_files(struct ctx *cx, const struct report *r, struct bytes template, struct report_run *run)
{
    struct buf docx = buf_init(cx->arena), annex = buf_init(cx->arena), own = buf_init(cx->arena);
    const json_t *data = json_parse(cx, run->data, strlen(run->data));
    const char *file = arena_printf(cx->arena, "%s %s", r->label.zh, date_iso(cx->arena, run->as_of));
    buf_add(&own, template.data, template.size);
    return data && docx_fill(cx, template.data, template.size, data, &docx) &&
           keep_file(cx, run, arena_printf(cx->arena, "%s.docx", file), &docx, &run->docx, &run->docx_digest) &&
           report_keep_file(cx, &report_run_entity, run->head.id, arena_printf(cx->arena, "%s 模板.docx", file), &own,
                            &run->template) &&
           (!r->annex || (annex_write(cx, r->annex, data, &annex) &&
                          keep_file(cx, run, arena_printf(cx->arena, "%s 附表.xlsx", file), &annex, &run->annex,
                                    &run->annex_digest)));
}

/* How the annex is laid out is frozen too. */
static const char *with_annex(struct ctx *cx, const struct report *r, const char *frozen)
{
    return !r->annex ? frozen
                     : arena_printf(cx->arena, "%.*s,\"annex\":%s}", (int)strlen(frozen) - 1, frozen,
                                    annex_json(cx, r->annex));
}

static bool keep(struct ctx *cx, const struct report *r, const struct report_request *rq, struct report_run *run)
{
    struct figure_sources sources = {0};
    struct report_request ask = *rq;
    struct bytes template;
    const char *frozen;
    ask.sources = &sources;
    const json_t *data = r->data(cx, &ask); /* once, for all */
    run->data = data ? text_of(cx, data) : NULL;
    if (!run->data || !report_template_of(cx, r, rq, &template) ||
        !report_freeze(cx, (struct view){run->as_of, rq->view.known_at}, data, &sources, &frozen))
        return false;
    run->frozen = with_annex(cx, r, frozen);
    return row_ids(cx, &report_run_entity, 1, &run->head.id) && keep_files(cx, r, template, run) &&
           row_save_over(cx, &report_run_entity, run, NULL, NULL);
}

bool report_keep(struct ctx *cx, const struct report *r, const struct report_request *rq, int64_t *ret_run)
{
    struct report_run *run = row_new(cx, &report_run_entity);
    run->name = r->name;
    run->as_of = report_date(cx, rq);
    run->issue = rq->issue ? rq->issue : date_month_of(run->as_of);
    run->known_at = rq->view.known_at.ms ? rq->view.known_at : (struct instant){cx->now_ms};
    run->title =
        arena_printf(cx->arena, "%s %d年第%lld期", r->label.zh, date_year_of(run->as_of), (long long)run->issue);
    if (!db_begin(cx))
        return false;
    if (!keep(cx, r, rq, run)) {
        db_rollback(cx);
        return false;
    }
    *ret_run = run->head.id;
    return db_commit(cx);
}
