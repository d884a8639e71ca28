/* sqlite_file.c — the database file before SQLite sees it: is it there, may it be there, who may read it. */
#include "store/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

enum { FUSE_MAGIC = 0x65735546 };

/* clang-format off */
static const struct network_magic {
    uint64_t magic;
    const char *name;
} network_magics[] = {
    {0x6969,     "NFS"},
    {0x517B,     "SMB"},
    {0xFF534D42, "CIFS"},
    {0xFE534D42, "SMB2"},
    {0x5346414F, "AFS"},
    {0x00C36400, "CephFS"},
};
static const char *const network_fuse[] = {
    "fuse.sshfs", "fuse.rclone", "fuse.s3fs", "fuse.glusterfs", "fuse.davfs", "fuse.curlftpfs", "fuse.smbnetfs",
};
/* clang-format on */

#define COUNT(array) (sizeof(array) / sizeof *(array))

const char *filesystem_refused(uint64_t magic, const char *type)
{
    for (size_t i = 0; i < COUNT(network_magics); i++)
        if (magic == network_magics[i].magic)
            return network_magics[i].name;
    for (size_t i = 0; i < COUNT(network_fuse); i++)
        if (magic == FUSE_MAGIC && type && strcmp(type, network_fuse[i]) == 0)
            return network_fuse[i];
    return NULL;
}

/* The type of the mount that `path` is on, as the kernel lists it: "fuse.sshfs". */
static const char *mount_type(struct arena *a, const char *path)
{
    struct stat st;
    FILE *mounts = stat(path, &st) == 0 ? fopen("/proc/self/mountinfo", "re") : NULL;
    if (!mounts)
        return NULL;
    char line[8192];
    const char *found = NULL;
    while (!found && fgets(line, sizeof line, mounts)) {
        unsigned int upper, lower;
        char type[64];
        const char *rest = strstr(line, " - ");
        if (rest && sscanf(line, "%*d %*d %u:%u", &upper, &lower) == 2 && sscanf(rest, " - %63s", type) == 1 &&
            makedev(upper, lower) == st.st_dev)
            found = arena_strdup(a, type);
    }
    fclose(mounts);
    return found;
}

static bool filesystem_check(struct ctx *cx, const char *path)
{
    struct statfs fs;
    if (statfs(path, &fs) != 0)
        return store_fail(cx, NULL, FAULT_DISK, path, strerror(errno));
    uint64_t magic = (uint32_t)fs.f_type;
    const char *type = magic == FUSE_MAGIC ? mount_type(cx->arena, path) : NULL;
    const char *refused = filesystem_refused(magic, type);
    return refused ? store_fail(cx, NULL, FAULT_NETWORK_DISK, refused, NULL) : true;
}

bool sqlite_file_ready(struct ctx *cx, const char *path, enum db_open_mode mode)
{
    struct stat st;
    if (stat(path, &st) == 0) {
        if (!S_ISREG(st.st_mode))
            return store_fail(cx, NULL, FAULT_DISK, path, "not a regular file");
        return filesystem_check(cx, path);
    }
    if (errno != ENOENT)
        return store_fail(cx, NULL, FAULT_DISK, path, strerror(errno));
    if (mode == DB_EXISTING)
        return store_fail(cx, NULL, FAULT_MISSING, path, NULL);
    if (!filesystem_check(cx, dirname(arena_strdup(cx->arena, path))))
        return false;
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return store_fail(cx, NULL, FAULT_DISK, path, strerror(errno));
    close(fd);
    return true;
}
