/* ctx.h — one unit of work: its memory, its database connection, who acts, what time it is, what went wrong.
 *
 * Fallible functions return bool (or a pointer) and are SW_CHECKED; on failure they have called fail(), and
 * the first failure stays in cx->err.  Only edges (HTTP, command line) report it.
 */
#ifndef STEWARD_BASE_CTX_H
#define STEWARD_BASE_CTX_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

#define SW_CHECKED __attribute__((warn_unused_result))

enum lang { LANG_ZH, LANG_EN };

/* What people see, in both languages. */
struct label {
    const char *zh;
    const char *en;
};

const char *label_in(struct label label, enum lang lang); /* falls back to the other language; never NULL */

enum err_kind {
    ERR_NONE,
    ERR_USAGE,        /* the command line or query string is off: exit 2, 400 */
    ERR_INPUT,        /* what was sent cannot be taken: exit 1, 422 */
    ERR_STRANGER,     /* 401: nobody has signed in, or not well enough */
    ERR_DENIED,       /* 403 */
    ERR_NOT_FOUND,    /* 404 */
    ERR_CONFLICT,     /* 409: e.g. a second row with one key */
    ERR_STALE,        /* 412: somebody saved first */
    ERR_TOO_LARGE,    /* 413: over a limit on size, rows, columns, time */
    ERR_UNSUPPORTED,  /* 415: a kind of file we do not read */
    ERR_PRECONDITION, /* 428: If-Match is missing */
    ERR_TOO_OFTEN,    /* 429: tried too often, later again */
    ERR_CANCELLED,    /* the person stopped it */
    ERR_MEMORY,       /* 503: the unit of work reached its ceiling */
    ERR_BUSY,         /* 503: try again */
    ERR_SYSTEM,       /* 500: disk, database, bug: exit 3 */
};

struct err {
    enum err_kind kind;
    const char *code;     /* permanent and greppable: "XLS-03" */
    const char *path;     /* where: "rows[3].total", "重点项目台账!G7"; NULL when nowhere in particular */
    struct label message; /* what is wrong and what would fix it */
    const char *cause;    /* for the log: errno text, the engine's words; NULL when none */
};

struct db; /* store/db.h */

struct ctx {
    struct arena *arena;
    struct db *db;     /* NULL until a room that needs one opens it */
    int64_t zone;      /* tenant id; 0 outside any zone */
    const char *actor; /* who acts, for created_by and history: "cli", a person's login, "job:backup" */
    /* By which way: "form", "bulk", "import", "weekly", "undo", "deed", "api", "cli", "job"; NULL: the program itself. */
    const char *way;
    const char *origin;          /* where from: the client's address; NULL: this machine */
    const char *request;         /* X-Request-Id; NULL */
    const struct rights *rights; /* model/rights.h: what the actor may do; NULL: the program itself, which may all */
    int64_t now_ms;              /* the clock: milliseconds since 1970-01-01 UTC; tests set it */
    enum lang lang;
    struct err err;
    bool (*progress)(struct ctx *cx, int64_t done, int64_t total); /* NULL, or: report; false asks to cancel */
    void *progress_arg;
    struct row_watch *watch; /* model/rows.h: hears of every row that is written; NULL: nobody */
};

/* A context over `a`, with the machine's clock, actor "system", Chinese. */
struct ctx ctx_init(struct arena *a);

/* Run one unit of work.  Memory exhaustion inside comes back here as ERR_MEMORY and false. */
SW_CHECKED bool ctx_run(struct ctx *cx, bool (*work)(struct ctx *cx, void *arg), void *arg);

/* Keep the first failure; always returns false, so that callers can `return fail(...)`.
 * Both formats take the same arguments in the same order. */
bool fail(struct ctx *cx, enum err_kind kind, const char *code, const char *path, const char *zh, const char *en, ...)
    __attribute__((format(printf, 5, 7), format(printf, 6, 7)));

/* As fail(), with the cause for the log; the first failure still wins. */
void fail_cause(struct ctx *cx, const char *cause);

/* ERR_MEMORY "MEM-01"; for what no arena holds. */
bool fail_memory(struct ctx *cx);

/* Forget the failure, for callers that can go on without what failed. */
void err_clear(struct ctx *cx);

/* Report progress; false (with ERR_CANCELLED) when the person asked to stop. */
SW_CHECKED bool ctx_progress(struct ctx *cx, int64_t done, int64_t total);

/* Exit code (0 done, 1 rejected input, 2 usage, 3 system) and HTTP status of a failure. */
int err_exit_code(const struct err *err);
int err_http_status(const struct err *err);

#endif
