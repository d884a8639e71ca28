/* archive.c — packs and seals a stream into parts, and the way back. */
#define ZLIB_CONST /* next_in points to const */
#include "backup/archive.h"

#include "backup/parts.h"
#include "base/date.h"
#include "base/version.h"

#include <jansson.h>
#include <string.h>
#include <zlib.h>

enum { FORMAT = 2 /* 1: nothing beside the database */, PIECE = PART_MOST / 2 };

static const char *digest_hex(struct arena *a, const unsigned char *digest)
{
    static const char digits[] = "0123456789abcdef";
    char *text = arena_alloc(a, 2 * DIGEST_SIZE + 1);
    for (int i = 0; i < DIGEST_SIZE; i++) {
        text[2 * i] = digits[digest[i] >> 4];
        text[2 * i + 1] = digits[digest[i] & 15];
    }
    return text;
}

/* ---- writing ---- */

struct archive_writer {
    struct ctx *cx;
    struct parts_writer *parts;
    struct seal *seal; /* NULL: open to read */
    const char *made_at;
    z_stream deflate;
    bool deflating; /* the z_stream holds memory */
    unsigned char packed[PIECE], sealed[PIECE + SEAL_EXTRA];
};

static void release_writer(void *arg)
{
    struct archive_writer *w = arg;
    if (w->deflating)
        deflateEnd(&w->deflate);
    w->deflating = false;
}

struct archive_writer *archive_create(struct ctx *cx, const char *path, const struct seal_secret *secret)
{
    struct archive_writer *w = ARENA_NEW(cx->arena, struct archive_writer);
    struct buf head = buf_init(cx->arena);
    struct json j = json_to(&head);
    w->cx = cx;
    w->made_at = instant_iso(cx->arena, (struct instant){cx->now_ms});
    arena_defer(cx->arena, release_writer, w);
    json_object_begin(&j);
    json_put_int(&j, "steward_backup", FORMAT);
    json_put_text(&j, "program", "steward " STEWARD_VERSION);
    json_put_text(&j, "made_at", w->made_at);
    if (seal_secret_given(secret)) {
        w->seal = seal_begin(cx, secret, &j);
        if (!w->seal)
            return NULL;
    }
    json_object_end(&j);
    w->parts = parts_create(cx, path, head.data);
    if (!w->parts)
        return NULL;
    w->deflating = deflateInit(&w->deflate, Z_DEFAULT_COMPRESSION) == Z_OK;
    if (!w->deflating) {
        fail_memory(cx);
        return NULL;
    }
    w->deflate.next_out = w->packed;
    w->deflate.avail_out = PIECE;
    return w;
}

static bool write_piece(struct archive_writer *w, bool last)
{
    size_t n = PIECE - w->deflate.avail_out;
    w->deflate.next_out = w->packed;
    w->deflate.avail_out = PIECE;
    if (!w->seal)
        return parts_add(w->parts, w->packed, n, last);
    return seal_close_piece(w->seal, w->packed, n, parts_writer_digest(w->parts), DIGEST_SIZE, last, w->sealed) &&
           parts_add(w->parts, w->sealed, n + SEAL_EXTRA, last);
}

static bool put(void *to, const void *bytes, size_t n)
{
    struct archive_writer *w = to;
    const unsigned char *p = bytes;
    while (n > 0) {
        uInt some = n < 1 << 30 ? (uInt)n : 1 << 30;
        w->deflate.next_in = p;
        w->deflate.avail_in = some;
        while (w->deflate.avail_in > 0) {
            deflate(&w->deflate, Z_NO_FLUSH);
            if (w->deflate.avail_out == 0 && !write_piece(w, false))
                return false;
        }
        p += some;
        n -= some;
    }
    return true;
}

struct sink archive_sink(struct archive_writer *w)
{
    return (struct sink){put, w};
}

bool archive_finish(struct archive_writer *w, struct archive_facts *ret_facts)
{
    w->deflate.avail_in = 0;
    while (deflate(&w->deflate, Z_FINISH) != Z_STREAM_END)
        if (!write_piece(w, false))
            return false;
    if (!write_piece(w, true) || !parts_publish(w->parts))
        return false;
    *ret_facts = (struct archive_facts){
        .program = "steward " STEWARD_VERSION,
        .made_at = w->made_at,
        .sealed = w->seal != NULL,
        .bytes = parts_written(w->parts),
        .digest = digest_hex(w->cx->arena, parts_writer_digest(w->parts)),
    };
    return true;
}

/* ---- reading ---- */

struct archive_reader {
    struct ctx *cx;
    struct parts_reader *parts;
    struct seal *seal;
    struct archive_facts facts;
    z_stream inflate;
    bool inflating;
    bool last, over; /* the last part was read; the stream has ended */
    unsigned char opened[PART_MOST];
};

static void release_reader(void *arg)
{
    struct archive_reader *r = arg;
    if (r->inflating)
        inflateEnd(&r->inflate);
    r->inflating = false;
}

static bool fail_newer(struct ctx *cx, const char *path, int64_t format)
{
    return fail(cx, ERR_UNSUPPORTED, "BAK-03", path,
                "备份“%s”的格式（%lld）比本程序能读的（%d）新；请用更新版本的 steward",
                "the backup \"%s\" has format %lld, newer than this program reads (%d); use a newer steward", path,
                (long long)format, FORMAT);
}

static bool read_head(struct archive_reader *r, const char *path, const char *head, const struct seal_secret *secret)
{
    struct ctx *cx = r->cx;
    const json_t *root = json_parse(cx, head, strlen(head));
    if (!root) {
        err_clear(cx);
        return parts_fail_damaged(r->parts, "the first line");
    }
    int64_t format = json_integer_value(json_object_get(root, "steward_backup"));
    if (format < 1 || format > FORMAT)
        return format > FORMAT ? fail_newer(cx, path, format) : parts_fail_damaged(r->parts, "the first line");
    r->facts = (struct archive_facts){
        .program = json_string_value(json_object_get(root, "program")),
        .made_at = json_string_value(json_object_get(root, "made_at")),
        .sealed = json_object_get(root, "seal") != NULL,
    };
    return seal_open(cx, secret, root, path, &r->seal);
}

struct archive_reader *archive_open(struct ctx *cx, const char *path, const struct seal_secret *secret)
{
    struct archive_reader *r = ARENA_NEW(cx->arena, struct archive_reader);
    const char *head;
    r->cx = cx;
    arena_defer(cx->arena, release_reader, r);
    r->parts = parts_open(cx, path, &head);
    if (!r->parts || !read_head(r, path, head, secret))
        return NULL;
    r->inflating = inflateInit(&r->inflate) == Z_OK;
    if (!r->inflating)
        fail_memory(cx);
    return r->inflating ? r : NULL;
}

/* The next part, opened, becomes what is unpacked. */
static bool next_piece(struct archive_reader *r)
{
    unsigned char binding[DIGEST_SIZE];
    const unsigned char *payload;
    size_t n;
    memcpy(binding, parts_reader_digest(r->parts), DIGEST_SIZE);
    if (!parts_next(r->parts, &payload, &n, &r->last))
        return false;
    if (r->seal) {
        if (!seal_open_piece(r->seal, payload, n, binding, DIGEST_SIZE, r->last, r->opened))
            return false;
        payload = r->opened;
        n -= SEAL_EXTRA;
    }
    r->inflate.next_in = payload;
    r->inflate.avail_in = (uInt)n;
    return true;
}

static bool unpack(struct archive_reader *r)
{
    int status = inflate(&r->inflate, Z_NO_FLUSH);
    if (status == Z_MEM_ERROR)
        return fail_memory(r->cx);
    if (status == Z_BUF_ERROR && r->last)
        return parts_fail_damaged(r->parts, "the stream does not end");
    if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
        return parts_fail_damaged(r->parts, r->inflate.msg);
    r->over = status == Z_STREAM_END;
    return !r->over || (r->last && r->inflate.avail_in == 0) || parts_fail_damaged(r->parts, "more than one stream");
}

static bool take(void *from, void *to, size_t room, size_t *ret_n)
{
    struct archive_reader *r = from;
    uInt most = room < 1 << 30 ? (uInt)room : 1 << 30;
    r->inflate.next_out = to;
    r->inflate.avail_out = most;
    while (!r->over && r->inflate.avail_out == most) {
        bool hungry = r->inflate.avail_in == 0 && !r->last;
        if ((hungry && !next_piece(r)) || !unpack(r))
            return false;
    }
    *ret_n = most - r->inflate.avail_out;
    return true;
}

struct source archive_source(struct archive_reader *r)
{
    return (struct source){take, r};
}

void archive_describe(const struct archive_reader *r, struct archive_facts *ret_facts)
{
    *ret_facts = r->facts;
    ret_facts->bytes = parts_read(r->parts);
    ret_facts->digest = digest_hex(r->cx->arena, parts_reader_digest(r->parts));
}
