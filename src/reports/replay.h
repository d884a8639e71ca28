/* replay.h — a report that was issued, made again from what was kept with it: the same bytes, whatever was edited since.
 *
 * Failures: RPT-01 no such report was kept, RPT-02 it was kept before templates and rows were, RPT-03 what was kept is not
 * whole or does not give what was issued, RPT-04 no such figure in it.
 */
#ifndef STEWARD_REPORTS_REPLAY_H
#define STEWARD_REPORTS_REPLAY_H

#include "reports/report.h"

struct report_run;
struct json_t;

struct replay {
    const struct report_run *run;
    const struct report *report; /* of this program; NULL: it has none of that name any more */
    struct json_t *data, *frozen;
    struct bytes templates[REPORT_PARTS]; /* of the annex none: it was issued before annexes had templates */
    const char *title;                    /* of a file */
};

SW_CHECKED bool replay_open(struct ctx *cx, int64_t run, struct replay *ret_replay);
/* Made from the kept data and template; the digest of what was issued proves them. */
SW_CHECKED bool replay_docx(struct ctx *cx, const struct replay *r, struct buf *out);
SW_CHECKED bool replay_annex(struct ctx *cx, const struct replay *r, struct buf *out); /* empty: it had none */
/* As report_preview(), its figures those that were frozen. */
SW_CHECKED bool replay_preview(struct ctx *cx, const struct replay *r, struct json *j);

/* Of all figures metric, label, condition, value as printed; or of one also definition, columns and rows. */
void replay_figures_json(struct ctx *cx, const struct replay *r, struct json *j);
SW_CHECKED bool replay_rows_json(struct ctx *cx, const struct replay *r, const char *metric, const char *where,
                                 struct json *j);

#endif
