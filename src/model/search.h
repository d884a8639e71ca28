/* search.h — finds rows of many entities by a part of a name, a code, pinyin or its initials.
 *
 * Beside the rows, in the same transaction, search_index keeps what each of them is found by: a line for every field
 * marked FIELD_SEARCH, folded, with its pinyin.  Entities with a place in the search box (entity.found) have it; a
 * migration fills it anew.  It holds the rows as they are now, never the past.
 */
#ifndef STEWARD_MODEL_SEARCH_H
#define STEWARD_MODEL_SEARCH_H

#include "base/buf.h"
#include "model/rows.h"

enum { SEARCH_WORDS = 8, SEARCH_LIMIT = 8, SEARCH_LIMIT_MOST = 50 };

/* ---- the index (search_index.c) ---- */

/* After a row was stored; `old` is NULL for a new one. */
SW_CHECKED bool search_keep(struct ctx *cx, const struct entity *e, const void *row, const void *old);
/* After a row was deleted. */
SW_CHECKED bool search_forget(struct ctx *cx, const struct entity *e, int64_t id);
/* Every row of every zone anew. */
SW_CHECKED bool search_fill(struct ctx *cx);
/* What is found by what: a line for the printed schema, so that a change of it is one of the schema. */
void search_describe(struct buf *out);
/* Fields that e is found by, in the order of its lines; ends with NULL. */
const struct field **search_fields(struct arena *a, const struct entity *e);

/* ---- finding (search.c) ---- */

/* What was typed as words, at most SEARCH_WORDS; ends with NULL. */
char **search_words(struct arena *a, const char *typed);
/* LIKE's pattern for lower-case text that has `word` in it; LIKE takes % _ and \ for itself: ESCAPE '\'. */
const char *search_pattern(struct arena *a, const char *word);

/* A word as the index has it, and how it may be split into syllables when it is pinyin. */
struct search_word {
    const char *text;
    char **splits;
};
struct search_word *search_parse(struct arena *a, const char *typed); /* ends with .text = NULL */
/* " AND (… LIKE …)" for every word, over a column of search_index.words. */
void search_condition(struct sql *q, const char *column, const struct search_word *words);

/* The search box as JSON: {"groups":[{"entity","label","items":[{"id","title","detail","field"}],"more"}]}, at most
 * `limit` of each entity, the best first, every word found in one field or another. */
struct json;
SW_CHECKED bool search_json(struct ctx *cx, struct json *j, const char *typed, int limit);

#endif
