/* weinan.h — the sample ledger in a fresh zone, imported once for a test. */
#ifndef STEWARD_TESTS_CASES_WEINAN_H
#define STEWARD_TESTS_CASES_WEINAN_H

#include "entities/entities.h"
#include "ledger/ledger.h"
#include "model/rows.h"
#include "model/schema.h"
#include "office/workbook.h"
#include "unit/store/engines.h"

static inline void need(const struct ctx *cx, bool done, const char *what)
{
    if (done)
        return;
    printf("Bail out! %s: %s %s (%s)\n", what, tap_code(cx), cx->err.message.en ? cx->err.message.en : "",
           cx->err.cause ? cx->err.cause : "");
    exit(1);
}

static inline void make_zone(struct ctx *cx, const char *code)
{
    struct zone *z = row_new(cx, &zone_entity);
    z->code = z->name = code;
    need(cx, row_save(cx, &zone_entity, z, NULL), "a zone");
    cx->zone = z->head.id;
}

/* cx->zone is the zone that holds the sample; what it says stands as recorded at cx->now_ms. */
static inline struct ctx with_sample(const char *url)
{
    static const char path[] = "share/samples/weinan-2023.xlsx";
    struct ctx cx = work_on(url);
    struct value bytes;
    struct ledger_result *result;
    need(&cx, schema_migrate(&cx), "the schema");
    need(&cx, file_read(&cx, path, 1 << 24, &bytes), "the sample ledger");
    make_zone(&cx, "weinan");
    struct ledger_import in = {.file_name = path, .bytes = bytes.s, .size = bytes.n, .as_of = date_day(2023, 12, 31)};
    need(&cx, ledger_import(&cx, &in, &result), "the import");
    return cx;
}

#endif
