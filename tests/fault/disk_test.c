/* disk_test.c — the disk fails at each place where it can: a read, write, flush, truncation or opening, once or from then
 * on; it is full; the power is cut.  Each time the database is opened again, and everything acknowledged must be there.
 */
#include "faulty_vfs.h"
#include "scratch.h"

static void fails_everywhere(int64_t zone, const char *name, enum operation operation, enum manner manner, bool share,
                             long quick)
{
    const long stride = fault_stride(quick);
    long tried = 0, refused = 0, n = fault_first(stride);
    char problem[200] = "";
    for (;; n += stride) {
        struct workload w;
        scratch_copy();
        strike_at((struct strike){operation, manner, n}, scratch_file);
        scratch_work(zone, share, &w);
        bool struck = faulty.struck;
        strike_no_more();
        if (!scratch_look(zone, &w, problem))
            break;
        if (!struck) {
            OK(w.refused == 0, "untouched, it all works");
            break;
        }
        tried++;
        refused += w.refused;
    }
    OK(!*problem, "%s%s: %ld places, %ld changes refused%s%.0ld %s", name, share ? ", commits shared" : "", tried,
       refused, *problem ? "; wrong at " : "", *problem ? n : 0, problem);
}

/* ---- several at once, whose commits are shared ---- */

enum { SAVERS = 4, SAVES = 12 };

struct saver {
    pthread_t thread;
    int64_t zone;
    int slot;
    struct workload done;
};

static void *save_on(void *saver)
{
    struct saver *s = saver;
    struct ctx cx = tap_ctx();
    cx.db = db_open(&cx, scratch_file, DB_EXISTING);
    cx.zone = s->zone;
    cx.actor = "tester";
    if (cx.db)
        db_share_commits(cx.db);
    for (int i = 0; i < SAVES && cx.db; i++)
        apply(&cx, (struct change){&s->done, {s->slot}, 1, {{0}}}, s->done.slots[s->slot].id ? change_all : make_all);
    db_close(cx.db);
    tap_ctx_free(&cx);
    return NULL;
}

static void fails_for_several(int64_t zone, const char *name, enum operation operation, enum manner manner, long quick)
{
    static const int slots[SAVERS] = {0, 3, 4, 5};
    const long stride = fault_stride(quick);
    long tried = 0, n = fault_first(stride);
    int acknowledged = 0, refused = 0;
    char problem[200] = "";
    for (bool struck = true; struck && !*problem; n += stride) {
        struct saver savers[SAVERS];
        scratch_copy();
        strike_at((struct strike){operation, manner, n}, scratch_file);
        for (int i = 0; i < SAVERS; i++) {
            savers[i] = (struct saver){.zone = zone, .slot = slots[i]};
            pthread_create(&savers[i].thread, NULL, save_on, &savers[i]);
        }
        for (int i = 0; i < SAVERS; i++)
            pthread_join(savers[i].thread, NULL);
        struck = faulty.struck;
        strike_no_more();
        for (int i = 0; i < SAVERS && !*problem; i++) {
            scratch_look(zone, &savers[i].done, problem);
            acknowledged += savers[i].done.acknowledged;
            refused += savers[i].done.refused;
        }
        tried += struck;
    }
    OK(!*problem, "%s, several save at once: %ld places, %d changes acknowledged, %d refused%s%.0ld %s", name, tried,
       acknowledged, refused, *problem ? "; wrong at " : "", *problem ? n - stride : 0, problem);
}

int main(void)
{
    faulty_register();
    int64_t zone = scratch_make();
    for (int share = 0; share < 2; share++) {
        fails_everywhere(zone, "a write fails once", OPERATION_WRITE, ONCE, share, 7);
        fails_everywhere(zone, "writes fail for ever", OPERATION_WRITE, FOR_EVER, share, 11);
        fails_everywhere(zone, "the disk is full once", OPERATION_WRITE, FULL_ONCE, share, 11);
        fails_everywhere(zone, "the disk is full for ever", OPERATION_WRITE, FULL_FOR_EVER, share, 11);
        fails_everywhere(zone, "a flush fails once", OPERATION_SYNC, ONCE, share, 1);
        fails_everywhere(zone, "flushes fail for ever", OPERATION_SYNC, FOR_EVER, share, 1);
        fails_everywhere(zone, "a read fails once", OPERATION_READ, ONCE, share, 13);
        fails_everywhere(zone, "reads fail for ever", OPERATION_READ, FOR_EVER, share, 17);
        fails_everywhere(zone, "a truncation fails once", OPERATION_TRUNCATE, ONCE, share, 1);
        fails_everywhere(zone, "truncations fail for ever", OPERATION_TRUNCATE, FOR_EVER, share, 1);
        fails_everywhere(zone, "an opening fails once", OPERATION_OPEN, ONCE, share, 1);
        fails_everywhere(zone, "openings fail for ever", OPERATION_OPEN, FOR_EVER, share, 1);
        fails_everywhere(zone, "the power is cut at a write", OPERATION_WRITE, POWER_CUT, share, 5);
        fails_everywhere(zone, "the power is cut at a flush", OPERATION_SYNC, POWER_CUT, share, 1);
    }
    fails_for_several(zone, "a flush fails once", OPERATION_SYNC, ONCE, 3);
    fails_for_several(zone, "a write fails once", OPERATION_WRITE, ONCE, 41);
    fails_for_several(zone, "the disk is full for ever", OPERATION_WRITE, FULL_FOR_EVER, 61);
    fails_for_several(zone, "the power is cut at a write", OPERATION_WRITE, POWER_CUT, 41);
    scratch_end();
    return tap_done();
}
