/* report_run.c — reports as they were issued: the document, its annex, and the data that made them. */
#include "entities/entities.h"

#define R struct report_run

/* clang-format off */
static const struct field report_run_fields[] = {
    {.name = "name", FIELD_AT(T_TEXT, R, name), .label = {"报告", "Report"}, .help = {"如 monthly_bulletin", "such as monthly_bulletin"}, .max = 60, .flags = FIELD_REQUIRED | FIELD_GROUP},
    {.name = "title", FIELD_AT(T_TEXT, R, title), .label = {"名称", "Title"}, .max = 200, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SEARCH},
    {.name = "as_of", FIELD_AT(T_DATE, R, as_of), .label = {"截止日期", "As of"}, .flags = FIELD_REQUIRED | FIELD_LIST},
    {.name = "issue", FIELD_AT(T_INT, R, issue), .label = {"期号", "Issue"}, .min = 1, .max = 9999, .flags = FIELD_LIST},
    {.name = "known_at", FIELD_AT(T_INSTANT, R, known_at), .label = {"所据时刻", "Known at"},
     .help = {"按这一时刻已登记的内容编成", "made of what was on record at that moment"}},
    {.name = "docx", FIELD_AT(T_REF, R, docx), .ref = "attachment", .label = {"文档", "Document"}, .flags = FIELD_LIST},
    {.name = "annex", FIELD_AT(T_REF, R, annex), .ref = "attachment", .label = {"附表", "Annex"}, .flags = FIELD_LIST},
    {.name = "template", FIELD_AT(T_REF, R, template), .ref = "attachment", .label = {"模板", "Template"}, .help = {"编成时所用的模板", "the template it was made with"}},
    {.name = "annex_template", FIELD_AT(T_REF, R, annex_template), .ref = "attachment", .label = {"附表模板", "Template of the annex"}},
    {.name = "docx_digest", FIELD_AT(T_TEXT, R, docx_digest), .label = {"文档摘要", "Digest of the document"}, .max = 64, .help = {"SHA-256；重放时以此核对", "SHA-256; proves it when it is made again"}},
    {.name = "annex_digest", FIELD_AT(T_TEXT, R, annex_digest), .label = {"附表摘要", "Digest of the annex"}, .max = 64},
    {.name = "data", FIELD_AT(T_JSON, R, data), .label = {"数据", "Data"}, .flags = FIELD_SECRET},
    {.name = "frozen", FIELD_AT(T_JSON, R, frozen), .label = {"冻结的数字", "Frozen figures"}, .flags = FIELD_SECRET,
     .help = {"每个数字的指标、定义、数值和明细", "each figure with metric, definition, value and rows"}},
    {0},
};
/* clang-format on */

const struct entity report_run_entity = {
    .name = "report_run",
    .label = {"历次报告", "Past report"},
    .help =
        {"留存的报告：数值、定义、明细和模板一并冻结，文件见附件",
         "A report that was kept, frozen with its values, definitions, rows and template; its files are attachments"},
    .flags = ENTITY_INTERNAL,
    .size = sizeof(struct report_run),
    .fields = report_run_fields,
    .title = "title",
    .indexes = {"name as_of"},
    .order = "-id",
};
