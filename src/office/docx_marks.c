/* docx_marks.c — finds the marks of a template: joins those that Word split, gives block marks runs of their own. */
#include "office/docx_blocks.h"

#include <stdarg.h>
#include <string.h>

enum { WHERE_BYTES = 120 };

/* ---- faults ---- */

static void add_paragraph_text(struct buf *out, const xmlNode *n)
{
    for (const xmlNode *c = n->children; c && out->length < WHERE_BYTES; c = c->next) {
        if (word_is(c, "t"))
            buf_text(out, word_text(c));
        else if (c->type == XML_ELEMENT_NODE && !word_is(c, "p"))
            add_paragraph_text(out, c);
    }
}

const char *paragraph_text(struct arena *a, const xmlNode *paragraph)
{
    struct buf text = buf_init(a);
    if (paragraph)
        add_paragraph_text(&text, paragraph);
    if (text.length > WHERE_BYTES) {
        text.length = WHERE_BYTES;
        while (text.length && (text.data[text.length] & 0xC0) == 0x80)
            text.length--;
        buf_text(&text, "…");
    }
    return text.data;
}

void fault_add(struct faults *f, const char *code, const char *field, const xmlNode *paragraph, const char *zh,
               const char *en, ...)
{
    va_list args;
    va_start(args, en);
    faults_add_list(f, code, field, paragraph_text(f->cx->arena, paragraph), zh, en, args);
    va_end(args);
}

/* ---- one paragraph: join split marks, isolate block marks ---- */

struct texts { /* the w:t of a paragraph, without those of paragraphs inside it (text boxes) */
    xmlNode **list;
    size_t count, capacity;
};

static void texts_add(struct arena *a, struct texts *texts, xmlNode *n)
{
    for (xmlNode *c = n->children; c; c = c->next) {
        if (word_is(c, "t")) {
            if (texts->count == texts->capacity) {
                size_t more = texts->capacity ? texts->capacity * 2 : 16;
                texts->list =
                    arena_grow(a, texts->list, texts->capacity * sizeof *texts->list, more * sizeof *texts->list);
                texts->capacity = more;
            }
            texts->list[texts->count++] = c;
        } else if (c->type == XML_ELEMENT_NODE && !word_is(c, "p")) {
            texts_add(a, texts, c);
        }
    }
}

/* Text cut up by comments is one text. */
static void make_whole(xmlNode *t)
{
    if (!t->children || !t->children->next)
        return;
    xmlChar *content = xmlNodeGetContent(t);
    if (content)
        word_set_text(t, (const char *)content, strlen((const char *)content));
    xmlFree(content);
}

/* Each mark goes whole into the w:t where it begins.  True when there are any. */
static bool join_marks(struct faults *f, xmlNode *paragraph, const struct texts *texts)
{
    struct buf all = buf_init(f->cx->arena);
    for (size_t i = 0; i < texts->count; i++) {
        make_whole(texts->list[i]);
        buf_text(&all, word_text(texts->list[i]));
    }
    size_t start = 0, end = 0, past = 0; /* of the mark at hand; the end of the one before */
    bool any = false, more = mark_next(all.data, 0, &start, &end);
    size_t from = 0;
    for (size_t i = 0; i < texts->count; i++) {
        size_t to = from + strlen(word_text(texts->list[i]));
        size_t keep_from = from, keep_to = to;
        if (past > keep_from)
            keep_from = past < to ? past : to; /* taken by a w:t before */
        while (more && start < to) {
            any = true;
            if (mark_opens(all.data, past, start))
                fault_half_mark(f, paragraph_text(f->cx->arena, paragraph));
            if (end > keep_to)
                keep_to = end;
            past = end;
            more = mark_next(all.data, end, &start, &end);
        }
        if (keep_from != from || keep_to != to)
            word_set_text(texts->list[i], all.data + keep_from, keep_to - keep_from);
        from = to;
    }
    if (mark_opens(all.data, past, all.length))
        fault_half_mark(f, paragraph_text(f->cx->arena, paragraph));
    return any;
}

struct node_notes *notes_of(struct finder *s, xmlNode *n)
{
    if (!n->_private)
        n->_private = ARENA_NEW(s->faults->cx->arena, struct node_notes);
    return n->_private;
}

const struct node_notes *mark_notes(const xmlNode *n)
{
    return n->_private;
}

static void keep_mark(struct finder *s, struct block_mark m)
{
    if (s->count == s->capacity) {
        size_t more = s->capacity ? s->capacity * 2 : 32;
        s->marks = arena_grow(s->faults->cx->arena, s->marks, s->capacity * sizeof *s->marks, more * sizeof *s->marks);
        s->capacity = more;
    }
    s->marks[s->count++] = m;
    notes_of(s, m.run)->dropped = true;
}

/* A run before that of `t`, with its formatting and the text s[0, n). */
static xmlNode *run_before(xmlNode *t, const char *s, size_t n)
{
    xmlNode *run = t->parent, *copy = xmlDocCopyNode(run, run->doc, 2), *text = xmlDocCopyNode(t, t->doc, 2);
    if (!copy || !text) {
        xmlFreeNode(copy);
        xmlFreeNode(text);
        return NULL;
    }
    for (xmlNode *c = run->children; c; c = c->next)
        if (word_is(c, "rPr"))
            xmlAddChild(copy, xmlDocCopyNode(c, run->doc, 1));
    word_set_text(text, s, n);
    xmlAddChild(copy, text);
    return xmlAddPrevSibling(run, copy);
}

/* What stands before `t` in its run (a tab, a break) stays before what was split off. */
static void move_head(xmlNode *t, xmlNode *to)
{
    xmlNode *place = to->last;
    for (xmlNode *c = t->parent->children, *next; c && c != t; c = next) {
        next = c->next;
        if (word_is(c, "rPr"))
            continue;
        xmlUnlinkNode(c);
        xmlAddPrevSibling(place, c);
    }
}

static bool run_is_bare(const xmlNode *run)
{
    for (const xmlNode *c = run->children; c; c = c->next)
        if (c->type == XML_ELEMENT_NODE && !word_is(c, "rPr") && !(word_is(c, "t") && !*word_text(c)))
            return false;
    return true;
}

/* Each block mark of `t` gets a run of its own. */
static void isolate_marks(struct finder *s, xmlNode *paragraph, xmlNode *t)
{
    struct arena *a = s->faults->cx->arena;
    const char *text = arena_strdup(a, word_text(t));
    size_t done = 0, from = 0, start, end;
    while (faults_go_on(s->faults) && mark_next(text, from, &start, &end)) {
        struct mark m = mark_read(a, text, start, end);
        from = end;
        if (m.kind == MARK_VALUE)
            continue;
        if (m.kind == MARK_UNKNOWN) {
            fault_strange_mark(s->faults, m.inside, paragraph_text(a, paragraph));
            continue;
        }
        xmlNode *before = run_before(t, text + done, start - done);
        xmlNode *run = run_before(t, text + start, end - start);
        if (!before || !run) {
            fail(s->faults->cx, ERR_MEMORY, "DOC-04", s->faults->part, "内存不足", "out of memory");
            return;
        }
        if (done == 0)
            move_head(t, before);
        notes_of(s, before)->dropped = run_is_bare(before);
        keep_mark(s, (struct block_mark){m, run, paragraph});
        done = end;
    }
    if (done == 0)
        return;
    word_set_text(t, text + done, strlen(text + done));
    notes_of(s, t->parent)->dropped = run_is_bare(t->parent);
}

static void read_paragraph(struct finder *s, xmlNode *paragraph)
{
    struct texts texts = {0};
    texts_add(s->faults->cx->arena, &texts, paragraph);
    if (!join_marks(s->faults, paragraph, &texts))
        return;
    s->found = true;
    for (size_t i = 0; i < texts.count; i++)
        isolate_marks(s, paragraph, texts.list[i]);
}

static void read_paragraphs(struct finder *s, xmlNode *n)
{
    if (word_is(n, "p"))
        read_paragraph(s, n);
    for (xmlNode *c = n->children; c && faults_go_on(s->faults); c = c->next)
        if (c->type == XML_ELEMENT_NODE)
            read_paragraphs(s, c);
}

void marks_find(struct faults *f, xmlNode *root, bool *ret_found)
{
    struct finder s = {.faults = f};
    read_paragraphs(&s, root);
    *ret_found = s.found;
    if (s.count && faults_go_on(f))
        blocks_place(&s, root);
}
