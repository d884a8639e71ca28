/* beside.c — files beside the database, into a backup and out of it. */
#include "backup/beside.h"

#include "base/json.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { FILE_MOST = 1 << 20, BESIDE_MOST = 16 };

/* NULL when there is none, or it cannot be read here: the backup is of what there is. */
static const char *content(struct ctx *cx, const char *path)
{
    int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    char *text = arena_alloc(cx->arena, FILE_MOST + 1);
    ssize_t n = fd < 0 ? -1 : read(fd, text, FILE_MOST);
    if (fd >= 0)
        close(fd);
    if (n < 0 || memchr(text, '\0', (size_t)n))
        return NULL;
    text[n] = '\0';
    return text;
}

bool beside_write(struct ctx *cx, const struct beside *list, bool sealed, const struct sink *to)
{
    struct buf out = buf_init(cx->arena);
    for (const struct beside *b = list; b && b->name; b++) {
        const char *text = b->text ? b->text : content(cx, b->path);
        struct json j = json_to(&out);
        if (!text || !*text || (b->secret && !sealed))
            continue;
        json_object_begin(&j);
        json_put_text(&j, "beside", b->name);
        json_put_text(&j, "text", text);
        json_object_end(&j);
        buf_char(&out, '\n');
    }
    return to->put(to->to, out.data, out.length);
}

/* ---- back ---- */

static bool fail_write(struct ctx *cx, const char *path)
{
    const char *why = strerror(errno);
    fail(cx, ERR_SYSTEM, "BAK-19", path, "不能写“%s”：%s", "cannot write \"%s\": %s", path, why);
    fail_cause(cx, why);
    return false;
}

static bool holds(struct ctx *cx, const char *path, const char *text)
{
    const char *there = content(cx, path);
    return there && strcmp(there, text) == 0;
}

/* Under its name, or, when that is taken, under "NAME.restored". */
static bool put(struct ctx *cx, const char *path, const char *text, const char **ret_path)
{
    const size_t n = strlen(text);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST && !holds(cx, path, text)) {
        path = arena_printf(cx->arena, "%s.restored", path);
        fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    }
    *ret_path = path;
    if (fd < 0)
        return holds(cx, path, text) || fail_write(cx, path);
    bool written = write(fd, text, n) == (ssize_t)n && fsync(fd) == 0;
    if (!written)
        fail_write(cx, path);
    close(fd);
    return written;
}

bool beside_restore(struct ctx *cx, const struct beside *from, const struct beside *places,
                    const struct beside **ret_written)
{
    struct beside *written = arena_array(cx->arena, BESIDE_MOST + 1, sizeof *written);
    size_t count = 0;
    *ret_written = written;
    for (; from && from->name; from++)
        for (const struct beside *p = places; p->name && count < BESIDE_MOST; p++) {
            const char *path;
            if (strcmp(p->name, from->name) != 0)
                continue;
            if (!put(cx, p->path, from->text, &path))
                return false;
            written[count++] = (struct beside){.name = p->name, .path = path, .text = from->text};
        }
    return true;
}
