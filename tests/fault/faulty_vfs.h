/* faulty_vfs.h — a file system for SQLite that fails where it is told to, and that can lose what was not flushed.
 *
 * It stands before the system's own and becomes the default.  `strike` says which operation fails: the n-th of its kind,
 * that one or all from there on; a write that fails has written a half.  At a power cut everything fails from then on,
 * and power_back() leaves each file as it was when it was flushed last.
 */
#ifndef STEWARD_TESTS_FAULT_FAULTY_VFS_H
#define STEWARD_TESTS_FAULT_FAULTY_VFS_H

#include <pthread.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum operation { OPERATION_OPEN, OPERATION_READ, OPERATION_WRITE, OPERATION_SYNC, OPERATION_TRUNCATE, OPERATIONS };
enum manner { NOT_AT_ALL, ONCE, FOR_EVER, FULL_ONCE, FULL_FOR_EVER, POWER_CUT };

struct strike {
    enum operation operation;
    enum manner manner;
    long n;
};

/* A file as it would be found after a power cut. */
struct flushed {
    char path[160];
    char *bytes;
    long size;
};

static struct {
    pthread_mutex_t lock;
    sqlite3_vfs *real;
    struct strike strike;
    long seen[OPERATIONS];
    bool struck, dark;
    struct flushed files[4];
    int file_count;
} faulty = {.lock = PTHREAD_MUTEX_INITIALIZER};

struct faulty_file {
    sqlite3_file base;
    sqlite3_file *real;
    char path[160];
};

/* Does this one fail? */
static inline bool strikes(enum operation operation)
{
    pthread_mutex_lock(&faulty.lock);
    const struct strike *s = &faulty.strike;
    bool for_ever = s->manner == FOR_EVER || s->manner == FULL_FOR_EVER;
    long seen = ++faulty.seen[operation];
    bool hit = s->manner != NOT_AT_ALL && operation == s->operation && (seen == s->n || (for_ever && seen > s->n));
    faulty.struck = faulty.struck || hit;
    faulty.dark = faulty.dark || (hit && s->manner == POWER_CUT);
    hit = hit || faulty.dark;
    pthread_mutex_unlock(&faulty.lock);
    return hit;
}

static inline bool is_full(void)
{
    return faulty.strike.manner == FULL_ONCE || faulty.strike.manner == FULL_FOR_EVER;
}

/* ---- what is flushed ---- */

static inline struct flushed *flushed_of(const char *path)
{
    for (int i = 0; i < faulty.file_count; i++)
        if (strcmp(faulty.files[i].path, path) == 0)
            return &faulty.files[i];
    struct flushed *f = &faulty.files[faulty.file_count++];
    snprintf(f->path, sizeof f->path, "%s", path);
    return f;
}

static inline void note_flushed(const char *path)
{
    pthread_mutex_lock(&faulty.lock);
    struct flushed *f = flushed_of(path);
    FILE *in = fopen(path, "rb");
    free(f->bytes);
    f->bytes = NULL;
    if (in && fseek(in, 0, SEEK_END) == 0) {
        f->size = ftell(in);
        f->bytes = malloc((size_t)f->size + 1);
        rewind(in);
        f->size = (long)fread(f->bytes, 1, (size_t)f->size, in);
    }
    if (in)
        fclose(in);
    pthread_mutex_unlock(&faulty.lock);
}

static inline void power_back(void)
{
    for (int i = 0; i < faulty.file_count; i++) {
        struct flushed *f = &faulty.files[i];
        FILE *out = f->bytes ? fopen(f->path, "wb") : NULL;
        if (out) {
            fwrite(f->bytes, 1, (size_t)f->size, out);
            fclose(out);
        } else
            unlink(f->path);
    }
}

/* ---- the files ---- */

static inline struct faulty_file *file_of(sqlite3_file *f)
{
    return (struct faulty_file *)f;
}

static inline int faulty_close(sqlite3_file *f)
{
    return file_of(f)->real->pMethods->xClose(file_of(f)->real);
}

static inline int faulty_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
    return strikes(OPERATION_READ) ? SQLITE_IOERR_READ : file_of(f)->real->pMethods->xRead(file_of(f)->real, to, n, at);
}

static inline int faulty_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at)
{
    sqlite3_file *real = file_of(f)->real;
    if (!strikes(OPERATION_WRITE))
        return real->pMethods->xWrite(real, from, n, at);
    if (!faulty.dark)
        real->pMethods->xWrite(real, from, n / 2, at);
    return is_full() ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static inline int faulty_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    return strikes(OPERATION_TRUNCATE) ? SQLITE_IOERR_TRUNCATE
                                       : file_of(f)->real->pMethods->xTruncate(file_of(f)->real, size);
}

/* Nothing is asked of the disk: the power never really goes. */
static inline int faulty_sync(sqlite3_file *f, int flags)
{
    (void)flags;
    if (strikes(OPERATION_SYNC))
        return SQLITE_IOERR_FSYNC;
    note_flushed(file_of(f)->path);
    return SQLITE_OK;
}

#define FORWARD(name, parameters, ...)                                                                                 \
    static inline int faulty_##name parameters                                                                         \
    {                                                                                                                  \
        return file_of(f)->real->pMethods->name(file_of(f)->real, ##__VA_ARGS__);                                      \
    }
FORWARD(xFileSize, (sqlite3_file * f, sqlite3_int64 *size), size)
FORWARD(xLock, (sqlite3_file * f, int level), level)
FORWARD(xUnlock, (sqlite3_file * f, int level), level)
FORWARD(xCheckReservedLock, (sqlite3_file * f, int *out), out)
FORWARD(xFileControl, (sqlite3_file * f, int op, void *arg), op, arg)
FORWARD(xSectorSize, (sqlite3_file * f))
FORWARD(xDeviceCharacteristics, (sqlite3_file * f))
FORWARD(xShmMap, (sqlite3_file * f, int page, int size, int extend, void volatile **out), page, size, extend, out)
FORWARD(xShmLock, (sqlite3_file * f, int offset, int n, int flags), offset, n, flags)
FORWARD(xShmUnmap, (sqlite3_file * f, int remove), remove)

static inline void faulty_barrier(sqlite3_file *f)
{
    file_of(f)->real->pMethods->xShmBarrier(file_of(f)->real);
}

static const sqlite3_io_methods faulty_methods = {
    .iVersion = 2,
    .xClose = faulty_close,
    .xRead = faulty_read,
    .xWrite = faulty_write,
    .xTruncate = faulty_truncate,
    .xSync = faulty_sync,
    .xFileSize = faulty_xFileSize,
    .xLock = faulty_xLock,
    .xUnlock = faulty_xUnlock,
    .xCheckReservedLock = faulty_xCheckReservedLock,
    .xFileControl = faulty_xFileControl,
    .xSectorSize = faulty_xSectorSize,
    .xDeviceCharacteristics = faulty_xDeviceCharacteristics,
    .xShmMap = faulty_xShmMap,
    .xShmLock = faulty_xShmLock,
    .xShmBarrier = faulty_barrier,
    .xShmUnmap = faulty_xShmUnmap,
};

static inline int faulty_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *ret_flags)
{
    (void)vfs;
    struct faulty_file *file = file_of(f);
    file->base.pMethods = NULL;
    if (strikes(OPERATION_OPEN))
        return SQLITE_CANTOPEN;
    file->real = (sqlite3_file *)(file + 1);
    snprintf(file->path, sizeof file->path, "%s", name ? name : "");
    int rc = faulty.real->xOpen(faulty.real, name, file->real, flags, ret_flags);
    if (rc == SQLITE_OK)
        file->base.pMethods = &faulty_methods;
    return rc;
}

static inline int faulty_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
    (void)vfs;
    if (faulty.dark)
        return SQLITE_IOERR_DELETE;
    int rc = faulty.real->xDelete(faulty.real, name, sync);
    note_flushed(name);
    return rc;
}

static inline void faulty_register(void)
{
    static sqlite3_vfs vfs;
    faulty.real = sqlite3_vfs_find(NULL);
    vfs = *faulty.real;
    vfs.zName = "faulty";
    vfs.szOsFile = (int)sizeof(struct faulty_file) + faulty.real->szOsFile;
    vfs.xOpen = faulty_open;
    vfs.xDelete = faulty_delete;
    sqlite3_vfs_register(&vfs, 1);
}

/* From now on; `path` is flushed as it is. */
static inline void strike_at(struct strike s, const char *path)
{
    for (int i = 0; i < faulty.file_count; i++)
        free(faulty.files[i].bytes);
    memset(faulty.files, 0, sizeof faulty.files);
    memset(faulty.seen, 0, sizeof faulty.seen);
    faulty.file_count = 0;
    faulty.struck = faulty.dark = false;
    faulty.strike = s;
    note_flushed(path);
}

static inline void strike_no_more(void)
{
    faulty.strike.manner = NOT_AT_ALL;
    if (faulty.dark)
        power_back();
    faulty.dark = false;
}

#endif
