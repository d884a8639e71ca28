/* json_fuzz.c — any bytes as a JSON document: parsed or refused; what is parsed goes through every field type. */
#include "base/json.h"
#include "base/text.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static const struct choice choices[] = {{"new", {"新建", "new"}, "新开工 开工"}, {.code = NULL}};

/* What a field takes is written so that it reads back as the same value. */
static void there_and_back(struct ctx *cx, const struct field *f, const json_t *v)
{
    struct value first, second;
    if (!json_to_value(cx, f, v, "f", &first)) {
        if (cx->err.kind != ERR_INPUT || !text_is_utf8(cx->err.message.zh, strlen(cx->err.message.zh)))
            abort();
        err_clear(cx);
        return;
    }
    struct buf out = buf_init(cx->arena);
    struct json j = json_to(&out);
    json_value(&j, f, first);
    const json_t *again = json_parse(cx, out.data, out.length);
    if (!again || !json_to_value(cx, f, again, "f", &second) || !value_equal(first, second))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct ctx cx = ctx_init(arena_new(256 << 20));
    const json_t *v = json_parse(&cx, (const char *)bytes, size);
    if (!v && (cx.err.kind != ERR_INPUT || !cx.err.message.zh))
        abort();
    for (enum type t = T_BOOL; v && t <= T_JSON; t++) {
        struct field f = {.name = "f", .type = t, .choices = choices};
        there_and_back(&cx, &f, v);
    }
    arena_free(cx.arena);
    return 0;
}
