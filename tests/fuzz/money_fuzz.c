/* money_fuzz.c — any bytes as an amount and as a head: what is read reads back the same. */
#include "base/money.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static const int64_t units[] = {MONEY_FEN, MONEY_YUAN, MONEY_QIAN, MONEY_WAN, MONEY_BAIWAN, MONEY_QIANWAN, MONEY_YI};
enum { UNITS = sizeof units / sizeof *units };

struct input {
    const uint8_t *bytes;
    size_t size;
};

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check_amount(struct arena *a, struct money m)
{
    struct money again;
    must(!money_is_none(m));
    for (size_t i = 0; i < UNITS; i++)
        must(money_parse(money_decimal(a, m, units[i]), units[i], &again) && again.fen == m.fen);
    must(money_show(a, m, LANG_ZH)[0] && money_show(a, m, LANG_EN)[0]);
}

static bool read_input(struct ctx *cx, void *arg)
{
    const struct input *in = arg;
    const char *s = arena_strndup(cx->arena, (const char *)in->bytes, in->size);
    struct money m = MONEY_NONE;
    for (size_t i = 0; i < UNITS; i++)
        if (money_parse(s, units[i], &m))
            check_amount(cx->arena, m);
    must(money_unit_in(s) >= 0);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct ctx cx = ctx_init(arena_new(1 << 20));
    must(ctx_run(&cx, read_input, &(struct input){bytes, size}));
    arena_free(cx.arena);
    return 0;
}
