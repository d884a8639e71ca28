/* hash.c — SHA-256, SM3 and random tokens by OpenSSL. */
#include "base/hash.h"

#include <limits.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <pthread.h>
#include <string.h>

struct digest {
    EVP_MD_CTX *evp;
    bool failed; /* some step did; told at the end */
};

static void digest_release(void *h)
{
    EVP_MD_CTX_free(((struct digest *)h)->evp);
}

static bool fail_hash(struct ctx *cx)
{
    return fail(cx, ERR_SYSTEM, "SYS-01", NULL, "计算摘要失败，请检查本机的 OpenSSL",
                "hashing failed; check the OpenSSL library of this machine");
}

/* Looked up once: the library would do so for every digest. */
static EVP_MD *sm3_kind;

static void find_sm3(void)
{
    sm3_kind = EVP_MD_fetch(NULL, "SM3", NULL);
}

static const EVP_MD *kind_of_sm3(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, find_sm3);
    return sm3_kind;
}

static struct digest *begin(struct ctx *cx, const EVP_MD *kind)
{
    struct digest *h = ARENA_NEW(cx->arena, struct digest);
    arena_defer(cx->arena, digest_release, h);
    h->evp = EVP_MD_CTX_new();
    if (h->evp && EVP_DigestInit_ex(h->evp, kind, NULL))
        return h;
    fail_hash(cx);
    return NULL;
}

struct digest *sha256_begin(struct ctx *cx)
{
    return begin(cx, EVP_sha256());
}

struct digest *sm3_begin(struct ctx *cx)
{
    return begin(cx, kind_of_sm3());
}

void digest_add(struct digest *h, const void *bytes, size_t n)
{
    if (!EVP_DigestUpdate(h->evp, bytes, n))
        h->failed = true;
}

const char *hex_of(struct arena *a, const void *bytes, size_t n)
{
    static const char digits[] = "0123456789abcdef";
    const unsigned char *b = bytes;
    char *hex = arena_alloc(a, n * 2 + 1);
    for (size_t i = 0; i < n; i++) {
        hex[2 * i] = digits[b[i] >> 4];
        hex[2 * i + 1] = digits[b[i] & 15];
    }
    return hex;
}

static int nibble(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool hex_read(const char *hex, void *ret_bytes, size_t n)
{
    unsigned char *to = ret_bytes;
    if (!hex || strlen(hex) != 2 * n)
        return false;
    for (size_t i = 0; i < n; i++) {
        int high = nibble(hex[2 * i]), low = nibble(hex[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        to[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}

const char *digest_end(struct ctx *cx, struct digest *h)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int n = 0;
    if (h->failed || !EVP_DigestFinal_ex(h->evp, digest, &n)) {
        fail_hash(cx);
        return NULL;
    }
    return hex_of(cx->arena, digest, n);
}

bool sm3(struct ctx *cx, const void *bytes, size_t n, unsigned char ret_digest[SM3_SIZE])
{
    return EVP_Digest(bytes, n, ret_digest, NULL, kind_of_sm3(), NULL) || fail_hash(cx);
}

const char *sha256_hex(struct ctx *cx, const void *bytes, size_t n)
{
    struct digest *h = sha256_begin(cx);
    if (!h)
        return NULL;
    digest_add(h, bytes, n);
    return digest_end(cx, h);
}

bool random_fill(struct ctx *cx, void *ret_bytes, size_t n)
{
    if (n <= INT_MAX && RAND_bytes(ret_bytes, (int)n) == 1)
        return true;
    return fail(cx, ERR_SYSTEM, "SYS-02", NULL, "本机无法提供安全的随机数",
                "this machine gives no secure random numbers");
}

const char *random_token(struct ctx *cx, size_t bytes)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    size_t length = (bytes * 8 + 5) / 6;
    unsigned char *random = arena_alloc(cx->arena, bytes + 1);
    if (!random_fill(cx, random, bytes))
        return NULL;
    char *token = arena_alloc(cx->arena, length + 1);
    for (size_t i = 0; i < length; i++) { /* six bits at a time, the last ones padded with the NUL after the bytes */
        size_t bit = i * 6;
        unsigned pair = (unsigned)random[bit / 8] << 8 | (bit / 8 + 1 < bytes ? random[bit / 8 + 1] : 0u);
        token[i] = digits[pair >> (10 - bit % 8) & 63];
    }
    return token;
}

uint64_t quick_hash(uint64_t before, const void *bytes, size_t n)
{
    const unsigned char *p = bytes;
    for (size_t i = 0; i < n; i++)
        before = (before ^ p[i]) * UINT64_C(1099511628211);
    return before;
}
