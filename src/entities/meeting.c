/* meeting.c — meetings and events of a zone, their agendas and who was there (domain §§4, 13). */
#include "base/text.h"
#include "entities/entities.h"
#include "model/list.h"

#define M struct meeting
#define I struct agenda_item
#define A struct attendance

/* clang-format off */
const struct choice meeting_kinds[] = {
    {"dispatch",      {"周调度会", "Dispatch meeting"},         "调度会 周调度 项目调度会"},
    {"work",          {"工作例会", "Work meeting"},             "例会 单位例会 专题会"},
    {"breakfast",     {"企业家早餐会", "Breakfast meeting"},     "早餐会"},
    {"group_start",   {"集中开工", "Group start"},              "集中开工仪式"},
    {"group_signing", {"集中签约", "Group signing"},            "集中签约仪式"},
    {"observation",   {"项目观摩", "Observation tour"},         "观摩 观摩会"},
    {"staff_event",   {"职工活动", "Staff event"},              "文体活动 团建"},
    {0},
};

static const struct choice meeting_orders[] = {
    {"leader", {"按包联领导", "By leader"}, NULL},
    {"unit",   {"按责任单位", "By unit"},   NULL},
    {0},
};

static const struct choice meeting_states[] = {
    {"planned", {"筹备", "Planned"}, NULL},
    {"open",    {"进行中", "Under way"}, NULL},
    {"closed",  {"已闭会", "Closed"},  NULL},
    {0},
};

static const struct choice item_kinds[] = {
    {"promise", {"承诺事项", "Promise"}, NULL},
    {"project", {"项目", "Project"},     NULL},
    {"topic",   {"议题", "Topic"},       "建议 诉求"},
    {0},
};

static const struct choice item_states[] = {
    {"pending", {"待议", "To come"},   NULL},
    {"done",    {"已议", "Dealt with"}, NULL},
    {"skipped", {"未议", "Skipped"},   NULL},
    {0},
};

static const struct choice attendance_roles[] = {
    {"chair",    {"主持", "Chair"},          NULL},
    {"member",   {"参会", "Taking part"},    "参加 出席"},
    {"guest",    {"列席", "Guest"},          NULL},
    {"organiser",{"工作人员", "Organiser"},  NULL},
    {0},
};

#define COUNT_OF(entity, also) "(SELECT COUNT(*) FROM {" entity "} c WHERE c.zone = {t}.zone AND c.meeting = {t}.id" also ")"

static const struct field meeting_fields[] = {
    {.name = "kind", FIELD_AT(T_CHOICE, M, kind), .choices = meeting_kinds, .label = {"类型", "Kind"}, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP},
    {.name = "title", FIELD_AT(T_TEXT, M, title), .label = {"名称", "Title"}, .max = 200, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SEARCH},
    {.name = "held_on", FIELD_AT(T_DATE, M, held_on), .label = {"日期", "Held on"}, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_DAY},
    {.name = "place", FIELD_AT(T_TEXT, M, place), .label = {"地点", "Place"}, .max = 100, .flags = FIELD_LIST},
    {.name = "chair", FIELD_AT(T_TEXT, M, chair), .label = {"主持人", "Chair"}, .max = 60, .flags = FIELD_LIST | FIELD_PERSON},
    {.name = "order_by", FIELD_AT(T_CHOICE, M, order_by), .choices = meeting_orders, .label = {"议程次序", "Agenda by"},
     .help = {"空着为按包联领导", "by leader when left empty"}},
    {.name = "condition", FIELD_AT(T_TEXT, M, condition), .label = {"上会项目条件", "Projects on the agenda"}, .max = 1000,
     .help = {"项目的筛选条件,如 责任单位 = '经发局';空着为红灯、黄灯和有超期问题的在管项目",
              "a condition over projects, such as unit = 'Development Office'; when empty, active projects with a red or yellow light or an overdue problem"}},
    {.name = "item_minutes", FIELD_AT(T_INT, M, item_minutes), .label = {"每项用时(分钟)", "Minutes an item"}, .min = 1, .max = 120,
     .help = {"会议模式的计时,空着为 5 分钟", "for the timer of meeting mode; 5 when left empty"}},
    {.name = "register_until", FIELD_AT(T_DATE, M, register_until), .label = {"报名截止", "Register until"}, .flags = FIELD_DAY},
    {.name = "capacity", FIELD_AT(T_INT, M, capacity), .label = {"名额", "Places"}, .min = 1, .max = 100000},
    {.name = "team_size", FIELD_AT(T_INT, M, team_size), .label = {"每队人数上限", "Most in a team"}, .min = 1, .max = 10000},
    {.name = "note", FIELD_AT(T_NOTE, M, note), .label = {"备注", "Note"}, .max = 4000},
    {.name = "state", FIELD_AT(T_CHOICE, M, state), .choices = meeting_states, .label = {"状态", "State"}, .flags = FIELD_READONLY | FIELD_LIST | FIELD_GROUP,
     .help = {"开会、闭会、重新打开时由程序改变;空着为筹备", "changed by opening, closing and reopening; planned when empty"}},
    {.name = "minutes", FIELD_AT(T_REF, M, minutes), .ref = "attachment", .label = {"会议纪要", "Minutes"}, .flags = FIELD_READONLY},
    {.name = "reopened_because", FIELD_AT(T_NOTE, M, reopened_because), .label = {"重新打开的理由", "Reopened because"}, .max = 500, .flags = FIELD_READONLY},

    {.name = "item_count", .type = T_INT, .label = {"议程项数", "Items"}, .flags = FIELD_LIST, .sql = COUNT_OF("agenda_item", "")},
    {.name = "promise_count", .type = T_INT, .label = {"承诺事项数", "Promises"}, .flags = FIELD_LIST, .sql = COUNT_OF("promise", "")},
    {.name = "registered_count", .type = T_INT, .label = {"报名人数", "Registered"}, .sql = COUNT_OF("attendance", " AND c.registered = 1")},
    {.name = "present_count", .type = T_INT, .label = {"到会人数", "Present"}, .sql = COUNT_OF("attendance", " AND c.present = 1")},
    {0},
};

static const struct field agenda_item_fields[] = {
    {.name = "meeting", FIELD_AT(T_REF, I, meeting), .ref = "meeting", .label = {"会议", "Meeting"}, .flags = FIELD_REQUIRED | FIELD_GROUP},
    {.name = "sequence", FIELD_AT(T_INT, I, sequence), .label = {"序号", "No."}, .min = 1, .max = 99999, .flags = FIELD_REQUIRED | FIELD_LIST},
    {.name = "kind", FIELD_AT(T_CHOICE, I, kind), .choices = item_kinds, .label = {"类别", "Kind"}, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP},
    {.name = "subject", FIELD_AT(T_TEXT, I, subject), .label = {"事项", "Subject"}, .max = 300, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SEARCH},
    {.name = "project", FIELD_AT(T_REF, I, project), .ref = "project", .label = {"项目", "Project"}, .flags = FIELD_LIST},
    {.name = "lead", FIELD_AT(T_REF, I, lead), .ref = "lead", .label = {"招商线索", "Lead"}},
    {.name = "enterprise", FIELD_AT(T_REF, I, enterprise), .ref = "enterprise", .label = {"企业", "Enterprise"}, .flags = FIELD_GROUP},
    {.name = "unit", FIELD_AT(T_REF, I, unit), .ref = "unit", .label = {"责任单位", "Unit"}, .flags = FIELD_LIST | FIELD_GROUP},
    {.name = "leader", FIELD_AT(T_TEXT, I, leader), .label = {"包联领导", "Leader"}, .max = 60, .flags = FIELD_LIST | FIELD_GROUP | FIELD_PERSON},
    {.name = "light", FIELD_AT(T_CHOICE, I, light), .choices = lamp_colours, .label = {"灯", "Light"}, .flags = FIELD_LIST | FIELD_GROUP,
     .help = {"编议程时的灯", "as it was when the agenda was made"}},
    {.name = "promise", FIELD_AT(T_REF, I, promise), .ref = "promise", .label = {"承诺事项", "Promise"}},
    {.name = "problem", FIELD_AT(T_REF, I, problem), .ref = "problem", .label = {"交办问题", "Problem"}},
    {.name = "amount", FIELD_AT(T_MONEY, I, amount), .label = {"金额", "Amount"},
     .help = {"没有项目或线索可引的签约、开工,在此写投资额", "the investment of a start or signing that no project or lead tells"}},
    {.name = "content", FIELD_AT(T_NOTE, I, content), .label = {"内容", "Content"}, .max = 4000},
    {.name = "decision", FIELD_AT(T_NOTE, I, decision), .label = {"议定事项", "Decision"}, .max = 4000, .flags = FIELD_LIST},
    {.name = "state", FIELD_AT(T_CHOICE, I, state), .choices = item_states, .label = {"状态", "State"}, .flags = FIELD_LIST | FIELD_GROUP,
     .help = {"空着为待议", "to come when empty"}},
    {.name = "packed", FIELD_AT(T_BOOL, I, packed), .label = {"自动编入", "Packed"}, .flags = FIELD_READONLY},

    {.name = "investment", .type = T_MONEY, .label = {"投资额", "Investment"},
     .help = {"本行金额,没有时为项目总投资或线索拟投资额", "the item's amount, else the project's total investment or the lead's amount"},
     .sql = "COALESCE({t}.amount, (SELECT p.total_investment FROM {project} p WHERE p.zone = {t}.zone AND p.id = {t}.project),"
            " (SELECT l.amount FROM {lead} l WHERE l.zone = {t}.zone AND l.id = {t}.lead))"},
    {.name = "answered", .type = T_BOOL, .label = {"已答复", "Answered"}, .flags = FIELD_GROUP,
     .help = {"有议定事项,或交办的问题已答复、已销号", "it has a decision, or the problem handed out is answered or closed"},
     .sql = "CASE WHEN COALESCE({t}.decision, '') <> '' OR EXISTS (SELECT 1 FROM {problem} q WHERE q.zone = {t}.zone AND q.id = {t}.problem"
            " AND q.state = 'closed') OR EXISTS (SELECT 1 FROM {problem_step} s WHERE s.zone = {t}.zone AND s.problem = {t}.problem AND s.kind = 'answer')"
            " THEN 1 ELSE 0 END"},
    {0},
};

static const struct field attendance_fields[] = {
    {.name = "meeting", FIELD_AT(T_REF, A, meeting), .ref = "meeting", .label = {"会议", "Meeting"}, .flags = FIELD_REQUIRED | FIELD_GROUP},
    {.name = "unit", FIELD_AT(T_REF, A, unit), .ref = "unit", .label = {"单位", "Unit"}, .flags = FIELD_LIST | FIELD_GROUP},
    {.name = "person", FIELD_AT(T_TEXT, A, person), .label = {"姓名", "Person"}, .max = 60, .flags = FIELD_LIST | FIELD_SEARCH | FIELD_PERSON},
    {.name = "team", FIELD_AT(T_TEXT, A, team), .label = {"队", "Team"}, .max = 60, .flags = FIELD_LIST | FIELD_GROUP},
    {.name = "role", FIELD_AT(T_CHOICE, A, role), .choices = attendance_roles, .label = {"身份", "Role"}, .flags = FIELD_LIST | FIELD_GROUP},
    {.name = "registered", FIELD_AT(T_BOOL, A, registered), .label = {"已报名", "Registered"}, .flags = FIELD_LIST | FIELD_GROUP},
    {.name = "present", FIELD_AT(T_BOOL, A, present), .label = {"到会", "Present"}, .flags = FIELD_LIST | FIELD_GROUP},
    {.name = "note", FIELD_AT(T_NOTE, A, note), .label = {"备注", "Note"}, .max = 500},
    {0},
};
/* clang-format on */

/* ---- a closed meeting stands ---- */

static bool is_closed(const struct meeting *m)
{
    return text_equal(m->state, "closed");
}

static bool fail_closed(struct ctx *cx, const char *title)
{
    return fail(cx, ERR_CONFLICT, "MTG-02", NULL, "“%s”已闭会,不能再改;确要更正,请由项目办写明理由重新打开",
                "\"%s\" is closed and does not change; the office may reopen it with a reason", title);
}

bool meeting_need_open(struct ctx *cx, int64_t meeting)
{
    const struct meeting *m = meeting ? row_load(cx, &meeting_entity, meeting) : NULL;
    return meeting ? m && (!is_closed(m) || fail_closed(cx, m->title)) : true;
}

/* What the meeting alone is there for goes with it; promises stay, and keep it. */
static bool drop_rows(struct ctx *cx, const struct entity *e, int64_t meeting)
{
    struct list l;
    const struct list_query of_meeting = {
        .where = arena_printf(cx->arena, "meeting = %lld", (long long)meeting), .fields = "id", .no_limit = true};
    if (!list_open(cx, e, &of_meeting, &l))
        return false;
    while (list_next(&l))
        if (!row_delete(cx, e, list_value(&l, 0).i, list_value(&l, 1).i))
            return false;
    return list_ok(&l);
}

static bool meeting_stored(struct ctx *cx, const void *row, const void *old)
{
    const struct meeting *m = row, *o = old;
    if (o && is_closed(o) && (!m || is_closed(m)))
        return fail_closed(cx, o->title);
    if (o && is_closed(o) &&
        (text_is_empty(m->reopened_because) || text_equal(m->reopened_because, o->reopened_because)))
        return fail(cx, ERR_INPUT, "MTG-03", "reason", "重新打开已闭会的会议要写明理由",
                    "reopening a closed meeting takes a reason");
    if (m || !o)
        return true;
    return drop_rows(cx, &agenda_item_entity, o->head.id) && drop_rows(cx, &attendance_entity, o->head.id);
}

/* Of the meeting that the row is of now, and of the one that it was of. */
static bool need_both_open(struct ctx *cx, int64_t now, int64_t before)
{
    return meeting_need_open(cx, now) && (before == now || meeting_need_open(cx, before));
}

static bool agenda_item_stored(struct ctx *cx, const void *row, const void *old)
{
    const struct agenda_item *i = row, *o = old;
    return need_both_open(cx, i ? i->meeting : 0, o ? o->meeting : 0);
}

/* ---- who is there ---- */

static void attendance_check(const void *row, struct findings *fs)
{
    const struct attendance *a = row;
    if (!a->unit && text_is_empty(a->person))
        findings_add(fs, "ATT-01", "person", false, "请写明单位或姓名", "say which unit or which person");
}

static bool count_registered(struct ctx *cx, const struct attendance *a, bool in_team, int64_t *ret_count)
{
    struct sql q = sql_new(cx);
    struct value count;
    sql_add(&q, "SELECT COUNT(*) FROM attendance WHERE zone = ");
    sql_bind(&q, value_int(cx->zone));
    sql_add(&q, " AND meeting = ");
    sql_bind(&q, value_int(a->meeting));
    sql_add(&q, " AND registered = 1");
    if (in_team) {
        sql_add(&q, " AND team = ");
        sql_bind(&q, value_text(a->team));
    }
    if (!db_scalar(cx, q.text.data, q.params, q.count, &count))
        return false;
    *ret_count = count.i;
    return true;
}

static bool check_places(struct ctx *cx, const struct meeting *m, const struct attendance *a)
{
    int64_t count = 0, team = 0;
    const bool in_team = m->team_size != NONE_INT && a->team;
    if (!count_registered(cx, a, false, &count) || (in_team && !count_registered(cx, a, true, &team)))
        return false;
    if (m->capacity != NONE_INT && count > m->capacity)
        return fail(cx, ERR_CONFLICT, "ATT-02", "registered", "名额 %lld 个已满", "all %lld places are taken",
                    (long long)m->capacity);
    if (in_team && team > m->team_size)
        return fail(cx, ERR_CONFLICT, "ATT-03", "team", "“%1$s”已有 %2$lld 人,一队最多 %2$lld 人",
                    "team \"%1$s\" is full: %2$lld at most", a->team, (long long)m->team_size);
    return true;
}

/* Registering keeps to the last day, the places there are, and the size of a team. */
static bool check_registration(struct ctx *cx, const struct attendance *a, const struct attendance *old)
{
    const struct date today = date_of_instant((struct instant){cx->now_ms});
    const bool is_new = !old || !old->registered || old->meeting != a->meeting;
    if (!a->registered || (!is_new && text_equal(a->team, old->team)))
        return true;
    const struct meeting *m = row_load(cx, &meeting_entity, a->meeting);
    if (!m)
        return false;
    if (is_new && !date_is_none(m->register_until) && today.code > date_high_code(m->register_until))
        return fail(cx, ERR_CONFLICT, "ATT-04", "registered", "报名已于 %1$s 截止%2$.0s",
                    "registration ended on %2$s%1$.0s", date_show(cx->arena, m->register_until, LANG_ZH),
                    date_show(cx->arena, m->register_until, LANG_EN));
    return check_places(cx, m, a);
}

static bool attendance_stored(struct ctx *cx, const void *row, const void *old)
{
    const struct attendance *a = row, *o = old;
    return need_both_open(cx, a ? a->meeting : 0, o ? o->meeting : 0) && (!a || check_registration(cx, a, o));
}

const struct entity meeting_entity = {
    .name = "meeting",
    .label = {"会议活动", "Meeting"},
    .help = {"周调度会、工作例会、企业家早餐会、集中开工、集中签约、观摩、职工活动",
             "Dispatch and work meetings, breakfasts, group starts and signings, tours, staff events"},
    .size = sizeof(struct meeting),
    .fields = meeting_fields,
    .title = "title",
    .found = 10,
    .detail = "kind,held_on,state",
    .indexes = {"held_on", "kind held_on"},
    .order = "-held_on,-id",
    .stored = meeting_stored,
};

const struct entity agenda_item_entity = {
    .name = "agenda_item",
    .label = {"议程", "Agenda item"},
    .help = {"会议的一项:上次的承诺、一个项目或一个议题,及其议定事项",
             "An item of a meeting: an earlier promise, a project or a topic, and what was decided"},
    .size = sizeof(struct agenda_item),
    .fields = agenda_item_fields,
    .title = "subject",
    .indexes = {"meeting sequence", "project", "promise", "problem"},
    .order = "meeting,sequence,id",
    .stored = agenda_item_stored,
};

const struct entity attendance_entity = {
    .name = "attendance",
    .label = {"参会", "Attendance"},
    .help = {"参会、报名的单位和人员", "Units and people who take part or have registered"},
    .size = sizeof(struct attendance),
    .fields = attendance_fields,
    .title = "person",
    .unique = {"meeting unit person"},
    .indexes = {"meeting team"},
    .order = "meeting,team,id",
    .check = attendance_check,
    .stored = attendance_stored,
};
