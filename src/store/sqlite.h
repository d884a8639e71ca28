/* sqlite.h — between sqlite.c, sqlite_file.c and sqlite_mark.c. */
#ifndef STEWARD_STORE_SQLITE_H
#define STEWARD_STORE_SQLITE_H

#include "store/engine.h"

/* The file is there (made 0600 when `mode` allows) and on a disk where SQLite's locks work. */
SW_CHECKED bool sqlite_file_ready(struct ctx *cx, const char *path, enum db_open_mode mode);

struct sqlite3;
/* `header` keeps the place for the next time, NULL at first.  False for a database in memory. */
bool sqlite_mark(struct sqlite3 *handle, const uint64_t volatile **header, struct mark *ret_mark);

#endif
