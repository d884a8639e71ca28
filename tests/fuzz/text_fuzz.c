/* text_fuzz.c — any bytes as text: normal forms are UTF-8 and stay as they are when made again. */
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

struct input {
    const uint8_t *bytes;
    size_t size;
};

static void must(bool holds)
{
    if (!holds)
        abort();
}

static bool read_input(struct ctx *cx, void *arg)
{
    const struct input *in = arg;
    struct arena *a = cx->arena;
    const char *s = arena_strndup(a, (const char *)in->bytes, in->size);
    const char *half = s + strlen(s) / 2;
    char plain[256];

    const char *clean = text_clean(a, s);
    must(!clean || (text_is_utf8(clean, strlen(clean)) && !text_is_empty(clean)));
    must(text_equal(clean, text_clean(a, clean)));

    const char *fold = text_fold(a, s);
    must(text_is_utf8(fold, strlen(fold)));

    const char *code = text_code(a, s);
    must(text_is_utf8(code, strlen(code)));
    (void)text_is_credit_code(code);

    must(!text_plain(s, plain, sizeof plain) || (text_is_utf8(plain, strlen(plain)) && strlen(plain) < sizeof plain));
    must(text_ordinal(s) >= 0 && text_ordinal(s) <= 9999);
    int alike = text_likeness(a, s, half);
    must(alike >= 0 && alike <= 100 && alike == text_likeness(a, half, s));
    must((alike == 100) == text_equal(fold, text_fold(a, half)));
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct ctx cx = ctx_init(arena_new(64 << 20));
    must(ctx_run(&cx, read_input, &(struct input){bytes, size}));
    arena_free(cx.arena);
    return 0;
}
