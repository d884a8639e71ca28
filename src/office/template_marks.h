/* template_marks.h — what a mark looks like in the text of a template.  Inside src/office only. */
#ifndef STEWARD_OFFICE_TEMPLATE_MARKS_H
#define STEWARD_OFFICE_TEMPLATE_MARKS_H

#include "base/ctx.h"

struct map;

enum mark_kind { MARK_VALUE, MARK_EACH, MARK_IF, MARK_ELSE, MARK_END_EACH, MARK_END_IF, MARK_UNKNOWN };

struct mark {
    enum mark_kind kind;
    const char *inside; /* "#each units", for messages */
    const char *name;   /* "units" */
};

/* The next {{…}} at or after s[from]: its limits with the braces; false when there is none. */
bool mark_next(const char *s, size_t from, size_t *ret_start, size_t *ret_end);

/* s[start, end) with its braces. */
struct mark mark_read(struct arena *a, const char *s, size_t start, size_t end);

/* An opening in s[from, to) that no mark takes up. */
bool mark_opens(const char *s, size_t from, size_t to);

/* "name" of a mark's inside, trimmed of spaces (also U+3000 and U+00A0), in the arena. */
char *mark_trim(struct arena *a, const char *s, size_t n);

bool mark_is_blank(const char *s); /* nothing but spaces */

/* The names that the marks of a text use, each once. */
void mark_names(struct arena *a, const char *text, struct map *names);
/* Those gathered so far, in the order they came. */
const char *const *mark_names_list(struct arena *a, const struct map *names, size_t *ret_count);

#endif
