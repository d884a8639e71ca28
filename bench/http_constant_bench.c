/* http_constant_bench.c — 1 kB of JSON over HTTP: through http_serve(), against the bare library answering the same bytes.
 *
 * Two keep-alive clients ask as fast as they are answered.  Short turns alternate and the median turn counts, so that
 * noise hits both alike.
 */
#include "http/http.h"

#include <microhttpd.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { SIZE = 1000, CLIENTS = 2, WORKERS = 8, TURNS = 21, TURN_MS = 100 };

static char body[SIZE + 1];

static void make_body(void)
{
    memset(body, 'x', SIZE);
    memcpy(body, "{\"a\":\"", 6);
    memcpy(body + SIZE - 2, "\"}", 2);
}

/* ---- ours ---- */

static bool answer(struct request *rq, struct response *rs)
{
    (void)rq;
    rs->content_type = "application/json";
    buf_add(&rs->body, body, SIZE);
    return true;
}

static const struct route routes[] = {{HTTP_GET, "/api/v1/things/{id}", answer}, {.pattern = NULL}};

/* ---- the floor ---- */

static enum MHD_Result answer_bare(void *response, struct MHD_Connection *connection, const char *url,
                                   const char *method, const char *version, const char *data, size_t *size,
                                   void **state)
{
    (void)url, (void)method, (void)version, (void)data, (void)size;
    if (*state)
        return MHD_queue_response(connection, 200, response);
    *state = response; /* an answer to the first call would close the connection */
    return MHD_YES;
}

static int port_of(struct MHD_Daemon *d)
{
    return MHD_get_daemon_info(d, MHD_DAEMON_INFO_BIND_PORT)->port;
}

/* ---- the clients ---- */

struct client {
    int port;
    long answers;
};

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int dial(int port)
{
    struct sockaddr_in to = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (connect(fd, (struct sockaddr *)&to, sizeof to) != 0) {
        perror("connect");
        exit(1);
    }
    return fd;
}

/* Reads one answer that ends with our body's last bytes; false when it is not a 200. */
static bool read_answer(int fd)
{
    char in[8192];
    size_t have = 0;
    do {
        ssize_t n = recv(fd, in + have, sizeof in - have, 0);
        if (n <= 0)
            return false;
        have += (size_t)n;
    } while (memcmp(in + have - 2, "\"}", 2) != 0);
    return memcmp(in, "HTTP/1.1 200", 12) == 0;
}

static void *ask(void *client)
{
    static const char request[] =
        "GET /api/v1/things/42 HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: bench\r\nAccept: application/json\r\n"
        "Accept-Language: zh-CN\r\n\r\n";
    struct client *c = client;
    int fd = dial(c->port);
    for (int64_t end = now_ms() + TURN_MS; now_ms() < end; c->answers++)
        if (send(fd, request, sizeof request - 1, MSG_NOSIGNAL) < 0 || !read_answer(fd)) {
            fputs("no answer\n", stderr);
            exit(1);
        }
    close(fd);
    return NULL;
}

static double per_second(int port)
{
    pthread_t threads[CLIENTS];
    struct client clients[CLIENTS];
    long answers = 0;
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = (struct client){.port = port};
        pthread_create(&threads[i], NULL, ask, &clients[i]);
    }
    for (int i = 0; i < CLIENTS; i++) {
        pthread_join(threads[i], NULL);
        answers += clients[i].answers;
    }
    return (double)answers * 1000 / TURN_MS;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values)
{
    qsort(values, TURNS, sizeof *values, by_size);
    return values[TURNS / 2];
}

int main(void)
{
    make_body();
    struct arena *a = arena_new(1024 * 1024);
    struct ctx cx = ctx_init(a);
    struct MHD_Response *constant = MHD_create_response_from_buffer(SIZE, body, MHD_RESPMEM_PERSISTENT);
    struct MHD_Daemon *bare = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, answer_bare, constant,
                                               MHD_OPTION_THREAD_POOL_SIZE, (unsigned)WORKERS, MHD_OPTION_END);
    struct http *h = http_serve(&cx, &(struct http_options){.routes = routes, .workers = WORKERS, .quiet = true});
    if (!h || !bare)
        return 1;
    double ours[TURNS], floors[TURNS], ratios[TURNS];
    for (int i = 0; i < TURNS; i++) {
        floors[i] = per_second(port_of(bare));
        ours[i] = per_second(http_port(h));
        ratios[i] = ours[i] / floors[i];
    }
    double ratio = median(ratios);
    printf("http constant 1 kB: ours %.0f/s, floor %.0f/s, ratio %.2f, bar 0.60\n", median(ours), median(floors),
           ratio);
    http_stop(h);
    MHD_stop_daemon(bare);
    MHD_destroy_response(constant);
    arena_free(a);
    return ratio >= 0.60 ? 0 : 1;
}
