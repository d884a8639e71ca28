/* backup_run.c — backups that the server made or tried to make: of the whole database, so of no one zone. */
#include "entities/entities.h"

#define B struct backup_run

const struct choice backup_outcomes[] = {
    {"done", {"完成", "Done"}, NULL},
    {"failed", {"失败", "Failed"}, NULL},
    {"stopped", {"已停止", "Stopped"}, NULL},
    {0},
};

/* clang-format off */
static const struct field backup_run_fields[] = {
    {.name = "started_at", FIELD_AT(T_INSTANT, B, started_at), .label = {"开始时间", "Started at"}, .flags = FIELD_REQUIRED | FIELD_LIST},
    {.name = "outcome", FIELD_AT(T_CHOICE, B, outcome), .choices = backup_outcomes, .label = {"结果", "Outcome"}, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP},
    {.name = "took", FIELD_AT(T_INT, B, took), .label = {"用时（毫秒）", "Milliseconds taken"}, .flags = FIELD_LIST},
    {.name = "file", FIELD_AT(T_TEXT, B, file), .label = {"文件", "File"}, .max = 2000, .flags = FIELD_REQUIRED | FIELD_LIST},
    {.name = "bytes", FIELD_AT(T_INT, B, bytes), .label = {"字节数", "Bytes"}, .flags = FIELD_LIST},
    {.name = "row_count", FIELD_AT(T_INT, B, row_count), .label = {"行数", "Rows"}, .flags = FIELD_LIST},
    {.name = "sealed", FIELD_AT(T_BOOL, B, sealed), .label = {"已加密", "Encrypted"}, .flags = FIELD_LIST},
    {.name = "digest", FIELD_AT(T_TEXT, B, digest), .label = {"SHA-256", "SHA-256"}, .max = 64,
     .help = {"代表整个文件；steward verify 印出同一个", "stands for the whole file; steward verify prints the same"}},
    {.name = "removed", FIELD_AT(T_INT, B, removed), .label = {"删去的旧备份", "Old backups removed"}},
    {.name = "failure", FIELD_AT(T_NOTE, B, failure), .label = {"失败原因", "Why it failed"}, .max = 2000, .flags = FIELD_LIST},
    {0},
};
/* clang-format on */

const struct entity backup_run_entity = {
    .name = "backup_run",
    .label = {"备份记录", "Backup"},
    .help = {"服务按时或应要求做的备份；文件在备份文件夹里",
             "What the server backed up, by itself or when asked; the files are in the folder of backups"},
    .flags = ENTITY_INTERNAL | ENTITY_GLOBAL | ENTITY_GUARDED,
    .size = sizeof(struct backup_run),
    .fields = backup_run_fields,
    .title = "file",
    .indexes = {"started_at"},
    .order = "-started_at,-id",
};
