/* key_file.c — reads a key from its file, and makes one of random bytes. */
#include "base/key_file.h"

#include "base/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LINE = 2 * KEY_FILE_SIZE };

/* False with errno; that another program was faster is no failure. */
static bool make(struct ctx *cx, const char *path)
{
    unsigned char key[KEY_FILE_SIZE];
    if (!random_fill(cx, key, sizeof key))
        return false;
    const char *line = arena_printf(cx->arena, "%s\n", hex_of(cx->arena, key, sizeof key));
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return errno == EEXIST;
    bool written = write(fd, line, LINE + 1) == LINE + 1 && fsync(fd) == 0;
    int why = errno;
    close(fd);
    errno = why;
    return written;
}

enum key_file key_file_open(struct ctx *cx, const char *path, bool create, unsigned char ret_key[KEY_FILE_SIZE])
{
    char line[LINE + 2] = "";
    FILE *f = fopen(path, "re");
    if (!f && errno == ENOENT && create && make(cx, path))
        f = fopen(path, "re");
    if (!f)
        return KEY_UNREADABLE;
    bool read = fgets(line, sizeof line, f) != NULL;
    fclose(f);
    line[strcspn(line, "\n")] = '\0';
    bool fits = read && hex_read(line, ret_key, KEY_FILE_SIZE);
    OPENSSL_cleanse(line, sizeof line);
    return fits ? KEY_READ : KEY_UNFIT;
}
