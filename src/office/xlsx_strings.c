/* xlsx_strings.c — the table of shared strings, streamed once and kept compactly. */
#include "office/workbook_inner.h"

enum { PAGE = 16 << 10 }; /* positions per page */

const char *strings_at(const struct strings *s, uint32_t index)
{
    return index < s->count ? text_pool_at(&s->pool, s->pages[index / PAGE][index % PAGE]) : NULL;
}

static void add_page(struct strings *s, struct arena *a)
{
    uint32_t n = s->count / PAGE;
    if ((n & (n - 1)) == 0) { /* at each power of two the table of pages doubles */
        size_t size = sizeof *s->pages;
        s->pages = arena_grow(a, s->pages, n * size, (n ? n * 2 : 1) * size);
    }
    s->pages[n] = arena_array(a, PAGE, sizeof **s->pages);
}

static bool keep(struct ctx *cx, struct workbook *w, const struct gathered *g)
{
    struct strings *s = &w->strings;
    uint32_t position;
    if (!text_pool_add(&s->pool, g->data, g->n, &position))
        return fail(cx, ERR_TOO_LARGE, "XLS-06", w->name,
                    "文件“%s”的文字内容过多，或有单元格超过 32,767 字，超过上限；请拆分文件或缩短单元格后再上传",
                    "\"%s\" holds more text than the limit, or a cell of more than 32,767 characters; split the file "
                    "or cut the cell",
                    w->name);
    if (s->count % PAGE == 0)
        add_page(s, cx->arena);
    s->pages[s->count / PAGE][s->count % PAGE] = position;
    s->count++;
    return true;
}

static bool read_items(struct ctx *cx, struct workbook *w, struct xml *x)
{
    struct gathered g = {.arena = w->nest->arena};
    g.data = arena_alloc(g.arena, g.room = 4096);
    for (;;)
        switch (xml_next(x)) {
        case XML_OPEN:
            if (xml_is(x, "sst"))
                break;
            g.n = 0;
            g.data[0] = '\0';
            if (!xml_is(x, "si")) {
                if (!xml_skip(x))
                    return false;
                break;
            }
            if (!gather_rich(&g, x))
                return false;
            gather_unescape(&g);
            if (!keep(cx, w, &g))
                return false;
            break;
        case XML_FAILED:
            return false;
        case XML_END:
            return true;
        case XML_CLOSE:
        case XML_TEXT:
            break;
        }
}

bool strings_read(struct ctx *cx, struct workbook *w, const struct zip_entry *e)
{
    struct part p;
    const char *where = arena_printf(cx->arena, "%s › %s", w->name, e->name);
    uint64_t limit = w->limits.unpacked_bytes / 8; /* of the 2 GiB for a sheet: 256 MiB */
    struct arena_mark mark = arena_mark(w->nest->arena);
    w->strings.pool = text_pool_init(cx->arena, limit);
    if (!part_open(&p, cx, w, e, limit, where, w->nest->arena))
        return false;
    bool done = read_items(cx, w, &p.xml);
    part_close(&p);
    arena_reset(w->nest->arena, mark);
    return done;
}
