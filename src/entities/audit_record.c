/* audit_record.c — the audit's records, as anybody who may look at them sees them; model/trail.h says how they are chained. */
#include "model/trail.h"

#define A struct audit_record

/* clang-format off */
static const struct choice acts[] = {
    {"create",         {"新建", "Created"},                     NULL},
    {"update",         {"修改", "Changed"},                     NULL},
    {"delete",         {"删除", "Deleted"},                     NULL},
    {"revive",         {"恢复", "Brought back"},                NULL},
    {"import",         {"导入", "Imported"},                    NULL},
    {"undo",           {"撤销导入", "Undid an import"},         NULL},
    {"lights",         {"重算亮灯", "Computed lights"},         NULL},
    {"export",         {"导出", "Exported"},                    NULL},
    {"download",       {"下载", "Downloaded"},                  NULL},
    {"sign_in",        {"登录", "Signed in"},                   NULL},
    {"sign_in_failed", {"登录失败", "Failed to sign in"},       NULL},
    {"sign_out",       {"退出", "Signed out"},                  NULL},
    {"password",       {"改口令", "Changed a password"},        NULL},
    {"totp",           {"动态口令", "One-time codes"},          NULL},
    {"token",          {"接口令牌", "API token"},               NULL},
    {"unlock",         {"解锁", "Unlocked"},                    NULL},
    {"rights",         {"权限", "Rights"},                      NULL},
    {"refused",        {"越权被拒", "Refused"},                 NULL},
    {"backup",         {"备份", "Backed up"},                   NULL},
    {"restore",        {"从备份恢复", "Restored"},              NULL},
    {"settings",       {"设置", "Settings"},                    NULL},
    {"verify",         {"校验审计", "Verified the audit"},      NULL},
    {"begin",          {"开始审计", "The audit begins"},        NULL},
    {"checkpoint",     {"封存", "Sealed"},                      NULL},
    {"archive",        {"归档", "Archived"},                    NULL},
    {0},
};

static const struct choice outcomes[] = {
    {"done",    {"成功", "Done"},    NULL},
    {"refused", {"被拒", "Refused"}, NULL},
    {"failed",  {"失败", "Failed"},  NULL},
    {0},
};

static const struct field audit_record_fields[] = {
    {.name = "act", FIELD_AT(T_CHOICE, A, act), .choices = acts, .label = {"行为", "Act"}, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP | FIELD_OPEN},
    {.name = "entity", FIELD_AT(T_TEXT, A, entity), .label = {"对象", "Entity"}, .max = 40, .flags = FIELD_LIST | FIELD_GROUP},
    {.name = "row_id", FIELD_AT(T_ID, A, row_id), .label = {"对象编号", "Row"}, .flags = FIELD_LIST},
    {.name = "row_version", FIELD_AT(T_INT, A, row_version), .label = {"对象版本", "Version of the row"}, .flags = FIELD_LIST},
    {.name = "outcome", FIELD_AT(T_CHOICE, A, outcome), .choices = outcomes, .label = {"结果", "Outcome"}, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP},
    {.name = "role", FIELD_AT(T_TEXT, A, role), .label = {"角色", "Role"}, .max = 40, .flags = FIELD_GROUP},
    {.name = "origin", FIELD_AT(T_TEXT, A, origin), .label = {"来自", "From"}, .max = 60, .flags = FIELD_LIST | FIELD_GROUP},
    {.name = "request", FIELD_AT(T_TEXT, A, request), .label = {"请求编号", "Request"}, .max = 200},
    {.name = "detail", FIELD_AT(T_JSON, A, detail), .label = {"详情", "Detail"}},
    {.name = "content", FIELD_AT(T_TEXT, A, content), .label = {"内容摘要", "Digest of the content"}, .help = {"SM3，十六进制", "SM3, in hex"}, .max = 64},
    {.name = "listed", FIELD_AT(T_BYTES, A, listed), .label = {"所写各行", "Rows written"}},
    {.name = "previous", FIELD_AT(T_TEXT, A, previous), .label = {"上一条的摘要", "Hash of the one before"}, .max = 64},
    {.name = "hash", FIELD_AT(T_TEXT, A, hash), .label = {"本条摘要", "Hash"}, .help = {"SM3，十六进制", "SM3, in hex"}, .max = 64, .flags = FIELD_REQUIRED},
    {0},
};
/* clang-format on */

const struct entity audit_record_entity = {
    .name = "audit_record",
    .label = {"审计记录", "Audit record"},
    .help =
        {"谁在何时以何种方式做了什么。每个园区一条链，只增不改；steward verify 校验",
         "Who did what, when and by which way. One chain for each zone, only ever added to; steward verify checks it"},
    .flags = ENTITY_INTERNAL | ENTITY_GUARDED | ENTITY_APPEND,
    .size = sizeof(struct audit_record),
    .fields = audit_record_fields,
    .title = "act",
    .indexes = {"entity row_id"},
    .order = "-id",
};
