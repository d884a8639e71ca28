/* exposition.c — the text format that Prometheus reads. */
#include "endpoints/exposition.h"

void expose_head(struct buf *out, const char *name, const char *kind, const char *help)
{
    buf_printf(out, "# HELP steward_%s %s\n# TYPE steward_%s %s\n", name, help, name, kind);
}

static void put_name(struct buf *out, const char *name, const char *labels)
{
    buf_printf(out, labels ? "steward_%s{%s} " : "steward_%s ", name, labels);
}

void expose(struct buf *out, const char *name, const char *labels, int64_t value)
{
    put_name(out, name, labels);
    buf_int(out, value);
    buf_char(out, '\n');
}

void expose_seconds(struct buf *out, const char *name, const char *labels, int64_t us)
{
    put_name(out, name, labels);
    buf_printf(out, "%lld.%06lld\n", (long long)(us / 1000000), (long long)(us % 1000000));
}

void expose_one(struct buf *out, const char *name, const char *kind, const char *help, int64_t value)
{
    expose_head(out, name, kind, help);
    expose(out, name, NULL, value);
}
