/* import_run.c — files as they came, what an import made of them, and layouts once corrected. */
#include "entities/entities.h"

#define A struct attachment
#define I struct import_run
#define S struct sheet_layout

/* clang-format off */
static const struct field attachment_fields[] = {
    {.name = "name", FIELD_AT(T_TEXT, A, name), .label = {"文件名", "File"}, .max = 255, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SEARCH},
    {.name = "content_type", FIELD_AT(T_TEXT, A, content_type), .label = {"类型", "Type"}, .max = 100, .flags = FIELD_LIST},
    {.name = "sha256", FIELD_AT(T_TEXT, A, sha256), .label = {"SHA-256", "SHA-256"}, .max = 64},
    {.name = "length", FIELD_AT(T_INT, A, length), .label = {"字节数", "Bytes"}, .flags = FIELD_LIST},
    {.name = "content", FIELD_AT(T_BYTES, A, content), .label = {"内容", "Content"}},
    {.name = "owner_entity", FIELD_AT(T_TEXT, A, owner_entity), .label = {"所属对象", "Belongs to"}, .max = 40},
    {.name = "owner_id", FIELD_AT(T_ID, A, owner_id), .label = {"所属编号", "Belongs to id"}},
    {0},
};

static const struct choice run_states[] = {
    {"uploaded",  {"已上传", "Uploaded"},   NULL},
    {"committed", {"已导入", "Imported"},   NULL},
    {"cancelled", {"已取消", "Cancelled"},  NULL},
    {"failed",    {"未导入", "Failed"},     NULL},
    {"undone",    {"已撤销", "Undone"},     NULL},
    {0},
};

static const struct field import_run_fields[] = {
    {.name = "file_name", FIELD_AT(T_TEXT, I, file_name), .label = {"文件名", "File"}, .max = 255, .flags = FIELD_REQUIRED | FIELD_LIST},
    {.name = "state", FIELD_AT(T_CHOICE, I, state), .choices = run_states, .label = {"状态", "State"}, .flags = FIELD_REQUIRED | FIELD_LIST},
    {.name = "as_of", FIELD_AT(T_DATE, I, as_of), .label = {"截止日期", "As of"}, .flags = FIELD_LIST},
    {.name = "attachment", FIELD_AT(T_REF, I, attachment), .ref = "attachment", .label = {"原文件", "File kept"}},
    {.name = "mapping", FIELD_AT(T_JSON, I, mapping), .label = {"列对应", "Mapping"}},
    {.name = "layout", FIELD_AT(T_JSON, I, layout), .label = {"版式", "Layout"}, .flags = FIELD_SECRET},
    {.name = "summary", FIELD_AT(T_JSON, I, summary), .label = {"结果", "Result"}},
    {.name = "written", FIELD_AT(T_JSON, I, written), .label = {"写入的版本", "Versions written"}, .flags = FIELD_SECRET},
    {.name = "committed_at", FIELD_AT(T_INSTANT, I, committed_at), .label = {"导入时间", "Imported at"}, .flags = FIELD_LIST},
    {0},
};

static const struct field sheet_layout_fields[] = {
    {.name = "fingerprint", FIELD_AT(T_TEXT, S, fingerprint), .label = {"版式指纹", "Fingerprint"}, .max = 64, .flags = FIELD_REQUIRED},
    {.name = "mapping", FIELD_AT(T_JSON, S, mapping), .label = {"列对应", "Mapping"}},
    {0},
};
/* clang-format on */

const struct entity attachment_entity = {
    .name = "attachment",
    .label = {"附件", "Attachment"},
    .flags = ENTITY_INTERNAL | ENTITY_OWNED,
    .size = sizeof(struct attachment),
    .fields = attachment_fields,
    .title = "name",
    .indexes = {"sha256", "owner_entity owner_id"},
    .order = "-id",
};

const struct entity import_run_entity = {
    .name = "import_run",
    .label = {"导入记录", "Import"},
    .flags = ENTITY_INTERNAL,
    .size = sizeof(struct import_run),
    .fields = import_run_fields,
    .title = "file_name",
    .order = "-id",
};

const struct entity sheet_layout_entity = {
    .name = "sheet_layout",
    .label = {"版式记忆", "Remembered layout"},
    .help = {"某种表头曾被更正的列对应,下次自动使用", "Corrected mappings of a layout, used again next time"},
    .flags = ENTITY_INTERNAL,
    .size = sizeof(struct sheet_layout),
    .fields = sheet_layout_fields,
    .title = "fingerprint",
    .unique = {"fingerprint"},
    .order = "id",
};
