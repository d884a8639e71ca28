/* zip.c — reads ZIP packages in memory: the directory, and entries in chunks. */
#include "base/zip.h"
#include "base/zip_format.h"

#define ZLIB_CONST /* next_in points to const */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

enum {
    MAX_ENTRIES = 100000,
    MAX_COMMENT = 65535,
    RATIO_FREE = 10 << 20, /* unpacked bytes below which a high ratio is harmless */
};

const struct zip_limits zip_limits_default = {.unpacked = (uint64_t)2 << 30, .ratio = 300};

static uint32_t u16(const unsigned char *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8;
}

static uint32_t u32(const unsigned char *p)
{
    return u16(p) | u16(p + 2) << 16;
}

static uint64_t u64(const unsigned char *p)
{
    return u32(p) | (uint64_t)u32(p + 4) << 32;
}

static bool fail_damaged(struct ctx *cx, const struct zip *z, const char *cause)
{
    fail(cx, ERR_INPUT, "ZIP-02", z->name, "文件“%s”不完整或已损坏，请重新保存或重新传输后再上传",
         "the file \"%s\" is incomplete or damaged; save it again or send it again", z->name);
    fail_cause(cx, cause);
    return false;
}

bool zip_looks_like(const void *bytes, size_t size)
{
    return size >= 4 && (memcmp(bytes, "PK\3\4", 4) == 0 || memcmp(bytes, "PK\5\6", 4) == 0);
}

/* Where the directory lies: its end record, and what that says. */
struct directory {
    uint64_t offset, size, count;
};

/* The classic record defers to the ZIP64 record where one of its fields is full. */
static bool read_zip64_end(const struct zip *z, size_t end, struct directory *d, uint64_t *ret_stop)
{
    if (end < ZIP64_LOCATOR_SIZE + ZIP64_END_SIZE)
        return false;
    const unsigned char *locator = z->bytes + end - ZIP64_LOCATOR_SIZE;
    if (u32(locator) != ZIP64_LOCATOR_SIGNATURE)
        return false;
    uint64_t at = u64(locator + 8);
    if (at > end - ZIP64_LOCATOR_SIZE - ZIP64_END_SIZE || u32(z->bytes + at) != ZIP64_END_SIGNATURE)
        return false;
    const unsigned char *p = z->bytes + at;
    *d = (struct directory){.count = u64(p + 32), .size = u64(p + 40), .offset = u64(p + 48)};
    *ret_stop = at;
    return true;
}

static bool read_end(const struct zip *z, size_t end, struct directory *ret_directory)
{
    const unsigned char *p = z->bytes + end;
    struct directory d = {.count = u16(p + 10), .size = u32(p + 12), .offset = u32(p + 16)};
    uint64_t stop = end;
    if (end + ZIP_END_SIZE + u16(p + 20) > z->size || u16(p + 4) != u16(p + 6))
        return false;
    if ((d.count == 0xFFFF || d.size == 0xFFFFFFFF || d.offset == 0xFFFFFFFF) && !read_zip64_end(z, end, &d, &stop))
        return false;
    if (d.offset > stop || d.size != stop - d.offset)
        return false;
    *ret_directory = d;
    return true;
}

/* The end record stands last, before a comment of at most 64 KiB. */
static bool find_directory(const struct zip *z, struct directory *ret_directory)
{
    if (z->size < ZIP_END_SIZE)
        return false;
    size_t last = z->size - ZIP_END_SIZE;
    size_t first = last > MAX_COMMENT ? last - MAX_COMMENT : 0;
    for (size_t at = last + 1; at-- > first;)
        if (z->bytes[at] == 'P' && u32(z->bytes + at) == ZIP_END_SIGNATURE && read_end(z, at, ret_directory))
            return true;
    return false;
}

/* Fields that are full in the directory stand in the ZIP64 extra field, in this order. */
static bool read_zip64_extra(const unsigned char *extra, size_t n, struct zip_entry *e)
{
    while (n >= 4) {
        size_t size = u16(extra + 2);
        if (size > n - 4)
            return false;
        if (u16(extra) == 1) {
            const unsigned char *p = extra + 4, *end = p + size;
            uint64_t *const fields[] = {&e->unpacked, &e->packed, &e->start};
            for (int i = 0; i < 3; i++) {
                if (*fields[i] != 0xFFFFFFFF)
                    continue;
                if (end - p < 8)
                    return false;
                *fields[i] = u64(p);
                p += 8;
            }
            return true;
        }
        extra += 4 + size;
        n -= 4 + size;
    }
    return e->unpacked != 0xFFFFFFFF && e->packed != 0xFFFFFFFF && e->start != 0xFFFFFFFF;
}

/* One directory record at *at; moves *at behind it. */
static bool read_record(struct ctx *cx, const struct zip *z, uint64_t *at, uint64_t end, struct zip_entry *ret_entry)
{
    const unsigned char *p = z->bytes + *at;
    if (end - *at < ZIP_RECORD_SIZE || u32(p) != ZIP_RECORD_SIGNATURE)
        return false;
    size_t name = u16(p + 28), extra = u16(p + 30), comment = u16(p + 32);
    if (end - *at - ZIP_RECORD_SIZE < name + extra + comment)
        return false;
    struct zip_entry e = {
        .encrypted = u16(p + 8) & ZIP_FLAG_ENCRYPTED,
        .method = (int)u16(p + 10),
        .crc = u32(p + 16),
        .packed = u32(p + 20),
        .unpacked = u32(p + 24),
        .start = u32(p + 42),
    };
    const char *stored = (const char *)p + ZIP_RECORD_SIZE;
    if (memchr(stored, '\0', name) || !read_zip64_extra(p + ZIP_RECORD_SIZE + name, extra, &e))
        return false;
    char *copy = arena_strndup(cx->arena, stored, name);
    for (char *slash = copy; (slash = strchr(slash, '\\'));)
        *slash = '/';
    e.name = copy;
    *at += ZIP_RECORD_SIZE + name + extra + comment;
    *ret_entry = e;
    return true;
}

/* The local header says only where the packed bytes begin; everything else is the directory's word. */
static bool locate_data(const struct zip *z, uint64_t limit, struct zip_entry *e)
{
    if (e->start > limit || limit - e->start < ZIP_LOCAL_SIZE || u32(z->bytes + e->start) != ZIP_LOCAL_SIGNATURE)
        return false;
    const unsigned char *p = z->bytes + e->start;
    e->data = e->start + ZIP_LOCAL_SIZE + u16(p + 26) + u16(p + 28);
    return e->data <= limit && e->packed <= limit - e->data;
}

static int by_start(const void *a, const void *b)
{
    const struct zip_entry *x = *(const struct zip_entry *const *)a, *y = *(const struct zip_entry *const *)b;
    return x->start < y->start ? -1 : x->start > y->start;
}

static bool any_overlap(struct ctx *cx, const struct zip_entry *entries, size_t count)
{
    const struct zip_entry **sorted = arena_array(cx->arena, count, sizeof(void *));
    for (size_t i = 0; i < count; i++)
        sorted[i] = &entries[i];
    qsort(sorted, count, sizeof(void *), by_start);
    for (size_t i = 1; i < count; i++)
        if (sorted[i]->start < sorted[i - 1]->data + sorted[i - 1]->packed)
            return true;
    return false;
}

bool zip_open(struct ctx *cx, const char *name, const void *bytes, size_t size, struct zip *ret_zip)
{
    struct zip z = {.name = arena_strdup(cx->arena, name ? name : "?"), .bytes = bytes, .size = size};
    struct directory d;
    if (!zip_looks_like(bytes, size))
        return fail(cx, ERR_UNSUPPORTED, "ZIP-01", z.name, "文件“%s”不是 ZIP 压缩包", "the file \"%s\" is not a ZIP package", z.name);
    if (!find_directory(&z, &d))
        return fail_damaged(cx, &z, "no end of central directory");
    if (d.count > MAX_ENTRIES)
        return fail(cx, ERR_TOO_LARGE, "ZIP-05", z.name, "文件“%s”内的部件超过 %d 个，请另存为新文件后再上传",
                    "the file \"%s\" holds more than %d parts; save it as a new file", z.name, (int)MAX_ENTRIES);
    if (d.count > d.size / ZIP_RECORD_SIZE)
        return fail_damaged(cx, &z, "directory shorter than its count");
    struct zip_entry *entries = arena_array(cx->arena, d.count, sizeof *entries);
    uint64_t at = d.offset, end = d.offset + d.size;
    for (size_t i = 0; i < d.count; i++)
        if (!read_record(cx, &z, &at, end, &entries[i]) || !locate_data(&z, d.offset, &entries[i]))
            return fail_damaged(cx, &z, "bad directory record");
    if (at != end)
        return fail_damaged(cx, &z, "directory longer than its count");
    if (any_overlap(cx, entries, d.count))
        return fail_damaged(cx, &z, "overlapping entries");
    z.entries = entries;
    z.count = d.count;
    *ret_zip = z;
    return true;
}

const struct zip_entry *zip_find(const struct zip *z, const char *name)
{
    for (size_t i = 0; i < z->count; i++)
        if (strcasecmp(z->entries[i].name, name) == 0)
            return &z->entries[i];
    return NULL;
}

struct zip_stream {
    struct ctx *cx;
    const struct zip *zip;
    const struct zip_entry *entry;
    z_stream inflate;
    bool inflating; /* the z_stream holds memory */
    uint64_t consumed, produced;
    uint32_t crc;
};

static bool fail_entry(struct zip_stream *s, const char *cause)
{
    fail(s->cx, ERR_INPUT, "ZIP-02", s->entry->name, "文件“%s”内的部件 %s 已损坏，请重新保存或重新传输后再上传",
         "the part %2$s inside the file \"%1$s\" is damaged; save the file again or send it again", s->zip->name, s->entry->name);
    fail_cause(s->cx, cause);
    return false;
}

static bool within_limits(struct ctx *cx, const struct zip *z, const struct zip_entry *e, const struct zip_limits *limits)
{
    if (e->unpacked > limits->unpacked)
        return fail(cx, ERR_TOO_LARGE, "ZIP-05", e->name,
                    "文件“%s”内的部件 %s 解压后有 %lld MiB，超过上限 %lld MiB，请拆分后再上传",
                    "the part %2$s inside the file \"%1$s\" unpacks to %3$lld MiB, over the limit of %4$lld MiB; split the file",
                    z->name, e->name, (long long)(e->unpacked >> 20), (long long)(limits->unpacked >> 20));
    if (e->unpacked > RATIO_FREE && e->unpacked / (uint64_t)limits->ratio > e->packed)
        return fail(cx, ERR_TOO_LARGE, "ZIP-05", e->name,
                    "文件“%s”内的部件 %s 压缩比超过 %d:1，疑似压缩炸弹，已拒绝；如为正常文件，请删除多余的空白内容后另存",
                    "the part %2$s inside the file \"%1$s\" is packed by more than %3$d:1, as a zip bomb is; if the file is "
                    "genuine, delete its blank content and save it again",
                    z->name, e->name, limits->ratio);
    return true;
}

static bool readable(struct ctx *cx, const struct zip *z, const struct zip_entry *e)
{
    if (e->encrypted)
        return fail(cx, ERR_UNSUPPORTED, "ZIP-03", e->name, "文件“%s”内的部件 %s 已加密，请取消密码后再上传",
                    "the part %2$s inside the file \"%1$s\" is encrypted; remove the password", z->name, e->name);
    if (e->method != ZIP_STORED && e->method != ZIP_DEFLATED)
        return fail(cx, ERR_UNSUPPORTED, "ZIP-04", e->name, "文件“%s”内的部件 %s 使用了不支持的压缩方法（%d），请用办公软件另存后再上传",
                    "the part %2$s inside the file \"%1$s\" is packed by an unsupported method (%3$d); save the file again in an office program",
                    z->name, e->name, e->method);
    if (e->method == ZIP_STORED && e->packed != e->unpacked)
        return fail_damaged(cx, z, "stored entry with two sizes");
    return true;
}

static void stream_release(void *arg)
{
    struct zip_stream *s = arg;
    if (s->inflating)
        inflateEnd(&s->inflate);
    s->inflating = false;
}

struct zip_stream *zip_stream_open(struct ctx *cx, const struct zip *z, const struct zip_entry *e, const struct zip_limits *limits)
{
    if (!readable(cx, z, e) || !within_limits(cx, z, e, limits ? limits : &zip_limits_default))
        return NULL;
    struct zip_stream *s = ARENA_NEW(cx->arena, struct zip_stream);
    s->cx = cx;
    s->zip = z;
    s->entry = e;
    arena_defer(cx->arena, stream_release, s);
    if (e->method == ZIP_DEFLATED) {
        if (inflateInit2(&s->inflate, -MAX_WBITS) != Z_OK) {
            fail(cx, ERR_MEMORY, "MEM-01", NULL, "内存不足，请稍后重试", "out of memory; try again later");
            return NULL;
        }
        s->inflating = true;
    }
    return s;
}

void zip_stream_close(struct zip_stream *s)
{
    if (s)
        stream_release(s);
}

uint64_t zip_stream_consumed(const struct zip_stream *s)
{
    return s->consumed;
}

static size_t read_stored(struct zip_stream *s, void *to, size_t room)
{
    uint64_t left = s->entry->packed - s->consumed;
    size_t n = room < left ? room : (size_t)left;
    memcpy(to, s->zip->bytes + s->entry->data + s->consumed, n);
    s->consumed += n;
    return n;
}

/* Unpack until `room` is full or the data end. */
static bool read_deflated(struct zip_stream *s, void *to, size_t room, size_t *ret_n)
{
    z_stream *z = &s->inflate;
    z->next_out = to;
    z->avail_out = room < UINT32_MAX ? (uInt)room : UINT32_MAX;
    uInt asked = z->avail_out;
    int status = Z_OK;
    while (z->avail_out > 0 && status == Z_OK) {
        uint64_t left = s->entry->packed - s->consumed;
        uInt offered = left < 1 << 30 ? (uInt)left : 1 << 30;
        z->next_in = s->zip->bytes + s->entry->data + s->consumed;
        z->avail_in = offered;
        status = inflate(z, Z_NO_FLUSH);
        s->consumed += offered - z->avail_in;
    }
    if (status != Z_OK && status != Z_STREAM_END)
        return fail_entry(s, z->msg ? z->msg : "deflated data end early");
    *ret_n = asked - z->avail_out;
    return true;
}

bool zip_stream_read(struct zip_stream *s, void *to, size_t room, size_t *ret_n)
{
    size_t n = 0;
    uint64_t left = s->entry->unpacked - s->produced;
    if (left < room)
        room = (size_t)left;
    if (room == 0)
        ; /* at the end */
    else if (s->entry->method == ZIP_STORED)
        n = read_stored(s, to, room);
    else if (!read_deflated(s, to, room, &n))
        return false;
    s->crc = (uint32_t)crc32_z(s->crc, to, n);
    s->produced += n;
    if (n < room)
        return fail_entry(s, "shorter than declared");
    if (s->produced == s->entry->unpacked && s->crc != s->entry->crc)
        return fail_entry(s, "checksum differs");
    *ret_n = n;
    return true;
}

bool zip_extract(struct ctx *cx, const struct zip *z, const struct zip_entry *e, const struct zip_limits *limits, struct buf *out)
{
    enum { STEP = 1 << 20 }; /* memory follows what was really unpacked, not what is declared */
    struct zip_stream *s = zip_stream_open(cx, z, e, limits);
    if (!s)
        return false;
    size_t n;
    bool done;
    do {
        uint64_t left = e->unpacked - s->produced;
        size_t room = left < STEP ? (size_t)left : STEP;
        done = zip_stream_read(s, buf_room(out, room), room, &n);
        if (done)
            out->length += n;
    } while (done && n > 0);
    zip_stream_close(s);
    return done;
}
