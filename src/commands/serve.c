/* serve.c — steward serve: the web application and the API, until it is told to stop. */
#include "commands/serve.h"
#include "backup/plan.h"
#include "base/log.h"
#include "commands/notify.h"
#include "commands/safekeeping.h"
#include "commands/workplace.h"
#include "endpoints/app.h"
#include "endpoints/federation.h"
#include "jobs/job.h"
#include "metric/metric.h"
#include "model/rights.h"
#include "model/schema.h"
#include "model/trail_settings.h"
#include "people/accounts.h"
#include "people/code_lock.h"

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
    {{.name = "certificate", FIELD_AT(T_TEXT, struct serve_settings, certificate), .max = 1000,
      .label = {"TLS 证书文件（PEM，含中间证书）", "TLS certificate file (PEM, with its chain)"},
      .help = {"设了就用 https；换了文件后 systemctl reload steward（SIGHUP）即生效",
               "when set, https is served; after renewing the file: systemctl reload steward (SIGHUP)"}}},
    {{.name = "key", FIELD_AT(T_TEXT, struct serve_settings, key), .max = 1000,
      .label = {"TLS 密钥文件（PEM）", "TLS key file (PEM)"},
      .help = {"只应由服务的用户读取", "only the server's user should be able to read it"}}},
    {{.name = "hsts", FIELD_AT(T_INT, struct serve_settings, hsts), .min = 0, .max = 730 * DAY_MS,
      .label = {"浏览器记住只用 https 多久（HSTS）", "How long browsers remember to use https only (HSTS)"},
      .help = {"0 为不要求", "0: they are not told"}}, UNIT_DURATION},
    {{.name = "proxies", FIELD_AT(T_TEXT, struct serve_settings, proxies), .max = 1000,
      .label = {"可信的反向代理地址", "Addresses of trusted reverse proxies"},
      .help = {"如 127.0.0.1 10.0.0.0/8，用空格隔开；只相信它们给的 X-Forwarded-For 和 X-Forwarded-Proto",
               "such as 127.0.0.1 10.0.0.0/8, separated by spaces; X-Forwarded-For and X-Forwarded-Proto are believed "
               "from these only"}}},
    {{.name = "hosts", FIELD_AT(T_TEXT, struct serve_settings, hosts), .max = 1000,
      .label = {"本服务的域名", "Names of this server"},
      .help = {"如 steward.example.org，用空格隔开；设了就只接受这些名字和 localhost",
               "such as steward.example.org, separated by spaces; when set, only these and localhost are answered"}}},
    {{.name = "insecure_http", FIELD_AT(T_BOOL, struct serve_settings, insecure_http),
      .label = {"允许在网络上用明文 HTTP", "Allow plain HTTP on the network"},
      .help = {"密码和数据会被同一网络上的人看到；只在可信的隔离网络里用",
               "whoever is on the network sees passwords and data; for trusted, isolated networks only"}}},
    {{.name = "workers", FIELD_AT(T_INT, struct serve_settings, workers), .min = 0, .max = 512,
      .label = {"同时处理多少个请求", "How many requests are worked on at a time"},
      .help = {"0 为处理器个数的两倍，至少 8", "0: twice the processors, at least 8"}}},
    {{.name = "connections", FIELD_AT(T_INT, struct serve_settings, connections), .min = 16, .max = 1000000,
      .label = {"最多同时打开多少个连接", "How many connections may be open"},
      .help = {"系统给的文件描述符不够时会更少（systemd 的 LimitNOFILE）",
               "fewer when the system gives fewer file descriptors (LimitNOFILE of systemd)"}}},
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
    .standard = &(const struct serve_settings){.listen = "127.0.0.1:8080", .hsts = 180 * DAY_MS, .connections = 12000},
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

/* Where else people may sign in, as the settings say. */
static bool read_federation(struct ctx *cx, const struct settings *s, const struct federation **ret_federation)
{
    struct federation *f = ARENA_NEW(cx->arena, struct federation);
    const char *const *names = settings_names(s, &oidc_section);
    size_t count = 0;
    while (names[count])
        count++;
    struct oidc_provider *providers = arena_array(cx->arena, count + 1, sizeof *providers);
    settings_take(s, &ldap_section, &f->ldap);
    for (size_t i = 0; i < count; i++) {
        providers[i].name = names[i];
        settings_take_named(s, &oidc_section, names[i], &providers[i].settings);
        const struct oidc_settings *o = &providers[i].settings;
        if (!o->issuer || !o->client_id || !o->zone)
            return settings_fail(cx, s, &oidc_section,
                                 !o->issuer      ? "issuer"
                                 : !o->client_id ? "client_id"
                                                 : "zone",
                                 "CMD-07", "[oidc.%1$s] 必须给出 issuer、client_id 和 zone",
                                 "[oidc.%1$s] must give issuer, client_id and zone", names[i]);
    }
    f->providers = providers;
    f->count = count;
    *ret_federation = f;
    return true;
}

static bool read_options(struct ctx *cx, struct arguments *args, struct app_options *ret_options,
                         struct people_settings *people)
{
    struct serve_settings set;
    struct log_settings log;
    struct backup_plan *backup = ARENA_NEW(cx->arena, struct backup_plan);
    const struct settings *s = argument_settings(cx, args);
    if (!s)
        return false;
    settings_take(s, &serve_section, &set);
    struct audit_settings *audit = ARENA_NEW(cx->arena, struct audit_settings);
    *audit = audit_settings_of(cx->arena, s, argument_db(args));
    settings_take(s, &backup_section, backup);
    const struct beside *beside =
        database_beside(cx, s, argument_db(args), backup->passphrase != NULL || backup->key_file != NULL);
    if (!beside)
        return false;
    settings_take(s, &people_section, people);
    *ret_options = (struct app_options){
        .db = argument_db(args),
        .proxies = set.proxies,
        .hosts = set.hosts,
        .certificate = set.certificate,
        .key = set.key,
        .hsts_seconds = (int)(set.hsts / SECOND_MS),
        .insecure = set.insecure_http,
        .periodic = true,
        .workers = (int)set.workers,
        .connections = (int)set.connections,
        .backup = backup,
        .beside = beside,
        .map_tiles = set.map_tiles,
        .audit = audit,
        .people = people,
        .quiet = set.quiet,
    };
    settings_take(s, &log_section, &log);
    log_set_up(&log);
    settings_take(s, &monitor_section, &ret_options->monitor);
    return read_federation(cx, s, &ret_options->federation) &&
           read_listen(cx, s, set.listen ? set.listen : "", ret_options);
}

static void say_first(struct ctx *cx, const char *zone, const char *login, const char *password)
{
    fprintf(stderr,
            cx->lang == LANG_ZH ? "园区 %1$s 还没有用户，已建 %2$s，一次性密码：%3$s\n"
                                : "zone %1$s had no users; made %2$s, password to be used once: %3$s\n",
            zone, login, password);
}

/* The key that locks the secrets of one-time codes is there from the first start on, and they are locked by it. */
static bool lock_codes(struct ctx *cx, const char *db, struct people_settings *people)
{
    int64_t foreign = 0;
    const char *path = code_key_path(cx->arena, people, db);
    if (!code_lock_open(cx, path, true, people) || (path && !code_lock_all(cx, people)) ||
        !code_lock_foreign(cx, people, &foreign))
        return false;
    if (path && !foreign)
        return true;
    struct log_line l = log_begin(LEVEL_WARN, foreign ? "codes_locked_by_another_key" : "codes_not_locked");
    log_int(&l, "people", foreign);
    log_text(&l, "key", path);
    log_text(&l, "setting", "people.code_key");
    log_end(&l);
    return true;
}

/* The database must be there; one of an older program is brought up to date, and that is said. */
static bool ready_database(struct ctx *cx, const char *db, struct people_settings *people)
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
    bool sound = entity_audit(cx) && metric_audit(cx) && rights_audit(cx) && zone_jobs_audit(cx) &&
                 accounts_first(cx, people, say_first) && lock_codes(cx, db, people);
    db_close(cx->db);
    cx->db = NULL;
    return sound;
}

/* A renewed certificate is taken; one that is no good is not, and the log says why. */
static void reload(struct ctx *cx, struct app *app)
{
    bool done = app_reload(cx, app);
    struct log_line l = log_begin(done ? LEVEL_INFO : LEVEL_ERROR, "reload");
    if (!done)
        log_err(&l, &cx->err);
    log_end(&l);
    err_clear(cx);
}

/* Until SIGINT or SIGTERM; they were blocked before any thread began. */
static void wait_for_signal(struct ctx *cx, struct app *app, const sigset_t *signals)
{
    int number = 0;
    while (sigwait(signals, &number) == 0 && number == SIGHUP)
        reload(cx, app);
    struct log_line l = log_begin(LEVEL_INFO, "stopping");
    log_int(&l, "signal", number);
    log_end(&l);
}

static bool run(struct ctx *cx, struct arguments *args)
{
    struct app_options options;
    struct people_settings people;
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGHUP);
    if (!read_options(cx, args, &options, &people) || !ready_database(cx, options.db, &people))
        return false;
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    struct app *app = app_start(cx, &options);
    if (!app)
        return false;
    const char *address = options.address ? options.address : "127.0.0.1";
    printf(strchr(address, ':') ? "%s://[%s]:%d/\n" : "%s://%s:%d/\n", options.certificate ? "https" : "http", address,
           app_port(app));
    fflush(stdout);
    notify_manager("READY=1");
    wait_for_signal(cx, app, &signals);
    notify_manager("STOPPING=1");
    app_stop(app);
    return true;
}

const struct command serve_command = {
    .name = "serve",
    .label = {"启动网页应用和接口", "Serve the web application and the API"},
    .usage = "--db DB [--listen ADDRESS:PORT] [--certificate FILE --key FILE] [--proxies LIST] …",
    .help = {"就绪后在标准输出印出一行地址；Ctrl-C 或 SIGTERM "
             "停止：处理完手上的请求，撤销未完的导入。SIGHUP 重读证书。\n要让别的机器访问，请启用 "
             "TLS（--certificate、--key），或放在 nginx 后面（--proxies）。\n例：\n  steward --db "
             "data/steward.db serve --listen 127.0.0.1:8080",
             "Prints one line with the address when ready; Ctrl-C or SIGTERM stops it: requests under way are "
             "finished, imports are undone. SIGHUP reads the certificate again.\nFor other machines, use TLS "
             "(--certificate, --key), or put it behind nginx (--proxies).\nExample:\n  steward --db data/steward.db "
             "serve --listen 127.0.0.1:8080"},
    .settings = &serve_section,
    .needs_db = true,
    .run = run,
};
