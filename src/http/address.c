/* address.c — where the server listens. */
#include "http/exchange.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <unistd.h>

enum { BACKLOG = 511 };

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

static bool parse(const char *text, int port, union address *ret_address, socklen_t *ret_size)
{
    union address a = {.v4 = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)}};
    *ret_size = sizeof a.v4;
    if (inet_pton(AF_INET, strcmp(text, "localhost") == 0 ? "127.0.0.1" : text, &a.v4.sin_addr) != 1) {
        a = (union address){.v6 = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)}};
        *ret_size = sizeof a.v6;
        if (inet_pton(AF_INET6, text, &a.v6.sin6_addr) != 1)
            return false;
    }
    *ret_address = a;
    return true;
}

static bool is_loopback(const union address *a)
{
    return a->any.sa_family == AF_INET6 ? IN6_IS_ADDR_LOOPBACK(&a->v6.sin6_addr)
                                        : ntohl(a->v4.sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
}

bool address_is_loopback(const char *address)
{
    union address a;
    socklen_t size;
    return parse(address, 0, &a, &size) && is_loopback(&a);
}

/* fail() with what errno says. */
static int fail_listen(struct ctx *cx, int socket_fd, const char *text, int port)
{
    int why = errno;
    if (why == EADDRINUSE)
        fail(cx, ERR_SYSTEM, "HTP-01", NULL,
             "端口 %d 已被占用（可能已有一个实例在运行）。请关闭它，或用 --port 换一个端口，如 --port %d",
             "port %d is in use (perhaps by another instance); stop that one, or choose another port, e.g. --port %d",
             port, port < 65535 ? port + 1 : 8080);
    else if (why == EADDRNOTAVAIL)
        fail(cx, ERR_USAGE, "HTP-02", "address", "本机没有地址 %s，请用 127.0.0.1 或本机网卡的地址",
             "this machine has no address %s; use 127.0.0.1 or the address of one of its network cards", text);
    else
        fail(cx, ERR_SYSTEM, "HTP-04", NULL,
             "无法在 %s 端口 %d 上监听：%s。1024 以下的端口需要特别权限，可用 --port 换一个",
             "cannot listen at %s port %d: %s; ports below 1024 need special rights, choose another with --port", text,
             port, strerror(why));
    fail_cause(cx, strerror(why));
    if (socket_fd >= 0)
        close(socket_fd);
    return -1;
}

static int bound_port(int socket_fd)
{
    union address a = {0};
    socklen_t size = sizeof a;
    getsockname(socket_fd, &a.any, &size);
    return ntohs(a.any.sa_family == AF_INET6 ? a.v6.sin6_port : a.v4.sin_port);
}

int address_listen(struct ctx *cx, const struct http_options *o, int *ret_port)
{
    union address a;
    socklen_t size;
    if (o->port < 0 || o->port > 65535 || !parse(o->address, o->port, &a, &size)) {
        fail(cx, ERR_USAGE, "HTP-02", "address",
             "监听地址有误：%s 端口 %d。地址应为 127.0.0.1 这样的 IP，端口应在 0–65535 之间",
             "cannot listen at %s port %d: the address must be an IP such as 127.0.0.1 and the port 0–65535",
             o->address, o->port);
        return -1;
    }
    if (!is_loopback(&a) && !o->insecure && !o->proxies && !o->certificate) {
        fail(cx, ERR_USAGE, "HTP-03", "address",
             "不在 %s 上用明文 HTTP 监听：密码和数据会在网络上明文传送。请设置 certificate 和 key 启用 TLS，或放在 "
             "nginx "
             "后面并设置 proxies；确知网络可信时才设 insecure_http = true",
             "will not listen at %s with plain HTTP: passwords and data would cross the network in the clear. Set "
             "certificate and key for TLS, or put it behind nginx and set proxies; insecure_http = true only where the "
             "network is trusted",
             o->address);
        return -1;
    }
    int one = 1;
    int fd = socket(a.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) != 0 || bind(fd, &a.any, size) != 0 ||
        listen(fd, BACKLOG) != 0)
        return fail_listen(cx, fd, o->address, o->port);
    *ret_port = bound_port(fd);
    return fd;
}
