/* log_settings.c — what administrators may set of the log. */
#include "base/log.h"
#include "base/settings.h"

/* clang-format off */
static const struct choice levels[] = {
    {"debug", {"全部", "everything"}},
    {"info", {"平常", "what happens"}},
    {"warn", {"提醒和故障", "warnings and failures"}},
    {"error", {"只有故障", "failures only"}},
    {.code = NULL},
};
static const struct choice formats[] = {
    {"text", {"一行一条，键=值", "one line each, key=value"}},
    {"json", {"一行一个 JSON 对象", "one JSON object a line"}},
    {.code = NULL},
};
static const struct setting settings[] = {
    {{.name = "level", FIELD_AT(T_CHOICE, struct log_settings, level), .choices = levels,
      .label = {"写哪些日志", "What is logged"}, .help = {"这一级和更严重的", "this and what is worse"}}},
    {{.name = "format", FIELD_AT(T_CHOICE, struct log_settings, format), .choices = formats,
      .label = {"日志的写法", "How it is written"},
      .help = {"写到标准错误，systemd 收进 journal", "to standard error, which systemd keeps in its journal"}}},
    {{.type = T_END}},
};
/* clang-format on */

const struct settings_section log_section = {
    .name = "log",
    .label = {"日志", "Log"},
    .settings = settings,
    .size = sizeof(struct log_settings),
    .standard = &(const struct log_settings){.level = "info", .format = "text"},
};
