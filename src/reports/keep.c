/* keep.c — keeps a report as it is issued: the document, its annex, and the data they were made of. */
#include "reports/keep.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/media.h"
#include "entities/entities.h"
#include "model/rows.h"
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

static const char *text_of(struct ctx *cx, const json_t *data)
{
    char *text = json_dumps(data, JSON_COMPACT);
    const char *kept = text ? arena_strdup(cx->arena, text) : NULL;
    free(text);
    return kept;
}

/* What the run says of each part. */
struct kept_part {
    const char *file; /* what its name adds to the run's */
    int64_t *id, *template;
    const char **digest;
};

static bool keep_part(struct ctx *cx, const struct report *r, enum report_part part, const struct report_request *rq,
                      const json_t *data, const struct report_run *run, const struct kept_part *to)
{
    const struct report_part_ways *ways = &report_parts[part];
    struct buf made = buf_init(cx->arena), own = buf_init(cx->arena);
    struct bytes template;
    const char *file = arena_printf(cx->arena, "%s %s%s", r->label.zh, date_iso(cx->arena, run->as_of), to->file);
    if (!report_template_of(cx, r, part, rq, &template) || !ways->fill(cx, template.data, template.size, data, &made))
        return false;
    buf_add(&own, template.data, template.size);
    *to->digest = sha256_hex(cx, made.data, made.length);
    return *to->digest &&
           report_keep_file(cx, &report_run_entity, run->head.id, arena_printf(cx->arena, "%s%s", file, ways->ending),
                            &made, to->id) &&
           report_keep_file(cx, &report_run_entity, run->head.id,
                            arena_printf(cx->arena, "%s 模板%s", file, ways->ending), &own, to->template);
}

/* Document and annex are made of the data as they are kept: parsed again from text. */
static bool keep_parts(struct ctx *cx, const struct report *r, const struct report_request *rq, struct report_run *run)
{
    const struct kept_part parts[REPORT_PARTS] = {
        [REPORT_DOCUMENT] = {"", &run->docx, &run->template, &run->docx_digest},
        [REPORT_ANNEX] = {" 附表", &run->annex, &run->annex_template, &run->annex_digest},
    };
    const json_t *data = json_parse(cx, run->data, strlen(run->data));
    for (int i = 0; data && i < REPORT_PARTS; i++)
        if (report_parts[i].has(r) && !keep_part(cx, r, i, rq, data, run, &parts[i]))
            return false;
    return data != NULL;
}

static bool keep(struct ctx *cx, const struct report *r, const struct report_request *rq, struct report_run *run)
{
    struct figure_sources sources = {0};
    struct report_request ask = *rq;
    ask.sources = &sources;
    const json_t *data = r->data(cx, &ask); /* once, for all */
    run->data = data ? text_of(cx, data) : NULL;
    return run->data && report_freeze(cx, (struct view){run->as_of, rq->view.known_at}, data, &sources, &run->frozen) &&
           row_ids(cx, &report_run_entity, 1, &run->head.id) && keep_parts(cx, r, rq, run) &&
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
