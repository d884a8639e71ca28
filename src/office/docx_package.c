/* docx_package.c — everything in a new .docx but its text, after GB/T 9704-2012. */
#include "office/docx_package.h"
#include "office/docx_xml.h"

#include <string.h>

#define XML_HEAD     "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define RELATIONS_NS "http://schemas.openxmlformats.org/package/2006/relationships"
#define OFFICE_NS    "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define CONTENT      "application/vnd.openxmlformats-officedocument.wordprocessingml."

/* A4 with margins of 37, 26, 35 and 28 mm leaves a type area of 156 × 225 mm: 22 lines of 28.95 pt and 28 characters,
 * each 16 pt less 848/4096 pt wide.  The page number stands 7 mm below. */
const char docx_section[] =
    "<w:sectPr>"
    "<w:footerReference w:type=\"default\" r:id=\"rId4\"/><w:footerReference w:type=\"even\" r:id=\"rId5\"/>"
    "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>"
    "<w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\" w:header=\"851\" w:footer=\"1304\" "
    "w:gutter=\"0\"/>"
    "<w:docGrid w:type=\"linesAndChars\" w:linePitch=\"579\" w:charSpace=\"-848\"/>"
    "</w:sectPr>";

static const char SONG_TITLE[] = "方正小标宋简体", FANG[] = "仿宋_GB2312", KAI[] = "楷体_GB2312", HEI[] = "黑体",
                  SONG[] = "宋体";

enum { LEFT, CENTER, RIGHT, BOTH };
/* The grid is declared for whoever edits the document, but reached by an exact line pitch and tighter letters:
 * LibreOffice, asked to snap, gives each 16 pt letter two cells of 15.79 pt and spreads numbers apart. */
enum { PITCH = 579, TIGHTEN = -5 };
enum { RULE = 1, KEEP_NEXT = 2, NEW_PAGE = 4 };

/* Sizes in half points, indents in hundredths of a character, distances in twentieths of a point. */
/* clang-format off */
static const struct paragraph_style {
    const char *id, *name, *font;
    int size, align, line;          /* line pitch, exact; 0: as the font needs */
    int first_indent, right_indent;
    int before, after;
    int outline;                    /* 1…: a heading of that level */
    bool red;
    unsigned flags;
} paragraph_styles[] = {
    {"Normal",       "Normal",         FANG,       32, BOTH,   PITCH},
    {"Body",         "公文正文",        FANG,       32, BOTH,   PITCH, .first_indent = 200},
    {"MastheadZone", "版头机关",        SONG_TITLE, 52, CENTER, 800, .red = true, .before = 600},
    {"Masthead",     "版头",            SONG_TITLE, 72, CENTER, 1000, .red = true},
    {"DocNumber",    "发文字号",        FANG,       32, CENTER, PITCH, .before = PITCH, .flags = RULE},
    {"Title",        "Title",          SONG_TITLE, 44, CENTER, 700, .before = 2 * PITCH, .after = PITCH, .flags = KEEP_NEXT},
    {"Salutation",   "Salutation",     FANG,       32, LEFT,   PITCH},
    {"Heading1",     "heading 1",      HEI,        32, BOTH,   PITCH, .first_indent = 200, .outline = 1, .flags = KEEP_NEXT},
    {"Heading2",     "heading 2",      KAI,        32, BOTH,   PITCH, .first_indent = 200, .outline = 2, .flags = KEEP_NEXT},
    {"Heading3",     "heading 3",      FANG,       32, BOTH,   PITCH, .first_indent = 200, .outline = 3, .flags = KEEP_NEXT},
    {"AnnexNote",    "附件说明",        FANG,       32, BOTH,   PITCH, .first_indent = 200, .before = PITCH},
    {"Signature",    "Signature",      FANG,       32, RIGHT,  PITCH, .right_indent = 400, .before = 2 * PITCH, .flags = KEEP_NEXT},
    {"SignDate",     "Date",           FANG,       32, RIGHT,  PITCH, .right_indent = 400},
    {"Annex",        "附件标记",        HEI,        32, LEFT,   PITCH, .flags = NEW_PAGE | KEEP_NEXT},
    {"AnnexTitle",   "附件标题",        SONG_TITLE, 44, CENTER, 700, .before = PITCH, .after = PITCH, .flags = KEEP_NEXT},
    {"TableCaption", "caption",        HEI,        24, CENTER, 480, .before = 120, .after = 60, .flags = KEEP_NEXT},
    {"TableHead",    "表头",            HEI,        24, CENTER, 360},
    {"TableText",    "表格文字",        FANG,       24, CENTER, 360},
    {"TableHeadSmall", "表头（五号）",   HEI,        21, CENTER, 320},
    {"TableTextSmall", "表格文字（五号）", FANG,     21, CENTER, 320},
    {"TableNote",    "表注",            FANG,       21, LEFT,   360, .after = 120},
    {"PageRight",    "页码（单页）",     SONG,       28, RIGHT,  400, .right_indent = 100},
    {"PageLeft",     "页码（双页）",     SONG,       28, LEFT,   400, .first_indent = 100},
};

/* Metric-compatible stand-ins for machines without the fonts of the standard, in order of likeness. */
static const struct font {
    const char *name, *stand_ins, *family;
} fonts[] = {
    {FANG,       "仿宋,FangSong,STFangsong,FZFangSong-Z02,Noto Serif CJK SC",           "modern"},
    {KAI,        "楷体,KaiTi,STKaiti,FZKai-Z03,AR PL UKai CN,Noto Serif CJK SC",        "modern"},
    {HEI,        "SimHei,STHeiti,FZHei-B01,Noto Sans CJK SC",                           "modern"},
    {SONG,       "SimSun,STSong,FZShuSong-Z01,Noto Serif CJK SC",                       "auto"},
    {SONG_TITLE, "方正小标宋_GBK,FZXiaoBiaoSong-B05S,FZXiaoBiaoSong-B05,华文中宋,STZhongsong,Noto Serif CJK SC", "auto"},
};
/* clang-format on */

static void write_run_look(struct buf *out, const struct paragraph_style *s)
{
    buf_printf(out, "<w:rPr><w:rFonts w:ascii=\"%s\" w:hAnsi=\"%s\" w:eastAsia=\"%s\" w:cs=\"%s\"/>", s->font, s->font,
               s->font, s->font);
    buf_text(out, "<w:snapToGrid w:val=\"0\"/>");
    if (s->red)
        buf_text(out, "<w:color w:val=\"FF0000\"/>");
    buf_printf(out, "<w:spacing w:val=\"%d\"/>", s->line == PITCH ? TIGHTEN : 0);
    buf_printf(out, "<w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/></w:rPr>", s->size, s->size);
}

static void write_paragraph_look(struct buf *out, const struct paragraph_style *s)
{
    static const char *const aligns[] = {[LEFT] = "left", [CENTER] = "center", [RIGHT] = "right", [BOTH] = "both"};
    const int per_character = s->size * 10; /* twentieths of a point */
    buf_text(out, "<w:pPr>");
    if (s->flags & KEEP_NEXT)
        buf_text(out, "<w:keepNext/>");
    if (s->flags & NEW_PAGE)
        buf_text(out, "<w:pageBreakBefore/>");
    if (s->flags & RULE) /* 4 mm below the number */
        buf_text(out, "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"12\" w:space=\"11\" w:color=\"FF0000\"/></w:pBdr>");
    buf_text(out, "<w:snapToGrid w:val=\"0\"/>");
    buf_printf(out, "<w:spacing w:before=\"%d\" w:after=\"%d\"", s->before, s->after);
    if (s->line)
        buf_printf(out, " w:line=\"%d\" w:lineRule=\"exact\"", s->line);
    buf_text(out, "/>");
    if (s->first_indent || s->right_indent)
        buf_printf(out, "<w:ind w:rightChars=\"%d\" w:right=\"%d\" w:firstLineChars=\"%d\" w:firstLine=\"%d\"/>",
                   s->right_indent, s->right_indent * per_character / 100, s->first_indent,
                   s->first_indent * per_character / 100);
    buf_printf(out, "<w:jc w:val=\"%s\"/>", aligns[s->align]);
    if (s->outline)
        buf_printf(out, "<w:outlineLvl w:val=\"%d\"/>", s->outline - 1);
    buf_text(out, "</w:pPr>");
}

static void write_styles(struct buf *out)
{
    buf_text(out, XML_HEAD "<w:styles xmlns:w=\"" WORD_NS "\">"
                           "<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"仿宋_GB2312\" "
                           "w:hAnsi=\"仿宋_GB2312\" w:eastAsia=\"仿宋_GB2312\" w:cs=\"仿宋_GB2312\"/>"
                           "<w:kern w:val=\"2\"/><w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/><w:lang w:val=\"en-US\" "
                           "w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault></w:docDefaults>");
    for (size_t i = 0; i < sizeof paragraph_styles / sizeof *paragraph_styles; i++) {
        const struct paragraph_style *s = &paragraph_styles[i];
        buf_printf(out, "<w:style w:type=\"paragraph\"%s w:styleId=\"%s\"><w:name w:val=\"%s\"/>%s<w:qFormat/>",
                   i ? "" : " w:default=\"1\"", s->id, s->name, i ? "<w:basedOn w:val=\"Normal\"/>" : "");
        write_paragraph_look(out, s);
        write_run_look(out, s);
        buf_text(out, "</w:style>");
    }
    buf_text(
        out,
        "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/>"
        "<w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left "
        "w:w=\"108\" w:type=\"dxa\"/>"
        "<w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>"
        "<w:style w:type=\"table\" w:styleId=\"Ranking\"><w:name w:val=\"公文表格\"/><w:basedOn "
        "w:val=\"TableNormal\"/><w:qFormat/><w:tblPr><w:tblBorders>");
    static const char *const edges[] = {"top", "left", "bottom", "right", "insideH", "insideV"};
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++)
        buf_printf(out, "<w:%s w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>", edges[i]);
    buf_text(out, "</w:tblBorders><w:tblCellMar><w:top w:w=\"40\" w:type=\"dxa\"/><w:left w:w=\"57\" "
                  "w:type=\"dxa\"/><w:bottom w:w=\"40\" w:type=\"dxa\"/>"
                  "<w:right w:w=\"57\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style></w:styles>");
}

static void write_fonts(struct buf *out)
{
    buf_text(out, XML_HEAD "<w:fonts xmlns:w=\"" WORD_NS "\">");
    for (size_t i = 0; i < sizeof fonts / sizeof *fonts; i++)
        buf_printf(out,
                   "<w:font w:name=\"%s\"><w:altName w:val=\"%s\"/><w:charset w:val=\"86\"/><w:family "
                   "w:val=\"%s\"/><w:pitch w:val=\"default\"/></w:font>",
                   fonts[i].name, fonts[i].stand_ins, fonts[i].family);
    buf_text(out, "</w:fonts>");
}

/* — 3 — : number between dashes */
static void write_footer(struct buf *out, const char *style)
{
    buf_printf(out,
               XML_HEAD "<w:ftr xmlns:w=\"" WORD_NS "\"><w:p><w:pPr><w:pStyle w:val=\"%s\"/></w:pPr>"
                        "<w:r><w:t xml:space=\"preserve\">— </w:t></w:r><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>"
                        "<w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r><w:r><w:fldChar "
                        "w:fldCharType=\"separate\"/></w:r>"
                        "<w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r><w:r><w:t "
                        "xml:space=\"preserve\"> —</w:t></w:r></w:p></w:ftr>",
               style);
}

static void write_odd_footer(struct buf *out)
{
    write_footer(out, "PageRight");
}

static void write_even_footer(struct buf *out)
{
    write_footer(out, "PageLeft");
}

static const char content_types[] =
    XML_HEAD "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
             "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
             "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
             "<Override PartName=\"/word/document.xml\" ContentType=\"" CONTENT "document.main+xml\"/>"
             "<Override PartName=\"/word/styles.xml\" ContentType=\"" CONTENT "styles+xml\"/>"
             "<Override PartName=\"/word/settings.xml\" ContentType=\"" CONTENT "settings+xml\"/>"
             "<Override PartName=\"/word/fontTable.xml\" ContentType=\"" CONTENT "fontTable+xml\"/>"
             "<Override PartName=\"/word/footer1.xml\" ContentType=\"" CONTENT "footer+xml\"/>"
             "<Override PartName=\"/word/footer2.xml\" ContentType=\"" CONTENT "footer+xml\"/>"
             "</Types>";

static const char package_relations[] = XML_HEAD "<Relationships xmlns=\"" RELATIONS_NS "\">"
                                                 "<Relationship Id=\"rId1\" Type=\"" OFFICE_NS
                                                 "/officeDocument\" Target=\"word/document.xml\"/></Relationships>";

static const char document_relations[] =
    XML_HEAD "<Relationships xmlns=\"" RELATIONS_NS "\">"
             "<Relationship Id=\"rId1\" Type=\"" OFFICE_NS "/styles\" Target=\"styles.xml\"/>"
             "<Relationship Id=\"rId2\" Type=\"" OFFICE_NS "/settings\" Target=\"settings.xml\"/>"
             "<Relationship Id=\"rId3\" Type=\"" OFFICE_NS "/fontTable\" Target=\"fontTable.xml\"/>"
             "<Relationship Id=\"rId4\" Type=\"" OFFICE_NS "/footer\" Target=\"footer1.xml\"/>"
             "<Relationship Id=\"rId5\" Type=\"" OFFICE_NS "/footer\" Target=\"footer2.xml\"/>"
             "</Relationships>";

static const char settings[] =
    XML_HEAD "<w:settings xmlns:w=\"" WORD_NS "\"><w:zoom w:percent=\"100\"/><w:evenAndOddHeaders/>"
             "<w:drawingGridVerticalSpacing w:val=\"579\"/><w:characterSpacingControl w:val=\"compressPunctuation\"/>"
             "<w:compat><w:compatSetting w:name=\"compatibilityMode\" "
             "w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>"
             "<w:themeFontLang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:settings>";

/* clang-format off */
static const struct part {
    const char *name;
    const char *text;
    void (*write)(struct buf *out);
} parts[] = {
    {"[Content_Types].xml",          .text = content_types},
    {"_rels/.rels",                  .text = package_relations},
    {"word/_rels/document.xml.rels", .text = document_relations},
    {"word/settings.xml",            .text = settings},
    {"word/styles.xml",              .write = write_styles},
    {"word/fontTable.xml",           .write = write_fonts},
    {"word/footer1.xml",             .write = write_odd_footer},
    {"word/footer2.xml",             .write = write_even_footer},
};
/* clang-format on */

bool docx_package_parts(struct ctx *cx, struct zip_writer *w)
{
    struct buf text = buf_init(cx->arena);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        buf_clear(&text);
        if (parts[i].write)
            parts[i].write(&text);
        else
            buf_text(&text, parts[i].text);
        if (!zip_add(w, parts[i].name, text.data, text.length, ZIP_DEFLATED))
            return false;
    }
    return true;
}
