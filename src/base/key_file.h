/* key_file.h — a file that holds one key, as 64 hex digits and a line break, which only its owner may read. */
#ifndef STEWARD_BASE_KEY_FILE_H
#define STEWARD_BASE_KEY_FILE_H

#include "base/ctx.h"

enum { KEY_FILE_SIZE = 32 /* bytes of the key */ };

enum key_file {
    KEY_READ,
    KEY_UNREADABLE, /* errno says why */
    KEY_UNFIT,      /* the file holds something else */
};

/* Reads the key; makes it when `create` and there is no file. */
enum key_file key_file_open(struct ctx *cx, const char *path, bool create, unsigned char ret_key[KEY_FILE_SIZE]);

#endif
