/* client.c — whose request it is when proxies stand between: only those that are trusted are believed. */
#include "base/text.h"
#include "http/exchange.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MAPPED_BITS = 96, ALL_BITS = 128 };

/* ---- addresses: all as IPv6, an IPv4 one as ::ffff:a.b.c.d ---- */

static void map_address(const struct in_addr *v4, struct in6_addr *ret)
{
    static const unsigned char mapped[12] = {[10] = 0xff, [11] = 0xff};
    memcpy(ret->s6_addr, mapped, sizeof mapped);
    memcpy(ret->s6_addr + sizeof mapped, v4, sizeof *v4);
}

static bool read_address(const char *text, size_t n, struct in6_addr *ret)
{
    char word[INET6_ADDRSTRLEN];
    struct in_addr v4;
    if (n == 0 || n >= sizeof word)
        return false;
    memcpy(word, text, n);
    word[n] = '\0';
    if (inet_pton(AF_INET, word, &v4) != 1)
        return inet_pton(AF_INET6, word, ret) == 1;
    map_address(&v4, ret);
    return true;
}

static void write_address(const struct in6_addr *a, char text[INET6_ADDRSTRLEN])
{
    if (IN6_IS_ADDR_V4MAPPED(a))
        inet_ntop(AF_INET, a->s6_addr + 12, text, INET6_ADDRSTRLEN);
    else
        inet_ntop(AF_INET6, a, text, INET6_ADDRSTRLEN);
}

static bool is_within(const struct in6_addr *a, const struct address_range *r)
{
    int whole = r->bits / 8, rest = r->bits % 8;
    return memcmp(a->s6_addr, r->first.s6_addr, (size_t)whole) == 0 &&
           (rest == 0 || (a->s6_addr[whole] ^ r->first.s6_addr[whole]) >> (8 - rest) == 0);
}

static bool is_trusted(const struct http *h, const struct in6_addr *a)
{
    for (size_t i = 0; i < h->proxies.count; i++)
        if (is_within(a, &h->proxies.ranges[i]))
            return true;
    return false;
}

/* "10.0.0.0/8", "192.168.1.7", "fd00::/8". */
static bool read_range(const char *word, struct address_range *ret)
{
    size_t n = strcspn(word, "/"), digits = word[n] ? strspn(word + n + 1, "0123456789") : 0;
    if (!read_address(word, n, &ret->first))
        return false;
    bool v4 = IN6_IS_ADDR_V4MAPPED(&ret->first);
    ret->bits = ALL_BITS;
    if (!word[n])
        return true;
    if (digits < 1 || digits > 3 || word[n + 1 + digits])
        return false;
    int bits = (int)strtol(word + n + 1, NULL, 10);
    ret->bits = bits + (v4 ? MAPPED_BITS : 0);
    return ret->bits <= ALL_BITS;
}

bool proxies_read(struct ctx *cx, const char *text, struct proxies *ret)
{
    char **words = text_split(cx->arena, text, ' ');
    size_t count = 0;
    while (words[count])
        count++;
    *ret = (struct proxies){arena_array(cx->arena, count + 1, sizeof *ret->ranges), count};
    for (size_t i = 0; i < count; i++)
        if (!read_range(words[i], &ret->ranges[i]))
            return fail(cx, ERR_USAGE, "HTP-06", "proxies",
                        "代理的地址要写成 127.0.0.1、10.0.0.0/8 或 fd00::/8，用空格隔开，而不是“%s”",
                        "proxies are addresses such as 127.0.0.1, 10.0.0.0/8 or fd00::/8, separated by spaces, not "
                        "\"%s\"",
                        words[i]);
    return true;
}

/* ---- who ---- */

/* Who is at the other end, told once for each connection. */
static bool find_peer(struct link *l, struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *a = info ? info->client_addr : NULL;
    if (a && a->sa_family == AF_INET6)
        l->peer = ((const struct sockaddr_in6 *)(const void *)a)->sin6_addr;
    else if (a && a->sa_family == AF_INET)
        map_address(&((const struct sockaddr_in *)(const void *)a)->sin_addr, &l->peer);
    else
        return false;
    write_address(&l->peer, l->peer_text);
    return true;
}

/* The last word of a list that ends at text + *length; *length is then where the rest ends. */
static const char *last_word(const char *text, size_t *length, size_t *ret_size)
{
    size_t end = *length, begin;
    while (end && strchr(" \t,", text[end - 1]))
        end--;
    for (begin = end; begin && text[begin - 1] != ','; begin--)
        ;
    *length = begin;
    begin += strspn(text + begin, " \t");
    *ret_size = end > begin ? end - begin : 0;
    return text + begin;
}

/* Proxies may each add to the header, or a header of their own. */
enum { FORWARDED_MOST = 8 };
struct forwarded {
    const char *values[FORWARDED_MOST];
    int count; /* more than there is room for: not believed */
};

static enum MHD_Result note_forwarded(void *forwarded, enum MHD_ValueKind kind, const char *name, const char *value)
{
    (void)kind;
    struct forwarded *f = forwarded;
    if (strcasecmp(name, "X-Forwarded-For") != 0)
        return MHD_YES;
    if (f->count < FORWARDED_MOST)
        f->values[f->count] = value ? value : "";
    return ++f->count <= FORWARDED_MOST ? MHD_YES : MHD_NO;
}

/* Each proxy adds at the end whom it heard; from there back, the first that is no proxy of ours is the client.  What is
 * before that anybody can have written. */
static void believe(const struct http *h, const struct forwarded *f, struct in6_addr *who)
{
    for (int i = f->count; i-- > 0;)
        for (size_t length = strlen(f->values[i]), size; length && is_trusted(h, who);) {
            const char *word = last_word(f->values[i], &length, &size);
            struct in6_addr said;
            if (!read_address(word, size, &said))
                return;
            *who = said;
        }
}

/* The client that trusted proxies speak for. */
static void find_behind(struct exchange *x)
{
    struct forwarded f = {.count = 0};
    struct in6_addr who = x->link->peer;
    const char *scheme = request_header(&x->rq, "X-Forwarded-Proto");
    MHD_get_connection_values(x->connection, MHD_HEADER_KIND, note_forwarded, &f);
    if (f.count <= FORWARDED_MOST)
        believe(x->http, &f, &who);
    write_address(&who, x->client);
    x->secure = x->secure || (scheme && strcasecmp(scheme, "https") == 0);
}

/* Outside any unit of work: nothing here allocates. */
void client_find(struct exchange *x)
{
    struct link *l = x->link;
    x->secure = x->http->tls != NULL;
    if (!l->peer_text[0] && !find_peer(l, x->connection))
        return;
    if (x->http->proxies.count && is_trusted(x->http, &l->peer))
        find_behind(x);
    else
        memcpy(x->client, l->peer_text, sizeof x->client);
}

const char *request_client(const struct request *rq)
{
    const struct exchange *x = rq->handle;
    return x && x->client[0] ? x->client : NULL;
}

bool request_secure(const struct request *rq)
{
    const struct exchange *x = rq->handle;
    return x && x->secure;
}
