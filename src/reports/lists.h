/* lists.h — rows of a list as the ready-to-print members of a report's data. */
#ifndef STEWARD_REPORTS_LISTS_H
#define STEWARD_REPORTS_LISTS_H

#include "reports/figures.h"

/* The list's value of a field, not its title; the null value when it was not asked for. */
struct value list_cell(const struct list *l, const char *field);

/* The first `most` rows as objects whose members are named as the fields, as printed in Chinese; a reference's member is
 * its title, a yes or no a boolean.  `also` adds members; NULL: none.  NULL on failure. */
json_t *list_rows(struct figures *f, const struct entity *e, const char *where, const char *sort, const char *fields,
                  int most, void (*also)(struct figures *f, const struct list *l, json_t *row));

/* Puts what list_rows() gave; false when that is NULL. */
SW_CHECKED bool put_list(json_t *root, const char *key, json_t *rows);

#endif
