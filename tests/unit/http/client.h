/* client.h — a plain HTTP client for these tests: bytes out, one answer in, over a socket on the loopback. */
#ifndef STEWARD_TESTS_HTTP_CLIENT_H
#define STEWARD_TESTS_HTTP_CLIENT_H

#include "base/buf.h"
#include "http/http.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CLIENT_PATIENCE_MS = 30000 };

struct reply {
    int status; /* 0: none came */
    char *head; /* up to the empty line */
    char *body;
    size_t size;
};

struct client {
    struct arena *arena;
    int socket;
    struct buf in; /* received and not yet part of an answer */
};

static inline struct client client_open(struct arena *a, int port)
{
    struct client c = {.arena = a, .in = buf_init(a)};
    struct sockaddr_in to = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int one = 1;
    c.socket = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(c.socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (connect(c.socket, (struct sockaddr *)&to, sizeof to) != 0) {
        close(c.socket);
        c.socket = -1;
    }
    return c;
}

static inline void client_close(struct client *c)
{
    if (c->socket >= 0)
        close(c->socket);
    c->socket = -1;
}

static inline bool client_send(struct client *c, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t sent = send(c->socket, bytes, n, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes += sent;
        n -= (size_t)sent;
    }
    return true;
}

static inline bool client_say(struct client *c, const char *text)
{
    return client_send(c, text, strlen(text));
}

/* More bytes into c->in; false at the end of the connection or of patience. */
static inline bool client_receive(struct client *c)
{
    struct pollfd p = {.fd = c->socket, .events = POLLIN};
    if (poll(&p, 1, CLIENT_PATIENCE_MS) <= 0)
        return false;
    ssize_t n = recv(c->socket, buf_room(&c->in, 65536), 65536, 0);
    if (n > 0)
        c->in.length += (size_t)n;
    c->in.data[c->in.length] = '\0';
    return n > 0;
}

static inline void client_drop(struct client *c, size_t n)
{
    c->in.length -= n;
    memmove(c->in.data, c->in.data + n, c->in.length + 1);
}

/* Wait until `text` has come; false when the connection or patience ends first. */
static inline bool client_sees(struct client *c, const char *text)
{
    time_t begun = time(NULL);
    while (!memmem(c->in.data, c->in.length, text, strlen(text)))
        if (!client_receive(c) || time(NULL) - begun > CLIENT_PATIENCE_MS / 1000)
            return false;
    return true;
}

static inline const char *reply_header(const struct client *c, const struct reply *r, const char *name)
{
    size_t n = strlen(name);
    for (const char *p = r->head ? strstr(r->head, "\r\n") : NULL; p && p[2]; p = strstr(p + 2, "\r\n"))
        if (strncasecmp(p + 2, name, n) == 0 && p[2 + n] == ':') {
            const char *value = p + 3 + n + strspn(p + 3 + n, " ");
            return arena_strndup(c->arena, value, strcspn(value, "\r\n"));
        }
    return NULL;
}

static inline size_t client_take_chunk(struct client *c, struct buf *body)
{
    char *end = NULL;
    while (!(end = memmem(c->in.data, c->in.length, "\r\n", 2)))
        if (!client_receive(c))
            return 0;
    size_t size = strtoul(c->in.data, NULL, 16);
    client_drop(c, (size_t)(end + 2 - c->in.data));
    while (c->in.length < size + 2)
        if (!client_receive(c))
            return 0;
    buf_add(body, c->in.data, size);
    client_drop(c, size + 2);
    return size;
}

/* The next answer.  `head_only` for HEAD. */
static inline struct reply client_reply(struct client *c, bool head_only)
{
    struct reply r = {0};
    if (!client_sees(c, "\r\n\r\n"))
        return r;
    size_t head = (size_t)(strstr(c->in.data, "\r\n\r\n") + 4 - c->in.data);
    r.head = arena_strndup(c->arena, c->in.data, head - 2);
    client_drop(c, head);
    r.status = (int)strtol(r.head + strcspn(r.head, " "), NULL, 10);
    const char *length = reply_header(c, &r, "Content-Length");
    const char *coding = reply_header(c, &r, "Transfer-Encoding");
    struct buf body = buf_init(c->arena);
    if (!head_only && r.status >= 200 && r.status != 204 && r.status != 304) {
        if (coding)
            while (client_take_chunk(c, &body))
                ;
        else if (length) {
            size_t size = strtoul(length, NULL, 10);
            while (c->in.length < size && client_receive(c))
                ;
            size_t got = c->in.length < size ? c->in.length : size;
            buf_add(&body, c->in.data, got);
            client_drop(c, got);
        }
    }
    r.body = body.data;
    r.size = body.length;
    return r;
}

/* True once the other side has closed. */
static inline bool client_is_closed(struct client *c)
{
    while (client_receive(c))
        ;
    struct pollfd p = {.fd = c->socket, .events = POLLIN};
    return poll(&p, 1, 0) > 0;
}

/* One request on a connection of its own.  `headers` are whole lines, each ended by CRLF; Host is added. */
static inline struct reply ask(struct arena *a, int port, const char *method, const char *target, const char *headers,
                               const char *body)
{
    struct client c = client_open(a, port);
    struct buf out = buf_init(a);
    buf_printf(&out, "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%s", method, target, port, headers);
    if (body)
        buf_printf(&out, "Content-Length: %zu\r\n", strlen(body));
    buf_text(&out, "\r\n");
    buf_text(&out, body);
    client_send(&c, out.data, out.length);
    struct reply r = client_reply(&c, strcmp(method, "HEAD") == 0);
    client_close(&c);
    return r;
}

static inline const char *answer_header(struct arena *a, const struct reply *r, const char *name)
{
    struct client c = {.arena = a};
    return reply_header(&c, r, name);
}

#endif
