/* workplace.h — small helpers that commands share. */
#ifndef STEWARD_COMMANDS_WORKPLACE_H
#define STEWARD_COMMANDS_WORKPLACE_H

#include "base/date.h"
#include "commands/command.h"

const struct command *command_find(const char *name);
extern const struct option common_options[]; /* that every command takes; ends with .name = NULL */
/* "map_tiles" as an option: "map-tiles". */
const char *option_of_setting(struct arena *a, const struct setting *setting);

/* Set cx->zone by the zone's code; false without an error when there is no such zone. */
bool zone_by_code(struct ctx *cx, const char *code);

/* The same, and makes the zone when there is none; NULL name: as its code. */
SW_CHECKED bool zone_make(struct ctx *cx, const char *code, const char *name);

/* Somebody of cx->zone; CMD-04 when nobody has that login. */
struct user;
struct user *user_by_login(struct ctx *cx, const char *login);

/* The row of e with that name; CMD-04 when none has it. */
struct entity;
SW_CHECKED bool id_by_name(struct ctx *cx, const struct entity *e, const char *name, int64_t *ret_id);

/* database.address; NULL when it is not set.  A password set beside it is handed to libpq. */
const char *settings_database(const struct settings *s);

/* What left the database into a file, for the audit. */
SW_CHECKED bool note_export(struct ctx *cx, const char *what, const char *file);

/* A date option; none when it was not given. */
SW_CHECKED bool option_date(struct ctx *cx, struct arguments *args, const char *name, struct date *ret_date);

#endif
