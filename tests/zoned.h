/* zoned.h — a fresh database with one zone, for tests of what works on a zone's rows. */
#ifndef STEWARD_TESTS_ZONED_H
#define STEWARD_TESTS_ZONED_H

#include "entities/entities.h"
#include "model/rows.h"
#include "model/schema.h"
#include "unit/store/engines.h"

static inline void must_be(struct ctx *cx, bool done, const char *what)
{
    if (done)
        return;
    printf("Bail out! %s: %s %s (%s)\n", what, tap_code(cx), cx->err.message.en ? cx->err.message.en : "",
           cx->err.cause ? cx->err.cause : "");
    exit(1);
}

/* cx->zone is the new zone's. */
static inline struct zone *zone_new(struct ctx *cx, const char *code)
{
    struct zone *z = row_new(cx, &zone_entity);
    z->code = code;
    z->name = code;
    cx->zone = 0;
    must_be(cx, row_save(cx, &zone_entity, z, NULL), "a zone");
    cx->zone = z->head.id;
    return z;
}

static inline struct ctx zone_on(const char *url)
{
    struct ctx cx = work_on(url);
    must_be(&cx, schema_migrate(&cx), "the schema");
    zone_new(&cx, "weinan");
    return cx;
}

#endif
