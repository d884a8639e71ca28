/* docx_test.c — templates: fields, loops, conditions, faults, and the official layout. */
#include "base/zip.h"
#include "office/docx.h"
#include "office/docx_xml.h"
#include "tap.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#define W "xmlns:w=\"" WORD_NS "\""

static const char types[] =
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    "<Override PartName=\"/word/document.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>"
    "<Override PartName=\"/word/header1.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml\"/>"
    "</Types>";

static struct buf package(struct ctx *cx, const char *document, const char *header)
{
    struct buf out = buf_init(cx->arena);
    struct zip_writer *w = zip_to(cx, &out);
    OK(zip_add(w, "[Content_Types].xml", types, strlen(types), ZIP_DEFLATED) &&
           zip_add(w, "word/media/stamp.png", "\x89PNG {{x}}", 11, ZIP_STORED) &&
           zip_add(w, "word/document.xml", document, strlen(document), ZIP_DEFLATED) &&
           zip_add(w, "word/header1.xml", header, strlen(header), ZIP_DEFLATED) && zip_finish(w),
       "a template is packed");
    return out;
}

/* A package whose body is `body`. */
static struct buf with_body(struct ctx *cx, const char *body)
{
    return package(cx, arena_printf(cx->arena, "<w:document " W "><w:body>%s<w:sectPr/></w:body></w:document>", body),
                   "<w:hdr " W "><w:p/></w:hdr>");
}

static struct buf part(struct ctx *cx, const struct buf *docx, const char *name)
{
    struct zip zip;
    struct buf out = buf_init(cx->arena);
    const struct zip_entry *e = zip_open(cx, "x.docx", docx->data, docx->length, &zip) ? zip_find(&zip, name) : NULL;
    OK(e && zip_extract(cx, &zip, e, &zip_limits_default, &out), "%s is there", name);
    return out;
}

/* Text as seen: paragraphs end in ¶, rows in ‖, line breaks show as /, tabs as →. */
static void show(struct buf *out, const xmlNode *n)
{
    for (const xmlNode *c = n->children; c; c = c->next) {
        if (word_is(c, "t"))
            buf_text(out, word_text(c));
        else if (word_is(c, "br") || word_is(c, "tab"))
            buf_text(out, word_is(c, "br") ? "/" : "→");
        else
            show(out, c);
        if (word_is(c, "p") || word_is(c, "tr"))
            buf_text(out, word_is(c, "p") ? "¶" : "‖");
    }
}

static const char *seen(struct ctx *cx, const struct buf *docx, const char *name)
{
    struct buf xml = part(cx, docx, name), text = buf_init(cx->arena);
    xmlDoc *doc = word_parse(cx, name, xml.data, xml.length);
    OK(doc != NULL, "%s is well-formed", name);
    if (doc)
        show(&text, xmlDocGetRootElement(doc));
    return text.data;
}

static const char sample_text[] = "{'zone':{'name':'渭南高新区'},'title':'月通报','note':'第一行\\n第二行\\t完','mark':"
                                  "'<a> & \\\"b\\\"','count':135,'zero':0,'yes':true,'no':false,'none':[],'empty':'',"
                                  "'units':[{'name':'招商局','count':3,'projects':[{'name':'甲'},{'name':'乙'}]},{'"
                                  "name':'建设局','count':2,'projects':[]}],'fields':['产业','民生']}";

static json_t *sample(void)
{
    char text[sizeof sample_text];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = sample_text[i] == '\'' ? '"' : sample_text[i];
    return json_loads(text, 0, NULL);
}

static const char *filled(const char *body)
{
    static char answer[4096];
    struct ctx cx = tap_ctx();
    struct buf template = with_body(&cx, body), out = buf_init(cx.arena);
    json_t *data = sample();
    if (docx_fill(&cx, template.data, template.length, data, &out))
        snprintf(answer, sizeof answer, "%s", seen(&cx, &out, "word/document.xml"));
    else
        snprintf(answer, sizeof answer, "%s %s", tap_code(&cx), cx.err.message.en);
    json_decref(data);
    tap_ctx_free(&cx);
    return answer;
}

#define T(s)  "<w:r><w:t>" s "</w:t></w:r>"
#define P(s)  "<w:p>" T(s) "</w:p>"
#define TC(s) "<w:tc>" P(s) "</w:tc>"

static void test_values(void)
{
    EQ_TEXT(filled(P("{{zone.name}}{{ title }}：{{count}}个，{{yes}}{{no}}")), "渭南高新区月通报：135个，是否¶");
    EQ_TEXT(filled(P("{{note}}。")), "第一行/第二行→完。¶");
    EQ_TEXT(filled(P("{{mark}}")), "<a> & \"b\"¶");
    EQ_TEXT(filled(P("{{　title　}}")), "月通报¶");
    EQ_TEXT(filled(P("{ {x} } }} {{empty}}.")), "{ {x} } }} .¶");
    EQ_TEXT(filled("<w:p>" T("{") "<w:proofErr/>" T("{zone.")
                       T("na") "<w:bookmarkStart w:id=\"1\" w:name=\"b\"/>" T("me}") T("}到{{title}}") "</w:p>"),
            "渭南高新区到月通报¶");
}

static void test_split_run_keeps_first_formatting(void)
{
    struct ctx cx = tap_ctx();
    json_t *data = sample();
    struct buf template = with_body(&cx, "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>计{{tit</w:t></w:r><w:r><w:rPr><w:i/></"
                                         "w:rPr><w:t>le}}末</w:t></w:r></w:p>");
    struct buf out = buf_init(cx.arena);
    OK(docx_fill(&cx, template.data, template.length, data, &out), "filled");
    struct buf xml = part(&cx, &out, "word/document.xml");
    OK(strstr(xml.data, "<w:r><w:rPr><w:b/></w:rPr><w:t "
                        "xml:space=\"preserve\">计月通报</w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>末</w:t></w:r>"),
       "the value takes the formatting where the field begins, the rest keeps its own");
    json_decref(data);
    tap_ctx_free(&cx);
}

static void test_loops(void)
{
    EQ_TEXT(filled(P("前") P("{{#each units}}") P("{{index}}.{{name}}") P("{{/each}}") P("后")),
            "前¶1.招商局¶2.建设局¶后¶");
    EQ_TEXT(filled(P("有{{#each units}}{{name}}{{count}}个；{{/each}}完")), "有招商局3个；建设局2个；完¶");
    EQ_TEXT(filled(P("{{#each fields}}{{this}}、{{/each}}")), "产业、民生、¶");
    EQ_TEXT(filled("<w:tbl><w:tr>" TC("名") TC("数") "</w:tr><w:tr>" TC("{{#each units}}{{name}}")
                       TC("{{count}}{{/each}}") "</w:tr></w:tbl>" P("")),
            "名¶数¶‖招商局¶3¶‖建设局¶2¶‖¶");
    EQ_TEXT(filled("<w:tbl><w:tr>" TC("{{#each units}}") TC("") "</w:tr><w:tr>" TC("{{name}}")
                       TC("{{count}}") "</w:tr><w:tr>" TC("—") TC("{{title}}") "</w:tr><w:tr>" TC("")
                           TC("{{/each}}") "</w:tr></w:tbl>"),
            "招商局¶3¶‖—¶月通报¶‖建设局¶2¶‖—¶月通报¶‖");
    EQ_TEXT(filled(P("{{#each units}}") P("{{name}}") P("{{#each projects}}") P("{{index}}{{name}}") P("{{/each}}")
                       P("{{/each}}")),
            "招商局¶1甲¶2乙¶建设局¶");
    EQ_TEXT(filled(P("{{#each units}}{{name}}({{#each projects}}{{name}}{{/each}}) {{/each}}")),
            "招商局(甲乙) 建设局() ¶");
    EQ_TEXT(filled(P("{{#each units}}甲段{{name}}") P("乙段{{/each}}")), "甲段招商局¶乙段¶甲段建设局¶乙段¶");
    EQ_TEXT(filled(P("{{#each units}}") P("{{name}}") P("{{/each}}{{#each fields}}") P("{{this}}") P("{{/each}}")),
            "招商局¶建设局¶产业¶民生¶");
    EQ_TEXT(filled("<w:tbl><w:tr>" TC("{{#each none}}{{name}}") TC("{{/each}}") "</w:tr></w:tbl>" P("后")), "后¶");
    EQ_TEXT(filled("<w:tbl><w:tr>" TC("{{#each units}}{{name}}") "<w:tc>" P("{{#each projects}}") P("{{name}}")
                       P("{{/each}}") "</w:tc>" TC("{{/each}}") "</w:tr></w:tbl>"),
            "招商局¶甲¶乙¶¶‖建设局¶¶¶‖");
}

static void test_conditions(void)
{
    EQ_TEXT(filled(P("{{#if units}}有{{#else}}无{{/if}}，{{#if none}}有{{#else}}无{{/if}}")), "有，无¶");
    EQ_TEXT(filled(P("{{#if count}}a{{/if}}{{#if zero}}b{{/if}}{{#if yes}}c{{/if}}{{#if no}}d{{/if}}{{#if "
                     "empty}}e{{/if}}{{#if title}}f{{/if}}{{#if zone}}g{{/if}}")),
            "acfg¶");
    EQ_TEXT(filled(P("{{#if none}}") P("有") P("{{#else}}") P("无") P("{{/if}}")), "无¶");
    EQ_TEXT(filled(P("{{#if units}}") P("{{#each units}}{{#if projects}}{{name}}{{/if}}{{/each}}") P("{{#else}}")
                       P("无") P("{{/if}}")),
            "招商局¶");
    EQ_TEXT(filled("<w:tbl><w:tr>" TC("{{#if none}}") "</w:tr><w:tr>" TC("有") "</w:tr><w:tr>" TC(
                "{{#else}}") "</w:tr><w:tr>" TC("无") "</w:tr><w:tr>" TC("{{/if}}") "</w:tr></w:tbl>"),
            "无¶‖");
    EQ_TEXT(filled(P("{{#if yes}}{{#each units}}") P("{{name}}") P("{{/each}}{{/if}}")), "招商局¶建设局¶");
    EQ_TEXT(filled("<w:tbl><w:tr><w:tc>" P("{{#if none}}") P("x") P("{{/if}}") "</w:tc></w:tr></w:tbl>"), "¶‖");
}

static void test_faults(void)
{
    EQ_TEXT(filled(P("{{totle}}")),
            "DOC-02 there is no data named \"totle\" (similar: title, note); correct the field in the template");
    EQ_TEXT(filled(P("{{#each none}}{{whatever}}{{/each}}ok")), "ok¶");
    EQ_TEXT(filled(P("{{#each count}}{{/each}}")),
            "DOC-02 \"count\" is not a list; #each needs one, {{#if count}} does not");
    EQ_TEXT(filled(P("{{units}}")),
            "DOC-02 \"units\" is a list or a group, not a value; use {{#each units}} for a list");
    EQ_TEXT(filled(P("{{title.x}}")),
            "DOC-02 there is no data named \"title.x\" (similar: title); correct the field in the template");
    EQ_TEXT(filled(P("{{#each units}}")), "DOC-03 \"{{#each units}}\" is not closed by \"{{/each}}\"");
    EQ_TEXT(filled(P("{{/if}}")), "DOC-03 \"{{/if}}\" closes nothing");
    EQ_TEXT(filled(P("{{#each units}}{{#if yes}}{{/each}}{{/if}}")),
            "DOC-03 \"{{/each}}\" does not close the latest block, \"{{#if yes}}\"");
    EQ_TEXT(filled(P("{{#for units}}")),
            "DOC-03 \"{{#for units}}\" is not a mark; there are #each, #if, #else, /each and /if");
    EQ_TEXT(filled(P("{{#else}}")), "DOC-03 \"{{#else}}\" is not inside an \"{{#if}}\", or is its second");
    EQ_TEXT(filled(P("{{#each }}x{{/each}}")), "DOC-03 \"{{#each}}\" needs a name");
    EQ_TEXT(filled(P("计{{title")), "DOC-03 a \"{{\" has no \"}}\"");
    OK(strstr(filled(P("{{#each units}}") "<w:tbl><w:tr>" TC("{{/each}}") "</w:tr></w:tbl>"), "DOC-03") != NULL,
       "a block may not end inside a table it began before");
    OK(strstr(filled(P("{{#each units}}") P("{{name}}{{#each projects}}") P("{{/each}}x{{/each}}")), "¶"),
       "blocks that end in one paragraph nest");
    OK(strstr(filled(P("a{{#each units}}") P("x{{/each}}y{{#each fields}}") P("b{{/each}}")), "DOC-03"),
       "blocks that share a paragraph are refused");
    OK(strstr(filled(P("{{#if yes}}") P("a{{#else}}b") P("{{/if}}")), "DOC-03"), "else on another level is refused");
}

static void test_check_lists_all(void)
{
    struct ctx cx = tap_ctx();
    json_t *data = sample();
    struct buf template =
        package(&cx,
                "<w:document " W "><w:body>" P("{{totle}}") P("{{#if no}}{{zone.nane}}{{#else}}{{other}}{{/if}}")
                    P("{{#each units}}{{nmae}}{{/each}}") P("{{name}}") "</w:body></w:document>",
                "<w:hdr " W ">" P("{{headline}}") "</w:hdr>");
    const struct template_fault *faults;
    size_t count = 0;
    OK(docx_check(&cx, template.data, template.length, data, &faults, &count), "checked");
    EQ_INT(count, 6);
    static const char *const fields[] = {"totle", "zone.nane", "other", "nmae", "name", "headline"};
    for (size_t i = 0; i < count && i < 6; i++)
        EQ_TEXT(faults[i].field, fields[i]);
    if (count == 6) {
        EQ_TEXT(faults[0].code, "DOC-02");
        EQ_TEXT(faults[0].where, "{{totle}}");
        EQ_TEXT(faults[0].message.zh, "没有名为“totle”的数据（相近的有 title、note），请改正模板里的字段名");
        OK(strstr(faults[1].message.zh, "zone.name"), "the nearest name may be one of a group");
        OK(strstr(faults[3].message.zh, "name"), "the nearest name is looked for inside the list");
    }
    struct buf broken = with_body(&cx, P("{{#each units}}") P("{{/if}}") P("{{#what}}"));
    OK(docx_check(&cx, broken.data, broken.length, data, &faults, &count), "checked");
    EQ_INT(count, 3);
    struct buf sound = with_body(&cx, P("{{title}}"));
    OK(docx_check(&cx, sound.data, sound.length, data, &faults, &count) && count == 0,
       "a sound template has no faults");
    json_decref(data);
    tap_ctx_free(&cx);
}

static void test_other_parts(void)
{
    struct ctx cx = tap_ctx();
    json_t *data = sample();
    struct buf template = package(&cx, "<w:document " W "><w:body>" P("不变") "</w:body></w:document>",
                                  "<w:hdr " W ">" P("{{title}}") "</w:hdr>");
    struct buf out = buf_init(cx.arena), again = buf_init(cx.arena);
    OK(docx_fill(&cx, template.data, template.length, data, &out) &&
           docx_fill(&cx, template.data, template.length, data, &again),
       "filled twice");
    OK(out.length == again.length && memcmp(out.data, again.data, out.length) == 0, "the same bytes both times");
    EQ_TEXT(seen(&cx, &out, "word/header1.xml"), "月通报¶");
    struct buf picture = part(&cx, &out, "word/media/stamp.png");
    OK(picture.length == 11 && memcmp(picture.data, "\x89PNG {{x}}", 11) == 0, "a picture is copied");
    struct buf before = part(&cx, &template, "word/document.xml"), after = part(&cx, &out, "word/document.xml");
    EQ_TEXT(after.data, before.data);
    json_decref(data);
    tap_ctx_free(&cx);
}

static const char *refused(const void *bytes, size_t size)
{
    static char code[16];
    struct ctx cx = tap_ctx();
    struct buf out = buf_init(cx.arena);
    json_t *data = json_object();
    OK(!docx_fill(&cx, bytes, size, data, &out), "refused");
    snprintf(code, sizeof code, "%s", tap_code(&cx));
    json_decref(data);
    tap_ctx_free(&cx);
    return code;
}

static void test_refused(void)
{
    struct ctx cx = tap_ctx();
    EQ_TEXT(refused("", 0), "DOC-01");
    EQ_TEXT(refused("hello, this is no zip", 21), "DOC-01");
    struct buf out = buf_init(cx.arena);
    struct zip_writer *w = zip_to(&cx, &out);
    OK(zip_add(w, "xl/workbook.xml", "<x/>", 4, ZIP_STORED) && zip_finish(w), "packed");
    EQ_TEXT(refused(out.data, out.length), "DOC-01");
    struct buf dtd = package(&cx, "<!DOCTYPE x [<!ENTITY a \"b\">]><w:document " W "><w:body>&a;</w:body></w:document>",
                             "<w:hdr " W "/>");
    EQ_TEXT(refused(dtd.data, dtd.length), "DOC-01");
    struct buf torn = package(&cx, "<w:document " W "><w:body>", "<w:hdr " W "/>");
    EQ_TEXT(refused(torn.data, torn.length), "DOC-01");
    EQ_TEXT(refused(torn.data, torn.length / 2), "DOC-01");
    tap_ctx_free(&cx);
}

static void test_runaway_loops(void)
{
    struct ctx cx = tap_ctx();
    struct buf body = buf_init(cx.arena), out = buf_init(cx.arena);
    for (int i = 0; i < 8; i++)
        buf_text(&body, T("{{#each list}}"));
    for (int i = 0; i < 8; i++)
        buf_text(&body, T("{{/each}}"));
    struct buf template = with_body(&cx, arena_printf(cx.arena, "<w:p>%s</w:p>", body.data));
    json_t *data = json_object(), *list = json_array();
    for (int i = 0; i < 100; i++)
        json_array_append_new(list, json_integer(i));
    json_object_set_new(data, "list", list);
    OK(!docx_fill(&cx, template.data, template.length, data, &out), "100^8 items are refused");
    EQ_TEXT(tap_code(&cx), "DOC-04");
    json_decref(data);
    tap_ctx_free(&cx);
}

static void test_build(void)
{
    struct ctx cx = tap_ctx();
    struct buf out = buf_init(cx.arena);
    OK(docx_build(&cx,
                  "<body><p style=\"Title\">关于\n   进展<br/>的<b>通报</b></p><table widths=\"1 3\"><tr "
                  "head=\"yes\"><td>甲</td><td align=\"left\">乙 丙</td></tr></table></body>",
                  &out),
       "built");
    EQ_TEXT(seen(&cx, &out, "word/document.xml"), "关于进展/的通报¶甲¶乙 丙¶‖");
    struct buf document = part(&cx, &out, "word/document.xml"), settings = part(&cx, &out, "word/settings.xml");
    OK(strstr(document.data, "<w:pStyle w:val=\"Title\"/>") && strstr(document.data, "<w:tblHeader/>") &&
           strstr(document.data, "<w:cantSplit/>"),
       "styles, repeated heads, whole rows");
    OK(strstr(document.data, "<w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\""),
       "margins of 37, 26, 35 and 28 mm");
    OK(strstr(settings.data, "<w:evenAndOddHeaders/>") != NULL, "page numbers outside");
    static const char *const parts[] = {"word/styles.xml", "word/fontTable.xml", "word/footer1.xml", "word/footer2.xml",
                                        "word/_rels/document.xml.rels"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        (void)seen(&cx, &out, parts[i]);
    static const char *const wrong[] = {"<body><q/></body>", "<body><table><tr/></table></body>",
                                        "<body><table widths=\"1 2\"><tr><td/></tr></table></body>",
                                        "<body><table widths=\"1\"><tr><td span=\"2\"/></tr></table></body>",
                                        "<body><p><i>x</i></p></body>"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        err_clear(&cx);
        OK(!docx_build(&cx, wrong[i], &out), "%s", wrong[i]);
        EQ_TEXT(tap_code(&cx), "DOC-05");
    }
    tap_ctx_free(&cx);
}

/* Plausible data for every name in the template: what it needs is what it gets. */
static json_t *bulletin_sample(bool lists)
{
    static const char *const groups[][24] = {
        {"zone", "name"},
        {"issue", "year", "number", "month"},
        {"totals", "count", "started", "new_started", "in_statistics", "not_in_statistics", "completed", "halted",
         "total_investment", "planned", "completed_in_year", "completed_all", "progress", "points", "schedule"},
        {"lights", "red", "yellow", "green"},
        {"problems", "raised", "closed", "open", "overdue", "closing_rate", "closed_month", "handed_out",
         "handed_out_month", "on_time", "slips", "slips_answered"},
        {"reporting", "due", "filed", "on_time", "completeness", "timeliness"},
        {"promises", "made", "kept", "overdue", "fulfilment"},
        {"reserve", "count", "total_investment", "converted"},
        {"leads", "count", "signed", "signed_amount", "signed_big"},
        {"grants", "count", "received"},
        {"funds", "count", "size"},
    };
    static const char *const tables[][12] = {
        {"light_units", "name", "red", "yellow", "green"},
        {"reds", "name", "unit", "leader", "lamps", "light_since"},
        {"yellows", "name", "unit", "leader", "lamps", "light_since"},
        {"report_units", "name", "due", "filed", "on_time", "completeness", "timeliness"},
        {"promise_units", "name", "made", "kept", "overdue", "fulfilment"},
        {"broken_promises", "what", "unit", "person", "due_on", "days"},
        {"problem_categories", "name", "raised", "closed", "overdue"},
        {"units", "name", "count", "started", "in_statistics", "completed", "planned", "done", "progress", "points"},
        {"leaders", "name", "count", "started", "in_statistics", "completed", "planned", "done", "progress", "points"},
        {"sectors", "name", "count", "total_investment", "planned", "done", "progress"},
        {"laggards", "name", "unit", "leader", "planned", "done", "progress"},
        {"gap", "name", "unit", "leader", "started_on"},
        {"overdue", "project", "category", "unit", "leader", "due_on", "days", "description"},
        {"reserve_fields", "name", "count", "total_investment"},
        {"definitions", "name", "value", "definition"},
    };
    json_t *data = json_pack("{s:s,s:s}", "as_of", "2023年12月31日", "issuer", "渭南高新区项目办");
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        json_t *group = json_object();
        for (int k = 1; groups[i][k]; k++)
            json_object_set_new(group, groups[i][k], json_sprintf("%s.%s", groups[i][0], groups[i][k]));
        json_object_set_new(data, groups[i][0], group);
    }
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        json_t *list = json_array();
        for (int row = 0; lists && row < 3; row++) {
            json_t *item = json_object();
            for (int k = 1; tables[i][k]; k++)
                json_object_set_new(item, tables[i][k], json_sprintf("%s.%s%d", tables[i][0], tables[i][k], row));
            json_array_append_new(list, item);
        }
        json_object_set_new(data, tables[i][0], list);
    }
    return data;
}

static void test_monthly_bulletin(void)
{
    struct ctx cx = tap_ctx();
    static char body[64 * 1024];
    FILE *file = fopen("share/templates/monthly_bulletin.xml", "rb");
    OK(file && fread(body, 1, sizeof body - 1, file) > 0, "share/templates/monthly_bulletin.xml");
    if (file)
        fclose(file);
    struct buf template = buf_init(cx.arena), full = buf_init(cx.arena), empty = buf_init(cx.arena),
               pdf = buf_init(cx.arena);
    json_t *much = bulletin_sample(true), *little = bulletin_sample(false);
    const struct template_fault *faults;
    size_t count = 0;
    OK(docx_build(&cx, body, &template), "built %s", tap_code(&cx));
    OK(docx_check(&cx, template.data, template.length, much, &faults, &count), "checked");
    EQ_INT(count, 0);
    for (size_t i = 0; i < count; i++)
        tap_note("%s: %s", faults[i].where, faults[i].message.en);
    OK(docx_fill(&cx, template.data, template.length, much, &full), "filled");
    const char *text = seen(&cx, &full, "word/document.xml");
    OK(strstr(text, "关于issue.year年issue.month月份重点项目/建设进展情况的通报¶"), "title");
    OK(strstr(text, "‖3¶units.name2¶"), "third unit of the ranking");
    OK(strstr(text, "overdue.description1"), "overdue problems");
    OK(docx_fill(&cx, template.data, template.length, little, &empty), "filled with empty lists");
    text = seen(&cx, &empty, "word/document.xml");
    OK(!strchr(text, '{') && !strstr(text, "序号") && !strstr(text, "附件"), "no empty tables, no annex");
    if (office_to_pdf(&cx, "bulletin.docx", full.data, full.length, &pdf))
        OK(pdf.length > 1000 && memcmp(pdf.data, "%PDF", 4) == 0, "LibreOffice makes a PDF of it");
    else if (cx.err.kind == ERR_UNSUPPORTED)
        tap_skip("LibreOffice is not installed");
    else
        OK(false, "PDF: %s", cx.err.message.en);
    json_decref(much);
    json_decref(little);
    tap_ctx_free(&cx);
}

int main(void)
{
    test_values();
    test_split_run_keeps_first_formatting();
    test_loops();
    test_conditions();
    test_faults();
    test_check_lists_all();
    test_other_parts();
    test_refused();
    test_runaway_loops();
    test_build();
    test_monthly_bulletin();
    return tap_done();
}
