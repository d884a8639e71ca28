/* csv_fuzz.c — any bytes as delimited text: every record is whole, or the file is refused. */
#include "base/csv.h"

#include <stdlib.h>
#include <string.h>

struct input {
    const void *bytes;
    size_t size;
};

static bool run(struct ctx *cx, void *arg)
{
    const struct input *in = arg;
    struct csv_row row;
    struct csv *c = csv_open(cx, "模糊.csv", in->bytes, in->size);
    int64_t number = 0, line = 0;
    while (c && csv_next(c, &row)) {
        if (row.number <= number || row.line <= line || row.count < 1)
            abort();
        number = row.number;
        line = row.line;
        for (int i = 0; i < row.count; i++)
            if (strlen(row.fields[i]) > 4 * in->size)
                abort();
    }
    if ((c && csv_ok(c)) != (cx->err.kind == ERR_NONE))
        abort();
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *a = arena_new((size_t)256 << 20);
    struct ctx cx = ctx_init(a);
    struct input in = {bytes, size};
    if (!ctx_run(&cx, run, &in) && cx.err.kind == ERR_NONE)
        abort();
    arena_free(a);
    return 0;
}
