/* workbook_write_parts.c — the parts of a new .xlsx beside its sheets: styles, names, and what belongs to what. */
#include "base/text.h"
#include "office/workbook_edit_inner.h"
#include "office/workbook_write_inner.h"

#include <string.h>
#include <strings.h>

#define PACKAGE_NS "http://schemas.openxmlformats.org/package/2006/"
#define CONTENT    "application/vnd.openxmlformats-"

/* ---- names of sheets ---- */

enum { NAME_CHARS = 31 };

/* The first `chars` code points of s. */
static char *text_head(struct arena *a, const char *s, size_t chars)
{
    const char *p = s;
    while (*p && chars--)
        do
            p++;
        while ((*p & 0xC0) == 0x80);
    return arena_strndup(a, s, (size_t)(p - s));
}

static bool name_taken(const struct sheet_written *sheets, int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (strcasecmp(sheets[i].name, name) == 0)
            return true;
    return strcasecmp(name, "history") == 0; /* reserved by Excel */
}

const char *sheet_name_new(struct arena *a, const struct sheet_written *sheets, int count, const char *wanted)
{
    char *name = text_head(a, text_is_empty(wanted) ? "表" : wanted, NAME_CHARS);
    for (char *p = name; *p; p++)
        if (strchr("[]:*?/\\'", *p) || (unsigned char)*p < ' ')
            *p = '_';
    char *unique = name;
    for (int n = 2; name_taken(sheets, count, unique); n++) {
        const char *suffix = arena_printf(a, "(%d)", n);
        unique = arena_printf(a, "%s%s", text_head(a, name, NAME_CHARS - strlen(suffix)), suffix);
    }
    return unique;
}

const char *sheet_part(struct arena *a, int sheet)
{
    return arena_printf(a, "xl/worksheets/sheet%d.xml", sheet + 1);
}

/* ---- parts ---- */

static bool add_part(struct zip_writer *zip, const char *name, const struct buf *xml)
{
    return zip_add(zip, name, xml->data, xml->length, ZIP_DEFLATED);
}

static struct buf part_new(struct ctx *cx, const char *start)
{
    struct buf out = buf_init(cx->arena);
    buf_text(&out, XML_HEAD);
    buf_text(&out, start);
    return out;
}

/* ---- styles ---- */

/* clang-format off */
enum font { USUAL, SONG, SONG_BOLD, SONG_SMALL, HEI, HEI_LARGE };
#define FONT(name, size, bold) "<font>" bold "<sz val=\"" size "\"/><name val=\"" name "\"/><family val=\"3\"/></font>"
static const char fonts[] =
    "<fonts count=\"6\"><font><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font>" /* widths are counted in it */
    FONT("宋体", "11", "") FONT("宋体", "11", "<b/>") FONT("宋体", "10", "") FONT("黑体", "11", "") FONT("黑体", "16", "") "</fonts>";

enum fill { CLEAR, HEAD_FILL = 2, TOTAL_FILL }; /* the first two are prescribed */
#define FILL(rgb) "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FF" rgb "\"/><bgColor indexed=\"64\"/></patternFill></fill>"
static const char fills[] =
    "<fills count=\"4\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill>"
    FILL("DDEBF7") FILL("F2F2F2") "</fills>";

enum border { OPEN, BOXED };
#define SIDE(name) "<" name " style=\"thin\"><color auto=\"1\"/></" name ">"
static const char borders[] =
    "<borders count=\"2\"><border><left/><right/><top/><bottom/><diagonal/></border>"
    "<border>" SIDE("left") SIDE("right") SIDE("top") SIDE("bottom") "<diagonal/></border></borders>";

enum number { GENERAL, WHOLE = 164, DECIMALS, PERCENT }; /* ours begin at 164 */
static const char numbers[] =
    "<numFmts count=\"3\"><numFmt numFmtId=\"164\" formatCode=\"#,##0\"/><numFmt numFmtId=\"165\" formatCode=\"#,##0.00\"/>"
    "<numFmt numFmtId=\"166\" formatCode=\"0.0%\"/></numFmts>";

static const struct look {
    enum font font;
    enum fill fill;
    enum border border;
    enum number number;
    const char *align;
    bool wrap;
} looks[] = {
    [STYLE_PLAIN]         = {SONG},
    [STYLE_TITLE]         = {HEI_LARGE, .align = "center"},
    [STYLE_SUBTITLE]      = {SONG, .align = "right"},
    [STYLE_HEAD]          = {HEI, HEAD_FILL, BOXED, .align = "center", .wrap = true},
    [STYLE_TEXT]          = {SONG, CLEAR, BOXED, .align = "left"},
    [STYLE_WRAP]          = {SONG, CLEAR, BOXED, .align = "left", .wrap = true},
    [STYLE_INTEGER]       = {SONG, CLEAR, BOXED, WHOLE, "right"},
    [STYLE_DECIMAL]       = {SONG, CLEAR, BOXED, DECIMALS, "right"},
    [STYLE_PERCENT]       = {SONG, CLEAR, BOXED, PERCENT, "right"},
    [STYLE_CENTER]        = {SONG, CLEAR, BOXED, .align = "center"},
    [STYLE_TOTAL]         = {SONG_BOLD, TOTAL_FILL, BOXED, WHOLE, "right"},
    [STYLE_TOTAL_DECIMAL] = {SONG_BOLD, TOTAL_FILL, BOXED, DECIMALS, "right"},
    [STYLE_NOTE]          = {SONG_SMALL, .align = "left", .wrap = true},
};
/* clang-format on */

static bool add_styles(struct ctx *cx, struct zip_writer *zip)
{
    const size_t count = sizeof looks / sizeof *looks;
    struct buf out = part_new(cx, "<styleSheet xmlns=\"" MAIN_NS "\">");
    buf_printf(&out, "%s%s%s%s<cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"%zu\"><xf xfId=\"0\"/>",
               numbers, fonts, fills, borders, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct look *l = &looks[i];
        buf_printf(&out,
                   "<xf numFmtId=\"%d\" fontId=\"%d\" fillId=\"%d\" borderId=\"%d\" xfId=\"0\" applyNumberFormat=\"1\""
                   " applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\"><alignment",
                   l->number, l->font, l->fill, l->border);
        if (l->align)
            buf_printf(&out, " horizontal=\"%s\"", l->align);
        buf_printf(&out, " vertical=\"center\"%s/></xf>", l->wrap ? " wrapText=\"1\"" : "");
    }
    buf_text(&out,
             "</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>"
             "</styleSheet>");
    return add_part(zip, "xl/styles.xml", &out);
}

/* ---- the workbook ---- */

static void write_names(struct buf *out, const struct sheet_written *s, int number)
{
    char last[LETTERS];
    if (s->filtered) {
        column_letters(last, s->columns - 1);
        buf_printf(out, "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"%d\" hidden=\"1\">'", number);
        text_write(out, s->name);
        buf_printf(out, "'!$A$%d:$%s$%d</definedName>", s->head_rows, last, sheet_last(s));
    }
    if (s->head_rows) {
        buf_printf(out, "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"%d\">'", number);
        text_write(out, s->name);
        buf_printf(out, "'!$1:$%d</definedName>", s->head_rows);
    }
}

static bool add_workbook(struct ctx *cx, struct zip_writer *zip, const struct sheet_written *sheets, int count)
{
    struct buf names = buf_init(cx->arena);
    struct buf out = part_new(cx, "<workbook xmlns=\"" MAIN_NS "\" xmlns:r=\"" OFFICE_NS
                                  "\"><bookViews><workbookView/></bookViews><sheets>");
    for (int i = 0; i < count; i++) {
        buf_text(&out, "<sheet name=\"");
        attribute_write(&out, sheets[i].name);
        buf_printf(&out, "\" sheetId=\"%d\" r:id=\"rId%d\"/>", i + 1, i + 1);
        write_names(&names, &sheets[i], i);
    }
    buf_text(&out, "</sheets>");
    if (names.length)
        buf_printf(&out, "<definedNames>%s</definedNames>", names.data);
    buf_text(&out, "</workbook>");
    return add_part(zip, "xl/workbook.xml", &out);
}

/* ---- what belongs to what ---- */

static void write_relation(struct buf *out, int id, const char *type, const char *target)
{
    buf_printf(out, "<Relationship Id=\"rId%d\" Type=\"" OFFICE_NS "/%s\" Target=\"/%s\"/>", id, type, target);
}

static bool add_relations(struct ctx *cx, struct zip_writer *zip, int count)
{
    static const char start[] = "<Relationships xmlns=\"" PACKAGE_NS "relationships\">", end[] = "</Relationships>";
    struct buf root = part_new(cx, start), book = part_new(cx, start);
    write_relation(&root, 1, "officeDocument", "xl/workbook.xml");
    for (int i = 0; i < count; i++)
        write_relation(&book, i + 1, "worksheet", sheet_part(cx->arena, i));
    write_relation(&book, count + 1, "styles", "xl/styles.xml");
    buf_text(&root, end);
    buf_text(&book, end);
    return add_part(zip, "_rels/.rels", &root) && add_part(zip, "xl/_rels/workbook.xml.rels", &book);
}

static void write_type(struct buf *out, const char *part, const char *kind)
{
    buf_printf(out, "<Override PartName=\"/%s\" ContentType=\"" CONTENT "officedocument.spreadsheetml.%s+xml\"/>", part,
               kind);
}

static bool add_types(struct ctx *cx, struct zip_writer *zip, int count)
{
    struct buf out =
        part_new(cx, "<Types xmlns=\"" PACKAGE_NS "content-types\"><Default Extension=\"rels\" ContentType=\"" CONTENT
                     "package.relationships+xml\"/><Default Extension=\"xml\" "
                     "ContentType=\"application/xml\"/>");
    write_type(&out, "xl/workbook.xml", "sheet.main");
    write_type(&out, "xl/styles.xml", "styles");
    for (int i = 0; i < count; i++)
        write_type(&out, sheet_part(cx->arena, i), "worksheet");
    buf_text(&out, "</Types>");
    return add_part(zip, "[Content_Types].xml", &out);
}

bool workbook_parts(struct ctx *cx, struct zip_writer *zip, const struct sheet_written *sheets, int count)
{
    return add_types(cx, zip, count) && add_relations(cx, zip, count) && add_workbook(cx, zip, sheets, count) &&
           add_styles(cx, zip);
}
