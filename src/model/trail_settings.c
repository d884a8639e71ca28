/* trail_settings.c — what an administrator decides about the audit, in the section [audit] of the settings. */
#include "model/trail_settings.h"

#include "base/text.h"

#define A struct audit_settings

/* clang-format off */
static const struct setting audit_settings[] = {
    {{.name = "key", FIELD_AT(T_TEXT, A, key), .max = 1000, .label = {"封存密钥的文件", "File of the sealing key"},
      .help = {"默认在 SQLite 文件旁，名为“<数据库>.seal-key”，首次启动时生成；PostgreSQL 须指明",
               "by default beside the SQLite file as \"<database>.seal-key\", made on the first start; must be named for PostgreSQL"}}},
    {{.name = "seals", FIELD_AT(T_TEXT, A, seals), .max = 1000, .label = {"封存记录的文件", "File of the seals"},
      .help = {"只增不改；最好在另一块盘上，或定期抄走。默认“<数据库>.seals”",
               "only ever added to; best on another disk, or copied away. By default \"<database>.seals\""}}},
    {{.name = "seal_every", FIELD_AT(T_INT, A, seal_every), .min = MINUTE_MS, .max = DAY_MS, .label = {"多久封存一次", "How often to seal"},
      .help = {"有新记录时", "when there are new records"}}, .unit = UNIT_DURATION},
    {{.name = "keep", FIELD_AT(T_INT, A, keep), .min = 183 * DAY_MS, .max = 36500 * DAY_MS, .label = {"审计记录保留多久", "How long records are kept"},
      .help = {"至少 183 天（六个月，网络安全法第二十一条）；更早的可由 steward audit-archive 归档",
               "at least 183 days (six months: Cybersecurity Law, article 21); older ones may be archived by steward audit-archive"}}, .unit = UNIT_DURATION},
    {{.type = T_END}},
};
/* clang-format on */

const struct settings_section audit_section = {
    .name = "audit",
    .label = {"审计", "Audit"},
    .settings = audit_settings,
    .size = sizeof(struct audit_settings),
    .standard = &(const struct audit_settings){.seal_every = 5 * MINUTE_MS, .keep = 3 * 365 * DAY_MS},
};

struct audit_settings audit_settings_of(struct arena *a, const struct settings *s, const char *db)
{
    struct audit_settings set = *(const struct audit_settings *)audit_section.standard;
    if (s)
        settings_take(s, &audit_section, &set);
    if (!db || text_starts(db, "postgres"))
        return set;
    set.key = set.key ? set.key : arena_printf(a, "%s.seal-key", db);
    set.seals = set.seals ? set.seals : arena_printf(a, "%s.seals", db);
    return set;
}
