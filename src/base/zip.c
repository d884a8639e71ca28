/* zip.c — reads the directory of a ZIP package in memory, and checks it whole. */
#include "base/zip.h"
#include "base/zip_format.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    MAX_ENTRIES = 100000,
    MAX_COMMENT = 65535,
};

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
        return fail(cx, ERR_UNSUPPORTED, "ZIP-01", z.name, "文件“%s”不是 ZIP 压缩包",
                    "the file \"%s\" is not a ZIP package", z.name);
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
