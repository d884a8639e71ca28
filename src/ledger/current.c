/* current.c — what a column would say of a record now. */
#include "ledger/current.h"

#include "base/text.h"
#include "ledger/import.h"
#include "model/rows.h"

#include <string.h>

static bool one_int(struct ctx *cx, const char *sql, const struct value *params, size_t count, struct value *ret_value)
{
    struct rows *rows = db_query(cx, sql, params, count);
    if (!rows)
        return false;
    *ret_value = db_next(rows) && !db_is_null(rows, 0) ? value_copy(cx->arena, db_value(rows, 0)) : value_null();
    db_end(rows);
    return db_ok(rows);
}

static bool done_between(struct ctx *cx, int64_t project, struct date after, struct date upto, struct value *ret_value)
{
    struct value params[] = {value_int(cx->zone), value_int(project), value_int(after.code), value_int(upto.code)};
    return one_int(cx,
                   "SELECT SUM(amount) FROM investment WHERE zone = $1 AND project = $2 AND caliber = 'dispatch' AND "
                   "month > $3 AND month <= $4",
                   params, 4, ret_value);
}

static bool money_now(struct ctx *cx, const struct column *c, int64_t project, struct date as_of,
                      struct value *ret_value)
{
    int year = c->year ? c->year : date_year_of(as_of), month = c->month ? c->month : date_month_of(as_of);
    struct value params[] = {value_int(cx->zone), value_int(project), value_int(year)};
    switch (c->target->kind) {
    case TARGET_PLAN:
        return one_int(cx, "SELECT amount FROM plan_year WHERE zone = $1 AND project = $2 AND year = $3", params, 3,
                       ret_value);
    case TARGET_PLAN_MONTH:
        params[2] = value_int(date_month(year, month).code);
        return one_int(cx, "SELECT amount FROM plan_month WHERE zone = $1 AND project = $2 AND month = $3", params, 3,
                       ret_value);
    case TARGET_DONE_BEFORE:
        return done_between(cx, project, (struct date){0}, date_month(c->year ? c->year : year - 1, 12), ret_value);
    case TARGET_DONE_YEAR:
        return done_between(cx, project, date_month(year - 1, 12), date_month(year, month), ret_value);
    case TARGET_DONE_MONTH:
        return done_between(cx, project, date_add_months(date_month(year, month), -1), date_month(year, month),
                            ret_value);
    default:
        return done_between(cx, project, (struct date){0}, date_month(year, month), ret_value);
    }
}

static bool person_now(struct ctx *cx, const char *role, int64_t project, struct date as_of, struct value *ret_value)
{
    struct value params[] = {value_int(cx->zone), value_int(project), value_text(role),
                             value_int(date_high_code(as_of))};
    return one_int(
        cx,
        "SELECT person FROM pairing WHERE zone = $1 AND project = $2 AND role = $3 AND (since IS NULL OR since <= $4)"
        " AND (until IS NULL OR until > $4) ORDER BY COALESCE(since, 0) DESC, id DESC LIMIT 1",
        params, 4, ret_value);
}

static bool level_now(struct ctx *cx, int64_t project, struct date as_of, struct value *ret_value)
{
    struct key_listing *listing;
    if (!key_listing_at(cx, project, as_of, &listing))
        return false;
    *ret_value = listing ? value_text(listing->level) : value_null();
    return true;
}

static bool statistics_now(struct ctx *cx, int64_t project, struct date as_of, struct said *ret_said)
{
    struct value params[] = {value_int(cx->zone), value_int(project), value_int(date_high_code(as_of))}, in, when;
    if (!one_int(
            cx,
            "SELECT 1 FROM statistics_entry WHERE zone = $1 AND project = $2 AND COALESCE(entered_on, known_on) <= $3",
            params, 3, &in) ||
        !one_int(cx,
                 "SELECT entered_on FROM statistics_entry WHERE zone = $1 AND project = $2 AND COALESCE(entered_on, "
                 "known_on) <= $3",
                 params, 3, &when))
        return false;
    *ret_said = (struct said){in.kind == VALUE_NULL ? SAID_NO : SAID_YES, when, value_null(), NULL};
    return true;
}

/* SAID_HALTED when the project stands still at the date, else SAID_VALUE; params: zone, project, date. */
static bool halted_now(struct ctx *cx, const struct value *params, enum said_kind *ret_kind)
{
    struct value halted;
    if (!one_int(cx,
                 "SELECT 1 FROM halt WHERE zone = $1 AND project = $2 AND halted_on <= $3 AND (resumed_on IS NULL OR "
                 "resumed_on > $3)",
                 params, 3, &halted))
        return false;
    *ret_kind = halted.kind == VALUE_NULL ? SAID_VALUE : SAID_HALTED;
    return true;
}

static bool field_now(struct ctx *cx, const struct column *c, const struct entity *e, const void *row,
                      struct said *ret_said)
{
    const struct field *f = c->target->field;
    struct value v = field_get(f, row), title;
    ret_said->kind = v.kind == VALUE_NULL ? SAID_NOTHING : SAID_VALUE;
    ret_said->value = v;
    if (f->type == T_REF && v.kind != VALUE_NULL) {
        const struct entity *to = entity_find(f->ref);
        struct value params[] = {value_int(cx->zone), v};
        if (!one_int(
                cx,
                arena_printf(cx->arena, "SELECT %s FROM %s WHERE zone = $1 AND id = $2", to->title, entity_table(to)),
                params, 2, &title))
            return false;
        *ret_said = (struct said){.kind = SAID_NAME, .text = title.s};
    } else if (f->type == T_REF && e == &problem_entity && strcmp(f->name, "project") == 0 &&
               ((const struct problem *)row)->subject) {
        *ret_said = (struct said){.kind = SAID_NAME, .text = ((const struct problem *)row)->subject};
    }
    if (e == &project_entity && v.kind == VALUE_NULL &&
        f->type == T_DATE) { /* a start that is only planned stands in the start's column */
        const struct project *p = row;
        struct date planned = strcmp(f->name, "started_on") == 0     ? p->planned_start
                              : strcmp(f->name, "completed_on") == 0 ? p->planned_completion
                                                                     : (struct date){0};
        if (!date_is_none(planned))
            *ret_said = (struct said){SAID_PLANNED, value_int(planned.code), value_null(), NULL};
    }
    return true;
}

bool current_said(struct ctx *cx, const struct column *c, const struct entity *e, const void *row, struct date as_of,
                  struct said *ret_said)
{
    int64_t id = ((const struct row_head *)row)->id;
    struct value params[] = {value_int(cx->zone), value_int(id), value_int(date_high_code(as_of))};
    *ret_said = (struct said){0};
    if (!c->target)
        return true;
    switch (c->target->kind) {
    case TARGET_FIELD:
        return field_now(cx, c, e, row, ret_said);
    case TARGET_PERIOD: {
        const struct project *p = row;
        if (!date_is_none(p->build_from))
            *ret_said = (struct said){SAID_PERIOD, value_int(p->build_from.code), value_int(p->build_to.code), NULL};
        return true;
    }
    case TARGET_GOAL: {
        struct value plan[] = {value_int(cx->zone), value_int(id), value_int(c->year ? c->year : date_year_of(as_of))};
        if (!one_int(cx, "SELECT goal FROM plan_year WHERE zone = $1 AND project = $2 AND year = $3", plan, 3,
                     &ret_said->value))
            return false;
        break;
    }
    case TARGET_LEADER:
        if (!person_now(cx, "leader", id, as_of, &ret_said->value))
            return false;
        break;
    case TARGET_DEPARTMENT:
        if (!person_now(cx, "department", id, as_of, &ret_said->value))
            return false;
        break;
    case TARGET_STEWARD:
        if (!person_now(cx, "steward", id, as_of, &ret_said->value))
            return false;
        break;
    case TARGET_STATISTICS:
        return statistics_now(cx, id, as_of, ret_said);
    case TARGET_STARTED:
        ret_said->kind = !date_is_none(((const struct project *)row)->started_on) &&
                                 ((const struct project *)row)->started_on.code <= date_high_code(as_of)
                             ? SAID_YES
                             : SAID_NO;
        if (ret_said->kind == SAID_NO) {
            if (!one_int(cx,
                         "SELECT 1 FROM stage_change WHERE zone = $1 AND project = $2 AND changed_on <= $3 AND stage "
                         "IN ('building', 'completed', 'operating', 'at_capacity')",
                         params, 3, &ret_said->value))
                return false;
            ret_said->kind = ret_said->value.kind == VALUE_NULL ? SAID_NO : SAID_YES;
            ret_said->value = value_null();
        }
        return true;
    case TARGET_HALTED:
        if (!halted_now(cx, params, &ret_said->kind))
            return false;
        ret_said->kind = ret_said->kind == SAID_HALTED ? SAID_YES : SAID_NO;
        return true;
    case TARGET_STAGE:
        if (!one_int(cx,
                     "SELECT stage FROM stage_change WHERE zone = $1 AND project = $2 AND changed_on <= $3 ORDER BY "
                     "changed_on DESC, id DESC LIMIT 1",
                     params, 3, &ret_said->value))
            return false;
        if (ret_said->value.kind == VALUE_NULL)
            ret_said->value = value_text("preparing");
        if (!halted_now(cx, params, &ret_said->kind))
            return false;
        return true;
    case TARGET_KEY_LEVEL:
        if (!level_now(cx, id, as_of, &ret_said->value))
            return false;
        break;
    case TARGET_NONE:
    case TARGET_ORDINAL:
    case TARGET_MONEY_UNIT:
        return true;
    default:
        if (!money_now(cx, c, id, as_of, &ret_said->value))
            return false;
        break;
    }
    ret_said->kind = ret_said->value.kind == VALUE_NULL ? SAID_NOTHING : SAID_VALUE;
    return true;
}

static bool is_nought(const struct said *s)
{
    return s->kind == SAID_NOTHING || s->kind == SAID_NO ||
           (s->kind == SAID_VALUE && s->value.kind == VALUE_INT && s->value.i == 0);
}

bool said_agree(struct ctx *cx, const struct column *c, const struct said *cell, const struct said *now)
{
    if (!c->target)
        return true;
    bool yes_no =
        c->target->kind == TARGET_STATISTICS || c->target->kind == TARGET_STARTED || c->target->kind == TARGET_HALTED;
    if (target_is_money(c->target) && is_nought(cell) && is_nought(now))
        return true;
    if (yes_no)
        return (cell->kind == SAID_YES) == (now->kind == SAID_YES) &&
               (cell->value.kind == VALUE_NULL || value_equal(cell->value, now->value));
    if (cell->kind == SAID_NAME || now->kind == SAID_NAME)
        return cell->text && now->text &&
               strcmp(text_fold(cx->arena, cell->text), text_fold(cx->arena, now->text)) == 0;
    if ((cell->kind == SAID_NO || cell->kind == SAID_NOTHING) && (now->kind == SAID_NO || now->kind == SAID_NOTHING))
        return true;
    if (cell->kind ==
        SAID_HALTED) /* "停工" tells no stage; a stage may stand beside a column that tells of the standstill */
        return now->kind == SAID_HALTED;
    if (now->kind == SAID_HALTED)
        return cell->kind == SAID_VALUE && value_equal(cell->value, now->value);
    if (cell->kind == SAID_PERIOD)
        return now->kind == SAID_PERIOD && value_equal(cell->value, now->value) && value_equal(cell->until, now->until);
    if (cell->kind == SAID_YES && now->kind == SAID_NOTHING) /* "已开工" in a date's column */
        return true;
    bool dates = (cell->kind == SAID_PLANNED || cell->kind == SAID_VALUE) &&
                 (now->kind == SAID_PLANNED || now->kind == SAID_VALUE);
    return (cell->kind == now->kind || dates) && value_equal(cell->value, now->value);
}

/* A date the way the neighbours are written: 2023.3, 2023年3月, 2023-03. */
static const char *write_date(struct ctx *cx, struct date d, const char *like)
{
    if (like && strchr(like, '.') && date_precision_of(d) >= DATE_MONTH)
        return date_precision_of(d) == DATE_DAY
                   ? arena_printf(cx->arena, "%d.%d.%d", date_year_of(d), date_month_of(d), date_day_of(d))
                   : arena_printf(cx->arena, "%d.%02d", date_year_of(d), date_month_of(d));
    if (like && strchr(like, '-') && !strstr(like, "年"))
        return date_iso(cx->arena, d);
    return date_show(cx->arena, d, LANG_ZH);
}

const char *said_write(struct ctx *cx, const struct column *c, const struct said *said, const char *like,
                       bool *ret_number)
{
    *ret_number = false;
    if (said->kind == SAID_NOTHING || !c->target)
        return NULL;
    const struct field *f = c->target->field;
    if (said->kind == SAID_NAME)
        return said->text;
    if (target_is_money(c->target)) {
        *ret_number = true;
        return money_decimal(cx->arena, (struct money){said->value.i}, c->unit ? c->unit : MONEY_WAN);
    }
    if (said->kind == SAID_PERIOD) {
        struct date from = {said->value.i}, to = {said->until.i};
        if (date_precision_of(from) == DATE_YEAR && date_precision_of(to) == DATE_YEAR)
            return from.code == to.code ? arena_printf(cx->arena, "%d", date_year_of(from))
                                        : arena_printf(cx->arena, "%d-%d", date_year_of(from), date_year_of(to));
        return arena_printf(cx->arena, "%s至%s", date_show(cx->arena, from, LANG_ZH),
                            date_show(cx->arena, to, LANG_ZH));
    }
    if (said->kind == SAID_YES && said->value.kind == VALUE_INT)
        return write_date(cx, (struct date){said->value.i}, like);
    if (said->kind == SAID_HALTED)
        return "停工";
    if (said->kind == SAID_YES || said->kind == SAID_NO)
        return said->kind == SAID_YES ? "是" : "否";
    if (said->kind == SAID_PLANNED)
        return arena_printf(cx->arena, "计划%s", date_show(cx->arena, (struct date){said->value.i}, LANG_ZH));
    if (f && f->type == T_DATE)
        return write_date(cx, (struct date){said->value.i}, like);
    const struct choice *choices = c->target->kind == TARGET_STAGE       ? project_stages
                                   : c->target->kind == TARGET_KEY_LEVEL ? key_levels
                                   : f                                   ? f->choices
                                                                         : NULL;
    const struct choice *choice =
        choices && said->value.kind == VALUE_TEXT ? choice_find(choices, said->value.s) : NULL;
    const char *answer = choice ? said_answer(cx, c, choice->code) : NULL;
    if (choice)
        return answer ? answer : choice->label.zh;
    if (said->value.kind == VALUE_INT) {
        *ret_number = true;
        return arena_printf(cx->arena, "%lld", (long long)said->value.i);
    }
    return said->value.s;
}
