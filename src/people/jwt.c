/* jwt.c — a signed statement of another server, checked with OpenSSL. */
#include "people/jwt.h"

#include "base/buf.h"
#include "base/json.h"

#include <jansson.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <string.h>

enum { TOKEN_MOST = 64 * 1024, ES256_HALF = 32, SKEW_MS = 60 * 1000 };

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

const char *base64url_of(struct arena *a, const void *bytes, size_t n)
{
    const unsigned char *in = bytes;
    struct buf out = buf_init(a);
    unsigned bits = 0;
    int have = 0;
    for (size_t i = 0; i < n; i++) {
        bits = (bits << 8 | in[i]) & 0xFFFF;
        for (have += 8; have >= 6; have -= 6)
            buf_char(&out, alphabet[bits >> (have - 6) & 63]);
    }
    if (have)
        buf_char(&out, alphabet[bits << (6 - have) & 63]);
    return out.data;
}

const void *base64url_bytes(struct arena *a, const char *text, size_t n, size_t *ret_size)
{
    struct buf out = buf_init(a);
    unsigned bits = 0;
    int have = 0;
    for (size_t i = 0; i < n; i++) {
        const char *place = text[i] ? strchr(alphabet, text[i]) : NULL;
        if (!place)
            return NULL;
        bits = (bits << 6 | (unsigned)(place - alphabet)) & 0xFFFF;
        have += 6;
        if (have >= 8)
            buf_char(&out, (char)(bits >> (have -= 8) & 0xFF));
    }
    *ret_size = out.length;
    return out.data;
}

/* Always NULL. */
static struct json_t *disbelieve(struct ctx *cx, const char *why)
{
    fail(cx, ERR_STRANGER, "AUT-21", NULL, "统一登录返回的身份无法确认，请重试；仍不行时请找系统管理员",
         "the identity that the sign-in service sent cannot be believed; try again, or ask the system administrator");
    fail_cause(cx, why);
    return NULL;
}

/* ---- the parts ---- */

struct parts {
    const char *signed_text; /* head and claims as they were signed */
    size_t signed_size;
    json_t *head, *claims;
    const unsigned char *signature;
    size_t signature_size;
};

static json_t *read_part(struct ctx *cx, const char *text, size_t n)
{
    size_t size;
    const char *bytes = base64url_bytes(cx->arena, text, n, &size);
    json_t *part = bytes ? json_parse(cx, bytes, size) : NULL;
    return json_is_object(part) ? part : NULL;
}

static bool read_parts(struct ctx *cx, const char *token, struct parts *ret_parts)
{
    const char *first = strchr(token, '.'), *second = first ? strchr(first + 1, '.') : NULL;
    struct parts p = {.signed_text = token};
    if (!second || strchr(second + 1, '.') || strlen(token) > TOKEN_MOST)
        return false;
    p.signed_size = (size_t)(second - token);
    p.head = read_part(cx, token, (size_t)(first - token));
    p.claims = p.head ? read_part(cx, first + 1, (size_t)(second - first - 1)) : NULL;
    p.signature = base64url_bytes(cx->arena, second + 1, strlen(second + 1), &p.signature_size);
    *ret_parts = p;
    return p.claims && p.signature && p.signature_size > 0;
}

/* ---- keys ---- */

static BIGNUM *number_of(struct ctx *cx, const json_t *key, const char *name)
{
    const char *text = json_string_value(json_object_get(key, name));
    size_t n = 0;
    const void *bytes = text ? base64url_bytes(cx->arena, text, strlen(text), &n) : NULL;
    return bytes && n && n < 1024 ? BN_bin2bn(bytes, (int)n, NULL) : NULL;
}

static EVP_PKEY *key_from(const char *kind, OSSL_PARAM *params)
{
    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *making = EVP_PKEY_CTX_new_from_name(NULL, kind, NULL);
    if (making && params && EVP_PKEY_fromdata_init(making) == 1)
        (void)EVP_PKEY_fromdata(making, &key, EVP_PKEY_PUBLIC_KEY, params);
    EVP_PKEY_CTX_free(making);
    return key;
}

static EVP_PKEY *rsa_key(struct ctx *cx, const json_t *jwk)
{
    BIGNUM *n = number_of(cx, jwk, "n"), *e = number_of(cx, jwk, "e");
    OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
    OSSL_PARAM *params = NULL;
    if (build && n && e && BN_num_bits(n) >= 2048 && OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, n) &&
        OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, e))
        params = OSSL_PARAM_BLD_to_param(build);
    EVP_PKEY *key = params ? key_from("RSA", params) : NULL;
    OSSL_PARAM_free(params);
    OSSL_PARAM_BLD_free(build);
    BN_free(n);
    BN_free(e);
    return key;
}

static EVP_PKEY *p256_key(struct ctx *cx, const json_t *jwk)
{
    BIGNUM *x = number_of(cx, jwk, "x"), *y = number_of(cx, jwk, "y");
    unsigned char point[1 + 2 * ES256_HALF] = {4}; /* uncompressed */
    EVP_PKEY *key = NULL;
    if (x && y && BN_bn2binpad(x, point + 1, ES256_HALF) > 0 &&
        BN_bn2binpad(y, point + 1 + ES256_HALF, ES256_HALF) > 0) {
        char curve[] = "prime256v1";
        OSSL_PARAM params[] = {
            OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, curve, 0),
            OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point),
            OSSL_PARAM_construct_end(),
        };
        key = key_from("EC", params);
    }
    BN_free(x);
    BN_free(y);
    return key;
}

/* ---- the signature ---- */

/* r and s of a JWS as the DER that OpenSSL takes; the caller frees it. */
static unsigned char *der_of(const struct parts *p, size_t *ret_size)
{
    unsigned char *der = NULL;
    ECDSA_SIG *sig = p->signature_size == 2 * ES256_HALF ? ECDSA_SIG_new() : NULL;
    BIGNUM *r = sig ? BN_bin2bn(p->signature, ES256_HALF, NULL) : NULL,
           *s = sig ? BN_bin2bn(p->signature + ES256_HALF, ES256_HALF, NULL) : NULL;
    int n = 0;
    if (r && s && ECDSA_SIG_set0(sig, r, s))
        n = i2d_ECDSA_SIG(sig, &der); /* the numbers are sig's now */
    ECDSA_SIG_free(sig);
    *ret_size = n > 0 ? (size_t)n : 0;
    return n > 0 ? der : NULL;
}

static bool has_signed(EVP_PKEY *key, const struct parts *p, const unsigned char *signature, size_t size)
{
    EVP_MD_CTX *md = EVP_MD_CTX_new();
    const bool good = md && EVP_DigestVerifyInit(md, NULL, EVP_sha256(), NULL, key) == 1 &&
                      EVP_DigestVerify(md, signature, size, (const unsigned char *)p->signed_text, p->signed_size) == 1;
    EVP_MD_CTX_free(md);
    return good;
}

static bool is_text(const json_t *object, const char *name, const char *wanted)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text && strcmp(text, wanted) == 0;
}

static bool signed_by(struct ctx *cx, const struct parts *p, const json_t *jwk)
{
    const bool rsa = is_text(p->head, "alg", "RS256") && is_text(jwk, "kty", "RSA"),
               ec = is_text(p->head, "alg", "ES256") && is_text(jwk, "kty", "EC") && is_text(jwk, "crv", "P-256");
    const char *named = json_string_value(json_object_get(p->head, "kid")),
               *id = json_string_value(json_object_get(jwk, "kid"));
    if ((!rsa && !ec) || (named && id && strcmp(named, id) != 0))
        return false;
    EVP_PKEY *key = rsa ? rsa_key(cx, jwk) : p256_key(cx, jwk);
    size_t size = p->signature_size;
    unsigned char *der = ec ? der_of(p, &size) : NULL;
    const bool good = key && (rsa || der) && has_signed(key, p, rsa ? p->signature : der, size);
    OPENSSL_free(der);
    EVP_PKEY_free(key);
    return good;
}

static bool is_signed(struct ctx *cx, const struct parts *p, const json_t *keys)
{
    size_t i;
    json_t *jwk;
    json_array_foreach(json_object_get(keys, "keys"), i, jwk) if (signed_by(cx, p, jwk)) return true;
    return false;
}

/* ---- what it says ---- */

static bool is_for(const json_t *claims, const char *audience)
{
    const json_t *aud = json_object_get(claims, "aud");
    size_t i;
    json_t *one;
    if (json_is_string(aud))
        return strcmp(json_string_value(aud), audience) == 0;
    json_array_foreach(aud, i, one) if (json_is_string(one) && strcmp(json_string_value(one), audience) ==
                                                                   0) return json_array_size(aud) == 1 ||
        is_text(claims, "azp", audience);
    return false;
}

static bool is_now(const json_t *claims, int64_t now_ms)
{
    const json_t *until = json_object_get(claims, "exp"), *from = json_object_get(claims, "nbf");
    const int64_t ends = json_is_integer(until) ? json_integer_value(until) : 0;
    return ends > now_ms / 1000 - SKEW_MS / 1000 &&
           (!json_is_integer(from) || json_integer_value(from) <= now_ms / 1000 + SKEW_MS / 1000);
}

struct json_t *jwt_claims(struct ctx *cx, const char *token, const struct json_t *keys, const struct jwt_wanted *wanted)
{
    struct parts p;
    if (!read_parts(cx, token, &p)) {
        err_clear(cx);
        return disbelieve(cx, "the token is malformed");
    }
    if (!is_signed(cx, &p, keys))
        return disbelieve(cx, "no key of the issuer has signed the token");
    if (!is_text(p.claims, "iss", wanted->issuer))
        return disbelieve(cx, "the token is of another issuer");
    if (!is_for(p.claims, wanted->audience))
        return disbelieve(cx, "the token is for another client");
    if (!is_text(p.claims, "nonce", wanted->nonce))
        return disbelieve(cx, "the token answers another question");
    return is_now(p.claims, wanted->now_ms) ? p.claims : disbelieve(cx, "the token is out of its time");
}
