/* commit.c — durable changes by 64 clients at once, each a transaction of its own with its checks, its history and its
 * audit; against one writer that stores the same rows and does nothing else, 64 changes to a transaction.
 *
 * Both write with synchronous FULL, on databases of the same contents: a project's progress is told anew, the old row
 * moves to the history, a record goes to the audit (with three hashes in ours; of the same length in the floor's), and
 * the zone's revision is raised.
 */
#include "entities/entities.h"
#include "model/rows.h"

#include "zone.h"

#include <pthread.h>
#include <stdatomic.h>

enum { CLIENTS = 64, PROJECTS = 2048, TURNS = 13, TURN_MS = 400, BATCH = 64 };

static const double bar = 0.60;

struct work {
    struct place ours, floor;
    struct client *clients;
    double ends; /* of the turn */
};

/* Each client has projects of its own, and changes one after another. */
static int64_t project_of(long client, long n)
{
    return 1 + client * (PROJECTS / CLIENTS) + n % (PROJECTS / CLIENTS);
}

/* ---- ours ---- */

struct client {
    pthread_t thread;
    struct ctx cx;
    const struct work *work;
    long number;
    long told, changes; /* in all; in this turn */
};

/* What the answer to a PATCH does in its transaction. */
static bool tell_progress(struct ctx *cx, void *client)
{
    struct client *c = client;
    const struct project *old = row_load(cx, &project_entity, project_of(c->number, c->told));
    struct project *p = old ? row_copy(cx, &project_entity, old) : NULL;
    struct findings findings = findings_new(cx);
    bool changed = false;
    if (!p)
        return false;
    p->image_progress = arena_printf(cx->arena, "主体施工至%ld层", c->told);
    return row_check(cx, &project_entity, p, old, &findings) && row_save_over(cx, &project_entity, p, old, &changed) &&
           changed;
}

static void *change_on(void *client)
{
    struct client *c = client;
    struct ctx *cx = &c->cx;
    for (c->changes = 0; now() < c->work->ends; c->changes++, c->told++) {
        struct arena_mark mark = arena_mark(cx->arena);
        cx->now_ms++;
        need(cx, db_transaction(cx, tell_progress, c), "a change");
        arena_reset(cx->arena, mark);
    }
    return NULL;
}

static void clients_open(struct work *w)
{
    w->clients = calloc(CLIENTS, sizeof *w->clients);
    for (int i = 0; i < CLIENTS; i++) {
        struct client *c = &w->clients[i];
        *c = (struct client){.cx = zone_open(&w->ours), .work = w, .number = i};
        c->cx.actor = "reporter";
        db_share_commits(c->cx.db);
    }
}

static double changes_together(void *work)
{
    struct work *w = work;
    double begun = now();
    long changes = 0;
    w->ends = begun + TURN_MS / 1000.0;
    for (int i = 0; i < CLIENTS; i++)
        pthread_create(&w->clients[i].thread, NULL, change_on, &w->clients[i]);
    for (int i = 0; i < CLIENTS; i++) {
        pthread_join(w->clients[i].thread, NULL);
        changes += w->clients[i].changes;
    }
    return (double)changes / (now() - begun);
}

/* ---- the floor ---- */

static sqlite3_stmt *prepared(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
        fprintf(stderr, "bench: %s: %s\n", sql, sqlite3_errmsg(db));
    need(NULL, s, sql);
    return s;
}

/* Every column of a table, by name. */
static const char *columns_of(sqlite3 *db, const char *table)
{
    static char names[4000];
    sqlite3_stmt *s = prepared(db, "SELECT group_concat(name) FROM pragma_table_info(?)");
    sqlite3_bind_text(s, 1, table, -1, SQLITE_STATIC);
    need(NULL, sqlite3_step(s) == SQLITE_ROW, table);
    snprintf(names, sizeof names, "%s", (const char *)sqlite3_column_text(s, 0));
    sqlite3_finalize(s);
    return names;
}

static void step(sqlite3_stmt *s)
{
    need(NULL, sqlite3_step(s) == SQLITE_DONE, sqlite3_sql(s));
    sqlite3_reset(s);
}

static double changes_alone(void *work)
{
    struct work *w = work;
    sqlite3 *db;
    char keep[9000], text[80];
    need(NULL, sqlite3_open(w->floor.file, &db) == SQLITE_OK, "the file");
    plain_sql(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16000");
    const char *columns = columns_of(db, "project");
    snprintf(keep, sizeof keep,
             "INSERT INTO project_history (%s, ended_at, ended_by, deleted) SELECT %s, ?2, 'reporter', 0 FROM project"
             " WHERE zone = 1 AND id = ?1",
             columns, columns);
    sqlite3_stmt *begin = prepared(db, "BEGIN IMMEDIATE"), *commit = prepared(db, "COMMIT"),
                 *history = prepared(db, keep),
                 *change = prepared(db, "UPDATE project SET version = version + 1, updated_at = ?2,"
                                        " updated_by = 'reporter', image_progress = ?3 WHERE zone = 1 AND id = ?1"),
                 *record =
                     prepared(db, "INSERT INTO audit_record (zone, id, version, created_at, created_by, updated_at,"
                                  " updated_by, way, act, entity, row_id, row_version, outcome, content, previous,"
                                  " hash) VALUES (1, (SELECT COALESCE(MAX(id), 0) + 1 FROM audit_record WHERE"
                                  " zone = 1), 1, ?2, 'reporter', ?2, 'reporter', 'program', 'update', 'project',"
                                  " ?1, ?2, 'done', ?3, ?3, ?3)"),
                 *revise = prepared(db, "INSERT INTO counter (zone, entity, next) VALUES (1, '*', 1)"
                                        " ON CONFLICT (zone, entity) DO UPDATE SET next = next + 1");
    static const char hash[] = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";
    static long n;
    long changes = 0;
    const double begun = now(), ends = begun + TURN_MS / 1000.0;
    while (now() < ends) {
        step(begin);
        for (int i = 0; i < BATCH; i++, n++, changes++) {
            const int64_t project = project_of(n % CLIENTS, n / CLIENTS), moment = 1703995200000 + n;
            snprintf(text, sizeof text, "主体施工至%ld层", n);
            sqlite3_bind_int64(history, 1, project);
            sqlite3_bind_int64(history, 2, moment);
            sqlite3_bind_int64(change, 1, project);
            sqlite3_bind_int64(change, 2, moment);
            sqlite3_bind_text(change, 3, text, -1, SQLITE_STATIC);
            sqlite3_bind_int64(record, 1, project);
            sqlite3_bind_int64(record, 2, moment);
            sqlite3_bind_text(record, 3, hash, -1, SQLITE_STATIC);
            step(history);
            step(change);
            step(record);
            step(revise);
        }
        step(commit);
    }
    double seconds = now() - begun;
    sqlite3_stmt *all[] = {begin, commit, history, change, record, revise};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        sqlite3_finalize(all[i]);
    sqlite3_close(db);
    return (double)changes / seconds;
}

int main(void)
{
    struct work w = {.ours = place_new(), .floor = place_new()};
    zone_make(&w.ours, PROJECTS, false);
    zone_make(&w.floor, PROJECTS, false);
    clients_open(&w);
    bool good = claim("durable changes by 64 clients", "/s", measure_pair(TURNS, changes_together, changes_alone, &w),
                      BAR_AT_LEAST, bar, 0);
    for (int i = 0; i < CLIENTS; i++)
        zone_close(&w.clients[i].cx);
    free(w.clients);
    place_clear(&w.ours);
    place_clear(&w.floor);
    return !good;
}
