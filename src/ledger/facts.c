/* facts.c — the dated facts a project row states: plan, people, statistics, level (domain §§2, 3, 7, 11). */
#include "base/text.h"
#include "ledger/import.h"

#include <string.h>

/* What a row's columns said, by target; columns of other years and months are walked separately. */
const struct said *fact_said(const struct import *im, const struct said *said, enum target_kind kind,
                             const struct column **ret_column)
{
    for (int i = 0; i < im->layout->column_count; i++) {
        const struct column *c = &im->layout->columns[i];
        if (c->target && c->target->kind == kind && said[i].kind != SAID_NOTHING) {
            if (ret_column)
                *ret_column = c;
            return &said[i];
        }
    }
    return NULL;
}

/* The first row of e whose `fields` equal like's; a project made just now has none. */
static bool find(struct import *im, const struct entity *e, const char *fields, const void *like, bool fresh,
                 void **ret_row)
{
    *ret_row = fresh ? NULL : row_find(im->cx, e, fields, like);
    return im->cx->err.kind == ERR_NONE;
}

struct label fact_in_year(struct import *im, const char *zh, const char *en, int year)
{
    return (struct label){arena_printf(im->cx->arena, "%d年%s", year, zh),
                          arena_printf(im->cx->arena, "%s %d", en, year)};
}

const char *fact_money(struct import *im, struct money m)
{
    return money_is_none(m) ? NULL : money_show(im->cx->arena, m, im->cx->lang);
}

static bool plan_store(struct import *im, const struct column *column, const struct said *amount,
                       const struct said *goal, int64_t project, bool fresh)
{
    int year = column->year ? column->year : date_year_of(im->result->as_of);
    struct plan_year *like = row_new(im->cx, &plan_year_entity), *old;
    like->project = project;
    like->year = year;
    if (!find(im, &plan_year_entity, "project year", like, fresh, (void **)&old))
        return false;
    if (old && import_is_earlier(im)) { /* a later sheet may have adjusted it */
        im->kept |= (amount && amount->value.i != old->amount.fen) || (goal && !text_equal(goal->value.s, old->goal));
        return import_save(im, &plan_year_entity, row_copy(im->cx, &plan_year_entity, old), old);
    }
    struct plan_year *now = old ? row_copy(im->cx, &plan_year_entity, old) : like;
    if (amount) {
        now->amount.fen = amount->value.i;
        if (!old || old->amount.fen != now->amount.fen)
            change_cell(im, column, fact_in_year(im, "计划投资", "Planned", year),
                        old ? fact_money(im, old->amount) : NULL, fact_money(im, now->amount));
    }
    if (goal) {
        now->goal = goal->value.s;
        if (!old || !text_equal(old->goal, now->goal))
            change_cell(im, layout_target(im->layout, TARGET_GOAL), fact_in_year(im, "工作目标", "Goal", year),
                        old ? old->goal : NULL, now->goal);
    }
    return import_save(im, &plan_year_entity, now, old);
}

static bool plan_month_store(struct import *im, const struct column *column, int64_t amount, int64_t project,
                             bool fresh)
{
    struct arena *a = im->cx->arena;
    int year = column->year ? column->year : date_year_of(im->result->as_of);
    struct plan_month *like = row_new(im->cx, &plan_month_entity), *old;
    like->project = project;
    like->month = date_month(year, column->month);
    if (!find(im, &plan_month_entity, "project month", like, fresh, (void **)&old))
        return false;
    struct plan_month *now = old ? row_copy(im->cx, &plan_month_entity, old) : like;
    if (old && import_is_earlier(im))
        im->kept |= old->amount.fen != amount;
    else
        now->amount.fen = amount;
    if (!old || old->amount.fen != now->amount.fen)
        change_cell(im, column,
                    (struct label){arena_printf(a, "%s计划投资", date_show(a, now->month, LANG_ZH)),
                                   arena_printf(a, "Planned %s", date_show(a, now->month, LANG_EN))},
                    old ? fact_money(im, old->amount) : NULL, fact_money(im, now->amount));
    return import_save(im, &plan_month_entity, now, old);
}

/* The year's plan by months: a month left empty beside others is nought. */
static bool plan_months_store(struct import *im, const struct said *said, int64_t project, bool fresh)
{
    if (!fact_said(im, said, TARGET_PLAN_MONTH, NULL))
        return true;
    for (int i = 0; i < im->layout->column_count; i++) {
        const struct column *c = &im->layout->columns[i];
        if (c->target && c->target->kind == TARGET_PLAN_MONTH && c->month &&
            !plan_month_store(im, c, said[i].kind == SAID_NOTHING ? 0 : said[i].value.i, project, fresh))
            return false;
    }
    return true;
}

/* Whom the next ledger found unchanged goes on from its date: another came between. */
static bool pairing_resume(struct import *im, const struct pairing *old)
{
    struct date from = date_first(im->until);
    if (date_is_none(im->until) || (!date_is_none(old->until) && old->until.code <= from.code))
        return true;
    struct pairing *again = row_new(im->cx, &pairing_entity);
    again->project = old->project;
    again->role = old->role;
    again->person = old->person;
    again->since = from;
    again->until = old->until;
    return import_save(im, &pairing_entity, again, NULL);
}

static bool pairing_store(struct import *im, const struct said *said, const char *role, struct label label,
                          int64_t project, bool fresh)
{
    struct ctx *cx = im->cx;
    if (!said)
        return true;
    struct pairing *old = NULL;
    if (!fresh) {
        struct value params[] = {value_int(cx->zone), value_int(project), value_text(role),
                                 value_int(date_high_code(im->result->as_of))};
        struct rows *rows = db_query(
            cx,
            arena_printf(cx->arena,
                         "SELECT %s FROM pairing t WHERE t.zone = $1 AND t.project = $2 AND t.role = $3 AND (t.until "
                         "IS NULL OR t.until > $4)"
                         " AND (t.since IS NULL OR t.since <= $4) ORDER BY COALESCE(t.since, 0) DESC, t.id DESC",
                         row_columns(cx, &pairing_entity, "t")),
            params, 4);
        if (!rows)
            return false;
        if (db_next(rows)) {
            old = row_new(cx, &pairing_entity);
            row_read(cx, &pairing_entity, rows, 0, old);
        }
        db_end(rows);
        if (!db_ok(rows))
            return false;
    }
    if (old && text_equal(text_fold(cx->arena, old->person), text_fold(cx->arena, said->value.s)))
        return import_save(im, &pairing_entity, row_copy(cx, &pairing_entity, old), old);
    change_cell(im, import_column(im, &project_entity, role), label, old ? old->person : NULL, said->value.s);
    struct date today = date_first(im->result->as_of);
    struct pairing *now = row_new(cx, &pairing_entity);
    if (old && old->since.code == today.code) { /* corrected on the same day: not a change of people */
        now = row_copy(cx, &pairing_entity, old);
        now->person = said->value.s;
        return import_save(im, &pairing_entity, now, old);
    }
    if (old) {
        struct pairing *ended = row_copy(cx, &pairing_entity, old);
        ended->until = today;
        if (!import_save(im, &pairing_entity, ended, old) || !pairing_resume(im, old))
            return false;
        now->since = today;
        now->until = date_is_none(im->until) || (!date_is_none(old->until) && old->until.code < im->until.code)
                         ? old->until
                         : date_first(im->until);
    }
    now->project = project;
    now->role = role;
    now->person = said->value.s;
    return import_save(im, &pairing_entity, now, NULL);
}

static bool statistics_store(struct import *im, const struct said *said, int64_t project, bool fresh)
{
    if (!said)
        return true;
    struct statistics_entry *like = row_new(im->cx, &statistics_entry_entity), *old;
    struct label label = {"是否纳统", "In statistics"};
    const struct column *from = layout_target(im->layout, TARGET_STATISTICS);
    like->project = project;
    if (!find(im, &statistics_entry_entity, "project", like, fresh, (void **)&old))
        return false;
    if (said->kind == SAID_NO) {
        if (old && import_is_earlier(im))
            return true;
        if (old)
            change_cell(im, from, label, "是", "否");
        return old ? import_delete(im, &statistics_entry_entity, old) : true;
    }
    struct statistics_entry *now = old ? row_copy(im->cx, &statistics_entry_entity, old) : like;
    if (said->value.kind == VALUE_INT && (date_is_none(now->entered_on) || !import_is_earlier(im)))
        now->entered_on.code = said->value.i;
    else if (!old || now->known_on.code > im->result->as_of.code)
        now->known_on = im->result->as_of;
    if (!old || old->entered_on.code != now->entered_on.code)
        change_cell(im, from, label, old ? "是" : NULL,
                    date_is_none(now->entered_on) ? "是" : date_show(im->cx->arena, now->entered_on, im->cx->lang));
    return import_save(im, &statistics_entry_entity, now, old);
}

static const char *level_shown(const char *level)
{
    const struct choice *c = choice_find(key_levels, level);
    return c ? c->label.zh : level;
}

bool key_listing_at(struct ctx *cx, int64_t project, struct date as_of, struct key_listing **ret_listing)
{
    struct value params[] = {value_int(cx->zone), value_int(project), value_int(date_year_of(as_of)),
                             value_int(date_high_code(as_of))};
    struct rows *rows =
        db_query(cx,
                 arena_printf(cx->arena,
                              "SELECT %s FROM key_listing t WHERE t.zone = $1 AND t.project = $2 AND t.year = $3 AND "
                              "(t.listed_on IS NULL OR t.listed_on <= $4) AND (t.removed_on IS NULL OR t.removed_on > "
                              "$4) ORDER BY " BY_KEY_LEVEL("t") " LIMIT 1",
                              row_columns(cx, &key_listing_entity, "t")),
                 params, 4);
    if (!rows)
        return false;
    *ret_listing = NULL;
    if (db_next(rows)) {
        *ret_listing = row_new(cx, &key_listing_entity);
        row_read(cx, &key_listing_entity, rows, 0, *ret_listing);
    }
    db_end(rows);
    return db_ok(rows);
}

/* The level column: on the year's list; another level than before is a removal and a new listing, at the ledger's date. */
static bool level_store(struct import *im, const struct said *said, int64_t project, bool fresh)
{
    struct ctx *cx = im->cx;
    struct key_listing *old = NULL, *now;
    if (!said || (!fresh && import_is_earlier(im)))
        return true;
    if (!fresh && !key_listing_at(cx, project, im->result->as_of, &old))
        return false;
    if (old && text_equal(old->level, said->value.s))
        return import_save(im, &key_listing_entity, row_copy(cx, &key_listing_entity, old), old);
    change_cell(im, layout_target(im->layout, TARGET_KEY_LEVEL), (struct label){"重点级别", "Key level"},
                old ? level_shown(old->level) : NULL, level_shown(said->value.s));
    now = row_new(cx, &key_listing_entity);
    now->project = project;
    now->year = date_year_of(im->result->as_of);
    now->level = said->value.s;
    if (old) {
        struct key_listing *ended = row_copy(cx, &key_listing_entity, old);
        ended->removed_on = now->listed_on = date_first(im->result->as_of);
        if (!import_save(im, &key_listing_entity, ended, old))
            return false;
    }
    return import_save(im, &key_listing_entity, now, NULL);
}

bool facts_store(struct import *im, const struct said *said, const struct sections *sections, const struct project *old,
                 const struct project *now)
{
    bool fresh = !old;
    int64_t project = now->head.id;
    const struct column *goal_column = NULL;
    const struct said *goal = fact_said(im, said, TARGET_GOAL, &goal_column);
    bool goal_done = !goal;
    for (int i = 0; i < im->layout->column_count; i++) {
        const struct column *c = &im->layout->columns[i];
        if (!c->target || said[i].kind == SAID_NOTHING)
            continue;
        if (c->target->kind == TARGET_PLAN) {
            bool with_goal =
                goal && !goal_done &&
                (!goal_column->year || goal_column->year == (c->year ? c->year : date_year_of(im->result->as_of)));
            if (!plan_store(im, c, &said[i], with_goal ? goal : NULL, project, fresh))
                return false;
            goal_done |= with_goal;
        }
    }
    if (!goal_done && !plan_store(im, goal_column, NULL, goal, project, fresh))
        return false;
    if (!plan_months_store(im, said, project, fresh) || !done_store(im, said, project, fresh))
        return false;
    if (!fresh && !date_is_none(im->layout->own)) /* how things stood then is not how they stand */
        return true;
    return pairing_store(im, fact_said(im, said, TARGET_LEADER, NULL), "leader", (struct label){"包联领导", "Leader"},
                         project, fresh) &&
           pairing_store(im, fact_said(im, said, TARGET_DEPARTMENT, NULL), "department",
                         (struct label){"包联部门", "Department"}, project, fresh) &&
           pairing_store(im, fact_said(im, said, TARGET_STEWARD, NULL), "steward",
                         (struct label){"项目管家", "Steward"}, project, fresh) &&
           statistics_store(im, fact_said(im, said, TARGET_STATISTICS, NULL), project, fresh) &&
           level_store(im, fact_said(im, said, TARGET_KEY_LEVEL, NULL), project, fresh) &&
           standing_store(im, said, sections, now, fresh);
}
