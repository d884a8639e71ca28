/* idle_test.c — connections that do nothing, by the thousand, while somebody works: IDLE=10000 by make limits, some 1,500
 * with the other tests.  And a thousand clients that send their request a byte at a time.
 */
#include "house.h"

#include <sys/resource.h>

enum { ASKED = 50 };

static int connect_to(int port)
{
    struct sockaddr_in to = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

/* Memory of a process in MiB. */
static long memory_of(pid_t process)
{
    char path[40], line[200];
    long kib = 0;
    snprintf(path, sizeof path, "/proc/%d/status", (int)process);
    FILE *in = fopen(path, "r");
    while (in && fgets(line, sizeof line, in))
        if (strncmp(line, "VmRSS:", 6) == 0)
            kib = strtol(line + 6, NULL, 10);
    if (in)
        fclose(in);
    return kib / 1024;
}

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Saves over new connections; how many succeeded, and the longest wait. */
static int save_some(const struct house *h, const char *stem, double *ret_longest_ms)
{
    struct arena *a = arena_new((size_t)64 << 20);
    struct saved s = {0};
    int done = 0;
    *ret_longest_ms = 0;
    for (int i = 0; i < ASKED; i++) {
        double begun = now_ms();
        struct client c = client_open(a, h->port);
        int status = c.socket < 0 ? 0 : save_next(h, &c, stem, &s);
        done += status == 200 || status == 201;
        client_close(&c);
        *ret_longest_ms = now_ms() - begun > *ret_longest_ms ? now_ms() - begun : *ret_longest_ms;
    }
    arena_free(a);
    return done;
}

static void work_beside(const struct house *h, int wanted, const char *kind, const char *bytes)
{
    int *fds = calloc((size_t)wanted, sizeof *fds), open = 0, sent = 0;
    for (int i = 0; i < wanted; i++) {
        fds[i] = connect_to(h->port);
        open += fds[i] >= 0;
        sent += fds[i] >= 0 && (!*bytes || send(fds[i], bytes, strlen(bytes), MSG_NOSIGNAL) > 0);
    }
    double longest;
    EQ_INT(open, wanted);
    int done = save_some(h, kind, &longest);
    OK(done == ASKED && sent == wanted && longest < 10000,
       "%d of %d saves beside %d %s connections; the longest took %.0f ms, memory %ld MiB", done, ASKED, open, kind,
       longest, memory_of(h->server));
    for (int i = 0; i < wanted; i++)
        if (fds[i] >= 0)
            close(fds[i]);
    free(fds);
}

int main(void)
{
    const char *asked = getenv("IDLE");
    int wanted = asked ? (int)strtol(asked, NULL, 10) : 1500;
    struct rlimit files;
    struct house h = house_make();
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    house_open(&h);
    work_beside(&h, wanted, "idle", "");
    work_beside(&h, wanted < 1000 ? wanted : 1000, "half-asked", "GET /api/v1/project HTTP/1.1\r\nHo");
    work_beside(&h, wanted < 1000 ? wanted : 1000, "half-sent",
                "POST /api/v1/project?zone=house HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                "Content-Length: 500\r\n\r\n{\"name\":");
    EQ_INT(house_close(&h, SIGTERM), 0);
    house_clear(&h);
    return tap_done();
}
