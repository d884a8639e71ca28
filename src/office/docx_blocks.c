/* docx_blocks.c — pairs the block marks of a template and decides what each block spans. */
#include "office/docx_blocks.h"

/* Nothing but block marks in it, and nothing that shows. */
static bool only_marks(const xmlNode *n)
{
    static const char *const holders[] = {"p", "r", "tr", "tc", NULL};
    static const char *const quiet[] = {
        "rPr", "trPr", "tcPr", "tblPrEx", "proofErr", "lastRenderedPageBreak", "bookmarkStart", "bookmarkEnd", NULL};
    const struct node_notes *notes = mark_notes(n);
    if (n->type != XML_ELEMENT_NODE || (notes && notes->dropped) || word_is_any(n, quiet))
        return true;
    if (word_is(n, "t"))
        return mark_is_blank(word_text(n));
    if (word_is(n, "pPr")) {
        for (const xmlNode *c = n->children; c; c = c->next)
            if (word_is(c, "sectPr"))
                return false; /* it ends a section and must stay */
        return true;
    }
    if (!word_is_any(n, holders))
        return false;
    for (const xmlNode *c = n->children; c; c = c->next)
        if (!only_marks(c))
            return false;
    return true;
}

static bool is_balanced(const struct block_mark *marks, size_t count)
{
    int depth = 0;
    for (size_t i = 0; i < count; i++) {
        if (marks[i].mark.kind == MARK_EACH || marks[i].mark.kind == MARK_IF)
            depth++;
        else if (depth == 0)
            return false;
        else if (marks[i].mark.kind != MARK_ELSE)
            depth--;
    }
    return depth == 0;
}

/* A paragraph of several marks and nothing else becomes a paragraph for each, so that the end of one block and the
 * beginning of the next may share a line. */
static void split_mark_paragraphs(struct finder *s)
{
    for (size_t i = 0, next; i < s->count; i = next) {
        xmlNode *paragraph = s->marks[i].paragraph;
        for (next = i + 1; next < s->count && s->marks[next].paragraph == paragraph;)
            next++;
        if (is_balanced(&s->marks[i], next - i) || !only_marks(paragraph))
            continue;
        for (size_t k = next - 1; k > i; k--) {
            xmlNode *own = xmlDocCopyNode(paragraph, paragraph->doc, 0);
            if (!own)
                return;
            xmlUnlinkNode(s->marks[k].run);
            xmlAddChild(own, s->marks[k].run);
            xmlAddNextSibling(paragraph, own);
            s->marks[k].paragraph = own;
        }
    }
}

static void number_nodes(struct finder *s, xmlNode *n, long *order)
{
    notes_of(s, n)->order = (*order)++;
    for (xmlNode *c = n->children; c; c = c->next)
        number_nodes(s, c, order);
}

static long order_of(const xmlNode *n)
{
    return mark_notes(n)->order;
}

static int depth_of(const xmlNode *n)
{
    int depth = 0;
    for (; n->parent; n = n->parent)
        depth++;
    return depth;
}

/* The children of the lowest common parent that hold a and b. */
static void find_siblings(xmlNode *a, xmlNode *b, xmlNode **ret_first, xmlNode **ret_last)
{
    int da = depth_of(a), db = depth_of(b);
    for (; da > db; da--)
        a = a->parent;
    for (; db > da; db--)
        b = b->parent;
    for (; a->parent != b->parent; b = b->parent)
        a = a->parent;
    if (word_is(a, "tc")) /* two cells of one row: the row */
        a = b = a->parent;
    *ret_first = a;
    *ret_last = b;
}

/* Does n lie in, or under, the siblings of b? */
static bool lies_within(const xmlNode *n, const struct block *b)
{
    while (n && n->parent != b->first->parent)
        n = n->parent;
    return n && order_of(n) >= order_of(b->first) && order_of(n) <= order_of(b->last);
}

static void drop_if_only_marks(struct finder *s, xmlNode *n)
{
    if (only_marks(n))
        notes_of(s, n)->dropped = true;
}

struct opened {
    struct block block;
    struct opened *outer;
    const struct block *previous; /* the latest block directly inside */
    struct block_mark *begin, *otherwise;
};

static void place_otherwise(struct finder *s, struct opened *o)
{
    struct block *b = &o->block;
    xmlNode *n = o->otherwise->run;
    while (n && n->parent != b->first->parent)
        n = n->parent;
    if (n && b->first != b->last) {
        drop_if_only_marks(s, n);
        b->otherwise = n;
    }
    if (!b->otherwise || !mark_notes(n)->dropped)
        fault_add(s->faults, "DOC-03", "#else", o->otherwise->paragraph,
                  "“{{#else}}”要和“{{%s}}”写在同一层：同在一段内，或各自单独成段、单独成行",
                  "\"{{#else}}\" must stand on the level of \"{{%s}}\": in the same paragraph, or each in a paragraph "
                  "or row of its own",
                  o->begin->mark.inside);
}

static void place_block(struct finder *s, struct opened *o, const struct block_mark *end)
{
    static const char *const walls[] = {"tbl", "sdt", NULL};
    xmlNode *first, *last;
    find_siblings(o->begin->run, end->run, &first, &last);
    if (first != last && (word_is_any(first, walls) || word_is_any(last, walls))) {
        fault_add(s->faults, "DOC-03", o->begin->mark.inside, o->begin->paragraph,
                  "“{{%s}}”和它的结尾一个在表格（或控件）里、一个在外面",
                  "\"{{%s}}\" and its end stand one inside and one outside a table (or control)",
                  o->begin->mark.inside);
        return;
    }
    o->block.first = first;
    o->block.last = last;
    if (first != last) {
        drop_if_only_marks(s, first);
        drop_if_only_marks(s, last);
    }
    if (o->otherwise)
        place_otherwise(s, o);
}

/* Blocks lie inside the block around them and behind the one before. */
static void check_place(struct finder *s, struct opened *o, const struct block **previous_outside)
{
    const struct block *b = &o->block, *outer = o->outer ? &o->outer->block : NULL;
    const struct block **previous = o->outer ? &o->outer->previous : previous_outside;
    if (outer && !(lies_within(b->first, outer) && lies_within(b->last, outer)))
        fault_add(
            s->faults, "DOC-03", o->begin->mark.inside, b->paragraph,
            "“{{%s}}”块超出了包着它的“{{%s}}”块，请把每个标记单独写成一段（或一行）",
            "the block \"{{%s}}\" reaches beyond \"{{%s}}\" around it; give each mark a paragraph (or row) of its own",
            o->begin->mark.inside, o->outer->begin->mark.inside);
    if (*previous && (*previous)->first->parent == b->first->parent &&
        order_of((*previous)->last) >= order_of(b->first))
        fault_add(s->faults, "DOC-03", o->begin->mark.inside, b->paragraph,
                  "“{{%s}}”块的开头和前一块的结尾在同一段（或同一行），请分开写",
                  "\"{{%s}}\" begins in the paragraph (or row) where the block before it ends; put them apart",
                  o->begin->mark.inside);
    *previous = b;
}

static const char *place_of(const struct finder *s, const struct block_mark *m)
{
    return paragraph_text(s->faults->cx->arena, m->paragraph);
}

/* The blocks in the order they open; *ret_count of them. */
static struct opened *pair_marks(struct finder *s, size_t *ret_count)
{
    struct opened *all = arena_array(s->faults->cx->arena, s->count, sizeof *all), *top = NULL;
    size_t count = 0;
    for (size_t i = 0; i < s->count && faults_go_on(s->faults); i++) {
        struct block_mark *m = &s->marks[i];
        const bool each = m->mark.kind == MARK_EACH || m->mark.kind == MARK_END_EACH;
        switch (m->mark.kind) {
        case MARK_EACH:
        case MARK_IF:
            if (!*m->mark.name)
                fault_nameless_mark(s->faults, m->mark.inside, place_of(s, m));
            all[count] = (struct opened){
                .outer = top, .begin = m, .block = {each ? BLOCK_EACH : BLOCK_IF, m->mark.name, m->paragraph}};
            top = &all[count++];
            break;
        case MARK_ELSE:
            if (top && top->block.kind == BLOCK_IF && !top->otherwise)
                top->otherwise = m;
            else
                fault_loose_else(s->faults, m->mark.inside, place_of(s, m));
            break;
        default:
            if (top && (top->block.kind == BLOCK_EACH) == each) {
                place_block(s, top, m);
                top = top->outer;
            } else if (top) {
                fault_add(s->faults, "DOC-03", m->mark.inside, m->paragraph, "“{{%s}}”结束的不是最近打开的“{{%s}}”",
                          "\"{{%s}}\" does not close the latest block, \"{{%s}}\"", m->mark.inside,
                          top->begin->mark.inside);
            } else {
                fault_add(s->faults, "DOC-03", m->mark.inside, m->paragraph, "“{{%s}}”前面没有对应的开头",
                          "\"{{%s}}\" closes nothing", m->mark.inside);
            }
        }
    }
    for (; top && faults_go_on(s->faults); top = top->outer)
        fault_add(s->faults, "DOC-03", top->begin->mark.inside, top->block.paragraph, "“{{%s}}”没有用“{{/%s}}”结束",
                  "\"{{%s}}\" is not closed by \"{{/%s}}\"", top->begin->mark.inside,
                  top->block.kind == BLOCK_EACH ? "each" : "if");
    *ret_count = count;
    return all;
}

static void hang_block(struct block *b)
{
    struct block **place = &((struct node_notes *)b->first->_private)->blocks;
    while (*place)
        place = &(*place)->inner;
    *place = b;
}

void blocks_place(struct finder *s, xmlNode *root)
{
    split_mark_paragraphs(s);
    long order = 0;
    number_nodes(s, root, &order);
    size_t count, faults_before = s->faults->count;
    struct opened *all = pair_marks(s, &count);
    const struct block *previous = NULL;
    if (s->faults->count > faults_before)
        return;
    for (size_t i = 0; i < count; i++)
        check_place(s, &all[i], &previous);
    if (s->faults->count > faults_before)
        return;
    for (size_t i = 0; i < count; i++)
        hang_block(&all[i].block);
}
