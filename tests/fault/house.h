/* house.h — the real server on a database of its own, to be written to over HTTP, killed and looked at. */
#ifndef STEWARD_TESTS_FAULT_HOUSE_H
#define STEWARD_TESTS_FAULT_HOUSE_H

#include "commands/command.h"
#include "signed.h"
#include "unit/http/client.h"
#include "workload.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

struct house {
    char dir[40], db[64], log[64];
    int64_t zone;
    char bearer[300]; /* header of somebody who may write */
    pid_t server;     /* 0: none runs */
    int port;
};

/* A unit of work on its database, now. */
static inline struct ctx house_ctx(const struct house *h)
{
    struct ctx cx = ctx_init(arena_new((size_t)1 << 30));
    cx.db = db_open(&cx, h->db, DB_CREATE);
    cx.zone = h->zone;
    if (!cx.db) {
        printf("Bail out! %s: %s\n", h->db, cx.err.message.en);
        exit(1);
    }
    return cx;
}

static inline void house_ctx_end(struct ctx *cx)
{
    db_close(cx->db);
    arena_free(cx->arena);
}

static inline struct house house_make(void)
{
    struct house h = {.dir = "/tmp/steward-house.XXXXXX"};
    if (!mkdtemp(h.dir))
        exit(1);
    snprintf(h.db, sizeof h.db, "%s/steward.db", h.dir);
    snprintf(h.log, sizeof h.log, "%s/log", h.dir);
    struct ctx cx = house_ctx(&h);
    if (!schema_migrate(&cx)) {
        printf("Bail out! the schema: %s\n", cx.err.message.en);
        exit(1);
    }
    cx.zone = h.zone = zone_new(&cx, "house");
    const char *bearer = bearer_as(&cx, "writer", "office");
    snprintf(h.bearer, sizeof h.bearer, "%s", bearer ? bearer : "");
    house_ctx_end(&cx);
    return h;
}

/* In a process of its own, whose words go to a file. */
static inline void house_open(struct house *h)
{
    int out[2];
    char line[100] = "";
    if (pipe(out) != 0)
        exit(1);
    fflush(stdout);
    h->server = fork();
    if (h->server == 0) {
        char *argv[] = {(char[]){"steward"},     (char[]){"--db"},   h->db, (char[]){"serve"}, (char[]){"--listen"},
                        (char[]){"127.0.0.1:0"}, (char[]){"--quiet"}};
        dup2(out[1], STDOUT_FILENO);
        dup2(open(h->log, O_WRONLY | O_CREAT | O_APPEND, 0600), STDERR_FILENO);
        close(out[0]);
        _exit(command_main(sizeof argv / sizeof *argv, argv));
    }
    close(out[1]);
    FILE *words = fdopen(out[0], "r");
    const char *colon = words && fgets(line, sizeof line, words) ? strrchr(line, ':') : NULL;
    h->port = colon ? (int)strtol(colon + 1, NULL, 10) : 0;
    if (words)
        fclose(words);
    if (h->port == 0) {
        printf("Bail out! no server (%s)\n", h->log);
        exit(1);
    }
}

/* Its exit code; 128 when it was killed. */
static inline int house_close(struct house *h, int number)
{
    int status = 0;
    kill(h->server, number);
    waitpid(h->server, &status, 0);
    h->server = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static inline void house_clear(struct house *h)
{
    DIR *all = opendir(h->dir);
    for (struct dirent *e; all && (e = readdir(all));) {
        char path[300];
        snprintf(path, sizeof path, "%s/%s", h->dir, e->d_name);
        unlink(path);
    }
    closedir(all);
    rmdir(h->dir);
}

/* ---- saving over HTTP ---- */

/* A project of somebody: what was acknowledged of it, and what was sent and not answered. */
struct saved {
    int64_t id, version;
    bool unanswered;
};

static inline int64_t number_after(const char *text, const char *key)
{
    const char *at = text ? strstr(text, key) : NULL;
    return at ? strtoll(at + strlen(key), NULL, 10) : 0;
}

/* Saves the next version of a project, or makes it; the status, 0 when no answer came.  `c` stays open where it can. */
static inline int save_next(const struct house *h, struct client *c, const char *stem, struct saved *s)
{
    struct buf out = buf_init(c->arena);
    const char *body = arena_printf(c->arena, "{\"name\":\"%s v%lld\",\"image_progress\":\"主体施工至%lld层\"}", stem,
                                    (long long)s->version + 1, (long long)s->version + 1);
    if (s->id)
        buf_printf(&out, "PATCH /api/v1/project/%lld?zone=house HTTP/1.1\r\nIf-Match: \"%lld\"\r\n", (long long)s->id,
                   (long long)s->version);
    else
        buf_printf(&out, "POST /api/v1/project?zone=house HTTP/1.1\r\nIdempotency-Key: %s\r\n", stem);
    buf_printf(&out, "Host: 127.0.0.1:%d\r\n%sContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s", h->port,
               h->bearer, strlen(body), body);
    s->unanswered = true;
    if (!client_send(c, out.data, out.length))
        return 0;
    struct reply r = client_reply(c, false);
    int64_t id = number_after(r.body, "\"id\":"), version = number_after(r.body, "\"version\":");
    if (r.status == 200 || r.status == 201)
        *s = (struct saved){.id = id, .version = version};
    else if (r.status)
        s->unanswered = false;
    return r.status;
}

/* Is it there as it was acknowledged, or as it was sent last? */
static inline bool saved_is_there(struct ctx *cx, const struct saved *s)
{
    const struct value id[] = {value_int(cx->zone), value_int(s->id)};
    struct value version;
    return s->id == 0 || (db_scalar(cx, "SELECT version FROM project WHERE zone = $1 AND id = $2", id, 2, &version) &&
                          (version.i == s->version || (s->unanswered && version.i == s->version + 1)));
}

#endif
