/* server.c — the running server: socket, worker threads, connections, deadlines, stopping. */
#include "base/text.h"
#include "http/exchange.h"

#include <signal.h>
#include <string.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    LEAST_WORKERS = 8, /* a few slow handlers must not stop the rest */
    STOP_SECONDS = 5,
    ANSWER_HEADERS = 8 * 1024,
    LINK_OVERHEAD = 1024 * 1024,
    CONNECTIONS = 12000,
    NEW_MS = 250,      /* so long a connection is too new to have sent its request */
    SENDING_MS = 2000, /* so long a body may take that comes over a slow line */
};

/* ---- connections ---- */

/* Connections that only wait for their next request, and bodies that do not come to an end, must not keep others out:
 * when few places are left, those that have waited longest are cut, and when nobody waits, whose body has taken longest.
 * With the lock held; false when there is none, or no need. */
static bool make_room(struct http *h, int links)
{
    struct link *waiting = NULL, *sending = NULL;
    const int64_t now = monotonic_us() / 1000;
    int64_t waits_since = now - NEW_MS, sends_since = now - SENDING_MS;
    if (links < h->options.connections - h->options.connections / 8)
        return false;
    for (struct link *l = h->links; l; l = l->after) {
        int64_t waits = atomic_load(&l->waits_since), sends = atomic_load(&l->sends_since);
        if (waits && waits < waits_since) {
            waiting = l;
            waits_since = waits;
        }
        if (sends && sends < sends_since) {
            sending = l;
            sends_since = sends;
        }
    }
    struct link *longest = waiting ? waiting : sending;
    if (!longest)
        return false;
    atomic_store(&longest->waits_since, 0);
    atomic_store(&longest->sends_since, 0);
    shutdown(longest->socket, SHUT_RDWR);
    return true;
}

static struct link *link_open(struct http *h, int socket_fd)
{
    struct arena *a = arena_new(2 * h->largest_body + LINK_OVERHEAD); /* a growing buffer may double */
    if (!a)
        return NULL;
    struct link *l = ARENA_NEW(a, struct link);
    *l = (struct link){.http = h, .arena = a, .mark = arena_mark(a), .socket = socket_fd};
    link_waits(l);
    pthread_mutex_lock(&h->lock);
    make_room(h, ++h->link_count);
    l->after = h->links;
    if (l->after)
        l->after->before = l;
    h->links = l;
    pthread_mutex_unlock(&h->lock);
    return l;
}

static void link_close(struct link *l)
{
    struct http *h = l->http;
    pthread_mutex_lock(&h->lock);
    h->link_count--;
    if (l->before)
        l->before->after = l->after;
    else
        h->links = l->after;
    if (l->after)
        l->after->before = l->before;
    pthread_mutex_unlock(&h->lock);
    arena_free(l->arena);
}

static void on_connection(void *http, struct MHD_Connection *connection, void **context,
                          enum MHD_ConnectionNotificationCode what)
{
    struct http *h = http;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        tls_serve_thread(h->tls); /* the handshake is this thread's */
        *context = link_open(h, MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd);
    } else if (*context)
        link_close(*context);
}

/* ---- the clock: deadlines and heartbeats ---- */

/* The library notices a shut connection like one its client has closed. */
static void cut_late_links(struct http *h)
{
    int64_t now = monotonic_us() / 1000;
    for (struct link *l = h->links; l; l = l->after) {
        int64_t deadline = atomic_load(&l->deadline);
        if (deadline && now > deadline)
            shutdown(l->socket, SHUT_RDWR);
    }
}

static void *run_clock(void *http)
{
    struct http *h = http;
    struct timespec next;
    clock_gettime(CLOCK_MONOTONIC, &next);
    pthread_mutex_lock(&h->lock);
    for (int second = 1; !atomic_load(&h->stopping); second++) {
        next.tv_sec++;
        while (!atomic_load(&h->stopping) && pthread_cond_timedwait(&h->wake, &h->lock, &next) == 0)
            ;
        cut_late_links(h);
        for (int links = h->link_count; make_room(h, links); links--)
            ;
        if (second % h->options.heartbeat_seconds == 0)
            streams_beat(h);
    }
    pthread_mutex_unlock(&h->lock);
    return NULL;
}

/* ---- starting ---- */

/* Paths and queries stay as sent; request.c decodes them strictly. */
static size_t leave_escaped(void *cls, struct MHD_Connection *connection, char *text)
{
    (void)cls, (void)connection;
    return strlen(text);
}

static int default_workers(void)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    return processors * 2 > LEAST_WORKERS ? (int)processors * 2 : LEAST_WORKERS;
}

/* A connection the system has no descriptor for would keep the workers spinning on accept(). */
static int most_connections(int wanted)
{
    enum { OTHER_FILES = 128 };
    const rlim_t needed = (rlim_t)wanted + OTHER_FILES + 1;
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur >= needed)
        return wanted;
    files.rlim_cur = files.rlim_max < needed ? files.rlim_max : needed;
    if (setrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur >= needed)
        return wanted;
    return files.rlim_cur > 2 * OTHER_FILES ? (int)files.rlim_cur - OTHER_FILES : OTHER_FILES;
}

static struct http_options with_defaults(struct http_options o)
{
    o.address = o.address ? o.address : "127.0.0.1";
    o.workers = o.workers > 0 ? o.workers : default_workers();
    o.body_limit = o.body_limit ? o.body_limit : 1024 * 1024;
    o.header_limit = o.header_limit ? o.header_limit : 12 * 1024;
    o.arena_ceiling = o.arena_ceiling ? o.arena_ceiling : 256 * 1024 * 1024;
    o.idle_seconds = o.idle_seconds > 0 ? o.idle_seconds : 30;
    o.request_seconds = o.request_seconds > 0 ? o.request_seconds : 300;
    o.connections = most_connections(o.connections > 0 ? o.connections : CONNECTIONS);
    o.connections = o.connections < o.workers ? o.workers : o.connections; /* each worker takes its share */
    o.heartbeat_seconds = o.heartbeat_seconds > 0 ? o.heartbeat_seconds : 15;
    return o;
}

static size_t largest_body(const struct http_options *o)
{
    size_t largest = o->body_limit;
    for (const struct route *r = o->routes; r && r->pattern; r++)
        largest = r->body_limit > largest ? r->body_limit : largest;
    return largest;
}

static struct http *http_new(const struct http_options *options)
{
    struct arena *a = arena_new(1024 * 1024);
    if (!a)
        return NULL;
    struct http *h = ARENA_NEW(a, struct http);
    h->arena = a;
    h->options = with_defaults(*options);
    h->routes = route_index_of(a, h->options.routes);
    h->policy = send_policy(a, options->images);
    h->largest_body = largest_body(&h->options);
    h->listener = -1;
    if (getrandom(&h->boot, sizeof h->boot, 0) != sizeof h->boot)
        h->boot = (uint32_t)monotonic_us();
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&h->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    pthread_mutex_init(&h->lock, NULL);
    return h;
}

static void http_free(struct http *h)
{
    if (h->listener >= 0)
        close(h->listener);
    pthread_cond_destroy(&h->wake);
    pthread_mutex_destroy(&h->lock);
    tls_close(h->tls);
    arena_free(h->arena);
}

static struct MHD_Daemon *start_workers(struct http *h)
{
    const struct http_options *o = &h->options;
    size_t memory = 2 * o->header_limit + ANSWER_HEADERS; /* the library keeps cookies twice */
    const struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_CERT_CALLBACK, 0, (void *)(uintptr_t)tls_retrieve()},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t)tls_priorities},
        {MHD_OPTION_END, 0, NULL},
    };
    /* clang-format off */
    return MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC | (h->tls ? MHD_USE_TLS : 0), 0, NULL, NULL,
        exchange_step, h,
        MHD_OPTION_LISTEN_SOCKET,            (MHD_socket)h->listener,
        MHD_OPTION_THREAD_POOL_SIZE,         (unsigned)o->workers,
        MHD_OPTION_CONNECTION_LIMIT,         (unsigned)o->connections,
        MHD_OPTION_CONNECTION_TIMEOUT,       (unsigned)o->idle_seconds,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT,  memory,
        MHD_OPTION_STRICT_FOR_CLIENT,        1,
        MHD_OPTION_UNESCAPE_CALLBACK,        leave_escaped, NULL,
        MHD_OPTION_NOTIFY_CONNECTION,        on_connection, h,
        MHD_OPTION_NOTIFY_COMPLETED,         exchange_done, h,
        MHD_OPTION_ARRAY,                    h->tls ? tls : tls + 2,
        MHD_OPTION_END);
    /* clang-format on */
}

/* Joins the workers, and each ends its context; then the library closes the listener. */
static void stop_workers(struct http *h)
{
    MHD_stop_daemon(h->daemon);
    h->listener = -1;
}

/* Signals are the main thread's business. */
static bool start_threads(struct http *h)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    h->daemon = start_workers(h);
    bool started = h->daemon && pthread_create(&h->clock, NULL, run_clock, h) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (!started && h->daemon)
        stop_workers(h);
    return started;
}

/* A page elsewhere may have a name of its own resolve to a loopback address: there only the loopback's names are taken,
 * unless a proxy stands before us, which has names of its own. */
static const char *const *hosts_of(struct http *h)
{
    static const char *const none[] = {NULL};
    const struct http_options *o = &h->options;
    if (o->hosts && *o->hosts)
        return (const char *const *)text_split(h->arena, o->hosts, ' ');
    return address_is_loopback(o->address) && !h->proxies.count ? none : NULL;
}

static bool prepare(struct ctx *cx, struct http *h)
{
    const struct http_options *o = &h->options;
    if (o->proxies && !proxies_read(cx, o->proxies, &h->proxies))
        return false;
    if (!o->certificate != !o->key)
        return fail(cx, ERR_USAGE, "HTP-07", o->key ? "certificate" : "key", "证书和密钥要一起设置",
                    "certificate and key go together");
    h->hosts = hosts_of(h);
    h->strict = o->hsts_seconds > 0 ? arena_printf(h->arena, "max-age=%d", o->hsts_seconds) : NULL;
    h->tls = o->certificate ? tls_open(cx, o->certificate, o->key) : NULL;
    return h->tls || !o->certificate;
}

static bool start(struct ctx *cx, struct http *h)
{
    if (!prepare(cx, h))
        return false;
    h->listener = address_listen(cx, &h->options, &h->port);
    if (h->listener < 0)
        return false;
    if (pthread_key_create(&h->worker_key, worker_finish) != 0)
        return fail(cx, ERR_SYSTEM, "HTP-05", NULL, "无法启动服务线程", "cannot start the server's threads");
    if (start_threads(h))
        return true;
    pthread_key_delete(h->worker_key);
    return fail(cx, ERR_SYSTEM, "HTP-05", NULL, "无法启动 %d 个服务线程，请减少线程数或放宽系统限制",
                "cannot start %d server threads; use fewer workers or raise the system's limits", h->options.workers);
}

struct http *http_serve(struct ctx *cx, const struct http_options *options)
{
    struct http *h = http_new(options);
    if (!h) {
        fail(cx, ERR_MEMORY, "MEM-01", NULL, "内存不足，无法启动服务", "not enough memory to start the server");
        return NULL;
    }
    if (options->self)
        *options->self = h;
    if (start(cx, h))
        return h;
    if (options->self)
        *options->self = NULL;
    http_free(h);
    return NULL;
}

int http_port(const struct http *h)
{
    return h->port;
}

void http_count(struct http *h, struct http_counts *ret)
{
    *ret = (struct http_counts){
        .bytes = (int64_t)atomic_load(&h->bytes_sent),
        .under_way = atomic_load(&h->under_way),
        .workers = h->options.workers,
    };
    for (int i = 0; i < HTTP_CLASSES; i++)
        ret->answers[i] = (int64_t)atomic_load(&h->answers[i]);
    pthread_mutex_lock(&h->lock);
    for (const struct link *l = h->links; l; l = l->after)
        ret->connections++;
    ret->streams = streams_count(h);
    pthread_mutex_unlock(&h->lock);
}

bool http_reload(struct ctx *cx, struct http *h)
{
    return !h->tls || tls_reload(cx, h->tls);
}

/* ---- stopping ---- */

static void stop_clock(struct http *h)
{
    pthread_mutex_lock(&h->lock);
    atomic_store(&h->stopping, true);
    pthread_cond_signal(&h->wake);
    pthread_mutex_unlock(&h->lock);
    pthread_join(h->clock, NULL);
}

static void wait_for_requests(struct http *h)
{
    const struct timespec moment = {.tv_nsec = 5000000};
    int64_t until = monotonic_us() + STOP_SECONDS * INT64_C(1000000);
    while (atomic_load(&h->under_way) > 0 && monotonic_us() < until)
        nanosleep(&moment, NULL);
}

/* Not MHD_quiesce_daemon(): with a pool of workers it races with one that just wakes up, and ends the process when both
 * take the listener out of that worker's epoll set.  A listener that is shut refuses clients just as well; until the
 * requests under way are done, accept() fails in the idle workers. */
void http_stop(struct http *h)
{
    stop_clock(h);
    shutdown(h->listener, SHUT_RDWR);
    streams_end(h);
    wait_for_requests(h);
    stop_workers(h);
    pthread_key_delete(h->worker_key);
    http_free(h);
}
