/* zip_stream.c — unpacks an entry in chunks, within limits. */
#define ZLIB_CONST /* next_in points to const */
#include "base/zip.h"

#include <string.h>
#include <zlib.h>

enum { RATIO_FREE = 10 << 20 }; /* unpacked bytes below which a high ratio is harmless */

const struct zip_limits zip_limits_default = {.unpacked = (uint64_t)2 << 30, .ratio = 300};

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
         "the part %2$s inside the file \"%1$s\" is damaged; save the file again or send it again", s->zip->name,
         s->entry->name);
    fail_cause(s->cx, cause);
    return false;
}

static bool within_limits(struct ctx *cx, const struct zip *z, const struct zip_entry *e,
                          const struct zip_limits *limits)
{
    if (e->unpacked > limits->unpacked)
        return fail(cx, ERR_TOO_LARGE, "ZIP-05", e->name,
                    "文件“%s”内的部件 %s 解压后有 %lld MiB，超过上限 %lld MiB，请拆分后再上传",
                    "the part %2$s inside the file \"%1$s\" unpacks to %3$lld MiB, over the limit of %4$lld MiB; split "
                    "the file",
                    z->name, e->name, (long long)(e->unpacked >> 20), (long long)(limits->unpacked >> 20));
    if (e->unpacked > RATIO_FREE && e->unpacked / (uint64_t)limits->ratio > e->packed)
        return fail(
            cx, ERR_TOO_LARGE, "ZIP-05", e->name,
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
        return fail(cx, ERR_UNSUPPORTED, "ZIP-04", e->name,
                    "文件“%s”内的部件 %s 使用了不支持的压缩方法（%d），请用办公软件另存后再上传",
                    "the part %2$s inside the file \"%1$s\" is packed by an unsupported method (%3$d); save the file "
                    "again in an office program",
                    z->name, e->name, e->method);
    return true;
}

static void stream_release(void *arg)
{
    struct zip_stream *s = arg;
    if (s->inflating)
        inflateEnd(&s->inflate);
    s->inflating = false;
}

struct zip_stream *zip_stream_open(struct ctx *cx, const struct zip *z, const struct zip_entry *e,
                                   const struct zip_limits *limits)
{
    if (!readable(cx, z, e) || !within_limits(cx, z, e, limits ? limits : &zip_limits_default))
        return NULL;
    struct zip_stream *s = ARENA_NEW(cx->arena, struct zip_stream);
    s->cx = cx;
    s->zip = z;
    s->entry = e;
    arena_defer(cx->arena, stream_release, s);
    if (e->method == ZIP_STORED && e->packed != e->unpacked) {
        fail_entry(s, "stored, with two sizes");
        return NULL;
    }
    if (e->method == ZIP_DEFLATED) {
        if (inflateInit2(&s->inflate, -MAX_WBITS) != Z_OK) {
            fail_memory(cx);
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

bool zip_extract(struct ctx *cx, const struct zip *z, const struct zip_entry *e, const struct zip_limits *limits,
                 struct buf *out)
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
