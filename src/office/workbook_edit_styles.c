/* workbook_edit_styles.c — highlighted copies of cell styles, appended to styles.xml. */
#include "office/workbook_edit_inner.h"

#include <string.h>

#define ALERT_FILL                                                                                                     \
    "patternFill patternType=\"solid\"><%sfgColor rgb=\"FFFFFF00\"/><%sbgColor "                                       \
    "indexed=\"64\"/></%spatternFill></%sfill>"

/* The inside of the first element `name`; NULL when there is none. */
static const char *element(struct span xml, const char *name, struct tag *ret_tag, struct span *ret_inside)
{
    const char *at = xml.s, *end = xml.s + xml.n;
    while (tag_next(&at, end, ret_tag))
        if (!ret_tag->close && tag_is(ret_tag, name))
            return tag_skip(&at, end, ret_tag, ret_inside) ? at : NULL;
    return NULL;
}

static int64_t count_children(struct span inside, const char *name)
{
    const char *at = inside.s, *end = inside.s + inside.n;
    struct tag t;
    int64_t count = 0;
    while (tag_next(&at, end, &t)) {
        count += tag_is(&t, name) && !t.close;
        if (!t.close && !tag_skip(&at, end, &t, NULL))
            break;
    }
    return count;
}

void alert_styles_init(struct alert_styles *a, struct arena *arena, struct span xml)
{
    struct tag t;
    struct span fills, styles;
    *a = (struct alert_styles){.arena = arena};
    if (!element(xml, "fills", &t, &fills) || t.empty || !element(xml, "cellXfs", &t, &styles))
        return;
    a->xml = xml;
    a->fills = count_children(fills, "fill");
    a->cell_styles = count_children(styles, "xf");
}

int64_t alert_style(struct alert_styles *a, int64_t base)
{
    if (a->cell_styles == 0)
        return base; /* nothing to copy from */
    if (base < 0 || base >= a->cell_styles)
        base = 0;
    size_t i = 0;
    while (i < a->count && a->bases[i] != base)
        i++;
    if (i == a->count) {
        if ((a->count & (a->count - 1)) == 0)
            a->bases = arena_grow(a->arena, a->bases, a->count * sizeof *a->bases,
                                  (a->count ? a->count * 2 : 1) * sizeof *a->bases);
        a->bases[a->count++] = base;
    }
    return a->cell_styles + (int64_t)i;
}

/* A copy of style number `base` of those in `styles`, with the fill `fill`. */
static void write_copy(struct buf *out, struct span styles, int64_t base, int64_t fill)
{
    const char *at = styles.s, *end = styles.s + styles.n;
    struct tag t;
    struct span inside;
    while (tag_next(&at, end, &t) && tag_skip(&at, end, &t, &inside)) {
        if (!tag_is(&t, "xf") || base-- > 0)
            continue;
        char text[INT_TEXT];
        const struct attr_change changes[] = {{"fillId", int_text(text, fill)}, {"applyFill", "1"}};
        tag_write(out, &t, changes, 2, t.empty);
        if (!t.empty)
            buf_add(out, inside.s, (size_t)(at - inside.s));
        return;
    }
}

/* Open element `name` again with a count of `count`; *at is then at its end tag. */
static struct span reopen(struct rewrite *w, struct span xml, const char *name, int64_t count, struct tag *ret_tag)
{
    struct span inside = {0};
    element(xml, name, ret_tag, &inside);
    char text[INT_TEXT];
    const struct attr_change change = {"count", int_text(text, count)};
    rewrite_to(w, ret_tag->start, ret_tag->end);
    tag_write(w->out, ret_tag, &change, 1, false);
    rewrite_to(w, inside.s + inside.n, inside.s + inside.n);
    return inside;
}

void alert_styles_write(struct buf *out, const struct alert_styles *a)
{
    struct rewrite w = {out, a->xml.s};
    struct tag t;
    reopen(&w, a->xml, "fills", a->fills + 1, &t);
    const char *prefix = arena_strndup(a->arena, t.prefix.s, t.prefix.n);
    buf_printf(out, "<%sfill><%s" ALERT_FILL, prefix, prefix, prefix, prefix, prefix, prefix);
    struct span styles = reopen(&w, a->xml, "cellXfs", a->cell_styles + (int64_t)a->count, &t);
    for (size_t i = 0; i < a->count; i++)
        write_copy(out, styles, a->bases[i], a->fills);
    rewrite_to(&w, a->xml.s + a->xml.n, a->xml.s + a->xml.n);
}
