/* facts.c — the dated facts a project row states: plan, money done, people, statistics, halts, stage (domain §§2, 3, 7, 11). */
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
        if (!import_save(im, &pairing_entity, ended, old))
            return false;
        now->since = today;
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
        if (old)
            change_cell(im, from, label, "是", "否");
        return old ? import_delete(im, &statistics_entry_entity, old) : true;
    }
    struct statistics_entry *now = old ? row_copy(im->cx, &statistics_entry_entity, old) : like;
    if (said->value.kind == VALUE_INT)
        now->entered_on.code = said->value.i;
    else if (!old)
        now->known_on = im->result->as_of;
    if (!old || old->entered_on.code != now->entered_on.code)
        change_cell(im, from, label, old ? "是" : NULL,
                    date_is_none(now->entered_on) ? "是" : date_show(im->cx->arena, now->entered_on, im->cx->lang));
    return import_save(im, &statistics_entry_entity, now, old);
}

/* "停工" and not "已复工": the project stands still at the ledger's date. */
static bool says_halted(const char *text)
{
    if (!text || !(strstr(text, "停工") || strstr(text, "停建") || strstr(text, "缓建")))
        return false;
    return !(strstr(text, "已复工") || strstr(text, "已恢复") || strstr(text, "恢复施工") || strstr(text, "未停工") ||
             strstr(text, "无停工"));
}

static bool halt_store(struct import *im, const struct said *said, const struct said *progress, int64_t project,
                       bool fresh)
{
    struct ctx *cx = im->cx;
    if (!said && !progress)
        return true;
    bool halted = said ? said->kind != SAID_NO : says_halted(progress->value.s);
    struct halt *like = row_new(cx, &halt_entity), *open = NULL;
    if (!fresh) {
        struct value params[] = {value_int(cx->zone), value_int(project)};
        struct rows *rows = db_query(cx,
                                     arena_printf(cx->arena,
                                                  "SELECT %s FROM halt t WHERE t.zone = $1 AND t.project = $2 AND "
                                                  "t.resumed_on IS NULL ORDER BY t.halted_on DESC",
                                                  row_columns(cx, &halt_entity, "t")),
                                     params, 2);
        if (!rows)
            return false;
        if (db_next(rows)) {
            open = row_new(cx, &halt_entity);
            row_read(cx, &halt_entity, rows, 0, open);
        }
        db_end(rows);
        if (!db_ok(rows))
            return false;
    }
    if (halted == (open != NULL))
        return open ? import_save(im, &halt_entity, row_copy(cx, &halt_entity, open), open) : true;
    change_cell(im, layout_target(im->layout, TARGET_HALTED), (struct label){"停工中", "Halted"}, open ? "是" : "否",
                halted ? "是" : "否");
    if (open) {
        struct halt *now = row_copy(cx, &halt_entity, open);
        now->resumed_on = im->result->as_of;
        return import_save(im, &halt_entity, now, open);
    }
    like->project = project;
    like->halted_on = said && said->value.kind == VALUE_INT ? (struct date){said->value.i} : im->result->as_of;
    like->reason = progress ? progress->value.s : NULL;
    return import_save(im, &halt_entity, like, NULL);
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

/* The stage at the ledger's date, as the dated changes have it. */
static bool stage_at(struct import *im, int64_t project, const char **ret_stage)
{
    struct ctx *cx = im->cx;
    struct value params[] = {value_int(cx->zone), value_int(project), value_int(date_high_code(im->result->as_of))};
    struct rows *rows = db_query(cx,
                                 "SELECT t.stage FROM stage_change t WHERE t.zone = $1 AND t.project = $2 AND "
                                 "t.changed_on <= $3 ORDER BY t.changed_on DESC, t.id DESC",
                                 params, 3);
    if (!rows)
        return false;
    *ret_stage = db_next(rows) ? arena_strdup(cx->arena, db_text(rows, 0)) : "preparing";
    db_end(rows);
    return db_ok(rows);
}

static int stage_rank(const char *stage)
{
    int rank = 0;
    while (project_stages[rank].code && strcmp(project_stages[rank].code, stage) != 0)
        rank++;
    return rank;
}

/* Does a date's column say that it has happened, without a day? */
static bool says_happened(const struct import *im, const struct said *said, const char *field)
{
    for (int i = 0; i < im->layout->column_count; i++) {
        const struct column *c = &im->layout->columns[i];
        if (c->target && said[i].kind == SAID_YES && strcmp(c->target->id, field) == 0)
            return true;
    }
    return false;
}

/* A stage that the dates do not tell: its own column, 是否开工, or 形象进度 that begins with 已竣工. */
static bool stage_store(struct import *im, const struct said *said, const struct project *now)
{
    const struct said *column = fact_said(im, said, TARGET_STAGE, NULL),
                      *started = fact_said(im, said, TARGET_STARTED, NULL);
    static const char *const finished[] = {"已竣工",     "已完工",     "已建成",     "已投产",
                                           "竣工投产",   "建成投产",   "已竣工投产", "项目已竣工",
                                           "项目已完工", "项目已建成", "已投入使用", "全部完工"};
    const char *stage = NULL, *at;
    bool forward_only = true;
    if (column && column->kind == SAID_VALUE) {
        stage = column->value.s;
        forward_only = false;
    } else if (says_happened(im, said, "operating_on") && date_is_none(now->operating_on)) {
        stage = "operating";
    } else if (says_happened(im, said, "completed_on") && date_is_none(now->completed_on)) {
        stage = "completed";
    } else if (((started && started->kind == SAID_YES) || says_happened(im, said, "started_on")) &&
               date_is_none(now->started_on)) {
        stage = "building";
    }
    for (size_t i = 0; i < sizeof finished / sizeof *finished && !column; i++)
        if (text_starts(now->image_progress, finished[i]) && date_is_none(now->completed_on) &&
            date_is_none(now->operating_on))
            stage = "completed";
    if (!stage)
        return true;
    if (!stage_at(im, now->head.id, &at))
        return false;
    if (strcmp(at, stage) == 0 || (forward_only && stage_rank(at) >= stage_rank(stage)))
        return true;
    if (stage_rank(stage) < stage_rank("building") && stage_rank(at) >= stage_rank("building") &&
        stage_rank(at) < stage_rank("withdrawn"))
        return true; /* a start date on record speaks louder than the word 前期 */
    struct stage_change *change = row_new(im->cx, &stage_change_entity);
    change->project = now->head.id;
    change->stage = stage;
    change->changed_on = im->result->as_of;
    change->source = "ledger";
    change_cell(im, layout_target(im->layout, TARGET_STAGE), (struct label){"项目阶段", "Stage"},
                choice_find(project_stages, at)->label.zh, choice_find(project_stages, stage)->label.zh);
    return import_save(im, &stage_change_entity, change, NULL);
}

/* The level column: on the year's list; another level than before is a removal and a new listing, at the ledger's date. */
static bool level_store(struct import *im, const struct said *said, int64_t project, bool fresh)
{
    struct ctx *cx = im->cx;
    struct key_listing *old = NULL, *now;
    if (!said)
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

bool facts_store(struct import *im, const struct said *said, int64_t project, const struct project *old,
                 const struct project *now)
{
    bool fresh = !old;
    const struct said *progress = NULL;
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
        if (strcmp(c->target->id, "image_progress") == 0)
            progress = &said[i];
    }
    if (!goal_done && !plan_store(im, goal_column, NULL, goal, project, fresh))
        return false;
    return done_store(im, said, project, fresh) &&
           pairing_store(im, fact_said(im, said, TARGET_LEADER, NULL), "leader", (struct label){"包联领导", "Leader"},
                         project, fresh) &&
           pairing_store(im, fact_said(im, said, TARGET_DEPARTMENT, NULL), "department",
                         (struct label){"包联部门", "Department"}, project, fresh) &&
           pairing_store(im, fact_said(im, said, TARGET_STEWARD, NULL), "steward",
                         (struct label){"项目管家", "Steward"}, project, fresh) &&
           statistics_store(im, fact_said(im, said, TARGET_STATISTICS, NULL), project, fresh) &&
           halt_store(im, fact_said(im, said, TARGET_HALTED, NULL), progress, project, fresh) &&
           level_store(im, fact_said(im, said, TARGET_KEY_LEVEL, NULL), project, fresh) && stage_store(im, said, now);
}
