/* promise.c — a promise made at a meeting: who, what, by when, with what proof; kept or not (domain §4). */
#include "base/text.h"
#include "entities/entities.h"
#include "model/rows.h"

#define P struct promise

/* clang-format off */
static const struct choice promise_states[] = {
    {"open",      {"未兑现", "Open"},      "进行中 未完成"},
    {"kept",      {"已兑现", "Kept"},      "已完成 完成 办结"},
    {"broken",    {"未按承诺", "Not kept"}, "未兑现承诺"},
    {"withdrawn", {"撤回", "Withdrawn"},   "取消"},
    {0},
};

#define STATE "COALESCE({t}.state, 'open')"
#define KEPT  STATE " = 'kept' AND COALESCE({t}.done_on, 0) <= $2"
#define PAST  "{t}.due_on / 10 < $2 / 10" /* the day itself is still in time */

static const struct field promise_fields[] = {
    {.name = "what", FIELD_AT(T_NOTE, P, what), .label = {"承诺事项", "Promise"}, .max = 2000, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SEARCH,
     .synonyms = "承诺内容 工作任务 议定事项 交办事项"},
    {.name = "unit", FIELD_AT(T_REF, P, unit), .ref = "unit", .label = {"责任单位", "Unit"}, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP, .synonyms = "牵头单位 承办单位"},
    {.name = "person", FIELD_AT(T_TEXT, P, person), .label = {"责任人", "Person"}, .max = 60, .flags = FIELD_LIST | FIELD_GROUP | FIELD_PERSON,
     .synonyms = "承诺人 负责人"},
    {.name = "due_on", FIELD_AT(T_DATE, P, due_on), .label = {"完成时限", "Due on"}, .flags = FIELD_REQUIRED | FIELD_LIST, .synonyms = "完成时间 时限"},
    {.name = "proof", FIELD_AT(T_TEXT, P, proof), .label = {"佐证要求", "Proof asked for"}, .max = 300, .flags = FIELD_LIST,
     .help = {"凭什么算兑现,如施工许可证、现场照片", "what will show that it was kept, such as the permit or a photo"}},
    {.name = "made_on", FIELD_AT(T_DATE, P, made_on), .label = {"承诺日期", "Made on"}, .flags = FIELD_REQUIRED},
    {.name = "meeting", FIELD_AT(T_REF, P, meeting), .ref = "meeting", .label = {"会议", "Meeting"}, .flags = FIELD_LIST | FIELD_GROUP},
    {.name = "item", FIELD_AT(T_REF, P, item), .ref = "agenda_item", .label = {"议程", "Agenda item"}},
    {.name = "project", FIELD_AT(T_REF, P, project), .ref = "project", .label = {"项目", "Project"}, .flags = FIELD_LIST},
    {.name = "problem", FIELD_AT(T_REF, P, problem), .ref = "problem", .label = {"问题", "Problem"}},
    {.name = "state", FIELD_AT(T_CHOICE, P, state), .choices = promise_states, .label = {"状态", "State"}, .flags = FIELD_LIST | FIELD_GROUP,
     .help = {"空着为未兑现;兑现由项目办确认", "open when empty; the office confirms that it was kept"}},
    {.name = "done_on", .group = "progress", FIELD_AT(T_DATE, P, done_on), .label = {"完成日期", "Done on"}, .flags = FIELD_LIST,
     .help = {"责任单位报完成时填写", "filled in by whoever reports it done"}},
    {.name = "evidence", .group = "progress", FIELD_AT(T_NOTE, P, evidence), .label = {"完成情况和佐证", "Evidence"}, .max = 2000,
     .help = {"报完成要有文字佐证或附件", "reporting it done takes a text or a file"}},

    {.name = "open", .type = T_BOOL, .label = {"在办", "Open"}, .flags = FIELD_GROUP,
     .help = {"截至统计日期尚未兑现、未定为未按承诺、未撤回", "Neither kept, nor found broken, nor withdrawn by the date"},
     .sql = "CASE WHEN " STATE " = 'open' OR (" STATE " = 'kept' AND NOT (" KEPT ")) THEN 1 ELSE 0 END"},
    {.name = "kept", .type = T_BOOL, .label = {"已兑现", "Kept"}, .flags = FIELD_GROUP,
     .help = {"截至统计日期已兑现", "Kept by the date"}, .sql = "CASE WHEN " KEPT " THEN 1 ELSE 0 END"},
    {.name = "overdue", .type = T_BOOL, .label = {"超期", "Overdue"}, .flags = FIELD_GROUP,
     .help = {"截至统计日期已过完成时限而仍在办;已报完成、待确认的不算", "Open past its due date; what has been reported done and waits for the office is not"},
     .sql = "CASE WHEN " PAST " AND " STATE " NOT IN ('broken', 'withdrawn') AND NOT (" KEPT ")"
            " AND ({t}.done_on IS NULL OR {t}.done_on > $2) THEN 1 ELSE 0 END"},
    {.name = "reported", .type = T_BOOL, .label = {"待确认", "Reported done"}, .flags = FIELD_GROUP,
     .help = {"责任单位已报完成,项目办尚未确认", "Reported done and not yet confirmed"},
     .sql = "CASE WHEN " STATE " = 'open' AND {t}.done_on <= $2 THEN 1 ELSE 0 END"},
    {.name = "due_count", .type = T_INT, .label = {"应兑现数", "Due"},
     .help = {"1:截至统计日期已兑现、未按承诺或已到时限的,不含撤回的;否则 0", "1 when kept, found broken, or past its due date, and not withdrawn; else 0"},
     .sql = "CASE WHEN " STATE " <> 'withdrawn' AND (" STATE " = 'broken' OR (" KEPT ") OR " PAST ") THEN 1 ELSE 0 END"},
    {.name = "kept_count", .type = T_INT, .label = {"兑现数", "Kept, as a number"}, .help = {"1:截至统计日期已兑现;否则 0", "1 when kept by the date; else 0"},
     .sql = "CASE WHEN " KEPT " THEN 1 ELSE 0 END"},
    {0},
};
/* clang-format on */

static void promise_check(const void *row, struct findings *fs)
{
    const struct promise *p = row;
    if (text_equal(p->state, "kept") && date_is_none(p->done_on))
        findings_add(fs, "PRM-01", "done_on", true, "已兑现的承诺要有完成日期",
                     "a promise that was kept needs the date");
    if (!date_is_none(p->due_on) && !date_is_none(p->made_on) && date_high_code(p->due_on) < date_low_code(p->made_on))
        findings_add(fs, "PRM-02", "due_on", false, "完成时限早于承诺日期,请核对",
                     "due before it was made: please check");
}

/* What was promised, without what became of it. */
static bool is_same_promise(struct ctx *cx, const struct promise *now, const struct promise *old)
{
    struct promise *like = row_copy(cx, &promise_entity, now);
    like->state = old->state;
    like->done_on = old->done_on;
    like->evidence = old->evidence;
    return row_equal(&promise_entity, like, old);
}

/* Done is what can be shown: a text or a file. */
static bool need_proof(struct ctx *cx, const struct promise *p)
{
    bool file = false;
    if (date_is_none(p->done_on) || !text_is_empty(p->evidence))
        return true;
    return attachment_on(cx, &promise_entity, p->head.id, &file) &&
           (file || fail(cx, ERR_INPUT, "PRM-03", "evidence", "报完成要有佐证:写明完成情况,或先上传附件",
                         "reporting it done takes evidence: say what was done, or add a file first"));
}

static bool promise_stored(struct ctx *cx, const void *row, const void *old)
{
    const struct promise *p = row, *o = old;
    if (p && o && is_same_promise(cx, p, o))
        return need_proof(cx, p);
    return meeting_need_open(cx, p ? p->meeting : 0) && meeting_need_open(cx, o ? o->meeting : 0) &&
           (!p || need_proof(cx, p));
}

const struct entity promise_entity = {
    .name = "promise",
    .label = {"承诺事项", "Promise"},
    .help = {"会上作出的承诺:谁、做什么、何时完成、凭什么算完成",
             "What was promised at a meeting: who, what, by when, with what proof"},
    .size = sizeof(struct promise),
    .fields = promise_fields,
    .title = "what",
    .found = 9,
    .detail = "unit,person,due_on",
    .indexes = {"meeting", "project", "unit", "person", "state due_on", "item"},
    .order = "due_on,id",
    .check = promise_check,
    .stored = promise_stored,
};
