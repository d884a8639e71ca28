/* value_test.c — the value of a formula for one row, what is unknown, and how it is explained. */
#include "tap.h"
#include "unit/formula/works.h"

static struct work sample(void)
{
    struct work w = {{
        value_int(7),                        /* id */
        value_text("渭河综合管廊"),          /* name */
        value_text("new"),                   /* nature */
        value_text("农业"),                  /* sector */
        value_int(23000000000),              /* total_investment: 2.3亿元 */
        value_int(10000000000),              /* planned: 1亿元 */
        value_null(),                        /* fees */
        value_int(4550),                     /* progress: 45.5 % */
        value_int(-7),                       /* workers */
        value_int(2),                        /* area */
        value_int(date_month(2023, 3).code), /* starts */
        value_int(date_year(2024).code),     /* finishes */
        value_int(1701360000000),            /* reported: 2023-12-01 00:00 in Shanghai */
        value_int(1),                        /* is_key */
        value_int(1),                        /* unit: 和平街道 */
    }};
    return w;
}

static struct value value_of(struct ctx *cx, const char *text, const struct work *row)
{
    struct scope *scope = ARENA_NEW(cx->arena, struct scope);
    *scope = work_scope(row);
    struct value v = value_text("not read");
    struct expr *e = formula_parse(cx, text, scope);
    if (!e || !expr_value(e, cx, &v))
        tap_note("%s: %s", text, cx->err.message.zh);
    err_clear(cx);
    return v;
}

static void is(struct ctx *cx, const char *text, int64_t want)
{
    const struct work row = sample();
    struct value v = value_of(cx, text, &row);
    if (!OK(v.kind == VALUE_INT && v.i == want, "%s", text))
        tap_note("got %lld, want %lld", (long long)v.i, (long long)want);
}

static void unknown(struct ctx *cx, const char *text)
{
    const struct work row = sample();
    OK(value_of(cx, text, &row).kind == VALUE_NULL, "%s is unknown", text);
}

static void numbers(struct ctx *cx)
{
    is(cx, "total_investment - planned", 13000000000);
    is(cx, "planned / total_investment", 4347); /* 0.43478…, cut off */
    is(cx, "total_investment / 3", 7666666666);
    is(cx, "total_investment * 45.5%", 10465000000);
    is(cx, "total_investment * progress", 10465000000);
    is(cx, "progress * 2", 9100);
    is(cx, "30% * area", 6000); /* 0.6, a number */
    is(cx, "workers / area", -35000);
    is(cx, "round(workers / area)", -4); /* half away from nought */
    is(cx, "round(0.4999)", 0);
    is(cx, "round(1234.49元)", 123400);
    is(cx, "round(progress)", 4600);
    is(cx, "abs(workers) * 2 - 2 * 3", 8);
    is(cx, "max(planned, total_investment, 3亿)", 30000000000);
    is(cx, "if(is_key, 1, 2.5)", 10000);
    is(cx, "0.1 + 0.2", 3000);
    is(cx, "9000万亿 - 1", 8999999999999999);
    unknown(cx, "fees + total_investment");
    unknown(cx, "total_investment / (area - 2)");
    unknown(cx, "planned * 900万亿");
    unknown(cx, "if(workers > 0, workers, empty)");
}

static void dates(struct ctx *cx)
{
    is(cx, "days(starts, as_of)", 289); /* 2023-03-01 … 2023-12-15 */
    is(cx, "days(starts, today)", 305);
    is(cx, "months(starts, as_of)", 9);
    is(cx, "days(as_of, workday(as_of, 1))", 3); /* 2023-12-15 is a Friday */
    is(cx, "days(workday(as_of, -5), as_of)", 7);
    is(cx, "months(2023-Q2, as_of)", 6);
    is(cx, "months(2022年, 2023-01)", 1);
    is(cx, "year(starts) * 100 + month(starts)", 202303);
    unknown(cx, "month(finishes)"); /* known to the year only */
    is(cx, "starts = 2023-03 and starts = 2023 and starts = 2023-Q1 and starts = 2023-03-01", 1);
    is(cx, "starts <= 2023-03 and starts >= 2023-03 and not starts < 2023-03 and not starts > 2023-03", 1);
    is(cx, "starts < 2023-04 and starts > 2023-02-28 and starts != 2023-04", 1);
    is(cx, "finishes between 2024-01 and 2024-06", 1);
    is(cx, "reported = 2023-12-01 and reported > 2023-11 and reported < 2023-12-02 and reported >= 2023-12", 1);
    is(cx, "days(starts, reported)", 275);
}

/* The calendar in arith.c against the one in base/date.h, over two centuries, and instants against days. */
static void calendar(struct ctx *cx)
{
    struct work row = sample();
    struct scope scope = work_scope(&row);
    struct expr *e = formula_parse(cx, "days(1970-01-01, starts)", &scope),
                *hours = formula_parse(cx, "days(starts, reported)", &scope);
    int differ = 0, days = 0;
    for (struct date d = date_day(1900, 1, 1); d.code < date_day(2101, 1, 2).code; d = date_add_days(d, 1), days++) {
        struct value v, zero;
        row.values[10] = value_int(d.code);
        row.values[12] = value_int(date_days_between(date_day(1970, 1, 1), d) * INT64_C(86400000) - 28800000 +
                                   (days % 24) * 3600000);
        if (!expr_value(e, cx, &v) || !expr_value(hours, cx, &zero))
            break;
        differ += v.i != date_days_between(date_day(1970, 1, 1), d) || zero.i != 0;
    }
    EQ_INT(days, 73415);
    EQ_INT(differ, 0);
}

static void unknowns(struct ctx *cx)
{
    is(cx, "fees > 0 or fees <= 0 or fees = 0 or fees != 0", 0);
    is(cx, "not (fees > 0)", 1);
    is(cx, "fees not in (1, 2)", 0);
    is(cx, "not (fees in (1, 2))", 1);
    is(cx, "fees is empty and fees = 空 and not (fees != 空)", 1);
    is(cx, "total_investment > fees", 0);
    is(cx, "is_key = true and not (is_key = false)", 1);
}

static void texts(struct ctx *cx)
{
    is(cx, "name contains 管廊 and name starts with 渭河 and name not contains '桥'", 1);
    is(cx, "nature = 新开工 and nature in (续建, 新建) and nature contains '新'", 1);
    is(cx, "sector = 农业 and sector != 工业 and sector contains 农", 1);
    is(cx, "unit = 和平街道 and unit = 1 and unit != 经发局 and unit 不为空", 1);
}

static void explains(struct ctx *cx, const char *text, const char *zh, const char *en)
{
    const struct work row = sample();
    const struct scope scope = work_scope(&row);
    struct expr *e = formula_parse(cx, text, &scope);
    if (!OK(e != NULL, "%s", text))
        return;
    cx->lang = LANG_ZH;
    EQ_TEXT(expr_explain(e, cx), zh);
    cx->lang = LANG_EN;
    EQ_TEXT(expr_explain(e, cx), en);
    cx->lang = LANG_ZH;
}

static void explanations(struct ctx *cx)
{
    explains(cx, "total_investment >= 1亿", "总投资 2.3亿元 ≥ 1亿元：成立",
             "Total investment 230 m yuan ≥ 100 m yuan: true");
    explains(cx, "planned / total_investment >= 80%", "总投资计划 1亿元 ÷ 总投资 2.3亿元 = 0.4347 ≥ 80%：不成立",
             "Planned investment 100 m yuan ÷ Total investment 230 m yuan = 0.4347 ≥ 80%: false");
    explains(
        cx, "nature = 续建 or is_key and starts <= 2023-06",
        "建设性质 新建 = 续建：不成立；或 （重点项目 是：成立；且 开工时间 2023年3月 ≤ 2023年6月：成立）。合起来：成立",
        "Nature New = Continuing: false; or (Key project yes: true; and Start Mar 2023 ≤ Jun 2023: true). Together: "
        "true");
    explains(cx, "days(starts, as_of)", "天数（开工时间 2023年3月，截至日 2023年12月15日） = 289",
             "days(Start Mar 2023, the date as of 15 Dec 2023) = 289");
    explains(cx, "fees > 1", "非税收入 未知 > 1元：不成立", "Fees unknown > 1 yuan: false");
}

static void types(struct ctx *cx)
{
    static const struct {
        const char *text;
        enum type type;
    } samples[] = {{"total_investment / 2", T_MONEY},
                   {"planned / fees", EXPR_DECIMAL},
                   {"progress + 1", T_PERCENT},
                   {"area * 2", T_INT},
                   {"is_key", T_BOOL},
                   {"starts", T_DATE},
                   {"nature", T_CHOICE},
                   {"name", T_TEXT},
                   {"unit", T_REF},
                   {"reported", T_INSTANT}};
    const struct scope scope = work_scope(NULL);
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        struct expr *e = formula_parse(cx, samples[i].text, &scope);
        OK(e && expr_type(e) == samples[i].type, "type of %s", samples[i].text);
    }
    struct expr *ratio = formula_parse(cx, "planned / fees", &scope);
    EQ_TEXT(ratio ? expr_show(ratio, cx, value_int(-8350)) : "", "-0.835");
}

int main(void)
{
    struct ctx cx = tap_ctx();
    numbers(&cx);
    dates(&cx);
    calendar(&cx);
    unknowns(&cx);
    texts(&cx);
    explanations(&cx);
    types(&cx);
    tap_ctx_free(&cx);
    return tap_done();
}
