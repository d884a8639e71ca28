/* doctor.c — steward doctor: is everything here that the program needs, and is the database well? */
#include "base/date.h"
#include "base/json.h"
#include "base/version.h"
#include "commands/workplace.h"
#include "model/schema.h"
#include "office/docx.h"
#include "store/db.h"

#include <errno.h>
#include <jansson.h>
#include <libgen.h>
#include <libpq-fe.h>
#include <microhttpd.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

static const struct option doctor_options[] = {
    {"json", NULL, {"输出 JSON", "print JSON"}},
    {0},
};

enum verdict { GOOD, WARNING, BAD };

struct finding_of {
    const char *check; /* "database": permanent */
    enum verdict verdict;
    struct label said;
};

enum { FINDINGS_MOST = 16 };

struct doctor {
    struct ctx *cx;
    const char *db; /* NULL: none was named */
    struct finding_of findings[FINDINGS_MOST];
    int count;
};

static void say(struct doctor *d, const char *check, enum verdict verdict, const char *zh, const char *en)
{
    if (d->count < FINDINGS_MOST)
        d->findings[d->count++] = (struct finding_of){check, verdict, {zh, en}};
}

#define SAY(d, check, verdict, zh, en, ...)                                                                            \
    say((d), (check), (verdict), arena_printf((d)->cx->arena, (zh), __VA_ARGS__),                                      \
        arena_printf((d)->cx->arena, (en), __VA_ARGS__))

/* What went wrong below, as a finding; the failure is forgotten. */
static void say_failure(struct doctor *d, const char *check, enum verdict verdict)
{
    const struct err err = d->cx->err;
    err_clear(d->cx);
    SAY(d, check, verdict, "%1$s [%3$s]%2$.0s", "%2$s [%3$s]%1$.0s", label_in(err.message, LANG_ZH),
        label_in(err.message, LANG_EN), err.code);
}

/* ---- the program and the machine ---- */

static void look_at_versions(struct doctor *d)
{
    int pq = PQlibVersion();
    SAY(d, "versions", GOOD, "steward %s · SQLite %s · libpq %d.%d · libmicrohttpd %s · jansson %s · zlib %s",
        "steward %s · SQLite %s · libpq %d.%d · libmicrohttpd %s · jansson %s · zlib %s", STEWARD_VERSION,
        sqlite3_libversion(), pq / 10000, pq % 10000, MHD_get_version(), JANSSON_VERSION, zlibVersion());
}

/* Dates are Beijing time whatever the machine says; a machine elsewhere shows other times in its own logs. */
static void look_at_clock(struct doctor *d)
{
    struct tm local;
    time_t now = (time_t)(d->cx->now_ms / 1000);
    localtime_r(&now, &local);
    const char *beijing = instant_iso(d->cx->arena, (struct instant){d->cx->now_ms});
    bool same = local.tm_gmtoff == 8 * 60 * 60, set = local.tm_year + 1900 >= 2023;
    if (!set)
        SAY(d, "clock", BAD, "时钟不对：%s；请校时", "the clock is wrong: %s; set it", beijing);
    else if (!same)
        SAY(d, "clock", WARNING, "北京时间 %s；本机时区是 %s，日期仍按北京时间",
            "Beijing time %s; this machine is in %s, dates go by Beijing time all the same", beijing, local.tm_zone);
    else
        SAY(d, "clock", GOOD, "%s", "%s", beijing);
}

static void look_at_libreoffice(struct doctor *d)
{
    static const char body[] = "<body><p>豆</p></body>";
    struct ctx *cx = d->cx;
    struct buf docx = buf_init(cx->arena), pdf = buf_init(cx->arena);
    if (docx_build(cx, body, &docx) && office_to_pdf(cx, "doctor.docx", docx.data, docx.length, &pdf))
        say(d, "libreoffice", GOOD, "可用：能读 .xls 和 .ods，能出 PDF", "works: reads .xls and .ods, makes PDF");
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
        SAY(d, "fonts", GOOD, "有中文字体，如 %s", "Chinese fonts are here, such as %s", font);
    else
        say(d, "fonts", WARNING, "没有中文字体：PDF 里的汉字会显示为方框；请安装 fonts-noto-cjk",
            "no Chinese font: PDFs would show boxes; install fonts-noto-cjk");
}

/* ---- the database ---- */

static bool is_sqlite(const struct doctor *d)
{
    return db_engine(d->cx->db) == DB_SQLITE;
}

static void look_at_disk(struct doctor *d)
{
    enum { LEAST_MIB = 200 };
    struct statvfs fs;
    const char *folder = dirname(arena_strdup(d->cx->arena, d->db));
    if (statvfs(folder, &fs) != 0) {
        SAY(d, "disk", BAD, "看不到 %s：%s", "cannot look at %s: %s", folder, strerror(errno));
        return;
    }
    long long mib = (long long)(fs.f_bavail * (fs.f_frsize / 1024) / 1024);
    SAY(d, "disk", mib < LEAST_MIB ? BAD : GOOD, "%s 还有 %lld MiB", "%s has %lld MiB left", folder, mib);
    if (access(folder, W_OK) != 0)
        SAY(d, "disk", BAD, "不能写 %s：SQLite 需要在数据库旁建文件",
            "cannot write in %s: SQLite makes files beside the database", folder);
}

/* Every page, index and reference of the file. */
static void check_integrity(struct doctor *d)
{
    struct ctx *cx = d->cx;
    struct value words;
    if (!db_scalar(cx, "PRAGMA integrity_check(1)", NULL, 0, &words)) {
        say_failure(d, "integrity", BAD);
        return;
    }
    struct rows *broken = db_query(cx, "PRAGMA foreign_key_check", NULL, 0);
    if (words.kind != VALUE_TEXT || strcmp(words.s, "ok") != 0)
        SAY(d, "integrity", BAD, "数据库文件有损坏：%s；请停止服务，从备份恢复",
            "the database file is damaged: %s; stop the server and restore a backup",
            words.kind == VALUE_TEXT ? words.s : "?");
    else if (broken && db_next(broken))
        SAY(d, "integrity", BAD, "表 %s 里有引用指向不存在的行", "table %s has a reference to a row that is not there",
            db_text(broken, 0));
    else
        say(d, "integrity", GOOD, "数据库文件完好", "the database file is sound");
    if (broken)
        db_end(broken);
}

static void look_at_database(struct doctor *d)
{
    struct ctx *cx = d->cx;
    struct value zones;
    cx->db = db_open(cx, d->db, DB_EXISTING);
    if (!cx->db) {
        say_failure(d, "database", BAD);
        return;
    }
    if (!schema_check(cx))
        say_failure(d, "schema", BAD);
    else if (!db_scalar(cx, "SELECT COUNT(*) FROM zone", NULL, 0, &zones))
        say_failure(d, "database", BAD);
    else
        SAY(d, "database", GOOD, "%s，结构为当前版本，%lld 个园区", "%s, current schema, %lld zones",
            is_sqlite(d) ? "SQLite" : "PostgreSQL", (long long)zones.i);
    if (is_sqlite(d)) {
        check_integrity(d);
        look_at_disk(d);
    }
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
        const struct finding_of *f = &d->findings[i];
        printf("%-4s  %-12s  %s\n", label_in(marks[f->verdict], d->cx->lang), f->check, label_in(f->said, d->cx->lang));
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
        json_object_end(&j);
    }
    json_array_end(&j);
    json_object_end(&j);
    puts(out.data);
}

static bool run(struct ctx *cx, struct arguments *args)
{
    struct doctor *d = ARENA_NEW(cx->arena, struct doctor);
    *d = (struct doctor){.cx = cx, .db = argument_db(args)};
    look_at_versions(d);
    look_at_clock(d);
    look_at_libreoffice(d);
    look_at_fonts(d);
    if (d->db)
        look_at_database(d);
    else
        say(d, "database", WARNING, "没有用 --db 指定数据库，未检查",
            "no database was named by --db; it was not looked at");
    argument_option(args, "json") ? print_json(d) : print_text(d);
    return worst(d) != BAD || fail(cx, ERR_INPUT, "CMD-08", NULL, "发现故障，见上", "something is wrong, see above");
}

const struct command doctor_command = {
    .name = "doctor",
    .label = {"体检：程序、机器和数据库", "See whether program, machine and database are well"},
    .usage = "[--db DB] [--json]",
    .help = {"检查库的版本、时钟、LibreOffice、字体、磁盘空间、数据库结构和文件完好。有故障时退出码 "
             "1；“注意”不算故障。\n例：\n  steward --db data/steward.db doctor",
             "Looks at versions, clock, LibreOffice, fonts, disk space, schema and the soundness of the file. Exit "
             "code 1 when something is bad; a note is not.\nExample:\n  steward --db "
             "data/steward.db doctor"},
    .options = doctor_options,
    .run = run,
};
