/* report.c — finds reports, fills their templates and shows them before they are printed. */
#include "reports/report.h"

#include "base/json.h"
#include "office/docx.h"
#include "reports/printed.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

const struct report *report_find(const char *name)
{
    for (const struct report *const *r = report_catalogue; *r; r++)
        if (strcmp((*r)->name, name) == 0)
            return *r;
    return NULL;
}

struct built_template {
    size_t size;
    char bytes[];
};

/* Of two threads that build it at the same time one keeps its own, and both use that. */
static const struct built_template *keep_template(_Atomic(struct built_template *) *kept, const struct buf *built)
{
    struct built_template *t = malloc(sizeof *t + built->length), *other = NULL;
    if (!t)
        return NULL;
    t->size = built->length;
    memcpy(t->bytes, built->data, built->length);
    if (atomic_compare_exchange_strong(kept, &other, t))
        return t;
    free(t);
    return other;
}

bool report_template(struct ctx *cx, const struct report *r, enum report_part part, struct bytes *ret_template)
{
    _Atomic(struct built_template *) *kept = &r->template_kept->built[part];
    const struct built_template *t = atomic_load(kept);
    if (!t) {
        struct buf built = buf_init(cx->arena);
        if (!report_parts[part].build(cx, r, &built))
            return false;
        t = keep_template(kept, &built);
    }
    if (!t)
        return fail_memory(cx);
    *ret_template = (struct bytes){t->bytes, t->size};
    return true;
}

bool report_template_of(struct ctx *cx, const struct report *r, enum report_part part, const struct report_request *rq,
                        struct bytes *ret_template)
{
    if (!rq->templates[part].data)
        return report_template(cx, r, part, ret_template);
    *ret_template = rq->templates[part];
    return true;
}

bool report_fill(struct ctx *cx, const struct report *r, enum report_part part, const struct report_request *rq,
                 const json_t *data, struct buf *out)
{
    struct bytes template;
    return report_template_of(cx, r, part, rq, &template) &&
           report_parts[part].fill(cx, template.data, template.size, data, out);
}

bool report_make(struct ctx *cx, const struct report *r, enum report_part part, const struct report_request *rq,
                 struct buf *out)
{
    const struct json_t *data = r->data(cx, rq);
    return data && report_fill(cx, r, part, rq, data, out);
}

struct date report_date(const struct ctx *cx, const struct report_request *rq)
{
    return date_is_none(rq->view.as_of) ? date_of_instant((struct instant){cx->now_ms}) : date_last(rq->view.as_of);
}

bool report_sources(struct ctx *cx, const struct report *r, struct view view, struct figure_sources **ret_printed)
{
    *ret_printed = ARENA_NEW(cx->arena, struct figure_sources);
    return r->data(cx, &(struct report_request){.view = view, .sources = *ret_printed});
}

bool report_prints(const struct figure_sources *printed, const char *metric)
{
    for (size_t i = 0; i < printed->count; i++)
        if (strcmp(printed->list[i].metric, metric) == 0)
            return true;
    return false;
}

/* ---- preview ---- */

static int mark_value(void *arg, const json_t *value)
{
    const struct printed_values *p = arg;
    const struct printed *found = printed_value(p, value);
    return found ? (int)(found - p->list) : -1;
}

static void tell_source(void *arg, int mark, struct json *j)
{
    const struct printed_values *p = arg;
    if (mark < 0 || (size_t)mark >= p->count)
        return;
    const struct figure_source *source = p->list[mark].source;
    json_put_text(j, "metric", source->metric);
    if (source->where)
        json_put_text(j, "where", source->where);
}

bool report_preview_of(struct ctx *cx, struct label title, struct bytes template, const json_t *data,
                       const struct figure_sources *sources, struct json *j)
{
    struct buf docx = buf_init(cx->arena);
    struct printed_values printed = printed_find(cx, sources);
    const struct docx_marking marking = {mark_value, &printed};
    const struct docx_telling telling = {tell_source, &printed};
    if (!docx_fill_marked(cx, template.data, template.size, data, &marking, &docx))
        return false;
    json_object_begin(j);
    json_put_label(j, "title", title);
    if (!docx_preview(cx, docx.data, docx.length, &telling, j))
        return false;
    json_object_end(j);
    return true;
}

bool report_preview(struct ctx *cx, const struct report *r, const struct report_request *rq, struct json *j)
{
    struct figure_sources sources = {0};
    struct report_request ask = *rq;
    struct bytes template;
    ask.sources = &sources;
    const struct json_t *data = r->data(cx, &ask);
    return data && report_template_of(cx, r, REPORT_DOCUMENT, rq, &template) &&
           report_preview_of(cx, r->label, template, data, &sources, j);
}
