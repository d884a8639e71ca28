/* parse_test.c — what people write, and what it is read as: canonical text, words, errors with their places. */
#include "tap.h"
#include "unit/formula/works.h"

#include <stdio.h>

static const char *canonical(struct ctx *cx, const char *text)
{
    struct scope *scope = ARENA_NEW(cx->arena, struct scope);
    *scope = work_scope(NULL);
    err_clear(cx);
    struct expr *e = formula_parse(cx, text, scope);
    if (!e)
        return arena_printf(cx->arena, "%s %s", tap_code(cx), cx->err.message.zh);
    const char *once = expr_text(e, cx);
    struct expr *again = formula_parse(cx, once, scope);
    const char *twice = again ? expr_text(again, cx) : cx->err.message.en;
    if (strcmp(once, twice) != 0)
        return arena_printf(cx->arena, "%s, but read again %s", once, twice);
    return once;
}

static void reads(struct ctx *cx, const char *text, const char *want)
{
    const char *got = canonical(cx, text);
    if (!OK(strcmp(got, want) == 0, "%s", text))
        tap_note("got %s, want %s", got, want);
}

static void spellings(struct ctx *cx)
{
    reads(cx, "nature = '新建' and total_investment >= 1亿", "nature = 'new' and total_investment >= 1亿元");
    reads(cx, "建设性质 = 续建 且 (开工时间 <= 2023-06 或 责任单位 包含 '街道')",
          "nature = 'continuing' and (starts <= 2023-06 or unit contains '街道')");
    reads(cx, "总投资大于1亿", "total_investment > 1亿元");
    reads(cx, "总投资计划大于等于1亿且总投资不超过5,000万元", "planned >= 1亿元 and total_investment <= 5000万元");
    reads(cx, "（总投资＞＝１．５亿）并且建设性质＝“新开工”", "total_investment >= 1.5亿元 and nature = 'new'");
    reads(cx, "建设性质为新建或续建率=1", "FML-02 第 9 个字处：没有叫“续建率”的字段；文字请加引号");
    reads(cx, "非税收入 > 0 且 非 重点项目", "fees > 0元 and not is_key");
    reads(cx, "不是(重点项目)", "not is_key");
    reads(cx, "not not is_key", "not (not is_key)");
    reads(cx, "建设性质 属于（新建、续建，'扩建'）", "nature in ('new', 'continuing', 'expansion')");
    reads(cx, "nature not in (new, Retrofit)", "nature not in ('new', 'retrofit')");
    reads(cx, "行业 != 农业", "sector != '农业'");
    reads(cx, "行业 = 工业", "sector = 'industry'");
    reads(cx, "责任单位 = 和平街道 且 用工人数至少3", "unit = '和平街道' and workers >= 3");
    reads(cx, "责任单位 = 12", "unit = 12");
    reads(cx, "责任单位 = 空", "unit is empty");
    reads(cx, "责任单位 = 空港街道", "unit = '空港街道'");
    reads(cx, "name != empty and starts 不为空", "name is not empty and starts is not empty");
    reads(cx, "项目名称 开头是 “西安‘高新’”", "name starts with '西安‘高新’'");
    reads(cx, "name = 'it''s'", "name = 'it''s'");
    reads(cx, "name = 《黄金12条》 或 总投资 》= 1万", "name = '黄金12条' or total_investment >= 1万元");
    reads(cx, "[占地（亩）] > 300", "area > 300");
    reads(cx, "'新建' = nature and 100 < workers", "nature = 'new' and workers > 100");
    reads(cx, "unit.name = name", "unit.name = name");
    reads(cx, "unit = name", "unit = name");
}

static void numbers(struct ctx *cx)
{
    reads(cx, "progress >= 50 and progress < 75.25%", "progress >= 50% and progress < 75.25%");
    reads(cx, "形象进度 落后",
          "FML-01 第 6 个字处：“落后”放在这里看不懂，这里应是“且”“或”等连接词，或者公式结束；文字里有空格时请加引号");
    reads(cx, "progress + 5个百分点 >= 80", "progress + 5% >= 80%");
    reads(cx, "总投资 - 3500万 > 2 * 1亿", "total_investment - 3500万元 > 2亿元");
    reads(cx, "planned / total_investment >= 80%", "planned / total_investment >= 80%");
    reads(cx, "planned / total_investment >= 0.8", "planned / total_investment >= 0.8");
    reads(cx, "total_investment / 2 > planned", "total_investment / 2 > planned");
    reads(cx, "total_investment / 1亿 * 3", "total_investment / 1亿元 * 3");
    reads(cx, "max(workers, area, 1.5)", "max(max(workers, area), 1.5)");
    reads(cx, "min(1,200)", "min(1, 200)");
    reads(cx, "workers in (1,200)", "workers in (1, 200)");
    reads(cx, "workers = 1,200", "workers = 1200");
    reads(cx, "-workers - -5 * (area - (3 - workers))", "-workers - -5 * (area - (3 - workers))");
    reads(cx, "workers - (area - 1) - (2 + 1)", "workers - (area - 1) - 3");
    reads(cx, "总投资 在 1千万 和 3百亿 之间", "total_investment between 1000万元 and 300亿元");
    reads(cx, "用工人数介于3至5之间且重点项目", "workers between 3 and 5 and is_key");
    reads(cx, "1 / 3", "1 / 3");
    reads(cx, "9000万亿", "9000000000000000");
    reads(cx, "如果(重点项目，总投资，0) 》 1", "if(is_key, total_investment, 0元) > 1元");
    reads(cx, "if(is_key, empty, 1.5)", "if(is_key, empty, 1.5)");
    reads(cx, "开工时间 早于 2023年6月 且 重点项目 = 否", "starts < 2023-06 and is_key = false");
    reads(cx, "is_key = 是 and is_key != false", "is_key = true and is_key != false");
}

static void dates(struct ctx *cx)
{
    reads(cx, "开工时间 = 2023年3月 或 开工时间 = 2023年3月5日", "starts = 2023-03 or starts = 2023-03-05");
    reads(cx, "开工时间 < 2023年 且 竣工时间 晚于 2024年二季度", "starts < 2023年 and finishes > 2024-Q2");
    reads(cx, "starts = 2023-Q2 or starts = 2024-H1 or starts = 2023年下半年",
          "starts = 2023-Q2 or starts = 2024-H1 or starts = 2023-H2");
    reads(cx, "starts >= 2023.10", "starts >= 2023-10");
    reads(cx, "starts in (2023, 2024-3)", "starts in (2023年, 2024-03)");
    reads(cx, "starts between 2023 and 2024-06", "starts between 2023年 and 2024-06");
    reads(cx, "starts between 2023-01 and finishes", "starts >= 2023-01 and starts <= finishes");
    reads(cx, "days(starts, as_of) > 30", "days(starts, as_of) > 30");
    reads(cx, "天数(开工时间，今天)", "days(starts, today)");
    reads(cx, "reported >= 2023-12-01", "reported >= 2023-12-01");
    reads(cx, "reported > starts", "reported > starts");
    reads(cx, "year(starts) = 2023", "year(starts) = 2023");
    reads(cx, "starts = 2023-02-30", "FML-06 第 10 个字处：没有这样的日期，请检查月份和日");
    reads(cx, "2023年", "2023年");
    reads(cx, "2023 - 3", "2020");
}

static void fails(struct ctx *cx, const char *text, const char *zh, const char *en)
{
    const struct scope scope = work_scope(NULL);
    err_clear(cx);
    struct expr *e = formula_parse(cx, text, &scope);
    OK(!e && cx->err.kind == ERR_INPUT, "%s is refused", text);
    const char *got_zh = arena_printf(cx->arena, "%s %s", tap_code(cx), e ? "" : cx->err.message.zh);
    EQ_TEXT(got_zh, zh);
    if (en)
        EQ_TEXT(e ? "" : cx->err.message.en, en);
}

static void errors(struct ctx *cx)
{
    fails(cx, "", "FML-01 第 1 个字处：公式没有写完，后面应有字段、数值或文字",
          "at character 1: the formula ends here, but a field, a number or a text should follow");
    fails(cx, "总投资 >", "FML-01 第 6 个字处：公式没有写完，后面应有字段、数值或文字", NULL);
    fails(cx, "(总投资 > 1亿", "FML-01 第 10 个字处：公式没有写完，后面应有右括号“)”", NULL);
    fails(cx, "总投资 > 1亿)", "FML-01 第 9 个字处：这个右括号没有对应的左括号", NULL);
    fails(cx, "项目名称 = '西安", "FML-01 第 8 个字处：引号没有闭合，请在文字后面补上引号", NULL);
    fails(cx, "1 < 用工人数 < 5", "FML-01 第 10 个字处：一次只能比较一回，两头都限定请写“在 … 和 … 之间”，或用“且”连接",
          NULL);
    fails(cx, "建设性质 in 新建", "FML-01 第 9 个字处：“新建”放在这里看不懂，这里应是括号里的几个值，例如 (新建, 续建)",
          NULL);
    fails(cx, "总投次大于1", "FML-02 第 1 个字处：没有叫“总投次”的字段，是不是 “总投资”？",
          "at character 1: there is no field called '总投次'; did you mean 总投资?");
    fails(cx, "working_days(starts, finishes)",
          "FML-02 第 1 个字处：没有叫“working_days”的函数，可以用：year, month, days, months, abs, min, max, if, "
          "round, workday",
          NULL);
    fails(cx, "总投资 > 新建", "FML-02 第 7 个字处：没有叫“新建”的字段；文字请加引号", NULL);
    fails(cx, "总投资 > '新建'", "FML-03 第 5 个字处：“总投资”是金额，“新建”是文字，不能放在一起比较", NULL);
    fails(cx, "总投资 + 用工人数 > 1", "FML-03 第 5 个字处：“总投资”是金额，“用工人数”是整数，不能这样计算", NULL);
    fails(cx, "空 + 42", "FML-03 第 3 个字处：“空”是空，“42”是数，不能这样计算", NULL);
    fails(cx, "总投资 且 重点项目", "FML-03 第 1 个字处：“总投资”是金额，这里要一个条件，例如“总投资 大于 1亿”", NULL);
    fails(cx, "竣工时间 - 开工时间 > 30",
          "FML-03 第 6 个字处：“竣工时间”是日期，“开工时间”是日期，日期不能直接加减；相差天数请写“天数(起, 止)”", NULL);
    fails(cx, "建设性质 > 新建", "FML-03 第 6 个字处：“建设性质”是选项，“新建”是文字，只能比较是否相等，不能比大小",
          NULL);
    fails(cx, "建设性质 = 拆除", "FML-04 第 8 个字处：“建设性质”里没有“拆除”，可以是：新建、续建、改扩建、技改（设备）",
          "at character 8: Nature has no choice '拆除'; it may be: New, Continuing, Expansion, Retrofit");
    fails(cx, "建设性质 包含 拆", "FML-04 第 9 个字处：“建设性质”里没有“拆”，可以是：新建、续建、改扩建、技改（设备）",
          NULL);
    fails(cx, "总投资 > 0.001", "FML-06 第 7 个字处：金额最细到分（0.01 元）", NULL);
    fails(cx, "用工人数 > 100000亿亿", "FML-06 第 8 个字处：数太大，最多到 9,000 万亿（金额 90 万亿元）", NULL);
    fails(cx, "用工人数 > 0.00001", "FML-06 第 8 个字处：小数位太多，最多 4 位小数", NULL);
    fails(cx, "用工人数 / (2 - 2) > 1", "FML-06 第 11 个字处：除数不能是 0", NULL);
    fails(cx, "\xff", "FML-01 第 1 个字处：文字编码不是 UTF-8", NULL);
}

static void limits(struct ctx *cx)
{
    char text[8000];
    const struct scope scope = work_scope(NULL);
    memset(text, '(', 200);
    strncpy(text + 200, "1", 2);
    err_clear(cx);
    OK(!formula_parse(cx, text, &scope), "two hundred brackets");
    EQ_TEXT(tap_code(cx), "FML-05");
    memset(text, ' ', 4100);
    text[4100] = '\0';
    err_clear(cx);
    OK(!formula_parse(cx, text, &scope), "four thousand and one hundred bytes");
    EQ_TEXT(tap_code(cx), "FML-05");
    size_t n = 0;
    for (int i = 0; i < 1500; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "%s1", i ? "," : "workers in (");
    snprintf(text + n, sizeof text - n, ")");
    err_clear(cx);
    OK(!formula_parse(cx, text, &scope), "1,500 values");
    EQ_TEXT(tap_code(cx), "FML-05");
}

static void words(struct ctx *cx, const char *text, const char *zh, const char *en)
{
    const struct scope scope = work_scope(NULL);
    err_clear(cx);
    struct expr *e = formula_parse(cx, text, &scope);
    if (!OK(e != NULL, "%s", text))
        return;
    cx->lang = LANG_ZH;
    EQ_TEXT(expr_words(e, cx), zh);
    cx->lang = LANG_EN;
    EQ_TEXT(expr_words(e, cx), en);
    cx->lang = LANG_ZH;
}

static void in_words(struct ctx *cx)
{
    words(cx, "nature = new and total_investment >= 1亿", "建设性质 为 新建 且 总投资 不少于 1亿元",
          "Nature is New and Total investment is at least 100 m yuan");
    words(cx, "starts <= 2023-Q2 or not (unit contains 街道 and is_key)",
          "开工时间 不晚于 2023年二季度 或 并非（责任单位 包含 “街道” 且 重点项目）",
          "Start is not after Q2 2023 or not (Unit contains \"街道\" and Key project)");
    words(cx, "planned / total_investment * 2 < 80%", "总投资计划 ÷ 总投资 × 2 小于 80%",
          "Planned investment ÷ Total investment × 2 is less than 80%");
    words(cx, "workers not in (1, 2) and days(starts, as_of) between 1 and 30",
          "用工人数 不属于（1、2） 且 天数（开工时间，截至日） 在 1 和 30 之间",
          "Workers is none of (1, 2) and days(Start, the date as of) is between 1 and 30");
}

int main(void)
{
    struct ctx cx = tap_ctx();
    spellings(&cx);
    numbers(&cx);
    dates(&cx);
    errors(&cx);
    limits(&cx);
    in_words(&cx);
    tap_ctx_free(&cx);
    return tap_done();
}
