/* settings_inner.h — what the files of settings.h share; nobody else includes it.
 *
 *   settings.c        what was said, and who said it last
 *   settings_read.c   file and environment → what was said
 *   settings_value.c  one value: text ↔ member
 *   settings_show.c   what may be written; the example file
 *   settings_keep.c   the file, for a backup
 */
#ifndef STEWARD_BASE_SETTINGS_INNER_H
#define STEWARD_BASE_SETTINGS_INNER_H

#include "base/settings.h"

/* One setting as somebody said it. */
struct given {
    const struct settings_section *section;
    const char *name; /* of a section that may be there many times; "" */
    const struct setting *setting;
    struct value value;
    enum settings_source source;
    const char *place;
    struct given *next;
};

struct settings {
    struct arena *arena;
    const struct settings_section *const *sections;
    const char *file;
    struct given *first, **end; /* as said, lowest source first */
};

/* What is said, before it is looked at. */
struct said {
    const char *section, *name, *key; /* name: "" or that of one of many */
    const char *value;
    enum settings_source source;
    const char *place;
};
SW_CHECKED bool settings_say(struct ctx *cx, struct settings *s, const struct said *said);

/* All of a file, which is UTF-8; NULL on failure. */
char *settings_file_text(struct ctx *cx, const char *file);
SW_CHECKED bool settings_read_file(struct ctx *cx, struct settings *s, const char *file);
SW_CHECKED bool settings_read_environment(struct ctx *cx, struct settings *s, char *const *environment);

const struct settings_section *section_find(const struct settings *s, const char *name);
/* By name, or for a secret by name with "_file": *ret_is_file. */
const struct setting *setting_find(const struct settings_section *section, const char *key, bool *ret_is_file);
bool is_many_name(const char *name); /* a–z, 0–9, "-" */

/* False, without an error, when the text does not fit. */
bool setting_parse(struct arena *a, const struct setting *setting, const char *text, struct value *ret_value);
const char *setting_text(struct arena *a, const struct setting *setting, struct value value);

#endif
