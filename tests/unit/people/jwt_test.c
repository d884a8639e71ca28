/* jwt_test.c — statements of another server: the examples of RFC 7515, and ones signed here, honest and not. */
#include "people/jwt.h"

#include "base/buf.h"
#include "base/json.h"
#include "tap.h"

#include <jansson.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <string.h>

/* RFC 7515 A.2 and A.3: the same claims, {"iss":"joe","exp":1300819380,…}, which name no audience. */
#define JOE "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
static const char rs256[] =
    "eyJhbGciOiJSUzI1NiJ9." JOE ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_"
    "O8W2Fp5jujGbds9uJdbF9CUAr7t1dn"
    "ZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--"
    "xi12jzDwusC-eOk"
    "HWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
static const char es256[] = "eyJhbGciOiJFUzI1NiJ9." JOE
                            ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
static const char keys_of_rfc[] = "{\"keys\":[{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":"
                                  "\"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-"
                                  "4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_"
                                  "YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsL"
                                  "A9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_"
                                  "I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91"
                                  "kzk2PAcDTW9gb54h4FRWyuXpoQ\"},{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":"
                                  "\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\",\"y\":"
                                  "\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}]}";

static const struct jwt_wanted joe = {"joe", "us", "n", 1300819380000 - 60000};

/* Why it is not believed; "" when it is. */
static const char *doubt(struct ctx *cx, const char *token, const json_t *keys, const struct jwt_wanted *wanted)
{
    const char *why = jwt_claims(cx, token, keys, wanted) ? "" : arena_strdup(cx->arena, cx->err.cause);
    if (*why)
        EQ_TEXT(cx->err.code, "AUT-21");
    err_clear(cx);
    return why;
}

static void test_rfc(struct ctx *cx)
{
    const json_t *keys = json_parse(cx, keys_of_rfc, strlen(keys_of_rfc));
    EQ_TEXT(doubt(cx, rs256, keys, &joe), "the token is for another client"); /* so the signature is right */
    EQ_TEXT(doubt(cx, es256, keys, &joe), "the token is for another client");
    const char *tokens[] = {rs256, es256};
    for (size_t t = 0; t < 2; t++) {
        char *changed = arena_strdup(cx->arena, tokens[t]);
        changed[strlen(changed) - 10] ^= 1;
        EQ_TEXT(doubt(cx, changed, keys, &joe), "no key of the issuer has signed the token");
    }
}

/* ---- signed here ---- */

struct signer {
    EVP_PKEY *key;
    const json_t *keys;
};

static struct signer signer_new(struct ctx *cx)
{
    unsigned char point[65], *x = point + 1, *y = point + 33;
    size_t n = 0;
    struct signer s = {.key = EVP_EC_gen("P-256")};
    OK(s.key && EVP_PKEY_get_octet_string_param(s.key, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point, &n) && n == 65,
       "a key");
    const char *set = arena_printf(
        cx->arena, "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"k\",\"x\":\"%s\",\"y\":\"%s\"}]}",
        base64url_of(cx->arena, x, 32), base64url_of(cx->arena, y, 32));
    s.keys = json_parse(cx, set, strlen(set));
    return s;
}

static const char *sign(struct ctx *cx, const struct signer *s, const char *head, const char *claims)
{
    unsigned char der[128], raw[64];
    size_t n = sizeof der;
    const char *text = arena_printf(cx->arena, "%s.%s", base64url_of(cx->arena, head, strlen(head)),
                                    base64url_of(cx->arena, claims, strlen(claims)));
    EVP_MD_CTX *md = EVP_MD_CTX_new();
    OK(EVP_DigestSignInit(md, NULL, EVP_sha256(), NULL, s->key) == 1 &&
           EVP_DigestSign(md, der, &n, (const unsigned char *)text, strlen(text)) == 1,
       "signed");
    EVP_MD_CTX_free(md);
    const unsigned char *at = der;
    ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &at, (long)n);
    BN_bn2binpad(ECDSA_SIG_get0_r(sig), raw, 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(sig), raw + 32, 32);
    ECDSA_SIG_free(sig);
    return arena_printf(cx->arena, "%s.%s", text, base64url_of(cx->arena, raw, sizeof raw));
}

static void test_claims(struct ctx *cx)
{
    static const char head[] = "{\"alg\":\"ES256\",\"kid\":\"k\"}";
    static const struct {
        const char *head, *claims, *doubt;
    } cases[] = {
        {head, "{\"iss\":\"joe\",\"aud\":\"us\",\"nonce\":\"n\",\"exp\":1300819380}", ""},
        {head, "{\"iss\":\"joe\",\"aud\":[\"us\"],\"nonce\":\"n\",\"exp\":1300819380}", ""},
        {head, "{\"iss\":\"joe\",\"aud\":[\"us\",\"them\"],\"azp\":\"us\",\"nonce\":\"n\",\"exp\":1300819380}", ""},
        {head, "{\"iss\":\"joe\",\"aud\":[\"us\",\"them\"],\"nonce\":\"n\",\"exp\":1300819380}",
         "the token is for another client"},
        {head, "{\"iss\":\"jim\",\"aud\":\"us\",\"nonce\":\"n\",\"exp\":1300819380}", "the token is of another issuer"},
        {head, "{\"iss\":\"joe\",\"aud\":\"them\",\"nonce\":\"n\",\"exp\":1300819380}",
         "the token is for another client"},
        {head, "{\"iss\":\"joe\",\"aud\":\"us\",\"nonce\":\"m\",\"exp\":1300819380}",
         "the token answers another question"},
        {head, "{\"iss\":\"joe\",\"aud\":\"us\",\"exp\":1300819380}", "the token answers another question"},
        {head, "{\"iss\":\"joe\",\"aud\":\"us\",\"nonce\":\"n\",\"exp\":1300819000}", "the token is out of its time"},
        {head, "{\"iss\":\"joe\",\"aud\":\"us\",\"nonce\":\"n\"}", "the token is out of its time"},
        {head, "{\"iss\":\"joe\",\"aud\":\"us\",\"nonce\":\"n\",\"exp\":1300819380,\"nbf\":1300829380}",
         "the token is out of its time"},
        {"{\"alg\":\"none\"}", "{\"iss\":\"joe\",\"aud\":\"us\",\"nonce\":\"n\",\"exp\":1300819380}",
         "no key of the issuer has signed the token"},
        {"{\"alg\":\"HS256\"}", "{\"iss\":\"joe\",\"aud\":\"us\",\"nonce\":\"n\",\"exp\":1300819380}",
         "no key of the issuer has signed the token"},
        {"{\"alg\":\"ES256\",\"kid\":\"other\"}", "{\"iss\":\"joe\",\"aud\":\"us\",\"nonce\":\"n\",\"exp\":1300819380}",
         "no key of the issuer has signed the token"},
        {head, "[]", "the token is malformed"},
    };
    struct signer s = signer_new(cx), other = signer_new(cx);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        EQ_TEXT(doubt(cx, sign(cx, &s, cases[i].head, cases[i].claims), s.keys, &joe), cases[i].doubt);
    EQ_TEXT(doubt(cx, sign(cx, &other, head, cases[0].claims), s.keys, &joe),
            "no key of the issuer has signed the token");
    EVP_PKEY_free(s.key);
    EVP_PKEY_free(other.key);
}

static void test_malformed(struct ctx *cx)
{
    static const char *const wrong[] = {"",          ".",         "..", "a.b", "a.b.c", "e30.e30.", "e30.e30.e30.e30",
                                        "!!.e30.AA", "e30.e30.AA"};
    const json_t *keys = json_parse(cx, keys_of_rfc, strlen(keys_of_rfc));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        OK(*doubt(cx, wrong[i], keys, &joe), "\"%s\" is not believed", wrong[i]);
}

int main(void)
{
    struct arena *a = arena_new(1 << 24);
    struct ctx cx = ctx_init(a);
    test_rfc(&cx);
    test_claims(&cx);
    test_malformed(&cx);
    arena_free(a);
    return tap_done();
}
