/* workbook_inner.h — what the parts of the workbook reader share; nobody else includes it. */
#ifndef STEWARD_OFFICE_WORKBOOK_INNER_H
#define STEWARD_OFFICE_WORKBOOK_INNER_H

#include "base/nest.h"
#include "base/xml.h"
#include "base/zip.h"
#include "office/text_pool.h"
#include "office/workbook.h"

struct sheet {
    struct sheet_info info;
    const struct zip_entry *part; /* xlsx */
    int64_t cells;                /* non-empty ones that a reader has seen */
    bool merges_known, extent_known;
    const char *used; /* the range the file itself says is used; NULL when it does not */
};

#define SHEET_USUAL_WIDTH 9.0 /* characters, where a workbook says nothing */

/* How a style shows a cell. */
struct cell_style {
    const char *format;
    bool date, percent, bold;
};

/* Shared strings: texts end to end in a pool, and where each begins. */
struct strings {
    struct text_pool pool;
    uint32_t **pages; /* of positions */
    uint32_t count;
};

struct workbook {
    const char *name, *kind;
    struct workbook_limits limits;
    struct nest *nest; /* what readers learn outlives them: merges; also windows while opening */
    struct sheet *sheets;
    int count;
    /* xlsx */
    struct zip zip;
    struct strings strings;
    const struct cell_style *styles;
    int style_count;
    bool base_1904;
    /* csv */
    const void *bytes;
    size_t size;
};

struct sheet_reader {
    struct ctx *cx;
    struct workbook *w;
    struct sheet *sheet;
    bool ended, failed;
    int64_t rows;          /* not blank, so far */
    int64_t cells, others; /* non-empty so far; known of the other sheets */
    /* what differs by kind */
    void *inner;
    bool (*next)(struct sheet_reader *r, struct sheet_row *ret_row); /* false: end, and r->ended is set; or failure */
    int (*progress)(const struct sheet_reader *r);
    void (*close)(struct sheet_reader *r);
};

/* Failures of lower rooms under the codes of workbook.h; `path` names file or sheet. */
void workbook_recode(struct ctx *cx, const char *path);
bool workbook_damaged(struct ctx *cx, const struct workbook *w, const char *where, const char *cause);

/* xlsx_parts.c */
SW_CHECKED bool xlsx_open(struct ctx *cx, struct workbook *w, const void *bytes, size_t size);

/* A part of the package being scanned.  Its window lives in the nest and goes with part_close(). */
struct part {
    struct xml xml;
    struct zip_stream *stream;
};
SW_CHECKED bool part_open(struct part *p, struct ctx *cx, const struct workbook *w, const struct zip_entry *e,
                          uint64_t limit, const char *where, struct arena *window);
void part_close(struct part *p);

/* xlsx_text.c: text gathered from runs. */
struct gathered {
    struct arena *arena;
    char *data;
    size_t n, room;
};
/* The text of the element just opened (<v>, <t>), appended. */
SW_CHECKED bool gather_text(struct gathered *g, struct xml *x);
/* The rich text of the element just opened (<si>, <is>): its runs joined, phonetic guides left out. */
SW_CHECKED bool gather_rich(struct gathered *g, struct xml *x);
/* _x000D_ and the like resolved in place. */
void gather_unescape(struct gathered *g);

/* xlsx_strings.c */
SW_CHECKED bool strings_read(struct ctx *cx, struct workbook *w, const struct zip_entry *e);
const char *strings_at(const struct strings *s, uint32_t index); /* NULL when there is no such text */

/* xlsx_sheet.c, csv_workbook.c */
SW_CHECKED bool xlsx_sheet_open(struct sheet_reader *r);
SW_CHECKED bool csv_workbook_open(struct ctx *cx, struct workbook *w);
SW_CHECKED bool csv_sheet_open(struct sheet_reader *r);

/* sniff.c: what the bytes are. */
enum content {
    CONTENT_EMPTY,
    CONTENT_ZIP,
    CONTENT_XLS,       /* OLE2 with a Workbook stream: Excel 97–2003, WPS .et */
    CONTENT_ENCRYPTED, /* OLE2 with an encrypted package */
    CONTENT_XML_2003,  /* SpreadsheetML 2003 */
    CONTENT_OTHER,     /* `looks` says what */
    CONTENT_TEXT,      /* perhaps CSV */
    CONTENT_UNKNOWN,
};
enum content content_sniff(const void *bytes, size_t size, struct label *ret_looks);
/* What else a ZIP package is, by its parts; NULLs for an .xlsx.  *ret_convert: extension LibreOffice reads it by, or NULL. */
struct label package_sniff(struct ctx *cx, const struct zip *z, const char **ret_convert);
/* ole.c */
enum content ole_sniff(const void *bytes, size_t size, struct label *ret_looks);
bool ole_is_locked(const void *bytes, size_t size); /* an .xls with a password to open it */

/* Counting against the limits. */
SW_CHECKED bool reader_count_row(struct sheet_reader *r, int64_t row, int cells);
bool reader_fail_columns(struct sheet_reader *r, int64_t row, int column);

#endif
