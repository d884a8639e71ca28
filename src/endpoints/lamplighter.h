/* lamplighter.h — a thread that looks every second whether anything was written, and brings the lights of what was up to date.
 *
 * It asks the zones' revisions, so it sees what any process has written: people, jobs, imports, the command line.  While
 * nobody writes it asks SQLite for nothing (db_recall()).
 */
#ifndef STEWARD_ENDPOINTS_LAMPLIGHTER_H
#define STEWARD_ENDPOINTS_LAMPLIGHTER_H

#include "base/ctx.h"

struct lamplighter;

/* NULL with ERR_SYSTEM "JOB-01" when a thread cannot start.  `now_ms`: where the clock stands (tests); NULL: it runs. */
struct lamplighter *lamplighter_start(struct ctx *cx, const char *db, const int64_t *now_ms);
void lamplighter_stop(struct lamplighter *l); /* NULL does nothing */

#endif
