/* docx_look.h — how text looks: a style's or a paragraph's own properties.  Inside src/office only. */
#ifndef STEWARD_OFFICE_DOCX_LOOK_H
#define STEWARD_OFFICE_DOCX_LOOK_H

#include "base/json.h"
#include "office/docx_xml.h"

enum { UNSAID = INT32_MIN };

/* Lengths in twentieths of a point; UNSAID or NULL: nothing is said. */
struct look {
    const char *font, *color; /* "FF0000" */
    const char *align;        /* left center right both */
    int size, bold, italic, underline;
    int line, first_line, first_chars, left, right, before, after; /* first_chars: hundredths of a character */
    int page_break, rule;
};
extern const struct look look_unsaid;

struct doc_style {
    const char *id, *name, *based_on;
    const char *kind; /* "heading1": what the style is for, by its name */
    struct look look; /* with what it is based on */
    bool is_default, used;
};
struct doc_styles {
    struct doc_style *list;
    size_t count;
};

/* The paragraph styles of styles.xml (doc may be NULL). */
struct doc_styles styles_find(struct ctx *cx, const xmlDoc *doc);
/* By id; NULL finds the default one, NULL when there is none. */
const struct doc_style *style_of(const struct doc_styles *styles, const char *id);

/* What a w:pPr or w:rPr (NULL: nothing) says, over what `look` says already. */
void look_read(struct ctx *cx, const xmlNode *properties, struct look *look);

bool look_equal_runs(const struct look *a, const struct look *b); /* as far as texts show it */

/* Members for what `look` says and `base` does not say alike. */
void look_json(struct json *j, const struct look *look, const struct look *base);
void look_run_json(struct json *j, const struct look *look, const struct look *base); /* those of a text only */

/* The value of attribute w:name; NULL when it has none. */
const char *word_attribute(struct ctx *cx, const xmlNode *n, const char *name);
const xmlNode *word_child(const xmlNode *n, const char *name); /* first such child element; NULL */
int word_number(struct ctx *cx, const xmlNode *n, const char *name, int otherwise);

#endif
