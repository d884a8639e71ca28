/* explain.h — an entity in words, for people: `steward explain project`, and docs/entities.md. */
#ifndef STEWARD_MODEL_EXPLAIN_H
#define STEWARD_MODEL_EXPLAIN_H

#include "base/buf.h"
#include "model/entity.h"

/* Markdown in both languages: what it is, its fields with types and rules, keys, indexes, who refers to it, its SQL. */
void entity_explain(struct buf *out, const struct entity *e);

/* Every entity of the catalogue under one head with a list of contents: docs/entities.md. */
void entities_explain(struct buf *out);

#endif
