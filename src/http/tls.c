/* tls.c — certificate and key from files; new connections get the newest, those that are open keep theirs. */
#include "http/tls.h"

#include "http/exchange.h"

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>

enum { CHAIN_MOST = 8, KEY_ID = 64 };

const char tls_priorities[] = "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-RSA:-DHE-RSA:-SHA1:%SERVER_PRECEDENCE";

/* One reading of the files.  A handshake may be using an older one, so all stay until the server ends. */
struct tls_pair {
    gnutls_pcert_st chain[CHAIN_MOST];
    unsigned count;
    gnutls_privkey_t key;
    struct tls_pair *before;
};

struct tls {
    struct arena *arena; /* holds this */
    const char *certificate, *key;
    struct tls_pair *_Atomic newest;
};

static _Thread_local struct tls *of_thread;

void tls_serve_thread(struct tls *t)
{
    of_thread = t;
}

static int retrieve(gnutls_session_t session, const gnutls_datum_t *authorities, int authority_count,
                    const gnutls_pk_algorithm_t *algorithms, int algorithm_count, gnutls_pcert_st **ret_chain,
                    unsigned *ret_count, gnutls_privkey_t *ret_key)
{
    (void)session, (void)authorities, (void)authority_count, (void)algorithms, (void)algorithm_count;
    struct tls_pair *p = of_thread ? atomic_load(&of_thread->newest) : NULL;
    if (!p)
        return -1;
    *ret_chain = p->chain;
    *ret_count = p->count;
    *ret_key = p->key;
    return 0;
}

gnutls_certificate_retrieve_function2 *tls_retrieve(void)
{
    return retrieve;
}

static bool fail_file(struct ctx *cx, const char *file, int why)
{
    return fail(cx, ERR_USAGE, "HTP-07", file, "证书或密钥用不了：%s。应为 PEM 文件，服务的用户要能读",
                "the certificate or key cannot be used: %s; it must be a PEM file that the server's user can read",
                gnutls_strerror(why));
}

static bool read_chain(struct ctx *cx, struct tls_pair *p, const char *file)
{
    gnutls_datum_t pem = {0};
    p->count = CHAIN_MOST;
    int why = gnutls_load_file(file, &pem);
    if (why == 0)
        why = gnutls_pcert_list_import_x509_raw(p->chain, &p->count, &pem, GNUTLS_X509_FMT_PEM,
                                                GNUTLS_X509_CRT_LIST_FAIL_IF_UNSORTED);
    gnutls_free(pem.data);
    if (why != 0)
        p->count = 0;
    return why == 0 || fail_file(cx, file, why);
}

static bool read_key(struct ctx *cx, struct tls_pair *p, const char *file)
{
    gnutls_datum_t pem = {0};
    int why = gnutls_privkey_init(&p->key);
    if (why == 0)
        why = gnutls_load_file(file, &pem);
    if (why == 0)
        why = gnutls_privkey_import_x509_raw(p->key, &pem, GNUTLS_X509_FMT_PEM, NULL, 0);
    if (pem.data)
        gnutls_memset(pem.data, 0, pem.size);
    gnutls_free(pem.data);
    return why == 0 || fail_file(cx, file, why);
}

/* Is the certificate that of the key? */
static bool check_pair(struct ctx *cx, const struct tls_pair *p, const char *key_file)
{
    unsigned char of_certificate[KEY_ID], of_key[KEY_ID];
    size_t n = sizeof of_certificate, m = sizeof of_key;
    gnutls_pubkey_t public_key;
    bool same = false;
    if (gnutls_pubkey_init(&public_key) != 0)
        return fail_file(cx, key_file, GNUTLS_E_MEMORY_ERROR);
    same = gnutls_pubkey_import_privkey(public_key, p->key, 0, 0) == 0 &&
           gnutls_pubkey_get_key_id(public_key, 0, of_key, &m) == 0 &&
           gnutls_pubkey_get_key_id(p->chain[0].pubkey, 0, of_certificate, &n) == 0 && n == m &&
           memcmp(of_certificate, of_key, n) == 0;
    gnutls_pubkey_deinit(public_key);
    return same ||
           fail(cx, ERR_USAGE, "HTP-07", key_file, "密钥与证书不是一对", "the key is not that of the certificate");
}

static void pair_free(void *pair)
{
    struct tls_pair *p = pair;
    for (unsigned i = 0; i < p->count; i++)
        gnutls_pcert_deinit(&p->chain[i]);
    gnutls_privkey_deinit(p->key);
}

bool tls_reload(struct ctx *cx, struct tls *t)
{
    struct tls_pair *p = ARENA_NEW(t->arena, struct tls_pair);
    if (!read_chain(cx, p, t->certificate) || !read_key(cx, p, t->key) || !check_pair(cx, p, t->key)) {
        pair_free(p);
        return false;
    }
    arena_defer(t->arena, pair_free, p);
    p->before = atomic_load(&t->newest);
    atomic_store(&t->newest, p);
    return true;
}

struct tls *tls_open(struct ctx *cx, const char *certificate, const char *key)
{
    struct arena *a = arena_new(1024 * 1024);
    if (!a) {
        fail(cx, ERR_MEMORY, "MEM-01", NULL, "内存不足，无法启动服务", "not enough memory to start the server");
        return NULL;
    }
    struct tls *t = ARENA_NEW(a, struct tls);
    *t = (struct tls){.arena = a, .certificate = arena_strdup(a, certificate), .key = arena_strdup(a, key)};
    if (tls_reload(cx, t))
        return t;
    arena_free(a);
    return NULL;
}

void tls_close(struct tls *t)
{
    if (t)
        arena_free(t->arena);
}

bool tls_expiry(struct ctx *cx, const char *certificate, int64_t *ret_ms)
{
    struct tls_pair p = {.count = 0};
    gnutls_x509_crt_t first;
    int why;
    if (!read_chain(cx, &p, certificate))
        return false;
    why = gnutls_pcert_export_x509(&p.chain[0], &first);
    if (why == 0) {
        *ret_ms = (int64_t)gnutls_x509_crt_get_expiration_time(first) * 1000;
        gnutls_x509_crt_deinit(first);
    }
    pair_free(&p);
    return why == 0 || fail_file(cx, certificate, why);
}
