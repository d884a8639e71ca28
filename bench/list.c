/* list.c — fifty projects of one zone, filtered and sorted, as JSON.
 *
 * Over HTTP against the bare library running the same SQL and writing the columns as they come; and the same list over
 * 1,000 to 1,000,000 projects against itself at 1,000.  BENCH_QUICK=1 leaves out the million.
 */
#include "model/list.h"
#include "base/json.h"
#include "endpoints/app.h"
#include "entities/entities.h"

#include "signed.h"
#include "wire.h"
#include "zone.h"

enum { TURNS = 15, ROUNDS = 15, LISTS = 200, ZONE = 2000 };

static const char target[] =
    "/api/v1/project?zone=bench&sort=-started_on&where=sector%20%3D%20%27%E9%A2%86%E5%9F%9F3%27";
static const struct list_query same_list = {.sort = "-started_on", .where = "sector = '领域3'"};

/* ---- the floor over HTTP ---- */

static const char *database; /* that the bare server's threads open */
static _Thread_local sqlite3_stmt *bare_statement;

static sqlite3_stmt *ready_statement(void)
{
    sqlite3 *db;
    if (bare_statement)
        return bare_statement;
    need(NULL, sqlite3_open_v2(database, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK,
         "the file");
    need(NULL, sqlite3_exec(db, "PRAGMA cache_size = -16000", NULL, NULL, NULL) == SQLITE_OK, "its cache");
    need(NULL, sqlite3_prepare_v2(db, heard.sql[0], -1, &bare_statement, NULL) == SQLITE_OK, heard.sql[0]);
    return bare_statement;
}

static char *put(char *to, const char *text, size_t n)
{
    memcpy(to, text, n);
    return to + n;
}

static char *put_int(char *to, int64_t n)
{
    char digits[20];
    size_t at = sizeof digits;
    uint64_t rest = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
    do
        digits[--at] = (char)('0' + rest % 10);
    while (rest /= 10);
    if (n < 0)
        *to++ = '-';
    return put(to, digits + at, sizeof digits - at);
}

/* The columns as they come, texts unescaped.  Fifty rows fit by far. */
static size_t write_rows(sqlite3_stmt *s, char *out)
{
    char *to = put(out, "[{", 2);
    for (int rows = 0; rows < LIST_LIMIT && sqlite3_step(s) == SQLITE_ROW; rows++)
        for (int i = 0; i < sqlite3_column_count(s); i++) {
            const char *name = sqlite3_column_name(s, i);
            *to++ = '"';
            to = put(to, name, strlen(name));
            to = put(to, "\":", 2);
            if (sqlite3_column_type(s, i) == SQLITE_INTEGER)
                to = put_int(to, sqlite3_column_int64(s, i));
            else if (sqlite3_column_type(s, i) == SQLITE_TEXT) {
                *to++ = '"';
                to = put(to, (const char *)sqlite3_column_text(s, i), (size_t)sqlite3_column_bytes(s, i));
                *to++ = '"';
            } else
                to = put(to, "null", 4);
            to = i + 1 < sqlite3_column_count(s) ? put(to, ",", 1) : put(to, "},{", 3);
        }
    sqlite3_reset(s);
    return (size_t)(to - out);
}

static enum MHD_Result answer_bare(void *arg, struct MHD_Connection *connection, const char *url, const char *method,
                                   const char *version, const char *data, size_t *size, void **state)
{
    static _Thread_local char out[ANSWER_MOST];
    (void)arg, (void)url, (void)method, (void)version, (void)data, (void)size;
    if (!*state) {
        *state = out; /* an answer to the first call would close the connection */
        return MHD_YES;
    }
    size_t n = write_rows(ready_statement(), out);
    struct MHD_Response *response = MHD_create_response_from_buffer(n, out, MHD_RESPMEM_PERSISTENT);
    enum MHD_Result result = MHD_queue_response(connection, 200, response);
    MHD_destroy_response(response);
    return result;
}

static void list_once(struct ctx *cx, const struct list_query *lq)
{
    struct buf out = buf_init(cx->arena);
    struct json j = json_to(&out);
    need(cx, list_json(cx, &project_entity, lq, &j), "the list");
}

static bool over_http(void)
{
    struct place place = place_new();
    zone_make(&place, ZONE, true);
    hear_all();
    struct ctx cx = zone_open(&place);
    hear_no_more();
    heard.count = 0;
    list_once(&cx, &same_list);
    struct app *app =
        app_start(&cx, &(struct app_options){.db = place.file, .workers = WORKERS, .now_ms = cx.now_ms, .quiet = true});
    need(&cx, app && heard.count == 1, "the server, and one statement");
    const char *who = bearer_as(&cx, "bench", "office");
    need(&cx, who, "somebody who asks");
    database = place.file;
    struct MHD_Daemon *bare = bare_server(answer_bare, NULL);
    struct wires wires = {wire_get(app_port(app), target, who, 200), wire_get(bare_port(bare), "/", "", 200)};
    bool good = claim("fifty projects as JSON over HTTP", "/s", measure_pair(TURNS, ask_ours, ask_floor, &wires),
                      BAR_AT_LEAST, 0.60, 0);
    app_stop(app);
    MHD_stop_daemon(bare);
    zone_close(&cx);
    place_clear(&place);
    return good;
}

/* ---- the same list over more and more ---- */

struct sizes {
    struct ctx small, large;
};

/* The time that 99 of 100 lists stay under, in milliseconds; every list is of another sector than the one before. */
static double slowest(struct ctx *cx)
{
    double times[LISTS];
    struct arena_mark mark = arena_mark(cx->arena);
    for (int i = 0; i < LISTS; i++) {
        struct list_query lq = same_list;
        lq.where = arena_printf(cx->arena, "sector = '领域%d'", i % 8);
        double begun = now();
        list_once(cx, &lq);
        times[i] = (now() - begun) * 1e3;
        arena_reset(cx->arena, mark);
    }
    return quantile(times, LISTS, 0.99);
}

static double slowest_large(void *sizes)
{
    return slowest(&((struct sizes *)sizes)->large);
}

static double slowest_small(void *sizes)
{
    return slowest(&((struct sizes *)sizes)->small);
}

static bool over_more(void)
{
    static const long counts[] = {10000, 100000, 1000000};
    bool good = true;
    struct place small = place_new();
    zone_make(&small, 1000, false);
    for (size_t i = 0; i < sizeof counts / sizeof *counts - is_quick(); i++) {
        struct place large = place_new();
        char name[64];
        zone_make(&large, counts[i], false);
        struct sizes sizes = {zone_open(&small), zone_open(&large)};
        snprintf(name, sizeof name, "p99 of the list over %ld", counts[i]);
        good =
            claim(name, "ms", measure_pair(ROUNDS, slowest_large, slowest_small, &sizes), BAR_AT_MOST, 1.3, 0) && good;
        zone_close(&sizes.small);
        zone_close(&sizes.large);
        place_clear(&large);
    }
    place_clear(&small);
    return good;
}

int main(void)
{
    bool good = over_http();
    return !(over_more() && good);
}
