/* monitor.c — looks at what the server needs, and tells what it measures of itself. */
#include "endpoints/monitor.h"

#include "base/disk.h"
#include "base/text.h"
#include "base/version.h"
#include "endpoints/background.h"
#include "endpoints/endpoint.h"
#include "endpoints/exposition.h"
#include "endpoints/traffic.h"

#include <openssl/crypto.h>
#include <string.h>
#include <sys/resource.h>

/* clang-format off */
static const struct setting monitor_settings[] = {
    {{.name = "least_space", FIELD_AT(T_INT, struct monitor_settings, least_space), .min = 0, .max = INT64_C(1) << 44,
      .label = {"数据库所在磁盘至少要剩多少", "Least free space on the database's disk"},
      .help = {"少于它时 /healthz 答 503；0 为不看", "below it /healthz answers 503; 0: it is not looked at"}}, UNIT_SIZE},
    {{.name = "oldest_backup", FIELD_AT(T_INT, struct monitor_settings, oldest_backup), .min = 0, .max = 365 * DAY_MS,
      .label = {"最近一次备份最多多旧", "How old the latest backup may be"},
      .help = {"超过它（或还没有备份）/healthz 答 503，如 2d；0 为不看",
               "beyond it, or while there is none, /healthz answers 503; such as 2d; 0: it is not looked at"}}, UNIT_DURATION},
    {{.name = "metrics_token", FIELD_AT(T_TEXT, struct monitor_settings, metrics_token), .max = 200, .flags = FIELD_SECRET,
      .label = {"读取 /metrics 的口令", "Token for reading /metrics"},
      .help = {"以 Authorization: Bearer 发送；没有它时只有本机能读",
               "sent as Authorization: Bearer; without it only this machine may read them"}}},
    {{.type = T_END}},
};
/* clang-format on */

const struct settings_section monitor_section = {
    .name = "monitor",
    .label = {"监控", "Monitoring"},
    .settings = monitor_settings,
    .size = sizeof(struct monitor_settings),
    .standard = &(const struct monitor_settings){.least_space = 200 << 20},
};

static bool is_file(const struct app *app)
{
    return !text_starts(app->db, "postgresql://") && !text_starts(app->db, "postgres://");
}

/* ---- health ---- */

/* A failure here is the answer, not the request's. */
static struct health_check look_at_database(struct ctx *cx)
{
    struct value one;
    if (db_revive(cx) && db_scalar(cx, "SELECT CAST(1 AS BIGINT)", NULL, 0, &one))
        return (struct health_check){"database", true, {"数据库应答正常", "the database answers"}};
    err_clear(cx);
    return (struct health_check){"database", false, {"数据库没有应答", "the database does not answer"}};
}

static struct health_check look_at_disk(struct ctx *cx, const struct app *app)
{
    enum { MIB = 1 << 20 };
    int64_t free, least = app->monitor.least_space;
    if (!disk_free(app->db, &free))
        return (struct health_check){
            "disk", false, {"看不到数据库所在的磁盘", "the database's disk cannot be looked at"}};
    bool well = free >= least;
    long long left = free / MIB, wanted = least / MIB;
    return (struct health_check){
        "disk",
        well,
        {arena_printf(cx->arena, "磁盘还有 %lld MiB，至少要 %lld MiB", left, wanted),
         arena_printf(cx->arena, "%lld MiB left, at least %lld MiB are needed", left, wanted)}};
}

/* When the latest backup that succeeded began, ms since 1970; null when there is none. */
static bool latest_backup(struct ctx *cx, struct value *ret)
{
    return db_scalar(cx, "SELECT MAX(started_at) FROM backup_run WHERE outcome = 'done'", NULL, 0, ret);
}

static struct health_check look_at_backup(struct ctx *cx, int64_t oldest)
{
    struct value last;
    bool known = latest_backup(cx, &last) && last.kind == VALUE_INT;
    err_clear(cx);
    if (!known)
        return (struct health_check){"backup", false, {"还没有备份", "there is no backup yet"}};
    long long hours = (cx->now_ms - last.i) / HOUR_MS;
    return (struct health_check){"backup",
                                 cx->now_ms - last.i <= oldest,
                                 {arena_printf(cx->arena, "最近一次备份在 %lld 小时前", hours),
                                  arena_printf(cx->arena, "the latest backup is %lld hours old", hours)}};
}

int health_look(struct ctx *cx, const struct app *app, struct health_check checks[HEALTH_CHECKS_MOST], bool *ret_well)
{
    int n = 0;
    checks[n++] = look_at_database(cx);
    if (app->monitor.least_space > 0 && is_file(app))
        checks[n++] = look_at_disk(cx, app);
    if (app->monitor.oldest_backup > 0 && checks[0].well)
        checks[n++] = look_at_backup(cx, app->monitor.oldest_backup);
    *ret_well = true;
    for (int i = 0; i < n; i++)
        *ret_well = *ret_well && checks[i].well;
    return n;
}

/* ---- who may read the numbers ---- */

static bool has_token(const struct request *rq, const char *token)
{
    const char *sent = request_header(rq, "Authorization");
    size_t n = token ? strlen(token) : 0;
    return n && sent && strncasecmp(sent, "Bearer ", 7) == 0 && strlen(sent + 7) == n &&
           CRYPTO_memcmp(sent + 7, token, n) == 0;
}

/* Straight from this machine: what a proxy passes on may come from anywhere, also when nobody said that it is one. */
static bool is_from_here(const struct request *rq)
{
    const char *client = request_client(rq);
    return !request_header(rq, "X-Forwarded-For") &&
           (!client || text_starts(client, "127.") || strcmp(client, "::1") == 0);
}

bool need_monitor(struct request *rq)
{
    return is_from_here(rq) || has_token(rq, app_of(rq)->monitor.metrics_token) ||
           fail(rq->cx, ERR_DENIED, "OPS-01", NULL,
                "运行指标只有本机能读；其他机器要带设置 monitor.metrics_token 的口令",
                "only this machine may read the metrics; others need the token of the setting monitor.metrics_token");
}

/* ---- numbers ---- */

static void put_build(struct buf *out, const struct ctx *cx)
{
    expose_head(out, "build_info", "gauge", "Version and engine; always 1.");
    expose(out, "build_info",
           arena_printf(out->arena, "version=\"%s\",engine=\"%s\"", STEWARD_VERSION,
                        db_engine(cx->db) == DB_SQLITE ? "sqlite" : "postgres"),
           1);
}

static void put_http(struct buf *out, const struct app *app)
{
    struct http_counts c;
    http_count(app->http, &c);
    expose_head(out, "http_answers_total", "counter", "Answers by class of status, static files and refusals too.");
    for (int i = 2; i < HTTP_CLASSES; i++)
        expose(out, "http_answers_total", arena_printf(out->arena, "status=\"%dxx\"", i), c.answers[i]);
    expose_one(out, "http_sent_bytes_total", "counter", "Bytes of answers' bodies, as they left.", c.bytes);
    expose_one(out, "http_connections", "gauge", "Open connections.", c.connections);
    expose_one(out, "http_requests_under_way", "gauge", "Requests between their first header and their last byte.",
               c.under_way);
    expose_one(out, "http_streams", "gauge", "Open event streams.", c.streams);
    expose_one(out, "http_workers", "gauge", "Threads that answer requests.", c.workers);
}

static void put_jobs(struct buf *out, const struct app *app)
{
    struct job_counts c;
    jobs_count(app->jobs, &c);
    expose_head(out, "jobs", "gauge", "Background jobs by state.");
    expose(out, "jobs", "state=\"waiting\"", c.waiting);
    expose(out, "jobs", "state=\"running\"", c.running);
    expose(out, "jobs", "state=\"kept\"", c.kept);
}

static void put_writes(struct buf *out, const struct ctx *cx)
{
    struct db_counts c;
    db_count(&c);
    expose_one(out, "db_transactions_total", "counter", "Transactions that were committed.", c.committed);
    expose_one(out, "db_transactions_failed_total", "counter", "Transactions that were rolled back.", c.failed);
    expose_head(out, "db_write_wait_seconds_total", "counter",
                "How long writers waited for their turn, for work they shared, and for the disk.");
    expose_seconds(out, "db_write_wait_seconds_total", NULL, c.wait_us);
    if (db_engine(cx->db) == DB_SQLITE)
        expose_one(out, "db_flushes_total", "counter", "Commits to the disk; transactions share them.", c.flushes);
}

static bool put_backup(struct buf *out, struct ctx *cx)
{
    struct value last;
    if (!latest_backup(cx, &last))
        return false;
    if (last.kind == VALUE_INT)
        expose_one(out, "backup_last_timestamp_seconds", "gauge",
                   "When the latest backup that succeeded began, in seconds since 1970.", last.i / 1000);
    return true;
}

static bool put_database(struct buf *out, struct ctx *cx, const struct app *app)
{
    struct value size = value_int(0);
    int64_t free;
    if (is_file(app)) {
        const char *wal = arena_printf(cx->arena, "%s-wal", app->db);
        size.i = file_bytes(app->db);
        expose_one(out, "db_wal_bytes", "gauge", "Bytes of SQLite's write-ahead log.", file_bytes(wal));
        if (disk_free(app->db, &free))
            expose_one(out, "disk_free_bytes", "gauge", "Bytes free beside the database.", free);
    } else if (!db_scalar(cx, "SELECT pg_database_size(current_database())", NULL, 0, &size))
        return false;
    expose_one(out, "db_size_bytes", "gauge", "Bytes of the database.", size.i);
    return true;
}

/* Of the whole process, under the names that Prometheus' own libraries use after the prefix. */
static void put_process(struct buf *out)
{
    struct rusage used;
    if (getrusage(RUSAGE_SELF, &used) != 0)
        return;
    int64_t user = (int64_t)used.ru_utime.tv_sec * 1000000 + used.ru_utime.tv_usec,
            system = (int64_t)used.ru_stime.tv_sec * 1000000 + used.ru_stime.tv_usec;
    expose_head(out, "process_cpu_seconds_total", "counter", "Processor time used.");
    expose_seconds(out, "process_cpu_seconds_total", NULL, user + system);
    expose_one(out, "process_peak_memory_bytes", "gauge", "Most memory held at any time.",
               (int64_t)used.ru_maxrss * 1024);
}

bool monitor_text(struct ctx *cx, const struct app *app, struct buf *out)
{
    put_build(out, cx);
    traffic_text(app->traffic, app->routes, out);
    put_http(out, app);
    put_jobs(out, app);
    put_process(out);
    put_writes(out, cx);
    return put_backup(out, cx) && put_database(out, cx, app);
}
