/* Building answers: headers that cannot be broken out of, attachments, problems. */
#include "base/text.h"
#include "http/http.h"
#include "tap.h"

#include <string.h>

static void headers(void)
{
    struct response rs = {0};
    response_header(&rs, "X-One", "1");
    response_header(&rs, "x-one", "2");
    EQ_INT(rs.header_count, 1);
    EQ_TEXT(rs.headers[0][1], "2");
    response_header(&rs, "Set-Cookie", "a=1");
    response_header(&rs, "Set-Cookie", "b=2");
    EQ_INT(rs.header_count, 3);
    response_header(&rs, "X-Bad", "a\r\nSet-Cookie: stolen=1");
    response_header(&rs, "X-Bad", "a\nb");
    response_header(&rs, "X-Bad\r\nY", "a");
    response_header(&rs, "X Bad", "a");
    response_header(&rs, "", "a");
    response_header(&rs, "X-Null", NULL);
    response_header(&rs, "X-Empty", "");
    EQ_INT(rs.header_count, 3);
    for (int i = 0; i < 14; i++)
        response_header(&rs, "Set-Cookie", "c=3");
    EQ_INT(rs.header_count, 16);
}

static const char *disposition(struct ctx *cx, const char *name)
{
    struct response rs = {0};
    struct buf bytes = buf_init(cx->arena);
    response_file(&rs, "text/csv", name, bytes);
    return rs.header_count ? rs.headers[0][1] : NULL;
}

static void files(struct ctx *cx)
{
    EQ_TEXT(disposition(cx, "ledger.xlsx"), "attachment; filename=\"ledger.xlsx\"; filename*=UTF-8''ledger.xlsx");
    EQ_TEXT(disposition(cx, "重点项目台账 2023.xlsx"),
            "attachment; filename=\"_2023.xlsx\"; "
            "filename*=UTF-8''%E9%87%8D%E7%82%B9%E9%A1%B9%E7%9B%AE%E5%8F%B0%E8%B4%A6%202023.xlsx");
    EQ_TEXT(disposition(cx, "../../etc/passwd"), "attachment; filename=\"passwd\"; filename*=UTF-8''passwd");
    EQ_TEXT(disposition(cx, "a\"; filename=\"b.exe\r\nX-Evil: 1"),
            "attachment; filename=\"a_filename=_b.exe_X-Evil:_1\"; "
            "filename*=UTF-8''a%22%3B%20filename%3D%22b.exe%0D%0AX-Evil%3A%201");
    EQ_TEXT(disposition(cx, "C:\\台账\\"), "attachment; filename=\"download\"; filename*=UTF-8''download");
}

static void problems(struct ctx *cx)
{
    struct request rq = {.cx = cx, .id = "r1"};
    struct response rs = {0};
    fail(cx, ERR_INPUT, "PRJ-03", "rows[3].total", "总投资“%s”不是金额", "total \"%s\" is no amount", "1\"2");
    cx->lang = LANG_EN;
    response_problem(&rq, &rs, &cx->err);
    EQ_INT(rs.status, 422);
    EQ_TEXT(rs.content_type, "application/problem+json");
    EQ_TEXT(rs.body.data,
            "{\"type\":\"/problems/PRJ-03\",\"title\":\"Content not acceptable\",\"status\":422,\"code\":\"PRJ-03\","
            "\"detail\":\"total \\\"1\\\"2\\\" is no amount\",\"detail_zh\":\"总投资“1\\\"2”不是金额\","
            "\"detail_en\":\"total \\\"1\\\"2\\\" is no amount\",\"path\":\"rows[3].total\",\"request_id\":\"r1\"}");
    cx->lang = LANG_ZH;
    fail_cause(cx, "secret of the engine");
    response_problem(&rq, &rs, &cx->err);
    OK(text_has(rs.body.data, "\"title\":\"内容不符合要求\""), "title in Chinese");
    OK(!text_has(rs.body.data, "secret"), "the cause stays in the log");
}

int main(void)
{
    struct ctx cx = tap_ctx();
    headers();
    files(&cx);
    problems(&cx);
    tap_ctx_free(&cx);
    return tap_done();
}
