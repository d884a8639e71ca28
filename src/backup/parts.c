/* parts.c — writes and reads the parts of a backup's file. */
#include "backup/parts.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PREFIX = 5, HEAD_MOST = 64 * 1024, WRITE_AT_ONCE = 1 << 20 };

/* Digest before, length, kind, payload, in the order they are digested; the digest after follows the payload. */
struct part {
    unsigned char digest[DIGEST_SIZE];
    unsigned char prefix[PREFIX];
    unsigned char payload[PART_MOST + DIGEST_SIZE];
};

static bool digest_of(struct ctx *cx, const void *bytes, size_t n, unsigned char *ret_digest)
{
    if (EVP_Digest(bytes, n, ret_digest, NULL, EVP_sha256(), NULL) == 1)
        return true;
    return fail(cx, ERR_SYSTEM, "SYS-01", NULL, "计算 SHA-256 失败，请检查本机的 OpenSSL",
                "SHA-256 failed; check the OpenSSL library of this machine");
}

/* ---- writing ---- */

struct parts_writer {
    struct ctx *cx;
    const char *path, *beside; /* `beside` is what is written; NULL: the path itself, a pipe or a device */
    int fd;
    int64_t written;
    bool published;
    struct part part;
};

static bool fail_write(struct parts_writer *w)
{
    const int error = errno;
    if (error == ENOSPC || error == EDQUOT)
        fail(w->cx, ERR_SYSTEM, "BAK-13", w->path, "磁盘已满，备份“%s”没有写成；请清理空间后重试",
             "the disk is full and the backup \"%s\" was not made; make room and try again", w->path);
    else
        fail(w->cx, ERR_SYSTEM, "BAK-13", w->path, "无法写备份“%s”：%s；请检查文件夹和权限",
             "cannot write the backup \"%s\": %s; check the folder and its permissions", w->path, strerror(error));
    fail_cause(w->cx, strerror(error));
    return false;
}

static bool write_all(struct parts_writer *w, const void *bytes, size_t n)
{
    const char *p = bytes;
    w->written += (int64_t)n;
    while (n > 0) {
        ssize_t done = write(w->fd, p, n < WRITE_AT_ONCE ? n : WRITE_AT_ONCE);
        if (done < 0 && errno != EINTR)
            return fail_write(w);
        p += done > 0 ? done : 0;
        n -= done > 0 ? (size_t)done : 0;
    }
    return true;
}

static void release_writer(void *arg)
{
    struct parts_writer *w = arg;
    if (w->fd > STDERR_FILENO)
        close(w->fd);
    if (w->beside && !w->published)
        unlink(w->beside);
    w->fd = -1;
}

static bool open_writer(struct parts_writer *w)
{
    struct stat st;
    if (strcmp(w->path, "-") == 0) {
        w->fd = STDOUT_FILENO;
        return true;
    }
    bool exists = stat(w->path, &st) == 0;
    if (exists && S_ISREG(st.st_mode))
        return fail(w->cx, ERR_CONFLICT, "BAK-01", w->path, "“%s”已存在，备份不覆盖文件；请换一个名字",
                    "\"%s\" exists already, and a backup overwrites nothing; name another file", w->path);
    if (!exists)
        w->beside = arena_printf(w->cx->arena, "%s.part-%ld", w->path, (long)getpid());
    w->fd = w->beside ? open(w->beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)
                      : open(w->path, O_WRONLY | O_CLOEXEC);
    if (w->fd >= 0)
        return true;
    if (w->beside && errno == EEXIST)
        errno = EBUSY; /* not ours to remove */
    w->beside = NULL;
    return fail_write(w);
}

struct parts_writer *parts_create(struct ctx *cx, const char *path, const char *head)
{
    struct parts_writer *w = ARENA_NEW(cx->arena, struct parts_writer);
    *w = (struct parts_writer){.cx = cx, .path = arena_strdup(cx->arena, path), .fd = -1};
    arena_defer(cx->arena, release_writer, w);
    const char *line = arena_printf(cx->arena, "%s\n", head);
    if (!open_writer(w) || !write_all(w, line, strlen(line)) || !digest_of(cx, line, strlen(line), w->part.digest))
        return NULL;
    return w;
}

bool parts_add(struct parts_writer *w, const void *payload, size_t n, bool last)
{
    struct part *p = &w->part;
    unsigned char digest[EVP_MAX_MD_SIZE];
    for (int i = 0; i < 4; i++)
        p->prefix[i] = (unsigned char)(n >> 8 * i);
    p->prefix[4] = last;
    memcpy(p->payload, payload, n);
    if (!digest_of(w->cx, p, DIGEST_SIZE + PREFIX + n, digest))
        return false;
    memcpy(p->payload + n, digest, DIGEST_SIZE);
    memcpy(p->digest, digest, DIGEST_SIZE);
    return write_all(w, p->prefix, PREFIX + n + DIGEST_SIZE);
}

/* The name is on disk when its folder is. */
static bool sync_folder(const char *path)
{
    char folder[4096];
    const char *slash = strrchr(path, '/');
    snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - path) + 1 : 1, slash ? path : ".");
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool synced = fsync(fd) == 0;
    close(fd);
    return synced;
}

bool parts_publish(struct parts_writer *w)
{
    if (!w->beside)
        return true; /* what a pipe or a device does with it is its own business */
    if (fsync(w->fd) != 0 || rename(w->beside, w->path) != 0)
        return fail_write(w);
    w->published = true;
    return sync_folder(w->path) || fail_write(w);
}

int64_t parts_written(const struct parts_writer *w)
{
    return w->written;
}

const unsigned char *parts_writer_digest(const struct parts_writer *w)
{
    return w->part.digest;
}

/* ---- reading ---- */

struct parts_reader {
    struct ctx *cx;
    const char *path;
    int fd;
    int64_t size, done; /* of the file; how far it was read */
    int number;         /* of the part that is read, from 1 on */
    bool ended;
    struct part part;
};

bool parts_fail_damaged(struct parts_reader *r, const char *cause)
{
    fail(r->cx, ERR_INPUT, "BAK-04", r->path,
         "备份“%s”已损坏：第 %d 段（%lld 字节处附近）的校验和不符；请换用另一份备份",
         "the backup \"%s\" is damaged: the checksum of part %d (about byte %lld) does not agree; use another backup",
         r->path, r->number, (long long)r->done);
    fail_cause(r->cx, cause);
    return false;
}

static bool fail_short(struct parts_reader *r)
{
    return fail(r->cx, ERR_INPUT, "BAK-05", r->path, "备份“%s”不完整，在 %lld 字节处中断；请重新传输，或换用另一份备份",
                "the backup \"%s\" is not whole, it ends at byte %lld; send it again, or use another backup", r->path,
                (long long)r->done);
}

static bool fail_read(struct parts_reader *r)
{
    const char *cause = strerror(errno);
    fail(r->cx, errno == ENOENT ? ERR_NOT_FOUND : ERR_SYSTEM, "BAK-14", r->path, "无法读取备份“%s”：%s",
         "cannot read the backup \"%s\": %s", r->path, cause);
    fail_cause(r->cx, cause);
    return false;
}

/* As many bytes as there are, up to n. */
static bool read_some(struct parts_reader *r, void *to, size_t n, size_t *ret_n)
{
    size_t done = 0;
    while (done < n) {
        ssize_t got = read(r->fd, (char *)to + done, n - done);
        if (got < 0 && errno != EINTR)
            return fail_read(r);
        if (got == 0)
            break;
        done += got > 0 ? (size_t)got : 0;
    }
    r->done += (int64_t)done;
    *ret_n = done;
    return true;
}

static bool read_all(struct parts_reader *r, void *to, size_t n)
{
    size_t got;
    return read_some(r, to, n, &got) && (got == n || fail_short(r));
}

static void release_reader(void *arg)
{
    struct parts_reader *r = arg;
    if (r->fd > STDERR_FILENO)
        close(r->fd);
    r->fd = -1;
}

static bool fail_foreign(struct parts_reader *r)
{
    return fail(r->cx, ERR_INPUT, "BAK-02", r->path, "“%s”不是 steward 的备份", "\"%s\" is no backup of steward",
                r->path);
}

/* The first line, byte by byte: a pipe cannot be put back. */
static bool read_head(struct parts_reader *r, const char **ret_head)
{
    static const char mark[] = "{\"steward_backup\":";
    char *head = arena_alloc(r->cx->arena, HEAD_MOST + 1);
    size_t n = 0, got = 1;
    do {
        if (!read_some(r, head + n, 1, &got))
            return false;
        n += got;
        if (n == sizeof mark - 1 && strncmp(head, mark, n) != 0)
            return fail_foreign(r);
    } while (got && n < HEAD_MOST && head[n - 1] != '\n');
    if (n < sizeof mark || n == HEAD_MOST)
        return fail_foreign(r);
    if (!got)
        return fail_short(r);
    if (!digest_of(r->cx, head, n, r->part.digest))
        return false;
    head[n - 1] = '\0';
    *ret_head = head;
    return true;
}

struct parts_reader *parts_open(struct ctx *cx, const char *path, const char **ret_head)
{
    struct parts_reader *r = ARENA_NEW(cx->arena, struct parts_reader);
    struct stat st;
    *r = (struct parts_reader){.cx = cx, .path = arena_strdup(cx->arena, path), .fd = -1};
    arena_defer(cx->arena, release_reader, r);
    r->fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (r->fd < 0 || fstat(r->fd, &st) != 0) {
        fail_read(r);
        return NULL;
    }
    r->size = S_ISREG(st.st_mode) ? (int64_t)st.st_size : 0;
    return read_head(r, ret_head) ? r : NULL;
}

static bool read_end(struct parts_reader *r)
{
    char more;
    size_t got;
    return read_some(r, &more, 1, &got) && (!got || parts_fail_damaged(r, "something follows the last part"));
}

bool parts_next(struct parts_reader *r, const unsigned char **ret_payload, size_t *ret_n, bool *ret_last)
{
    struct part *p = &r->part;
    unsigned char digest[EVP_MAX_MD_SIZE];
    size_t n = 0;
    *ret_n = 0;
    *ret_last = true;
    if (r->ended)
        return true;
    r->number++;
    if (!read_all(r, p->prefix, PREFIX))
        return false;
    for (int i = 0; i < 4; i++)
        n |= (size_t)p->prefix[i] << 8 * i;
    if (n > PART_MOST || p->prefix[4] > 1)
        return parts_fail_damaged(r, "no such part");
    if (!read_all(r, p->payload, n + DIGEST_SIZE) || !digest_of(r->cx, p, DIGEST_SIZE + PREFIX + n, digest))
        return false;
    if (memcmp(digest, p->payload + n, DIGEST_SIZE) != 0)
        return parts_fail_damaged(r, "digests differ");
    memcpy(p->digest, digest, DIGEST_SIZE);
    *ret_last = r->ended = p->prefix[4];
    *ret_payload = p->payload;
    *ret_n = n;
    return !r->ended || read_end(r);
}

int64_t parts_read(const struct parts_reader *r)
{
    return r->done;
}

int64_t parts_size(const struct parts_reader *r)
{
    return r->size;
}

const unsigned char *parts_reader_digest(const struct parts_reader *r)
{
    return r->part.digest;
}
