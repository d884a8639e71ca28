/* buf.c — a growing byte string in an arena. */
#include "base/buf.h"
#include "base/arena.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { FIRST_CAPACITY = 64 };

struct buf buf_init(struct arena *a)
{
    return (struct buf){.arena = a, .data = arena_alloc(a, FIRST_CAPACITY), .capacity = FIRST_CAPACITY};
}

void buf_clear(struct buf *b)
{
    b->length = 0;
    b->data[0] = '\0';
}

char *buf_room(struct buf *b, size_t n)
{
    size_t need;
    if (__builtin_add_overflow(b->length + 1, n, &need))
        need = SIZE_MAX; /* the arena refuses it */
    if (need > b->capacity) {
        size_t capacity = need > b->capacity * 2 ? need : b->capacity * 2;
        b->data = arena_grow(b->arena, b->data, b->capacity, capacity);
        b->capacity = capacity;
    }
    b->data[b->length + n] = '\0';
    return b->data + b->length;
}

void buf_add(struct buf *b, const void *bytes, size_t n)
{
    char *to = buf_room(b, n);
    if (n)
        memcpy(to, bytes, n);
    b->length += n;
}

void buf_text(struct buf *b, const char *s)
{
    if (s)
        buf_add(b, s, strlen(s));
}

void buf_int(struct buf *b, int64_t n)
{
    char digits[20];
    char *p = digits + sizeof digits;
    uint64_t rest = n < 0 ? -(uint64_t)n : (uint64_t)n;
    do
        *--p = (char)('0' + rest % 10);
    while (rest /= 10);
    if (n < 0)
        *--p = '-';
    buf_add(b, p, (size_t)(digits + sizeof digits - p));
}

/* Is there nothing in it but text and %s? */
static bool only_joins(const char *format)
{
    while ((format = strchr(format, '%')) && format[1] == 's')
        format += 2;
    return !format;
}

static void join(struct buf *b, const char *format, va_list args)
{
    for (const char *next; (next = strchr(format, '%')); format = next + 2) {
        buf_add(b, format, (size_t)(next - format));
        buf_text(b, va_arg(args, const char *));
    }
    buf_text(b, format);
}

/* Much of what is written is joined text, which printf's machinery costs many times what the copying does. */
void buf_vprintf(struct buf *b, const char *format, va_list args)
{
    if (only_joins(format)) {
        join(b, format, args);
        return;
    }
    va_list again;
    va_copy(again, args);
    size_t room = b->capacity - b->length;
    int n = vsnprintf(b->data + b->length, room, format, args);
    if (n > 0 && (size_t)n >= room)
        vsnprintf(buf_room(b, (size_t)n), (size_t)n + 1, format, again);
    va_end(again);
    if (n > 0)
        b->length += (size_t)n;
}

void buf_printf(struct buf *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    buf_vprintf(b, format, args);
    va_end(args);
}
