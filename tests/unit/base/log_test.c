/* log_test.c — log lines that no value can break out of; hashes and tokens. */
#include "base/hash.h"
#include "base/json.h"
#include "base/log.h"
#include "tap.h"

#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The line without its time. */
static const char *shown(struct log_line *l)
{
    l->text[l->length] = '\0';
    return strstr(l->text, "level=");
}

static const char *value_shown(const char *value)
{
    static struct log_line l;
    l = log_begin(LEVEL_WARN, "e");
    log_text(&l, "v", value);
    return shown(&l) + strlen("level=warn event=e");
}

static void lines(void)
{
    struct log_line l = log_begin(LEVEL_INFO, "import");
    log_text(&l, "file", "台账 2023.xlsx");
    log_int(&l, "rows", 135);
    log_text(&l, "nothing", NULL);
    log_int(&l, "least", INT64_MIN);
    EQ_TEXT(shown(&l), "level=info event=import file=\"台账 2023.xlsx\" rows=135 least=-9223372036854775808");
    int year, month, day;
    char rest[24];
    OK(sscanf(l.text, "time=%4d-%2d-%2dT%23[0-9:.+] level", &year, &month, &day, rest) == 4 && year >= 2023 &&
           strlen(rest) == strlen("12:00:00.000+08:00"),
       "the time is ISO 8601: %.40s", l.text);
}

static void injection(void)
{
    EQ_TEXT(value_shown("plain/v1.2:8080"), " v=plain/v1.2:8080");
    EQ_TEXT(value_shown(""), " v=\"\"");
    EQ_TEXT(value_shown("x level=error"), " v=\"x level=error\"");
    EQ_TEXT(value_shown("a=b"), " v=\"a=b\"");
    EQ_TEXT(value_shown("x\nlevel=error event=forged"), " v=\"x\\nlevel=error event=forged\"");
    EQ_TEXT(value_shown("x\r\n\t\x1b[31mred"), " v=\"x\\r\\n\\t\\u{1b}[31mred\"");
    EQ_TEXT(value_shown("\" v2=\"\\"), " v=\"\\\" v2=\\\"\\\\\"");
    EQ_TEXT(value_shown("a\xE2\x80\xAE"
                        "b\xE2\x80\xA8"
                        "c\xC2\x9B"),
            " v=\"a\\u{202e}b\\u{2028}c\\u{9b}\"");
    EQ_TEXT(value_shown("\xFF\xC0\xAF项"), " v=\"\\xff\\xc0\\xaf项\"");
}

static void long_values(void)
{
    static char long_text[20000];
    const char *bits[] = {"a", "项", "\x01", "\"", "😀"};
    for (size_t b = 0; b < sizeof bits / sizeof *bits; b++) {
        long_text[0] = '\0';
        for (size_t n = 0; n + 8 < sizeof long_text; n += strlen(bits[b]))
            memcpy(long_text + n, bits[b], strlen(bits[b]) + 1);
        struct log_line l = log_begin(LEVEL_INFO, "e");
        log_text(&l, "v", long_text);
        for (int i = 0; i < 1000; i++)
            log_int(&l, "more", i);
        OK(l.length < LOG_LINE_MOST && l.length > LOG_LINE_MOST - 200, "a long value is cut: %zu bytes", l.length);
        OK(strstr(shown(&l), "…\"") != NULL, "and says so");
    }
}

static void written_in_one_line(void)
{
    char name[] = "/tmp/steward-log-XXXXXX";
    int file = mkstemp(name), real = dup(STDERR_FILENO);
    dup2(file, STDERR_FILENO);
    struct err err = {ERR_STALE, "STO-04", "rows[3].total", {"有人先保存了", "somebody saved first"}, "version 3\n4"};
    struct log_line l = log_begin(LEVEL_ERROR, "request");
    log_err(&l, &err);
    log_end(&l);
    dup2(real, STDERR_FILENO);
    char text[1000] = "";
    ssize_t n = pread(file, text, sizeof text - 1, 0);
    close(file);
    unlink(name);
    OK(n > 0 && strchr(text, '\n') == text + n - 1, "one line");
    EQ_TEXT(strstr(text, "level="), "level=error event=request status=412 code=STO-04 path=rows[3].total "
                                    "message=\"somebody saved first\" cause=\"version 3\\n4\"\n");
}

/* What standard error got while `write_lines` ran. */
static const char *written(void (*write_lines)(void))
{
    static char text[20000];
    char name[] = "/tmp/steward-log-XXXXXX";
    int file = mkstemp(name), real = dup(STDERR_FILENO);
    unlink(name);
    dup2(file, STDERR_FILENO);
    write_lines();
    dup2(real, STDERR_FILENO);
    ssize_t n = pread(file, text, sizeof text - 1, 0);
    text[n > 0 ? n : 0] = '\0';
    close(file);
    close(real);
    return text;
}

static const char nasty[] = "x\"\\\n\r\t\x1b\x7f\xE2\x80\xAE\xF3\xA0\x80\x81\xFF项\xE2\x80\xA8";

static void write_one(void)
{
    struct log_line l = log_begin(LEVEL_WARN, "e");
    log_text(&l, "v", nasty);
    log_int(&l, "n", -7);
    log_end(&l);
}

static void write_long(void)
{
    static char text[9000];
    memset(text, 0x01, sizeof text - 1);
    struct log_line l = log_begin(LEVEL_WARN, "e");
    log_text(&l, "v", text);
    for (int i = 0; i < 1000; i++)
        log_int(&l, "more", i);
    log_end(&l);
}

static void write_levels(void)
{
    for (enum log_level i = LEVEL_DEBUG; i <= LEVEL_ERROR; i++) {
        struct log_line l = log_begin(i, "e");
        log_end(&l);
    }
}

static void json_lines(void)
{
    struct ctx cx = tap_ctx();
    log_set_up(&(struct log_settings){"debug", "json"});
    const char *line = written(write_one);
    json_t *tree = json_parse(&cx, line, strlen(line));
    OK(tree && strchr(line, 10) == line + strlen(line) - 1, "one line, one document");
    EQ_TEXT(json_string_value(json_object_get(tree, "v")),
            "x\"\\\n\r\t\x1b\x7f\xE2\x80\xAE\xF3\xA0\x80\x81\\xff项\xE2\x80\xA8");
    EQ_TEXT(json_string_value(json_object_get(tree, "level")), "warn");
    EQ_INT(json_integer_value(json_object_get(tree, "n")), -7);
    OK(!strchr(line, 0x1b) && !strstr(line, "\xE2\x80\xAE"), "nothing that turns a terminal around");
    line = written(write_long);
    tree = json_parse(&cx, line, strlen(line));
    OK(tree && strlen(line) <= LOG_LINE_MOST, "a long line is cut and still a document: %zu bytes", strlen(line));
    log_set_up(&(struct log_settings){"warn", "text"});
    line = written(write_levels);
    OK(strstr(line, "level=warn") && strstr(line, "level=error") && !strstr(line, "info") && !strstr(line, "debug"),
       "only this level and what is worse");
    log_set_up(&(struct log_settings){"debug", "text"});
    tap_ctx_free(&cx);
}

static void hashes(void)
{
    struct ctx cx = tap_ctx();
    EQ_TEXT(sha256_hex(&cx, "", 0), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EQ_TEXT(sha256_hex(&cx, "abc", 3), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    struct digest *h = sha256_begin(&cx);
    for (const char *p = "abc"; *p; p++)
        digest_add(h, p, 1);
    EQ_TEXT(digest_end(&cx, h), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    h = sm3_begin(&cx);
    digest_add(h, "a", 1);
    digest_add(h, "bc", 2);
    EQ_TEXT(digest_end(&cx, h),
            "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"); /* GB/T 32905, A.1 */
    tap_ctx_free(&cx);
}

static void tokens(void)
{
    struct ctx cx = tap_ctx();
    const char *a = random_token(&cx, 32), *b = random_token(&cx, 32);
    EQ_INT(strlen(a), 43);
    OK(strcmp(a, b) != 0, "no two are the same");
    int seen[128] = {0}, kinds = 0;
    for (int round = 0; round < 200; round++)
        for (const char *p = random_token(&cx, 30); *p; p++)
            kinds += !seen[*p & 127]++;
    EQ_INT(kinds, 64);
    EQ_INT(strspn(a, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), 43);
    for (size_t n = 0; n < 6; n++)
        EQ_INT(strlen(random_token(&cx, n)), (n * 8 + 5) / 6);
    tap_ctx_free(&cx);
}

int main(void)
{
    lines();
    injection();
    long_values();
    written_in_one_line();
    json_lines();
    hashes();
    tokens();
    return tap_done();
}
