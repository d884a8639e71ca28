/* guard.c — requests refused for how they come, before anyone asks what they want.
 *
 * A page on another site can make a visitor's browser send requests here.  Two things tell: the Host it was made to
 * use (a name of its own that resolves to 127.0.0.1: DNS rebinding), and Origin or Sec-Fetch-Site.
 */
#include "http/exchange.h"

#include <string.h>
#include <strings.h>

/* Headers that may come once. */
enum once { ONCE_HOST, ONCE_LENGTH, ONCE_TRANSFER, ONCE_TYPE, ONCE_ORIGIN, ONCE_ENCODING, ONCE_COUNT };

static enum MHD_Result count_one(void *count, enum MHD_ValueKind kind, const char *name, size_t name_size,
                                 const char *value, size_t value_size)
{
    (void)kind, (void)value, (void)value_size;
    static const struct {
        const char *name;
        size_t size;
    } once[ONCE_COUNT] = {
        [ONCE_HOST] = {"Host", 4},          [ONCE_LENGTH] = {"Content-Length", 14},
        [ONCE_TYPE] = {"Content-Type", 12}, [ONCE_TRANSFER] = {"Transfer-Encoding", 17},
        [ONCE_ORIGIN] = {"Origin", 6},      [ONCE_ENCODING] = {"Content-Encoding", 16},
    };
    for (int i = 0; i < ONCE_COUNT; i++)
        if (name_size == once[i].size && strncasecmp(name, once[i].name, name_size) == 0)
            ((int *)count)[i]++;
    return MHD_YES;
}

/* Two proxies that disagree on where a request ends can be made to smuggle one: no header that says it may come
 * twice or contradict another. */
bool guard_framing(struct exchange *x)
{
    int counts[ONCE_COUNT] = {0};
    MHD_get_connection_values_n(x->connection, MHD_HEADER_KIND, count_one, counts);
    const char *coding = counts[ONCE_TRANSFER] ? request_header(&x->rq, "Transfer-Encoding") : NULL;
    for (int i = 0; i < ONCE_COUNT; i++)
        if (counts[i] > 1)
            return fail(with_status(x, 400), ERR_USAGE, "HTP-19", NULL, "请求头重复，无法判定以哪一个为准",
                        "a request header that may come once came twice");
    if (coding && (counts[ONCE_LENGTH] || strcasecmp(coding, "chunked") != 0))
        return fail(with_status(x, 400), ERR_USAGE, "HTP-19", NULL,
                    "请求长度的写法有歧义：Transfer-Encoding 只接受 chunked，且不得与 Content-Length 并用",
                    "the request's length is ambiguous: only Transfer-Encoding: chunked is taken, and not beside "
                    "Content-Length");
    const char *encoding = counts[ONCE_ENCODING] ? request_header(&x->rq, "Content-Encoding") : NULL;
    if (encoding && strcasecmp(encoding, "identity") != 0)
        return fail(&x->cx, ERR_UNSUPPORTED, "HTP-18", NULL, "不接受压缩的请求正文，请去掉 Content-Encoding 后重发",
                    "compressed request bodies are not taken; send the body as it is, without Content-Encoding");
    const union MHD_ConnectionInfo *size =
        MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    if (size && size->header_size > x->http->options.header_limit)
        return fail(
            with_status(x, 431), ERR_TOO_LARGE, "HTP-20", NULL, "请求头过大，请缩短地址或清除本站 Cookie 后重试",
            "the request headers are too large; shorten the address or clear this site's cookies and try again");
    return true;
}

/* Is what stands between host and the end of `s` nothing, or ":port"? */
static bool is_port_or_end(const char *s)
{
    return *s == '\0' || (*s == ':' && s[1] != '\0' && s[1 + strspn(s + 1, "0123456789")] == '\0');
}

const char *const loopback_hosts[] = {"127.0.0.1", "localhost", "[::1]", NULL};

bool host_is_one_of(const char *host, const char *const *names)
{
    for (const char *const *name = names; *name; name++) {
        size_t n = strlen(*name);
        if (strncasecmp(host, *name, n) == 0 && is_port_or_end(host + n))
            return true;
    }
    return false;
}

static bool origin_is(const char *origin, const char *host)
{
    const char *authority = strstr(origin, "://");
    if (!authority || (strncasecmp(origin, "http:", 5) != 0 && strncasecmp(origin, "https:", 6) != 0))
        return false;
    return strcasecmp(authority + 3, host) == 0;
}

bool guard_origin(struct exchange *x)
{
    const char *host = request_header(&x->rq, "Host");
    if (!host)
        return fail(with_status(x, 400), ERR_USAGE, "HTP-14", NULL, "请求缺少 Host 头",
                    "the request has no Host header");
    const char *const *hosts = x->http->hosts;
    if (hosts && !host_is_one_of(host, loopback_hosts) && !host_is_one_of(host, hosts))
        return fail(with_status(x, 421), ERR_DENIED, "HTP-14", NULL,
                    "本服务不以这个名字访问；可用的名字是 localhost、127.0.0.1、[::1] 和设置 hosts 列出的",
                    "this server does not answer to that name, but to localhost, 127.0.0.1, [::1] and the names of the "
                    "setting hosts");
    bool reads = strcmp(x->method, "GET") == 0 || strcmp(x->method, "HEAD") == 0 || strcmp(x->method, "OPTIONS") == 0;
    if (reads)
        return true;
    const char *origin = request_header(&x->rq, "Origin");
    const char *site = request_header(&x->rq, "Sec-Fetch-Site");
    bool foreign =
        (origin && !origin_is(origin, host)) || (site && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0);
    if (foreign)
        return fail(with_status(x, 403), ERR_DENIED, "HTP-15", NULL, "拒绝来自其他网站的写操作，请在本系统页面内操作",
                    "a write sent from another site is refused; use this application's own pages");
    return true;
}
