/* expr.h — inside the formula room: the typed tree, and what its files share.
 *
 * parser.c and operand.c read text with lex.c and number.c, and ask check.c, calculate.c and literal.c for
 * nodes; nobody else makes nodes, so every tree is typed.  sql.c, value.c and words.c read trees.  arith.c holds each operation on numbers once, as SQL beside C.
 */
#ifndef STEWARD_FORMULA_EXPR_H
#define STEWARD_FORMULA_EXPR_H

#include "formula/formula.h"

enum {
    FORMULA_BYTES = 4000, /* longest text */
    FORMULA_DEPTH = 100,  /* brackets within brackets */
    FORMULA_NODES = 1000, /* names, values and operations */
    FORMULA_NESTING = 80, /* places that a formula's SQL may take on the stack of SQLite's parser, which has 100 */
    DECIMAL_ONE = 10000,  /* 1 as a KIND_DECIMAL, 100 % as a KIND_PERCENT */
};

/* What a value is.  Numbers are int64: money in 分, decimals in 1/10,000, percentages in 1/100 of a percent point
 * (so that 100 % and the decimal 1 are the same number); dates are codes, instants milliseconds. */
enum kind {
    KIND_EMPTY,  /* the word `empty`, until it meets something */
    KIND_NUMBER, /* a literal without a unit of its own, until it meets something */
    KIND_INT,
    KIND_DECIMAL,
    KIND_PERCENT,
    KIND_MONEY,
    KIND_BOOL,
    KIND_DATE,
    KIND_INSTANT,
    KIND_TEXT,
    KIND_CHOICE,
    KIND_REF,
    KIND_BYTES,
};

enum expr_op {
    EXPR_CONST,
    EXPR_NAME,
    EXPR_VARIABLE, /* as_of, today */
    EXPR_ARITH,    /* a and b by .arith */
    EXPR_IF,       /* a ? b : c */
    EXPR_COMPARE,  /* a .compare b */
    EXPR_BETWEEN,  /* a between b and c */
    EXPR_IN,       /* a among items */
    EXPR_CONTAINS, /* a contains b; for a choice also among items: the codes whose labels do */
    EXPR_STARTS,
    EXPR_EMPTY,
    EXPR_NOT,
    EXPR_AND,
    EXPR_OR,
};

enum comparison { CMP_EQ, CMP_NE, CMP_LT, CMP_LE, CMP_GT, CMP_GE };
enum variable { VARIABLE_AS_OF, VARIABLE_TODAY };

/* One operation on numbers: what SQL says and what C does, side by side, because they must agree. */
struct arith {
    const char *name; /* "+", "abs"; NULL: a change of scale that people do not see */
    int rank;         /* how tightly it binds in a formula: 1 sum, 2 product, 3 call */
    int sql_rank;     /* the same in its SQL */
    const char *sql;  /* over #a and #b */
    bool (*run)(int64_t a, int64_t b, int64_t *ret_value); /* false: unknown */
};
extern const struct arith arith_add, arith_subtract, arith_negate, arith_times, arith_times_share, arith_over,
    arith_over_share, arith_scale, arith_least, arith_greatest, arith_abs, arith_round_decimal, arith_round_hundreds,
    arith_year, arith_month, arith_days, arith_months, arith_day_of_date, arith_day_of_instant, arith_month_of_date;
/* An operand that arith's SQL names more than once is given a name first, unless it is short. */
bool arith_repeats(const struct arith *arith, char operand);

struct expr {
    enum expr_op op;
    enum kind kind;
    const char *at; /* where in the text, for messages */
    int nesting;    /* how deep its SQL is, in places of a parser's stack */
    struct expr *a, *b, *c;
    struct expr **items;
    size_t count;
    bool negated; /* not in, not contains, is not empty */
    enum comparison compare;
    const struct arith *arith;
    enum variable variable;
    int workdays; /* of a variable: so many working days after it; 0: itself */

    /* EXPR_NAME; the scope also for EXPR_VARIABLE */
    const struct scope *scope;
    const char *word; /* as the scope knows it */
    const char *path; /* canonical */
    bool as_title;
    struct name name;

    const struct field *field; /* a name: what people see; else, of KIND_CHOICE: whose choices */

    /* EXPR_CONST */
    struct value value;
    __int128 number;    /* KIND_NUMBER: in 1/10,000 */
    const char *digits; /* KIND_NUMBER: as written, "2023.10"; NULL once it has been calculated with */
    bool amount;        /* KIND_NUMBER: written with 万 or 亿 */
};

/* Completion: what the parser wanted at the caret. */
enum wish { WISH_OPERAND, WISH_VALUE, WISH_OPERATOR, WISH_LOGIC };
struct wishes {
    struct {
        enum wish wish;
        const char *at;
        const struct expr *left; /* what stands before: WISH_VALUE, WISH_OPERATOR */
    } list[32];
    size_t count;
};

/* One parse. */
struct parser {
    struct ctx *cx;
    const struct scope *scope;
    const char *text, *at, *end;
    int depth, nodes;
    bool in_list;          /* a comma separates; it does not group digits */
    struct wishes *wishes; /* NULL unless completing */
};

/* ---- node.c ---- */
/* A node to be filled in and then settled; both give NULL (reported) past a limit, node_settle() also for NULL. */
struct expr *node_new(struct parser *p, enum expr_op op, enum kind kind, const char *at);
struct expr *node_settle(struct parser *p, struct expr *e);
/* A column, and nothing that needs brackets or costs anything. */
bool expr_is_plain_sql(const char *sql);
/* An operand whose SQL may be said more than once: a constant or a column. */
bool expr_is_short(const struct expr *e);
/* The field whose choices a KIND_CHOICE is one of. */
const struct field *expr_choices(const struct expr *e);

/* ---- literal.c ---- */
/* A literal as a value of `kind` (of `field`, for a choice); anything else as it is.  NULL stays NULL. */
struct expr *literal_fit(struct parser *p, struct expr *e, enum kind kind, const struct field *field);
/* A bare number as a whole number or a decimal; anything else as it is. */
struct expr *literal_plain(struct parser *p, struct expr *e);
struct expr *check_unfit(struct parser *p, const char *at, const struct expr *a, const char *zh, const char *en);

/* ---- node.c, literal.c, calculate.c, check.c: nodes, typed.  Each gives NULL after reporting what does not fit. ---- */
struct expr *check_text(struct parser *p, const char *at, const char *text);
struct expr *check_number(struct parser *p, const char *at, __int128 number, const char *digits, bool amount);
struct expr *check_money(struct parser *p, const char *at, __int128 number);   /* number: yuan in 1/10,000 */
struct expr *check_percent(struct parser *p, const char *at, __int128 number); /* points in 1/10,000 */
struct expr *check_const(struct parser *p, const char *at, enum kind kind, struct value value);
struct expr *check_name(struct parser *p, const char *at, const char *word, const struct name *name);
struct expr *check_variable(struct parser *p, const char *at, enum variable variable);
/* So many working days after a variable, by the scope's calendar. */
struct expr *check_workday(struct parser *p, const char *at, struct expr *variable, struct expr *count);
struct expr *check_negate(struct parser *p, const char *at, struct expr *a);
struct expr *check_arith(struct parser *p, const char *at, char sign, struct expr *a, struct expr *b);
struct expr *check_call(struct parser *p, const char *at, const char *function, struct expr **args, size_t count);
struct expr *check_compare(struct parser *p, const char *at, enum comparison compare, struct expr *a, struct expr *b);
struct expr *check_between(struct parser *p, const char *at, struct expr *a, struct expr *b, struct expr *c);
struct expr *check_in(struct parser *p, const char *at, struct expr *a, struct expr **items, size_t count,
                      bool negated);
struct expr *check_text_test(struct parser *p, const char *at, enum expr_op op, struct expr *a, struct expr *b,
                             bool negated);
struct expr *check_empty(struct parser *p, const char *at, struct expr *a, bool negated);
struct expr *check_logic(struct parser *p, const char *at, enum expr_op op, struct expr *a, struct expr *b);
struct expr *check_whole(struct parser *p, struct expr *e);
/* The canonical name of the function that `word` names ("days", "天数"); NULL when it names none. */
const char *check_function(const char *word);
struct label check_function_label(size_t n); /* of the n-th function; nothing past the last */
bool check_is_const(const struct expr *e);   /* known without a row: a literal, as_of, today */
bool check_is_date(enum kind kind);          /* a date or an instant */

/* Report: `zh` and `en` say what is wrong; the column of `at` is put before them.  Always NULL. */
struct expr *formula_reject(struct parser *p, const char *code, const char *at, const char *zh, const char *en);
struct expr *formula_unknown(struct parser *p, const char *at, const char *word);

/* ---- parser.c ---- */
struct expr *parser_run(struct parser *p);

/* ---- complete.c ---- */
void complete_wish(struct parser *p, enum wish wish, const struct expr *left); /* nothing unless completing */

/* ---- words.c and show.c ---- */
struct label kind_label(enum kind kind);
struct label expr_label(const struct expr *e, struct ctx *cx); /* e in words, in both languages, shortened */

/* A value of this kind as people read it; `field` names the choices, NULL for other kinds. */
const char *kind_show(struct arena *a, enum kind kind, const struct field *field, struct value v, enum lang lang);

/* ---- value.c ---- */
/* The days that a date constant or variable may mean, as codes, or as milliseconds beside an instant. */
struct period {
    int64_t low, high;
};
struct period expr_period(const struct expr *date, enum kind beside, struct ctx *cx);
int64_t variable_code(const struct expr *e, struct ctx *cx);

#endif
