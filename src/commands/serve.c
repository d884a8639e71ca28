/* serve.c — steward serve: the web application and the API, until it is told to stop. */
#include "commands/serve.h"
#include "base/log.h"
#include "commands/workplace.h"
#include "endpoints/app.h"
#include "metric/metric.h"
#include "model/schema.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* clang-format off */
static const struct setting serve_settings[] = {
    {{.name = "listen", FIELD_AT(T_TEXT, struct serve_settings, listen), .max = 255,
      .label = {"监听的本机地址和端口", "Address of this machine and port to listen at"},
      .help = {"如 127.0.0.1:8080、[::1]:8080；端口 0 由系统选",
               "such as 127.0.0.1:8080 or [::1]:8080; port 0: any free one"}}},
    {{.name = "workers", FIELD_AT(T_INT, struct serve_settings, workers), .min = 0, .max = 512,
      .label = {"同时处理多少个请求", "How many requests are worked on at a time"},
      .help = {"0 为处理器个数的两倍，至少 8", "0: twice the processors, at least 8"}}},
    {{.name = "map_tiles", FIELD_AT(T_TEXT, struct serve_settings, map_tiles), .max = 1000,
      .label = {"地图瓦片的地址", "Address of map tiles"},
      .help = {"如 https://tiles.example.org/{z}/{x}/{y}.png；没有则地图只画边界和项目",
               "such as https://tiles.example.org/{z}/{x}/{y}.png; without it maps show outlines and projects only"}},
     .environment = "STEWARD_MAP_TILES"},
    {{.name = "quiet", FIELD_AT(T_BOOL, struct serve_settings, quiet),
      .label = {"不为每个请求写日志", "No log line per request"},
      .help = {"故障照样写", "failures are logged all the same"}}},
    {{.type = T_END}},
};
/* clang-format on */

const struct settings_section serve_section = {
    .name = "serve",
    .label = {"服务", "Serving"},
    .settings = serve_settings,
    .size = sizeof(struct serve_settings),
    .standard = &(const struct serve_settings){.listen = "127.0.0.1:8080"},
};

/* "127.0.0.1:8080", "[::1]:0", ":9000", "9000". */
static bool read_listen(struct ctx *cx, const struct settings *s, const char *text, struct app_options *o)
{
    const char *colon = strrchr(text, ':'), *port = colon ? colon + 1 : text;
    size_t n = colon ? (size_t)(colon - text) : 0, digits = strspn(port, "0123456789");
    bool bracketed = n > 2 && text[0] == '[' && text[n - 1] == ']',
         is_port = digits >= 1 && digits <= 5 && !port[digits];
    o->port = is_port ? (int)strtol(port, NULL, 10) : 0;
    if (!is_port || o->port > 65535 || (!bracketed && memchr(text, ':', n)))
        return settings_fail(cx, s, &serve_section, "listen", "CMD-05",
                             "要写成 127.0.0.1:8080 或 [::1]:8080，而不是“%s”",
                             "takes an address such as 127.0.0.1:8080 or [::1]:8080, not \"%s\"", text);
    if (n)
        o->address = bracketed ? arena_strndup(cx->arena, text + 1, n - 2) : arena_strndup(cx->arena, text, n);
    return true;
}

static bool read_options(struct ctx *cx, struct arguments *args, struct app_options *ret_options)
{
    struct serve_settings set;
    const struct settings *s = argument_settings(cx, args);
    if (!s)
        return false;
    settings_take(s, &serve_section, &set);
    *ret_options = (struct app_options){
        .db = argument_db(args),
        .workers = (int)set.workers,
        .map_tiles = set.map_tiles,
        .quiet = set.quiet,
    };
    return read_listen(cx, s, set.listen ? set.listen : "", ret_options);
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
    .settings = &serve_section,
    .needs_db = true,
    .run = run,
};
