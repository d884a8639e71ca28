/* docx_blocks.h — what finding marks and placing blocks share.  Inside src/office only. */
#ifndef STEWARD_OFFICE_DOCX_BLOCKS_H
#define STEWARD_OFFICE_DOCX_BLOCKS_H

#include "office/docx_marks.h"

struct block_mark {
    struct mark mark;
    xmlNode *run;
    xmlNode *paragraph;
};

/* The marks of blocks in a part, in document order. */
struct finder {
    struct faults *faults;
    struct block_mark *marks;
    size_t count, capacity;
    bool found;
};

struct node_notes *notes_of(struct finder *s, xmlNode *n); /* made when there are none */

/* Pair the marks, find what each block spans, and hang the blocks to the nodes where they begin. */
void blocks_place(struct finder *s, xmlNode *root);

#endif
