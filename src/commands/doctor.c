/* doctor.c — steward doctor: is everything here that the program needs, and is the database well? */
#include "commands/doctor.h"

#include "base/date.h"
#include "base/json.h"
#include "base/version.h"
#include "commands/workplace.h"
#include "office/docx.h"

#include <jansson.h>
#include <libpq-fe.h>
#include <microhttpd.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/timex.h>
#include <time.h>
#include <zlib.h>

static const struct option doctor_options[] = {
    {"json", NULL, {"输出 JSON", "print JSON"}},
    {0},
};

void say(struct doctor *d, const char *check, enum verdict verdict, struct label said, struct label remedy)
{
    if (d->count < FINDINGS_MOST)
        d->findings[d->count++] = (struct found){check, verdict, said, remedy};
}

void say_failure(struct doctor *d, const char *check, enum verdict verdict)
{
    const struct err err = d->cx->err;
    err_clear(d->cx);
    say(d, check, verdict,
        SAID(d, "%4$s%5$s%1$s [%3$s]%2$.0s", "%4$s%5$s%2$s [%3$s]%1$.0s", label_in(err.message, LANG_ZH),
             label_in(err.message, LANG_EN), err.code, err.path ? err.path : "", err.path ? ": " : ""),
        FINE);
}

/* ---- the program and the machine ---- */

static void look_at_versions(struct doctor *d)
{
    int pq = PQlibVersion();
    static const char all[] = "steward %s · SQLite %s · libpq %d.%d · libmicrohttpd %s · jansson %s · zlib %s";
    say(d, "versions", GOOD,
        SAID(d, all, all, STEWARD_VERSION, sqlite3_libversion(), pq / 10000, pq % 10000, MHD_get_version(),
             JANSSON_VERSION, zlibVersion()),
        FINE);
}

/* Dates are Beijing time whatever the machine says; a machine elsewhere shows other times in its own logs.  A clock
 * that nobody sets drifts, and with it sign-in codes and the order of history. */
static void look_at_clock(struct doctor *d)
{
    struct tm local;
    struct timex kept = {.modes = 0};
    time_t now = (time_t)(d->cx->now_ms / 1000);
    localtime_r(&now, &local);
    const char *beijing = instant_iso(d->cx->arena, (struct instant){d->cx->now_ms});
    if (local.tm_year + 1900 < 2023)
        say(d, "clock", BAD, SAID(d, "时钟不对：%s", "the clock is wrong: %s", beijing),
            HELP("校时：timedatectl set-ntp true", "set it: timedatectl set-ntp true"));
    else if (local.tm_gmtoff != 8 * 60 * 60)
        say(d, "clock", WARNING,
            SAID(d, "北京时间 %s；本机时区是 %s，日期仍按北京时间",
                 "Beijing time %s; this machine is in %s, dates go by Beijing time all the same", beijing,
                 local.tm_zone),
            HELP("如要一致：timedatectl set-timezone Asia/Shanghai",
                 "to have both the same: timedatectl set-timezone Asia/Shanghai"));
    else
        say(d, "clock", GOOD, SAID(d, "%s", "%s", beijing), FINE);
    if (adjtimex(&kept) == TIME_ERROR)
        say(d, "clock", WARNING, HELP("时钟没有与时间服务器同步", "the clock is not kept by a time server"),
            HELP("timedatectl set-ntp true；内网请配置本单位的时间服务器",
                 "timedatectl set-ntp true; on an inner network name its time server"));
}

static void look_at_libreoffice(struct doctor *d)
{
    static const char body[] = "<body><p>豆</p></body>";
    struct ctx *cx = d->cx;
    struct buf docx = buf_init(cx->arena), pdf = buf_init(cx->arena);
    if (docx_build(cx, body, &docx) && office_to_pdf(cx, "doctor.docx", docx.data, docx.length, &pdf))
        say(d, "libreoffice", GOOD, HELP("可用：能读 .xls 和 .ods，能出 PDF", "works: reads .xls and .ods, makes PDF"),
            FINE);
    else
        say_failure(d, "libreoffice", WARNING);
}

/* The first line that a program prints; "" when it cannot run. */
static const char *first_line(struct arena *a, const char *command)
{
    char line[512] = "";
    FILE *f = popen(command, "re");
    if (!f)
        return "";
    if (!fgets(line, sizeof line, f))
        line[0] = '\0';
    line[strcspn(line, "\n")] = '\0';
    return pclose(f) == 0 ? arena_strdup(a, line) : "";
}

/* Documents name the official fonts; where they are opened or turned into PDF some Chinese font must stand in. */
static void look_at_fonts(struct doctor *d)
{
    const char *font = first_line(d->cx->arena, "fc-list :lang=zh family 2>/dev/null");
    if (*font)
        say(d, "fonts", GOOD, SAID(d, "有中文字体，如 %s", "Chinese fonts are here, such as %s", font), FINE);
    else
        say(d, "fonts", WARNING,
            HELP("没有中文字体：PDF 里的汉字会显示为方框", "no Chinese font: PDFs would show boxes"),
            HELP("apt install fonts-noto-cjk", "apt install fonts-noto-cjk"));
}

/* ---- telling ---- */

static enum verdict worst(const struct doctor *d)
{
    enum verdict v = GOOD;
    for (int i = 0; i < d->count; i++)
        v = d->findings[i].verdict > v ? d->findings[i].verdict : v;
    return v;
}

static void print_text(const struct doctor *d)
{
    static const struct label marks[] = {{"正常", "ok"}, {"注意", "note"}, {"故障", "BAD"}};
    for (int i = 0; i < d->count; i++) {
        const struct found *f = &d->findings[i];
        printf("%-4s  %-12s  %s\n", label_in(marks[f->verdict], d->cx->lang), f->check, label_in(f->said, d->cx->lang));
        if (f->remedy.zh)
            printf("      %-12s  → %s\n", "", label_in(f->remedy, d->cx->lang));
    }
}

static void print_json(const struct doctor *d)
{
    static const char *const names[] = {"ok", "warning", "bad"};
    struct buf out = buf_init(d->cx->arena);
    struct json j = json_to(&out);
    json_object_begin(&j);
    json_put_bool(&j, "ok", worst(d) != BAD);
    json_key(&j, "checks");
    json_array_begin(&j);
    for (int i = 0; i < d->count; i++) {
        json_object_begin(&j);
        json_put_text(&j, "check", d->findings[i].check);
        json_put_text(&j, "state", names[d->findings[i].verdict]);
        json_put_label(&j, "said", d->findings[i].said);
        if (d->findings[i].remedy.zh)
            json_put_label(&j, "remedy", d->findings[i].remedy);
        json_object_end(&j);
    }
    json_array_end(&j);
    json_object_end(&j);
    puts(out.data);
}

static bool run(struct ctx *cx, struct arguments *args)
{
    struct doctor *d = ARENA_NEW(cx->arena, struct doctor);
    *d = (struct doctor){.cx = cx, .db = argument_db(args), .set = argument_settings(cx, args)};
    if (!d->set)
        say_failure(d, "settings", BAD);
    else if (!d->db)
        d->db = settings_database(d->set);
    look_at_versions(d);
    look_at_clock(d);
    look_at_libreoffice(d);
    look_at_fonts(d);
    if (d->set)
        look_at_service(d);
    if (d->db)
        look_at_database(d);
    else
        say(d, "database", WARNING, HELP("没有指定数据库，未检查", "no database was named; it was not looked at"),
            HELP("用 --db，或设置 database.address", "use --db, or the setting database.address"));
    argument_option(args, "json") ? print_json(d) : print_text(d);
    return worst(d) != BAD || fail(cx, ERR_INPUT, "CMD-08", NULL, "发现故障，见上", "something is wrong, see above");
}

const struct command doctor_command = {
    .name = "doctor",
    .label = {"体检：程序、机器和数据库", "See whether program, machine and database are well"},
    .usage = "[--db DB] [--json]",
    .help = {"检查库的版本、时钟、LibreOffice、字体、设置、密码文件的权限、TLS "
             "证书、磁盘、数据库结构和完好、备份，并说怎么办。有故障时退出码 "
             "1；“注意”不算故障。\n例：\n  steward --db data/steward.db doctor",
             "Looks at versions, clock, LibreOffice, fonts, settings, who may read secrets, the TLS certificate, the "
             "disk, schema and "
             "soundness of the database, and backups, and says what would help. Exit "
             "code 1 when something is bad; a note is not.\nExample:\n  steward --db "
             "data/steward.db doctor"},
    .options = doctor_options,
    .run = run,
};
