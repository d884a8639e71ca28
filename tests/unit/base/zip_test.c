/* zip_test.c — packages written are read back; damaged, lying and hostile ones are refused. */
#include "base/zip.h"
#include "tap.h"

#include <string.h>
#include <zlib.h>

/* A package of two parts: one deflated, one stored. */
static struct buf small_package(struct ctx *cx)
{
    struct buf out = buf_init(cx->arena);
    struct zip_writer *w = zip_to(cx, &out);
    OK(zip_add(w, "a/text.xml", "<a>hello hello hello hello</a>", 30, ZIP_DEFLATED), "deflated part written");
    OK(zip_add(w, "项目.bin", "\0\1\2\3", 4, ZIP_STORED), "stored part written");
    OK(zip_finish(w), "finished");
    return out;
}

static void reads_what_it_writes(struct ctx *cx)
{
    struct buf file = small_package(cx);
    struct zip z;
    OK(zip_open(cx, "small.zip", file.data, file.length, &z), "opened");
    EQ_INT(z.count, 2);
    struct buf text = buf_init(cx->arena);
    OK(zip_find(&z, "A/Text.XML") == &z.entries[0], "found without regard to case");
    OK(!zip_find(&z, "nothing"), "what is not there is not found");
    OK(zip_extract(cx, &z, &z.entries[0], NULL, &text), "extracted");
    EQ_TEXT(text.data, "<a>hello hello hello hello</a>");
    EQ_TEXT(z.entries[1].name, "项目.bin");
    buf_clear(&text);
    OK(zip_extract(cx, &z, &z.entries[1], NULL, &text) && text.length == 4 && memcmp(text.data, "\0\1\2\3", 4) == 0,
       "stored part comes back");
}

static void streams_in_chunks_of_any_size(struct ctx *cx)
{
    struct buf file = buf_init(cx->arena), want = buf_init(cx->arena), got = buf_init(cx->arena);
    for (int i = 0; i < 5000; i++)
        buf_printf(&want, "%d,", i * 7919);
    struct zip_writer *w = zip_to(cx, &file);
    OK(zip_begin(w, "numbers", ZIP_DEFLATED), "begin");
    for (size_t at = 0; at < want.length; at += 777)
        if (!zip_put(w, want.data + at, want.length - at < 777 ? want.length - at : 777))
            break;
    OK(zip_end(w) && zip_add(w, "empty", "", 0, ZIP_DEFLATED) && zip_finish(w), "written in pieces");
    struct zip z;
    OK(zip_open(cx, "numbers.zip", file.data, file.length, &z), "opened");
    for (size_t chunk = 1; chunk < 100000; chunk = chunk * 3 + 1) {
        struct zip_stream *s = zip_stream_open(cx, &z, &z.entries[0], NULL);
        size_t n = 1;
        buf_clear(&got);
        while (s && zip_stream_read(s, buf_room(&got, chunk), chunk, &n) && n > 0)
            got.length += n;
        OK(n == 0 && got.length == want.length && memcmp(got.data, want.data, got.length) == 0, "chunks of %zu", chunk);
        EQ_INT(zip_stream_consumed(s), z.entries[0].packed);
    }
    buf_clear(&got);
    OK(zip_extract(cx, &z, &z.entries[1], NULL, &got) && got.length == 0, "an empty part is empty");
}

static void is_deterministic_and_copies_raw(struct ctx *cx)
{
    struct buf one = small_package(cx), two = small_package(cx), copy = buf_init(cx->arena);
    OK(one.length == two.length && memcmp(one.data, two.data, one.length) == 0, "same parts, same bytes");
    struct zip z;
    struct zip_writer *w = zip_to(cx, &copy);
    OK(zip_open(cx, "one", one.data, one.length, &z) && zip_copy(w, &z, &z.entries[0]) &&
           zip_copy(w, &z, &z.entries[1]) && zip_finish(w),
       "copied");
    OK(copy.length == one.length && memcmp(copy.data, one.data, one.length) == 0,
       "a copy of every part is the same package");
}

static void every_truncation_is_refused(struct ctx *cx)
{
    struct buf file = small_package(cx);
    int taken = 0;
    for (size_t n = 0; n < file.length; n++) {
        struct zip z;
        char *cut = arena_strndup(cx->arena, file.data, n); /* so that the sanitizer sees the edge */
        if (zip_open(cx, "cut", cut, n, &z))
            taken++;
        err_clear(cx);
    }
    EQ_INT(taken, 0);
}

/* Flip each byte in turn: either refused, or what comes out is right (names, times and the like do not count). */
static void every_flipped_byte_is_safe(struct ctx *cx)
{
    struct buf file = small_package(cx);
    int wrong = 0;
    for (size_t at = 0; at < file.length; at++) {
        struct zip z;
        char *copy = arena_strndup(cx->arena, file.data, file.length);
        copy[at] ^= 0x55;
        if (zip_open(cx, "flipped", copy, file.length, &z)) {
            const struct zip_entry *e = zip_find(&z, "a/text.xml");
            struct buf text = buf_init(cx->arena);
            if (e && zip_extract(cx, &z, e, NULL, &text) && strcmp(text.data, "<a>hello hello hello hello</a>") != 0)
                wrong++;
        }
        err_clear(cx);
    }
    EQ_INT(wrong, 0);
}

static void refuses(struct ctx *cx, const char *what, const void *bytes, size_t n, const char *code)
{
    struct zip z;
    struct buf out = buf_init(cx->arena);
    bool taken = zip_open(cx, what, bytes, n, &z) && zip_extract(cx, &z, &z.entries[0], NULL, &out);
    OK(!taken && strcmp(tap_code(cx), code) == 0, "%s is refused: %s", what, tap_code(cx));
    OK(cx->err.message.zh && cx->err.message.en && strstr(cx->err.message.en, what),
       "and the message names the file: %s", cx->err.message.en);
    err_clear(cx);
}

enum {
    LOCAL_METHOD = 8,
    RECORD_FLAGS = 8,
    RECORD_METHOD = 10,
    RECORD_CRC = 16,
    RECORD_UNPACKED = 24,
    RECORD_START = 42
};

static size_t record_at(const struct buf *file, int index)
{
    size_t at = 0;
    for (; index >= 0; index--, at++)
        while (memcmp(file->data + at, "PK\1\2", 4) != 0)
            at++;
    return at - 1;
}

static void hostile_packages_are_refused(struct ctx *cx)
{
    refuses(cx, "text.zip", "hello", 5, "ZIP-01");
    refuses(cx, "nothing.zip", "", 0, "ZIP-01");

    struct buf encrypted = small_package(cx);
    encrypted.data[record_at(&encrypted, 0) + RECORD_FLAGS] |= 1;
    refuses(cx, "encrypted.zip", encrypted.data, encrypted.length, "ZIP-03");

    struct buf odd = small_package(cx);
    odd.data[record_at(&odd, 0) + RECORD_METHOD] = 14; /* LZMA */
    refuses(cx, "lzma.zip", odd.data, odd.length, "ZIP-04");

    struct buf crc = small_package(cx);
    crc.data[record_at(&crc, 0) + RECORD_CRC] ^= 1;
    refuses(cx, "crc.zip", crc.data, crc.length, "ZIP-02");

    struct buf shorter = small_package(cx), longer = small_package(cx);
    shorter.data[record_at(&shorter, 0) + RECORD_UNPACKED]--;
    refuses(cx, "shorter.zip", shorter.data, shorter.length, "ZIP-02");
    longer.data[record_at(&longer, 0) + RECORD_UNPACKED]++;
    refuses(cx, "longer.zip", longer.data, longer.length, "ZIP-02");

    struct buf overlap = small_package(cx);
    memset(overlap.data + record_at(&overlap, 1) + RECORD_START, 0, 4); /* both parts begin at 0 */
    refuses(cx, "overlap.zip", overlap.data, overlap.length, "ZIP-02");

    struct buf many = small_package(cx);
    memset(many.data + many.length - 12, 0xFE, 2);
    memset(many.data + many.length - 14, 0xFE, 2);
    refuses(cx, "many.zip", many.data, many.length, "ZIP-02");
}

static void bombs_are_refused_before_unpacking(struct ctx *cx)
{
    struct buf file = buf_init(cx->arena), out = buf_init(cx->arena);
    struct zip_writer *w = zip_to(cx, &file);
    char *zeros = arena_alloc(cx->arena, 1 << 20);
    OK(zip_begin(w, "zeros", ZIP_DEFLATED), "begin");
    for (int i = 0; i < 64; i++)
        if (!zip_put(w, zeros, 1 << 20))
            break;
    OK(zip_end(w) && zip_finish(w), "a package of 64 MiB of zeros takes %zu bytes", file.length);
    struct zip z;
    OK(zip_open(cx, "bomb.zip", file.data, file.length, &z), "its directory is fine");
    OK(!zip_extract(cx, &z, &z.entries[0], NULL, &out) && out.length == 0, "not a byte of it is unpacked");
    EQ_TEXT(tap_code(cx), "ZIP-05");
    err_clear(cx);
    struct zip_limits small = {.unpacked = 1 << 20, .ratio = 5000};
    OK(!zip_extract(cx, &z, &z.entries[0], &small, &out) && out.length == 0, "nor beyond the size limit");
    EQ_TEXT(tap_code(cx), "ZIP-05");
    err_clear(cx);
    struct zip_limits large = {.unpacked = 64 << 20, .ratio = 5000};
    OK(zip_extract(cx, &z, &z.entries[0], &large, &out) && out.length == 64 << 20, "within wider limits it unpacks");
}

static void put_number(struct buf *b, uint64_t n, int bytes)
{
    for (int i = 0; i < bytes; i++, n >>= 8)
        buf_char(b, (char)(n & 0xFF));
}

/* By hand: one stored part whose sizes and place stand in ZIP64 fields. */
static void reads_zip64(struct ctx *cx)
{
    struct buf b = buf_init(cx->arena);
    uint32_t crc = (uint32_t)crc32(0, (const Bytef *)"sixty-four", 10);
    buf_add(&b, "PK\3\4", 4);
    put_number(&b, 45, 2), put_number(&b, 0, 2), put_number(&b, 0, 2), put_number(&b, 0, 4);
    put_number(&b, crc, 4), put_number(&b, UINT32_MAX, 4), put_number(&b, UINT32_MAX, 4);
    put_number(&b, 1, 2), put_number(&b, 20, 2);
    buf_text(&b, "x");
    put_number(&b, 1, 2), put_number(&b, 16, 2), put_number(&b, 10, 8), put_number(&b, 10, 8);
    buf_text(&b, "sixty-four");
    size_t directory = b.length;
    buf_add(&b, "PK\1\2", 4);
    put_number(&b, 45, 2), put_number(&b, 45, 2), put_number(&b, 0, 2), put_number(&b, 0, 2), put_number(&b, 0, 4);
    put_number(&b, crc, 4), put_number(&b, UINT32_MAX, 4), put_number(&b, UINT32_MAX, 4);
    put_number(&b, 1, 2), put_number(&b, 28, 2), put_number(&b, 0, 2), put_number(&b, 0, 2), put_number(&b, 0, 2);
    put_number(&b, 0, 4), put_number(&b, UINT32_MAX, 4);
    buf_text(&b, "x");
    put_number(&b, 1, 2), put_number(&b, 24, 2), put_number(&b, 10, 8), put_number(&b, 10, 8), put_number(&b, 0, 8);
    size_t end = b.length;
    buf_add(&b, "PK\6\6", 4);
    put_number(&b, 44, 8), put_number(&b, 45, 2), put_number(&b, 45, 2), put_number(&b, 0, 4), put_number(&b, 0, 4);
    put_number(&b, 1, 8), put_number(&b, 1, 8), put_number(&b, end - directory, 8), put_number(&b, directory, 8);
    buf_add(&b, "PK\6\7", 4);
    put_number(&b, 0, 4), put_number(&b, end, 8), put_number(&b, 1, 4);
    buf_add(&b, "PK\5\6", 4);
    put_number(&b, 0, 4), put_number(&b, 0xFFFF, 2), put_number(&b, 0xFFFF, 2);
    put_number(&b, UINT32_MAX, 4), put_number(&b, UINT32_MAX, 4), put_number(&b, 0, 2);

    struct zip z;
    struct buf text = buf_init(cx->arena);
    OK(zip_open(cx, "zip64", b.data, b.length, &z) && zip_extract(cx, &z, &z.entries[0], NULL, &text), "ZIP64 is read");
    EQ_TEXT(text.data, "sixty-four");
}

int main(void)
{
    struct ctx cx = tap_ctx();
    reads_what_it_writes(&cx);
    streams_in_chunks_of_any_size(&cx);
    is_deterministic_and_copies_raw(&cx);
    every_truncation_is_refused(&cx);
    every_flipped_byte_is_safe(&cx);
    hostile_packages_are_refused(&cx);
    bombs_are_refused_before_unpacking(&cx);
    reads_zip64(&cx);
    tap_ctx_free(&cx);
    return tap_done();
}
