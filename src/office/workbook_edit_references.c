/* workbook_edit_references.c — every place outside the rows that names cells, in a table. */
#include "office/workbook_edit_inner.h"

#include <string.h>

enum what {
    RANGES, /* "A5:B9 C1", of the sheet; grow with rows put under them */
    CELLS,  /* the same, but never grow: merges, links, the cursor */
    FORMULA,
    ROW,    /* a row number from 1 */
    ROW0,   /* from 0 */
    ANCHOR, /* eight numbers of VML; the third and seventh are rows from 0 */
};

/* clang-format off */
static const struct rule {
    enum part_kind part;
    const char *element, *attribute; /* no attribute: the element's text */
    enum what what;
} rules[] = {
    {PART_SHEET, "sheetView",             "topLeftCell", CELLS},
    {PART_SHEET, "pane",                  "topLeftCell", CELLS},
    {PART_SHEET, "selection",             "activeCell",  CELLS},
    {PART_SHEET, "selection",             "sqref",       CELLS},
    {PART_SHEET, "protectedRange",        "sqref",       RANGES},
    {PART_SHEET, "autoFilter",            "ref",         RANGES},
    {PART_SHEET, "sortState",             "ref",         RANGES},
    {PART_SHEET, "sortCondition",         "ref",         RANGES},
    {PART_SHEET, "mergeCell",             "ref",         CELLS},
    {PART_SHEET, "conditionalFormatting", "sqref",       RANGES},
    {PART_SHEET, "formula",               NULL,          FORMULA},
    {PART_SHEET, "dataValidation",        "sqref",       RANGES},
    {PART_SHEET, "formula1",              NULL,          FORMULA},
    {PART_SHEET, "formula2",              NULL,          FORMULA},
    {PART_SHEET, "hyperlink",             "ref",         CELLS},
    {PART_SHEET, "hyperlink",             "location",    FORMULA},
    {PART_SHEET, "ignoredError",          "sqref",       RANGES},
    {PART_SHEET, "cellWatch",             "r",           CELLS},
    {PART_SHEET, "f",                     NULL,          FORMULA}, /* of extensions */
    {PART_SHEET, "sqref",                 NULL,          RANGES},
    {PART_SHEET, "row",                   NULL,          ROW0},    /* anchors of controls */
    {PART_WORKBOOK, "definedName",        NULL,          FORMULA},
    {PART_TABLE, "table",                 "ref",         RANGES},
    {PART_TABLE, "autoFilter",            "ref",         RANGES},
    {PART_TABLE, "sortState",             "ref",         RANGES},
    {PART_TABLE, "sortCondition",         "ref",         RANGES},
    {PART_COMMENTS, "comment",            "ref",         CELLS},
    {PART_COMMENTS, "threadedComment",    "ref",         CELLS},
    {PART_DRAWING, "row",                 NULL,          ROW0},
    {PART_VML, "Row",                     NULL,          ROW0},
    {PART_VML, "Anchor",                  NULL,          ANCHOR},
    {PART_CHART, "f",                     NULL,          FORMULA},
};
/* clang-format on */

static void row_write(struct buf *out, const struct shift *s, const char *text, int base)
{
    const size_t blank = strspn(text, " \t\r\n");
    const size_t n = strspn(text + blank, "0123456789");
    const int64_t row = span_int((struct span){text + blank, n}, -1);
    buf_add(out, text, blank);
    if (row < 0)
        buf_add(out, text + blank, n);
    else
        buf_int(out, shift_row(s, row + 1 - base) - 1 + base);
    buf_text(out, text + blank + n);
}

static void anchor_write(struct buf *out, const struct shift *s, const char *text)
{
    for (int i = 0; *text; i++) {
        const size_t n = strcspn(text, ",");
        const char *number = arena_strndup(out->arena, text, n);
        if (i == 2 || i == 6)
            row_write(out, s, number, 0);
        else
            buf_text(out, number);
        text += n;
        if (*text)
            buf_char(out, *text++);
    }
}

static const char *moved(const struct shifts *all, int sheet, enum what what, const char *text)
{
    const struct shift none = {0}, *s = sheet >= 0 ? &all->sheets[sheet] : &none;
    struct buf out = buf_init(all->arena);
    switch (what) {
    case RANGES:
    case CELLS:
        references_write(&out, s, text, what == RANGES);
        break;
    case FORMULA:
        formula_write(&out, all, &(struct formula_place){.sheet = sheet}, text);
        break;
    case ROW:
        row_write(&out, s, text, 1);
        break;
    case ROW0:
        row_write(&out, s, text, 0);
        break;
    case ANCHOR:
        anchor_write(&out, s, text);
        break;
    }
    return out.data;
}

static void rewrite_attribute(struct rewrite *w, const struct shifts *all, int sheet, const struct rule *rule,
                              struct span old)
{
    const char *now = moved(all, sheet, rule->what, span_text(all->arena, old));
    if (strcmp(now, span_text(all->arena, old)) == 0)
        return;
    rewrite_to(w, old.s, old.s + old.n); /* the value alone: other attributes of the tag may change too */
    attribute_write(w->out, now);
}

static void rewrite_text(struct rewrite *w, const struct shifts *all, int sheet, const struct rule *rule,
                         const struct tag *t, const char **at, const char *end)
{
    const char *after = *at;
    struct span inside;
    if (t->empty || !tag_skip(&after, end, t, &inside) || memchr(inside.s, '<', inside.n))
        return;
    const char *old = span_text(all->arena, inside), *now = moved(all, sheet, rule->what, old);
    *at = after;
    if (strcmp(now, old) == 0)
        return;
    rewrite_to(w, inside.s, inside.s + inside.n);
    text_write(w->out, now);
}

/* Page breaks below rows, not those beside columns. */
static void rewrite_breaks(struct rewrite *w, const struct shifts *all, int sheet, const struct tag *t, const char **at,
                           const char *end)
{
    static const struct rule below = {PART_SHEET, "brk", "id", ROW};
    const char *stop = *at;
    struct span inside, id;
    struct tag inner;
    if (!tag_skip(&stop, end, t, &inside))
        return;
    while (tag_next(at, inside.s + inside.n, &inner))
        if (tag_is(&inner, "brk") && !inner.close && tag_attr(&inner, "id", &id))
            rewrite_attribute(w, all, sheet, &below, id);
    *at = stop;
}

static bool one_row(struct span ref, int64_t *ret_row, int *ret_left, int *ret_right)
{
    const char *colon = memchr(ref.s, ':', ref.n);
    int64_t bottom;
    return colon && cell_parse(ref.s, (size_t)(colon - ref.s), ret_row, ret_left) &&
           cell_parse(colon + 1, ref.n - (size_t)(colon + 1 - ref.s), &bottom, ret_right) && bottom == *ret_row;
}

/* A merge within a row goes along with copies of the row. */
static void copy_merge(struct rewrite *w, const struct shift *s, const struct tag *t, struct span ref,
                       const char *after)
{
    char first[INT_TEXT], last[INT_TEXT];
    int64_t row;
    int left, right;
    if (!one_row(ref, &row, &left, &right))
        return;
    rewrite_to(w, after, after);
    for (size_t i = 0; i < s->count; i++)
        if (s->adds[i].copy && s->adds[i].like == row)
            buf_printf(w->out, "<%.*smergeCell ref=\"%s:%s\"/>", (int)t->prefix.n, t->prefix.s,
                       cell_name(first, shift_added(s, i), left), cell_name(last, shift_added(s, i), right));
}

static void rewrite_merges(struct rewrite *w, const struct shifts *all, int sheet, const struct tag *t, const char **at,
                           const char *end)
{
    static const struct rule merge = {PART_SHEET, "mergeCell", "ref", CELLS};
    static const struct attr_change uncounted = {"count", NULL};
    const char *stop = *at;
    struct span inside, ref;
    struct tag inner;
    if (t->empty || !tag_skip(&stop, end, t, &inside))
        return;
    rewrite_to(w, t->start, t->end);
    tag_write(w->out, t, &uncounted, 1, false);
    while (tag_next(at, inside.s + inside.n, &inner))
        if (tag_is(&inner, "mergeCell") && !inner.close && tag_attr(&inner, "ref", &ref) &&
            tag_skip(at, inside.s + inside.n, &inner, NULL)) {
            rewrite_attribute(w, all, sheet, &merge, ref);
            copy_merge(w, &all->sheets[sheet], &inner, ref, *at);
        }
    *at = stop;
}

static bool any_copy(const struct shift *s)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->adds[i].copy)
            return true;
    return false;
}

/* The rule for the first attribute behind `done`: attributes stand in any order, and are written in theirs. */
static const struct rule *next_attribute(enum part_kind kind, const struct tag *t, const char *done,
                                         struct span *ret_old)
{
    const struct rule *first = NULL;
    struct span old;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        const struct rule *rule = &rules[i];
        if (rule->part != kind || !rule->attribute || !tag_is(t, rule->element) || !tag_attr(t, rule->attribute, &old))
            continue;
        if (old.s > done && (!first || old.s < ret_old->s)) {
            first = rule;
            *ret_old = old;
        }
    }
    return first;
}

void references_rewrite(struct rewrite *w, const struct shifts *all, int sheet, enum part_kind kind,
                        const struct tag *t, const char **at, const char *end)
{
    struct span old;
    if (t->close)
        return;
    if (kind == PART_SHEET && tag_is(t, "rowBreaks")) {
        rewrite_breaks(w, all, sheet, t, at, end);
        return;
    }
    if (kind == PART_SHEET && tag_is(t, "mergeCells") && any_copy(&all->sheets[sheet])) {
        rewrite_merges(w, all, sheet, t, at, end);
        return;
    }
    const char *done = t->start;
    for (const struct rule *rule; (rule = next_attribute(kind, t, done, &old)); done = old.s)
        rewrite_attribute(w, all, sheet, rule, old);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (rules[i].part == kind && !rules[i].attribute && tag_is(t, rules[i].element))
            rewrite_text(w, all, sheet, &rules[i], t, at, end);
}

void part_rewrite(struct buf *out, const struct shifts *all, int sheet, enum part_kind kind, struct span xml)
{
    struct rewrite w = {out, xml.s};
    const char *at = xml.s, *end = xml.s + xml.n;
    struct tag t;
    while (tag_next(&at, end, &t))
        references_rewrite(&w, all, sheet, kind, &t, &at, end);
    rewrite_to(&w, end, end);
}
