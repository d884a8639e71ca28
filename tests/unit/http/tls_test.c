/* tls_test.c — TLS with another library's client: versions, certificate renewed under way, headers; whose request it is
 * behind proxies. */
#include "base/text.h"
#include "client.h"
#include "http/tls.h"
#include "tap.h"

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <signal.h>

static struct ctx cx;
static const char *certificate, *key;

/* ---- certificates ---- */

static EVP_PKEY *write_key(const char *file)
{
    EVP_PKEY *pair = EVP_EC_gen("P-256");
    FILE *f = fopen(file, "w");
    PEM_write_PrivateKey(f, pair, NULL, NULL, 0, NULL, NULL);
    fclose(f);
    return pair;
}

static void write_certificate(const char *file, EVP_PKEY *pair, long serial, long days)
{
    X509 *x = X509_new();
    ASN1_INTEGER_set(X509_get_serialNumber(x), serial);
    X509_gmtime_adj(X509_getm_notBefore(x), -86400);
    X509_gmtime_adj(X509_getm_notAfter(x), days * 86400);
    X509_set_pubkey(x, pair);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_ASC, (const unsigned char *)"localhost", -1, -1,
                               0);
    X509_set_issuer_name(x, X509_get_subject_name(x));
    X509_sign(x, pair, EVP_sha256());
    FILE *f = fopen(file, "w");
    PEM_write_X509(f, x);
    fclose(f);
    X509_free(x);
}

static void renew(long serial, long days)
{
    EVP_PKEY *pair = write_key(key);
    write_certificate(certificate, pair, serial, days);
    EVP_PKEY_free(pair);
}

/* ---- a client that speaks TLS ---- */

struct shaken {
    bool done;
    long serial;
    const char *version, *cipher;
    const char *answer; /* to what was said; "" */
};

static struct shaken shake(int port, int least, int most, const char *say)
{
    SSL_CTX *of = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_security_level(of, 0);
    SSL_CTX_set_min_proto_version(of, least);
    SSL_CTX_set_max_proto_version(of, most);
    struct client c = client_open(cx.arena, port);
    SSL *s = SSL_new(of);
    SSL_set_fd(s, c.socket);
    struct shaken r = {.done = SSL_connect(s) == 1, .answer = ""};
    if (r.done) {
        X509 *x = SSL_get1_peer_certificate(s);
        r.serial = ASN1_INTEGER_get(X509_get0_serialNumber(x));
        X509_free(x);
        r.version = arena_strdup(cx.arena, SSL_get_version(s));
        r.cipher = arena_strdup(cx.arena, SSL_get_cipher_name(s));
        struct buf in = buf_init(cx.arena);
        int n = 0;
        if (say) {
            SSL_write(s, say, (int)strlen(say));
            while ((n = SSL_read(s, buf_room(&in, 65536), 65536)) > 0)
                in.length += (size_t)n;
            in.data[in.length] = '\0';
        }
        r.answer = in.data;
        SSL_shutdown(s);
    }
    SSL_free(s);
    SSL_CTX_free(of);
    client_close(&c);
    return r;
}

/* ---- the server ---- */

static bool show_client(struct request *rq, struct response *rs)
{
    struct json j;
    response_json(rs, &j);
    json_object_begin(&j);
    json_put_text(&j, "client", request_client(rq));
    json_put_bool(&j, "secure", request_secure(rq));
    json_put_int(&j, "size", (int64_t)rq->body_size);
    json_object_end(&j);
    return true;
}

static const struct route routes[] = {
    {HTTP_GET, "/who", show_client},
    {HTTP_POST, "/who", show_client, .body_limit = 1000},
    {0},
};

static struct http *serve(struct http_options o)
{
    o.routes = routes;
    o.workers = 2;
    o.quiet = true;
    struct http *h = http_serve(&cx, &o);
    EQ_TEXT(tap_code(&cx), "");
    return h;
}

static const char ask_who[] = "GET /who HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

static void handshakes(void)
{
    renew(1, 30);
    struct http *h = serve((struct http_options){.certificate = certificate, .key = key, .hsts_seconds = 3600});
    int port = http_port(h);
    struct shaken r = shake(port, TLS1_3_VERSION, TLS1_3_VERSION, ask_who);
    OK(r.done && r.serial == 1, "TLS 1.3");
    OK(text_has(r.answer, "{\"client\":\"127.0.0.1\",\"secure\":true,\"size\":0}"), "answers over TLS");
    OK(text_has(r.answer, "Strict-Transport-Security: max-age=3600\r\n"), "browsers are to stay with TLS");
    r = shake(port, TLS1_2_VERSION, TLS1_2_VERSION, ask_who);
    OK(r.done && text_starts(r.cipher, "ECDHE-"), "TLS 1.2 with forward secrecy: %s", r.cipher);
    OK(text_has(r.answer, "200 OK"), "answers");
    OK(!shake(port, TLS1_VERSION, TLS1_1_VERSION, NULL).done, "nothing older");
    struct reply plain = ask(cx.arena, port, "GET", "/who", "", NULL);
    EQ_INT(plain.status, 0);
    r = shake(port, TLS1_2_VERSION, TLS1_3_VERSION,
              "POST /who HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nabc");
    OK(text_has(r.answer, "413 ") && text_has(r.answer, "HTP-16"), "a refusal under way goes over TLS too");

    renew(2, 30);
    EQ_INT(shake(port, TLS1_3_VERSION, TLS1_3_VERSION, NULL).serial, 1);
    OK(http_reload(&cx, h), "a renewed certificate is taken");
    EQ_INT(shake(port, TLS1_3_VERSION, TLS1_3_VERSION, NULL).serial, 2);
    EVP_PKEY_free(write_key(key));
    OK(!http_reload(&cx, h), "one without its key is not");
    EQ_TEXT(tap_code(&cx), "HTP-07");
    err_clear(&cx);
    EQ_INT(shake(port, TLS1_3_VERSION, TLS1_3_VERSION, NULL).serial, 2);
    FILE *f = fopen(certificate, "w");
    fputs("-----BEGIN CERTIFICATE-----\nAAAA\n", f);
    fclose(f);
    OK(!http_reload(&cx, h) && text_has(cx.err.path, certificate), "nor a broken one: %s", cx.err.message.en);
    err_clear(&cx);
    OK(text_has(shake(port, TLS1_2_VERSION, TLS1_3_VERSION, ask_who).answer, "200 OK"), "and the server goes on");
    http_stop(h);
}

/* The program is asked to stop while clients shake hands and send nothing. */
static void slow_handshakes(void)
{
    renew(3, 30);
    struct http *h = serve((struct http_options){.certificate = certificate, .key = key});
    struct client silent[20];
    for (int i = 0; i < 20; i++) {
        silent[i] = client_open(cx.arena, http_port(h));
        client_send(&silent[i], "\x16\x03\x01", (size_t)(i % 4));
    }
    struct shaken r = shake(http_port(h), TLS1_2_VERSION, TLS1_3_VERSION, ask_who);
    OK(text_has(r.answer, "200 OK"), "half a handshake holds up nobody");
    OK(!text_has(r.answer, "Strict-Transport"), "browsers are told of TLS only when asked to");
    time_t begun = time(NULL);
    http_stop(h);
    OK(time(NULL) - begun < 4, "nor the end");
    for (int i = 0; i < 20; i++)
        client_close(&silent[i]);
}

static void expiry(void)
{
    int64_t ms;
    renew(4, 10);
    OK(tls_expiry(&cx, certificate, &ms) && llabs(ms / 1000 - time(NULL) - 10 * 86400) < 100, "when it ends");
    OK(!tls_expiry(&cx, key, &ms), "a key is no certificate");
    err_clear(&cx);
}

/* ---- behind proxies ---- */

static void who(int port, const char *headers, const char *want)
{
    struct reply r = ask(cx.arena, port, "GET", "/who", headers, NULL);
    EQ_TEXT(r.body, want);
}

static void proxies(void)
{
    struct http *h = serve((struct http_options){.hsts_seconds = 60});
    who(http_port(h), "X-Forwarded-For: 10.0.0.9\r\nX-Forwarded-Proto: https\r\n",
        "{\"client\":\"127.0.0.1\",\"secure\":false,\"size\":0}");
    http_stop(h);

    h = serve((struct http_options){.proxies = "127.0.0.0/8 10.1.2.0/23 fd00::/8"});
    int port = http_port(h);
    who(port, "", "{\"client\":\"127.0.0.1\",\"secure\":false,\"size\":0}");
    who(port, "X-Forwarded-For: 192.168.1.7\r\nX-Forwarded-Proto: https\r\n",
        "{\"client\":\"192.168.1.7\",\"secure\":true,\"size\":0}");
    who(port, "X-Forwarded-For: 1.2.3.4, 192.168.1.7 ,10.1.3.255\r\n",
        "{\"client\":\"192.168.1.7\",\"secure\":false,\"size\":0}");
    who(port, "X-Forwarded-For: 192.168.1.7, 10.1.4.0\r\n", "{\"client\":\"10.1.4.0\",\"secure\":false,\"size\":0}");
    who(port, "X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-For: 2001:db8::7, fd00::1\r\n",
        "{\"client\":\"2001:db8::7\",\"secure\":false,\"size\":0}");
    who(port, "X-Forwarded-For: 192.168.1.7, junk\r\n", "{\"client\":\"127.0.0.1\",\"secure\":false,\"size\":0}");
    who(port, "X-Forwarded-For: ::ffff:192.168.1.7\r\n", "{\"client\":\"192.168.1.7\",\"secure\":false,\"size\":0}");
    who(port, "X-Forwarded-For: ,,\r\n", "{\"client\":\"127.0.0.1\",\"secure\":false,\"size\":0}");
    who(port, "X-Forwarded-For: 10.1.2.1, 10.1.2.2\r\n", "{\"client\":\"10.1.2.1\",\"secure\":false,\"size\":0}");
    struct buf many = buf_init(cx.arena);
    for (int i = 0; i < 20; i++)
        buf_text(&many, "X-Forwarded-For: 192.168.1.7\r\n");
    who(port, many.data, "{\"client\":\"127.0.0.1\",\"secure\":false,\"size\":0}");
    struct client c = client_open(cx.arena, port);
    client_say(&c, "GET /who HTTP/1.1\r\nHost: steward.example.org\r\n\r\n");
    EQ_INT(client_reply(&c, false).status, 200);
    client_close(&c);
    http_stop(h);

    h = serve((struct http_options){.proxies = "127.0.0.1", .hosts = "steward.example.org other.example.org"});
    static const char *const hosts[] = {"steward.example.org", "STEWARD.example.org:8443", "localhost", "evil.example",
                                        "xsteward.example.org"};
    for (int i = 0; i < 5; i++) {
        c = client_open(cx.arena, http_port(h));
        client_say(&c, arena_printf(cx.arena, "GET /who HTTP/1.1\r\nHost: %s\r\n\r\n", hosts[i]));
        EQ_INT(client_reply(&c, false).status, i < 3 ? 200 : 421);
        client_close(&c);
    }
    http_stop(h);
}

int main(void)
{
    char folder[] = "/tmp/steward-tls-XXXXXX";
    cx = tap_ctx();
    signal(SIGPIPE, SIG_IGN);
    if (!mkdtemp(folder))
        return 1;
    certificate = arena_printf(cx.arena, "%s/cert.pem", folder);
    key = arena_printf(cx.arena, "%s/key.pem", folder);
    handshakes();
    slow_handshakes();
    expiry();
    proxies();
    unlink(certificate);
    unlink(key);
    rmdir(folder);
    tap_ctx_free(&cx);
    return tap_done();
}
