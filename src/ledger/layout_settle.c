/* layout_settle.c — columns whose heads alone do not say enough: the same meaning twice, money or words, the unit of money. */
#include "base/text.h"
#include "ledger/layout_top.h"

#include <string.h>

int64_t head_unit(struct ctx *cx, const struct layout *l, const char *leaf, const char *full)
{
    const char *const said[] = {leaf, full, text_fold(cx->arena, leaf),
                                text_fold(cx->arena, full)}; /* "(亿 元)", too */
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        if (money_unit_in(said[i]))
            return money_unit_in(said[i]);
    return l->unit;
}

/* The unit that a cell names: "亿元"; 0: none. */
static int64_t unit_named(struct ctx *cx, const char *text)
{
    return text ? money_unit_in(arena_printf(cx->arena, "单位:%s", text)) : 0;
}

static int or_own(int named, int own)
{
    return named ? named : own;
}

/* "办理情况" may report what "是否办结" answers. */
static bool asks_outcome(const struct column *c)
{
    static const char *const words[] = {"是否", "办结", "销号", "解决", NULL};
    for (const char *const *w = words; *w; w++)
        if (strstr(c->head, *w))
            return true;
    return false;
}

static bool asks(const struct column *c)
{
    return strstr(c->head, "是否") != NULL;
}

/* One column a target: the surest keeps it (plans and months may stand several times, for other years and months). */
void layout_settle(struct layout *l, struct date as_of)
{
    int year = date_year_of(as_of), month = date_month_of(as_of);
    for (int i = 0; i < l->column_count; i++)
        for (int k = i + 1; k < l->column_count; k++) {
            struct column *a = &l->columns[i], *b = &l->columns[k];
            if (!a->target || !b->target || strcmp(a->target->id, b->target->id) != 0 ||
                or_own(a->year, year) != or_own(b->year, year) || or_own(a->month, month) != or_own(b->month, month))
                continue;
            bool surer = b->confidence > a->confidence;
            if (strcmp(a->target->id, "state") == 0 && asks_outcome(a) != asks_outcome(b))
                surer = asks_outcome(b);
            if (strcmp(a->target->id, "stage") == 0 && asks(a) != asks(b)) /* 当前阶段 says more than 是否签约 */
                surer = asks(a);
            struct column *loser = (surer && !a->corrected) || (b->corrected && !a->corrected) ? a : b;
            loser->target = NULL;
            loser->confidence = 0;
        }
}

/* "年度目标任务" may head what the year is to reach, or the money it is to take: amounts that name their unit tell, and numbers
 * where the head or title names one. */
static void settle_goal(struct ctx *cx, struct layout *l, const struct top *top, int first_row)
{
    for (int i = 0; i < l->column_count; i++) {
        struct column *c = &l->columns[i];
        int filled = 0, amounts = 0;
        struct money m;
        if (!c->target || c->target->kind != TARGET_GOAL || layout_target(l, TARGET_PLAN))
            continue;
        int64_t unit = head_unit(cx, l, c->head, c->head);
        for (int r = first_row; r < top->rows; r++) {
            const char *text = top->text[r][c->index];
            bool number = text && (top->numeric[r][c->index] || strspn(text, "0123456789.,") == strlen(text));
            filled += text && !text_is_empty(text);
            amounts += text && (number ? unit != 0 : strpbrk(text, "0123456789") && money_parse(text, MONEY_YUAN, &m));
        }
        if (amounts * 2 > filled) {
            c->target = target_find(cx->arena, l->kind, "plan");
            c->unit = unit;
        }
    }
}

/* Are the cells of a column the words of a choice, nearly all of them? */
static bool holds_choices(struct ctx *cx, const struct column *c, const struct choice *choices, const struct top *top,
                          int first_row)
{
    int filled = 0, words = 0;
    for (int r = first_row; r < top->rows; r++) {
        const char *text = top->text[r][c->index];
        if (!text || text_is_empty(text))
            continue;
        filled++;
        words += choice_match(cx->arena, choices, text) != NULL;
    }
    return words > 1 && words * 5 >= filled * 4;
}

/* "项目进展", "办理情况" may head words of the state or a report: where another column, read as a report or as nothing, holds just the
 * words of the state, it is the state, and what was taken for it is the report. */
static void settle_state(struct ctx *cx, struct layout *l, const struct top *top, int first_row)
{
    const bool leads = l->kind->entity == &lead_entity;
    const char *report = leads ? "note" : "measure";
    const struct field *f = leads                                ? entity_field(&lead_entity, "stage")
                            : l->kind->entity == &problem_entity ? entity_field(&problem_entity, "state")
                                                                 : NULL;
    struct column *now = NULL, *better = NULL;
    for (int i = 0; f && i < l->column_count; i++) {
        struct column *c = &l->columns[i];
        bool state = c->target && c->target->field == f, free = !c->target || strcmp(c->target->id, report) == 0;
        if (state && asks(c))
            return;
        if ((state || (free && !better)) && holds_choices(cx, c, f->choices, top, first_row))
            better = c;
        else if (state)
            now = c;
    }
    if (!better)
        return;
    better->target = target_find(cx->arena, l->kind, f->name);
    better->confidence = 90;
    if (now) {
        now->target = target_find(cx->arena, l->kind, report);
        now->confidence = 60; /* unless a surer column reports */
    }
}

/* "单位" may head whoever is responsible, or the unit of the amounts in its row: the cells tell. */
static void settle_money_unit(struct ctx *cx, struct layout *l, const struct top *top, int first_row)
{
    for (int i = 0; i < l->column_count; i++) {
        struct column *c = &l->columns[i];
        int units = 0, others = 0;
        const char *head = text_fold(cx->arena, c->head);
        for (int r = first_row; r < top->rows && (strcmp(head, "单位") == 0 || strcmp(head, "计量单位") == 0); r++) {
            const char *text = top->text[r][c->index];
            bool unit = text && unit_named(cx, text);
            units += unit;
            others += text && !text_is_empty(text) && !unit;
        }
        if (units > others) {
            c->target = target_find(cx->arena, l->kind, "money_unit");
            c->confidence = 100;
        }
    }
}

/* A second table beside the first, past a column without a head: it counts things, or its heads are those of the first again. */
static void settle_side_table(struct ctx *cx, struct layout *l)
{
    int side = 0;
    for (int i = 1; i < l->column_count && !side; i++)
        if (l->columns[i].index > l->columns[i - 1].index + 1)
            side = i;
    bool another = false;
    for (int i = side; side && i < l->column_count; i++) {
        another |= head_is_count(cx, l->columns[i].head);
        for (int k = 0; k < side; k++)
            another |= strcmp(text_fold(cx->arena, l->columns[i].head), text_fold(cx->arena, l->columns[k].head)) == 0;
        if (l->columns[i].target && strcmp(l->columns[i].target->id, l->kind->must) == 0)
            return; /* what makes a row stands here */
    }
    for (int i = side; another && i < l->column_count; i++) {
        l->columns[i].target = NULL;
        l->columns[i].confidence = 0;
    }
}

/* Plans of some months are no curve: the schedule would take the months left out for nought.  All twelve are one. */
static void settle_plan_months(struct layout *l)
{
    int months = 0;
    for (int i = 0; i < l->column_count; i++)
        months += l->columns[i].target && l->columns[i].target->kind == TARGET_PLAN_MONTH && l->columns[i].month;
    for (int i = 0; i < l->column_count && months < 12; i++)
        if (l->columns[i].target && l->columns[i].target->kind == TARGET_PLAN_MONTH) {
            l->columns[i].target = NULL;
            l->columns[i].confidence = 0;
        }
}

void layout_settle_by_cells(struct ctx *cx, struct layout *l, const struct top *top, int first_row)
{
    settle_side_table(cx, l);
    settle_plan_months(l);
    settle_goal(cx, l, top, first_row);
    settle_money_unit(cx, l, top, first_row);
    settle_state(cx, l, top, first_row);
}

struct column column_in_row(struct ctx *cx, const struct layout *l, int i, const struct cell *const *cells)
{
    struct column column = l->columns[i];
    const struct column *units = layout_target(l, TARGET_MONEY_UNIT);
    const struct cell *named = units ? cells[units - l->columns] : NULL;
    if (!named || !column.target || !target_is_money(column.target) || money_unit_in(column.head))
        return column;
    const int64_t unit = unit_named(cx, named->text);
    column.unit = unit ? unit : column.unit;
    return column;
}
