/* buf_test.c — the growing byte string. */
#include "base/buf.h"
#include "base/ctx.h"
#include "tap.h"

#include <stdint.h>
#include <string.h>

int main(void)
{
    struct ctx cx = tap_ctx();
    struct buf b = buf_init(cx.arena);
    EQ_TEXT(b.data, "");
    buf_text(&b, NULL);
    buf_text(&b, "项目");
    buf_char(&b, ':');
    buf_int(&b, 0);
    buf_char(&b, ',');
    buf_int(&b, INT64_MAX);
    buf_char(&b, ',');
    buf_int(&b, INT64_MIN);
    EQ_TEXT(b.data, "项目:0,9223372036854775807,-9223372036854775808");
    EQ_INT(b.length, strlen(b.data));

    buf_clear(&b);
    EQ_TEXT(b.data, "");
    buf_printf(&b, "%05d|%s", 42, "x");
    EQ_TEXT(b.data, "00042|x");
    buf_printf(&b, "%*s", 5000, "end");
    OK(b.length == 5007 && strcmp(b.data + 5004, "end") == 0, "a long piece is printed whole");

    buf_clear(&b);
    buf_add(&b, "a\0b", 3);
    OK(b.length == 3 && memcmp(b.data, "a\0b", 4) == 0, "NUL bytes are bytes");
    memcpy(buf_room(&b, 2), "cd", 2);
    b.length += 2;
    OK(memcmp(b.data, "a\0bcd", 6) == 0, "what is written into the room is ended by NUL");

    struct buf other = buf_init(cx.arena);
    buf_clear(&b);
    for (int i = 0; i < 300000; i++) { /* two that grow past each other, into large blocks */
        buf_char(&b, (char)('a' + i % 26));
        buf_char(&other, (char)('A' + i % 26));
    }
    bool right = b.length == 300000 && other.length == 300000;
    for (int i = 0; right && i < 300000; i++)
        right = b.data[i] == 'a' + i % 26 && other.data[i] == 'A' + i % 26;
    OK(right, "two buffers in one arena do not touch each other");
    tap_ctx_free(&cx);
    return tap_done();
}
