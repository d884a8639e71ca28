/* settings.h — what an administrator decides: plain C structs, filled from a file, the environment and the command line.
 *
 * A room that can be configured owns a struct, a table that describes its members, and a section that ties them to a
 * name; its defaults are one instance of the struct:
 *
 *     struct backup_plan { int64_t every, keep, at; const char *folder, *passphrase; };
 *     static const struct setting plan_settings[] = {
 *         {{.name = "every", FIELD_AT(T_INT, struct backup_plan, every), .label = …, .help = …}, UNIT_DURATION},
 *         {{.name = "at", FIELD_AT(T_INT, struct backup_plan, at), …}, UNIT_TIME},
 *         {{.name = "passphrase", FIELD_AT(T_TEXT, struct backup_plan, passphrase), .flags = FIELD_SECRET, …}},
 *         {{.type = T_END}},
 *     };
 *     const struct settings_section backup_section = {
 *         "backup", {"备份", "Backup"}, .settings = plan_settings, .size = sizeof(struct backup_plan),
 *         .standard = &(const struct backup_plan){.every = 24 * HOUR_MS, .at = 2 * 60},
 *     };
 *
 * and src/commands/settings.c lists the section.  Sources, each above the one before: the default; the file
 * ("[backup]", then "every = 12h"); the environment (STEWARD_BACKUP_EVERY); the command line.  A secret may stand in a
 * file of its own: "passphrase_file = /path", STEWARD_BACKUP_PASSPHRASE_FILE.
 *
 *   SET-01 no such setting or section     SET-04 a line that is none          SET-06 a secret's file cannot be read
 *   SET-02 a value that does not fit      SET-05 said twice                   SET-07 a secret on the command line
 *   SET-03 the file cannot be read
 */
#ifndef STEWARD_BASE_SETTINGS_H
#define STEWARD_BASE_SETTINGS_H

#include "base/buf.h"
#include "base/field.h"

#define SECOND_MS INT64_C(1000)
#define MINUTE_MS (60 * SECOND_MS)
#define HOUR_MS   (60 * MINUTE_MS)
#define DAY_MS    (24 * HOUR_MS)

/* How a T_INT is written, and what its member holds. */
enum setting_unit {
    UNIT_NONE,
    UNIT_DURATION, /* "500ms" "30s" "15m" "12h" "7d": milliseconds */
    UNIT_SIZE,     /* "512KiB" "64MiB" "1GiB": bytes */
    UNIT_TIME,     /* "02:30": minutes since midnight, Beijing time; NONE_INT when unknown */
};

/* Of the types of field.h: T_BOOL, T_INT, T_TEXT, T_CHOICE; field.flags: FIELD_SECRET. */
struct setting {
    struct field field;
    enum setting_unit unit;
    const char *environment; /* one more name in the environment; NULL: none */
};

struct settings_section {
    const char *name;
    struct label label;
    const struct setting *settings; /* ends with .field.type = T_END */
    size_t size;                    /* of the struct */
    const void *standard;           /* the struct with its defaults */
    bool many;                      /* "[oidc.work]", "[oidc.home]": one struct each */
};

enum settings_source { FROM_DEFAULT, FROM_FILE, FROM_ENVIRONMENT, FROM_COMMAND_LINE };

struct settings;

/* Reads file and environment ("NAME=value", ends with NULL) and checks that every word of them fits.  A NULL file or
 * environment says nothing.  `sections` ends with NULL and must outlive the settings, as must cx's arena. */
struct settings *settings_load(struct ctx *cx, const struct settings_section *const *sections, const char *file,
                               char *const *environment);
/* As the command line says: "backup.every" or "oidc.work.issuer"; `option` names it in messages ("--every"). */
SW_CHECKED bool settings_give(struct ctx *cx, struct settings *s, const char *key, const char *value,
                              const char *option);

/* Fill the section's struct; text lives as long as the settings. */
void settings_take(const struct settings *s, const struct settings_section *section, void *ret_struct);
/* Of a section that may be there many times: the names that it has, ends with NULL; and one of them. */
const char *const *settings_names(const struct settings *s, const struct settings_section *section);
void settings_take_named(const struct settings *s, const struct settings_section *section, const char *name,
                         void *ret_struct);

/* fail() about a value that its owner cannot take, telling where it was said.  NULL settings: as if by default. */
bool settings_fail(struct ctx *cx, const struct settings *s, const struct settings_section *section,
                   const char *setting, const char *code, const char *zh, const char *en, ...)
    __attribute__((format(printf, 6, 8), format(printf, 7, 8)));

/* Where a setting's value comes from; *ret_place says it for people: "steward.conf:12", "STEWARD_BACKUP_EVERY",
 * "--every"; NULL for a default.  `name` of a section that may be there many times, else NULL. */
enum settings_source settings_origin(const struct settings *s, const struct settings_section *section, const char *name,
                                     const char *setting, const char **ret_place);
const char *settings_file(const struct settings *s); /* that was read; NULL: none */
/* What that file holds now; without `secrets`, the lines that say any are left out.  NULL: there is no file, or on failure. */
const char *settings_kept(struct ctx *cx, const struct settings *s, bool secrets);

/* A member as it is written in the file; a secret as "***"; "" when there is none. */
const char *setting_shown(struct arena *a, const struct setting *setting, const void *row);
/* What may be written: "a duration such as 30m, from 1s to 7d". */
struct label setting_expects(struct arena *a, const struct setting *setting);
/* A whole file of defaults, every line explained and commented out. */
void settings_example(struct buf *out, const struct settings_section *const *sections, enum lang lang);

#endif
