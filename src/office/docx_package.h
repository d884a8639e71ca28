/* docx_package.h — everything in a new .docx but its text: styles, fonts, settings, page numbers.  Inside src/office only. */
#ifndef STEWARD_OFFICE_DOCX_PACKAGE_H
#define STEWARD_OFFICE_DOCX_PACKAGE_H

#include "base/zip.h"

/* Text width in twentieths of a point: 156 mm. */
enum { TEXT_WIDTH = 8844 };

/* The end of the body: page size, type area, grid, page numbers. */
extern const char docx_section[];

/* All parts but word/document.xml. */
SW_CHECKED bool docx_package_parts(struct ctx *cx, struct zip_writer *w);

#endif
