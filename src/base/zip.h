/* zip.h — reads and writes ZIP packages (.xlsx, .docx) in memory.
 *
 * The reader trusts only the central directory, checks it whole before it hands out an entry, and unpacks an
 * entry in chunks within limits.  An entry never yields more bytes than the directory declares, so checking
 * the declaration is enough to stop a bomb before any memory is spent.
 *
 * The writer is deterministic: the same parts give the same bytes (every timestamp is 1980-01-01).
 *
 *   ZIP-01 not a ZIP package                       ZIP-04 packed by a method other than stored or deflated
 *   ZIP-02 truncated or damaged, checksum wrong    ZIP-05 over a limit: size, ratio, number of entries
 *   ZIP-03 an entry is encrypted
 */
#ifndef STEWARD_BASE_ZIP_H
#define STEWARD_BASE_ZIP_H

#include "base/buf.h"
#include "base/ctx.h"

enum zip_method { ZIP_STORED = 0, ZIP_DEFLATED = 8 };

struct zip_entry {
    const char *name; /* as in the directory, '\' turned into '/'; a folder ends in '/' */
    int method;       /* enum zip_method, or one that cannot be read */
    bool encrypted;
    uint32_t crc;
    uint64_t packed, unpacked; /* bytes */
    uint64_t start, data;      /* offsets of its local header and of its packed bytes */
};

struct zip {
    const char *name;           /* the file's name, for messages */
    const unsigned char *bytes; /* the caller's; must outlive the zip */
    size_t size;
    const struct zip_entry *entries; /* in the order of the directory */
    size_t count;
};

struct zip_limits {
    uint64_t unpacked; /* most bytes of one entry */
    int ratio;         /* most unpacked : packed of an entry beyond its first 10 MiB */
};
extern const struct zip_limits zip_limits_default; /* 2 GiB, 300 */

/* Does it begin like a ZIP package? */
bool zip_looks_like(const void *bytes, size_t size);

/* Read and check the directory: every entry lies inside the file and none overlaps another. */
SW_CHECKED bool zip_open(struct ctx *cx, const char *name, const void *bytes, size_t size, struct zip *ret_zip);

/* By name, ASCII case ignored as OPC asks; NULL when there is none. */
const struct zip_entry *zip_find(const struct zip *z, const char *name);

/* The whole of an entry, appended to `out`. */
SW_CHECKED bool zip_extract(struct ctx *cx, const struct zip *z, const struct zip_entry *e,
                            const struct zip_limits *limits, struct buf *out);

/* An entry in chunks.  The stream lives in cx's arena.  NULL on failure. */
struct zip_stream;
struct zip_stream *zip_stream_open(struct ctx *cx, const struct zip *z, const struct zip_entry *e,
                                   const struct zip_limits *limits);
/* Fill `to` with up to `room` bytes; *ret_n is 0 only at the end, once length and checksum proved right. */
SW_CHECKED bool zip_stream_read(struct zip_stream *s, void *to, size_t room, size_t *ret_n);
uint64_t zip_stream_consumed(const struct zip_stream *s); /* packed bytes, for progress */
void zip_stream_close(struct zip_stream *s);              /* sooner than the arena would; s must not be used again */

/* Writes a package to the end of a buffer. */
struct zip_writer;
struct zip_writer *zip_to(struct ctx *cx, struct buf *out);
SW_CHECKED bool zip_add(struct zip_writer *w, const char *name, const void *bytes, size_t n, enum zip_method method);
/* An entry of another package, its packed bytes unchanged. */
SW_CHECKED bool zip_copy(struct zip_writer *w, const struct zip *from, const struct zip_entry *e);
/* An entry in pieces: begin, put as often as needed, end. */
SW_CHECKED bool zip_begin(struct zip_writer *w, const char *name, enum zip_method method);
SW_CHECKED bool zip_put(struct zip_writer *w, const void *bytes, size_t n);
SW_CHECKED bool zip_end(struct zip_writer *w);
/* The directory. */
SW_CHECKED bool zip_finish(struct zip_writer *w);

#endif
