/* list.c — fifty projects of one zone, filtered and sorted, as JSON.
 *
 * Over HTTP, signed in, each asked for the first time: against the bare library running the same SQL and writing the
 * columns as they come; and over 1,000 to 1,000,000 projects against itself at 1,000.  BENCH_QUICK=1 leaves out the
 * million.
 */
#include "model/list.h"
#include "base/json.h"
#include "endpoints/app.h"
#include "entities/entities.h"

#include "signed.h"
#include "wire.h"
#include "zone.h"

enum { TURNS = 15, ROUNDS = 15, LISTS = 1000, SECTORS = 8, ZONE = 2000 };

static const char target[] =
    "/api/v1/project?zone=bench&sort=-started_on&where=sector%20%3D%20%27%E9%A2%86%E5%9F%9F3%27&as_of=2023-12-28";
static const struct list_query same_list = {
    .sort = "-started_on", .where = "sector = '领域3'", .view = {.as_of = {202312285}}};

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

/* ---- a zone that answers ---- */

struct site {
    struct place place;
    struct ctx cx;
    struct app *app;
    struct wire wire;
    int fd;     /* of one who asks one list after another */
    long asked; /* lists so far */
};

/* Of another sector than the one before, and all eight on a day of 2023 that they were not asked for yet, so that no answer
 * can have been kept: eight for each day of the year are more than are kept. */
static void another_list(char *request, long n)
{
    char *day = strstr(request, "as_of=") + 6; /* 2023-01-01 */
    put_digits(strstr(request, "%27&") - 1, 1, n % SECTORS);
    n /= SECTORS;
    put_digits(day + 5, 2, 1 + n / 28 % 12);
    put_digits(day + 8, 2, 1 + n % 28);
}

static void site_open(struct site *s, long projects)
{
    *s = (struct site){.place = place_new()};
    zone_make(&s->place, projects, false);
    s->cx = zone_open(&s->place);
    s->app = app_start(
        &s->cx, &(struct app_options){.db = s->place.file, .workers = WORKERS, .now_ms = s->cx.now_ms, .quiet = true});
    const char *who = bearer_as(&s->cx, "bench", "office");
    need(&s->cx, s->app && who, "the server, and somebody who asks");
    s->wire = varied(wire_get(app_port(s->app), target, who, 200), another_list);
}

static void site_close(struct site *s)
{
    app_stop(s->app);
    zone_close(&s->cx);
    place_clear(&s->place);
}

/* ---- against the same SQL and a bare writer ---- */

/* The statement that our program runs for a list. */
static void hear_list(const struct place *place)
{
    hear_all();
    struct ctx cx = zone_open(place);
    hear_no_more();
    heard.count = 0;
    struct buf out = buf_init(cx.arena);
    struct json j = json_to(&out);
    need(&cx, list_json(&cx, &project_entity, &same_list, &j) && heard.count == 1, "the list, in one statement");
    zone_close(&cx);
}

static bool over_http(void)
{
    struct site site;
    site_open(&site, ZONE);
    hear_list(&site.place);
    database = site.place.file;
    struct MHD_Daemon *bare = bare_server(answer_bare, NULL);
    struct wires wires = {site.wire, wire_get(bare_port(bare), "/", "", 200)};
    bool good = claim("fifty projects as JSON over HTTP", "/s", measure_pair(TURNS, ask_ours, ask_floor, &wires),
                      BAR_AT_LEAST, 0.60, 0);
    wires.ours.vary = NULL;
    claim("the same, asked again", "/s", measure_pair(TURNS, ask_ours, ask_floor, &wires), BAR_AT_LEAST, 0, 0);
    MHD_stop_daemon(bare);
    site_close(&site);
    return good;
}

/* ---- the same list over more and more ---- */

/* The time that 99 of 100 lists stay under, in milliseconds, for one who asks them one after another.  The first of each sector
 * is not counted: the other zone has had the processor's cache until then. */
static double slowest(struct site *s)
{
    static char in[ANSWER_MOST];
    double times[LISTS];
    for (int i = -SECTORS; i < LISTS; i++) {
        s->wire.vary(s->wire.request, s->asked++);
        double begun = now();
        exchange(s->fd, &s->wire, s->wire.request, in);
        if (i >= 0)
            times[i] = (now() - begun) * 1e3;
    }
    return quantile(times, LISTS, 0.99);
}

struct sites {
    struct site small, large;
};

static double slowest_large(void *sites)
{
    return slowest(&((struct sites *)sites)->large);
}

static double slowest_small(void *sites)
{
    return slowest(&((struct sites *)sites)->small);
}

static struct pair compare(struct sites *s)
{
    s->small.fd = dial(s->small.wire.port); /* one that waits for the large zone to be made is closed */
    s->large.fd = dial(s->large.wire.port);
    struct pair p = measure_pair(ROUNDS, slowest_large, slowest_small, s);
    close(s->small.fd);
    close(s->large.fd);
    return p;
}

static bool over_more(void)
{
    static const long counts[] = {10000, 100000, 1000000};
    bool good = true;
    struct sites sites;
    site_open(&sites.small, 1000);
    for (size_t i = 0; i < sizeof counts / sizeof *counts - is_quick(); i++) {
        char name[64];
        site_open(&sites.large, counts[i]);
        snprintf(name, sizeof name, "p99 of the list over %ld", counts[i]);
        good = claim(name, "ms", compare(&sites), BAR_AT_MOST, 1.3, 0) && good;
        site_close(&sites.large);
    }
    site_close(&sites.small);
    return good;
}

int main(void)
{
    bool good = over_http();
    return !(over_more() && good);
}
