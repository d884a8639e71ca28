/* admit.c — who asks, and may he be heard at all. */
#include "endpoints/admit.h"

#include "base/text.h"
#include "endpoints/askers.h"
#include "model/rights.h"

#include <string.h>
#include <strings.h>

const struct asker *asker_of(const struct request *rq)
{
    return rq->asker;
}

/* The token after "Authorization: Bearer "; NULL when there is none. */
static const char *bearer(const struct request *rq)
{
    static const char scheme[] = "Bearer ";
    const char *header = request_header(rq, "Authorization");
    return header && strncasecmp(header, scheme, strlen(scheme)) == 0 ? header + strlen(scheme) : NULL;
}

static bool fail_stranger(struct ctx *cx)
{
    return fail(cx, ERR_STRANGER, "AUT-05", NULL, "请先登录；登录可能已经过期，或在别处被结束",
                "sign in first; a session may have expired or been ended elsewhere");
}

/* A browser sends the cookie along whoever makes it ask: what writes must also say that it comes from our own pages.
 * http/guard.c has refused what says otherwise. */
static bool need_origin(struct request *rq)
{
    return rq->method == HTTP_GET || request_header(rq, "Origin") || request_header(rq, "Sec-Fetch-Site") ||
           fail(rq->cx, ERR_DENIED, "AUT-19", NULL, "写操作要带 Origin 头，说明它来自本系统的页面；程序请改用令牌",
                "a write must carry Origin, to show that it comes from this application's pages; programs use a token");
}

static bool need_scope(struct request *rq, const struct asker *a)
{
    return !a->reads_only || rq->method == HTTP_GET ||
           fail(rq->cx, ERR_DENIED, "AUT-07", NULL, "这个令牌只能读取，不能修改", "this token may read, not write");
}

static bool need_own_password(struct request *rq, const struct asker *a, const struct route *route)
{
    return !a->must_change || route->flags & ROUTE_FIRST ||
           fail(rq->cx, ERR_DENIED, "AUT-06", NULL, "请先更换密码：它是一次性的，或已过期",
                "change the password first: it was given to be used once, or is too old");
}

bool admit(struct request *rq, const struct route *route)
{
    struct ctx *cx = rq->cx;
    const char *token = bearer(rq);
    const struct asker *a = NULL;
    bool program = token != NULL;
    cx->actor = "nobody";
    cx->way = program ? "api" : "form";
    cx->origin = request_client(rq);
    cx->request = rq->id;
    cx->rights = &rights_nobody;
    if (route->flags & ROUTE_OPEN)
        return true;
    if (!token)
        token = request_cookie(rq, SESSION_COOKIE);
    if (text_is_empty(token))
        return fail_stranger(cx);
    if (!askers_find(cx, app_of(rq)->askers, token, &a))
        return false;
    /* Each kind of token its own way: a stolen program's token is of no use as a cookie. */
    if (!a || program != text_equal(a->way, TOKEN_WAY))
        return fail_stranger(cx);
    rq->asker = a;
    return (program || need_origin(rq)) && need_scope(rq, a) && need_own_password(rq, a, route);
}

void give_session(struct request *rq, struct response *rs, const char *token)
{
    const char *secure = request_secure(rq) ? "; Secure" : "";
    response_header(rs, "Set-Cookie",
                    arena_printf(rq->cx->arena, SESSION_COOKIE "=%s; Path=/; HttpOnly; SameSite=Lax%s%s",
                                 token ? token : "", secure, token ? "" : "; Max-Age=0"));
    response_header(rs, "Cache-Control", "no-store");
}
