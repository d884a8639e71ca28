/* complete.c — what could stand at the caret: the parser reads up to it and leaves its wishes. */
#include "formula/lex.h"

#include "base/buf.h"
#include "base/text.h"

#include <string.h>

enum { MOST = 50 };

struct offers {
    struct ctx *cx;
    struct completion *list;
    size_t count;
    size_t from;
    const char *typed; /* folded; what has been typed of the word */
    bool anywhere;     /* also words that have it in the middle */
};

/* What is being typed begins with a quote or square bracket that is still open. */
static bool is_open(const struct parser *p, const char *at)
{
    const char *next;
    uint32_t open = lex_char(p, at, &next);
    if (!lex_is_quote(open) && open != '[')
        return false;
    for (; next < p->end; lex_char(p, next, &next)) {
        uint32_t c = lex_char(p, next, NULL);
        if (lex_is_quote(c) || c == 0x300B || c == ']')
            return false;
    }
    return true;
}

void complete_wish(struct parser *p, enum wish wish, const struct expr *left)
{
    struct wishes *w = p->wishes;
    if (!w || w->count == sizeof w->list / sizeof *w->list)
        return;
    if (lex_word(p, p->at, false) != p->end && !is_open(p, p->at))
        return;
    w->list[w->count].wish = wish;
    w->list[w->count].at = p->at;
    w->list[w->count++].left = left;
}

static bool fits(const struct offers *o, const char *word)
{
    const char *folded = word ? text_fold(o->cx->arena, word) : NULL;
    if (!folded)
        return false;
    return o->anywhere ? !text_starts(folded, o->typed) && text_has(folded, o->typed) : text_starts(folded, o->typed);
}

static void offer_helped(struct offers *o, const char *insert, struct label label, const char *kind, struct label help)
{
    if (o->count == MOST || (!fits(o, insert) && !fits(o, label.zh) && !fits(o, label.en)))
        return;
    for (size_t i = 0; i < o->count; i++)
        if (o->list[i].from == o->from && text_equal(o->list[i].insert, insert))
            return;
    o->list[o->count++] = (struct completion){insert, label, kind, help, o->from};
}

static void offer(struct offers *o, const char *insert, struct label label, const char *kind)
{
    offer_helped(o, insert, label, kind, (struct label){0});
}

static bool is_word(const char *s)
{
    const struct parser p = {.end = s + strlen(s)};
    return lex_is_word(lex_char(&p, s, NULL)) && !lex_is_digit(lex_char(&p, s, NULL)) &&
           lex_word(&p, s, false) == p.end;
}

static void offer_names(struct offers *o, const struct scope *scope)
{
    size_t count = 0;
    const struct name_offer *names = scope->list ? scope->list(scope, o->cx, &count) : NULL;
    for (size_t i = 0; i < count; i++) {
        const char *word =
            o->cx->lang == LANG_ZH && names[i].field->label.zh ? names[i].field->label.zh : names[i].path;
        struct name name = {0};
        if (!scope->find(scope, o->cx, word, false, &name)) /* a label that needs its path */
            word = names[i].path;
        offer_helped(o, is_word(word) ? word : arena_printf(o->cx->arena, "[%s]", word), names[i].field->label, "field",
                     names[i].field->help);
    }
}

static void offer_functions(struct offers *o)
{
    struct label label;
    for (size_t i = 0; (label = check_function_label(i)).en; i++)
        offer(o, arena_printf(o->cx->arena, "%s(", label_in(label, o->cx->lang)), label, "function");
}

static void offer_choices(struct offers *o, const struct expr *left)
{
    const struct field *f = expr_choices(left);
    for (const struct choice *c = left->kind == KIND_CHOICE && f ? f->choices : NULL; c && c->code; c++) {
        const char *word = o->cx->lang == LANG_ZH ? label_in(c->label, LANG_ZH) : c->code;
        offer(o, is_word(word) ? word : arena_printf(o->cx->arena, "'%s'", word), c->label, "choice");
    }
}

/* What the data say of a text or a reference. */
static void offer_values(struct offers *o, const struct scope *scope, const struct expr *left)
{
    bool asks = left->op == EXPR_NAME && (left->kind == KIND_TEXT || left->kind == KIND_REF);
    const char *const *values = asks && scope->values ? scope->values(scope, o->cx, left->path) : NULL;
    for (; values && *values; values++) {
        struct buf quoted = buf_init(o->cx->arena);
        for (const char *c = *values; *c; c++)
            buf_text(&quoted, *c == '\'' ? "''" : (char[]){*c, '\0'});
        offer(o, is_word(*values) ? *values : arena_printf(o->cx->arena, "'%s'", quoted.data),
              (struct label){*values, *values}, "choice");
    }
}

static void offer_operators(struct offers *o, unsigned wanted)
{
    static const struct {
        enum infix op;
        unsigned kinds;
        struct label label;
    } operators[] = {
    /* clang-format off */
#define ORDERED (1u << KIND_INT | 1u << KIND_DECIMAL | 1u << KIND_PERCENT | 1u << KIND_MONEY | 1u << KIND_DATE | 1u << KIND_INSTANT | 1u << KIND_NUMBER)
#define TEXTUAL (1u << KIND_TEXT | 1u << KIND_CHOICE | 1u << KIND_REF)
#define LOGICAL (1u << KIND_BOOL)
        {OP_EQ,           ORDERED | TEXTUAL | LOGICAL, {"等于", "is"}},
        {OP_NE,           ORDERED | TEXTUAL | LOGICAL, {"不等于", "is not"}},
        {OP_GE,           ORDERED,           {"不少于", "at least"}},
        {OP_GT,           ORDERED,           {"大于", "more than"}},
        {OP_LE,           ORDERED,           {"不超过", "at most"}},
        {OP_LT,           ORDERED,           {"小于", "less than"}},
        {OP_BETWEEN,      ORDERED,           {"在…和…之间", "between … and …"}},
        {OP_IN,           ORDERED | TEXTUAL, {"属于（…）", "is one of (…)"}},
        {OP_NOT_IN,       ORDERED | TEXTUAL, {"不属于（…）", "is none of (…)"}},
        {OP_CONTAINS,     TEXTUAL,           {"包含", "contains"}},
        {OP_NOT_CONTAINS, TEXTUAL,           {"不包含", "does not contain"}},
        {OP_STARTS,       TEXTUAL,           {"开头是", "starts with"}},
        {OP_EMPTY,        ORDERED | TEXTUAL | LOGICAL, {"为空", "is empty"}},
        {OP_NOT_EMPTY,    ORDERED | TEXTUAL | LOGICAL, {"不为空", "is not empty"}},
        {OP_AND,          LOGICAL,           {"并且", "and"}},
        {OP_OR,           LOGICAL,           {"或者", "or"}},
        /* clang-format on */
    };
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (operators[i].kinds & wanted)
            offer(o, operator_spelling(operators[i].op, o->cx->lang), operators[i].label, "operator");
}

static void offer_logic(struct offers *o)
{
    offer(o, operator_spelling(OP_AND, o->cx->lang), (struct label){"并且", "and"}, "operator");
    offer(o, operator_spelling(OP_OR, o->cx->lang), (struct label){"或者", "or"}, "operator");
}

static void grant(struct offers *o, const struct scope *scope, enum wish wish, const struct expr *left)
{
    const bool zh = o->cx->lang == LANG_ZH;
    switch (wish) {
    case WISH_OPERAND:
        offer_names(o, scope);
        offer_functions(o);
        offer(o, zh ? "截至日" : "as_of", (struct label){"截至日", "the date as of"}, "function");
        offer(o, zh ? "今天" : "today", (struct label){"今天", "today"}, "function");
        return;
    case WISH_VALUE:
        offer_choices(o, left);
        offer_values(o, scope, left);
        offer(o, zh ? "空" : "empty", (struct label){"空", "empty"}, "choice");
        return;
    case WISH_OPERATOR:
        offer_operators(o, 1u << left->kind);
        return;
    case WISH_LOGIC:
        if (left->kind == KIND_BOOL)
            offer_logic(o);
        return;
    }
}

static void fulfil(struct offers *o, const struct parser *p, size_t n, bool anywhere)
{
    const char *at = p->wishes->list[n].at;
    o->anywhere = anywhere;
    o->from = (size_t)(at - p->text);
    if (is_open(p, at)) /* the quote or bracket is no part of the word */
        lex_char(p, at, &at);
    const char *typed = text_fold(o->cx->arena, at);
    o->typed = typed ? typed : "";
    grant(o, p->scope, p->wishes->list[n].wish, p->wishes->list[n].left);
}

const struct completion *formula_complete(struct ctx *cx, const char *text, size_t caret, const struct scope *scope,
                                          size_t *ret_count)
{
    struct wishes wishes = {.count = 0};
    const size_t length = strlen(text);
    const char *before = arena_strndup(cx->arena, text, caret < length ? caret : length);
    struct parser p = {
        .cx = cx, .scope = scope, .text = before, .at = before, .end = before + strlen(before), .wishes = &wishes};
    const struct err err = cx->err;
    err_clear(cx);
    (void)parser_run(&p); /* an unfinished text fails; the wishes are what we came for */
    cx->err = err;

    struct offers o = {.cx = cx, .list = arena_array(cx->arena, MOST, sizeof *o.list)};
    for (int anywhere = 0; anywhere < 2; anywhere++)
        for (int others = 0; others < 2; others++) /* the choices of a field before the names of others */
            for (size_t i = wishes.count; i-- > 0;)
                if ((wishes.list[i].wish != WISH_VALUE) == others)
                    fulfil(&o, &p, i, anywhere);
    *ret_count = o.count;
    return o.list;
}
