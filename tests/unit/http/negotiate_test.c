/* What clients send in paths, Accept-* and conditional headers. */
#include "http/exchange.h"
#include "tap.h"

static void paths(struct ctx *cx)
{
    EQ_TEXT(decode_path(cx, "/api/v1/projects"), "/api/v1/projects");
    EQ_TEXT(decode_path(cx, "/%E9%A1%B9%E7%9B%AE/%e4%b8%80"), "/项目/一");
    EQ_TEXT(decode_path(cx, "/a%20b"), "/a b");
    EQ_TEXT(decode_path(cx, "/a..b/...c/.d"), "/a..b/...c/.d");
    static const char *const bad[] = {
        "",         "a",       "//",   "/a//b",      "/..",   "/a/../b",    "/a/.",      "/./a",          "/%2e%2e/etc",
        "/a%2Fb",   "/a%2fb",  "/a%",  "/a%4",       "/a%zz", "/a%00",      "/a%00b",    "/a\\b",         "/a%5Cb",
        "/%0d%0aX", "/%c0%af", "/%ff", "/%ed%a0%80", "/a%7f", "http://a/b", "/a/%2E./b", "/%F4%90%80%80", "*",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        OK(!decode_path(cx, bad[i]), "path %s is refused", bad[i]);
    EQ_TEXT(decode_percent(cx, "%E4%BA%BF+1%2B1\n"), "亿+1+1\n");
    OK(!decode_percent(cx, "a%00"), "NUL in a query is refused");
    OK(!decode_percent(cx, "a%E4%BA"), "a cut character in a query is refused");
    OK(!decode_percent(cx, "%"), "a lone %% is refused");
}

static void qualities(void)
{
    EQ_INT(accept_quality("gzip, deflate, br", "br", true), 1000);
    EQ_INT(accept_quality("gzip;q=0.5, br;q=0.25", "br", true), 250);
    EQ_INT(accept_quality("gzip ; q=0 , br;q=1.0", "gzip", true), 0);
    EQ_INT(accept_quality("*;q=0.3, gzip;q=0.9", "br", true), 300);
    EQ_INT(accept_quality("*;q=0.3", "br", false), -1);
    EQ_INT(accept_quality("gzip", "br", true), -1);
    EQ_INT(accept_quality(NULL, "br", true), -1);
    EQ_INT(accept_quality("", "br", true), -1);
    EQ_INT(accept_quality("text/html;level=1;q=0.4", "text/html", false), 400);
    EQ_INT(accept_quality("GZIP;Q=0.125", "gzip", true), 125);
    EQ_INT(accept_quality("brotli", "br", true), -1);
    EQ_INT(accept_quality(",,;;,;q=,gzip;q=junk", "gzip", true), 1000);
    EQ_INT(accept_language("zh-CN,zh;q=0.9,en;q=0.8"), LANG_ZH);
    EQ_INT(accept_language("en-US,en;q=0.9,zh-CN;q=0.8"), LANG_EN);
    EQ_INT(accept_language("fr, en;q=0.1"), LANG_EN);
    EQ_INT(accept_language("fr"), LANG_ZH);
    EQ_INT(accept_language("*"), LANG_ZH);
    EQ_INT(accept_language(NULL), LANG_ZH);
    EQ_INT(accept_language("en;q=0.5, zh;q=0.5"), LANG_ZH);
}

static void tags(void)
{
    OK(tag_matches("\"7\"", "\"7\""), "same tag");
    OK(tag_matches("\"6\", W/\"7\" ,\"8\"", "\"7\""), "weak comparison in a list");
    OK(tag_matches("\"7\"", "W/\"7\""), "weak tag of ours");
    OK(tag_matches("*", "\"7\""), "any");
    OK(tag_matches("\"a,b\", \"7\"", "\"7\""), "comma inside a tag");
    OK(!tag_matches("\"77\"", "\"7\""), "longer");
    OK(!tag_matches("7", "\"7\""), "bare text is no tag");
    OK(!tag_matches("\"7", "\"7\""), "unfinished");
    OK(!tag_matches("", "\"7\""), "empty");
    OK(!tag_matches(NULL, "\"7\""), "absent");
}

static void hosts(void)
{
    static const char *const ours[] = {"localhost",      "LOCALHOST:80", "127.0.0.1",
                                       "127.0.0.1:8080", "[::1]",        "[::1]:8080"};
    static const char *const theirs[] = {"evil.example",
                                         "localhost.evil.example",
                                         "127.0.0.1.evil.example",
                                         "127.0.0.1:",
                                         "127.0.0.1:80x",
                                         "127.0.0.2",
                                         "",
                                         "localhost:80@evil.example",
                                         "[::1",
                                         "10.0.0.1:8080"};
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        OK(host_is_one_of(ours[i], loopback_hosts), "host %s is ours", ours[i]);
    for (size_t i = 0; i < sizeof theirs / sizeof *theirs; i++)
        OK(!host_is_one_of(theirs[i], loopback_hosts), "host %s is not", theirs[i]);
}

int main(void)
{
    struct ctx cx = tap_ctx();
    paths(&cx);
    qualities();
    tags();
    hosts();
    tap_ctx_free(&cx);
    return tap_done();
}
