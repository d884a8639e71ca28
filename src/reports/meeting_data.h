/* meeting_data.h — what a meeting's papers share: its heading, its agenda, a page for each project. */
#ifndef STEWARD_REPORTS_MEETING_DATA_H
#define STEWARD_REPORTS_MEETING_DATA_H

#include "entities/entities.h"
#include "reports/lists.h"
#include "reports/report.h"

struct meeting_paper {
    struct figures f;
    const struct meeting *meeting;
    json_t *root;
    enum lang lang; /* of the reader's screen, meanwhile */
};

/* The meeting asked for, or the latest one; figures are as of its day; heading in root.  The paper is Chinese whatever
 * the reader's screen shows, until meeting_paper_end() gives `root`, or NULL when `done` is false. */
SW_CHECKED bool meeting_paper_begin(struct ctx *cx, const struct report_request *rq, struct meeting_paper *ret_paper);
json_t *meeting_paper_end(struct meeting_paper *p, bool done);

/* "promises", "items" (all with a decision, "decided"), "listing" (projects of a group event), "suggestions"; every item
 * of a project goes to `each`, when not NULL. */
SW_CHECKED bool meeting_put_agenda(struct meeting_paper *p,
                                   bool (*each)(struct meeting_paper *p, const struct list *l, json_t *item, void *arg),
                                   void *arg);

/* Everything about a project that a meeting looks at: figures, progress, open problems, promises. */
json_t *meeting_project_page(struct meeting_paper *p, int64_t project);

#endif
