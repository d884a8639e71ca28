/* totp_test.c — one-time codes: the vectors of RFC 4226 and RFC 6238, base32 of RFC 4648, the window and the replay. */
#include "people/totp.h"
#include "tap.h"

#include <string.h>

static const char *code(struct ctx *cx, const char *hash, const char *secret, int64_t step, int digits)
{
    const char *text = "";
    OK(totp_code(cx, hash, secret, strlen(secret), step, digits, &text), "a code by %s", hash);
    return text;
}

/* RFC 4226, appendix D: the codes of the first ten steps. */
static void test_hotp(struct ctx *cx)
{
    static const char *const wanted[] = {"755224", "287082", "359152", "969429", "338314",
                                         "254676", "287922", "162583", "399871", "520489"};
    for (int i = 0; i < 10; i++)
        EQ_TEXT(code(cx, "SHA1", "12345678901234567890", i, 6), wanted[i]);
}

/* RFC 6238, appendix B (with the seeds of its reference code: as long as each hash). */
static void test_totp(struct ctx *cx)
{
    static const struct {
        int64_t seconds;
        const char *sha1, *sha256, *sha512;
    } cases[] = {
        {59, "94287082", "46119246", "90693936"},         {1111111109, "07081804", "68084774", "25091201"},
        {1111111111, "14050471", "67062674", "99943326"}, {1234567890, "89005924", "91819424", "93441116"},
        {2000000000, "69279037", "90698825", "38618901"}, {20000000000, "65353130", "77737706", "47863826"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t step = cases[i].seconds / TOTP_SECONDS;
        EQ_TEXT(code(cx, "SHA1", "12345678901234567890", step, 8), cases[i].sha1);
        EQ_TEXT(code(cx, "SHA256", "12345678901234567890123456789012", step, 8), cases[i].sha256);
        EQ_TEXT(code(cx, "SHA512", "1234567890123456789012345678901234567890123456789012345678901234", step, 8),
                cases[i].sha512);
    }
}

static void test_base32(struct ctx *cx)
{
    static const char *const pairs[][2] = {{"", ""},
                                           {"f", "MY"},
                                           {"fo", "MZXQ"},
                                           {"foo", "MZXW6"},
                                           {"foob", "MZXW6YQ"},
                                           {"fooba", "MZXW6YTB"},
                                           {"foobar", "MZXW6YTBOI"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        size_t n;
        EQ_TEXT(base32_of(cx->arena, pairs[i][0], strlen(pairs[i][0])), pairs[i][1]);
        const char *back = base32_bytes(cx->arena, pairs[i][1], &n);
        OK(n == strlen(pairs[i][0]) && memcmp(back, pairs[i][0], n) == 0, "and back: \"%s\"", pairs[i][1]);
    }
    size_t n;
    OK(base32_bytes(cx->arena, "mzxw 6ytb oi==", &n) && n == 6, "small letters, spaces and padding are taken");
    OK(!base32_bytes(cx->arena, "MZXW1", &n), "1 is no letter of it");
}

static int64_t step_of(struct ctx *cx, const char *secret, const char *text, int64_t used)
{
    int64_t step = -1;
    OK(totp_step_of(cx, secret, text, used, &step), "looked at");
    return step;
}

static void test_window(struct ctx *cx)
{
    const char *secret = base32_of(cx->arena, "12345678901234567890", 20);
    int64_t now = cx->now_ms / 1000 / TOTP_SECONDS;
    for (int64_t off = -2; off <= 2; off++) {
        const char *text = code(cx, "SHA1", "12345678901234567890", now + off, TOTP_DIGITS);
        EQ_INT(step_of(cx, secret, text, 0), off < -1 || off > 1 ? 0 : now + off);
    }
    const char *text = code(cx, "SHA1", "12345678901234567890", now, TOTP_DIGITS);
    EQ_INT(step_of(cx, secret, text, now), 0); /* used already */
    EQ_INT(step_of(cx, secret, text, now - 1), now);
    EQ_INT(step_of(cx, secret, "", 0), 0);
    EQ_INT(step_of(cx, secret, "12345", 0), 0);
    EQ_INT(step_of(cx, secret, arena_printf(cx->arena, "%s0", text), 0), 0);
}

static void test_uri(struct ctx *cx)
{
    const char *secret = totp_secret(cx);
    EQ_INT(strlen(secret), 32);
    EQ_TEXT(totp_uri(cx->arena, "Steward", "王 a&b", "ABC"),
            "otpauth://totp/Steward:%E7%8E%8B%20a%26b?secret=ABC&issuer=Steward");
}

int main(void)
{
    struct ctx cx = tap_ctx();
    test_hotp(&cx);
    test_totp(&cx);
    test_base32(&cx);
    test_window(&cx);
    test_uri(&cx);
    tap_ctx_free(&cx);
    return tap_done();
}
