/* dump_fuzz.c — any bytes as a dump: read row by row or refused, within what was given. */
#include "backup/dump.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

struct input {
    const uint8_t *bytes;
    size_t left;
};

/* In pieces whose size the input itself decides. */
static bool take(void *from, void *to, size_t room, size_t *ret_n)
{
    struct input *in = from;
    size_t some = in->left ? 1 + in->bytes[0] : 0, n = some < in->left ? some : in->left;
    n = n < room ? n : room;
    memcpy(to, in->bytes, n);
    in->bytes += n;
    in->left -= n;
    *ret_n = n;
    return true;
}

/* Text ends with NUL, and every byte of a value may be read. */
static unsigned char look_at(const struct dump_table *t, const struct value *row)
{
    unsigned char last = 0;
    for (size_t i = 0; i < t->columns; i++) {
        if (row[i].kind != VALUE_NULL && row[i].kind != t->kinds[i])
            abort();
        if (row[i].kind == VALUE_TEXT && strlen(row[i].s) != row[i].n)
            abort();
        for (size_t k = 0; k < row[i].n; k++)
            last ^= (unsigned char)row[i].s[k];
    }
    return last;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct ctx cx = ctx_init(arena_new(256 << 20));
    struct input in = {bytes, size};
    const struct source from = {take, &in};
    const struct dump_table *t = NULL;
    const struct value *row;
    struct dump_reader *r = dump_open(&cx, &from);
    bool good = r;
    unsigned char seen = 0;
    while (good && (good = dump_next_table(r, &t)) && t)
        while ((good = dump_next_row(r, &row)) && row)
            seen ^= look_at(t, row);
    if (!good && (!cx.err.code || !cx.err.message.zh || !cx.err.message.en))
        abort();
    arena_free(cx.arena);
    return seen > UCHAR_MAX; /* so that it is computed */
}
