/* config_test.c — settings as an administrator meets them: file, environment and options of the program, and `config`. */
#include "base/text.h"
#include "program.h"

#include <sys/stat.h>

static const char *folder;

static const char *write_file(struct ctx *cx, const char *name, const char *text)
{
    const char *path = arena_printf(cx->arena, "%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    fputs(text, f);
    fclose(f);
    return path;
}

static void test_example(struct ctx *cx)
{
    struct result r = RUN(cx, "config", "--example");
    OK(r.code == 0 && text_has(r.out, "[serve]") && text_has(r.out, "#listen = 127.0.0.1:8080"), "an example: %d",
       r.code);
    const char *file = write_file(cx, "example.conf", "");
    FILE *f = fopen(file, "w");
    struct run example = start((const char *const[]){"config", "--example", NULL});
    char piece[4096];
    ssize_t n;
    while ((n = read(example.out, piece, sizeof piece)) > 0)
        fwrite(piece, 1, (size_t)n, f);
    fclose(f);
    EQ_INT(finish(cx, &example).code, 0);
    r = RUN(cx, "--config", file, "config");
    OK(r.code == 0 && text_has(r.out, file), "the program takes what it printed: %d %s", r.code, r.err);
}

static void test_sources(struct ctx *cx)
{
    const char *db = arena_printf(cx->arena, "%s/a.db", folder);
    const char *file = write_file(cx, "steward.conf",
                                  arena_printf(cx->arena,
                                               "# 测试\n[database]\naddress = %s\npassword = sesame\n[serve]\n"
                                               "workers = 3\nlisten = 127.0.0.1:99999\n",
                                               db));
    setenv("STEWARD_CONFIG", file, 1);
    setenv("STEWARD_SERVE_WORKERS", "5", 1);
    setenv("STEWARD_MAP_TILES", "https://tiles.example.org/{z}/{x}/{y}.png", 1);
    struct result r = RUN(cx, "config", "--set", "serve.quiet=yes");
    OK(text_has(r.out, "serve.workers = 5 ") && text_has(r.out, "environment STEWARD_SERVE_WORKERS"), "environment");
    OK(text_has(r.out, "serve.map_tiles = https://tiles") && text_has(r.out, "STEWARD_MAP_TILES"), "an older name");
    OK(text_has(r.out, "serve.quiet = true ") && text_has(r.out, "command line --set"), "command line");
    OK(text_has(r.out, arena_printf(cx->arena, "file %s:3", file)), "file and line: %s", r.out);
    OK(text_has(r.out, "database.password = ***") && !text_has(r.out, "sesame"), "secrets are masked");
    r = RUN(cx, "config", "--json");
    OK(text_has(r.out, "\"key\":\"serve.workers\",\"value\":\"5\",\"source\":\"environment\"") &&
           !text_has(r.out, "sesame"),
       "as JSON too");
    r = RUN(cx, "migrate");
    struct stat about;
    OK(r.code == 0 && stat(db, &about) == 0, "the database is that of the file: %d %s", r.code, r.err);
    r = RUN(cx, "serve");
    OK(r.code == 2 && text_has(r.err, "CMD-05") && text_has(r.err, "steward.conf:7"), "its line is told: %s", r.err);
    r = RUN(cx, "serve", "--listen", "127.0.0.1:x");
    OK(r.code == 2 && text_has(r.err, "--listen"), "an option is above the file: %s", r.err);
    setenv("STEWARD_SERVE_WROKERS", "5", 1);
    r = RUN(cx, "serve");
    OK(r.code == 2 && text_has(r.err, "SET-01") && text_has(r.err, "did you mean workers"), "misspelt: %s", r.err);
    unsetenv("STEWARD_SERVE_WROKERS");
    setenv("STEWARD_CONFIG", "/nowhere/steward.conf", 1);
    r = RUN(cx, "serve");
    OK(r.code == 2 && text_has(r.err, "SET-03"), "a file that was named must be there: %s", r.err);
    r = RUN(cx, "version");
    EQ_INT(r.code, 0);
    unlink(db);
    unlink(file);
}

int main(void)
{
    struct ctx cx = tap_ctx();
    char dir[] = "/tmp/steward-test.XXXXXX";
    folder = mkdtemp(dir);
    if (!folder)
        return 1;
    test_example(&cx);
    test_sources(&cx);
    unlink(arena_printf(cx.arena, "%s/example.conf", folder));
    OK(rmdir(folder) == 0, "nothing is left");
    tap_ctx_free(&cx);
    return tap_done();
}
