/* docx_marks.c — finds the marks of a template: joins those that Word split, gives block marks runs of their own. */
#include "office/docx_blocks.h"

#include <stdarg.h>
#include <string.h>

enum { MAX_FAULTS = 200, WHERE_BYTES = 120 };

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

static const char *paragraph_text(struct arena *a, const xmlNode *paragraph)
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
    if (f->count == MAX_FAULTS)
        return;
    struct arena *a = f->cx->arena;
    va_list args, again;
    va_start(args, en);
    va_copy(again, args);
    struct docx_fault fault = {
        .code = code,
        .field = field,
        .where = paragraph_text(a, paragraph),
        .message = {.zh = arena_vprintf(a, zh, args), .en = arena_vprintf(a, en, again)},
    };
    va_end(again);
    va_end(args);
    if (!f->list)
        f->list = arena_array(a, MAX_FAULTS, sizeof *f->list);
    f->list[f->count++] = fault;
    if (!f->all)
        fail(f->cx, ERR_INPUT, code, arena_printf(a, "%s: %s", f->part, fault.where), "%s%.0s", "%.0s%s",
             fault.message.zh, fault.message.en);
}

bool faults_go_on(const struct faults *f)
{
    return f->cx->err.kind == ERR_NONE && f->count < MAX_FAULTS;
}

/* ---- what a mark looks like ---- */

bool mark_next(const char *s, size_t from, size_t *ret_start, size_t *ret_end)
{
    for (const char *close; (close = strstr(s + from, "}}")); from = (size_t)(close + 2 - s)) {
        /* The last opening before the close: "{{a {{b}}" has one mark, b. */
        for (const char *open = close - 2; open >= s + from; open--) {
            if (open[0] == '{' && open[1] == '{') {
                *ret_start = (size_t)(open - s);
                *ret_end = (size_t)(close + 2 - s);
                return true;
            }
        }
    }
    return false;
}

static size_t space_at(const char *s, size_t n)
{
    if (n >= 1 && strchr(" \t\r\n", *s) && *s)
        return 1;
    if (n >= 2 && memcmp(s, "\u00A0", 2) == 0)
        return 2;
    return n >= 3 && memcmp(s, "\u3000", 3) == 0 ? 3 : 0;
}

char *mark_trim(struct arena *a, const char *s, size_t n)
{
    for (size_t step; (step = space_at(s, n)); n -= step)
        s += step;
    for (size_t back = 1; back <= 3 && back <= n;) {
        if (space_at(s + n - back, back) == back) {
            n -= back;
            back = 1;
        } else {
            back++;
        }
    }
    return arena_strndup(a, s, n);
}

bool mark_is_blank(const char *s)
{
    while (*s) {
        size_t step = space_at(s, strlen(s));
        if (!step)
            return false;
        s += step;
    }
    return true;
}

static bool starts_word(struct arena *a, const char *s, const char *word, const char **ret_rest)
{
    size_t n = strlen(word);
    if (strncmp(s, word, n) != 0 || (s[n] && !space_at(s + n, strlen(s + n))))
        return false;
    *ret_rest = mark_trim(a, s + n, strlen(s + n));
    return true;
}

/* s[start, end) with its braces. */
static struct mark mark_read(struct arena *a, const char *s, size_t start, size_t end)
{
    struct mark m = {.kind = MARK_VALUE, .inside = mark_trim(a, s + start + 2, end - start - 4)};
    m.name = m.inside;
    if (starts_word(a, m.inside, "#each", &m.name))
        m.kind = MARK_EACH;
    else if (starts_word(a, m.inside, "#if", &m.name))
        m.kind = MARK_IF;
    else if (starts_word(a, m.inside, "#else", &m.name))
        m.kind = MARK_ELSE;
    else if (starts_word(a, m.inside, "/each", &m.name))
        m.kind = MARK_END_EACH;
    else if (starts_word(a, m.inside, "/if", &m.name))
        m.kind = MARK_END_IF;
    else if (*m.inside == '#' || *m.inside == '/')
        m.kind = MARK_UNKNOWN;
    return m;
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

static bool has_opening(const char *s, size_t from, size_t to)
{
    for (size_t i = from; i + 1 < to; i++)
        if (s[i] == '{' && s[i + 1] == '{')
            return true;
    return false;
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
            if (has_opening(all.data, past, start))
                fault_add(f, "DOC-03", NULL, paragraph, "有“{{”没有对应的“}}”", "a \"{{\" has no \"}}\"");
            if (end > keep_to)
                keep_to = end;
            past = end;
            more = mark_next(all.data, end, &start, &end);
        }
        if (keep_from != from || keep_to != to)
            word_set_text(texts->list[i], all.data + keep_from, keep_to - keep_from);
        from = to;
    }
    if (has_opening(all.data, past, all.length))
        fault_add(f, "DOC-03", NULL, paragraph, "有“{{”没有对应的“}}”", "a \"{{\" has no \"}}\"");
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

static void keep_mark(struct finder *s, struct mark m)
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
            fault_add(s->faults, "DOC-03", m.inside, paragraph,
                      "不认识的标记“{{%s}}”，只有 #each、#if、#else、/each、/if",
                      "\"{{%s}}\" is not a mark; there are #each, #if, #else, /each and /if", m.inside);
            continue;
        }
        xmlNode *before = run_before(t, text + done, start - done);
        m.run = run_before(t, text + start, end - start);
        if (!before || !m.run) {
            fail(s->faults->cx, ERR_MEMORY, "DOC-04", s->faults->part, "内存不足", "out of memory");
            return;
        }
        if (done == 0)
            move_head(t, before);
        notes_of(s, before)->dropped = run_is_bare(before);
        m.paragraph = paragraph;
        keep_mark(s, m);
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
