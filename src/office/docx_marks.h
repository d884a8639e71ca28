/* docx_marks.h — finds the marks of a template in a part and decides what each block spans.  Inside src/office only.
 *
 * Afterwards every {{…}} lies in one w:t, every block mark stands in a run of its own, and the nodes carry
 * what the filler needs (mark_notes()): the blocks that begin there, outermost first, and whether it is left out.
 */
#ifndef STEWARD_OFFICE_DOCX_MARKS_H
#define STEWARD_OFFICE_DOCX_MARKS_H

#include "office/docx.h"
#include "office/docx_xml.h"
#include "office/template_faults.h"
#include "office/template_marks.h"

/* A fault at a paragraph: faults_add() with its text. */
void fault_add(struct faults *f, const char *code, const char *field, const xmlNode *paragraph, const char *zh,
               const char *en, ...) __attribute__((format(printf, 5, 7), format(printf, 6, 7)));
const char *paragraph_text(struct arena *a, const xmlNode *paragraph); /* its beginning */

enum block_kind { BLOCK_EACH, BLOCK_IF };

struct block {
    enum block_kind kind;
    const char *name;            /* of the list or the condition */
    const xmlNode *paragraph;    /* where it begins, for messages */
    const xmlNode *first, *last; /* siblings, inclusive */
    const xmlNode *otherwise;    /* the sibling that holds {{#else}}; NULL when none */
    struct block *inner;         /* the next block that begins at the same node */
    bool open;                   /* the filler is inside it */
};

struct node_notes {
    struct block *blocks; /* that begin at this node, outermost first */
    bool dropped;         /* holds nothing but marks: not written */
    long order;           /* in document order */
};
const struct node_notes *mark_notes(const xmlNode *n); /* NULL when there is nothing to know */

/* *ret_found: the part holds marks at all. */
void marks_find(struct faults *f, xmlNode *root, bool *ret_found);

#endif
