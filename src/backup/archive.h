/* archive.h — a stream in a backup's file: packed by zlib, sealed when there is a secret, cut into parts.
 *
 * The file's first line: {"steward_backup":2,"program":…,"made_at":…,"seal":{…}?}.  BAK-… as parts.h and seal.h say.
 */
#ifndef STEWARD_BACKUP_ARCHIVE_H
#define STEWARD_BACKUP_ARCHIVE_H

#include "backup/flow.h"
#include "backup/seal.h"

struct archive_facts {
    const char *program; /* that made it: "steward 1.2.0" */
    const char *made_at; /* 2026-11-25T02:30:00.000+08:00 */
    bool sealed;
    int64_t bytes;
    const char *digest; /* 64 hexadecimal digits that stand for the whole file */
};

struct archive_writer;
struct archive_writer *archive_create(struct ctx *cx, const char *path, const struct seal_secret *secret);
struct sink archive_sink(struct archive_writer *w);
/* Ends the stream; the file is on disk and has its name. */
SW_CHECKED bool archive_finish(struct archive_writer *w, struct archive_facts *ret_facts);

struct archive_reader;
struct archive_reader *archive_open(struct ctx *cx, const char *path, const struct seal_secret *secret);
struct source archive_source(struct archive_reader *r);
/* Of the file as far as it was read. */
void archive_describe(const struct archive_reader *r, struct archive_facts *ret_facts);

#endif
