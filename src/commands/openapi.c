/* openapi.c — steward openapi: the API as a document, for clients and for docs/api.json. */
#include "base/json.h"
#include "commands/command.h"
#include "endpoints/app.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

static int print_piece(const char *piece, size_t n, void *file)
{
    return fwrite(piece, 1, n, file) == n ? 0 : -1;
}

static bool run(struct ctx *cx, struct arguments *args)
{
    (void)args;
    struct buf out = buf_init(cx->arena);
    struct json j = json_to(&out);
    app_openapi(&j);
    const json_t *document = json_parse(cx, out.data, out.length);
    if (!document)
        return false;
    if (json_dump_callback(document, print_piece, stdout, JSON_INDENT(2)) != 0)
        return fail(cx, ERR_SYSTEM, "CMD-06", NULL, "无法写到标准输出", "cannot write to standard output");
    printf("\n");
    return true;
}

const struct command openapi_command = {
    .name = "openapi",
    .label = {"印出接口说明（OpenAPI）", "Print the API as an OpenAPI document"},
    .usage = "",
    .help = {"与服务的 /openapi.json 相同，分行缩进。\n例：\n  steward openapi >docs/api.json",
             "The same as /openapi.json of a server, on many lines.\nExample:\n  steward openapi >docs/api.json"},
    .run = run,
};
