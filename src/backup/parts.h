/* parts.h — the file of a backup: a line that says what it is, then parts, each with a digest over all that came before.
 *
 *     {"steward_backup":2,…}\n
 *     length (4 bytes, lowest first) · kind (1 byte: 0 more follow, 1 the last) · payload · SHA-256 of
 *         (the digest before · length · kind · payload); the digest before the first part is that of the line
 *
 * So every byte counts, in its place, and the last digest stands for the whole file.
 *
 *   BAK-01 the file exists       BAK-03 made by a newer program    BAK-05 ends early    BAK-14 cannot read
 *   BAK-02 no backup             BAK-04 damaged                    BAK-13 cannot write
 */
#ifndef STEWARD_BACKUP_PARTS_H
#define STEWARD_BACKUP_PARTS_H

#include "base/ctx.h"

#include <stddef.h>

enum { PART_MOST = 256 * 1024, DIGEST_SIZE = 32 };

/* Writes beside `path` until parts_publish(); what was not published goes away with cx's arena.  "-": standard output. */
struct parts_writer;
struct parts_writer *parts_create(struct ctx *cx, const char *path, const char *head);
SW_CHECKED bool parts_add(struct parts_writer *w, const void *payload, size_t n, bool last);
SW_CHECKED bool parts_publish(struct parts_writer *w); /* on disk, under its name */
int64_t parts_written(const struct parts_writer *w);
const unsigned char *parts_writer_digest(const struct parts_writer *w);

/* *ret_head lives in cx's arena.  "-": standard input. */
struct parts_reader;
struct parts_reader *parts_open(struct ctx *cx, const char *path, const char **ret_head);
/* The next part, until the next call; after the last one: *ret_n is 0, and nothing may follow in the file. */
SW_CHECKED bool parts_next(struct parts_reader *r, const unsigned char **ret_payload, size_t *ret_n, bool *ret_last);
int64_t parts_read(const struct parts_reader *r); /* bytes so far */
int64_t parts_size(const struct parts_reader *r); /* of the file; 0 when it cannot be told */
const unsigned char *parts_reader_digest(const struct parts_reader *r);
/* What is read after the digests agreed makes no sense: BAK-04, with what was found. */
bool parts_fail_damaged(struct parts_reader *r, const char *cause);

#endif
