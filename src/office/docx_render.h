/* docx_render.h — writes a part of a template with its marks filled in.  Inside src/office only. */
#ifndef STEWARD_OFFICE_DOCX_RENDER_H
#define STEWARD_OFFICE_DOCX_RENDER_H

#include "office/docx_marks.h"
#include "office/template_data.h"

/* Write the whole document `doc`, whose marks were found, to `out`.  With f->all, look at everything once instead (both
 * branches of if, the first item of each), so that every unknown name is found.  `marking` may be NULL. */
void docx_render(struct faults *f, const xmlDoc *doc, const json_t *data, const struct docx_marking *marking,
                 struct buf *out);

/* A marked value stands between <?steward-mark 12?> and <?steward-mark?>, processing instructions between the texts of its run. */
#define MARK_TARGET "steward-mark"

#endif
