/* csv.h — streams delimited text: RFC 4180 as programs really write it.
 *
 * The delimiter (, ; or tab) and the encoding (UTF-8, UTF-16 either way round, each with or without a byte order mark,
 * GB18030) are found out from the content.  Lines end in CRLF, LF or CR.
 *
 *   CSV-01 no encoding fits      CSV-02 a quote is never closed
 */
#ifndef STEWARD_BASE_CSV_H
#define STEWARD_BASE_CSV_H

#include "base/ctx.h"

struct csv;

struct csv_row {
    int64_t number; /* record, from 1; blank lines count, as in a spreadsheet */
    int64_t line;   /* line on which it begins, from 1 */
    char **fields;
    int count;
};

/* "UTF-8", "UTF-16LE", "UTF-16BE" or "GB18030"; NULL when the bytes are none of these, that is, no text. */
const char *csv_encoding(const void *bytes, size_t size);

/* The delimiter that divides the first records most evenly; 0 when there is none in them. */
char csv_delimiter(const struct csv *c);

/* The bytes must stay alive as long as the reader, which lives in cx's arena.  NULL on failure. */
struct csv *csv_open(struct ctx *cx, const char *name, const void *bytes, size_t size);

/* The next record that is not blank; it lives until the next call.  False: end or failure. */
bool csv_next(struct csv *c, struct csv_row *ret_row);
SW_CHECKED bool csv_ok(const struct csv *c);
void csv_close(struct csv *c);            /* sooner than the arena would */
size_t csv_consumed(const struct csv *c); /* bytes read so far, for progress */

#endif
