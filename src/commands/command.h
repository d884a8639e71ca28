/* command.h — what a command IS: a line of the CLI, its options, its help. */
#ifndef STEWARD_COMMANDS_COMMAND_H
#define STEWARD_COMMANDS_COMMAND_H

#include "base/settings.h"

struct option {
    const char *name;  /* "as-of": --as-of VALUE; "o": -o VALUE */
    const char *value; /* what it takes: "DATE"; NULL: a switch */
    struct label help;
};

struct arguments; /* parsed: see below */

struct command {
    const char *name;                        /* "import" */
    struct label label;                      /* one line for `steward help` */
    const char *usage;                       /* "FILE --zone CODE [--as-of DATE] …" */
    struct label help;                       /* paragraphs, with examples */
    const struct option *options;            /* ends with .name = NULL; NULL: none */
    const struct settings_section *settings; /* each is an option too: "map_tiles" is --map-tiles; NULL: none */
    int least, most;                         /* positional arguments */
    bool needs_db;                           /* --db, or database.address in the settings, is required */
    bool (*run)(struct ctx *cx, struct arguments *args);
};

extern const struct command *const command_catalogue[];         /* src/catalogue.c; ends with NULL */
extern const struct settings_section *const command_sections[]; /* settings.c; ends with NULL */

const char *argument(const struct arguments *args, int index);               /* positional; NULL past the end */
const char *argument_option(const struct arguments *args, const char *name); /* NULL when not given; "" for a switch */
const char *argument_db(const struct arguments *args); /* also from the settings, where the command needs it */
/* For commands that need a database in one of their uses only: --db, or the settings' own.  CMD-01 when neither names one. */
SW_CHECKED bool command_need_db(struct ctx *cx, struct arguments *args);
/* What file, environment and command line set, read at the first call; NULL with SET-…. */
struct settings *argument_settings(struct ctx *cx, struct arguments *args);
/* Open --db and, when `zone` is wanted, find --zone (cx->zone).  CMD-… on failure. */
SW_CHECKED bool command_open(struct ctx *cx, struct arguments *args, bool create, bool zone);

/* main() in one call: parse, run, report the failure in one line on stderr; returns the exit code. */
int command_main(int argc, char **argv);

#endif
