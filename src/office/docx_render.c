/* docx_render.c — writes a part of a template with its marks filled in.
 *
 * The tree is read, never copied: a block writes the nodes it spans once for each item, straight into the output,
 * so that memory is that of the answer and the arena's ceiling holds. */
#include "office/docx_render.h"

#include <string.h>

enum { MAX_OUTPUT = 256 * 1024 * 1024, MAX_ITEMS = 2 * 1000 * 1000 };

/* Where in the output a node was written that reads the same each time. */
struct written {
    const xmlNode *node;
    size_t begin, length;
};
enum { WRITTEN = 1024 }; /* places in the table; a power of two */

struct render {
    struct faults *faults;
    struct buf *out;
    const struct scope *scope;
    const struct docx_marking *marking; /* NULL: values go in bare */
    const xmlNode *paragraph;           /* the one being written, for messages */
    const xmlNode *latest;              /* the element written last */
    long items;                         /* of all loops so far */
    long rows;                          /* written in the table at hand */
    int again;                          /* loops beyond their first item around here */
    struct written *written;            /* what loops write again and again, by node; NULL: no loop so far */
};

static struct ctx *cx_of(const struct render *r)
{
    return r->faults->cx;
}

static bool go_on(const struct render *r)
{
    return faults_go_on(r->faults);
}

static const char *place(const struct render *r, const xmlNode *paragraph)
{
    return paragraph_text(cx_of(r)->arena, paragraph);
}

/* ---- values ---- */

static void write_tag(struct render *r, const xmlNode *t, const char *name)
{
    const char *prefix = t->ns && t->ns->prefix ? (const char *)t->ns->prefix : NULL;
    buf_printf(r->out, "<%s%s%s", prefix ? prefix : "", prefix ? ":" : "", name);
}

static void end_text(struct render *r, const xmlNode *t)
{
    buf_char(r->out, '<');
    buf_char(r->out, '/');
    if (t->ns && t->ns->prefix)
        buf_printf(r->out, "%s:", (const char *)t->ns->prefix);
    buf_text(r->out, "t>");
}

static void begin_text(struct render *r, const xmlNode *t)
{
    write_tag(r, t, "t");
    buf_text(r->out, " xml:space=\"preserve\">");
}

/* Line ends and tabs become elements of their own, between texts. */
static void write_value(struct render *r, const xmlNode *t, const char *s)
{
    while (*s) {
        size_t n = strcspn(s, "\r\n\t");
        word_write_text(r->out, s, n);
        s += n;
        if (!*s)
            break;
        end_text(r, t);
        write_tag(r, t, *s == '\t' ? "tab" : "br");
        buf_text(r->out, "/>");
        begin_text(r, t);
        s += s[0] == '\r' && s[1] == '\n' ? 2 : 1;
    }
}

static void write_mark(struct render *r, const xmlNode *t, const char *what)
{
    end_text(r, t);
    buf_printf(r->out, "<?" MARK_TARGET "%s?>", what);
    begin_text(r, t);
}

static void write_marked(struct render *r, const xmlNode *t, const json_t *value, const char *text)
{
    int mark = r->marking ? r->marking->mark(r->marking->arg, value) : -1;
    if (mark >= 0)
        write_mark(r, t, arena_printf(cx_of(r)->arena, " %d", mark));
    write_value(r, t, text);
    if (mark >= 0)
        write_mark(r, t, "");
}

static void write_field(struct render *r, const xmlNode *t, const char *name)
{
    const json_t *value = scope_find(cx_of(r), r->scope, name);
    const char *text = value ? data_text(cx_of(r), value) : NULL;
    if (!value)
        fault_unknown(r->faults, r->scope, name, place(r, r->paragraph));
    else if (!text)
        fault_not_value(r->faults, name, place(r, r->paragraph));
    else
        write_marked(r, t, value, text);
}

static void write_text(struct render *r, const xmlNode *t)
{
    const char *s = word_text(t);
    size_t start, end, from = 0;
    if (!mark_next(s, 0, &start, &end)) {
        word_write_start(r->out, t, r->again);
        word_write_text(r->out, s, strlen(s));
        word_write_end(r->out, t);
        return;
    }
    begin_text(r, t);
    do {
        word_write_text(r->out, s + from, start - from);
        write_field(r, t, mark_trim(cx_of(r)->arena, s + start + 2, end - start - 4));
        from = end;
    } while (go_on(r) && mark_next(s, from, &start, &end));
    word_write_text(r->out, s + from, strlen(s + from));
    end_text(r, t);
}

/* ---- nodes and blocks ---- */

static void write_siblings(struct render *r, const xmlNode *first, const xmlNode *last);

static bool must_end_in_paragraph(const xmlNode *n)
{
    static const char *const holders[] = {"tc", "txbxContent", "hdr", "ftr", "footnote", "endnote", NULL};
    return word_is_any(n, holders);
}

/* Twice the same bookmark is a fault in Word's eyes. */
static bool is_unique_element(const xmlNode *n)
{
    static const char *const unique[] = {"bookmarkStart", "bookmarkEnd", NULL};
    return word_is_any(n, unique);
}

/* ---- what loops repeat ---- */

static struct written *written_place(struct render *r, const xmlNode *n)
{
    if (!r->written)
        r->written = arena_array(cx_of(r)->arena, WRITTEN, sizeof *r->written);
    return &r->written[((uintptr_t)n >> 4) * 0x9E3779B1u >> 8 & (WRITTEN - 1)];
}

/* Nothing below it is text, a mark, or counted. */
static bool is_same_each_time(const xmlNode *n)
{
    static const char *const varied[] = {"t", "p", "tr", "tbl", NULL};
    const struct node_notes *notes = mark_notes(n);
    if ((notes && (notes->blocks || notes->dropped)) || n->type == XML_TEXT_NODE || word_is_any(n, varied) ||
        is_unique_element(n) || must_end_in_paragraph(n))
        return false;
    for (const xmlNode *c = n->children; c; c = c->next)
        if (!is_same_each_time(c))
            return false;
    return true;
}

/* Most of a table's row are properties: w:tcPr, w:pPr, w:rPr. */
static bool is_properties(const xmlNode *n)
{
    const char *name = (const char *)n->name;
    size_t length = strlen(name);
    return length > 2 && strcmp(name + length - 2, "Pr") == 0;
}

/* Once more as it stands in the output already. */
static bool repeat(struct render *r, const xmlNode *n)
{
    const struct written *w = written_place(r, n);
    if (w->node != n)
        return false;
    char *to = buf_room(r->out, w->length); /* may move what is there */
    memcpy(to, r->out->data + w->begin, w->length);
    r->out->length += w->length;
    r->latest = n;
    return true;
}

static void forget_written(struct render *r)
{
    if (r->written)
        memset(r->written, 0, WRITTEN * sizeof *r->written);
}

static void write_element(struct render *r, const xmlNode *n)
{
    const bool repeats = r->again && is_properties(n);
    if (repeats && repeat(r, n))
        return;
    const size_t begin = r->out->length;
    const xmlNode *const outer_paragraph = r->paragraph;
    const long outer_rows = r->rows;
    const bool table = word_is(n, "tbl");
    if (word_is(n, "p"))
        r->paragraph = n;
    if (table)
        r->rows = 0;
    word_write_start(r->out, n, r->again);
    r->latest = NULL;
    write_siblings(r, n->children, NULL);
    if (must_end_in_paragraph(n) && !word_is(r->latest, "p")) {
        write_tag(r, n, "p");
        buf_text(r->out, "/>");
    }
    word_write_end(r->out, n);
    r->paragraph = outer_paragraph;
    r->latest = n;
    if (repeats && is_same_each_time(n))
        *written_place(r, n) = (struct written){n, begin, r->out->length - begin};
    if (word_is(n, "tr"))
        r->rows++;
    if (!table)
        return;
    if (r->rows == 0) { /* Word calls a table without rows damaged */
        r->out->length = begin;
        r->latest = NULL;
        forget_written(r);
    }
    r->rows = outer_rows;
}

static void write_node(struct render *r, const xmlNode *n)
{
    const struct node_notes *notes = mark_notes(n);
    if ((notes && notes->dropped) || (r->again && is_unique_element(n)))
        return;
    if (n->type == XML_TEXT_NODE)
        word_write_text(r->out, (const char *)n->content, strlen((const char *)n->content));
    else if (word_is(n, "t"))
        write_text(r, n);
    else if (n->type == XML_ELEMENT_NODE)
        write_element(r, n);
}

static void write_each(struct render *r, const struct block *b, const json_t *list)
{
    struct scope item = {.outer = r->scope};
    const int again = r->again;
    size_t count = json_array_size(list);
    if (r->faults->all && count > 1)
        count = 1;
    r->scope = &item;
    for (size_t i = 0; i < count && go_on(r); i++) {
        if (++r->items > MAX_ITEMS || r->out->length > MAX_OUTPUT) {
            fault_add(r->faults, "DOC-04", b->name, b->paragraph, "“%s”展开后文件过大，请缩小数据范围或减少嵌套",
                      "\"%s\" makes the document too large; use fewer data or nest less", b->name);
            break;
        }
        item.data = json_array_get(list, i);
        item.index = (long)i + 1;
        r->again = again + (i > 0);
        write_siblings(r, b->first, b->last);
    }
    r->again = again;
    r->scope = item.outer;
}

static void write_if(struct render *r, const struct block *b, const json_t *condition)
{
    const bool both = r->faults->all, yes = data_is_true(condition);
    if (yes || both)
        write_siblings(r, b->first, b->otherwise ? b->otherwise : b->last);
    if (b->otherwise && (!yes || both))
        write_siblings(r, b->otherwise, b->last);
}

static void write_block(struct render *r, struct block *b)
{
    const json_t *value = scope_find(cx_of(r), r->scope, b->name);
    if (!value) {
        fault_unknown(r->faults, r->scope, b->name, place(r, b->paragraph));
        return;
    }
    b->open = true;
    if (b->kind == BLOCK_IF)
        write_if(r, b, value);
    else if (json_is_array(value))
        write_each(r, b, value);
    else
        fault_not_list(r->faults, b->name, place(r, b->paragraph));
    b->open = false;
}

static struct block *block_at(const xmlNode *n)
{
    const struct node_notes *notes = mark_notes(n);
    struct block *b = notes ? notes->blocks : NULL;
    while (b && b->open)
        b = b->inner;
    return b;
}

/* From first through last; through all when last is NULL. */
static void write_siblings(struct render *r, const xmlNode *first, const xmlNode *last)
{
    for (const xmlNode *n = first; n && go_on(r);) {
        struct block *b = block_at(n);
        const xmlNode *done = b ? b->last : n;
        if (b)
            write_block(r, b);
        else
            write_node(r, n);
        if (done == last)
            return;
        n = done->next;
    }
}

void docx_render(struct faults *f, const xmlDoc *doc, const json_t *data, const struct docx_marking *marking,
                 struct buf *out)
{
    struct scope top = {.data = data};
    struct render r = {.faults = f, .out = out, .scope = &top, .marking = marking};
    buf_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
    write_siblings(&r, xmlDocGetRootElement(doc), NULL);
}
