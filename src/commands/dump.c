/* dump.c — steward dump and load: the database as readable lines, out and in; so it moves from one engine to the other. */
#include "commands/safekeeping.h"
#include "store/db.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct option dump_options[] = {
    {"o", "FILE", {"写到哪个文件；默认标准输出", "file to write; standard output by default"}},
    {0},
};

struct file {
    struct ctx *cx;
    const char *path;
    FILE *stream;
};

static void close_file(void *arg)
{
    struct file *f = arg;
    if (f->stream && f->stream != stdout && f->stream != stdin)
        fclose(f->stream);
    f->stream = NULL;
}

static bool fail_file(struct file *f)
{
    const char *cause = strerror(errno);
    fail(f->cx,
         errno == ENOENT   ? ERR_NOT_FOUND
         : errno == EEXIST ? ERR_CONFLICT
                           : ERR_SYSTEM,
         "FIL-01", f->path, "无法读写“%s”：%s", "cannot read or write \"%s\": %s", f->path, cause);
    fail_cause(f->cx, cause);
    return false;
}

static bool put(void *to, const void *bytes, size_t n)
{
    struct file *f = to;
    return fwrite(bytes, 1, n, f->stream) == n || fail_file(f);
}

static bool take(void *from, void *to, size_t room, size_t *ret_n)
{
    struct file *f = from;
    *ret_n = fread(to, 1, room, f->stream);
    return !ferror(f->stream) || fail_file(f);
}

/* NULL or "-": the standard stream. */
static struct file *open_file(struct ctx *cx, const char *path, const char *mode, FILE *standard)
{
    struct file *f = ARENA_NEW(cx->arena, struct file);
    bool is_standard = !path || strcmp(path, "-") == 0;
    *f = (struct file){cx, path ? path : "-", is_standard ? standard : fopen(path, mode)};
    arena_defer(cx->arena, close_file, f);
    return f->stream || fail_file(f) ? f : NULL;
}

static bool run_dump(struct ctx *cx, struct arguments *args)
{
    struct dump_counts counts;
    const char *path = argument_option(args, "o");
    cx->db = db_open(cx, argument_db(args), DB_EXISTING);
    if (!cx->db)
        return false;
    struct file *f = open_file(cx, path, "wxe", stdout); /* overwrites nothing */
    if (!f)
        return false;
    struct sink to = {put, f};
    if (f->stream != stdout)
        bar_begin(cx);
    bool dumped = dump_write(cx, &to, &counts) && (fflush(f->stream) == 0 || fail_file(f));
    dumped = dumped && (f->stream == stdout || fsync(fileno(f->stream)) == 0 || fail_file(f));
    bar_end(cx);
    dumped = dumped && backup_note(cx, "export", f->path, &(struct backup_facts){.counts = counts});
    if (!dumped && f->stream != stdout)
        unlink(f->path);
    return dumped;
}

const struct command dump_command = {
    .name = "dump",
    .label = {"把全部数据写成可读的文本", "Write all data as readable lines"},
    .usage = "--db DB [-o FILE]",
    .help =
        {"每行一个 JSON：表头一行，表中每行一行。内容相同，转储就逐字节相同，不论 SQLite 还是 PostgreSQL；"
         "服务运行时也可用。\n例（SQLite 搬到 PostgreSQL，并核对）：\n  steward --db data/steward.db dump -o a.dump\n  "
         "steward --db postgresql://localhost/steward load a.dump\n  steward --db postgresql://localhost/steward "
         "dump | cmp - a.dump",
         "One line of JSON for each table and each row. Equal content makes equal bytes, on SQLite and PostgreSQL "
         "alike; works while a server runs.\nExample (from SQLite to PostgreSQL, and proof):\n  steward --db "
         "data/steward.db dump -o a.dump\n  steward --db postgresql://localhost/steward load a.dump\n  steward --db "
         "postgresql://localhost/steward dump | cmp - a.dump"},
    .options = dump_options,
    .needs_db = true,
    .run = run_dump,
};

static bool run_load(struct ctx *cx, struct arguments *args)
{
    struct dump_counts counts;
    const char *address = argument_db(args);
    struct file *f = open_file(cx, argument(args, 0), "re", stdin);
    bool is_new = database_is_new(address);
    if (!f)
        return false;
    cx->db = db_open(cx, address, DB_CREATE);
    if (!cx->db)
        return false;
    struct source from = {take, f};
    bar_begin(cx);
    bool loaded = dump_load(cx, &from, &counts);
    bar_end(cx);
    if (loaded)
        printf(cx->lang == LANG_ZH ? "已装入 %lld 张表，%lld 行\n" : "%lld tables, %lld rows loaded\n",
               (long long)counts.tables, (long long)counts.rows);
    else if (is_new)
        database_discard(cx, address);
    return loaded;
}

const struct command load_command = {
    .name = "load",
    .label = {"把转储的文本装入一个新的数据库", "Load a dump into a new database"},
    .usage = "FILE --db DB",
    .help =
        {"FILE 是 steward dump 写的，- 为标准输入；DB 必须是新的或空的。全部装入，或什么都不写。\n例：\n  steward --db "
         "postgresql://localhost/steward load a.dump",
         "FILE is what steward dump wrote, - for standard input; DB must be new or empty. All of it or "
         "nothing.\nExample:\n  steward --db postgresql://localhost/steward load a.dump"},
    .least = 1,
    .most = 1,
    .needs_db = true,
    .run = run_load,
};
