/* freeze.h — what stands behind a report that is issued, kept as it is: each figure with its metric, value, definition and
 * rows, and where in the data it is printed.
 *
 *   {"metrics": {name: {label, definition, unit, entity, where, value, over, table}},
 *    "tables":  {name: {"columns": [{name, label, type, ref?, choices?}], "rows": {id: row}}},
 *    "figures": [{metric, where, value, display, "ids": [id]}],
 *    "places":  {"totals.count": number of the figure}}
 *
 * A row is kept once for all figures that it is behind.
 */
#ifndef STEWARD_REPORTS_FREEZE_H
#define STEWARD_REPORTS_FREEZE_H

#include "reports/figures.h"

/* The JSON above, in cx's arena.  In the transaction that made the data, so that all is of one moment. */
SW_CHECKED bool report_freeze(struct ctx *cx, struct view view, const json_t *data,
                              const struct figure_sources *sources, const char **ret_frozen);

/* The sources of `data`, parsed again, from what was frozen with it. */
SW_CHECKED bool report_thaw(struct ctx *cx, const json_t *data, const json_t *frozen,
                            struct figure_sources **ret_sources);

/* A frozen figure by metric and condition (NULL: none); NULL when there is none. */
const json_t *frozen_figure(const json_t *frozen, const char *metric, const char *where);

#endif
