/* doctor_database.c — the database: where it lies, who may read it, its schema, its soundness, its backups. */
#include "base/date.h"
#include "base/disk.h"
#include "base/text.h"
#include "commands/doctor.h"
#include "model/entity.h"
#include "model/schema.h"
#include "people/code_lock.h"

#include <errno.h>
#include <libgen.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_sqlite(const struct doctor *d)
{
    return db_engine(d->cx->db) == DB_SQLITE;
}

/* ---- the file ---- */

static void look_at_disk(struct doctor *d)
{
    enum { LEAST_MIB = 200, ENOUGH_MIB = 1024 };
    int64_t free;
    const char *folder = dirname(arena_strdup(d->cx->arena, d->db));
    if (!disk_free(d->db, &free)) {
        say(d, "disk", BAD, SAID(d, "看不到 %s：%s", "cannot look at %s: %s", folder, strerror(errno)), FINE);
        return;
    }
    long long mib = (long long)(free >> 20);
    say(d, "disk",
        mib < LEAST_MIB    ? BAD
        : mib < ENOUGH_MIB ? WARNING
                           : GOOD,
        SAID(d, "%s 还有 %lld MiB", "%s has %lld MiB left", folder, mib),
        mib >= ENOUGH_MIB ? FINE
                          : HELP("清理磁盘或换更大的磁盘；满了以后不能保存",
                                 "make room or move to a larger disk; nothing can be saved once it is full"));
    if (access(folder, W_OK) != 0)
        say(d, "disk", BAD,
            SAID(d, "不能写 %s：SQLite 需要在数据库旁建文件",
                 "cannot write in %s: SQLite makes files beside the database", folder),
            SAID(d, "以服务的用户运行本命令；或 chown 给它：%s",
                 "run this as the server's user; or chown it to that user: %s", folder));
}

/* Whoever can read the file reads everything, whatever rights say. */
static void look_at_permissions(struct doctor *d)
{
    static const char *const endings[] = {"", "-wal", "-shm", ".seal-key"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const char *file = arena_printf(d->cx->arena, "%s%s", d->db, endings[i]);
        struct stat about;
        if (stat(file, &about) != 0)
            continue;
        if (about.st_mode & (S_IRWXO | S_IWGRP)) {
            say(d, "permissions", BAD,
                SAID(d, "%s 的权限是 %03o，本机其他用户能读写全部数据",
                     "%s has mode %03o: other users of this machine can read or change everything", file,
                     about.st_mode & 0777),
                SAID(d, "chmod 600 %s", "chmod 600 %s", file));
            return;
        }
    }
    say(d, "permissions", GOOD, HELP("只有服务的用户能读数据库", "only the server's user can read the database"), FINE);
}

/* Every page, index and reference of the file. */
static void check_integrity(struct doctor *d)
{
    static const struct label remedy = {
        "停止服务，用 steward restore 从备份恢复；恢复前保留损坏的文件",
        "stop the server and restore a backup with steward restore; keep the damaged file"};
    struct ctx *cx = d->cx;
    struct value words;
    if (!db_scalar(cx, "PRAGMA integrity_check(1)", NULL, 0, &words)) {
        say_failure(d, "integrity", BAD);
        return;
    }
    const char *said = words.kind == VALUE_TEXT ? arena_strdup(cx->arena, words.s) : "?";
    struct rows *broken = db_query(cx, "PRAGMA foreign_key_check", NULL, 0);
    if (strcmp(said, "ok") != 0)
        say(d, "integrity", BAD, SAID(d, "数据库文件有损坏：%s", "the database file is damaged: %s", said), remedy);
    else if (broken && db_next(broken))
        say(d, "integrity", BAD,
            SAID(d, "表 %s 里有引用指向不存在的行", "table %s has a reference to a row that is not there",
                 db_text(broken, 0)),
            remedy);
    else
        say(d, "integrity", GOOD,
            HELP("数据库文件完好，引用齐全", "the database file is sound, no reference is broken"), FINE);
    if (broken)
        db_end(broken);
    err_clear(cx);
}

/* ---- its backups ---- */

static void look_at_backups(struct doctor *d)
{
    enum { DAYS_MOST = 2 };
    struct value last;
    if (!entity_find("backup_run"))
        return;
    if (!db_scalar(d->cx, "SELECT MAX(started_at) FROM backup_run WHERE outcome = 'done'", NULL, 0, &last)) {
        say_failure(d, "backup", WARNING);
        return;
    }
    static const struct label remedy = {
        "设置 backup.folder 让服务每天备份，或定时运行 steward backup",
        "set backup.folder so that the server makes one every day, or run steward backup by "
        "a timer"};
    if (last.kind != VALUE_INT) {
        say(d, "backup", WARNING, HELP("服务还没有做过备份", "the server has made no backup yet"), remedy);
        return;
    }
    long long hours = (long long)((d->cx->now_ms - last.i) / HOUR_MS);
    bool old = hours > DAYS_MOST * 24;
    say(d, "backup", old ? BAD : GOOD,
        SAID(d, "最近一次备份在 %s，%lld 小时前", "the latest backup is of %s, %lld hours ago",
             instant_iso(d->cx->arena, (struct instant){last.i}), hours),
        old ? HELP("看备份记录里的失败原因；检查备份文件夹的空间和权限",
                   "see the list of backups for why it fails; look at space and permissions of the folder")
            : FINE);
}

/* ---- its people ---- */

static void look_at_people(struct doctor *d)
{
    struct value count;
    if (!db_scalar(d->cx, "SELECT COUNT(*) FROM app_user WHERE disabled = 0 AND role = 'sysadmin'", NULL, 0, &count))
        say_failure(d, "people", BAD);
    else if (count.i == 0)
        say(d, "people", WARNING, HELP("没有能登录的系统管理员", "there is no system administrator who can sign in"),
            HELP("steward user add 名字 --zone 代号 --role sysadmin",
                 "steward user add NAME --zone CODE --role sysadmin"));
    else
        say(d, "people", GOOD, SAID(d, "%lld 个系统管理员", "%lld system administrators", (long long)count.i), FINE);
}

/* Can the phones of those who use one-time codes be believed? */
static void look_at_codes(struct doctor *d)
{
    struct people_settings s = people_standard;
    int64_t foreign = 0;
    if (d->set)
        settings_take(d->set, &people_section, &s);
    const char *path = code_key_path(d->cx->arena, &s, d->db);
    if (path && !code_lock_open(d->cx, path, false, &s))
        err_clear(d->cx); /* no server has run here yet, or it cannot be read: then nothing opens */
    if (!code_lock_foreign(d->cx, &s, &foreign))
        say_failure(d, "codes", BAD);
    else if (foreign)
        say(d, "codes", BAD,
            SAID(d, "%lld 人的动态口令密钥用 %s 打不开",
                 "secrets of one-time codes of %lld persons are not opened by %s", (long long)foreign,
                 path ? path : "-"),
            HELP(
                "把原来的密钥文件放回原处；找不回来，就让他们用恢复码登录后重新启用，或 steward user end-code",
                "put the former key file back; if it is lost they sign in by recovery codes and turn codes on anew, or "
                "steward user end-code"));
    else if (!path)
        say(d, "codes", WARNING, HELP("动态口令的密钥没有加密", "secrets of one-time codes are not encrypted"),
            HELP("设置 people.code_key", "set people.code_key"));
}

/* ---- the whole ---- */

void look_at_database(struct doctor *d)
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
    else {
        say(d, "database", GOOD,
            SAID(d, "%s，结构为当前版本，%lld 个园区", "%s, current schema, %lld zones",
                 is_sqlite(d) ? "SQLite" : "PostgreSQL", (long long)zones.i),
            FINE);
        look_at_people(d);
        look_at_codes(d);
        look_at_backups(d);
    }
    if (is_sqlite(d)) {
        check_integrity(d);
        look_at_disk(d);
        look_at_permissions(d);
    }
}
