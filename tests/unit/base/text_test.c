/* text_test.c — normal forms of text, numerals and ordinals, likeness, credit codes. */
#include "base/text.h"
#include "tap.h"

#include <string.h>

static void test_questions(void)
{
    OK(text_is_utf8("", 0) && text_is_utf8("项目 abc 😀", strlen("项目 abc 😀")), "UTF-8 is UTF-8");
    OK(!text_is_utf8("\xff", 1) && !text_is_utf8("\xc0\x80", 2) && !text_is_utf8("\xed\xa0\x80", 3) &&
           !text_is_utf8("\xf4\x90\x80\x80", 4) && !text_is_utf8("项", 2),
       "stray bytes, overlong forms, surrogates, beyond the last, cut short are not");
    OK(text_is_utf8("a\0b", 3), "NUL is a character");
    EQ_INT(text_chars(""), 0);
    EQ_INT(text_chars(NULL), 0);
    EQ_INT(text_chars("项目a😀"), 4);
    EQ_INT(text_chars("a\xff项"), 3);
    OK(text_is_empty(NULL) && text_is_empty("") && text_is_empty(" \t\r\n　\u00A0\u200B\uFEFF\u2028"),
       "nothing to be seen is empty");
    OK(!text_is_empty("。") && !text_is_empty("　0") && !text_is_empty("\xff"), "anything else is not");
    OK(text_equal(NULL, NULL) && text_equal("a", "a") && !text_equal("a", NULL) && !text_equal("a", "b"), "equal");
    OK(text_starts("计划2024", "计划") && text_starts("a", "") && !text_starts("计", "计划") && !text_starts(NULL, ""),
       "starts");
    OK(text_has("总投资(万元)", "万元") && !text_has("总投资", "万元") && !text_has(NULL, "x"), "has");
}

static void test_clean(struct ctx *cx)
{
    /* clang-format off */
    static const struct { const char *what, *text, *want; } cases[] = {
        {"NULL", NULL, NULL},
        {"nothing", "", NULL},
        {"spaces only", " \t\n　\u00A0\uFEFF", NULL},
        {"plain", "abc", "abc"},
        {"trimmed", "　 项目 A　\n", "项目 A"},
        {"full-width is kept", "（１）ＡＢＣ，。", "（１）ＡＢＣ，。"},
        {"line breaks", "一\r\n二\r三\n四", "一\n二\n三\n四"},
        {"line separators", "一\u2028二\u2029三\xC2\x85四", "一\n二\n三\n四"},
        {"tab", "a\tb", "a b"},
        {"controls", "a\x01\x1f\x7f" "b\xC2\x9F" "c", "abc"},
        {"composed", "e\u0301", "é"},
        {"composed over what goes", "e\x05\u0301 e\u200B\u0301", "é é"},
        {"Hangul composed", "\u1112\u1161\u11ab", "한"},
        {"compatibility kept", "㎡ ① Ⅲ", "㎡ ① Ⅲ"},
        {"direction marks", "a\u202Eb\u200F\u2066" "c", "abc"},
        {"byte order mark, zero width", "\uFEFF项\u200B目", "项目"},
        {"joiner in an emoji kept", "👨\u200D👩", "👨\u200D👩"},
        {"no UTF-8", "a\xff" "b\xc3", "a\uFFFDb\uFFFD"},
        {"cut sequence", "项\xe7\x9b", "项\uFFFD\uFFFD"},
    };
    /* clang-format on */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        tap_equal_text(text_clean(cx->arena, cases[i].text), cases[i].want, __FILE__, __LINE__, cases[i].what);

    char bomb[3 * 2000 + 1]; /* U+FB2C is three code points in NFC */
    for (size_t i = 0; i < 2000; i++)
        memcpy(bomb + 3 * i, "\uFB2C", 4);
    char *clean = text_clean(cx->arena, bomb);
    EQ_INT(text_chars(clean), 6000);
}

static void test_fold(struct ctx *cx)
{
    /* clang-format off */
    static const struct { const char *text, *want; } cases[] = {
        {NULL, ""},
        {"", ""},
        {" 　\n", ""},
        {"总投资\n（万元）", "总投资(万元)"},
        {"总 投 资（ 万 元 ）", "总投资(万元)"},
        {"【总投资】[万元]〔A〕｛b｝", "(总投资)(万元)(a)(b)"},
        {"ＡＢＣ１２３，：；．％", "abc123,:;.%"},
        {"AbC", "abc"},
        {"2022—2024", "2022-2024"},
        {"2022–2024", "2022-2024"},
        {"2022－2024", "2022-2024"},
        {"2022～2024", "2022-2024"},
        {"2022〜2024", "2022-2024"},
        {"2022~2024", "2022-2024"},
        {"2022─2024−1", "2022-2024-1"},
        {"“一”‘二’「三」『四』'五'", "\"一\"\"二\"\"三\"\"四\"\"五\""},
        {"一、二。", "一、二。"},
        {"①㈠Ⅲ㎡", "1(一)iiim2"},
        {"ﬁ ½", "fi1⁄2"},
        {"É e\u0301", "éé"},
        {"ß İ", "ssi\u0307"},
        {"项\u200B目\uFEFF\u00AD\u202E", "项目"},
        {"a\xff", "a\uFFFD"},
    };
    /* clang-format on */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *fold = text_fold(cx->arena, cases[i].text);
        tap_equal_text(fold, cases[i].want, __FILE__, __LINE__, cases[i].text ? cases[i].text : "fold of NULL");
        EQ_TEXT(text_fold(cx->arena, fold), fold);
    }
    EQ_TEXT(text_code(cx->arena, " 9135 0100m000100y43 "), "91350100M000100Y43");
    EQ_TEXT(text_code(cx->arena, "９１３５０１００Ｍ０００１００Ｙ４３"), "91350100M000100Y43");
    EQ_TEXT(text_code(cx->arena, "2018—331121－48"), "2018-331121-48");
    EQ_TEXT(text_code(cx->arena, NULL), "");
}

static void test_plain(void)
{
    char plain[16];
    OK(text_plain("　２０２３\r\n 年～Ａ ", plain, sizeof plain), "fits");
    EQ_TEXT(plain, "2023 年~a");
    OK(text_plain(NULL, plain, sizeof plain) && !*plain, "NULL is empty");
    OK(!text_plain("a\xff", plain, sizeof plain), "no UTF-8 is refused");
    OK(!text_plain("一二三四五六", plain, sizeof plain), "too long is refused");
    OK(!text_plain("", plain, 0), "no room, no text");
    char page[8192], long_text[3000];
    memset(long_text, 'a', sizeof long_text);
    long_text[sizeof long_text - 1] = 0;
    OK(!text_plain(long_text, page, sizeof page), "longer than any head or cell we parse");
    long_text[1000] = 0;
    OK(text_plain(long_text, page, sizeof page) && strlen(page) == 1000, "a thousand characters are read");
}

static void test_numbers(void)
{
    /* clang-format off */
    static const struct { const char *text; int number; size_t bytes; } cases[] = {
        {"", 0, 0},            {"项", 0, 0},          {"a1", 0, 0},
        {"0", 0, 1},           {"12", 12, 2},        {"12月", 12, 2},
        {"007", 7, 3},         {"999999999", 999999999, 9}, {"1234567890", 0, 0},
        {"〇", 0, 3},           {"一", 1, 3},          {"九", 9, 3},
        {"十", 10, 3},          {"十二", 12, 6},        {"二十", 20, 6},
        {"二十三", 23, 9},       {"九十九", 99, 9},       {"一百", 100, 6},
        {"一百零五", 105, 12},    {"一百一十", 110, 12},   {"一百二十三", 123, 15},
        {"三千零二十", 3020, 15}, {"九千九百九十九", 9999, 21}, {"两千", 2000, 6},
        {"二〇二三", 2023, 12},   {"二0二三", 2023, 10},   {"二零二三年", 2023, 12},
        {"一九四九", 1949, 12},   {"贰拾叁", 23, 9},       {"三月", 3, 3},
        {"十十", 10, 3},         {"二十三十", 20, 6},     {"一百零", 100, 6},
        {"一二三四五六七八九", 123456789, 27}, {"一二三四五六七八九〇", 0, 0},
    };
    /* clang-format on */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int number = 0;
        size_t bytes = text_number(cases[i].text, &number);
        OK(bytes == cases[i].bytes && number == cases[i].number, "number \"%s\": %d in %zu bytes", cases[i].text,
           number, bytes);
    }
}

static void test_ordinals(void)
{
    /* clang-format off */
    static const struct { const char *text; int want; } cases[] = {
        {"一", 1},     {"十二", 12},   {"二十三", 23}, {"(三)", 3},   {"（三）", 3},  {"三、", 3},
        {"（ 三 ）", 3}, {"三)", 3},    {"三．", 3},    {"三：", 3},   {"第三", 3},   {"第十二", 12},
        {"III", 3},   {"iii", 3},    {"Ⅲ", 3},      {"iv", 4},     {"IV.", 4},   {"ix", 9},
        {"x", 10},    {"xiv", 14},   {"XXXIX", 39}, {"3", 3},      {"3.", 3},    {"(3)", 3},
        {"（3）", 3},   {"３、", 3},    {"③", 3},      {"⑴", 1},      {"⒈", 1},     {"㈠", 1},
        {"㈩", 10},    {"⑫", 12},     {" 3 ", 3},    {"135", 135},  {"9999", 9999},
        {"10000", 0}, {"iiii", 0},   {"vx", 0},     {"xxxx", 0},   {"c", 0},     {"(3", 0},
        {"3.1", 0},   {"3-1", 0},    {"一、项目", 0}, {"小计", 0},   {"合计", 0},   {"", 0},
        {NULL, 0},    {"0", 0},      {"〇", 0},      {"①②", 12},   {"-3", 0},    {"3.5", 0},
        {"()", 0},    {"第", 0},     {"\xff", 0},   {"1 2", 0},    {"三 四", 0},
    };
    /* clang-format on */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        tap_equal_int(text_ordinal(cases[i].text), cases[i].want, __FILE__, __LINE__,
                      cases[i].text ? cases[i].text : "ordinal of NULL");
}

static char *repeated(struct ctx *cx, const char *piece, size_t times)
{
    size_t n = strlen(piece);
    char *s = arena_alloc(cx->arena, n * times + 1);
    for (size_t i = 0; i < times; i++)
        memcpy(s + n * i, piece, n);
    return s;
}

static void test_likeness(struct ctx *cx)
{
    struct arena *a = cx->arena;
    EQ_INT(text_likeness(a, "总投资（万元）", "总投资(万元)"), 100);
    EQ_INT(text_likeness(a, "", ""), 100);
    EQ_INT(text_likeness(a, NULL, " "), 100);
    EQ_INT(text_likeness(a, "", "项目"), 0);
    EQ_INT(text_likeness(a, "甲乙丙丁", "戊己庚辛"), 0);
    EQ_INT(text_likeness(a, "甲乙丙丁", "甲乙丙戊"), 75);
    EQ_INT(text_likeness(a, "甲乙丙丁", "甲丙丁"), 75);
    EQ_INT(text_likeness(a, "甲乙", "乙甲"), 0);
    EQ_INT(text_likeness(a, "kitten", "sitting"), 57);      /* distance 3 of 7 */
    EQ_INT(text_likeness(a, "saturday", "sunday"), 62);     /* 3 of 8 */
    EQ_INT(text_likeness(a, "intention", "execution"), 44); /* 5 of 9 */
    EQ_INT(text_likeness(a, "sunday", "saturday"), 62);
    int same = text_likeness(a, repeated(cx, "项目", 5000), repeated(cx, "项目", 5001));
    OK(same == 99, "long texts that begin alike are not equal: %d", same);
    int other = text_likeness(a, repeated(cx, "甲", 100000), repeated(cx, "乙", 100000));
    EQ_INT(other, 0);
    size_t before = arena_used(a);
    (void)text_likeness(a, "甲乙丙丁", "甲丙丁");
    EQ_INT(arena_used(a), before);
    /* one letter moved over the whole length: the band follows two steps off the diagonal */
    char *x = repeated(cx, "甲", 300), *y = repeated(cx, "甲", 300);
    memcpy(x, "乙", 3);
    memcpy(y + 3 * 299, "乙", 3);
    EQ_INT(text_likeness(a, x, y), 99);
}

static void test_lists(struct ctx *cx)
{
    char **list = text_split(cx->arena, "a  bc 项 ", ' ');
    EQ_TEXT(list[0], "a");
    EQ_TEXT(list[1], "bc");
    EQ_TEXT(list[2], "项");
    EQ_TEXT(list[3], NULL);
    EQ_TEXT(text_split(cx->arena, NULL, ' ')[0], NULL);
    EQ_TEXT(text_split(cx->arena, "", ',')[0], NULL);
    EQ_TEXT(text_split(cx->arena, ",,", ',')[0], NULL);
}

static void test_words(void)
{
    OK(text_has_word("a bc d", "bc") && text_has_word("a", "a") && text_has_word(" a  d ", "d"), "among others");
    OK(!text_has_word("abc", "b") && !text_has_word("ab c", "a") && !text_has_word("", "a"), "no part of another");
}

static void test_credit_codes(void)
{
    OK(text_is_credit_code("91350100M000100Y43"), "the example of the standard");
    char wrong[] = "91350100M000100Y43";
    int accepted = 0;
    for (size_t i = 0; i < 18; i++)
        for (const char *c = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"; *c; c++) {
            char kept = wrong[i];
            wrong[i] = *c;
            accepted += *c != kept && text_is_credit_code(wrong);
            wrong[i] = kept;
        }
    EQ_INT(accepted, 0); /* the check digit finds every single slip */
    OK(!text_is_credit_code("91350100m000100y43"), "takes the form of text_code()");
    OK(!text_is_credit_code(NULL) && !text_is_credit_code("") && !text_is_credit_code("91350100M000100Y4") &&
           !text_is_credit_code("91350100M000100Y433"),
       "eighteen characters");
}

int main(void)
{
    struct ctx cx = tap_ctx();
    test_questions();
    test_clean(&cx);
    test_fold(&cx);
    test_plain();
    test_numbers();
    test_ordinals();
    test_likeness(&cx);
    test_lists(&cx);
    test_words();
    test_credit_codes();
    tap_ctx_free(&cx);
    return tap_done();
}
