/* convert.h — has LibreOffice turn one kind of office file into another, when it is installed.
 *
 * It runs headless in a process group, folder and home of its own, with limits on time, memory and file size; all
 * of it is gone afterwards, whatever happened.
 */
#ifndef STEWARD_OFFICE_CONVERT_H
#define STEWARD_OFFICE_CONVERT_H

#include "base/buf.h"
#include "base/ctx.h"

enum conversion {
    CONVERTED,
    CONVERT_MISSING, /* LibreOffice is not installed */
    CONVERT_REFUSED, /* it could not read the file, or a password is needed */
    CONVERT_TIMEOUT,
    CONVERT_TOO_LARGE, /* the result is over the limit */
    CONVERT_SYSTEM,    /* no temporary folder, no process; errno says why */
};

/* `from` and `to` are file name extensions: "xls" to "xlsx", "docx" to "pdf".  The result is appended to `out`, at most
 * `limit` bytes.  Does not call fail(): callers know what to say. */
enum conversion office_convert(const char *from, const void *bytes, size_t size, const char *to, int timeout_seconds,
                               size_t limit, struct buf *out);

#endif
