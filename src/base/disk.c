/* disk.c — how much room there is where a file lies. */
#include "base/disk.h"

#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

bool disk_free(const char *file, int64_t *ret_bytes)
{
    char path[PATH_MAX];
    struct statvfs fs;
    snprintf(path, sizeof path, "%s", file);
    if (statvfs(dirname(path), &fs) != 0)
        return false;
    *ret_bytes = (int64_t)fs.f_bavail * (int64_t)fs.f_frsize;
    return true;
}

int64_t file_bytes(const char *file)
{
    struct stat about;
    return stat(file, &about) == 0 ? (int64_t)about.st_size : 0;
}
