/* safekeeping.c — what the commands around backups share. */
#include "commands/safekeeping.h"

#include "backup/plan.h"
#include "model/trail_settings.h"
#include "people/code_lock.h"
#include "store/db.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

bool option_secret(struct ctx *cx, struct arguments *args, struct seal_secret *ret_secret)
{
    const char *passphrase_file = argument_option(args, "passphrase-file"),
               *key_file = argument_option(args, "key-file");
    struct backup_plan plan;
    if (passphrase_file || key_file)
        return seal_secret_read(cx, passphrase_file, key_file, ret_secret);
    const struct settings *s = argument_settings(cx, args);
    if (!s)
        return false;
    settings_take(s, &backup_section, &plan);
    return backup_plan_secret(cx, &plan, ret_secret);
}

/* ---- progress ---- */

enum { BAR_WIDTH = 30, BAR_MS = 100 };

static int64_t monotonic_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool show_bar(struct ctx *cx, int64_t done, int64_t total)
{
    int64_t *shown = cx->progress_arg, now = monotonic_ms();
    if (total < 1 || (now - *shown < BAR_MS && done < total))
        return true;
    *shown = now;
    int filled = (int)(done * BAR_WIDTH / total);
    fprintf(stderr, "\r[%.*s%*s] %3d%% ", filled, "##############################", BAR_WIDTH - filled, "",
            (int)(done * 100 / total));
    return true;
}

void bar_begin(struct ctx *cx)
{
    if (!isatty(STDERR_FILENO))
        return;
    cx->progress = show_bar;
    cx->progress_arg = ARENA_NEW(cx->arena, int64_t);
}

void bar_end(struct ctx *cx)
{
    if (cx->progress == show_bar)
        fputs("\r\033[K", stderr);
    cx->progress = NULL;
}

/* ---- a database of this command's making ---- */

static bool is_file(const char *address)
{
    return strncmp(address, "postgres://", 11) != 0 && strncmp(address, "postgresql://", 13) != 0;
}

bool database_is_new(const char *address)
{
    return is_file(address) && access(address, F_OK) != 0;
}

void database_discard(struct ctx *cx, const char *address)
{
    db_close(cx->db);
    cx->db = NULL;
    unlink(address);
    unlink(arena_printf(cx->arena, "%s-wal", address));
    unlink(arena_printf(cx->arena, "%s-shm", address));
}

/* ---- what is beside it ---- */

const struct beside *database_beside(struct ctx *cx, const struct settings *s, const char *db, bool sealed)
{
    enum { SETTINGS, SEAL_KEY, CODE_KEY, COUNT };
    struct beside *list = arena_array(cx->arena, COUNT + 1, sizeof *list);
    const char *base = is_file(db) ? db : "steward-restored"; /* nothing lies beside a server: then in this folder */
    const char *kept = settings_kept(cx, s, sealed);
    const char *seal_key = audit_settings_of(cx->arena, s, db).key;
    struct people_settings people;
    settings_take(s, &people_section, &people);
    const char *code_key = code_key_path(cx->arena, &people, db);
    if (cx->err.kind)
        return NULL;
    list[SETTINGS] = (struct beside){"settings", arena_printf(cx->arena, "%s.conf", base), kept ? kept : "", false};
    list[SEAL_KEY] =
        (struct beside){"seal-key", seal_key ? seal_key : arena_printf(cx->arena, "%s.seal-key", base), NULL, true};
    list[CODE_KEY] =
        (struct beside){"code-key", code_key ? code_key : arena_printf(cx->arena, "%s.code-key", base), NULL, true};
    return list;
}

/* ---- what is printed ---- */

/* "  with settings, seal-key" of a file that was read; of one that was brought back, where each went. */
static void print_beside(struct ctx *cx, FILE *to, const struct backup_facts *f)
{
    bool zh = cx->lang == LANG_ZH;
    for (const struct beside *b = f->beside; b && b->name; b++)
        fprintf(to, b->path ? "  %s → %s\n" : zh ? "  含 %s\n" : "  with %s\n", b->name, b->path);
}

static const char *size_shown(struct arena *a, int64_t bytes)
{
    if (bytes < 10 * 1024)
        return arena_printf(a, "%lld B", (long long)bytes);
    if (bytes < INT64_C(10) << 20)
        return arena_printf(a, "%lld KiB", (long long)(bytes >> 10));
    return arena_printf(a, "%lld MiB", (long long)(bytes >> 20));
}

void print_facts(struct ctx *cx, struct arguments *args, const struct backup_facts *f, struct label what,
                 const char *path)
{
    FILE *to = strcmp(path, "-") == 0 && strcmp(what.en, "backup made") == 0 ? stderr : stdout;
    if (argument_option(args, "json")) {
        struct buf out = buf_init(cx->arena);
        struct json j = json_to(&out);
        backup_json(&j, path, f);
        fprintf(to, "%s\n", out.data);
        return;
    }
    bool zh = cx->lang == LANG_ZH;
    const char *lock = !f->file.sealed ? "" : zh ? "，已加密" : ", encrypted";
    fprintf(to,
            zh ? "%s：%s\n  %s%s，%lld 张表，%lld 行；由 %s 于 %s 备份\n  SHA-256 %s\n"
               : "%s: %s\n  %s%s, %lld tables, %lld rows; made by %s at %s\n  SHA-256 %s\n",
            label_in(what, cx->lang), path, size_shown(cx->arena, f->file.bytes), lock, (long long)f->counts.tables,
            (long long)f->counts.rows, f->file.program, f->file.made_at, f->file.digest);
    print_beside(cx, to, f);
}
