/* fetch.c — asks another server over HTTP, on libcurl. */
#include "base/fetch.h"

#include <curl/curl.h>
#include <pthread.h>
#include <string.h>

enum { SECONDS_USUAL = 10, BYTES_USUAL = 1024 * 1024 };

static void start_curl(void)
{
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

bool fetch_may_ask(const char *url)
{
    static const char *const here[] = {"http://127.0.0.1", "http://localhost", "http://[::1]"};
    if (begins(url, "https://"))
        return url[strlen("https://")] != '\0';
    for (size_t i = 0; i < sizeof here / sizeof *here; i++)
        if (begins(url, here[i]) && strchr(":/", url[strlen(here[i])])) /* the end counts as a place of "/" */
            return true;
    return false;
}

void form_add(struct buf *form, const char *name, const char *value)
{
    buf_printf(form, "%s%s=", form->length ? "&" : "", name);
    for (const unsigned char *c = (const unsigned char *)value; *c; c++) {
        const bool plain =
            (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') || strchr("-._~", *c);
        buf_printf(form, plain ? "%c" : "%%%02X", *c);
    }
}

struct taking {
    struct fetched *answer;
    size_t most;
    bool too_large;
};

static size_t take(char *data, size_t size, size_t count, void *arg)
{
    struct taking *t = arg;
    if (t->answer->body.length + size * count > t->most) {
        t->too_large = true;
        return 0;
    }
    buf_add(&t->answer->body, data, size * count);
    return size * count;
}

static void set_up(CURL *curl, const struct fetch *ask, struct taking *t)
{
    const long seconds = (long)(ask->seconds ? ask->seconds : SECONDS_USUAL);
    curl_easy_setopt(curl, CURLOPT_URL, ask->url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https,http");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, seconds);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(curl, CURLOPT_PROXY, ""); /* the environment's proxies are not ours to use */
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, t);
    if (ask->certificates)
        curl_easy_setopt(curl, CURLOPT_CAINFO, ask->certificates);
    if (ask->form)
        curl_easy_setopt(curl, CURLOPT_COPYPOSTFIELDS, ask->form);
    if (ask->bearer) {
        curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BEARER);
        curl_easy_setopt(curl, CURLOPT_XOAUTH2_BEARER, ask->bearer);
    }
    if (!ask->user)
        return;
    curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
    curl_easy_setopt(curl, CURLOPT_USERNAME, ask->user);
    curl_easy_setopt(curl, CURLOPT_PASSWORD, ask->password ? ask->password : "");
}

static bool fail_silent(struct ctx *cx, const struct fetch *ask, const char *why)
{
    fail(cx, ERR_SYSTEM, "FET-02", NULL, "对方服务器没有应答：%s，请检查地址、网络和证书",
         "the other server did not answer: %s; check its address, the network and its certificate", ask->url);
    fail_cause(cx, why);
    return false;
}

bool fetch(struct ctx *cx, const struct fetch *ask, struct fetched *ret_answer)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    if (!fetch_may_ask(ask->url))
        return fail(cx, ERR_SYSTEM, "FET-01", NULL, "只能访问 https 地址：%s", "only https addresses can be asked: %s",
                    ask->url);
    pthread_once(&once, start_curl);
    CURL *curl = curl_easy_init();
    struct fetched answer = {.body = buf_init(cx->arena)};
    struct taking t = {.answer = &answer, .most = (size_t)(ask->bytes ? ask->bytes : BYTES_USUAL)};
    if (!curl)
        return fail_silent(cx, ask, "curl_easy_init");
    buf_room(&answer.body, t.most); /* to run out of memory in between would leave curl behind */
    set_up(curl, ask, &t);
    const CURLcode result = curl_easy_perform(curl);
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_cleanup(curl);
    if (t.too_large)
        return fail(cx, ERR_SYSTEM, "FET-03", NULL, "对方服务器的应答过大：%s",
                    "the other server's answer is too large: %s", ask->url);
    if (result != CURLE_OK)
        return fail_silent(cx, ask, curl_easy_strerror(result));
    answer.status = (int)status;
    *ret_answer = answer;
    return true;
}
