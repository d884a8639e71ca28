/* undo.c — steward undo: one change of a row taken back. */
#include "model/undo.h"
#include "base/json.h"
#include "commands/workplace.h"
#include "entities/entities.h"

#include <stdio.h>
#include <stdlib.h>

static const struct option undo_options[] = {
    {"zone", "CODE", {"园区代号", "code of the zone"}},
    {"dry-run", NULL, {"只试算，不写入", "only say what would happen; write nothing"}},
    {"json", NULL, {"输出 JSON", "print JSON"}},
    {0},
};

static bool read_number(struct ctx *cx, const char *text, int64_t *ret_number)
{
    char *end;
    *ret_number = strtoll(text, &end, 10);
    return (!*end && *ret_number > 0) ||
           fail(cx, ERR_USAGE, "CMD-03", NULL, "要写对象、编号和版本，如 undo project 12 3",
                "name the entity, the row's id and the version, such as undo project 12 3");
}

static bool find_writable(struct ctx *cx, const char *name, const struct entity **ret_entity)
{
    *ret_entity = entity_find(name);
    return (*ret_entity && !((*ret_entity)->flags & ENTITY_INTERNAL)) ||
           fail(cx, ERR_USAGE, "CMD-03", NULL, "没有可以修改的对象“%s”；steward explain 列出全部",
                "there is no entity \"%s\" to change; steward explain lists them", name);
}

static void print_field(struct ctx *cx, const struct undo_field *f)
{
    struct buf out = buf_init(cx->arena);
    struct json j = json_to(&out);
    json_value(&j, f->field, f->now);
    buf_text(&out, " → ");
    j.comma = false;
    json_value(&j, f->field, f->before);
    printf("  %s: %s\n", label_in(f->field->label, cx->lang), out.data);
}

static void print_undone(struct ctx *cx, const struct row_undone *u, bool dry_run)
{
    static const struct label kinds[] = {{"改回", "changed back"},
                                         {"新增的已删除", "what was made is deleted"},
                                         {"删除的已恢复", "what was deleted is back"}};
    static const struct label tried = {"（试算，未写入）", " (dry run, nothing was written)"};
    static const struct label same = {"已是原值，没有改动", "it says its former values already"};
    printf("%s%s\n", label_in(u->changed ? kinds[u->kind] : same, cx->lang), dry_run ? label_in(tried, cx->lang) : "");
    for (size_t i = 0; i < u->count; i++)
        print_field(cx, &u->fields[i]);
}

static void print_json(struct ctx *cx, const struct row_undone *u, bool dry_run)
{
    struct buf out = buf_init(cx->arena);
    struct json j = json_to(&out);
    json_object_begin(&j);
    row_undone_json(cx, &j, u);
    json_put_bool(&j, "dry_run", dry_run);
    json_object_end(&j);
    printf("%s\n", out.data);
}

static bool run(struct ctx *cx, struct arguments *args)
{
    const struct entity *e;
    int64_t id, version;
    struct row_undone undone;
    bool dry_run = argument_option(args, "dry-run");
    if (!find_writable(cx, argument(args, 0), &e) || !read_number(cx, argument(args, 1), &id) ||
        !read_number(cx, argument(args, 2), &version) || !command_open(cx, args, false, true) || !db_begin(cx))
        return false;
    bool done = row_undo_whole(cx, e, id, version, &undone);
    if (!done || dry_run)
        db_rollback(cx);
    else
        done = db_commit(cx);
    if (done)
        (argument_option(args, "json") ? print_json : print_undone)(cx, &undone, dry_run);
    return done;
}

const struct command undo_command = {
    .name = "undo",
    .label = {"撤销一条记录的一次修改", "Undo one change of a row"},
    .usage = "ENTITY ID VERSION --db DB --zone CODE [--dry-run] [--json]",
    .help = {"把第 VERSION 版的修改改回去，作为新的一版；其字段之后又被修改的不能撤销，退出码 1。\n"
             "新增的那一版：删除这一行；已删除的行（写最后一版）：恢复。\n"
             "例:\n  steward --db data/steward.db undo project 12 3 --zone weinan --dry-run",
             "Takes back what version VERSION changed, as a new version; fields changed since cannot be undone, exit "
             "code 1.\nThe version that made the row: the row is deleted; a deleted row (name its last version) comes "
             "back.\nExample:\n  steward --db data/steward.db undo project 12 3 --zone weinan --dry-run"},
    .options = undo_options,
    .least = 3,
    .most = 3,
    .needs_db = true,
    .run = run,
};
