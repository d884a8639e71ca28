/* media.h — what a file is, by its bytes; its name only tells harmless kinds apart. */
#ifndef STEWARD_BASE_MEDIA_H
#define STEWARD_BASE_MEDIA_H

#include "base/ctx.h"

#define XLSX_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#define DOCX_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

struct media {
    const char *type; /* "image/png"; "application/octet-stream" for what is not known */
    bool image, pdf;  /* by its bytes: a browser may show it in place */
};

/* HTML, SVG and whatever else could run in a page is "application/octet-stream", whatever its name says. */
struct media media_of(const char *name, const void *bytes, size_t size);

/* The last part of a path, without control characters and what file systems refuse, at most 255 characters with its ending
 * kept; NULL when nothing is left. */
const char *file_name_clean(struct arena *a, const char *name);

#endif
