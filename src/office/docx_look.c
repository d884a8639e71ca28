/* docx_look.c — reads paragraph and run properties, and the styles they build on. */
#include "office/docx_look.h"

#include <stdlib.h>
#include <string.h>

const struct look look_unsaid = {
    NULL,   NULL,   NULL,   UNSAID, UNSAID, UNSAID, UNSAID, UNSAID,
    UNSAID, UNSAID, UNSAID, UNSAID, UNSAID, UNSAID, UNSAID, UNSAID,
};

const char *word_attribute(struct ctx *cx, const xmlNode *n, const char *name)
{
    for (const xmlAttr *a = n ? n->properties : NULL; a; a = a->next)
        if (strcmp((const char *)a->name, name) == 0)
            return a->children && a->children->content ? arena_strdup(cx->arena, (const char *)a->children->content)
                                                       : "";
    return NULL;
}

const xmlNode *word_child(const xmlNode *n, const char *name)
{
    for (const xmlNode *c = n ? n->children : NULL; c; c = c->next)
        if (word_is(c, name))
            return c;
    return NULL;
}

int word_number(struct ctx *cx, const xmlNode *n, const char *name, int otherwise)
{
    enum { MOST = 1000000 };
    const char *text = word_attribute(cx, n, name);
    char *end;
    long number = text ? strtol(text, &end, 10) : 0;
    return text && end != text && number > -MOST && number < MOST ? (int)number : otherwise;
}

/* <w:b/> and <w:b w:val="1"/> switch on, <w:b w:val="0"/> off. */
static void read_switch(struct ctx *cx, const xmlNode *properties, const char *name, int *to)
{
    const xmlNode *n = word_child(properties, name);
    const char *value = n ? word_attribute(cx, n, "val") : NULL;
    if (n)
        *to = !value || !(strcmp(value, "0") == 0 || strcmp(value, "false") == 0 || strcmp(value, "none") == 0);
}

static void read_number(struct ctx *cx, const xmlNode *n, const char *name, int *to)
{
    *to = word_number(cx, n, name, *to);
}

static void read_text(const char *text, const char **to)
{
    if (text && *text)
        *to = text;
}

static const char *align_of(const char *jc)
{
    static const char *const aligns[][2] = {
        {"start", "left"}, {"left", "left"}, {"end", "right"}, {"right", "right"}, {"center", "center"}};
    for (size_t i = 0; jc && i < sizeof aligns / sizeof *aligns; i++)
        if (strcmp(jc, aligns[i][0]) == 0)
            return aligns[i][1];
    return jc ? "both" : NULL;
}

static void read_run(struct ctx *cx, const xmlNode *p, struct look *look)
{
    const xmlNode *fonts = word_child(p, "rFonts"), *size = word_child(p, "sz"), *color = word_child(p, "color");
    const char *rgb = word_attribute(cx, color, "val");
    read_text(word_attribute(cx, fonts, "eastAsia"), &look->font);
    if (size)
        look->size = word_number(cx, size, "val", 0) * 10; /* half points */
    if (rgb && strcmp(rgb, "auto") != 0)
        read_text(rgb, &look->color);
    read_switch(cx, p, "b", &look->bold);
    read_switch(cx, p, "i", &look->italic);
    read_switch(cx, p, "u", &look->underline);
}

static void read_paragraph(struct ctx *cx, const xmlNode *p, struct look *look)
{
    const xmlNode *indent = word_child(p, "ind"), *spacing = word_child(p, "spacing");
    const xmlNode *border = word_child(word_child(p, "pBdr"), "bottom");
    read_text(align_of(word_attribute(cx, word_child(p, "jc"), "val")), &look->align);
    read_number(cx, indent, "firstLine", &look->first_line);
    read_number(cx, indent, "firstLineChars", &look->first_chars);
    read_number(cx, indent, "left", &look->left);
    read_number(cx, indent, "right", &look->right);
    read_number(cx, spacing, "before", &look->before);
    read_number(cx, spacing, "after", &look->after);
    if (spacing && word_attribute(cx, spacing, "lineRule")) /* else in parts of the font's own height */
        read_number(cx, spacing, "line", &look->line);
    read_switch(cx, p, "pageBreakBefore", &look->page_break);
    if (border)
        look->rule = strcmp(word_attribute(cx, border, "val") ? word_attribute(cx, border, "val") : "", "nil") != 0;
}

void look_read(struct ctx *cx, const xmlNode *properties, struct look *look)
{
    if (!properties)
        return;
    if (word_is(properties, "rPr"))
        read_run(cx, properties, look);
    else
        read_paragraph(cx, properties, look);
    /* a first line said in characters is worth its width */
    if (look->first_line == UNSAID && look->first_chars > 0 && look->size > 0)
        look->first_line = look->first_chars * look->size / 100;
}

/* ---- styles ---- */

/* Names as Word keeps them (its own in English whatever the language it speaks) and those of docx_build(). */
/* clang-format off */
static const char *const kinds[][2] = {
    {"版头机关", "masthead_zone"}, {"版头", "masthead"},   {"发文字号", "number"},    {"title", "title"},           {"subtitle", "subtitle"},
    {"salutation", "salutation"},  {"heading 1", "heading1"}, {"heading 2", "heading2"}, {"heading 3", "heading3"}, {"附件说明", "annex_note"},
    {"signature", "signature"},    {"date", "date"},       {"附件标记", "annex"},     {"附件标题", "annex_title"},  {"caption", "caption"},
    {"表注", "note"},
};
/* clang-format on */

static const char *kind_of(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcasecmp(name, kinds[i][0]) == 0)
            return kinds[i][1];
    return "paragraph";
}

static void read_own(struct ctx *cx, const xmlNode *n, struct look *look)
{
    look_read(cx, word_child(n, "rPr"), look);
    look_read(cx, word_child(n, "pPr"), look);
}

/* From the style it stands on, whatever the order in the file; a circle ends somewhere. */
static void inherit(struct ctx *cx, const struct doc_styles *styles, const xmlNode *const *nodes, size_t i, int depth,
                    struct look *look)
{
    enum { DEEPEST = 12 };
    const char *on = styles->list[i].based_on;
    for (size_t k = 0; on && depth < DEEPEST && k < styles->count; k++)
        if (strcmp(styles->list[k].id, on) == 0) {
            inherit(cx, styles, nodes, k, depth + 1, look);
            break;
        }
    read_own(cx, nodes[i], look);
}

struct doc_styles styles_find(struct ctx *cx, const xmlDoc *doc)
{
    const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    const xmlNode *defaults = word_child(root, "docDefaults");
    struct doc_styles styles = {0};
    size_t room = 1;
    for (const xmlNode *n = root ? root->children : NULL; n; n = n->next)
        room += word_is(n, "style");
    const xmlNode **nodes = arena_array(cx->arena, room, sizeof *nodes);
    styles.list = arena_array(cx->arena, room, sizeof *styles.list);
    for (const xmlNode *n = root ? root->children : NULL; n; n = n->next) {
        const char *type = word_is(n, "style") ? word_attribute(cx, n, "type") : NULL;
        if (!type || strcmp(type, "paragraph") != 0)
            continue;
        const char *id = word_attribute(cx, n, "styleId"), *name = word_attribute(cx, word_child(n, "name"), "val"),
                   *standard = word_attribute(cx, n, "default");
        nodes[styles.count] = n;
        styles.list[styles.count++] = (struct doc_style){
            .id = id ? id : "",
            .name = name ? name : "",
            .based_on = word_attribute(cx, word_child(n, "basedOn"), "val"),
            .kind = kind_of(name ? name : ""),
            .is_default = standard && strcmp(standard, "1") == 0,
        };
    }
    for (size_t i = 0; i < styles.count; i++) {
        struct look look = look_unsaid;
        look_read(cx, word_child(word_child(defaults, "rPrDefault"), "rPr"), &look);
        look_read(cx, word_child(word_child(defaults, "pPrDefault"), "pPr"), &look);
        inherit(cx, &styles, nodes, i, 0, &look);
        styles.list[i].look = look;
    }
    return styles;
}

const struct doc_style *style_of(const struct doc_styles *styles, const char *id)
{
    for (size_t i = 0; i < styles->count; i++)
        if (id ? strcmp(styles->list[i].id, id) == 0 : styles->list[i].is_default)
            return &styles->list[i];
    return id ? style_of(styles, NULL) : NULL;
}

static bool is_same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

bool look_equal_runs(const struct look *a, const struct look *b)
{
    return is_same(a->font, b->font) && is_same(a->color, b->color) && a->size == b->size && a->bold == b->bold &&
           a->italic == b->italic && a->underline == b->underline;
}

/* ---- as JSON ---- */

static void put_number(struct json *j, const char *key, int now, int base)
{
    if (now != UNSAID && now != base)
        json_put_int(j, key, now);
}

static void put_switch(struct json *j, const char *key, int now, int base)
{
    if (now != UNSAID && now != (base == UNSAID ? 0 : base))
        json_put_bool(j, key, now != 0);
}

static void put_text(struct json *j, const char *key, const char *now, const char *base)
{
    if (now && (!base || strcmp(now, base) != 0))
        json_put_text(j, key, now);
}

void look_run_json(struct json *j, const struct look *look, const struct look *base)
{
    put_text(j, "font", look->font, base->font);
    put_number(j, "size", look->size, base->size);
    put_switch(j, "bold", look->bold, base->bold);
    put_switch(j, "italic", look->italic, base->italic);
    put_switch(j, "underline", look->underline, base->underline);
    put_text(j, "color", look->color, base->color);
}

void look_json(struct json *j, const struct look *look, const struct look *base)
{
    look_run_json(j, look, base);
    put_text(j, "align", look->align, base->align);
    put_number(j, "line", look->line, base->line);
    put_number(j, "first_line", look->first_line, base->first_line);
    put_number(j, "left", look->left, base->left);
    put_number(j, "right", look->right, base->right);
    put_number(j, "before", look->before, base->before);
    put_number(j, "after", look->after, base->after);
    put_switch(j, "page_break", look->page_break, base->page_break);
    put_switch(j, "rule", look->rule, base->rule);
}
