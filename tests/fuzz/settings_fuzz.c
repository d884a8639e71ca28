/* settings_fuzz.c — any bytes as a settings file: refused with a code and a place, or every value writes and reads back. */
#include "base/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

struct plan {
    int64_t every, at, keep, room;
    bool sealed;
    const char *folder, *word, *engine;
};

static const struct choice engines[] = {{"fast", {"快", "fast"}}, {"small", {"小", "small"}}, {.code = NULL}};

/* clang-format off */
static const struct setting plan_settings[] = {
    {{.name = "every", FIELD_AT(T_INT, struct plan, every), .max = 7 * DAY_MS}, UNIT_DURATION},
    {{.name = "at", FIELD_AT(T_INT, struct plan, at)}, UNIT_TIME},
    {{.name = "keep", FIELD_AT(T_INT, struct plan, keep), .min = -9, .max = 99}},
    {{.name = "room", FIELD_AT(T_INT, struct plan, room)}, UNIT_SIZE},
    {{.name = "sealed", FIELD_AT(T_BOOL, struct plan, sealed)}},
    {{.name = "folder", FIELD_AT(T_TEXT, struct plan, folder), .max = 40}},
    {{.name = "word", FIELD_AT(T_TEXT, struct plan, word), .max = 9}},
    {{.name = "engine", FIELD_AT(T_CHOICE, struct plan, engine), .choices = engines}},
    {{.type = T_END}},
};
/* clang-format on */

static const struct settings_section one = {
    .name = "a",
    .settings = plan_settings,
    .size = sizeof(struct plan),
    .standard = &(const struct plan){.every = DAY_MS, .at = NONE_INT, .engine = "fast"},
};
static const struct settings_section many = {
    .name = "b",
    .settings = plan_settings,
    .size = sizeof(struct plan),
    .standard = &(const struct plan){.every = DAY_MS, .at = NONE_INT, .engine = "fast"},
    .many = true,
};
static const struct settings_section *const sections[] = {&one, &many, NULL};

static void must(bool holds)
{
    if (!holds)
        abort();
}

static struct settings *load(struct ctx *cx, const void *bytes, size_t size)
{
    char path[64];
    int fd = memfd_create("settings", MFD_CLOEXEC);
    must(fd >= 0 && write(fd, bytes, size) == (ssize_t)size);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    struct settings *s = settings_load(cx, sections, path, NULL);
    close(fd);
    return s;
}

static void write_out(struct buf *out, const char *head, const struct plan *p)
{
    buf_printf(out, "[%s]\n", head);
    for (const struct setting *g = plan_settings; g->field.type != T_END; g++) {
        const char *shown = setting_shown(out->arena, g, p);
        if (*shown)
            buf_printf(out, "%s = \"%s\"\n", g->field.name, shown);
    }
}

static bool is_same(const struct plan *x, const struct plan *y)
{
    for (const struct setting *g = plan_settings; g->field.type != T_END; g++)
        if (!value_equal(field_get(&g->field, x), field_get(&g->field, y)))
            return false;
    return true;
}

static void read_back(struct ctx *cx, const struct settings *s)
{
    struct plan a, again;
    struct buf out = buf_init(cx->arena);
    const char *const *names = settings_names(s, &many);
    settings_take(s, &one, &a);
    write_out(&out, "a", &a);
    for (const char *const *name = names; *name; name++) {
        struct plan b;
        settings_take_named(s, &many, *name, &b);
        write_out(&out, arena_printf(cx->arena, "b.%s", *name), &b);
    }
    const struct settings *copy = load(cx, out.data, out.length);
    must(copy != NULL);
    settings_take(copy, &one, &again);
    must(is_same(&a, &again));
    for (const char *const *name = names; *name; name++) {
        settings_take_named(s, &many, *name, &a);
        settings_take_named(copy, &many, *name, &again);
        must(is_same(&a, &again));
    }
}

static bool run(struct ctx *cx, void *arg)
{
    const struct buf *in = arg;
    struct settings *s = load(cx, in->data, in->length);
    must(s ? cx->err.kind == ERR_NONE
           : cx->err.kind == ERR_USAGE && !strncmp(cx->err.code, "SET-0", 5) && cx->err.path);
    if (s)
        read_back(cx, s);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct ctx cx = ctx_init(arena_new((size_t)256 << 20));
    struct buf in = buf_init(cx.arena);
    buf_add(&in, bytes, size);
    must(ctx_run(&cx, run, &in));
    arena_free(cx.arena);
    return 0;
}
