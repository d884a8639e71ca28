/* settings_value.c — one setting's value: as it is written, as its member holds it. */
#include "base/settings_inner.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct unit_word {
    const char *word;
    int64_t times;
};

/* Largest first: what is shown takes the largest that leaves no rest. */
static const struct unit_word durations[] = {{"d", DAY_MS},    {"h", HOUR_MS}, {"m", MINUTE_MS},
                                             {"s", SECOND_MS}, {"ms", 1},      {0}};
static const struct unit_word sizes[] = {{"TiB", INT64_C(1) << 40}, {"GiB", 1 << 30}, {"MiB", 1 << 20},
                                         {"KiB", 1 << 10},          {"B", 1},         {0}};

/* The digits that `text` begins with; what follows is in *ret_rest.  False: none, or beyond 15. */
static bool read_digits(const char *text, int64_t *ret_number, const char **ret_rest)
{
    enum { DIGITS_MOST = 15 };
    size_t n = strspn(text, "0123456789");
    *ret_rest = text + n;
    *ret_number = n ? strtoll(text, NULL, 10) : 0;
    return n > 0 && n <= DIGITS_MOST;
}

static bool read_whole(const char *text, int64_t *ret_number)
{
    const char *rest;
    bool minus = text[0] == '-', read = read_digits(text + minus, ret_number, &rest) && !*rest;
    *ret_number = minus ? -*ret_number : *ret_number;
    return read;
}

static bool read_with_unit(const char *text, const struct unit_word *units, int64_t *ret_number)
{
    const char *rest;
    if (!read_digits(text, ret_number, &rest))
        return false;
    rest += strspn(rest, " ");
    for (const struct unit_word *u = units; u->word; u++)
        if (strcasecmp(u->word, rest) == 0)
            return !__builtin_mul_overflow(*ret_number, u->times, ret_number);
    return *ret_number == 0 && !*rest;
}

static bool read_time(const char *text, int64_t *ret_minutes)
{
    int64_t hour, minute;
    const char *rest;
    if (!read_digits(text, &hour, &rest) || rest - text > 2 || *rest != ':')
        return false;
    const char *minutes = rest + 1;
    *ret_minutes = 0;
    if (!read_digits(minutes, &minute, &rest) || rest - minutes != 2 || *rest || hour > 23 || minute > 59)
        return false;
    *ret_minutes = hour * 60 + minute;
    return true;
}

static bool read_bool(const char *text, int64_t *ret_bool)
{
    static const char *const words[][5] = {{"false", "no", "off", "0", "否"}, {"true", "yes", "on", "1", "是"}};
    for (int b = 0; b < 2; b++)
        for (int i = 0; i < 5; i++)
            if (strcasecmp(text, words[b][i]) == 0) {
                *ret_bool = b;
                return true;
            }
    return false;
}

static bool read_int(const struct setting *setting, const char *text, int64_t *ret_number)
{
    switch (setting->unit) {
    case UNIT_DURATION:
        return read_with_unit(text, durations, ret_number);
    case UNIT_SIZE:
        return read_with_unit(text, sizes, ret_number);
    case UNIT_TIME:
        return read_time(text, ret_number);
    case UNIT_NONE:
        break;
    }
    return read_whole(text, ret_number);
}

static bool is_within(const struct field *f, int64_t n)
{
    return f->max <= 0 || (n >= f->min && n <= f->max);
}

bool setting_parse(struct arena *a, const struct setting *setting, const char *text, struct value *ret_value)
{
    const struct field *f = &setting->field;
    int64_t n = 0;
    switch (f->type) {
    case T_BOOL:
        *ret_value = value_int(0);
        return read_bool(text, &ret_value->i);
    case T_INT:
        *ret_value = value_int(0);
        return read_int(setting, text, &ret_value->i) && is_within(f, ret_value->i);
    case T_CHOICE: {
        const struct choice *c = choice_match(a, f->choices, text);
        *ret_value = value_text(c ? c->code : NULL);
        return c;
    }
    default:
        n = (int64_t)text_chars(text);
        *ret_value = value_text(*text ? arena_strdup(a, text) : NULL);
        return is_within(f, n) || n == 0;
    }
}

static const char *text_of_int(struct arena *a, enum setting_unit unit, int64_t n)
{
    const struct unit_word *u = unit == UNIT_DURATION ? durations : unit == UNIT_SIZE ? sizes : NULL;
    if (unit == UNIT_TIME)
        return arena_printf(a, "%02d:%02d", (int)(n / 60), (int)(n % 60));
    if (!u || n == 0)
        return arena_printf(a, "%lld", (long long)n);
    while (n % u->times)
        u++;
    return arena_printf(a, "%lld%s", (long long)(n / u->times), u->word);
}

const char *setting_text(struct arena *a, const struct setting *setting, struct value value)
{
    if (value.kind == VALUE_TEXT)
        return value.s;
    if (value.kind != VALUE_INT)
        return "";
    if (setting->field.type == T_BOOL)
        return value.i ? "true" : "false";
    return text_of_int(a, setting->unit, value.i);
}

const char *setting_shown(struct arena *a, const struct setting *setting, const void *row)
{
    struct value v = field_get(&setting->field, row);
    return setting->field.flags & FIELD_SECRET && v.kind != VALUE_NULL ? "***" : setting_text(a, setting, v);
}

/* ---- what fits ---- */

static struct label kind_of(struct arena *a, const struct setting *setting)
{
    const struct field *f = &setting->field;
    struct buf zh = buf_init(a), en = buf_init(a);
    if (f->type == T_BOOL)
        return (struct label){"true 或 false", "true or false"};
    if (f->type == T_CHOICE) {
        for (const struct choice *c = f->choices; c->code; c++) {
            buf_printf(&zh, "%s%s", zh.length ? "、" : "", c->code);
            buf_printf(&en, "%s%s", en.length ? ", " : "", c->code);
        }
        return (struct label){arena_printf(a, "下列之一：%s", zh.data), arena_printf(a, "one of %s", en.data)};
    }
    if (f->type != T_INT)
        return (struct label){"文字", "text"};
    switch (setting->unit) {
    case UNIT_DURATION:
        return (struct label){"时长，如 30s、15m、12h、7d", "a duration such as 30s, 15m, 12h, 7d"};
    case UNIT_SIZE:
        return (struct label){"大小，如 512KiB、64MiB、1GiB", "a size such as 512KiB, 64MiB, 1GiB"};
    case UNIT_TIME:
        return (struct label){"北京时间的时刻，如 02:30", "a time of day in Beijing, such as 02:30"};
    case UNIT_NONE:
        break;
    }
    return (struct label){"整数", "a whole number"};
}

struct label setting_expects(struct arena *a, const struct setting *setting)
{
    const struct field *f = &setting->field;
    struct label kind = kind_of(a, setting);
    if (f->max <= 0 || f->type == T_BOOL || f->type == T_CHOICE)
        return kind;
    if (f->type != T_INT)
        return (struct label){arena_printf(a, "%s，最多 %lld 个字", kind.zh, (long long)f->max),
                              arena_printf(a, "%s of at most %lld characters", kind.en, (long long)f->max)};
    const char *least = text_of_int(a, setting->unit, f->min), *most = text_of_int(a, setting->unit, f->max);
    return (struct label){arena_printf(a, "%s，从 %s 到 %s", kind.zh, least, most),
                          arena_printf(a, "%s, from %s to %s", kind.en, least, most)};
}
