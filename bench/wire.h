/* wire.h — keep-alive clients that ask as fast as they are answered, and the bare HTTP library as the floor. */
#ifndef STEWARD_BENCH_WIRE_H
#define STEWARD_BENCH_WIRE_H

#include "measure.h"

#include <microhttpd.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CLIENTS = 2, WORKERS = 8, TURN_MS = 100, ANSWER_MOST = 1 << 18, REQUEST_MOST = 2048 };

/* A request in full, and where it goes. */
struct wire {
    int port;
    char request[REQUEST_MOST];
    int status;                                /* expected */
    void (*vary)(char *request, long ordinal); /* makes each request another one, of the same length; or NULL */
};

static inline struct wire wire_get(int port, const char *target, const char *headers, int status)
{
    struct wire w = {.port = port, .status = status};
    snprintf(w.request, sizeof w.request,
             "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUser-Agent: bench\r\nAccept: application/json\r\n"
             "Accept-Language: zh-CN\r\n%s\r\n",
             target, port, headers);
    return w;
}

static inline struct wire varied(struct wire w, void (*vary)(char *request, long ordinal))
{
    w.vary = vary;
    return w;
}

/* For those that vary: a number of so many digits in its place. */
static inline void put_digits(char *at, int digits, long n)
{
    while (digits-- > 0) {
        at[digits] = (char)('0' + n % 10);
        n /= 10;
    }
}

static inline int dial(int port)
{
    struct sockaddr_in to = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to) == 0)
        return fd;
    close(fd);
    return -1;
}

/* Where a header's value begins in the head, or NULL. */
static inline const char *head_value(const char *head, const char *name)
{
    size_t n = strlen(name);
    for (const char *line = strstr(head, "\r\n"); line && line[2] != '\r'; line = strstr(line + 2, "\r\n"))
        if (strncasecmp(line + 2, name, n) == 0 && line[2 + n] == ':')
            return line + 2 + n + 1 + strspn(line + 2 + n + 1, " ");
    return NULL;
}

/* One answer of a known length into `in` (ANSWER_MOST bytes), ended by NUL; its status, 0 when it is none.  *ret_body
 * may be NULL. */
static inline int read_answer(int fd, char *in, const char **ret_body)
{
    size_t have = 0, whole = 0;
    do {
        ssize_t n = recv(fd, in + have, ANSWER_MOST - 1 - have, 0);
        if (n <= 0)
            return 0;
        have += (size_t)n;
        in[have] = '\0';
        const char *end = whole ? NULL : strstr(in, "\r\n\r\n");
        if (!end)
            continue;
        const char *length = head_value(in, "Content-Length");
        whole = (size_t)(end + 4 - in) + (length && memcmp(in + 9, "304", 3) != 0 ? strtoul(length, NULL, 10) : 0);
        if (ret_body)
            *ret_body = end + 4;
    } while (!whole || have < whole);
    return (int)strtol(in + 9, NULL, 10);
}

/* One request and its answer, into a buffer of ANSWER_MOST bytes; its body. */
static inline const char *exchange(int fd, const struct wire *w, const char *request, char *in)
{
    const char *body = NULL;
    size_t n = strlen(request);
    int status = send(fd, request, n, MSG_NOSIGNAL) == (ssize_t)n ? read_answer(fd, in, &body) : 0;
    if (status == w->status)
        return body;
    fprintf(stderr, "bench: %.80s answers %d: %.600s\n", request, status, body ? body : "");
    exit(1);
}

struct client {
    const struct wire *wire;
    long answers;
};

static inline void *ask_on(void *client)
{
    struct client *c = client;
    static atomic_long asked;
    const struct wire *w = c->wire;
    char *in = malloc(ANSWER_MOST), request[REQUEST_MOST];
    size_t n = strlen(w->request);
    memcpy(request, w->request, n + 1);
    int fd = dial(w->port);
    for (double end = now() + TURN_MS / 1000.0; in && now() < end; c->answers++) {
        if (w->vary)
            w->vary(request, atomic_fetch_add(&asked, 1));
        exchange(fd, w, request, in);
    }
    close(fd);
    free(in);
    return NULL;
}

static inline double answers_per_second(const struct wire *w)
{
    pthread_t threads[CLIENTS];
    struct client clients[CLIENTS];
    long answers = 0;
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = (struct client){w, 0};
        pthread_create(&threads[i], NULL, ask_on, &clients[i]);
    }
    for (int i = 0; i < CLIENTS; i++) {
        pthread_join(threads[i], NULL);
        answers += clients[i].answers;
    }
    return (double)answers * 1000 / TURN_MS;
}

/* Two wires asked turn about. */
struct wires {
    struct wire ours, floor;
};

static inline double ask_ours(void *wires)
{
    return answers_per_second(&((struct wires *)wires)->ours);
}

static inline double ask_floor(void *wires)
{
    return answers_per_second(&((struct wires *)wires)->floor);
}

/* One answer's body, into a buffer of ANSWER_MOST bytes. */
static inline const char *body_of(const struct wire *w, char *in)
{
    int fd = dial(w->port);
    const char *body = exchange(fd, w, w->request, in);
    close(fd);
    return body;
}

/* ---- the floor ---- */

static inline enum MHD_Result answer_constant(void *response, struct MHD_Connection *connection, const char *url,
                                              const char *method, const char *version, const char *data, size_t *size,
                                              void **state)
{
    (void)url, (void)method, (void)version, (void)data, (void)size;
    if (*state)
        return MHD_queue_response(connection, 200, response);
    *state = response; /* an answer to the first call would close the connection */
    return MHD_YES;
}

/* The library alone, each request answered by `answer`. */
static inline struct MHD_Daemon *bare_server(MHD_AccessHandlerCallback answer, void *arg)
{
    struct MHD_Daemon *d = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, answer, arg,
                                            MHD_OPTION_THREAD_POOL_SIZE, (unsigned)WORKERS, MHD_OPTION_END);
    need(NULL, d, "the bare server");
    return d;
}

static inline int bare_port(struct MHD_Daemon *d)
{
    return MHD_get_daemon_info(d, MHD_DAEMON_INFO_BIND_PORT)->port;
}

#endif
