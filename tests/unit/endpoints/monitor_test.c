/* monitor_test.c — health and numbers: what they say, to whom, and that Prometheus can read every line. */
#include "base/text.h"
#include "served.h"
#include "tap.h"

/* ---- the text format 0.0.4, line by line ---- */

enum { NAMES = 200, SERIES = 4000 };

struct checker {
    struct arena *arena;
    const char *family, *kind; /* of the latest # TYPE */
    const char *families[NAMES], *series[SERIES];
    int family_count, series_count, samples;
    const char *le_of; /* the labels, but le, of the buckets that come one after another */
    long long bucket;
    const char *fault; /* the first; NULL: none */
};

static void no(struct checker *c, const char *why, const char *line)
{
    if (!c->fault)
        c->fault = arena_printf(c->arena, "%s: %s", why, line);
}

static size_t name_length(const char *s, bool colon)
{
    size_t n = strspn(s, colon ? "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:"
                               : "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
    return *s >= '0' && *s <= '9' ? 0 : n;
}

/* "# HELP name words" or "# TYPE name kind". */
static void check_head(struct checker *c, const char *line)
{
    const char *name = line + 7;
    size_t n = name_length(name, true);
    bool type = strncmp(line, "# TYPE ", 7) == 0;
    if ((!type && strncmp(line, "# HELP ", 7) != 0) || n == 0 || name[n] != ' ')
        return no(c, "neither HELP nor TYPE", line);
    if (!type)
        return;
    c->family = arena_strndup(c->arena, name, n);
    c->kind = name + n + 1;
    if (strcmp(c->kind, "counter") != 0 && strcmp(c->kind, "gauge") != 0 && strcmp(c->kind, "histogram") != 0)
        no(c, "no such kind", line);
    for (int i = 0; i < c->family_count; i++)
        if (strcmp(c->families[i], c->family) == 0)
            no(c, "a family comes twice", line);
    c->families[c->family_count++] = c->family;
    if (strcmp(c->kind, "counter") == 0 && (n < 6 || strcmp(c->family + n - 6, "_total") != 0))
        no(c, "a counter ends in _total", line);
}

/* {a="b",…}: returns what follows; *ret_le: the value of le. */
static const char *check_labels(struct checker *c, const char *s, const char **ret_le, struct buf *ret_rest)
{
    const char *line = s;
    for (s++; *s != '}'; s += *s == ',') {
        size_t n = name_length(s, false), size;
        const char *value = s + n + 2;
        if (n == 0 || s[n] != '=' || s[n + 1] != '"') {
            no(c, "bad label", line);
            return "";
        }
        for (size = 0; value[size] && value[size] != '"'; size++)
            size += value[size] == '\\';
        if (!value[size] || !text_is_utf8(value, size)) {
            no(c, "bad label value", line);
            return "";
        }
        if (n == 2 && strncmp(s, "le", 2) == 0)
            *ret_le = arena_strndup(c->arena, value, size);
        else
            buf_add(ret_rest, s, n + size + 3);
        s = value + size + 1;
        if (*s != ',' && *s != '}')
            no(c, "bad end of label", line);
    }
    return s + 1;
}

static void check_bucket(struct checker *c, const char *suffix, const char *labels, const char *le, double value,
                         const char *line)
{
    if (strcmp(suffix, "_bucket") == 0) {
        if (!le)
            no(c, "a bucket without le", line);
        if (!c->le_of || strcmp(c->le_of, labels) != 0)
            c->bucket = 0;
        if (value < (double)c->bucket)
            no(c, "buckets do not grow", line);
        c->bucket = (long long)value;
        c->le_of = labels;
    } else if (strcmp(suffix, "_count") == 0 && (!text_equal(c->le_of, labels) || value != (double)c->bucket))
        no(c, "the count is not the last bucket", line);
    else if (strcmp(suffix, "_count") != 0 && strcmp(suffix, "_sum") != 0)
        no(c, "not of a histogram", line);
}

static void check_sample(struct checker *c, const char *line)
{
    size_t n = name_length(line, true), family = c->family ? strlen(c->family) : 0;
    const char *s = line + n, *le = NULL, *suffix = line + family;
    struct buf labels = buf_init(c->arena);
    if (n == 0 || !family || strncmp(line, c->family, family) != 0)
        return no(c, "a sample outside its family", line);
    if (*s == '{')
        s = check_labels(c, s, &le, &labels);
    char *end;
    double value = *s == ' ' ? strtod(s + 1, &end) : -1;
    if (*s != ' ' || end == s + 1 || *end || value < 0)
        return no(c, "no value", line);
    suffix = arena_strndup(c->arena, suffix, n - family);
    if (strcmp(c->kind, "histogram") == 0)
        check_bucket(c, suffix, labels.data, le, value, line);
    else if (*suffix)
        no(c, "a sample of another name", line);
    const char *series = arena_strndup(c->arena, line, (size_t)(s - line));
    for (int i = 0; i < c->series_count; i++)
        if (strcmp(c->series[i], series) == 0)
            no(c, "a series comes twice", line);
    if (c->series_count < SERIES)
        c->series[c->series_count++] = series;
    c->samples++;
}

/* What is wrong with the text; NULL: nothing. */
static const char *check_text(struct arena *a, const char *text, int *ret_samples)
{
    struct checker *c = ARENA_NEW(a, struct checker);
    c->arena = a;
    if (!text[0] || text[strlen(text) - 1] != '\n')
        no(c, "the last line does not end", "");
    for (char **line = text_split(a, text, '\n'); *line; line++)
        **line == '#' ? check_head(c, *line) : check_sample(c, *line);
    *ret_samples = c->samples;
    return c->fault;
}

static void checker_itself(struct arena *a)
{
    static const char *const wrong[] = {
        "a 1",                                                 /* no end */
        "a 1\n",                                               /* no type */
        "# TYPE a gauge\nb 1\n",                               /* another family */
        "# TYPE a gauge\na one\n",                             /* no number */
        "# TYPE a gauge\na{x=1} 1\n",                          /* no quotes */
        "# TYPE a gauge\na{x=\"1} 1\n",                        /* no end of quotes */
        "# TYPE a gauge\na 1\na 2\n",                          /* twice */
        "# TYPE a gauge\na 1\n# TYPE a gauge\na{x=\"1\"} 2\n", /* family twice */
        "# TYPE a counter\na 1\n",                             /* name */
        "# TYPE a summary_of\na 1\n",                          /* kind */
        "# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 1\n",
        "# TYPE a histogram\na_bucket{le=\"1\"} 1\na_bucket{le=\"+Inf\"} 2\na_sum 1\na_count 1\n",
        "# TYPE a histogram\na 1\n",
    };
    int n;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        OK(check_text(a, wrong[i], &n), "the checker finds fault %zu", i + 1);
    EQ_TEXT(check_text(a, "# HELP a b c\n# TYPE a gauge\na{x=\"\\\"}\",y=\"2\"} 1.5\na 2\n", &n), NULL);
    EQ_INT(n, 2);
}

/* ---- the server ---- */

static void numbers(struct served *s)
{
    struct arena *a = s->cx.arena;
    int samples;
    ask(a, s->port, "GET", "/api/v1/project?zone=weinan", "", NULL);
    ask(a, s->port, "GET", "/api/v1/nothing", "", NULL);
    struct reply r = ask(a, s->port, "GET", "/metrics", "", NULL);
    EQ_INT(r.status, 200);
    EQ_TEXT(answer_header(a, &r, "Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
    EQ_TEXT(check_text(a, r.body, &samples), NULL);
    OK(samples > 25, "%d samples", samples);
    static const char *const told[] = {
        "steward_build_info{version=\"",
        "\nsteward_http_answers_total{status=\"4xx\"} ",
        "\nsteward_http_connections ",
        "\nsteward_jobs{state=\"waiting\"} 0",
        "\nsteward_db_size_bytes ",
        "\nsteward_process_cpu_seconds_total ",
        "\nsteward_http_requests_total{method=\"GET\",route=\"/api/v1/{entity}\",status=\""};
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        OK(text_has(r.body, told[i]), "tells of %s", told[i] + (*told[i] == '\n'));
    OK(!text_has(r.body, "steward_db_size_bytes 0\n"), "the database has a size");
}

static void health(struct served *s)
{
    struct reply r = ask(s->cx.arena, s->port, "GET", "/livez", "", NULL);
    EQ_INT(r.status, 200);
    r = ask(s->cx.arena, s->port, "GET", "/healthz", "", NULL);
    EQ_INT(r.status, 200);
    OK(text_starts(r.body, "{\"status\":\"ok\",\"checks\":[{\"check\":\"database\",\"state\":\"ok\""), "well");
}

/* Behind a proxy only whoever has the token, from wherever; a disk that can never be free enough is not well. */
static void strict(struct served *s, const char *url)
{
    struct arena *a = s->cx.arena;
    struct app_options o = {.db = url, .workers = 1, .quiet = true, .proxies = "127.0.0.1", .now_ms = s->cx.now_ms};
    o.monitor = (struct monitor_settings){.least_space = INT64_C(1) << 44, .metrics_token = "open sesame"};
    struct app *app = app_start(&s->cx, &o);
    int port = app_port(app);
    static const struct {
        const char *headers;
        int status;
    } cases[] = {
        {"", 200},                               /* nobody between: this machine itself */
        {"X-Forwarded-For: 127.0.0.1\r\n", 403}, /* a proxy here passes it on */
        {"X-Forwarded-For: 192.168.1.7\r\n", 403},
        {"X-Forwarded-For: 192.168.1.7\r\nAuthorization: Bearer open sesame\r\n", 200},
        {"X-Forwarded-For: 192.168.1.7\r\nAuthorization: Bearer open sesam\r\n", 403},
        {"X-Forwarded-For: 192.168.1.7\r\nAuthorization: Bearer open sesamf\r\n", 403},
        {"X-Forwarded-For: 192.168.1.7\r\nAuthorization: Bearer \r\n", 403},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        EQ_INT(ask(a, port, "GET", "/metrics", cases[i].headers, NULL).status, cases[i].status);
    struct reply r = ask(a, port, "GET", "/healthz", "X-Forwarded-For: 192.168.1.7\r\n", NULL);
    if (db_engine(s->cx.db) == DB_SQLITE) {
        EQ_INT(r.status, 503);
        OK(text_has(r.body, "\"check\":\"disk\",\"state\":\"bad\"") && text_has(r.body, "MiB left"), "says why: %s",
           r.body);
        OK(!text_has(r.body, url), "and names no path");
    } else
        EQ_INT(r.status, 200);
    EQ_INT(ask(a, port, "GET", "/livez", "", NULL).status, 200);
    app_stop(app);
}

static struct reply health_with(struct ctx *cx, const char *url, struct monitor_settings monitor)
{
    struct app *app = app_start(
        cx, &(struct app_options){.db = url, .workers = 1, .quiet = true, .now_ms = cx->now_ms, .monitor = monitor});
    struct reply r = ask(cx->arena, app_port(app), "GET", "/healthz", "", NULL);
    app_stop(app);
    return r;
}

static void backups(struct served *s, const char *url)
{
    struct ctx *cx = &s->cx;
    const struct monitor_settings daily = {.oldest_backup = DAY_MS};
    struct reply r = health_with(cx, url, daily);
    OK(r.status == 503 && text_has(r.body, "there is no backup yet"), "no backup: %d %s", r.status, r.body);
    EQ_INT(health_with(cx, url, (struct monitor_settings){0}).status, 200);
    struct backup_run *b = row_new(cx, &backup_run_entity);
    b->started_at.ms = cx->now_ms - 3 * HOUR_MS;
    b->outcome = "done";
    b->file = "/backups/a";
    need(cx, row_save(cx, &backup_run_entity, b, NULL), "a backup");
    r = health_with(cx, url, daily);
    OK(r.status == 200 && text_has(r.body, "3 hours old"), "a fresh one: %d %s", r.status, r.body);
    r = health_with(cx, url, (struct monitor_settings){.oldest_backup = 2 * HOUR_MS});
    OK(r.status == 503 && !text_has(r.body, "/backups"), "an old one: %d", r.status);
    r = ask(cx->arena, s->port, "GET", "/metrics", "", NULL);
    OK(text_has(r.body, arena_printf(cx->arena, "\nsteward_backup_last_timestamp_seconds %lld\n",
                                     (long long)(b->started_at.ms / 1000))),
       "when it was is measured");
}

static int64_t number_of(const char *text, const char *name)
{
    const char *at = strstr(text, name);
    return at ? strtoll(at + strlen(name), NULL, 10) : -1;
}

static void writes(struct served *s)
{
    struct ctx *cx = &s->cx;
    static const char done[] = "\nsteward_db_transactions_total ", failed[] = "\nsteward_db_transactions_failed_total ";
    struct reply before = ask(cx->arena, s->port, "GET", "/metrics", "", NULL);
    must(cx, "CREATE TABLE counted (id BIGINT PRIMARY KEY)");
    for (int i = 0; i < 5; i++) {
        need(cx, db_begin(cx) && db_exec(cx, "INSERT INTO counted VALUES ($1)", &(struct value){VALUE_INT, i}, 1, NULL),
             "a row");
        if (i < 3)
            need(cx, db_commit(cx), "a commit");
        else
            db_rollback(cx);
    }
    need(cx, db_snapshot(cx) && db_commit(cx), "a snapshot");
    struct reply after = ask(cx->arena, s->port, "GET", "/metrics", "", NULL);
    OK(number_of(after.body, done) - number_of(before.body, done) >= 3, "commits are counted");
    EQ_INT(number_of(after.body, failed) - number_of(before.body, failed), 2);
    OK(text_has(after.body, "\nsteward_db_write_wait_seconds_total "), "and the wait for them");
}

static void test_all(const char *url)
{
    struct served s = serve(url, false);
    numbers(&s);
    health(&s);
    strict(&s, url);
    backups(&s, url);
    writes(&s);
    served_end(&s);
}

int main(void)
{
    struct ctx cx = tap_ctx();
    checker_itself(cx.arena);
    tap_ctx_free(&cx);
    on_each_engine(test_all);
    return tap_done();
}
