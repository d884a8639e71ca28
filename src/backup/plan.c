/* plan.c — the settings of backups, their times, and which of them have had their time. */
#include "backup/plan.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* clang-format off */
static const struct setting plan_settings[] = {
    {{.name = "folder", FIELD_AT(T_TEXT, struct backup_plan, folder), .max = 1000,
      .label = {"备份存放的文件夹", "Folder that backups go to"},
      .help = {"空则服务不自动备份；最好是另一块磁盘", "without it the server makes none by itself; best on another disk"}}},
    {{.name = "at", FIELD_AT(T_INT, struct backup_plan, at),
      .label = {"每天几点备份", "Time of day of the daily backup"}, .help = {"北京时间", "Beijing time"}}, UNIT_TIME},
    {{.name = "every", FIELD_AT(T_INT, struct backup_plan, every), .min = 0, .max = 30 * DAY_MS,
      .label = {"每隔多久备份", "How often a backup is made"},
      .help = {"如 6h；0 为每天一次，在 at 的时刻", "such as 6h; 0: once a day, at the time `at`"}}, UNIT_DURATION},
    {{.name = "daily", FIELD_AT(T_INT, struct backup_plan, daily), .min = 1, .max = 1000,
      .label = {"保留最近多少天的", "Of how many days the latest is kept"}}},
    {{.name = "weekly", FIELD_AT(T_INT, struct backup_plan, weekly), .min = 0, .max = 1000,
      .label = {"保留最近多少周的", "Of how many weeks the latest is kept"}}},
    {{.name = "monthly", FIELD_AT(T_INT, struct backup_plan, monthly), .min = 0, .max = 1000,
      .label = {"保留最近多少月的", "Of how many months the latest is kept"}}},
    {{.name = "passphrase", FIELD_AT(T_TEXT, struct backup_plan, passphrase), .max = 1000, .flags = FIELD_SECRET,
      .label = {"加密备份的口令", "Passphrase that encrypts backups"},
      .help = {"至少 8 个字节；忘了就打不开", "at least 8 bytes; without it nobody opens them"}}},
    {{.name = "key_file", FIELD_AT(T_TEXT, struct backup_plan, key_file), .max = 1000,
      .label = {"加密备份的密钥文件", "Key file that encrypts backups"},
      .help = {"64 位十六进制数字，openssl rand -hex 32 生成；另存一份在别处",
               "64 hexadecimal digits, made by openssl rand -hex 32; keep a copy elsewhere"}}},
    {{.type = T_END}},
};
/* clang-format on */

const struct settings_section backup_section = {
    .name = "backup",
    .label = {"备份", "Backup"},
    .settings = plan_settings,
    .size = sizeof(struct backup_plan),
    .standard = &(const struct backup_plan){.at = 2 * 60 + 30, .daily = 7, .weekly = 5, .monthly = 12},
};

bool backup_plan_secret(struct ctx *cx, const struct backup_plan *plan, struct seal_secret *ret_secret)
{
    if (plan->passphrase && plan->key_file)
        return fail(cx, ERR_USAGE, "BAK-08", NULL, "backup.passphrase 和 backup.key_file 只能设一个",
                    "set either backup.passphrase or backup.key_file, not both");
    if (plan->key_file)
        return seal_secret_read(cx, NULL, plan->key_file, ret_secret);
    *ret_secret = (struct seal_secret){.passphrase = plan->passphrase};
    return !plan->passphrase || strlen(plan->passphrase) >= 8 ||
           fail(cx, ERR_USAGE, "BAK-08", NULL, "backup.passphrase 至少 8 个字节",
                "backup.passphrase takes 8 bytes or more");
}

/* ---- when ---- */

enum { ZONE_MS = 8 * 60 * 60 * 1000 }; /* Beijing */

int64_t backup_plan_next(const struct backup_plan *plan, int64_t last, int64_t now)
{
    if (plan->every) {
        int64_t due = last + plan->every;
        return last && due > now ? due : now;
    }
    int64_t midnight = (now + ZONE_MS) / DAY_MS * DAY_MS - ZONE_MS, today = midnight + plan->at * MINUTE_MS;
    int64_t latest = today <= now ? today : today - DAY_MS; /* the time that has come last */
    if (last < latest)
        return now;
    return latest + DAY_MS;
}

const char *backup_plan_path(struct arena *a, const struct backup_plan *plan, int64_t now)
{
    struct date day = date_of_instant((struct instant){now});
    int64_t second = (now + ZONE_MS) / SECOND_MS % (24 * 60 * 60);
    return arena_printf(a, "%s/steward-%04d%02d%02d-%02d%02d%02d.backup", plan->folder, date_year_of(day),
                        date_month_of(day), date_day_of(day), (int)(second / 3600), (int)(second / 60 % 60),
                        (int)(second % 60));
}

/* ---- which stay ---- */

/* The day of a file name that is ours; NULL for any other. */
static bool day_of(const char *name, struct date *ret_day)
{
    static const char like[] = "steward-dddddddd-dddddd.backup";
    char iso[11];
    size_t i = 0;
    for (; like[i] && name[i]; i++)
        if (like[i] == 'd' && i >= 8 && i < 23 ? name[i] < '0' || name[i] > '9' : name[i] != like[i])
            return false;
    if (like[i] || name[i])
        return false;
    snprintf(iso, sizeof iso, "%.4s-%.2s-%.2s", name + 8, name + 12, name + 14);
    return date_parse_iso(iso, ret_day);
}

struct kept {
    const char *name;
    int64_t day, week, month;
    bool stays;
};

static int latest_first(const void *a, const void *b)
{
    return strcmp(((const struct kept *)b)->name, ((const struct kept *)a)->name);
}

/* Marks the latest of each of the first `most` spans. */
static void keep_spans(struct kept *list, size_t count, size_t span, int64_t most)
{
    int64_t last = INT64_MIN;
    for (size_t i = 0; i < count && most > 0; i++) {
        int64_t in = *(const int64_t *)(const void *)((const char *)&list[i] + span);
        if (in == last)
            continue;
        last = in;
        list[i].stays = true;
        most--;
    }
}

const char **backup_plan_expired(struct arena *a, const struct backup_plan *plan, const char *const *names,
                                 size_t count)
{
    struct kept *list = arena_array(a, count + 1, sizeof *list);
    const char **expired = arena_array(a, count + 1, sizeof *expired);
    size_t ours = 0, n = 0;
    for (size_t i = 0; i < count; i++) {
        struct date day;
        if (!day_of(names[i], &day))
            continue;
        int64_t days = date_days_between(date_day(1970, 1, 1), day);
        list[ours++] = (struct kept){names[i], days, (days + 3) / 7 /* from Monday on */,
                                     date_year_of(day) * 12 + date_month_of(day), false};
    }
    qsort(list, ours, sizeof *list, latest_first);
    keep_spans(list, ours, offsetof(struct kept, day), plan->daily);
    keep_spans(list, ours, offsetof(struct kept, week), plan->weekly);
    keep_spans(list, ours, offsetof(struct kept, month), plan->monthly);
    for (size_t i = 0; i < ours; i++)
        if (!list[i].stays)
            expired[n++] = list[i].name;
    return expired;
}

static bool fail_folder(struct ctx *cx, const char *folder)
{
    const char *cause = strerror(errno);
    fail(cx, ERR_SYSTEM, "BAK-16", folder, "无法读取备份文件夹“%s”：%s；请检查 backup.folder",
         "cannot read the folder of backups \"%s\": %s; check backup.folder", folder, cause);
    fail_cause(cx, cause);
    return false;
}

static void close_folder(void *folder)
{
    closedir(folder);
}

/* What a backup wrote when the machine or the program was killed in its middle. */
static void remove_half(struct ctx *cx, const struct backup_plan *plan, const char *name, int64_t now)
{
    struct stat st;
    const char *path = arena_printf(cx->arena, "%s/%s", plan->folder, name);
    if (strncmp(name, "steward-", 8) == 0 && strstr(name, ".backup.part-") && stat(path, &st) == 0 &&
        now - (int64_t)st.st_mtime * SECOND_MS > DAY_MS)
        unlink(path);
}

bool backup_plan_prune(struct ctx *cx, const struct backup_plan *plan, int *ret_removed)
{
    const char **names = NULL;
    size_t count = 0, room = 0;
    DIR *folder = opendir(plan->folder);
    *ret_removed = 0;
    if (!folder)
        return fail_folder(cx, plan->folder);
    arena_defer(cx->arena, close_folder, folder);
    for (const struct dirent *e; (e = readdir(folder));) {
        if (count == room) {
            size_t wider = room ? room * 2 : 64;
            names = arena_grow(cx->arena, names, room * sizeof *names, wider * sizeof *names);
            room = wider;
        }
        names[count++] = arena_strdup(cx->arena, e->d_name);
    }
    for (size_t i = 0; i < count; i++)
        remove_half(cx, plan, names[i], cx->now_ms);
    for (const char **name = backup_plan_expired(cx->arena, plan, names, count); *name; name++)
        *ret_removed += unlink(arena_printf(cx->arena, "%s/%s", plan->folder, *name)) == 0;
    return true;
}
