/* log.h — structured log lines on stderr: one line per event, key=value, whatever the values hold.
 *
 *     struct log_line l = log_begin(LEVEL_INFO, "import");
 *     log_text(&l, "file", name);
 *     log_int(&l, "rows", 135);
 *     log_end(&l);
 * writes
 *     time=2023-12-31T12:00:00.000+08:00 level=info event=import file="台账 2023.xlsx" rows=135
 *
 * or, when log_set_up() said so, as a JSON object with the same keys.
 *
 * A value cannot forge a line, a key or terminal control: what is not plain is quoted and escaped, what is no UTF-8
 * becomes \xNN.  Nothing is allocated, so a line can be written when memory is exhausted.  A line leaves in one
 * write and is at most LOG_LINE_MOST bytes; longer values are cut and end in "…".  Keys are literals of ours.
 */
#ifndef STEWARD_BASE_LOG_H
#define STEWARD_BASE_LOG_H

#include "base/ctx.h"

enum log_level { LEVEL_DEBUG, LEVEL_INFO, LEVEL_WARN, LEVEL_ERROR };
enum { LOG_LINE_MOST = 4096 }; /* one write of this size to a pipe is not interleaved with others */

struct log_line {
    char text[LOG_LINE_MOST];
    size_t length;
    bool json, dropped;
};

/* What is written, and how: for the whole process, set before threads begin.  At first all of it, as text. */
struct log_settings {
    const char *level;  /* "debug" "info" "warn" "error": this and what is worse */
    const char *format; /* "text" "json" */
};
struct settings_section;
extern const struct settings_section log_section; /* log_settings.c */
void log_set_up(const struct log_settings *set);

struct log_line log_begin(enum log_level level, const char *event);
void log_text(struct log_line *l, const char *key, const char *value); /* NULL writes nothing */
void log_int(struct log_line *l, const char *key, int64_t value);
void log_err(struct log_line *l, const struct err *err); /* kind's status, code, path, message (English), cause */
void log_end(struct log_line *l);                        /* adds the line break and writes the line to stderr */

#endif
