/* formula.h — the one small language of filters, metrics, lights and schemes.
 *
 *   nature = '新建' and total_investment >= 1亿
 *   建设性质 = 续建 且 (开工时间 <= 2023-06 或 责任单位 包含 '街道')
 *
 * Three readers: to SQL (values bound), to a value, to an explanation in words.  Names come from a scope that
 * the caller gives, in English or by Chinese label; choices match by code or label.
 *
 *   expression  or 或 · and 且 并且 · not 非 · = == != <> < <= > >= and their words 等于 不少于 至少 不超过 早于 …
 *               in (…) 属于 · not in · between a and b 在 a 和 b 之间 · contains 包含 · starts with 开头是 · not …
 *               is empty 为空 · is not empty 不为空 · + - * / · ( )
 *   literals    12 1,200 1.5亿 3500万 2万元 50% · 'text' "text" “text” ‘text’ 《text》 · 2023 2023-03 2023-03-05
 *               2023-Q2 2023-H1 2023年3月 2023年二季度 · true 是 false 否 · empty 空
 *   names       total_investment · project.sector · 总投资 · [开工 时间] (any label in square brackets)
 *   a bare word on the right of a comparison with a choice, a text or a reference is that word: nature = 续建
 *   functions   year(d) month(d) days(from, to) months(from, to) workday(as_of, n) abs(x) min(x, y) max(x, y) if(c, x, y) round(x)
 *   variables   as_of 截至日 · today 今天
 *
 * Full-width forms count as half-width ones.  lex.c has every spelling.
 *
 * Numbers.  A number beside money is yuan; a number beside a percentage is percent points (50 and 50% are the same);
 * times and over take a plain number as it is, but over money 1亿 is an amount again.  A quotient of like things is a
 * decimal with four places, cut off; money over a number is money; a percentage of something is a share of it.
 * All is exact: an operation whose result would leave ±9×10^15 is unknown, and so is division by nought.
 *
 * Dates.  A partial date is a period: d = 2023-03 is any day of March, d <= 2023-03 is up to the end of March,
 * d < 2023-03 is before it begins.  Two fields compare by their first days; months()
 * counts from the last month that either may mean.  Instants go by days in Shanghai.
 *
 * Unknown.  A comparison with an unknown value is false, also !=, not in and not contains; "is empty" asks for it.
 * So `not (a = 1)` holds for an unknown a, and `a != 1` does not.
 *
 * Limits: 4,000 bytes, 1,000 names, values and operations, and a nesting that every engine can take.
 */
#ifndef STEWARD_FORMULA_FORMULA_H
#define STEWARD_FORMULA_FORMULA_H

#include "base/field.h"
#include "store/db.h"

/* SQL of the day of a date (its first), counted from 0000-02-29: two of them tell the days between. */
#define DATE_DAY_SQL(code)                                                                                             \
    "(SELECT calc.n / 12 * 365 + calc.n / 48 - calc.n / 1200 + calc.n / 4800 + (calc.n % 12 * 153 + 2) / 5 + calc.d"   \
    " FROM (SELECT " code " / 100000 * 12 + " code " / 1000 % 100 - 3 AS n, " code " / 10 % 100 AS d) AS calc)"

struct calendar;
struct expr; /* a parsed and typed expression; lives in the arena */

/* What a name means.  Where `sql` is set it is the SQL of the value (alias and column); params are never inside. */
struct name {
    const struct field *field; /* type, choices, label */
    const char *sql;           /* "t.nature" or, for a reference's title, "u1.name" */
    struct value value;        /* for evaluation */
    const void *cookie;        /* the scope's own */
    const char *path;          /* the canonical English path, "unit.name"; NULL: field->name */
};

/* Where names come from.  A scope lives as long as its expressions. */
struct scope {
    /* Look `word` up (English path or Chinese label); false when unknown.  Comparisons of a T_REF name with text go by
     * the title of the row it refers to: then `as_title` is true and ret_name gives the title's text field. */
    bool (*find)(const struct scope *s, struct ctx *cx, const char *word, bool as_title, struct name *ret_name);
    /* Nearest known names, for "did you mean"; NULL-terminated, may be NULL. */
    const char *const *(*suggest)(const struct scope *s, struct ctx *cx, const char *word);
    void *arg;
    struct date as_of;               /* the variable as_of; none: today */
    const struct calendar *calendar; /* that workday() counts by; NULL: the national one */
    /* Every name there is, for completion; may be NULL. */
    const struct name_offer *(*list)(const struct scope *s, struct ctx *cx, size_t *ret_count);
    /* What a text or a reference says in the data, the most frequent first, for completion; NULL-terminated, may be NULL. */
    const char *const *(*values)(const struct scope *s, struct ctx *cx, const char *path);
};

struct name_offer {
    const char *path; /* as find() takes it */
    const struct field *field;
};

/* Parse and type.  NULL with ERR_INPUT; the message says at which character, and what would do instead.
 *   FML-01 it cannot be read    FML-02 no such name or function   FML-03 the types do not fit
 *   FML-04 not such a choice    FML-05 too long or too deep       FML-06 a number that does not fit, or no such day */
struct expr *formula_parse(struct ctx *cx, const char *text, const struct scope *scope);

/* What a quotient is: an int64 in 1/10,000.  Only expressions have this type; no field does. */
#define EXPR_DECIMAL ((enum type)64)

enum type expr_type(const struct expr *e); /* T_BOOL for a filter; EXPR_DECIMAL for a quotient */

/* Add the SQL of e to q.  A filter is a SQL condition that can stand after AND (unknown counts as false); anything else
 * a SQL value that can stand anywhere, in SUM() too.  Same meaning on both engines. */
SW_CHECKED bool expr_sql(const struct expr *e, struct sql *q);

/* Evaluate; names come from scope->find with .value set, asked anew each time.  A filter gives 1 or 0 (a lone yes-or-no
 * field also the null value). */
SW_CHECKED bool expr_value(const struct expr *e, struct ctx *cx, struct value *ret_value);

/* A value of e as people read it, in cx->lang: "2.3亿元", "0.8356", "新建"; "未知" for unknown. */
const char *expr_show(const struct expr *e, struct ctx *cx, struct value v);

/* In words, in cx->lang: "建设性质 为 新建 且 总投资 不少于 1亿元". */
const char *expr_words(const struct expr *e, struct ctx *cx);
/* With the values that made it: "总投资 2.3亿元 ≥ 1亿元：成立". */
const char *expr_explain(const struct expr *e, struct ctx *cx);

/* The canonical text: English names, codes; formula_parse() of it gives an equal expression. */
const char *expr_text(const struct expr *e, struct ctx *cx);

/* One of the conditions that a filter is made of. */
struct condition {
    const char *text, *words; /* canonical; in words, in cx->lang */
    const char *op;   /* "=" "!=" "<" "<=" ">" ">=" "between" "in" "not in" "contains" "not contains" "starts with"
                               * "not starts with" "is empty" "is not empty"; NULL: it is not a field beside plain values */
    const char *path; /* of the field */
    enum type type;   /* of the values */
    struct value *values;
    size_t count;
};
struct conditions {
    bool any; /* one of them is enough; otherwise all must hold */
    struct condition *list;
    size_t count;
};
/* A filter taken apart, for a form that shows it as rows: written out again one by one, they mean the same. */
struct conditions expr_conditions(const struct expr *e, struct ctx *cx);

/* For SQL that is written in pieces: the conditions that all must hold for a filter to (`a and b and c` has three), and
 * every name in an expression, whose `sql` may be put elsewhere. */
struct expr **expr_all_of(struct expr *e, struct ctx *cx, size_t *ret_count);
void expr_each_name(struct expr *e, void (*visit)(void *arg, struct name *name), void *arg);

/* Complete `text` at byte `caret`: names, choice values, operators; for the formula box.  Best first, at most 50. */
struct completion {
    const char *insert;
    struct label label;
    const char *kind;  /* "field", "choice", "operator", "function" */
    struct label help; /* what a field means; may be empty */
    size_t from;       /* insert replaces the bytes of the text from here to the caret */
};
const struct completion *formula_complete(struct ctx *cx, const char *text, size_t caret, const struct scope *scope,
                                          size_t *ret_count);

#endif
