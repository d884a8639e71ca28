/* standing.c — where a project stands as its row tells: its stage, and whether it stands still. */
#include "base/text.h"
#include "ledger/import.h"

#include <string.h>

/* What column of a row said, by the id of its target; NULL when it said nothing. */
static const struct said *said_of(const struct import *im, const struct said *said, const char *target)
{
    for (int i = 0; i < im->layout->column_count; i++)
        if (im->layout->columns[i].target && said[i].kind != SAID_NOTHING &&
            strcmp(im->layout->columns[i].target->id, target) == 0)
            return &said[i];
    return NULL;
}

/* Does the project stand still?  Its own column says so or not; else the report and the stage do; remarks and sections only
 * when it does. */
static bool tells_halt(const struct import *im, const struct said *said, const struct sections *sections,
                       bool *ret_halted, const char **ret_reason)
{
    const struct said *column = fact_said(im, said, TARGET_HALTED, NULL),
                      *stage = fact_said(im, said, TARGET_STAGE, NULL), *progress = said_of(im, said, "image_progress"),
                      *note = said_of(im, said, "note");
    *ret_reason = progress ? progress->text : NULL;
    if (column) {
        *ret_halted = column->kind != SAID_NO;
        return true;
    }
    bool remarked = note && said_halts_now(note->text);
    *ret_halted = (progress && said_halts(progress->text)) || (stage && stage->kind == SAID_HALTED) || remarked ||
                  sections_halted(sections);
    if (remarked && !(progress && said_halts(progress->text)))
        *ret_reason = note->text;
    return *ret_halted || progress || stage;
}

static bool halt_store(struct import *im, const struct said *said, const struct sections *sections, int64_t project,
                       bool fresh)
{
    struct ctx *cx = im->cx;
    const struct said *column = fact_said(im, said, TARGET_HALTED, NULL);
    const char *reason;
    bool halted;
    if (!tells_halt(im, said, sections, &halted, &reason))
        return true;
    struct halt *like = row_new(cx, &halt_entity), *open = NULL;
    if (!fresh) {
        bool then = !date_is_none(im->until); /* as it stood at our date, else as it stands */
        struct value params[] = {value_int(cx->zone), value_int(project), value_int(date_high_code(im->result->as_of))};
        struct rows *rows = db_query(
            cx,
            arena_printf(cx->arena,
                         "SELECT %s FROM halt t WHERE t.zone = $1 AND t.project = $2 AND %s ORDER BY t.halted_on DESC",
                         row_columns(cx, &halt_entity, "t"),
                         then ? "t.halted_on <= $3 AND (t.resumed_on IS NULL OR t.resumed_on > $3)"
                              : "t.resumed_on IS NULL"),
            params, then ? 3 : 2);
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
    if (open && !halted && !date_is_none(im->until) &&
        (date_is_none(open->resumed_on) || open->resumed_on.code > im->until.code))
        return true; /* the next ledger found it standing still */
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
    like->halted_on = column && column->value.kind == VALUE_INT ? (struct date){column->value.i} : im->result->as_of;
    like->resumed_on = im->until; /* the next ledger found it going on */
    like->reason = reason;
    return import_save(im, &halt_entity, like, NULL);
}

bool stage_at(struct import *im, int64_t project, struct date date, const char **ret_stage)
{
    struct ctx *cx = im->cx;
    struct value params[] = {value_int(cx->zone), value_int(project), value_int(date_high_code(date))};
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

/* "已竣工" where words stand: the stage that the dates do not tell. */
static bool says_finished(const struct said *words)
{
    static const char *const openings[] = {"已竣工",     "已完工",     "已建成",     "已投产",
                                           "竣工投产",   "建成投产",   "已竣工投产", "项目已竣工",
                                           "项目已完工", "项目已建成", "已投入使用", "全部完工"};
    for (size_t i = 0; words && i < sizeof openings / sizeof *openings; i++)
        if (text_starts(words->text, openings[i]))
            return true;
    return false;
}

/* "已撤项", "5月调出重点项目库": a remark that begins so, after its date. */
static bool says_withdrawn(const struct said *words)
{
    static const char *const openings[] = {"撤项", "调出", "移出", "终止实施", "项目终止", "项目取消", "退出重点"};
    static const char *const dates[] = {"年", "月", "日", ".", "-", "已", "由", "经"};
    const char *s = words ? words->text : NULL;
    for (bool more = s != NULL; more;) {
        more = *s >= '0' && *s <= '9';
        s += more;
        for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
            if (text_starts(s, dates[i])) {
                s += strlen(dates[i]);
                more = true;
            }
    }
    for (size_t i = 0; s && i < sizeof openings / sizeof *openings; i++)
        if (text_starts(s, openings[i]))
            return true;
    return false;
}

/* "因土地问题未开工", "拟于2025年3月开工". */
static bool says_not_started(const struct said *words)
{
    const char *start = words && words->text ? strstr(words->text, "开工") : NULL;
    if (!start)
        return false;
    static const char *const before[] = {"未", "拟", "计划", "预计", "待", "力争", NULL};
    for (const char *const *w = before; *w; w++) {
        const char *at = strstr(words->text, *w);
        if (at && at < start)
            return true;
    }
    return false;
}

static bool stage_change_store(struct import *im, int64_t project, const char *stage, struct date on)
{
    struct stage_change *change = row_new(im->cx, &stage_change_entity);
    change->project = project;
    change->stage = stage;
    change->changed_on = on;
    change->source = "ledger";
    return import_save(im, &stage_change_entity, change, NULL);
}

/* At our date; where the next ledger found another stage, that one goes on from its date. */
static bool stage_change_until(struct import *im, int64_t project, const char *stage)
{
    const char *then = stage, *now;
    if (!date_is_none(im->until) && !stage_at(im, project, im->until, &then))
        return false;
    if (!stage_change_store(im, project, stage, im->result->as_of))
        return false;
    if (strcmp(then, stage) == 0)
        return true;
    if (!stage_at(im, project, im->until, &now))
        return false;
    return strcmp(now, then) == 0 || stage_change_store(im, project, then, im->until);
}

/* A stage that the dates do not tell: its own column, 是否开工, 形象进度 or a remark that begins with 已竣工, the section. */
static bool stage_store(struct import *im, const struct said *said, const struct sections *sections,
                        const struct project *now, bool fresh)
{
    const struct said *column = fact_said(im, said, TARGET_STAGE, NULL),
                      *started = fact_said(im, said, TARGET_STARTED, NULL);
    const char *stage = NULL, *at;
    bool forward_only = true, finished = !date_is_none(now->completed_on) || !date_is_none(now->operating_on);
    if (column && (column->kind == SAID_VALUE || column->value.kind == VALUE_TEXT)) {
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
    if (!column && !finished &&
        (says_finished(said_of(im, said, "image_progress")) || says_finished(said_of(im, said, "note"))))
        stage = "completed";
    if (!column && says_withdrawn(said_of(im, said, "note")))
        stage = "withdrawn";
    bool denied = says_not_started(said_of(im, said, "image_progress")) || says_not_started(said_of(im, said, "note"));
    if (!stage && !column && !started && !denied) {
        stage = sections_stage(sections);
        forward_only = !fresh;
        if (!stage && now->nature && strcmp(now->nature, "continuing") == 0 && date_is_none(now->started_on) &&
            date_is_none(now->planned_start)) { /* 续建: it was begun in an earlier year */
            stage = "building";
            forward_only = true;
        }
        if (stage && (finished || (!date_is_none(now->started_on) && stage_rank(stage) <= stage_rank("building"))))
            return true; /* the row's dates say it themselves */
    }
    if (!stage)
        return true;
    if (!stage_at(im, now->head.id, im->result->as_of, &at))
        return false;
    if (strcmp(at, stage) == 0 || (forward_only && stage_rank(at) >= stage_rank(stage)))
        return true;
    if (stage_rank(stage) < stage_rank("building") && stage_rank(at) >= stage_rank("building") &&
        stage_rank(at) < stage_rank("withdrawn"))
        return true; /* a start date on record speaks louder than the word 前期 */
    change_cell(im, layout_target(im->layout, TARGET_STAGE), (struct label){"项目阶段", "Stage"},
                choice_find(project_stages, at)->label.zh, choice_find(project_stages, stage)->label.zh);
    return stage_change_until(im, now->head.id, stage);
}

bool standing_store(struct import *im, const struct said *said, const struct sections *sections,
                    const struct project *now, bool fresh)
{
    return halt_store(im, said, sections, now->head.id, fresh) && stage_store(im, said, sections, now, fresh);
}
