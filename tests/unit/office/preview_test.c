/* preview_test.c — documents as blocks: styles, looks, tables, what wraps runs, and marked values. */
#include "base/json.h"
#include "base/zip.h"
#include "office/docx.h"
#include "office/docx_xml.h"
#include "tap.h"

#include <jansson.h>
#include <string.h>

#define W "xmlns:w=\"" WORD_NS "\""

static const char types[] = "<Types><Override PartName=\"/word/document.xml\" ContentType=\"x.document.main+xml\"/>"
                            "<Override PartName=\"/word/styles.xml\" ContentType=\"x.styles+xml\"/></Types>";

/* Styles as Word of a Chinese machine numbers them. */
static const char styles[] =
    "<w:styles " W "><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val=\"21\"/></w:rPr></w:rPrDefault></w:docDefaults>"
    "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"a\"><w:name w:val=\"Normal\"/><w:rPr><w:rFonts "
    "w:eastAsia=\"仿宋\"/></w:rPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading 1\"/><w:basedOn w:val=\"a\"/><w:pPr><w:jc "
    "w:val=\"center\"/><w:ind w:firstLineChars=\"200\"/></w:pPr><w:rPr><w:b/><w:sz w:val=\"32\"/></w:rPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"x\"><w:name w:val=\"甲\"/><w:basedOn w:val=\"y\"/></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"y\"><w:name w:val=\"乙\"/><w:basedOn w:val=\"x\"/></w:style>"
    "<w:style w:type=\"character\" w:styleId=\"c\"><w:name w:val=\"Strong\"/></w:style></w:styles>";

static struct buf document(struct ctx *cx, const char *body)
{
    struct buf out = buf_init(cx->arena);
    const char *text = arena_printf(cx->arena, "<w:document " W "><w:body>%s</w:body></w:document>", body);
    struct zip_writer *w = zip_to(cx, &out);
    OK(zip_add(w, "[Content_Types].xml", types, strlen(types), ZIP_STORED) &&
           zip_add(w, "word/styles.xml", styles, strlen(styles), ZIP_STORED) &&
           zip_add(w, "word/document.xml", text, strlen(text), ZIP_STORED) && zip_finish(w),
       "a document is packed");
    return out;
}

static void tell(void *arg, int mark, struct json *j)
{
    (void)arg;
    json_put_int(j, "mark", mark);
}

static json_t *preview(struct ctx *cx, const struct buf *docx)
{
    struct buf out = buf_init(cx->arena);
    struct json j = json_to(&out);
    const struct docx_telling telling = {tell, NULL};
    json_object_begin(&j);
    if (!docx_preview(cx, docx->data, docx->length, &telling, &j)) {
        OK(false, "a preview: %s", tap_code(cx));
        return NULL;
    }
    json_object_end(&j);
    return json_parse(cx, out.data, out.length);
}

/* A member of the preview, by keys and indexes, as compact JSON. */
static const char *part(struct ctx *cx, json_t *v, const char *path)
{
    static char text[4000];
    char key[64];
    while (v && *path) {
        size_t n = strcspn(path, ".");
        snprintf(key, sizeof key, "%.*s", (int)n, path);
        v = json_is_array(v) ? json_array_get(v, strtoul(key, NULL, 10)) : json_object_get(v, key);
        path += n + (path[n] == '.');
    }
    (void)cx;
    size_t n = v ? json_dumpb(v, text, sizeof text - 1, JSON_COMPACT | JSON_ENCODE_ANY) : 0;
    text[n < sizeof text ? n : 0] = '\0';
    return text;
}

static void test_looks(struct ctx *cx)
{
    struct buf docx = document(
        cx,
        "<w:p><w:pPr><w:pStyle w:val=\"1\"/></w:pPr><w:r><w:t>一、</w:t></w:r><w:r><w:rPr><w:b w:val=\"0\"/></w:rPr>"
        "<w:t>总体</w:t></w:r></w:p>"
        "<w:p><w:pPr><w:jc w:val=\"right\"/></w:pPr><w:r><w:rPr><w:rFonts w:eastAsia=\"仿宋\"/></w:rPr><w:t>甲</w:t>"
        "</w:r><w:r><w:t>乙</w:t></w:r><w:r><w:rPr><w:color w:val=\"C00000\"/><w:sz w:val=\"44\"/></w:rPr><w:t>丙</w:t>"
        "<w:tab/><w:br/></w:r></w:p>"
        "<w:p><w:pPr><w:pStyle w:val=\"x\"/></w:pPr></w:p>"
        "<w:p><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink><w:del><w:r><w:delText>删</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>添</w:t></w:r></w:ins><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:drawing/></w:r></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>控件</w:t></w:r></w:p></w:sdtContent></w:sdt>");
    json_t *v = preview(cx, &docx);
    EQ_TEXT(part(cx, v, "styles.1"),
            "{\"kind\":\"heading1\",\"name\":\"heading 1\",\"font\":\"仿宋\",\"size\":320,\"bold\":true,"
            "\"align\":\"center\",\"first_line\":640}");
    EQ_TEXT(part(cx, v, "styles.a.size"), "210");
    EQ_TEXT(part(cx, v, "blocks.0"),
            "{\"kind\":\"heading1\",\"style\":\"1\",\"runs\":[{\"text\":\"一、\"},{\"text\":\"总体\","
            "\"bold\":false}]}");
    EQ_TEXT(part(cx, v, "blocks.1"),
            "{\"kind\":\"paragraph\",\"style\":\"a\",\"align\":\"right\",\"runs\":[{\"text\":\"甲乙\"},"
            "{\"text\":\"丙\\t\\n\",\"size\":440,\"color\":\"C00000\"}]}");
    EQ_TEXT(part(cx, v, "blocks.2.runs"), "[]");
    EQ_TEXT(part(cx, v, "blocks.3.runs"), "[{\"text\":\"链接添\"},{\"text\":\"\",\"object\":true}]");
    EQ_TEXT(part(cx, v, "blocks.4.runs.0.text"), "\"控件\"");
    EQ_TEXT(part(cx, v, "page.width"), "11906");
}

static void test_table(struct ctx *cx)
{
    struct buf docx =
        document(cx, "<w:tbl><w:tblGrid><w:gridCol w:w=\"100\"/><w:gridCol w:w=\"200\"/></w:tblGrid>"
                     "<w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:tcPr><w:gridSpan "
                     "w:val=\"2\"/></w:tcPr><w:p><w:r><w:t>头</w:t></w:r>"
                     "</w:p></w:tc></w:tr>"
                     "<w:tr><w:tc><w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr><w:p><w:pPr><w:jc "
                     "w:val=\"center\"/></w:pPr><w:r><w:t>上"
                     "</w:t></w:r></w:p><w:p><w:r><w:t>下</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr>"
                     "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>内</"
                     "w:t></w:r></w:p>"
                     "</w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr></w:tbl>"
                     "<w:sectPr><w:pgSz w:w=\"16838\" w:h=\"11906\"/></w:sectPr>");
    json_t *v = preview(cx, &docx);
    EQ_TEXT(part(cx, v, "page.width"), "16838");
    EQ_TEXT(part(cx, v, "blocks.0.table.widths"), "[100,200]");
    EQ_TEXT(part(cx, v, "blocks.0.table.rows.0"),
            "{\"head\":true,\"cells\":[{\"style\":\"a\",\"span\":2,\"runs\":[{\"text\":\"头\"}]}]}");
    EQ_TEXT(part(cx, v, "blocks.0.table.rows.1.cells.0"),
            "{\"style\":\"a\",\"align\":\"center\",\"down\":\"begins\",\"runs\":[{\"text\":\"上\\n下\"}]}");
    EQ_TEXT(part(cx, v, "blocks.0.table.rows.2.cells.0.down"), "\"goes_on\"");
    EQ_TEXT(part(cx, v, "blocks.0.table.rows.2.cells.1.runs.0.text"), "\"内\"");
}

static int mark_text(void *arg, const json_t *value)
{
    const char *text = json_string_value(value);
    (void)arg;
    return text && *text >= '0' && *text <= '9' ? (int)strlen(text) : -1;
}

/* Marks go around values only, and leave the text as the plain filling has it. */
static void test_marks(struct ctx *cx)
{
    struct buf template =
        document(cx, "<w:p><w:r><w:t>共{{n}}个，其中{{name}}{{m}}个{{#each l}}、{{this}}{{/each}}</w:t></w:r></w:p>");
    static const char text[] =
        "{\"n\":\"135\",\"m\":\"<&>\",\"name\":\"甲<?steward-mark 9?>\",\"l\":[\"1\",\"22\\n3\"]}";
    json_t *data = json_parse(cx, text, sizeof text - 1);
    const struct docx_marking marking = {mark_text, NULL};
    struct buf marked = buf_init(cx->arena);
    OK(docx_fill_marked(cx, template.data, template.length, data, &marking, &marked), "it is filled");
    EQ_TEXT(part(cx, preview(cx, &marked), "blocks.0.runs"),
            "[{\"text\":\"共\"},{\"text\":\"135\",\"mark\":3},{\"text\":\"个，其中甲<?steward-mark 9?><&>个、\"},"
            "{\"text\":\"1\",\"mark\":1},{\"text\":\"、\"},{\"text\":\"22\\n3\",\"mark\":4}]");
    struct buf plain = buf_init(cx->arena);
    OK(docx_fill(cx, template.data, template.length, data, &plain), "and without marks");
    EQ_TEXT(part(cx, preview(cx, &plain), "blocks.0.runs"),
            "[{\"text\":\"共135个，其中甲<?steward-mark 9?><&>个、1、22\\n3\"}]");
}

static void test_built(struct ctx *cx)
{
    struct buf docx = buf_init(cx->arena), out = buf_init(cx->arena);
    struct json j = json_to(&out);
    OK(docx_build(cx, "<body><p style=\"Title\">题</p><p style=\"SignDate\">日</p></body>", &docx), "built");
    json_t *v = preview(cx, &docx);
    EQ_TEXT(part(cx, v, "blocks.0.kind"), "\"title\"");
    EQ_TEXT(part(cx, v, "blocks.1.kind"), "\"date\"");
    EQ_TEXT(part(cx, v, "page"),
            "{\"width\":11906,\"height\":16838,\"top\":2098,\"right\":1474,\"bottom\":1984,\"left\":1588}");
    OK(!docx_preview(cx, "PK", 2, NULL, &j), "what is no document is refused");
    EQ_TEXT(tap_code(cx), "DOC-01");
}

int main(void)
{
    struct ctx cx = tap_ctx();
    test_looks(&cx);
    test_table(&cx);
    test_marks(&cx);
    test_built(&cx);
    tap_ctx_free(&cx);
    return tap_done();
}
