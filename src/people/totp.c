/* totp.c — time-based one-time codes on OpenSSL's HMAC. */
#include "people/totp.h"

#include "base/buf.h"
#include "base/hash.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

const char *base32_of(struct arena *a, const void *bytes, size_t n)
{
    const unsigned char *in = bytes;
    struct buf out = buf_init(a);
    unsigned bits = 0, have = 0;
    for (size_t i = 0; i < n; i++) {
        bits = bits << 8 | in[i];
        for (have += 8; have >= 5; have -= 5)
            buf_char(&out, alphabet[bits >> (have - 5) & 31]);
        bits &= 31; /* fewer than five are left over */
    }
    if (have)
        buf_char(&out, alphabet[bits << (5 - have) & 31]);
    return out.data;
}

const void *base32_bytes(struct arena *a, const char *text, size_t *ret_size)
{
    struct buf out = buf_init(a);
    unsigned bits = 0, have = 0;
    for (const char *c = text; *c; c++) {
        char upper = *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c;
        const char *place = strchr(alphabet, upper);
        if (*c == ' ' || *c == '=')
            continue;
        if (!place)
            return NULL;
        bits = (bits << 5 | (unsigned)(place - alphabet)) & 0xFFF;
        have += 5;
        if (have >= 8)
            buf_char(&out, (char)(bits >> (have -= 8) & 0xFF));
    }
    *ret_size = out.length;
    return out.data;
}

bool totp_code(struct ctx *cx, const char *hash, const void *secret, size_t n, int64_t step, int digits,
               const char **ret_code)
{
    unsigned char moving[8], mac[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    for (int i = 0; i < 8; i++)
        moving[i] = (unsigned char)(step >> (56 - 8 * i));
    const EVP_MD *md = EVP_get_digestbyname(hash);
    if (!md || !HMAC(md, secret, (int)n, moving, sizeof moving, mac, &length))
        return fail(cx, ERR_SYSTEM, "SYS-01", NULL, "密码学库出错", "the cryptography library failed");
    const unsigned char *at = mac + (mac[length - 1] & 15);
    uint32_t number = (uint32_t)(at[0] & 127) << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
    uint32_t modulus = 1;
    for (int i = 0; i < digits; i++)
        modulus *= 10;
    *ret_code = arena_printf(cx->arena, "%0*u", digits, number % modulus);
    return true;
}

bool totp_step_of(struct ctx *cx, const char *secret, const char *code, int64_t used, int64_t *ret_step)
{
    int64_t now = cx->now_ms / 1000 / TOTP_SECONDS;
    size_t n = 0;
    const void *key = base32_bytes(cx->arena, secret, &n);
    const char *wanted;
    *ret_step = 0;
    for (int64_t step = now - 1; key && step <= now + 1; step++) {
        if (!totp_code(cx, "SHA1", key, n, step, TOTP_DIGITS, &wanted))
            return false;
        if (strlen(code) == TOTP_DIGITS && CRYPTO_memcmp(code, wanted, TOTP_DIGITS) == 0 && step > used)
            *ret_step = step;
    }
    return true;
}

const char *totp_secret(struct ctx *cx)
{
    unsigned char bytes[TOTP_SECRET];
    return random_fill(cx, bytes, sizeof bytes) ? base32_of(cx->arena, bytes, sizeof bytes) : NULL;
}

static void add_escaped(struct buf *out, const char *text)
{
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        bool plain = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') || *c == '-' ||
                     *c == '.' || *c == '_';
        buf_printf(out, plain ? "%c" : "%%%02X", *c);
    }
}

const char *totp_uri(struct arena *a, const char *issuer, const char *login, const char *secret)
{
    struct buf out = buf_init(a);
    buf_text(&out, "otpauth://totp/");
    add_escaped(&out, issuer);
    buf_text(&out, ":");
    add_escaped(&out, login);
    buf_printf(&out, "?secret=%s&issuer=", secret);
    add_escaped(&out, issuer);
    return out.data;
}
