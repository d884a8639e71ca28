/* postgres_test.c — the PostgreSQL backend is killed at each statement, before it runs or after it has run and before its
 * answer is here.  Each time everything acknowledged must be there, and no transaction by half.
 *
 * The calls of libpq that send something are met here, in the program, before the library's own.
 */
#include "workload.h"

#include <dlfcn.h>
#include <libpq-fe.h>
#include <unistd.h>

enum moment { NEVER, BEFORE, AFTER };

static struct {
    PGconn *killer;
    enum moment moment;
    long n, seen;
    bool struck;
} kill_at;

#define LIBRARY(name) (*(__typeof__(&name))library(#name))

static void *library(const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);
    if (found)
        return found;
    fprintf(stderr, "no %s\n", name);
    abort();
}

static void kill_backend(PGconn *conn)
{
    char kill[80], look[100];
    bool gone = false;
    snprintf(kill, sizeof kill, "SELECT pg_terminate_backend(%d)", PQbackendPID(conn));
    snprintf(look, sizeof look, "SELECT 1 FROM pg_stat_activity WHERE pid = %d", PQbackendPID(conn));
    PQclear(LIBRARY(PQexec)(kill_at.killer, kill));
    for (int i = 0; i < 2000 && !gone; i++) {
        PGresult *r = LIBRARY(PQexec)(kill_at.killer, look);
        gone = PQntuples(r) == 0;
        PQclear(r);
        if (!gone)
            usleep(1000);
    }
}

/* Is this the statement, and the moment? */
static bool strikes(PGconn *conn, enum moment moment)
{
    if (conn == kill_at.killer || kill_at.moment == NEVER)
        return false;
    if (moment == BEFORE)
        kill_at.seen++;
    bool now = kill_at.moment == moment && kill_at.seen == kill_at.n && !kill_at.struck;
    if (now) {
        kill_at.struck = true;
        kill_backend(conn);
    }
    return now;
}

/* What came is lost: the caller gets what a dead connection gives. */
static PGresult *answered(PGconn *conn, PGresult *result)
{
    if (!strikes(conn, AFTER))
        return result;
    PQclear(result);
    return LIBRARY(PQexec)(conn, "SELECT 1");
}

PGresult *PQexec(PGconn *conn, const char *sql)
{
    strikes(conn, BEFORE);
    return answered(conn, LIBRARY(PQexec)(conn, sql));
}

PGresult *PQprepare(PGconn *conn, const char *name, const char *sql, int count, const Oid *types)
{
    strikes(conn, BEFORE);
    return answered(conn, LIBRARY(PQprepare)(conn, name, sql, count, types));
}

/* PQexecPrepared() sends by this too. */
int PQsendQueryPrepared(PGconn *conn, const char *name, int count, const char *const *values, const int *lengths,
                        const int *formats, int format)
{
    strikes(conn, BEFORE);
    int sent = LIBRARY(PQsendQueryPrepared)(conn, name, count, values, lengths, formats, format);
    strikes(conn, AFTER);
    return sent;
}

/* ---- at every statement ---- */

static bool work_in(const char *url, int64_t zone, enum moment moment, long n, struct workload *ret_work)
{
    struct ctx cx = work_on(url);
    cx.zone = zone;
    cx.actor = "tester";
    *ret_work = (struct workload){0};
    kill_at.moment = moment;
    kill_at.n = n;
    kill_at.seen = 0;
    kill_at.struck = false;
    work_on_slots(&cx, ret_work);
    kill_at.moment = NEVER;
    work_done(&cx);
    return kill_at.struck;
}

static void killed_everywhere(struct ctx *cx, const char *url, const char *name, enum moment moment)
{
    const long stride = fault_stride(7);
    long tried = 0, refused = 0, n = fault_first(stride);
    const char *problem = NULL;
    for (; !problem; n += stride) {
        struct workload w;
        struct arena_mark mark = arena_mark(cx->arena);
        char code[40];
        snprintf(code, sizeof code, "zone-%d-%ld", (int)moment, n);
        cx->zone = 0;
        cx->zone = zone_new(cx, code);
        bool struck = work_in(url, cx->zone, moment, n, &w);
        if (!all_is_well(cx, &w, &problem))
            continue;
        if (!struck) {
            OK(w.refused == 0 && w.acknowledged == 8, "untouched, it all works");
            break;
        }
        tried++;
        refused += w.refused;
        arena_reset(cx->arena, mark);
    }
    OK(!problem, "%s: %ld statements, %ld changes refused%s%.0ld %s", name, tried, refused,
       problem ? "; wrong at " : "", problem ? n : 0, problem ? problem : "");
}

static void backends_die(const char *url)
{
    struct ctx cx = work_on(url);
    kill_at.killer = PQconnectdb(getenv("STEWARD_TEST_PG"));
    OK(schema_migrate(&cx), "the schema: %s", tap_code(&cx));
    killed_everywhere(&cx, url, "killed before a statement", BEFORE);
    killed_everywhere(&cx, url, "killed before its answer", AFTER);
    PQfinish(kill_at.killer);
    work_done(&cx);
}

int main(void)
{
    on_postgres(backends_die);
    return tap_done();
}
