/* json_read.c — reading JSON through jansson, with limits and our errors, into field values. */
#include "base/json.h"
#include "base/text.h"

#include <jansson.h>
#include <string.h>

enum { MOST_BYTES = 16 * 1024 * 1024, MOST_DEPTH = 64 };

/* Offset at which brackets nest deeper than we follow; n when they never do.  Counts before jansson recurses. */
static size_t too_deep_at(const char *s, size_t n)
{
    size_t depth = 0;
    bool in_string = false;
    for (size_t i = 0; i < n; i++) {
        if (in_string) {
            if (s[i] == '\\')
                i++;
            else if (s[i] == '"')
                in_string = false;
        } else if (s[i] == '"')
            in_string = true;
        else if ((s[i] == '[' || s[i] == '{') && ++depth > MOST_DEPTH)
            return i;
        else if ((s[i] == ']' || s[i] == '}') && depth > 0)
            depth--;
    }
    return n;
}

static bool fail_too_deep(struct ctx *cx, const char *s, size_t at)
{
    int line = 1, column = 1;
    for (size_t i = 0; i < at; i++, column++)
        if (s[i] == '\n') {
            line++;
            column = 0;
        }
    return fail(cx, ERR_INPUT, "JSN-01", NULL, "JSON 第 %d 行第 %d 列：嵌套超过 %d 层",
                "JSON line %d column %d: nested deeper than %d", line, column, MOST_DEPTH);
}

static bool fail_syntax(struct ctx *cx, const json_error_t *e)
{
    /* clang-format off */
    static const struct syntax {
        enum json_error_code code;
        struct label format;
    } kinds[] = {
        {json_error_duplicate_key,          {"JSON 第 %d 行第 %d 列：同一个键出现了两次", "JSON line %d column %d: the same key twice in one object"}},
        {json_error_premature_end_of_input, {"JSON 第 %d 行第 %d 列：内容不完整，提前结束", "JSON line %d column %d: it ends before it is complete"}},
        {json_error_end_of_input_expected,  {"JSON 第 %d 行第 %d 列：结尾之后还有多余内容", "JSON line %d column %d: something follows after the end"}},
        {json_error_invalid_utf8,           {"JSON 第 %d 行第 %d 列：不是 UTF-8 编码", "JSON line %d column %d: not UTF-8"}},
        {json_error_null_character,         {"JSON 第 %d 行第 %d 列：含有空字符（U+0000）", "JSON line %d column %d: holds the character U+0000"}},
        {json_error_null_byte_in_key,       {"JSON 第 %d 行第 %d 列：键中含有空字符（U+0000）", "JSON line %d column %d: a key holds the character U+0000"}},
        {json_error_numeric_overflow,       {"JSON 第 %d 行第 %d 列：数字太大", "JSON line %d column %d: the number is too large"}},
        {json_error_invalid_syntax,         {"JSON 第 %d 行第 %d 列：语法有误", "JSON line %d column %d: not valid JSON"}},
    };
    /* clang-format on */
    size_t i = 0;
    while (kinds[i].code != json_error_invalid_syntax && kinds[i].code != json_error_code(e))
        i++;
    fail(cx, ERR_INPUT, "JSN-01", NULL, kinds[i].format.zh, kinds[i].format.en, e->line, e->column);
    fail_cause(cx, e->text);
    return false;
}

struct tree {
    json_t *root;
};

static void tree_release(void *tree)
{
    json_decref(((struct tree *)tree)->root);
}

struct json_t *json_parse(struct ctx *cx, const char *s, size_t n)
{
    if (n > MOST_BYTES) {
        fail(cx, ERR_TOO_LARGE, "JSN-02", NULL, "JSON 有 %zu 字节，最多接受 %d 字节，请分批提交",
             "JSON of %zu bytes; at most %d are taken, send it in parts", n, MOST_BYTES);
        return NULL;
    }
    size_t deep = too_deep_at(s, n);
    if (deep < n) {
        fail_too_deep(cx, s, deep);
        return NULL;
    }
    struct tree *tree = ARENA_NEW(cx->arena, struct tree);
    arena_defer(cx->arena, tree_release, tree); /* before there is anything to lose */
    json_error_t e;
    tree->root = json_loadb(s, n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &e);
    if (!tree->root)
        fail_syntax(cx, &e);
    return tree->root;
}

/* ---- JSON value to field value ---- */

/* "总投资" + " 应为整数": what is wrong with one field. */
static bool misfit(struct ctx *cx, const struct field *f, const char *path, const char *code, struct label wrong)
{
    const char *zh = f->label.zh ? f->label.zh : f->name;
    const char *en = f->label.en ? f->label.en : f->name;
    return fail(cx, ERR_INPUT, code, path ? path : f->name, "“%2$s”%1$s%3$.0s%4$.0s", "%4$s %3$s%1$.0s%2$.0s", wrong.zh,
                zh, wrong.en, en);
}

static bool wrong_kind(struct ctx *cx, const struct field *f, const char *path, const char *zh, const char *en)
{
    return misfit(cx, f, path, "FLD-01", (struct label){zh, en});
}

/* A bound as people read it. */
static const char *bound_shown(struct arena *a, const struct field *f, int64_t bound, enum lang lang)
{
    return f->type == T_MONEY ? money_show(a, (struct money){bound}, lang) : arena_printf(a, "%lld", (long long)bound);
}

/* Keep an integer that lies in the field's range.  INT64_MIN never does: it stands for "unknown". */
static bool keep_in_range(struct ctx *cx, const struct field *f, int64_t i, const char *path, struct value *ret_value)
{
    int64_t min = f->max > 0 ? f->min : -INT64_MAX;
    int64_t max = f->max > 0 ? f->max : INT64_MAX;
    if (i < min || i > max)
        return misfit(
            cx, f, path, "FLD-02",
            (struct label){
                arena_printf(cx->arena, "超出范围，应在 %s 与 %s 之间", bound_shown(cx->arena, f, min, LANG_ZH),
                             bound_shown(cx->arena, f, max, LANG_ZH)),
                arena_printf(cx->arena, "is out of range: it must be between %s and %s",
                             bound_shown(cx->arena, f, min, LANG_EN), bound_shown(cx->arena, f, max, LANG_EN)),
            });
    *ret_value = value_int(i);
    return true;
}

static bool to_int(struct ctx *cx, const struct field *f, const json_t *v, const char *path, struct value *ret_value)
{
    if (!json_is_integer(v))
        return wrong_kind(cx, f, path, "应为整数", "must be an integer");
    return keep_in_range(cx, f, json_integer_value(v), path, ret_value);
}

static bool to_id(struct ctx *cx, const struct field *f, const json_t *v, const char *path, struct value *ret_value)
{
    int64_t id = json_is_integer(v) ? json_integer_value(v) : -1;
    if (id < 0)
        return wrong_kind(cx, f, path, "应为编号（正整数）", "must be an id (a positive integer)");
    *ret_value = id ? value_int(id) : value_null();
    return true;
}

static bool to_money(struct ctx *cx, const struct field *f, const json_t *v, const char *path, struct value *ret_value)
{
    struct money m;
    if (!json_is_string(v) && !json_is_integer(v))
        return wrong_kind(cx, f, path, "应为整数（分），或带单位的金额，如“1.5亿元”",
                          "must be an integer (of 1/100 yuan) or an amount with its unit, such as \"1.5亿元\"");
    if (json_is_integer(v))
        m.fen = json_integer_value(v);
    else if (!money_parse(json_string_value(v), MONEY_YUAN, &m))
        return wrong_kind(cx, f, path, "不是金额，请写成“1.5亿元”“3500万元”或以元计的数字",
                          "is not an amount; write \"1.5亿元\", \"3500万元\" or a number of yuan");
    return keep_in_range(cx, f, m.fen, path, ret_value);
}

/* "83.5", "-3", "12.25%" → 8350, -300, 1225; at most two decimals. */
static bool parse_percent(const char *s, int64_t *ret_hundredths)
{
    bool negative = *s == '-';
    int64_t n = 0;
    int decimals = -1; /* -1: before the point */
    const char *p = s + negative;
    if (*p < '0' || *p > '9')
        return false;
    for (; (*p >= '0' && *p <= '9') || (*p == '.' && decimals < 0); p++) {
        if (*p == '.') {
            decimals = 0;
            continue;
        }
        if (decimals >= 0 && ++decimals > 2)
            return false;
        if (__builtin_mul_overflow(n, 10, &n) || __builtin_add_overflow(n, *p - '0', &n))
            return false;
    }
    if (*p == '%')
        p++;
    for (int i = decimals < 0 ? 0 : decimals; i < 2; i++)
        if (__builtin_mul_overflow(n, 10, &n))
            return false;
    *ret_hundredths = negative ? -n : n;
    return *p == '\0' && decimals != 0;
}

static bool to_percent(struct ctx *cx, const struct field *f, const json_t *v, const char *path,
                       struct value *ret_value)
{
    int64_t n = 0;
    bool good = json_is_string(v) ? parse_percent(json_string_value(v), &n)
                                  : json_is_integer(v) && !__builtin_mul_overflow(json_integer_value(v), 100, &n);
    if (!good)
        return wrong_kind(cx, f, path, "应为百分数，最多两位小数，如 \"83.56\"",
                          "must be a percentage with at most two decimals, such as \"83.56\"");
    *ret_value = value_int(n);
    return true;
}

static bool to_date(struct ctx *cx, const struct field *f, const json_t *v, const char *path, struct value *ret_value)
{
    struct date d;
    if (!json_is_string(v) || !date_parse_iso(json_string_value(v), &d))
        return wrong_kind(cx, f, path, "应为日期，如 \"2023-03-05\"、\"2023-03\"、\"2023-Q2\"、\"2023\"",
                          "must be a date such as \"2023-03-05\", \"2023-03\", \"2023-Q2\" or \"2023\"");
    *ret_value = value_int(d.code);
    return true;
}

static bool to_instant(struct ctx *cx, const struct field *f, const json_t *v, const char *path,
                       struct value *ret_value)
{
    struct instant t;
    if (!json_is_string(v) || !instant_parse_iso(json_string_value(v), &t))
        return wrong_kind(cx, f, path, "应为时刻，如 \"2023-12-31T08:00:00+08:00\"",
                          "must be a moment such as \"2023-12-31T08:00:00+08:00\"");
    *ret_value = value_int(t.ms);
    return true;
}

/* A line pasted from a cell may hold line breaks; a one-line text takes them as spaces. */
static void unbreak(char *s)
{
    for (; (s = strchr(s, '\n')); s++)
        *s = ' ';
}

static bool to_text(struct ctx *cx, const struct field *f, const json_t *v, const char *path, struct value *ret_value)
{
    if (!json_is_string(v))
        return wrong_kind(cx, f, path, "应为文字", "must be text");
    char *s = text_clean(cx->arena, json_string_value(v));
    int64_t chars = s ? (int64_t)text_chars(s) : 0;
    if (s && f->type != T_NOTE)
        unbreak(s);
    if (f->max > 0 && chars > f->max)
        return misfit(cx, f, path, "FLD-03",
                      (struct label){
                          arena_printf(cx->arena, "有 %lld 个字，最多 %lld 个字", (long long)chars, (long long)f->max),
                          arena_printf(cx->arena, "has %lld characters; at most %lld are kept", (long long)chars,
                                       (long long)f->max),
                      });
    *ret_value = value_text(s);
    return true;
}

static struct label choices_shown(struct arena *a, const struct choice *choices)
{
    struct buf zh = buf_init(a), en = buf_init(a);
    for (const struct choice *c = choices; c && c->code; c++) {
        buf_printf(&zh, "%s%s", c == choices ? "" : "、", label_in(c->label, LANG_ZH));
        buf_printf(&en, "%s%s", c == choices ? "" : ", ", label_in(c->label, LANG_EN));
    }
    return (struct label){zh.data, en.data};
}

static bool to_choice(struct ctx *cx, const struct field *f, const json_t *v, const char *path, struct value *ret_value)
{
    struct value words;
    if (!to_text(cx, f, v, path, &words))
        return false;
    const struct choice *c = choice_match(cx->arena, f->choices, words.s);
    if (!c && words.kind == VALUE_TEXT && !(f->flags & FIELD_OPEN)) {
        struct label all = choices_shown(cx->arena, f->choices);
        return misfit(cx, f, path, "FLD-04",
                      (struct label){
                          arena_printf(cx->arena, "没有“%s”这一选项，可选：%s", words.s, all.zh),
                          arena_printf(cx->arena, "has no choice \"%s\"; take one of: %s", words.s, all.en),
                      });
    }
    *ret_value = c ? value_text(c->code) : words;
    return true;
}

static bool to_document(struct ctx *cx, const json_t *v, struct value *ret_value)
{
    size_t flags = JSON_COMPACT | JSON_ENCODE_ANY;
    size_t n = json_dumpb(v, NULL, 0, flags);
    char *s = arena_alloc(cx->arena, n + 1);
    json_dumpb(v, s, n, flags);
    *ret_value = value_text(s);
    return true;
}

bool json_to_value(struct ctx *cx, const struct field *f, const struct json_t *v, const char *path,
                   struct value *ret_value)
{
    if (!v || json_is_null(v)) {
        *ret_value = value_null();
        return true;
    }
    switch (f->type) {
    case T_BOOL:
        if (!json_is_boolean(v))
            return wrong_kind(cx, f, path, "应为 true 或 false", "must be true or false");
        *ret_value = value_int(json_is_true(v));
        return true;
    case T_INT:
        return to_int(cx, f, v, path, ret_value);
    case T_ID:
    case T_REF:
        return to_id(cx, f, v, path, ret_value);
    case T_MONEY:
        return to_money(cx, f, v, path, ret_value);
    case T_PERCENT:
        return to_percent(cx, f, v, path, ret_value);
    case T_DATE:
        return to_date(cx, f, v, path, ret_value);
    case T_INSTANT:
        return to_instant(cx, f, v, path, ret_value);
    case T_TEXT:
    case T_NOTE:
        return to_text(cx, f, v, path, ret_value);
    case T_CHOICE:
        return to_choice(cx, f, v, path, ret_value);
    case T_JSON:
        return to_document(cx, v, ret_value);
    case T_BYTES:
    case T_END:
        break;
    }
    return wrong_kind(cx, f, path, "不能用 JSON 提交", "cannot be sent as JSON");
}
