/* statement.h — pieces that this room's statements over an entity's table share. */
#ifndef STEWARD_MODEL_STATEMENT_H
#define STEWARD_MODEL_STATEMENT_H

#include "base/buf.h"
#include "model/entity.h"
#include "store/db.h"

/* Is the column TEXT? */
bool type_is_text(enum type type);

/* The member as it is stored: empty text is no text. */
struct value column_value(const struct field *f, const void *row);

/* Stored columns, head first: how many, and their names ("alias.id, alias.version, …"). */
size_t column_count(const struct entity *e);
void columns_add(struct buf *out, const struct entity *e, const char *alias);
/* In the byte order of their names; ends with NULL. */
const struct field *const *columns_by_name(const struct entity *e);

/* INSERT of the row with its head as it is: nothing else. */
SW_CHECKED bool row_insert(struct ctx *cx, const struct entity *e, const void *row);

/* " WHERE zone = $n AND ": the next condition follows. */
void where_row(struct sql *q, const struct entity *e);

/* The row, or NULL: with an error only when the query failed. */
void *row_stored(struct ctx *cx, const struct entity *e, int64_t id);
bool fail_no_row(struct ctx *cx, const struct entity *e, int64_t id);

/* "project month" → its words; ends with NULL. */
char **field_words(struct arena *a, const char *fields);

#endif
