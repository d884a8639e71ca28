/* memory_test.c — memory runs out at each place where it is asked for: in SQLite, once or from then on; in the arena of the
 * unit of work.  Each time everything acknowledged must be there, and the rest not at all.
 */
#include "scratch.h"

#include <sqlite3.h>
#include <stdatomic.h>

/* ---- SQLite's memory ---- */

static sqlite3_mem_methods real;
static atomic_long left; /* allocations until one fails; 0: none does */
static atomic_bool for_ever, struck;

static bool fails(void)
{
    long was = atomic_load(&left);
    if (was == 0)
        return false;
    if (was > 1) {
        atomic_store(&left, was - 1);
        return false;
    }
    if (!atomic_load(&for_ever))
        atomic_store(&left, 0);
    atomic_store(&struck, true);
    return true;
}

static void *failing_malloc(int size)
{
    return fails() ? NULL : real.xMalloc(size);
}

static void *failing_realloc(void *old, int size)
{
    return fails() ? NULL : real.xRealloc(old, size);
}

static void memory_register(void)
{
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real);
    sqlite3_mem_methods methods = real;
    methods.xMalloc = failing_malloc;
    methods.xRealloc = failing_realloc;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
}

static bool sqlite_memory_ends(int64_t zone, bool share, long n, bool ever, struct workload *w)
{
    atomic_store(&for_ever, ever);
    atomic_store(&struck, false);
    atomic_store(&left, n);
    scratch_work(zone, share, w);
    atomic_store(&left, 0);
    return atomic_load(&struck);
}

static bool once(int64_t zone, bool share, long n, struct workload *w)
{
    return sqlite_memory_ends(zone, share, n, false, w);
}

static bool ever(int64_t zone, bool share, long n, struct workload *w)
{
    return sqlite_memory_ends(zone, share, n, true, w);
}

/* ---- the arena ---- */

static bool work_inside(struct ctx *cx, void *work)
{
    work_on_slots(cx, work);
    return true;
}

/* Unwinds to here, or, where the commit is shared, to the change that it happened in. */
static bool arena_ends(int64_t zone, bool share, long n, struct workload *w)
{
    struct ctx cx = tap_ctx();
    *w = (struct workload){0};
    cx.db = db_open(&cx, scratch_file, DB_EXISTING);
    cx.zone = zone;
    cx.actor = "tester";
    if (share)
        db_share_commits(cx.db);
    arena_fail_after(cx.arena, n);
    bool unwound = !ctx_run(&cx, work_inside, w);
    arena_fail_after(cx.arena, 0);
    err_clear(&cx);
    arena_clear(cx.arena);
    if (!db_begin(&cx))
        OK(false, "after it, nobody can write: %s", tap_code(&cx));
    db_close(cx.db);
    tap_ctx_free(&cx);
    return unwound || w->refused > 0;
}

/* ---- at every place ---- */

static void ends_everywhere(int64_t zone, const char *name, bool share, long quick,
                            bool (*end)(int64_t zone, bool share, long n, struct workload *w))
{
    const long stride = fault_stride(quick);
    long tried = 0, refused = 0, n = fault_first(stride);
    char problem[200] = "";
    for (;; n += stride) {
        struct workload w;
        scratch_copy();
        bool ended = end(zone, share, n, &w);
        if (!scratch_look(zone, &w, problem) || !ended) {
            if (!ended)
                OK(w.refused == 0 && w.acknowledged == 8, "untouched, it all works");
            break;
        }
        tried++;
        refused += w.refused;
    }
    OK(!*problem, "%s%s: %ld places, %ld changes refused%s%.0ld %s", name, share ? ", commits shared" : "", tried,
       refused, *problem ? "; wrong at " : "", *problem ? n : 0, problem);
}

int main(void)
{
    memory_register();
    int64_t zone = scratch_make();
    for (int share = 0; share < 2; share++) {
        ends_everywhere(zone, "SQLite finds no memory once", share, 307, once);
        ends_everywhere(zone, "SQLite finds no memory any more", share, 503, ever);
        ends_everywhere(zone, "the arena ends", share, 61, arena_ends);
    }
    scratch_end();
    return tap_done();
}
