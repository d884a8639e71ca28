/* settings.c — every section of the settings, each owned by its room, and the one that names the database. */
#include "backup/plan.h"
#include "base/log.h"
#include "commands/serve.h"
#include "commands/workplace.h"
#include "endpoints/monitor.h"
#include "model/trail_settings.h"
#include "people/ldap.h"
#include "people/oidc.h"
#include "people/people.h"

#include <stdlib.h>

struct database_settings {
    const char *address, *password;
};

/* clang-format off */
static const struct setting database_settings[] = {
    {{.name = "address", FIELD_AT(T_TEXT, struct database_settings, address), .max = 1000,
      .label = {"数据库", "The database"},
      .help = {"SQLite 文件路径，或 postgresql:// 地址；命令行用 --db",
               "path of a SQLite file, or a postgresql:// address; --db on the command line"}}},
    {{.name = "password", FIELD_AT(T_TEXT, struct database_settings, password), .max = 1000, .flags = FIELD_SECRET,
      .label = {"PostgreSQL 的密码", "Password of PostgreSQL"},
      .help = {"不写在地址里时用", "when it is not part of the address"}}},
    {{.type = T_END}},
};
/* clang-format on */

static const struct settings_section database_section = {
    .name = "database",
    .label = {"数据库", "Database"},
    .settings = database_settings,
    .size = sizeof(struct database_settings),
    .standard = &(const struct database_settings){0},
};

/* clang-format off */
const struct settings_section *const command_sections[] = {
    &database_section,
    &serve_section,
    &people_section,
    &ldap_section,
    &oidc_section,
    &log_section,
    &monitor_section,
    &backup_section,
    &audit_section,
    NULL,
};
/* clang-format on */

/* libpq takes the password from the environment: so it is in no address that is logged. */
const char *settings_database(const struct settings *s)
{
    struct database_settings set;
    settings_take(s, &database_section, &set);
    if (set.password)
        setenv("PGPASSWORD", set.password, 1);
    return set.address;
}
