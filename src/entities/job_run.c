/* job_run.c — periodic work of a zone, as it was done. */
#include "entities/entities.h"

#define R struct job_run

/* clang-format off */
static const struct choice job_outcomes[] = {
    {"done",   {"完成", "Done"},   NULL},
    {"failed", {"失败", "Failed"}, NULL},
    {0},
};

static const struct field job_run_fields[] = {
    {.name = "name", FIELD_AT(T_TEXT, R, name), .label = {"任务", "Job"}, .max = 40, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP},
    {.name = "started_at", FIELD_AT(T_INSTANT, R, started_at), .label = {"开始时间", "Started at"}, .flags = FIELD_REQUIRED | FIELD_LIST},
    {.name = "outcome", FIELD_AT(T_CHOICE, R, outcome), .choices = job_outcomes, .label = {"结果", "Outcome"}, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP},
    {.name = "took", FIELD_AT(T_INT, R, took), .label = {"用时（毫秒）", "Milliseconds taken"}, .flags = FIELD_LIST},
    {.name = "changed", FIELD_AT(T_INT, R, changed), .label = {"改动行数", "Rows changed"}, .flags = FIELD_LIST},
    {.name = "failure", FIELD_AT(T_NOTE, R, failure), .label = {"失败原因", "Why it failed"}, .max = 2000, .flags = FIELD_LIST},
    {0},
};
/* clang-format on */

const struct entity job_run_entity = {
    .name = "job_run",
    .label = {"定时任务记录", "Job run"},
    .help = {"服务按时为本园区做的工作；按分钟的任务没有改动时不留记录",
             "What the server did for the zone when it was due; a job of every few minutes leaves a row only when it "
             "changed something"},
    .flags = ENTITY_INTERNAL | ENTITY_GUARDED,
    .size = sizeof(struct job_run),
    .fields = job_run_fields,
    .title = "name",
    .indexes = {"name started_at"},
    .order = "-started_at,-id",
};
