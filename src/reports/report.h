/* report.h — what a report IS: a document made of metrics and lists at a date. */
#ifndef STEWARD_REPORTS_REPORT_H
#define STEWARD_REPORTS_REPORT_H

#include "model/scope.h"
#include "reports/part.h"

struct json_t;
struct json;
struct figure_sources;
struct annex_sheet;

struct report_request {
    struct view view;                     /* as of, as known at */
    struct bytes templates[REPORT_PARTS]; /* the zone's own; no data: the built-in one */
    int issue;                            /* number of the issue; 0: the month */
    int64_t of;                           /* the row that it is about, of the report's entity; 0: the latest */
    struct figure_sources *sources;       /* what each figure of the data is, for a preview; NULL: nobody asks */
};

/* The built-in templates, built when they are first asked for and kept as long as the program runs. */
struct built_template;
struct template_kept {
    _Atomic(struct built_template *) built[REPORT_PARTS];
};

struct report {
    const char *name; /* "monthly_bulletin" */
    struct label label;
    struct label help;
    const struct entity *of; /* it is about one row of it; NULL: about the zone */
    /* The data that fill the template: every value printed, each number from a metric. NULL on failure. */
    struct json_t *(*data)(struct ctx *cx, const struct report_request *rq);
    const char *template_xml; /* the built-in template, as docx_build() takes it */
    struct template_kept *template_kept;
    const struct annex_sheet *annex; /* the workbook that goes with it, of the same data (annex.h); NULL: none */
};

extern const struct report *const report_catalogue[]; /* src/catalogue.c; ends with NULL */
const struct report *report_find(const char *name);

/* The document as it prints, as blocks (docx_preview()); a run that prints a figure says its "metric" and "where". */
SW_CHECKED bool report_preview(struct ctx *cx, const struct report *r, const struct report_request *rq, struct json *j);

/* The same of data and template at hand. */
SW_CHECKED bool report_preview_of(struct ctx *cx, struct label title, struct bytes template, const struct json_t *data,
                                  const struct figure_sources *sources, struct json *j);

/* The date it speaks of: as asked, to the end of a month or year, else today. */
struct date report_date(const struct ctx *cx, const struct report_request *rq);

/* Make it and keep it as a report_run, in one transaction: document, annex and data, and what makes them again (replay.h):
 * template, metric values, definitions and the rows behind each figure. */
SW_CHECKED bool report_keep(struct ctx *cx, const struct report *r, const struct report_request *rq, int64_t *ret_run);

/* Does the report print this metric, for cx->zone at the view?  `printed` is its data's sources (report_sources()). */
SW_CHECKED bool report_sources(struct ctx *cx, const struct report *r, struct view view,
                               struct figure_sources **ret_printed);
bool report_prints(const struct figure_sources *printed, const char *metric);

/* The built-in template that people download, edit and upload; the bytes stay. */
SW_CHECKED bool report_template(struct ctx *cx, const struct report *r, enum report_part part,
                                struct bytes *ret_template);

/* The template in force: the request's own, or the built-in one. */
SW_CHECKED bool report_template_of(struct ctx *cx, const struct report *r, enum report_part part,
                                   const struct report_request *rq, struct bytes *ret_template);

/* Data, template and filler in one. */
SW_CHECKED bool report_make(struct ctx *cx, const struct report *r, enum report_part part,
                            const struct report_request *rq, struct buf *out);
/* The same from data at hand. */
SW_CHECKED bool report_fill(struct ctx *cx, const struct report *r, enum report_part part,
                            const struct report_request *rq, const struct json_t *data, struct buf *out);

#endif
