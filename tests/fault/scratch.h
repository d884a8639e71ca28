/* scratch.h — a database file made once, copied for each time something goes wrong, worked on, and looked at afterwards. */
#ifndef STEWARD_TESTS_FAULT_SCRATCH_H
#define STEWARD_TESTS_FAULT_SCRATCH_H

#include "workload.h"

#include <sys/stat.h>

static char scratch_dir[] = "/tmp/steward-test.XXXXXX";
static char scratch_base[64], scratch_file[64];

static inline const char *side(const char *of, const char *end)
{
    static char path[80];
    snprintf(path, sizeof path, "%s%s", of, end);
    return path;
}

static inline void scratch_copy(void)
{
    static char *bytes;
    static size_t size;
    struct stat st;
    if (!bytes && stat(scratch_base, &st) == 0) {
        FILE *in = fopen(scratch_base, "rb");
        bytes = malloc((size_t)st.st_size);
        size = fread(bytes, 1, (size_t)st.st_size, in);
        fclose(in);
    }
    FILE *out = fopen(scratch_file, "wb");
    fwrite(bytes, 1, size, out);
    fclose(out);
    unlink(side(scratch_file, "-wal"));
    unlink(side(scratch_file, "-shm"));
}

static inline int64_t scratch_make(void)
{
    if (!mkdtemp(scratch_dir))
        exit(1);
    snprintf(scratch_base, sizeof scratch_base, "%s/base.db", scratch_dir);
    snprintf(scratch_file, sizeof scratch_file, "%s/test.db", scratch_dir);
    struct ctx cx = work_on(scratch_base);
    if (!schema_migrate(&cx))
        OK(false, "the schema: %s", cx.err.cause);
    int64_t zone = zone_new(&cx, "zone");
    work_done(&cx);
    return zone;
}

/* One unit of work after another on one connection, as a worker has it. */
static inline void scratch_work(int64_t zone, bool share, struct workload *ret_work)
{
    struct ctx cx = tap_ctx();
    *ret_work = (struct workload){0};
    cx.db = db_open(&cx, scratch_file, DB_EXISTING);
    if (cx.db) {
        cx.zone = zone;
        cx.actor = "tester";
        if (share)
            db_share_commits(cx.db);
        work_on_slots(&cx, ret_work);
        db_close(cx.db);
    }
    tap_ctx_free(&cx);
}

static inline bool scratch_look(int64_t zone, const struct workload *w, char problem[200])
{
    struct ctx cx = tap_ctx();
    const char *words = NULL;
    cx.db = db_open(&cx, scratch_file, DB_EXISTING);
    cx.zone = zone;
    bool good = cx.db && all_is_well(&cx, w, &words);
    snprintf(problem, 200, "%s", good ? "" : words ? words : cx.err.message.en);
    db_close(cx.db);
    tap_ctx_free(&cx);
    return good;
}

static inline void scratch_end(void)
{
    unlink(scratch_base);
    unlink(scratch_file);
    unlink(side(scratch_file, "-wal"));
    unlink(side(scratch_file, "-shm"));
    OK(rmdir(scratch_dir) == 0, "nothing is left beside the database");
}

#endif
