/* audit_archive.c — steward audit-archive: old records of the audit into a signed file. */
#include "base/json.h"
#include "commands/workplace.h"
#include "model/trail_archive.h"
#include "model/trail_settings.h"

#include <stdio.h>

static const struct option archive_options[] = {
    {"zone", "CODE", {"园区代号", "code of the zone"}},
    {"before",
     "DATE",
     {"只归档这一天之前的；不写则按设置 audit.keep",
      "only those from before DATE; by the setting audit.keep by default"}},
    {"json", NULL, {"输出 JSON", "print JSON"}},
    {0},
};

/* As old as the settings want them kept, at least. */
static bool read_before(struct ctx *cx, struct arguments *args, const struct audit_settings *set,
                        struct instant *ret_before)
{
    struct date day;
    *ret_before = (struct instant){cx->now_ms - set->keep};
    if (!option_date(cx, args, "before", &day))
        return false;
    if (date_is_none(day))
        return true;
    struct instant asked;
    if (!instant_parse_iso(arena_printf(cx->arena, "%sT00:00:00+08:00", date_iso(cx->arena, date_first(day))), &asked))
        return false;
    if (asked.ms > ret_before->ms)
        return fail(cx, ERR_USAGE, "AUD-04", "before", "审计记录至少保留 %lld 天（设置 audit.keep），这一天太近",
                    "records are kept for %lld days at least (setting audit.keep): that day is too recent",
                    (long long)(set->keep / DAY_MS));
    *ret_before = asked;
    return true;
}

static void print(struct ctx *cx, struct arguments *args, const struct trail_archived *a)
{
    bool zh = cx->lang == LANG_ZH;
    if (argument_option(args, "json"))
        printf("{\"records\":%lld,\"up_to\":%lld}\n", (long long)a->records, (long long)a->up_to);
    else if (!a->up_to)
        puts(zh ? "没有到期的审计记录" : "No record is old enough");
    else
        printf(zh ? "已归档 %lld 条，到第 %lld 条：%s\n" : "%lld records archived, up to number %lld: %s\n",
               (long long)a->records, (long long)a->up_to, argument(args, 0));
}

static bool run(struct ctx *cx, struct arguments *args)
{
    const struct settings *s = argument_settings(cx, args);
    struct instant before;
    struct trail_archived archived;
    if (!s)
        return false;
    struct audit_settings set = audit_settings_of(cx->arena, s, argument_db(args));
    if (!set.key)
        return fail(cx, ERR_USAGE, "AUD-05", NULL, "归档要签名：请用设置 audit.key 指明密钥文件",
                    "an archive is signed: name the key's file by the setting audit.key");
    struct trail_key *key = trail_key_open(cx, set.key, true);
    if (!key || !read_before(cx, args, &set, &before) || !command_open(cx, args, false, true) ||
        !trail_archive(cx, argument(args, 0), before, key, &archived))
        return false;
    print(cx, args, &archived);
    return true;
}

const struct command audit_archive_command = {
    .name = "audit-archive",
    .label = {"把到期的审计记录归档到签名的文件", "Move old records of the audit to a signed file"},
    .usage = "FILE --db DB --zone CODE [--before DATE] [--json]",
    .help =
        {"先校验，再把早于保留期的记录写进新文件 FILE（每行一条 "
         "JSON，末行签名），然后从数据库移走；链从那之后开始，行仍可校验。"
         "保留期由设置 audit.keep 定，至少 183 天。\n例：\n  steward --db data/steward.db audit-archive "
         "/archive/2023.jsonl --zone weinan",
         "Verifies first, then writes the records that are older than they must be kept to the new FILE (a line of "
         "JSON "
         "each, the last one signs), and takes them out of the database; the chain starts after them, and rows can be "
         "verified as before. How long records are kept is the setting audit.keep, 183 days at least.\nExample:\n  "
         "steward --db data/steward.db audit-archive /archive/2023.jsonl --zone weinan"},
    .options = archive_options,
    .least = 1,
    .most = 1,
    .needs_db = true,
    .run = run,
};
