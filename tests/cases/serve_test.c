/* serve_test.c — the program as an administrator runs it: migrate, serve, doctor, and what they say when something is off. */
#include "program.h"
#include "unit/http/client.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/un.h>

/* The port that the ready line names; 0 when it is not one. */
static int ready_port(struct ctx *cx, struct run *r)
{
    const char *line = read_text(cx, r->out, true), *colon = strrchr(line, ':');
    OK(strncmp(line, "http://127.0.0.1:", 17) == 0, "one line says where: %s", line);
    return colon ? (int)strtol(colon + 1, NULL, 10) : 0;
}

static void test_missing(struct ctx *cx, const char *db)
{
    struct result r = RUN(cx, "--db", db, "serve", "--listen", "127.0.0.1:0");
    OK(r.code == 1 && strstr(r.err, db) && strstr(r.err, "migrate") && strstr(r.err, "STO-07"),
       "a missing database is refused: %d %s", r.code, r.err);
    EQ_TEXT(r.out, "");
    r = RUN(cx, "--db", db, "doctor");
    OK(r.code == 1 && strstr(r.out, "STO-07"), "doctor says so too: %d", r.code);
    r = RUN(cx, "serve");
    EQ_INT(r.code, 2);
}

static void test_migrate(struct ctx *cx, const char *db)
{
    struct result r = RUN(cx, "--db", db, "migrate");
    OK(r.code == 0 && strstr(r.out, "was brought up"), "migrate makes a database: %s", r.out);
    r = RUN(cx, "--db", db, "migrate");
    OK(r.code == 0 && strstr(r.out, "already"), "once: %s", r.out);
    r = RUN(cx, "--db", db, "migrate", "--check");
    EQ_INT(r.code, 0);
}

static void test_options(struct ctx *cx, const char *db)
{
    static const char *const wrong[] = {"127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:80x", "::1:80", ""};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct result r = RUN(cx, "--db", db, "serve", "--listen", wrong[i]);
        OK(r.code == 2 && strstr(r.err, "CMD-05"), "--listen %s is refused: %d", wrong[i], r.code);
    }
    struct result r = RUN(cx, "--db", db, "serve", "--listen", "0.0.0.0:0");
    OK(r.code == 2 && strstr(r.err, "HTP-03"), "only the loopback is served: %d %s", r.code, r.err);
    r = RUN(cx, "--db", db, "serve", "--workers", "513");
    OK(r.code == 2 && strstr(r.err, "SET-02") && strstr(r.err, "from 0 to 512"), "too many workers: %s", r.err);
    r = RUN(cx, "--db", db, "serve", "--listen", "127.0.0.1:0", "--map-tiles", "https://tiles.example.org/");
    OK(r.code == 2 && strstr(r.err, "MAP-01"), "map tiles without {z}, {x}, {y} are refused: %d %s", r.code, r.err);
}

static void test_serve(struct ctx *cx, const char *db, int stop)
{
    struct run server =
        start((const char *const[]){"--db", db, "serve", "--listen", "127.0.0.1:0", "--workers", "2", NULL});
    int port = ready_port(cx, &server);
    struct reply health = ask(cx->arena, port, "GET", "/healthz", "", NULL);
    EQ_INT(health.status, 200);
    OK(strstr(health.body, "{\"status\":\"ok\",\"checks\":[{\"check\":\"database\",\"state\":\"ok\""), "well: %s",
       health.body);
    struct reply page = ask(cx->arena, port, "GET", "/", "Accept: text/html\r\n", NULL);
    OK(page.status == 200 && strstr(page.body, "<!doctype html>"), "the web application: %d", page.status);
    struct reply traffic = ask(cx->arena, port, "GET", "/metrics", "", NULL);
    OK(strstr(traffic.body, "steward_http_requests_total{method=\"GET\",route=\"/healthz\",status=\"2xx\"} 1\n"),
       "requests are counted");
    OK(strstr(traffic.body, "steward_http_request_seconds_count{method=\"GET\",route=\"/healthz\"} 1\n"), "and timed");
    struct result second = RUN(cx, "--db", db, "serve", "--listen", arena_printf(cx->arena, "127.0.0.1:%d", port));
    OK(second.code == 3 && strstr(second.err, "HTP-01"), "a port that is taken: %d %s", second.code, second.err);
    kill(server.child, stop);
    struct result r = finish(cx, &server);
    EQ_INT(r.code, 0);
    OK(strstr(r.err, "event=stopping") && strstr(r.err, "target=/healthz"), "the log tells of requests and of the end");
}

/* What systemd is told: ready only once requests are answered, stopping before the end. */
static void test_manager(struct ctx *cx, const char *db, const char *dir)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    char said[100] = "";
    snprintf(at.sun_path, sizeof at.sun_path, "%s/notify", dir);
    int manager = socket(AF_UNIX, SOCK_DGRAM, 0);
    struct timeval patience = {.tv_sec = 10};
    OK(bind(manager, (const struct sockaddr *)&at, sizeof at) == 0, "a manager listens");
    setsockopt(manager, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setenv("NOTIFY_SOCKET", at.sun_path, 1);
    struct run server = start((const char *const[]){"--db", db, "serve", "--listen", "127.0.0.1:0", NULL});
    unsetenv("NOTIFY_SOCKET");
    OK(recv(manager, said, sizeof said - 1, 0) == 7 && strcmp(said, "READY=1") == 0, "it hears: %s", said);
    EQ_INT(ask(cx->arena, ready_port(cx, &server), "GET", "/healthz", "", NULL).status, 200);
    kill(server.child, SIGHUP);
    kill(server.child, SIGTERM);
    memset(said, 0, sizeof said);
    OK(recv(manager, said, sizeof said - 1, 0) == 10 && strcmp(said, "STOPPING=1") == 0, "and: %s", said);
    EQ_INT(finish(cx, &server).code, 0);
    close(manager);
    unlink(at.sun_path);
}

static void test_doctor(struct ctx *cx, const char *db)
{
    struct result r = RUN(cx, "--db", db, "doctor", "--json");
    OK(r.code == 0 && strstr(r.out, "\"check\":\"integrity\",\"state\":\"ok\"") &&
           strstr(r.out, "\"check\":\"database\",\"state\":\"ok\""),
       "a sound database: %d %s", r.code, r.out);
    chmod(db, 0644);
    r = RUN(cx, "--db", db, "doctor");
    OK(r.code == 1 && strstr(r.out, "mode 644") && strstr(r.out, "chmod 600"), "a file that others can read: %d",
       r.code);
    chmod(db, 0600);
    r = RUN(cx, "--db", db, "doctor", "--set", "serve.wrokers=3");
    OK(r.code == 1 && strstr(r.out, "SET-01") && strstr(r.out, "did you mean"), "settings that cannot be read: %d",
       r.code);
    r = RUN(cx, "--db", db, "doctor", "--set", "serve.listen=0.0.0.0:80");
    OK(r.code == 1 && strstr(r.out, "plain HTTP at 0.0.0.0:80"), "passwords in the clear");
    r = RUN(cx, "--db", db, "doctor", "--set", "serve.certificate=/nowhere");
    OK(r.code == 1 && strstr(r.out, "HTP-07"), "a certificate that is not there");
    /* A page in the middle of the file overwritten. */
    struct stat st;
    int fd = open(db, O_RDWR);
    char rubbish[8192];
    memset(rubbish, 0x5A, sizeof rubbish);
    OK(fstat(fd, &st) == 0 && pwrite(fd, rubbish, sizeof rubbish, st.st_size / 2 / 4096 * 4096) == sizeof rubbish,
       "the file is damaged");
    close(fd);
    r = RUN(cx, "--db", db, "doctor");
    OK(r.code == 1 && strstr(r.out, "BAD"), "doctor finds it: %d %s", r.code, r.out);
}

static void test_printed(struct ctx *cx)
{
    struct result r = RUN(cx, "openapi");
    OK(r.code == 0 && strstr(r.out, "\"/api/v1/metrics/{name}\""), "openapi prints the document");
    r = RUN(cx, "ddl", "postgres");
    OK(r.code == 0 && strstr(r.out, "CREATE TABLE project ("), "ddl prints the schema");
    r = RUN(cx, "ddl", "oracle");
    EQ_INT(r.code, 2);
    r = RUN(cx, "explain", "project");
    OK(r.code == 0 && strstr(r.out, "total_investment"), "explain tells of an entity");
    r = RUN(cx, "explain", "project.started");
    OK(r.code == 0 && strstr(r.out, "where"), "and of a metric");
    r = RUN(cx, "explain", "elephant");
    EQ_INT(r.code, 1);
}

int main(void)
{
    struct ctx cx = tap_ctx();
    char dir[] = "/tmp/steward-test.XXXXXX";
    if (!mkdtemp(dir))
        return 1;
    const char *db = arena_printf(cx.arena, "%s/a.db", dir);
    test_missing(&cx, db);
    test_migrate(&cx, db);
    test_options(&cx, db);
    test_serve(&cx, db, SIGTERM);
    test_serve(&cx, db, SIGINT);
    test_manager(&cx, db, dir);
    test_printed(&cx);
    test_doctor(&cx, db);
    unlink(db);
    unlink(arena_printf(cx.arena, "%s-wal", db));
    unlink(arena_printf(cx.arena, "%s-shm", db));
    unlink(arena_printf(cx.arena, "%s.seal-key", db));
    unlink(arena_printf(cx.arena, "%s.seals", db));
    unlink(arena_printf(cx.arena, "%s.code-key", db));
    OK(rmdir(dir) == 0, "nothing is left beside the database");
    tap_ctx_free(&cx);
    return tap_done();
}
