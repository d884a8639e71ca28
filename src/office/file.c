/* file.c — whole files on disk, in and out. */
#include "office/workbook.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool fail_system(struct ctx *cx, const char *path, struct label what)
{
    const char *cause = strerror(errno);
    enum err_kind kind = errno == ENOENT ? ERR_NOT_FOUND : errno == EACCES ? ERR_DENIED : ERR_SYSTEM;
    fail(cx, kind, "FIL-01", path, "%2$s“%1$s”%3$.0s：%4$s", "%2$.0s%3$s \"%1$s\": %4$s", path, what.zh, what.en,
         cause);
    fail_cause(cx, cause);
    return false;
}

static const struct label cannot_read = {"无法读取", "cannot read"}, cannot_write = {"无法写入", "cannot write"};

static void close_file(void *arg)
{
    int *fd = arg;
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

bool file_read(struct ctx *cx, const char *path, size_t limit, struct value *ret_bytes)
{
    struct stat st;
    int *fd = ARENA_NEW(cx->arena, int);
    *fd = open(path, O_RDONLY | O_CLOEXEC);
    if (*fd < 0 || fstat(*fd, &st) != 0)
        return fail_system(cx, path, cannot_read);
    arena_defer(cx->arena, close_file, fd);
    if (!S_ISREG(st.st_mode))
        return fail(cx, ERR_USAGE, "FIL-02", path, "“%s”不是文件", "\"%s\" is not a file", path);
    if ((uint64_t)st.st_size > limit)
        return fail(cx, ERR_TOO_LARGE, "FIL-03", path, "文件“%s”有 %lld MiB，超过上限 %zu MiB",
                    "\"%s\" takes %lld MiB, over the limit of %zu MiB", path, (long long)st.st_size >> 20, limit >> 20);
    size_t size = (size_t)st.st_size, done = 0;
    char *bytes = arena_alloc(cx->arena, size + 1);
    while (done < size) {
        ssize_t n = read(*fd, bytes + done, size - done);
        if (n < 0 && errno != EINTR)
            return fail_system(cx, path, cannot_read);
        if (n == 0)
            break; /* it shrank meanwhile */
        done += n > 0 ? (size_t)n : 0;
    }
    close_file(fd);
    *ret_bytes = value_bytes(bytes, done);
    return true;
}

static bool write_all(int fd, const char *p, size_t size)
{
    while (size > 0) {
        ssize_t n = write(fd, p, size);
        if (n < 0 && errno != EINTR)
            return false;
        p += n > 0 ? n : 0;
        size -= n > 0 ? (size_t)n : 0;
    }
    return fsync(fd) == 0;
}

bool file_write(struct ctx *cx, const char *path, const void *bytes, size_t size)
{
    char *beside = arena_printf(cx->arena, "%s.part-%ld", path, (long)getpid());
    int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (fd < 0)
        return fail_system(cx, path, cannot_write);
    bool written = write_all(fd, bytes, size);
    written = close(fd) == 0 && written;
    if (written && rename(beside, path) == 0)
        return true;
    int saved = errno;
    unlink(beside);
    errno = saved;
    return fail_system(cx, path, cannot_write);
}
