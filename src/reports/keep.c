/* keep.c — keeps a report as it is issued: the document, its annex, and the data they were made of. */
#include "reports/keep.h"
#include "base/hash.h"
#include "base/media.h"
#include "entities/entities.h"
#include "model/rows.h"
#include "reports/report.h"

#include <jansson.h>
#include <stdlib.h>

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

static const char *text_of(struct ctx *cx, const json_t *data)
{
    char *text = json_dumps(data, JSON_COMPACT);
    const char *kept = text ? arena_strdup(cx->arena, text) : NULL;
    free(text);
    return kept;
}

static bool keep(struct ctx *cx, const struct report *r, const struct report_request *rq, struct report_run *run)
{
    struct buf docx = buf_init(cx->arena), annex = buf_init(cx->arena);
    json_t *data = r->data(cx, rq); /* once, for all three */
    const char *file = arena_printf(cx->arena, "%s %s", r->label.zh, date_iso(cx->arena, run->as_of));
    run->data = data ? text_of(cx, data) : NULL;
    return run->data && row_ids(cx, &report_run_entity, 1, &run->head.id) && report_fill(cx, r, rq, data, &docx) &&
           report_keep_file(cx, &report_run_entity, run->head.id, arena_printf(cx->arena, "%s.docx", file), &docx,
                            &run->docx) &&
           (!r->annex || (r->annex(cx, data, &annex) &&
                          report_keep_file(cx, &report_run_entity, run->head.id,
                                           arena_printf(cx->arena, "%s 附表.xlsx", file), &annex, &run->annex))) &&
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
