/* sniff.c — tells by content what a file is, whatever its name says. */
#include "base/csv.h"
#include "office/workbook_inner.h"

/* clang-format off */
static const struct {
    const char *magic;
    size_t size;
    struct label looks;
} magics[] = {
    {"%PDF-",                5, {"PDF 文档", "a PDF document"}},
    {"\x89PNG",              4, {"PNG 图片", "a PNG picture"}},
    {"\xFF\xD8\xFF",         3, {"JPEG 图片", "a JPEG picture"}},
    {"GIF8",                 4, {"GIF 图片", "a GIF picture"}},
    {"BM",                   2, {"BMP 图片", "a BMP picture"}},
    {"II*\0",                4, {"TIFF 图片", "a TIFF picture"}},
    {"MM\0*",                4, {"TIFF 图片", "a TIFF picture"}},
    {"{\\rtf",               5, {"RTF 文档", "an RTF document"}},
    {"Rar!",                 4, {"RAR 压缩包", "a RAR archive"}},
    {"7z\xBC\xAF\x27\x1C",   6, {"7z 压缩包", "a 7z archive"}},
    {"\x1F\x8B",             2, {"gzip 压缩文件", "a gzip file"}},
    {"MZ",                   2, {"Windows 程序", "a Windows program"}},
    {"\x7F" "ELF",           4, {"Linux 程序", "a Linux program"}},
    {"SQLite format 3",     15, {"数据库文件", "a database"}},
};
/* clang-format on */

static bool begins(const char *p, size_t n, const char *word)
{
    size_t size = strlen(word);
    return n >= size && strncasecmp(p, word, size) == 0;
}

static bool holds(const char *p, size_t n, const char *words)
{
    enum { HEAD = 4096 };
    return memmem(p, n < HEAD ? n : HEAD, words, strlen(words));
}

/* Marked-up text: the 2003 XML workbook is one LibreOffice reads; web pages named .xls are not workbooks. */
static enum content sniff_markup(const char *p, size_t n, struct label *ret_looks)
{
    if (begins(p, n, "<?xml") && holds(p, n, "urn:schemas-microsoft-com:office:spreadsheet"))
        return CONTENT_XML_2003;
    *ret_looks = (struct label){"XML 文件", "an XML file"};
    if (begins(p, n, "<!doctype html") || begins(p, n, "<html") || holds(p, n, "<table") || holds(p, n, "<TABLE"))
        *ret_looks = (struct label){"网页（HTML），可用 Excel 或 WPS 打开后另存为 .xlsx",
                                    "a web page (HTML), which Excel or WPS can open and save as .xlsx"};
    return CONTENT_OTHER;
}

/* Programs' text has no control characters but tab, line ends, form feed and DOS's end of file. */
static bool is_text(const char *p, size_t n)
{
    enum { HEAD = 4096 };
    const char *encoding = csv_encoding(p, n);
    if (!encoding || strncmp(encoding, "UTF-16", 6) == 0)
        return encoding;
    for (size_t i = 0; i < n && i < HEAD; i++)
        if ((unsigned char)p[i] < 0x20 && !memchr("\t\n\r\f\x1A", p[i], 5))
            return false;
    return true;
}

enum content content_sniff(const void *bytes, size_t size, struct label *ret_looks)
{
    const char *p = bytes;
    *ret_looks = (struct label){NULL, NULL};
    if (size == 0)
        return CONTENT_EMPTY;
    if (zip_looks_like(bytes, size))
        return CONTENT_ZIP;
    if (size >= 8 && memcmp(p, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) == 0)
        return ole_sniff(bytes, size, ret_looks);
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (size >= magics[i].size && memcmp(p, magics[i].magic, magics[i].size) == 0 &&
            (magics[i].size > 2 || !is_text(p, size))) {
            *ret_looks = magics[i].looks;
            return CONTENT_OTHER;
        }
    if (!is_text(p, size))
        return CONTENT_UNKNOWN;
    size_t skip = begins(p, size, "\xEF\xBB\xBF") ? 3 : 0;
    while (skip < size && strchr(" \r\n\t", p[skip]) && p[skip])
        skip++;
    if (skip == size)
        return CONTENT_EMPTY;
    return p[skip] == '<' ? sniff_markup(p + skip, size - skip, ret_looks) : CONTENT_TEXT;
}

static bool has_folder(const struct zip *z, const char *folder)
{
    for (size_t i = 0; i < z->count; i++)
        if (strncasecmp(z->entries[i].name, folder, strlen(folder)) == 0)
            return true;
    return false;
}

/* OpenDocument says what it is in a part called mimetype. */
static struct label sniff_opendocument(struct ctx *cx, const struct zip *z, const struct zip_entry *e,
                                       const char **ret_convert)
{
    struct zip_limits limits = {.unpacked = 256, .ratio = 300};
    struct buf type = buf_init(cx->arena);
    if (!zip_extract(cx, z, e, &limits, &type))
        err_clear(cx);
    if (strstr(type.data, "opendocument.spreadsheet"))
        *ret_convert = "ods";
    return strstr(type.data, "opendocument.text")
               ? (struct label){"OpenDocument 文本（.odt）", "an OpenDocument text (.odt)"}
               : (struct label){"OpenDocument 或电子书文件", "an OpenDocument file or an e-book"};
}

struct label package_sniff(struct ctx *cx, const struct zip *z, const char **ret_convert)
{
    const struct zip_entry *mimetype = zip_find(z, "mimetype");
    *ret_convert = NULL;
    if (zip_find(z, "xl/workbook.bin"))
        *ret_convert = "xlsb";
    if (zip_find(z, "_rels/.rels") && has_folder(z, "xl/"))
        return (struct label){NULL, NULL};
    if (mimetype)
        return sniff_opendocument(cx, z, mimetype, ret_convert);
    if (has_folder(z, "word/"))
        return (struct label){"Word 文档（.docx）", "a Word document (.docx)"};
    if (has_folder(z, "ppt/"))
        return (struct label){"PowerPoint 演示文稿（.pptx）", "a PowerPoint presentation (.pptx)"};
    if (zip_find(z, "[Content_Types].xml"))
        return (struct label){NULL, NULL};
    return (struct label){"ZIP 压缩包，请解压后上传其中的表格",
                          "a ZIP archive; unpack it and send the workbook inside"};
}
