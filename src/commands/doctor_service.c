/* doctor_service.c — what a server would run with: settings, secrets that others can read, TLS. */
#include "base/date.h"
#include "base/text.h"
#include "commands/command.h"
#include "commands/doctor.h"
#include "commands/serve.h"
#include "http/tls.h"

#include <string.h>
#include <sys/stat.h>

static bool others_read(const char *file, unsigned *ret_mode)
{
    struct stat about;
    bool there = stat(file, &about) == 0;
    *ret_mode = there ? about.st_mode & 0777 : 0;
    return there && about.st_mode & (S_IROTH | S_IWOTH);
}

static void say_readable(struct doctor *d, const char *file, unsigned mode)
{
    say(d, "secrets", BAD,
        SAID(d, "%s 里有密码或密钥，权限却是 %03o，本机其他用户能读",
             "%s holds a secret, but has mode %03o: other users can read it", file, mode),
        SAID(d, "chmod o= %s", "chmod o= %s", file));
}

/* Does any secret stand in the settings file itself? */
static bool file_has_secret(const struct settings *s)
{
    const char *place;
    for (const struct settings_section *const *section = command_sections; *section; section++)
        for (const struct setting *g = (*section)->settings; g->field.type != T_END; g++)
            if (g->field.flags & FIELD_SECRET && !(*section)->many &&
                settings_origin(s, *section, NULL, g->field.name, &place) == FROM_FILE)
                return true;
    return false;
}

static void look_at_settings(struct doctor *d)
{
    const char *file = settings_file(d->set);
    unsigned mode;
    say(d, "settings", GOOD,
        file ? SAID(d, "配置文件 %s 无误", "the settings file %s is fine", file)
             : HELP("没有配置文件，用默认值", "no settings file: defaults"),
        FINE);
    if (file && file_has_secret(d->set) && others_read(file, &mode))
        say_readable(d, file, mode);
}

static void look_at_certificate(struct doctor *d, const struct serve_settings *set)
{
    enum { SOON_DAYS = 21 };
    int64_t ends;
    unsigned mode;
    if (!tls_expiry(d->cx, set->certificate, &ends)) {
        say_failure(d, "certificate", BAD);
        return;
    }
    long long days = (long long)((ends - d->cx->now_ms) / DAY_MS);
    const char *day = instant_iso(d->cx->arena, (struct instant){ends});
    say(d, "certificate",
        ends < d->cx->now_ms ? BAD
        : days < SOON_DAYS   ? WARNING
                             : GOOD,
        SAID(d, "TLS 证书到 %s 为止，还有 %lld 天", "the TLS certificate is valid until %s, %lld more days", day, days),
        days >= SOON_DAYS ? FINE
                          : HELP("换新证书，然后 systemctl reload steward", "renew it, then systemctl reload steward"));
    struct tls *pair = tls_open(d->cx, set->certificate, set->key ? set->key : "");
    if (!pair)
        say_failure(d, "certificate", BAD);
    tls_close(pair);
    if (set->key && others_read(set->key, &mode))
        say_readable(d, set->key, mode);
}

static bool is_here(const char *listen)
{
    return text_starts(listen, "127.") || text_starts(listen, "localhost:") || text_starts(listen, "[::1]:") ||
           !strchr(listen, ':') || listen[0] == ':';
}

void look_at_service(struct doctor *d)
{
    struct serve_settings set;
    settings_take(d->set, &serve_section, &set);
    look_at_settings(d);
    if (set.certificate)
        look_at_certificate(d, &set);
    else if (set.listen && !is_here(set.listen) && !set.proxies)
        say(d, "certificate", set.insecure_http ? WARNING : BAD,
            SAID(d, "在 %s 上用明文 HTTP，同一网络上的人看得到密码",
                 "plain HTTP at %s: whoever is on the network sees passwords", set.listen),
            HELP("设置 serve.certificate 和 serve.key，或放在 nginx 后面并设置 serve.proxies",
                 "set serve.certificate and serve.key, or put it behind nginx and set serve.proxies"));
}
