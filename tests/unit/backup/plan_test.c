/* plan_test.c — when backups are due, and which stay. */
#include "backup/plan.h"

#include "base/date.h"
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int64_t at(const char *iso)
{
    struct instant t = {0};
    OK(instant_parse_iso(iso, &t), "%s", iso);
    return t.ms;
}

static void test_due(struct ctx *cx)
{
    struct backup_plan daily = {.folder = "/backups", .at = 150}, often = {.folder = "/backups", .every = 6 * HOUR_MS};
    int64_t noon = at("2026-03-02T12:00:00+08:00"), night = at("2026-03-02T01:00:00+08:00"),
            today = at("2026-03-02T02:30:00+08:00"), tomorrow = at("2026-03-03T02:30:00+08:00");
    EQ_INT(backup_plan_next(&daily, 0, noon), noon);
    EQ_INT(backup_plan_next(&daily, today + 5, noon), tomorrow);
    EQ_INT(backup_plan_next(&daily, today, noon), tomorrow);
    EQ_INT(backup_plan_next(&daily, today - 1, noon), noon);
    EQ_INT(backup_plan_next(&daily, night - 1, night), today);
    EQ_INT(backup_plan_next(&daily, night - 2 * DAY_MS, night), night);
    EQ_INT(backup_plan_next(&often, 0, noon), noon);
    EQ_INT(backup_plan_next(&often, noon - HOUR_MS, noon), noon + 5 * HOUR_MS);
    EQ_INT(backup_plan_next(&often, noon - 7 * HOUR_MS, noon), noon);
    EQ_TEXT(backup_plan_path(cx->arena, &daily, at("2026-03-01T16:04:05Z")), "/backups/steward-20260302-000405.backup");
}

static const char *left(struct ctx *cx, const struct backup_plan *plan, const char *const *names, size_t count)
{
    const char **expired = backup_plan_expired(cx->arena, plan, names, count);
    struct buf out = buf_init(cx->arena);
    for (size_t i = 0; i < count; i++) {
        bool gone = false;
        for (const char **e = expired; *e; e++)
            gone = gone || strcmp(*e, names[i]) == 0;
        if (!gone)
            buf_printf(&out, "%s ", names[i]);
    }
    return out.data;
}

static void test_retention(struct ctx *cx)
{
    static const char *const names[] = {
        "steward-20260302-023000.backup",
        "steward-20260302-120000.backup",
        "steward-20260301-023000.backup",
        "steward-20260228-023000.backup",
        "steward-20260227-023000.backup",
        "steward-20260222-023000.backup",
        "steward-20260131-023000.backup",
        "steward-20260101-023000.backup",
        "steward-20251231-023000.backup",
        "steward-20251230-023000.backup",
        "steward-2026030-0230000.backup",
        "steward-20260303-023000.backup.part-1",
        "my-own.backup",
        "steward-20261399-023000.backup",
    };
    const size_t count = sizeof names / sizeof *names;
    struct backup_plan plan = {.daily = 2, .weekly = 2, .monthly = 3};
#define FOREIGN                                                                                                        \
    "steward-2026030-0230000.backup steward-20260303-023000.backup.part-1 my-own.backup "                              \
    "steward-20261399-023000.backup "
    /* 2 March 2026 is a Monday: the week before ends on 1 March. */
    EQ_TEXT(left(cx, &plan, names, count), "steward-20260302-120000.backup steward-20260301-023000.backup "
                                           "steward-20260228-023000.backup steward-20260131-023000.backup " FOREIGN);
    plan = (struct backup_plan){.daily = 1};
    EQ_TEXT(left(cx, &plan, names, count), "steward-20260302-120000.backup " FOREIGN);
    plan = (struct backup_plan){.daily = 1, .monthly = 100};
    EQ_TEXT(left(cx, &plan, names, count),
            "steward-20260302-120000.backup steward-20260228-023000.backup steward-20260131-023000.backup "
            "steward-20251231-023000.backup " FOREIGN);
    plan = (struct backup_plan){.daily = 1000};
    OK(!*backup_plan_expired(cx->arena, &plan, names, 1), "the only one stays");
    OK(!*backup_plan_expired(cx->arena, &plan, names, 0), "nothing of nothing");
}

static void test_prune(struct ctx *cx)
{
    char folder[] = "/tmp/steward-plan.XXXXXX";
    static const char *const names[] = {"steward-20260302-023000.backup", "steward-20260301-023000.backup", "notes"};
    struct backup_plan plan = {.folder = mkdtemp(folder), .daily = 1};
    int removed;
    for (int i = 0; i < 3; i++) {
        FILE *f = fopen(arena_printf(cx->arena, "%s/%s", folder, names[i]), "w");
        OK(f && fclose(f) == 0, "%s", names[i]);
    }
    const char *half = arena_printf(cx->arena, "%s/steward-20260301-023000.backup.part-7", folder);
    FILE *f = fopen(half, "w");
    OK(f && fclose(f) == 0, "half a backup");
    cx->now_ms = ctx_init(NULL).now_ms;
    bool pruned = backup_plan_prune(cx, &plan, &removed);
    OK(pruned, "pruned: %s", tap_code(cx));
    EQ_INT(removed, 1);
    OK(access(half, F_OK) == 0, "somebody may be writing it");
    cx->now_ms += 2 * DAY_MS;
    pruned = backup_plan_prune(cx, &plan, &removed);
    OK(pruned && removed == 0 && access(half, F_OK) != 0, "a day later nobody is");
    for (int i = 0; i < 3; i++)
        OK((unlink(arena_printf(cx->arena, "%s/%s", folder, names[i])) == 0) == (i != 1), "%s %s", names[i],
           i == 1 ? "went" : "stayed");
    OK(rmdir(folder) == 0, "and nothing else was made");
    OK(!backup_plan_prune(cx, &plan, &removed), "no folder");
    EQ_TEXT(tap_code(cx), "BAK-16");
}

int main(void)
{
    struct ctx cx = tap_ctx();
    test_due(&cx);
    test_retention(&cx);
    test_prune(&cx);
    tap_ctx_free(&cx);
    return tap_done();
}
