/* lights_turn.c — what would turn a lamp: the smallest change of one of its inputs that gives another colour.
 *
 * The change is looked for with the evaluator itself, going further and further from the value as it is and then closing
 * in, so that what is promised is what the rule will say; it is exact for every condition that turns once.
 */
#include "rules/lights_program.h"

#include "base/text.h"

/* What a formula calculates with at most; and twenty years, which nobody plans beyond. */
#define FURTHEST      INT64_C(9000000000000000)
#define FURTHEST_DAYS INT64_C(7305)

static bool is_lever(const struct program *p, const struct lit *l, size_t n)
{
    const struct input *in = &p->inputs[n];
    enum type t = in->field->type;
    bool movable = t == T_INT || t == T_MONEY || t == T_PERCENT || t == T_BOOL || t == T_DATE;
    if (!l->uses[n] || !movable || in->value.kind != VALUE_INT)
        return false;
    if (!l->rule->lever || text_is_empty(l->rule->lever))
        return true;
    for (char **word = text_split(p->cx->arena, l->rule->lever, ' '); *word; word++)
        if (text_equal(*word, in->path))
            return true;
    return false;
}

/* Days are moved by their number, everything else as it is. */
static int64_t number_of(const struct input *in)
{
    return in->field->type == T_DATE ? date_days_between(date_day(1970, 1, 1), (struct date){in->value.i})
                                     : in->value.i;
}

static int64_t value_of(const struct input *in, int64_t number)
{
    return in->field->type == T_DATE ? date_add_days(date_day(1970, 1, 1), (int)number).code : number;
}

/* The colour were the input so. */
static bool colour_at(struct program *p, size_t n, struct input *in, int64_t value, enum colour *ret_colour)
{
    const struct value as_it_is = in->value;
    struct arena_mark mark = arena_mark(p->cx->arena);
    in->value = value_int(value);
    bool judged = program_judge(p, n, ret_colour);
    in->value = as_it_is;
    arena_reset(p->cx->arena, mark);
    return judged;
}

struct aim {
    enum colour from, to; /* better: `to` or better than that; worse: `to` or worse */
};

static bool reaches(struct aim aim, enum colour colour)
{
    return colour != COLOUR_NONE && (aim.to < aim.from ? colour <= aim.to : colour >= aim.to);
}

/* The nearest value in one direction that reaches the aim; *ret_by, how far that is, is 0 when none does. */
static bool nearest(struct program *p, size_t n, struct input *in, int direction, struct aim aim, int64_t *ret_by)
{
    const int64_t start = number_of(in), furthest = in->field->type == T_DATE ? FURTHEST_DAYS : FURTHEST;
    int64_t near = 0, far = 1;
    enum colour colour;
    bool found = false;
    *ret_by = 0;
    for (; !found; far *= 2) {
        if (far > furthest)
            return true;
        if (!colour_at(p, n, in, value_of(in, start + direction * far), &colour))
            return false;
        found = reaches(aim, colour);
        near = found ? near : far;
    }
    far /= 2;
    while (far - near > 1) {
        int64_t middle = near + (far - near) / 2;
        if (!colour_at(p, n, in, value_of(in, start + direction * middle), &colour))
            return false;
        if (reaches(aim, colour))
            far = middle;
        else
            near = middle;
    }
    *ret_by = far;
    return true;
}

/* As people would say it: amounts by whole 万 where they are as large, for nobody asks for 1,234.567891 万; and a month for
 * what was given as a month. */
static int64_t rounded(const struct input *in, int64_t value)
{
    const struct date was = {in->value.i}, day = {value};
    const int64_t by = value - in->value.i, size = by < 0 ? -by : by;
    if (in->field->type == T_DATE)
        return date_make(date_year_of(day), date_month_of(day), date_day_of(day), date_precision_of(was)).code;
    if (in->field->type != T_MONEY || size < MONEY_WAN || size % MONEY_WAN == 0)
        return value;
    const int64_t whole = (size / MONEY_WAN + 1) * MONEY_WAN;
    return in->value.i + (by < 0 ? -whole : whole);
}

static bool round_up(struct program *p, size_t n, struct input *in, struct aim aim, int64_t *value)
{
    enum colour colour;
    const int64_t round = rounded(in, *value);
    if (!colour_at(p, n, in, round, &colour))
        return false;
    *value = reaches(aim, colour) ? round : *value;
    return true;
}

static bool find_turn(struct program *p, size_t n, struct input *in, struct aim aim, int64_t *ret_value,
                      bool *ret_found)
{
    enum colour colour;
    *ret_found = false;
    if (in->field->type == T_BOOL) {
        *ret_value = !in->value.i;
        if (!colour_at(p, n, in, *ret_value, &colour))
            return false;
        *ret_found = reaches(aim, colour);
        return true;
    }
    int64_t up, down;
    if (!nearest(p, n, in, 1, aim, &up) || !nearest(p, n, in, -1, aim, &down))
        return false;
    /* Nothing that has been done is undone: for the better it only becomes more, unless only less would do. */
    const bool upward = up && (!down || aim.to < aim.from || up <= down);
    *ret_found = up || down;
    *ret_value = value_of(in, number_of(in) + (upward ? up : -down));
    return !*ret_found || round_up(p, n, in, aim, ret_value);
}

static const char *amount(struct program *p, const struct input *in, int64_t n)
{
    switch (in->field->type) {
    case T_MONEY:
        return money_show(p->cx->arena, (struct money){n}, p->cx->lang);
    case T_PERCENT:
        return percent_show(p->cx->arena, n);
    default:
        return arena_printf(p->cx->arena, "%lld", (long long)n);
    }
}

static const char *turn_words(struct program *p, const struct input *in, int64_t to, enum colour colour)
{
    struct arena *a = p->cx->arena;
    const int64_t by = to - in->value.i;
    const bool zh = p->cx->lang == LANG_ZH;
    const char *label = label_in(in->field->label, p->cx->lang),
               *turned = label_in(lamp_colours[colour].label, p->cx->lang);
    if (in->field->type == T_BOOL)
        return zh ? arena_printf(a, "“%s”变为%s，转为%s灯", label, to ? "是" : "否", turned)
                  : arena_printf(a, "%s becomes %s: it turns %s", label, to ? "yes" : "no", turned);
    if (in->field->type == T_DATE) {
        const char *day = date_show(a, (struct date){to}, p->cx->lang);
        return zh ? arena_printf(a, "%s%s%s，转为%s灯", label, by < 0 ? "提前到" : "延到", day, turned)
                  : arena_printf(a, "%s moves to %s: it turns %s", label, day, turned);
    }
    const char *size = amount(p, in, by < 0 ? -by : by);
    return zh ? arena_printf(a, "%s再%s %s，转为%s灯", label, by < 0 ? "减少" : "增加", size, turned)
              : arena_printf(a, "%s %s by %s: it turns %s", label, by < 0 ? "falls" : "grows", size, turned);
}

static bool put_turn(struct program *p, size_t n, struct aim aim, struct json *j)
{
    for (size_t i = 0; i < p->input_count; i++) {
        struct input *in = &p->inputs[i];
        int64_t to;
        bool found;
        enum colour colour;
        if (!is_lever(p, &p->lits[n], i))
            continue;
        if (!find_turn(p, n, in, aim, &to, &found))
            return false;
        if (!found || !colour_at(p, n, in, to, &colour))
            continue;
        json_object_begin(j);
        json_put_text(j, "colour", lamp_colours[colour].code);
        json_put_text(j, "field", in->path);
        json_put_label(j, "label", in->field->label);
        json_key(j, "value");
        json_value(j, in->field, value_int(to));
        json_put_text(j, "words", turn_words(p, in, to, colour));
        json_object_end(j);
    }
    return p->cx->err.kind == ERR_NONE;
}

bool program_turns(struct program *p, size_t n, struct json *j)
{
    enum colour now;
    if (!program_judge(p, n, &now))
        return false;
    json_array_begin(j);
    bool done = true;
    if (now == COLOUR_RED)
        done =
            put_turn(p, n, (struct aim){now, COLOUR_YELLOW}, j) && put_turn(p, n, (struct aim){now, COLOUR_GREEN}, j);
    else if (now == COLOUR_YELLOW)
        done = put_turn(p, n, (struct aim){now, COLOUR_GREEN}, j) && put_turn(p, n, (struct aim){now, COLOUR_RED}, j);
    else if (now == COLOUR_GREEN)
        done = put_turn(p, n, (struct aim){now, COLOUR_YELLOW}, j);
    json_array_end(j);
    return done;
}
