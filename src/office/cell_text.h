/* cell_text.h — how long a text in a cell may be.  Inside src/office only. */
#ifndef STEWARD_OFFICE_CELL_TEXT_H
#define STEWARD_OFFICE_CELL_TEXT_H

#include "base/arena.h"

/* The text itself, or one over the 32,767 characters a cell can hold cut to them; it says so at its end. */
const char *cell_text_fit(struct arena *a, const char *text);

#endif
