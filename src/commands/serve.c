/* serve.c — steward serve: the web application and the API, until it is told to stop. */
#include "base/log.h"
#include "base/text.h"
#include "commands/workplace.h"
#include "endpoints/app.h"
#include "metric/metric.h"
#include "model/schema.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct option serve_options[] = {
    {"listen",
     "ADDRESS:PORT",
     {"监听的本机地址，默认 127.0.0.1:8080；端口 0 由系统选",
      "address of this machine to listen at, 127.0.0.1:8080 by default; port 0: any free one"}},
    {"workers", "N", {"同时处理多少个请求", "how many requests are worked on at a time"}},
    {"map-tiles",
     "URL",
     {"地图瓦片的地址，如 https://tiles.example.org/{z}/{x}/{y}.png；默认取环境变量 "
      "STEWARD_MAP_TILES，没有则地图只画边界和项目",
      "address of map tiles, such as https://tiles.example.org/{z}/{x}/{y}.png; by default the environment's "
      "STEWARD_MAP_TILES, without it maps show outlines and projects only"}},
    {"quiet", NULL, {"不为每个请求写日志", "no log line per request"}},
    {0},
};

/* A whole number from `least` to `most`, and nothing else. */
static bool read_number(const char *text, long least, long most, int *ret_number)
{
    char *end;
    long n = strtol(text, &end, 10);
    *ret_number = (int)n;
    return *text >= '0' && *text <= '9' && !*end && n >= least && n <= most;
}

/* "127.0.0.1:8080", "[::1]:0", ":9000", "9000". */
static bool read_listen(struct ctx *cx, const char *text, struct app_options *o)
{
    const char *colon = strrchr(text, ':'), *port = colon ? colon + 1 : text;
    size_t n = colon ? (size_t)(colon - text) : 0;
    bool bracketed = n > 2 && text[0] == '[' && text[n - 1] == ']';
    if (!read_number(port, 0, 65535, &o->port) || (!bracketed && memchr(text, ':', n)))
        return fail(cx, ERR_USAGE, "CMD-05", "listen", "--listen 要写成 127.0.0.1:8080 或 [::1]:8080，而不是“%s”",
                    "--listen takes an address such as 127.0.0.1:8080 or [::1]:8080, not \"%s\"", text);
    if (n)
        o->address = bracketed ? arena_strndup(cx->arena, text + 1, n - 2) : arena_strndup(cx->arena, text, n);
    return true;
}

static bool read_options(struct ctx *cx, struct arguments *args, struct app_options *ret_options)
{
    const char *listen = argument_option(args, "listen"), *workers = argument_option(args, "workers"),
               *tiles = argument_option(args, "map-tiles");
    *ret_options =
        (struct app_options){.db = argument_db(args), .port = 8080, .quiet = argument_option(args, "quiet") != NULL};
    ret_options->map_tiles = tiles ? tiles : getenv("STEWARD_MAP_TILES");
    if (text_is_empty(ret_options->map_tiles))
        ret_options->map_tiles = NULL;
    if (workers && !read_number(workers, 1, 512, &ret_options->workers))
        return fail(cx, ERR_USAGE, "CMD-05", "workers", "--workers 要是 1 到 512 的整数",
                    "--workers takes a whole number from 1 to 512");
    return !listen || read_listen(cx, listen, ret_options);
}

/* The database must be there; one of an older program is brought up to date, and that is said. */
static bool ready_database(struct ctx *cx, const char *db)
{
    cx->db = db_open(cx, db, DB_EXISTING);
    if (!cx->db)
        return false;
    if (!schema_check(cx)) {
        if (strcmp(cx->err.code, "SCH-01") != 0)
            return false;
        err_clear(cx);
        if (!schema_migrate(cx))
            return false;
        fputs(cx->lang == LANG_ZH ? "数据库结构已更新到当前版本\n"
                                  : "the database was brought up to the current schema\n",
              stderr);
    }
    bool sound = entity_audit(cx) && metric_audit(cx);
    db_close(cx->db);
    cx->db = NULL;
    return sound;
}

/* Until SIGINT or SIGTERM; they were blocked before any thread began. */
static void wait_for_signal(const sigset_t *stop)
{
    int number = 0;
    sigwait(stop, &number);
    struct log_line l = log_begin(LEVEL_INFO, "stopping");
    log_int(&l, "signal", number);
    log_end(&l);
}

static bool run(struct ctx *cx, struct arguments *args)
{
    struct app_options options;
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGINT);
    sigaddset(&stop, SIGTERM);
    if (!read_options(cx, args, &options) || !ready_database(cx, options.db))
        return false;
    pthread_sigmask(SIG_BLOCK, &stop, NULL);
    struct app *app = app_start(cx, &options);
    if (!app)
        return false;
    const char *address = options.address ? options.address : "127.0.0.1";
    printf(strchr(address, ':') ? "http://[%s]:%d/\n" : "http://%s:%d/\n", address, app_port(app));
    fflush(stdout);
    wait_for_signal(&stop);
    app_stop(app);
    return true;
}

const struct command serve_command = {
    .name = "serve",
    .label = {"启动网页应用和接口", "Serve the web application and the API"},
    .usage = "--db DB [--listen ADDRESS:PORT] [--workers N] [--map-tiles URL] [--quiet]",
    .help = {"就绪后在标准输出印出一行地址；Ctrl-C 或 SIGTERM "
             "停止：处理完手上的请求，撤销未完的导入。\n目前没有登录，所以只接受本机的连接。\n例：\n  steward --db "
             "data/steward.db serve --listen 127.0.0.1:8080",
             "Prints one line with the address when ready; Ctrl-C or SIGTERM stops it: requests under way are "
             "finished, imports are undone.\nNobody signs in yet, so only this machine "
             "may connect.\nExample:\n  steward --db data/steward.db serve --listen 127.0.0.1:8080"},
    .options = serve_options,
    .needs_db = true,
    .run = run,
};
