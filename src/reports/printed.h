/* printed.h — which figure a printed value of a report's data is. */
#ifndef STEWARD_REPORTS_PRINTED_H
#define STEWARD_REPORTS_PRINTED_H

#include "reports/figures.h"

/* A value, known again by where it lies once the data are whole. */
struct printed {
    const json_t *value;
    const struct figure_source *source;
};
struct printed_values {
    struct printed *list; /* by value */
    size_t count;
};
struct printed_values printed_find(struct ctx *cx, const struct figure_sources *sources);
/* Of several notes on a value the last; NULL: it is no figure. */
const struct printed *printed_value(const struct printed_values *p, const json_t *value);

#endif
