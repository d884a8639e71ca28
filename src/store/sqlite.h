/* sqlite.h — between sqlite.c and sqlite_file.c. */
#ifndef STEWARD_STORE_SQLITE_H
#define STEWARD_STORE_SQLITE_H

#include "store/engine.h"

/* The file is there (made 0600 when `mode` allows) and on a disk where SQLite's locks work. */
SW_CHECKED bool sqlite_file_ready(struct ctx *cx, const char *path, enum db_open_mode mode);

#endif
