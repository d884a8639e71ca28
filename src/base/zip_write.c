/* zip_write.c — writes ZIP packages to the end of a buffer. */
#include "base/zip.h"
#include "base/zip_format.h"

#define ZLIB_CONST /* next_in points to const */
#include <string.h>
#include <zlib.h>

struct zip_writer {
    struct ctx *cx;
    struct buf *out;
    size_t base;          /* where the package begins in out */
    struct buf directory; /* records of the entries so far */
    size_t count;
    z_stream deflate;
    bool deflating; /* the z_stream holds memory */
    /* the entry being written */
    const char *name;
    enum zip_method method;
    size_t start, data; /* in out, from base */
    uint32_t crc;
    uint64_t unpacked;
};

static void put16(struct buf *b, uint32_t n)
{
    buf_char(b, (char)(n & 0xFF));
    buf_char(b, (char)(n >> 8 & 0xFF));
}

static void put32(struct buf *b, uint32_t n)
{
    put16(b, n & 0xFFFF);
    put16(b, n >> 16);
}

/* Into bytes written earlier. */
static void set32(char *p, uint32_t n)
{
    for (int i = 0; i < 4; i++)
        p[i] = (char)(n >> 8 * i & 0xFF);
}

static void writer_release(void *arg)
{
    struct zip_writer *w = arg;
    if (w->deflating)
        deflateEnd(&w->deflate);
    w->deflating = false;
}

struct zip_writer *zip_to(struct ctx *cx, struct buf *out)
{
    struct zip_writer *w = ARENA_NEW(cx->arena, struct zip_writer);
    w->cx = cx;
    w->out = out;
    w->base = out->length;
    w->directory = buf_init(cx->arena);
    arena_defer(cx->arena, writer_release, w);
    return w;
}

/* The part that the local header and the directory record share. */
static void put_header(struct buf *b, const char *name, int method, uint32_t crc, uint64_t packed, uint64_t unpacked)
{
    bool ascii = true;
    for (const char *p = name; *p; p++)
        ascii = ascii && !(*p & 0x80);
    put16(b, ZIP_VERSION);
    put16(b, ascii ? 0 : ZIP_FLAG_UTF8);
    put16(b, (uint32_t)method);
    put16(b, 0);
    put16(b, ZIP_DATE_1980_01_01);
    put32(b, crc);
    put32(b, (uint32_t)packed);
    put32(b, (uint32_t)unpacked);
    put16(b, (uint32_t)strlen(name));
    put16(b, 0); /* extra */
}

static void put_local(struct buf *b, const char *name, int method, uint32_t crc, uint64_t packed, uint64_t unpacked)
{
    put32(b, ZIP_LOCAL_SIGNATURE);
    put_header(b, name, method, crc, packed, unpacked);
    buf_text(b, name);
}

static void put_record(struct zip_writer *w, const char *name, int method, uint32_t crc, uint64_t packed,
                       uint64_t unpacked, size_t start)
{
    struct buf *b = &w->directory;
    put32(b, ZIP_RECORD_SIGNATURE);
    put16(b, ZIP_VERSION); /* made by */
    put_header(b, name, method, crc, packed, unpacked);
    put16(b, 0); /* comment */
    put16(b, 0); /* disk */
    put16(b, 0); /* internal attributes */
    put32(b, 0); /* external attributes */
    put32(b, (uint32_t)start);
    buf_text(b, name);
    w->count++;
}

/* Without ZIP64 a package holds 4 GiB and 65,534 entries; ours are far smaller. */
static bool fits(struct zip_writer *w, uint64_t more)
{
    if (more < UINT32_MAX && w->out->length - w->base + more + w->directory.length < UINT32_MAX && w->count < 0xFFFE)
        return true;
    return fail(w->cx, ERR_TOO_LARGE, "ZIP-05", NULL, "生成的文件超过 4 GiB，请缩小导出范围",
                "the file to be written is over 4 GiB; export less at once");
}

bool zip_begin(struct zip_writer *w, const char *name, enum zip_method method)
{
    if (!fits(w, strlen(name) + ZIP_LOCAL_SIZE))
        return false;
    if (method == ZIP_DEFLATED) {
        int status = w->deflating ? deflateReset(&w->deflate)
                                  : deflateInit2(&w->deflate, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8,
                                                 Z_DEFAULT_STRATEGY);
        if (status != Z_OK)
            return fail_memory(w->cx);
        w->deflating = true;
    }
    w->name = arena_strdup(w->cx->arena, name);
    w->method = method;
    w->start = w->out->length - w->base;
    w->crc = 0;
    w->unpacked = 0;
    put_local(w->out, name, method, 0, 0, 0); /* zip_end() fills in what is not known yet */
    w->data = w->out->length - w->base;
    return true;
}

/* Pack what the stream was given; all of it when flushing at the end. */
static bool drain(struct zip_writer *w, int flush)
{
    enum { STEP = 64 << 10 };
    z_stream *z = &w->deflate;
    do {
        if (!fits(w, STEP))
            return false;
        z->next_out = (Bytef *)buf_room(w->out, STEP);
        z->avail_out = STEP;
        deflate(z, flush);
        w->out->length += STEP - z->avail_out;
    } while (z->avail_out == 0);
    return true;
}

bool zip_put(struct zip_writer *w, const void *bytes, size_t n)
{
    w->crc = (uint32_t)crc32_z(w->crc, bytes, n);
    w->unpacked += n;
    if (!fits(w, w->unpacked) || (w->method == ZIP_STORED && !fits(w, n)))
        return false;
    if (w->method == ZIP_STORED) {
        buf_add(w->out, bytes, n);
        return true;
    }
    w->deflate.next_in = bytes;
    w->deflate.avail_in = (uInt)n; /* fits() holds n below 4 GiB */
    return drain(w, Z_NO_FLUSH);
}

bool zip_end(struct zip_writer *w)
{
    if (w->method == ZIP_DEFLATED) {
        w->deflate.avail_in = 0;
        if (!drain(w, Z_FINISH))
            return false;
    }
    uint64_t packed = w->out->length - w->base - w->data;
    char *local = w->out->data + w->base + w->start;
    set32(local + ZIP_LOCAL_CRC, w->crc);
    set32(local + ZIP_LOCAL_CRC + 4, (uint32_t)packed);
    set32(local + ZIP_LOCAL_CRC + 8, (uint32_t)w->unpacked);
    put_record(w, w->name, w->method, w->crc, packed, w->unpacked, w->start);
    return true;
}

bool zip_add(struct zip_writer *w, const char *name, const void *bytes, size_t n, enum zip_method method)
{
    return zip_begin(w, name, method) && zip_put(w, bytes, n) && zip_end(w);
}

bool zip_copy(struct zip_writer *w, const struct zip *from, const struct zip_entry *e)
{
    if (e->encrypted)
        return fail(w->cx, ERR_UNSUPPORTED, "ZIP-03", e->name, "文件“%s”内的部件 %s 已加密，请取消密码后再上传",
                    "the part %2$s inside the file \"%1$s\" is encrypted; remove the password", from->name, e->name);
    if (!fits(w, e->packed + strlen(e->name) + ZIP_LOCAL_SIZE) || !fits(w, e->unpacked))
        return false;
    size_t start = w->out->length - w->base;
    put_local(w->out, e->name, e->method, e->crc, e->packed, e->unpacked);
    buf_add(w->out, from->bytes + e->data, (size_t)e->packed);
    put_record(w, e->name, e->method, e->crc, e->packed, e->unpacked, start);
    return true;
}

bool zip_finish(struct zip_writer *w)
{
    if (!fits(w, ZIP_END_SIZE))
        return false;
    size_t offset = w->out->length - w->base;
    buf_add(w->out, w->directory.data, w->directory.length);
    put32(w->out, ZIP_END_SIGNATURE);
    put32(w->out, 0); /* this disk, directory's disk */
    put16(w->out, (uint32_t)w->count);
    put16(w->out, (uint32_t)w->count);
    put32(w->out, (uint32_t)w->directory.length);
    put32(w->out, (uint32_t)offset);
    put16(w->out, 0); /* comment */
    writer_release(w);
    return true;
}
