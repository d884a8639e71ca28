/* sqlite_mark.c — has anybody committed?  Told without a statement, which takes locks and three system calls.
 *
 * Connections to one file share memory that begins with the header of the index of the log ("WAL-index", described in
 * sqlite.org/walformat.html).  Every commit, of whatever process, rewrites it before it is acknowledged, with a counter
 * raised and a checksum of the whole log; it is what SQLite itself looks at to learn that what it has cached is old.
 * A header read while it is being rewritten is none that was or will be: it only fails to match.
 */
#include "store/sqlite.h"

#include <sqlite3.h>

enum { REGION = 32 * 1024 };

static const uint64_t volatile *header_of(sqlite3 *handle)
{
    sqlite3_file *file = NULL;
    void volatile *shared = NULL;
    bool is_there = sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK &&
                    file->pMethods && file->pMethods->iVersion >= 2 &&
                    file->pMethods->xShmMap(file, 0, REGION, 0, &shared) == SQLITE_OK;
    return is_there ? shared : NULL;
}

/* Once mapped the memory stays where it is until the connection closes. */
bool sqlite_mark(sqlite3 *handle, const uint64_t volatile **header, struct mark *ret_mark)
{
    if (!*header)
        *header = header_of(handle);
    for (size_t i = 0; *header && i < sizeof ret_mark->words / sizeof *ret_mark->words; i++)
        ret_mark->words[i] = (*header)[i];
    return *header;
}
