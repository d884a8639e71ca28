/* said.c — reads one cell the way its column means it. */
#include "ledger/said.h"

#include "base/text.h"

#include <ctype.h>
#include <string.h>

static bool has_digit(const char *s)
{
    for (; *s; s++)
        if (isdigit((unsigned char)*s) || strncmp(s, "〇", 3) == 0)
            return true;
    return false;
}

bool said_is_blank(const char *text)
{
    static const char *const blanks[] = {"/",   "\\", "-",  "--", "---", "—",   "——",  "－",   "–", "无",
                                         "/ /", "*",  "／", "。", "、",  "N/A", "n/a", "暂无", NULL};
    if (text_is_empty(text))
        return true;
    for (const char *const *b = blanks; *b; b++)
        if (strcmp(text, *b) == 0)
            return true;
    return false;
}

static struct said_fault fault(struct ctx *cx, const char *code, bool rejects, const char *zh, const char *en,
                               const char *what)
{
    char *shown = text_chars(what) > 60 ? arena_strndup(cx->arena, what, 120) : arena_strdup(cx->arena, what);
    while (*shown && !text_is_utf8(shown, strlen(shown)))
        shown[strlen(shown) - 1] = '\0';
    return (struct said_fault){
        code, rejects, {arena_printf(cx->arena, "“%s”%s", shown, zh), arena_printf(cx->arena, "\"%s\" %s", shown, en)}};
}

/* "未解决", "正在解决", "待签约": not yet what the word at `at` says. */
static bool is_denied(const char *folded, const char *at)
{
    static const char *const words[] = {"未",   "不",   "待",   "拟",   "没",   "正在", "尚需", "计划",
                                        "预计", "加快", "抓紧", "推动", "推进", "力争", NULL};
    for (const char *const *w = words; *w; w++) {
        size_t n = strlen(*w);
        if ((size_t)(at - folded) >= n && strncmp(at - n, *w, n) == 0)
            return true;
    }
    return false;
}

const struct choice *choice_within(struct arena *a, const struct choice *choices, const char *text)
{
    const struct choice *found = choice_match(a, choices, text);
    size_t longest = 0;
    if (found)
        return found;
    const char *folded = text_fold(a, text);
    for (const struct choice *c = choices; c->code; c++) {
        const char *words = arena_printf(a, "%s %s", c->label.zh, c->synonyms ? c->synonyms : "");
        for (char **w = text_split(a, words, ' '); *w; w++) {
            const char *word = text_fold(a, *w);
            size_t n = strlen(word);
            const char *at = n >= 6 ? strstr(folded, word) : NULL;
            if (at && n > longest && !is_denied(folded, at)) {
                longest = n;
                found = c;
            }
        }
    }
    return found;
}

/* "五千万元" with its figures as digits; the text itself when it holds none of those. */
static const char *with_digits(struct ctx *cx, const char *text, bool *ret_chinese)
{
    int number = 0;
    size_t n = isdigit((unsigned char)*text) ? 0 : text_number(text, &number);
    *ret_chinese = n > 0 && (strstr(text + n, "万") || strstr(text + n, "亿") || strstr(text + n, "元"));
    return *ret_chinese ? arena_printf(cx->arena, "%d%s", number, text + n) : text;
}

static struct said read_money(struct ctx *cx, const struct column *column, const char *written,
                              struct said_fault *ret_fault)
{
    struct money m, other;
    bool chinese;
    const char *text = with_digits(cx, written, &chinese);
    if (money_parse(text, column->unit ? column->unit : MONEY_WAN, &m)) {
        bool own_unit = money_parse(text, MONEY_YUAN, &other) && other.fen == m.fen; /* "1.5亿元", or nought */
        if (column->unit || own_unit)
            return (struct said){SAID_VALUE, value_int(m.fen), value_null(), written};
        *ret_fault = fault(cx, "LGR-03", true, "没有金额单位", "has no unit of money", written);
        return (struct said){.kind = SAID_NOTHING, .text = written};
    }
    if (!has_digit(text) && !chinese)
        *ret_fault = fault(cx, "LGR-11", false, "不是金额,未采用", "is not an amount and was not taken", written);
    else if (strstr(text, "亩") || strstr(text, "件") || strstr(text, "千瓦") || strstr(text, "平方") ||
             strstr(text, "吨") || strstr(text, "台") || strstr(text, "套"))
        *ret_fault =
            fault(cx, "LGR-17", true, "是数量不是金额:请在金额列填金额,数量写到建设内容",
                  "is a quantity, not money: put the amount here and the quantity in the content column", written);
    else
        *ret_fault =
            fault(cx, "LGR-10", true, "不能读成金额:请只填一个数字,如 12,345.67;范围、外币和说明写到备注列",
                  "cannot be read as an amount: give one number such as 12,345.67; ranges, other currencies and "
                  "words go into the remarks column",
                  written);
    return (struct said){.kind = SAID_NOTHING, .text = written};
}

static bool among(const char *folded, const char *const *words)
{
    for (; *words; words++)
        if (strcmp(folded, *words) == 0)
            return true;
    return false;
}

static const char *const yes_words[] = {"是", "√",  "✓",    "✔",  "☑", "y", "yes", "1",
                                        "有", "已", "true", "对", "v", "●", "★",   NULL};
static const char *const no_words[] = {"否", "×",  "x",     "✗",    "✘", "n", "no", "0",
                                       "无", "未", "false", "不是", "☐", "○", NULL};

/* A date typed as a number: 2023.3, 202303, or a serial without a date format. */
static bool number_date(struct ctx *cx, const struct cell *cell, struct date *ret_date, struct said_fault *ret_fault)
{
    double n = cell->number;
    if (n >= 20000 && n < 90000) {
        *ret_date = date_from_serial(n, false);
        return true;
    }
    const char *text = cell->text;
    const char *dot = strchr(text, '.');
    if (dot && strlen(dot) == 2 && dot[1] == '1' && n > 1949 && n < 2100) {
        bool two_places = cell->format && strstr(cell->format, "0.00");
        if (!two_places)
            *ret_fault = fault(cx, "LGR-14", false, "是数字,可能是1月也可能是10月,按1月读;请改成文本或日期",
                               "is a number: January or October? Read as January; make it text or a date", text);
        text = two_places ? arena_printf(cx->arena, "%s0", text) : text;
    }
    enum date_mood mood;
    return date_parse_loose(text, 0, ret_date, &mood) && mood == DATE_ACTUAL;
}

static bool only_month(const char *format)
{
    if (!format)
        return false;
    bool month = false;
    for (const char *f = format; *f; f++) {
        if (*f == '"' && (f = strchr(f + 1, '"')) == NULL)
            return false;
        if (*f == 'd' || *f == 'D' || *f == 'h')
            return false;
        month |= *f == 'm' || *f == 'M';
    }
    return month;
}

static struct said read_date(struct ctx *cx, const struct cell *cell, const char *text, int year,
                             struct said_fault *ret_fault)
{
    struct date date = {0};
    enum date_mood mood = DATE_ACTUAL;
    struct date_range range;
    if (cell->kind == CELL_DATE) {
        date = only_month(cell->format) ? date_month(date_year_of(cell->date), date_month_of(cell->date)) : cell->date;
    } else if (cell->kind == CELL_NUMBER) {
        if (!number_date(cx, cell, &date, ret_fault)) {
            *ret_fault = fault(cx, "LGR-12", true, "不能读成日期:请写成 2023年3月 或 2023-03-15",
                               "cannot be read as a date: write 2023-03 or 2023-03-15", text);
            return (struct said){.kind = SAID_NOTHING, .text = text};
        }
    } else if (date_parse_loose(text, year, &date, &mood)) {
        if (mood == DATE_ABSENT)
            return (struct said){.kind = SAID_NOTHING, .text = text};
    } else if (date_parse_range(text, &range) && range.mood != DATE_ABSENT) {
        date = range.from;
        mood = range.mood;
    } else {
        bool digits = has_digit(text);
        const char *folded = text_fold(cx->arena, text);
        if (!digits &&
            (among(folded, yes_words) || text_starts(folded, "已"))) /* "已开工": it has happened, on a day not told */
            return (struct said){.kind = SAID_YES, .text = text};
        if (!digits && among(folded, no_words))
            return (struct said){.kind = SAID_NO, .text = text};
        *ret_fault = digits ? fault(cx, "LGR-12", true, "不能读成日期:请写成 2023年3月 或 2023-03-15",
                                    "cannot be read as a date: write 2023-03 or 2023-03-15", text)
                            : fault(cx, "LGR-13", false, "不是日期,未采用", "is not a date and was not taken", text);
        return (struct said){.kind = SAID_NOTHING, .text = text};
    }
    if (mood == DATE_NOT_YET)
        return (struct said){.kind = SAID_NO, .text = text};
    return (struct said){mood == DATE_PLANNED ? SAID_PLANNED : SAID_VALUE, value_int(date.code), value_null(), text};
}

/* "2024年4月入库": the date is what counts. */
static const char *without_event(struct ctx *cx, const char *text)
{
    static const char *const events[] = {"入库", "纳统", "入统", "纳统入库", "开工", "开工建设", NULL};
    size_t n = strlen(text);
    for (const char *const *e = events; *e; e++) {
        size_t k = strlen(*e);
        if (n > k && strcmp(text + n - k, *e) == 0 && has_digit(text))
            return arena_strndup(cx->arena, text, n - k);
    }
    return text;
}

/* "停工" under 停工情况, "在建" under 开工情况: the thing itself says yes. */
static bool names_it(enum target_kind kind, const char *text)
{
    return kind == TARGET_HALTED    ? said_halts(text)
           : kind == TARGET_STARTED ? strstr(text, "开工") || strstr(text, "在建") || strstr(text, "施工")
                                    : strstr(text, "纳统") || strstr(text, "入统") || strstr(text, "入库");
}

/* "正常施工", "已复工" under 停工情况. */
static bool goes_on(const char *text)
{
    return strstr(text, "正常") || strstr(text, "复工") || strstr(text, "恢复") || strstr(text, "在建");
}

static struct said read_yes_no(struct ctx *cx, enum target_kind kind, const struct cell *cell, const char *text,
                               int year, struct said_fault *ret_fault)
{
    const char *folded = text_fold(cx->arena, text);
    struct date date;
    enum date_mood mood;
    if (cell->kind == CELL_BOOL)
        return (struct said){.kind = cell->number != 0 ? SAID_YES : SAID_NO, .text = text};
    if (among(folded, yes_words))
        return (struct said){.kind = SAID_YES, .text = text};
    if (among(folded, no_words))
        return (struct said){.kind = SAID_NO, .text = text};
    if (cell->kind == CELL_DATE)
        return (struct said){SAID_YES, value_int(cell->date.code), value_null(), text};
    if (date_parse_loose(without_event(cx, text), year, &date, &mood)) {
        if (mood == DATE_ACTUAL)
            return (struct said){SAID_YES, value_int(date.code), value_null(), text};
        return (struct said){.kind = mood == DATE_ABSENT ? SAID_NOTHING : SAID_NO, .text = text};
    }
    if (kind == TARGET_HALTED && (said_halts(text) || goes_on(text)))
        return (struct said){.kind = said_halts(text) ? SAID_YES : SAID_NO, .text = text};
    if (strstr(folded, "未") || strstr(folded, "待") || strstr(folded, "拟") || strstr(folded, "计划") ||
        strstr(folded, "不") || strstr(folded, "正在") || strstr(folded, "尚"))
        return (struct said){.kind = SAID_NO, .text = text};
    if (strstr(folded, "已") || text_starts(folded, "是") || text_starts(folded, "√") || strstr(folded, "在统") ||
        strstr(folded, "在库") || names_it(kind, text))
        return (struct said){.kind = SAID_YES, .text = text};
    *ret_fault = fault(cx, "LGR-16", false, "看不出是或否,未采用", "says neither yes nor no and was not taken", text);
    return (struct said){.kind = SAID_NOTHING, .text = text};
}

static const char *choice_list(struct ctx *cx, const struct choice *choices)
{
    const char *list = "";
    for (const struct choice *c = choices; c->code; c++)
        list = arena_printf(cx->arena, "%s%s%s", list, *list ? "、" : "", c->label.zh);
    return list;
}

/* 是 under 是否解决 says 解决, 否 says 未解决. */
static const char *answered(struct ctx *cx, const char *head, const char *text)
{
    const char *asks = strstr(head, "是否"), *folded = text_fold(cx->arena, text);
    if (!asks || !(among(folded, yes_words) || among(folded, no_words)))
        return text;
    asks += strlen("是否");
    asks += text_starts(asks, "已") ? strlen("已") : 0;
    const char *verb = arena_strndup(cx->arena, asks, strcspn(asks, "(/ "));
    return among(folded, yes_words) ? verb : arena_printf(cx->arena, "未%s", verb);
}

/* A report in the state's column: "方案已完成编制,正在报批" is not closed; what it begins with counts, then that it is going on. */
static const struct choice *state_told(struct ctx *cx, const char *text)
{
    static const char *const going_on[] = {"正在", "推进", "协调", "办理中", "持续", "加快", "对接", NULL};
    const char *folded = text_fold(cx->arena, text), *stop = strpbrk(folded, ",.;:");
    size_t first = stop ? (size_t)(stop - folded) : strlen(folded),
           full_stop = strstr(folded, "。") ? (size_t)(strstr(folded, "。") - folded) : first;
    const char *opening = arena_strndup(cx->arena, folded, full_stop < first ? full_stop : first);
    const struct choice *c = choice_match(cx->arena, problem_states, opening);
    if (c)
        return c;
    for (const char *const *w = going_on; *w; w++)
        if (strstr(folded, *w) && !strstr(folded, "已办结") && !strstr(folded, "已解决") && !strstr(folded, "已销号"))
            return choice_find(problem_states, "handling");
    return NULL;
}

bool said_halts(const char *text)
{
    if (!text || !(strstr(text, "停工") || strstr(text, "停建") || strstr(text, "缓建")))
        return false;
    return !(strstr(text, "已复工") || strstr(text, "已恢复") || strstr(text, "恢复施工") || strstr(text, "未停工") ||
             strstr(text, "无停工"));
}

bool said_halts_now(const char *text)
{
    static const char *const openings[] = {"停工", "停建", "缓建", "全面停工", NULL};
    static const char *const within[] = {"已停工", "已停建", "已缓建", "目前停工", "现停工",   "起停工",
                                         "仍停工", "处于停", "至今停", "停工至今", "持续停工", NULL};
    if (!said_halts(text) || strstr(text, "复工") || strstr(text, "曾停") || strstr(text, "停工期间"))
        return false;
    for (const char *const *w = openings; *w; w++)
        if (text_starts(text, *w))
            return true;
    for (const char *const *w = within; *w; w++)
        if (strstr(text, *w))
            return true;
    return false;
}

static struct said read_choice(struct ctx *cx, const struct choice *choices, bool open, const char *text,
                               struct said_fault *ret_fault)
{
    const struct choice *c = choice_match(cx->arena, choices, text);
    if (!c && choices == problem_states)
        c = state_told(cx, text);
    if (!c && !open)
        c = choice_within(cx->arena, choices, text);
    if (c)
        return (struct said){SAID_VALUE, value_text(c->code), value_null(), text};
    if (open)
        return (struct said){SAID_VALUE, value_text(text), value_null(), text};
    *ret_fault =
        fault(cx, "LGR-16", false, arena_printf(cx->arena, "不在选项内,未采用;可填:%s", choice_list(cx, choices)),
              arena_printf(cx->arena, "is not one of the choices and was not taken; choose from: %s",
                           choice_list(cx, choices)),
              text);
    return (struct said){.kind = SAID_NOTHING, .text = text};
}

const char *said_answer(struct ctx *cx, const struct column *column, const char *choice)
{
    static const char *const answers[] = {"是", "否"};
    const struct field *f = column->target->field;
    for (size_t i = 0; f && f->type == T_CHOICE && strstr(column->head, "是否") && i < 2; i++) {
        struct said_fault fault;
        struct said said =
            read_choice(cx, f->choices, f->flags & FIELD_OPEN, answered(cx, column->head, answers[i]), &fault);
        if (said.kind == SAID_VALUE && strcmp(said.value.s, choice) == 0)
            return answers[i];
    }
    return NULL;
}

/* A stage; 停工 is none, but tells that the project stands still. */
static struct said read_stage(struct ctx *cx, const char *text, struct said_fault *ret_fault)
{
    struct said said = read_choice(cx, project_stages, false, text, ret_fault);
    if (said_halts(text)) {
        *ret_fault = (struct said_fault){0};
        said.kind = SAID_HALTED;
    }
    return said;
}

static struct said read_integer(struct ctx *cx, const char *text, struct said_fault *ret_fault)
{
    int64_t n = 0;
    int digits = 0;
    const char *s = text_fold(cx->arena, text);
    for (; isdigit((unsigned char)*s) && digits < 15; s++, digits++)
        n = n * 10 + (*s - '0');
    if (digits && (*s == '\0' || strcmp(s, "个") == 0 || strcmp(s, "项") == 0 || strcmp(s, "年") == 0))
        return (struct said){SAID_VALUE, value_int(n), value_null(), text};
    *ret_fault = fault(cx, "LGR-15", digits > 0, "不是整数", "is not a whole number", text);
    return (struct said){.kind = SAID_NOTHING, .text = text};
}

static struct said read_period(struct ctx *cx, const struct cell *cell, const char *text, int year,
                               struct said_fault *ret_fault)
{
    struct date_range range;
    if (cell->kind == CELL_TEXT || cell->kind == CELL_NUMBER) {
        if (date_parse_range(text, &range))
            return range.mood == DATE_ABSENT || range.mood == DATE_NOT_YET || date_is_none(range.from)
                       ? (struct said){.kind = SAID_NOTHING, .text = text}
                       : (struct said){SAID_PERIOD, value_int(range.from.code), value_int(range.to.code), text};
        return (struct said){.kind = SAID_NOTHING, .text = text}; /* "18个月", "两年": a length, not a period */
    }
    struct said one = read_date(cx, cell, text, year, ret_fault);
    return one.kind == SAID_VALUE ? (struct said){SAID_PERIOD, one.value, one.value, text} : one;
}

static struct said read_field(struct ctx *cx, const struct column *column, const struct cell *cell, const char *text,
                              int year, struct said_fault *ret_fault)
{
    const struct field *f = column->target->field;
    switch (f->type) {
    case T_MONEY:
        return read_money(cx, column, text, ret_fault);
    case T_DATE:
        return read_date(cx, cell, text, year, ret_fault);
    case T_INT:
        return read_integer(cx, text, ret_fault);
    case T_CHOICE:
        return read_choice(cx, f->choices, f->flags & FIELD_OPEN, answered(cx, column->head, text), ret_fault);
    case T_REF:
        return (struct said){.kind = SAID_NAME, .text = text};
    default:
        if (f->max > 0 && (int64_t)text_chars(text) > f->max) {
            *ret_fault = fault(cx, "LGR-19", true,
                               arena_printf(cx->arena, "太长:%s最多 %lld 个字", f->label.zh, (long long)f->max),
                               arena_printf(cx->arena, "is too long: %s takes at most %lld characters", f->label.en,
                                            (long long)f->max),
                               text);
            return (struct said){.kind = SAID_NOTHING, .text = text};
        }
        return (struct said){SAID_VALUE, value_text(text), value_null(), text};
    }
}

struct said said_read(struct ctx *cx, const struct column *column, const struct cell *cell, int year,
                      struct said_fault *ret_fault)
{
    *ret_fault = (struct said_fault){0};
    if (column->target && column->target->kind != TARGET_ORDINAL && cell && cell->kind == CELL_EMPTY && cell->formula) {
        *ret_fault = fault(cx, "LGR-18", true, "没有存下计算结果,请用 Excel 或 WPS 打开、保存一次再导入",
                           "has no stored result: open the file in Excel or WPS, save it and import again", "=");
        return (struct said){0};
    }
    if (!column->target || !cell || cell->kind == CELL_EMPTY)
        return (struct said){0};
    if (cell->kind == CELL_ERROR) {
        *ret_fault = fault(cx, "LGR-18", true, "是公式错误值,请先在表中改正",
                           "is a formula's error value: mend it in the sheet first", cell->text ? cell->text : "#");
        return (struct said){0};
    }
    const char *text = text_clean(cx->arena, cell->text);
    enum target_kind kind = column->target->kind;
    bool yes_no = kind == TARGET_STATISTICS || kind == TARGET_STARTED || kind == TARGET_HALTED;
    if (!text || (said_is_blank(text) && !(yes_no && strcmp(text, "无") == 0)))
        return (struct said){.kind = SAID_NOTHING, .text = text};
    switch (kind) {
    case TARGET_FIELD:
        return read_field(cx, column, cell, text, year, ret_fault);
    case TARGET_PERIOD:
        return read_period(cx, cell, text, year, ret_fault);
    case TARGET_STATISTICS:
    case TARGET_STARTED:
    case TARGET_HALTED:
        return read_yes_no(cx, kind, cell, text, year, ret_fault);
    case TARGET_STAGE:
        return read_stage(cx, text, ret_fault);
    case TARGET_KEY_LEVEL:
        return read_choice(cx, key_levels, true, text, ret_fault);
    case TARGET_PLAN:
    case TARGET_PLAN_MONTH:
    case TARGET_DONE_BEFORE:
    case TARGET_DONE_YEAR:
    case TARGET_DONE_MONTH:
    case TARGET_DONE_ALL:
        return read_money(cx, column, text, ret_fault);
    default:
        return (struct said){SAID_VALUE, value_text(text), value_null(), text};
    }
}

static struct said said_keep(struct arena *a, struct said said)
{
    said.text = arena_strdup(a, said.text);
    said.value = value_copy(a, said.value);
    return said;
}

struct said said_join(struct arena *a, const struct column *column, const struct said *first, const struct said *more)
{
    struct said both = *first;
    const struct target *t = column->target;
    if (more->kind == SAID_NOTHING)
        return both;
    if (first->kind == SAID_NOTHING)
        return said_keep(a, *more);
    if (first->kind != SAID_VALUE || more->kind != SAID_VALUE)
        return both;
    if (target_is_money(t))
        both.value.i += more->value.i;
    else if (t->kind == TARGET_FIELD && t->field->type == T_NOTE && strcmp(first->value.s, more->value.s) != 0) {
        both.text = arena_printf(a, "%s\n%s", first->value.s, more->value.s);
        both.value = value_text(both.text);
    }
    return both;
}
