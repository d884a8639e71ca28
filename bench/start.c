/* start.c — from execve to the first answer on an existing database, against an empty program that opens the file; and
 * what the server takes when it has nothing to do: memory, and its size on disk.  The program is $STEWARD. */
#include "entities/entities.h"
#include "model/rows.h"

#include "signed.h"
#include "wire.h"
#include "zone.h"

#include <libgen.h>
#include <limits.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

enum { TURNS = 15, START_MS = 80, IDLE_MIB = 40, SIZE_MIB = 16 };

static const char *program, *beside;
static struct place place;
static char who[200]; /* header of somebody who asks */

struct server {
    pid_t pid;
    int port;
};

/* Starts it and waits for the line that says where it listens. */
static struct server server_start(void)
{
    int ends[2];
    char line[128] = "";
    size_t n = 0;
    struct server s = {.port = 0};
    need(NULL, pipe(ends) == 0, "a pipe");
    s.pid = fork();
    if (s.pid == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        execl(program, program, "--db", place.file, "serve", "--listen", "127.0.0.1:0", "--quiet", (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    while (n < sizeof line - 1 && !memchr(line, '\n', n)) {
        ssize_t got = read(ends[0], line + n, sizeof line - 1 - n);
        if (got <= 0)
            break;
        n += (size_t)got;
    }
    close(ends[0]);
    const char *colon = strrchr(line, ':');
    s.port = colon ? (int)strtol(colon + 1, NULL, 10) : 0;
    need(NULL, s.port > 0, program);
    return s;
}

static void server_stop(struct server s)
{
    kill(s.pid, SIGTERM);
    waitpid(s.pid, NULL, 0);
}

static void ask_once(struct server s)
{
    static char in[ANSWER_MOST];
    struct wire w = wire_get(s.port, "/api/v1/unit?zone=bench", who, 200);
    body_of(&w, in);
}

static double start_ours(void *arg)
{
    (void)arg;
    double begun = now();
    struct server s = server_start();
    ask_once(s);
    double took = now() - begun;
    server_stop(s);
    return took * 1e3;
}

static double start_empty(void *arg)
{
    char path[PATH_MAX];
    int status = 1;
    (void)arg;
    snprintf(path, sizeof path, "%s/floor/empty", beside);
    double begun = now();
    pid_t pid = fork();
    if (pid == 0) {
        execl(path, path, place.file, (char *)NULL);
        _exit(127);
    }
    waitpid(pid, &status, 0);
    double took = now() - begun;
    need(NULL, status == 0, path);
    return took * 1e3;
}

/* Resident memory of a process, MiB. */
static double resident(pid_t pid)
{
    char path[64], line[128];
    double kib = 0;
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    FILE *f = fopen(path, "r");
    while (f && fgets(line, sizeof line, f))
        if (strncmp(line, "VmRSS:", 6) == 0)
            kib = strtod(line + 6, NULL);
    if (f)
        fclose(f);
    return kib / 1024;
}

static double idle_memory(void)
{
    struct server s = server_start();
    for (int i = 0; i < 2 * WORKERS; i++) /* every worker has opened its connection */
        ask_once(s);
    double mib = resident(s.pid);
    server_stop(s);
    return mib;
}

int main(int argc, char **argv)
{
    struct stat file;
    (void)argc;
    program = getenv("STEWARD") ? getenv("STEWARD") : "build/steward";
    beside = dirname(argv[0]);
    need(NULL, stat(program, &file) == 0, program);
    place = place_new();
    zone_make(&place, 135, true);
    struct ctx cx = zone_open(&place);
    const char *bearer = bearer_as(&cx, "bench", "office");
    need(&cx, bearer, "somebody who asks");
    snprintf(who, sizeof who, "%s", bearer);
    zone_close(&cx);
    bool good = claim("start to first answer", "ms", measure_pair(TURNS, start_ours, start_empty, NULL), BAR_AT_MOST, 0,
                      START_MS);
    good = claim_limit("idle memory of the server", "MiB", idle_memory(), IDLE_MIB) && good;
    good = claim_limit("size of the program", "MiB", (double)file.st_size / (1024 * 1024), SIZE_MIB) && good;
    place_clear(&place);
    return !good;
}
