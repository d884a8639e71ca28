/* problem.c — failures as application/problem+json (RFC 9457), in both languages. */
#include "http/exchange.h"

/* clang-format off */
static const struct {
    int status;
    struct label title;
} titles[] = {
    {400, {"请求有误",           "Bad request"}},
    {401, {"需要登录",           "Sign-in required"}},
    {403, {"不允许",             "Not allowed"}},
    {404, {"不存在",             "Not found"}},
    {405, {"不支持这种操作",     "Method not allowed"}},
    {409, {"与现有内容冲突",     "Conflict"}},
    {412, {"内容已被他人修改",   "Changed by somebody else"}},
    {413, {"超出大小限制",       "Too large"}},
    {415, {"不支持的内容类型",   "Unsupported media type"}},
    {421, {"访问地址不对",       "Misdirected request"}},
    {422, {"内容不符合要求",     "Content not acceptable"}},
    {428, {"缺少版本条件",       "Precondition required"}},
    {429, {"请求过于频繁",       "Too many requests"}},
    {431, {"请求头过大",         "Request headers too large"}},
    {500, {"系统故障",           "System failure"}},
    {503, {"暂时无法处理",       "Temporarily unavailable"}},
};
/* clang-format on */

const char *status_title(int status, enum lang lang)
{
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (titles[i].status == status)
            return label_in(titles[i].title, lang);
    return lang == LANG_EN ? "Failure" : "失败";
}

static void write_problem(struct request *rq, struct response *rs, int status, const struct err *err)
{
    *rs = (struct response){.status = status, .content_type = "application/problem+json"};
    rs->body = buf_init(rq->cx->arena);
    struct buf type = buf_init(rq->cx->arena);
    buf_printf(&type, "/problems/%s", err->code);
    struct json j = json_to(&rs->body);
    json_object_begin(&j);
    json_put_text(&j, "type", type.data);
    json_put_text(&j, "title", status_title(status, rq->cx->lang));
    json_put_int(&j, "status", status);
    json_put_text(&j, "code", err->code);
    json_put_text(&j, "detail", label_in(err->message, rq->cx->lang));
    json_put_text(&j, "detail_zh", label_in(err->message, LANG_ZH));
    json_put_text(&j, "detail_en", label_in(err->message, LANG_EN));
    if (err->path)
        json_put_text(&j, "path", err->path);
    if (rq->id)
        json_put_text(&j, "request_id", rq->id);
    json_object_end(&j);
    if (status == 401)
        response_header(rs, "WWW-Authenticate", "Bearer");
    if (status == 503)
        response_header(rs, "Retry-After", "1");
}

void response_problem(struct request *rq, struct response *rs, const struct err *err)
{
    write_problem(rq, rs, err_http_status(err), err);
}

static const struct err unexplained = {
    .kind = ERR_SYSTEM,
    .code = "HTP-99",
    .message = {"系统内部故障，请把请求编号告诉管理员", "an internal failure; tell the administrator the request id"},
};

static const struct err exhausted = {
    .kind = ERR_MEMORY,
    .code = "MEM-01",
    .message = {"这项操作需要的内存超过了上限，请缩小范围后重试",
                "this work needs more memory than it may use; narrow it and try again"},
};

struct problem {
    struct exchange *x;
    struct err err;
};

static bool run_write(struct ctx *cx, void *problem)
{
    (void)cx;
    struct problem *p = problem;
    struct exchange *x = p->x;
    write_problem(&x->rq, &x->rs, x->status ? x->status : err_http_status(&p->err), &p->err);
    if (x->allow)
        response_header(&x->rs, "Allow", x->allow);
    return true;
}

void problem_write(struct exchange *x)
{
    struct problem p = {x, x->cx.err.kind == ERR_NONE ? unexplained : x->cx.err};
    err_clear(&x->cx);
    if (!ctx_run(&x->cx, run_write, &p)) { /* not even the problem fits: make room */
        arena_reset(x->cx.arena, x->worker->mark);
        err_clear(&x->cx);
        p.err = exhausted;
        x->status = 0;
        x->allow = NULL;
        if (!ctx_run(&x->cx, run_write, &p))
            x->rs = (struct response){.status = 503, .content_type = "text/plain", .constant = "", .constant_size = 0};
    }
    x->cx.err = p.err;
}
