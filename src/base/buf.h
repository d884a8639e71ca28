/* buf.h — a growing byte string in an arena; always NUL-terminated. */
#ifndef STEWARD_BASE_BUF_H
#define STEWARD_BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct buf {
    struct arena *arena; /* owner of the bytes */
    char *data;          /* never NULL after buf_init */
    size_t length;
    size_t capacity;
};

struct buf buf_init(struct arena *a);
void buf_clear(struct buf *b); /* length 0, capacity kept */
void buf_add(struct buf *b, const void *bytes, size_t n);
void buf_text(struct buf *b, const char *s); /* NULL adds nothing */
void buf_int(struct buf *b, int64_t n);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *b, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

/* Room for n more bytes: returns where to write; the caller adds what it wrote to b->length, and ends the string
 * with NUL itself when it wrote fewer than n. */
char *buf_room(struct buf *b, size_t n);

static inline void buf_char(struct buf *b, char c)
{
    char *to = b->length + 1 < b->capacity ? b->data + b->length : buf_room(b, 1);
    to[0] = c;
    to[1] = '\0';
    b->length++;
}

#endif
