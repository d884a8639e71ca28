/* money_test.c — exact amounts, the units of heads, shares. */
#include "base/money.h"
#include "tap.h"

static const int64_t refused = NONE_INT;

struct amount_case {
    const char *text;
    int64_t unit;
    int64_t fen;
};

/* clang-format off */
static const struct amount_case amount_cases[] = {
    /* plain numbers, in the unit of the column */
    {"0", MONEY_WAN, 0},
    {"0.00", MONEY_WAN, 0},
    {"-0", MONEY_WAN, 0},
    {"1", MONEY_FEN, 1},
    {"1", MONEY_YUAN, 100},
    {"1", MONEY_WAN, 1000000},
    {"1", MONEY_YI, 10000000000},
    {"35000", MONEY_WAN, 35000000000},
    {"8.7", MONEY_WAN, 8700000},
    {"0.01", MONEY_YUAN, 1},
    {"0.1", MONEY_YI, 1000000000},
    {"007", MONEY_YUAN, 700},
    {"11007.00", MONEY_WAN, 11007000000},
    {" 12 ", MONEY_YUAN, 1200},
    {"+12", MONEY_YUAN, 1200},
    {"-12.5", MONEY_WAN, -12500000},
    {"－12.5", MONEY_WAN, -12500000},
    {"−12.5", MONEY_WAN, -12500000},
    {"(123)", MONEY_YUAN, -12300},
    {"（1,234.50）", MONEY_YUAN, -123450},
    {"(3,500)万元", MONEY_YUAN, -3500000000},
    {"(3500万元)", MONEY_YUAN, NONE_INT},
    {"(123", MONEY_YUAN, NONE_INT},
    {"123)", MONEY_YUAN, NONE_INT},
    {"(-123)", MONEY_YUAN, NONE_INT},
    /* separators */
    {"12,345.67", MONEY_YUAN, 1234567},
    {"12，345.67", MONEY_YUAN, 1234567},
    {"１２，３４５．６７", MONEY_YUAN, 1234567},
    {"1,234,567", MONEY_WAN, 1234567000000},
    {"1\u202F234\u202F567", MONEY_YUAN, 123456700},
    {"1\u00A0234", MONEY_YUAN, 123400},
    {"1\u2009234万元", MONEY_YUAN, 1234000000},
    {"3500\u00A0万元", MONEY_YUAN, 3500000000},
    {"1 234", MONEY_YUAN, NONE_INT},
    {"100\n200", MONEY_YUAN, NONE_INT},
    {"12,34", MONEY_YUAN, NONE_INT},
    {"1234,567", MONEY_YUAN, NONE_INT},
    {"1,2345", MONEY_YUAN, NONE_INT},
    {",123", MONEY_YUAN, NONE_INT},
    {"1,,234", MONEY_YUAN, NONE_INT},
    {"123,", MONEY_YUAN, NONE_INT},
    {"12,345,67", MONEY_YUAN, NONE_INT},
    /* units in the text win over the column's */
    {"1.2亿元", MONEY_WAN, 12000000000},
    {"1.2亿", MONEY_WAN, 12000000000},
    {"3500万元", MONEY_YI, 3500000000},
    {"3500万", MONEY_YI, 3500000000},
    {"3500 万元", MONEY_YI, 3500000000},
    {"5000元", MONEY_WAN, 500000},
    {"5千元", MONEY_WAN, 500000},
    {"5百元", MONEY_WAN, 50000},
    {"2千万元", MONEY_YUAN, 2000000000},
    {"2百万元", MONEY_YUAN, 200000000},
    {"2百万", MONEY_YUAN, 200000000},
    {"3十亿元", MONEY_YUAN, 300000000000},
    {"1万亿元", MONEY_YUAN, 100000000000000},
    {"120圆", MONEY_WAN, 12000},
    {"120元整", MONEY_WAN, 12000},
    {"3亿5000万元", MONEY_WAN, 35000000000},
    {"3亿5000万", MONEY_WAN, 35000000000},
    {"3亿5千万元", MONEY_WAN, 35000000000},
    {"1万2千元", MONEY_YUAN, 1200000},
    {"12万3456元", MONEY_YUAN, 12345600},
    {"3亿 5000万元整", MONEY_WAN, 35000000000},
    {"-3亿5000万元", MONEY_WAN, -35000000000},
    {"3亿5000", MONEY_WAN, NONE_INT},
    {"3.5亿5000万", MONEY_WAN, NONE_INT},
    {"3万5亿", MONEY_WAN, NONE_INT},
    {"3万50000元", MONEY_WAN, NONE_INT},
    {"3亿元5000万元", MONEY_WAN, NONE_INT},
    {"3亿-5000万", MONEY_WAN, NONE_INT},
    {"35 m yuan", MONEY_WAN, 3500000000},
    {"22.1 bn yuan", MONEY_WAN, 2210000000000},
    {"1.5 million yuan", MONEY_WAN, 150000000},
    {"RMB 120", MONEY_YUAN, 12000},
    {"120 RMB", MONEY_WAN, 12000},
    {"35 m", MONEY_WAN, NONE_INT},
    /* words around */
    {"约3500万元", MONEY_YUAN, 3500000000},
    {"大约3500", MONEY_WAN, 3500000000},
    {"3500万元左右", MONEY_YUAN, 3500000000},
    {"人民币3500万元", MONEY_YUAN, 3500000000},
    {"人民币：3500万元整", MONEY_YUAN, 3500000000},
    {"3500万元人民币", MONEY_YUAN, 3500000000},
    {"3500万元（人民币）", MONEY_YUAN, 3500000000},
    {"¥3500", MONEY_YUAN, 350000},
    {"￥3,500.00", MONEY_YUAN, 350000},
    {"￥-3,500.00", MONEY_YUAN, -350000},
    {"-￥3,500.00", MONEY_YUAN, -350000},
    /* as spreadsheets print numbers */
    {"1.2e5", MONEY_YUAN, 12000000},
    {"1.2E+5", MONEY_YUAN, 12000000},
    {"1.2E-2", MONEY_YUAN, 1},
    {"5E-05", MONEY_YI, 500000},
    {"1e5万元", MONEY_YUAN, 100000000000},
    {"1e", MONEY_YUAN, NONE_INT},
    {"1e400", MONEY_YUAN, NONE_INT},
    {"e5", MONEY_YUAN, NONE_INT},
    {"8.699999999999999", MONEY_WAN, 8700000},
    {"8.6999999999999993", MONEY_WAN, 8700000},
    {"22.099999999999998", MONEY_YI, 221000000000},
    {"0.30000000000000004", MONEY_YI, 3000000000},
    {"1234567.8900000001", MONEY_YUAN, 123456789},
    {"99999.999999999985", MONEY_WAN, 100000000000},
    {"9.9999999999999996e-5", MONEY_YI, 1000000},
    /* what binary noise is not: all digits count while they mean whole 分 */
    {"92233720368547758.07", MONEY_YUAN, INT64_MAX},
    {"-92233720368547758.07", MONEY_YUAN, -INT64_MAX},
    {"9223372036854.775807", MONEY_WAN, INT64_MAX},
    {"922337203.6854775807", MONEY_YI, INT64_MAX},
    {"12345678901234.56", MONEY_YUAN, 1234567890123456},
    /* finer than 1 分: half away from zero */
    {"0.005", MONEY_YUAN, 1},
    {"0.0049", MONEY_YUAN, 0},
    {"-0.005", MONEY_YUAN, -1},
    {"-0.0049", MONEY_YUAN, 0},
    {"1.005", MONEY_YUAN, 101},
    {"2.675", MONEY_YUAN, 268},
    {"999999.995", MONEY_YUAN, 100000000},
    {"0.00000049", MONEY_WAN, 0},
    {"0.0000005", MONEY_WAN, 1},
    {"0.4", MONEY_FEN, 0},
    {"0.5", MONEY_FEN, 1},
    {"9.5", MONEY_FEN, 10},
    {"0.000000000000000000000000001", MONEY_YUAN, 0},
    /* too much */
    {"92233720368547758.08", MONEY_YUAN, NONE_INT},
    {"-92233720368547758.08", MONEY_YUAN, NONE_INT},
    {"922337204亿", MONEY_YUAN, NONE_INT},
    {"1e18", MONEY_YUAN, NONE_INT},
    {"99999999999999999999999999", MONEY_YUAN, NONE_INT},
    {"0e99", MONEY_YUAN, 0},
    /* not money */
    {"", MONEY_YUAN, NONE_INT},
    {NULL, MONEY_YUAN, NONE_INT},
    {"　", MONEY_YUAN, NONE_INT},
    {"/", MONEY_YUAN, NONE_INT},
    {"-", MONEY_YUAN, NONE_INT},
    {"—", MONEY_YUAN, NONE_INT},
    {"无", MONEY_YUAN, NONE_INT},
    {"元", MONEY_YUAN, NONE_INT},
    {"万元", MONEY_YUAN, NONE_INT},
    {"一", MONEY_YUAN, NONE_INT},
    {".", MONEY_YUAN, NONE_INT},
    {".5", MONEY_YUAN, NONE_INT},
    {"5.", MONEY_YUAN, NONE_INT},
    {"1.2.3", MONEY_YUAN, NONE_INT},
    {"2023.3.5", MONEY_YUAN, NONE_INT},
    {"2022-2024", MONEY_YUAN, NONE_INT},
    {"2023年", MONEY_YUAN, NONE_INT},
    {"5万亩", MONEY_YUAN, NONE_INT},
    {"2000万件", MONEY_YUAN, NONE_INT},
    {"10万千瓦", MONEY_YUAN, NONE_INT},
    {"3万平方米", MONEY_YUAN, NONE_INT},
    {"3万㎡", MONEY_YUAN, NONE_INT},
    {"5亿立方米", MONEY_YUAN, NONE_INT},
    {"100吨", MONEY_YUAN, NONE_INT},
    {"12km", MONEY_YUAN, NONE_INT},
    {"12m", MONEY_YUAN, NONE_INT},
    {"12m³", MONEY_YUAN, NONE_INT},
    {"120个", MONEY_YUAN, NONE_INT},
    {"120人", MONEY_YUAN, NONE_INT},
    {"85%", MONEY_YUAN, NONE_INT},
    {"85％", MONEY_YUAN, NONE_INT},
    {"5000美元", MONEY_YUAN, NONE_INT},
    {"5000万美元", MONEY_YUAN, NONE_INT},
    {"$5000", MONEY_YUAN, NONE_INT},
    {"5000港元", MONEY_YUAN, NONE_INT},
    {"5 euro", MONEY_YUAN, NONE_INT},
    {"300万元/亩", MONEY_YUAN, NONE_INT},
    {"5000万元以上", MONEY_YUAN, NONE_INT},
    {"5000-8000万元", MONEY_YUAN, NONE_INT},
    {"3500+500", MONEY_YUAN, NONE_INT},
    {"=A1", MONEY_YUAN, NONE_INT},
    {"#REF!", MONEY_YUAN, NONE_INT},
    {"0x10", MONEY_YUAN, NONE_INT},
    {"1_000", MONEY_YUAN, NONE_INT},
    {"inf", MONEY_YUAN, NONE_INT},
    {"NaN", MONEY_YUAN, NONE_INT},
    {"12\xff", MONEY_YUAN, NONE_INT},
    {"总投资3500万元", MONEY_YUAN, NONE_INT},
};

struct head_case {
    const char *text;
    int64_t unit;
};

static const struct head_case head_cases[] = {
    {"单位:万元", MONEY_WAN},
    {"单位：万元", MONEY_WAN},
    {"单位： 万元", MONEY_WAN},
    {"单 位：万元", MONEY_WAN},
    {"单位万元", MONEY_WAN},
    {"单位为万元", MONEY_WAN},
    {"(单位：亿元、%)", MONEY_YI},
    {"（单位：亿元，%）", MONEY_YI},
    {"单位：个、亿元", MONEY_YI},
    {"单位:亿元/%", 0},
    {"金额单位：人民币万元", MONEY_WAN},
    {"金额单位：人民币 元", MONEY_YUAN},
    {"单位:元", MONEY_YUAN},
    {"计量单位：千元", MONEY_QIAN},
    {"单位：百万元", MONEY_BAIWAN},
    {"单位：千万元", MONEY_QIANWAN},
    {"2023年重点项目台账（单位：万元）", MONEY_WAN},
    {"填报单位：管委会    单位：万元    2023年12月", MONEY_WAN},
    {"以万元为单位", MONEY_WAN},
    {"(以万元计)", MONEY_WAN},
    {"总投资(万元)", MONEY_WAN},
    {"总投资（亿元）", MONEY_YI},
    {"总投资\n（亿元）", MONEY_YI},
    {"总投资 （ 万元 ）", MONEY_WAN},
    {"总投资【万元】", MONEY_WAN},
    {"总投资[万元]", MONEY_WAN},
    {"总投资(人民币万元)", MONEY_WAN},
    {"总投资/亿元", MONEY_YI},
    {"总投资／万元", MONEY_WAN},
    {"总投资:万元", MONEY_WAN},
    {"总投资万元", MONEY_WAN},
    {"总投资 亿元", MONEY_YI},
    {"总投资\n亿元", MONEY_YI},
    {"2023年1-12月\n完成投资(万元)", MONEY_WAN},
    {"2023年计划投资万元", MONEY_WAN},
    {"金额(元)", MONEY_YUAN},
    {"总投资（万元，含流动资金）", MONEY_WAN},
    {"总投资(万元)（含税）", MONEY_WAN},
    {"Total (m yuan)", MONEY_WAN * 100},
    {"Total (10,000 yuan)", MONEY_WAN},
    {"Total (10k yuan)", MONEY_WAN},
    {"Total (bn yuan)", MONEY_YI * 10},
    {"Total (100 million yuan)", MONEY_YI},
    {"Total (yuan)", MONEY_YUAN},
    /* traps */
    {"", 0},
    {NULL, 0},
    {"总投资", 0},
    {"万元户", 0},
    {"亿元以上项目个数", 0},
    {"亿元以上项目个数（个）", 0},
    {"（亿元以上项目）", 0},
    {"5000万元以上项目", 0},
    {"总投资10亿元", 0},
    {"总投资 10 亿元", 0},
    {"总投资超亿元", 0},
    {"投资过亿元", 0},
    {"数千万元", 0},
    {"十亿元", 0},
    {"投资强度（万元/亩）", 0},
    {"单价(元/吨)", 0},
    {"亩均税收（万元/亩）", 0},
    {"外资（万美元）", 0},
    {"单位：美元", 0},
    {"功能单元", 0},
    {"公元", 0},
    {"多元", 0},
    {"责任单位", 0},
    {"责任单位：元通公司", 0},
    {"单位：亩", 0},
    {"用地（万亩）", 0},
    {"a sum yuan", 0},
};

struct shown_case {
    int64_t fen;
    const char *zh, *en;
};

static const struct shown_case shown_cases[] = {
    {NONE_INT, "", ""},
    {0, "0元", "0 yuan"},
    {1, "0.01元", "0.01 yuan"},
    {12000, "120元", "120 yuan"},
    {12050, "120.5元", "120.5 yuan"},
    {12055, "120.55元", "120.55 yuan"},
    {-12055, "-120.55元", "-120.55 yuan"},
    {123456, "1,234.56元", "1,234.56 yuan"},
    {999999, "9,999.99元", "9,999.99 yuan"},
    {1000000, "1万元", "10,000 yuan"},
    {3500000000, "3,500万元", "35 m yuan"},
    {3500500000, "3,500.5万元", "35.005 m yuan"},
    {123456789, "123.4568万元", "1.2346 m yuan"},
    {9999999999, "1亿元", "100 m yuan"},
    {9999999400, "9,999.9994万元", "100 m yuan"},
    {10000000000, "1亿元", "100 m yuan"},
    {2210000000000, "221亿元", "22.1 bn yuan"},
    {-2210000000000, "-221亿元", "-22.1 bn yuan"},
    {100000000000, "10亿元", "1 bn yuan"},
    {1234500000000000, "123,450亿元", "12,345 bn yuan"},
    {INT64_MAX, "922,337,203.6855亿元", "92,233,720.3685 bn yuan"},
    {-INT64_MAX, "-922,337,203.6855亿元", "-92,233,720.3685 bn yuan"},
};

struct decimal_case {
    int64_t fen, unit;
    const char *text;
};

static const struct decimal_case decimal_cases[] = {
    {NONE_INT, MONEY_WAN, NULL},
    {0, MONEY_WAN, "0"},
    {1, MONEY_WAN, "0.000001"},
    {-1, MONEY_YI, "-0.0000000001"},
    {2210000000000, MONEY_WAN, "2210000"},
    {8700000, MONEY_WAN, "8.7"},
    {12050, MONEY_YUAN, "120.5"},
    {12050, MONEY_FEN, "12050"},
    {INT64_MAX, MONEY_YUAN, "92233720368547758.07"},
    {-INT64_MAX, MONEY_YI, "-922337203.6854775807"},
};

struct percent_case {
    int64_t part, whole, hundredths;
    const char *decimal, *shown;
};

static const struct percent_case percent_cases[] = {
    {61, 73, 8356, "83.56", "83.6%"},
    {0, 73, 0, "0", "0.0%"},
    {73, 73, 10000, "100", "100.0%"},
    {150, 100, 15000, "150", "150.0%"},
    {1, 3, 3333, "33.33", "33.3%"},
    {2, 3, 6667, "66.67", "66.7%"},
    {1, 8, 1250, "12.5", "12.5%"},
    {1, 16, 625, "6.25", "6.3%"},
    {1, 20000, 1, "0.01", "0.0%"},
    {1, 20001, 0, "0", "0.0%"},
    {-1, 20000, 0, "0", "0.0%"},
    {-1, 3, -3333, "-33.33", "-33.3%"},
    {1, -3, -3333, "-33.33", "-33.3%"},
    {-2, -3, 6667, "66.67", "66.7%"},
    {-5, 10000, -5, "-0.05", "0.0%"},
    {-15, 10000, -15, "-0.15", "-0.1%"},
    {5, 0, NONE_INT, NULL, ""},
    {NONE_INT, 5, NONE_INT, NULL, ""},
    {5, NONE_INT, NONE_INT, NULL, ""},
    {INT64_MAX, INT64_MAX, 10000, "100", "100.0%"},
    {INT64_MAX, 1, NONE_INT, NULL, ""},
};
/* clang-format on */

static const char *quoted(struct arena *a, const char *what, const char *text)
{
    return arena_printf(a, "%s \"%s\"", what, text ? text : "(NULL)");
}

static void test_amounts(struct ctx *cx)
{
    for (size_t i = 0; i < sizeof amount_cases / sizeof *amount_cases; i++) {
        const struct amount_case *c = &amount_cases[i];
        struct money m = {refused};
        bool parsed = money_parse(c->text, c->unit, &m);
        tap_equal_int(m.fen, c->fen, __FILE__, __LINE__, quoted(cx->arena, "amount", c->text));
        if (parsed != (c->fen != refused))
            OK(false, "the answer and its value agree");
    }
    struct money kept = {42};
    OK(!money_parse("5万亩", MONEY_WAN, &kept) && kept.fen == 42, "a refusal leaves the answer alone");
}

static void test_heads(struct ctx *cx)
{
    for (size_t i = 0; i < sizeof head_cases / sizeof *head_cases; i++) {
        const struct head_case *c = &head_cases[i];
        tap_equal_int(money_unit_in(c->text), c->unit, __FILE__, __LINE__, quoted(cx->arena, "unit in", c->text));
    }
}

static void test_shown(struct ctx *cx)
{
    for (size_t i = 0; i < sizeof shown_cases / sizeof *shown_cases; i++) {
        const struct shown_case *c = &shown_cases[i];
        EQ_TEXT(money_show(cx->arena, (struct money){c->fen}, LANG_ZH), c->zh);
        EQ_TEXT(money_show(cx->arena, (struct money){c->fen}, LANG_EN), c->en);
    }
    for (size_t i = 0; i < sizeof decimal_cases / sizeof *decimal_cases; i++) {
        const struct decimal_case *c = &decimal_cases[i];
        EQ_TEXT(money_decimal(cx->arena, (struct money){c->fen}, c->unit), c->text);
    }
}

static void test_shares(struct ctx *cx)
{
    for (size_t i = 0; i < sizeof percent_cases / sizeof *percent_cases; i++) {
        const struct percent_case *c = &percent_cases[i];
        int64_t hundredths = percent_of(c->part, c->whole);
        EQ_INT(hundredths, c->hundredths);
        EQ_TEXT(percent_decimal(cx->arena, hundredths), c->decimal);
        EQ_TEXT(percent_show(cx->arena, hundredths), c->shown);
    }
}

static void test_sums(void)
{
    struct money sum = {7};
    OK(money_add((struct money){1}, (struct money){2}, &sum) && sum.fen == 3, "1 + 2 = 3 分");
    OK(money_add((struct money){-5}, (struct money){2}, &sum) && sum.fen == -3, "sums below zero");
    OK(money_add(MONEY_NONE, (struct money){2}, &sum) && money_is_none(sum), "the unknown makes a sum unknown");
    sum.fen = 7;
    OK(!money_add((struct money){INT64_MAX}, (struct money){1}, &sum) && sum.fen == 7, "too large a sum is refused");
    OK(!money_add((struct money){-INT64_MAX}, (struct money){-1}, &sum) && sum.fen == 7,
       "no sum turns into the unknown");
    OK(!money_add((struct money){-INT64_MAX}, (struct money){-2}, &sum), "too small a sum is refused");
}

int main(void)
{
    struct ctx cx = tap_ctx();
    test_amounts(&cx);
    test_heads(&cx);
    test_shown(&cx);
    test_shares(&cx);
    test_sums();
    tap_ctx_free(&cx);
    return tap_done();
}
