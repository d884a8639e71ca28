/* light.c — lights of projects: the rules of each lamp, the changes of colour, and reasons that were accepted (domain §5). */
#include "base/text.h"
#include "entities/entities.h"
#include "formula/formula.h"
#include "model/rows.h"
#include "model/scope.h"

/* clang-format off */
const struct choice lamps[] = {
    {"start",      {"开工", "Start"},            "开工灯"},
    {"progress",   {"进度", "Progress"},         "进度灯"},
    {"money",      {"资金", "Money"},            "资金灯"},
    {"statistics", {"纳统", "Statistics entry"}, "纳统灯"},
    {"approvals",  {"审批", "Approvals"},        "审批灯"},
    {"reporting",  {"报送", "Reporting"},        "报送灯"},
    {"all",        {"总灯", "Overall"},          "整体"},
    {0},
};

const struct choice lamp_colours[] = {
    {"none",    {"不亮", "Off"},        "无 不适用"},
    {"green",   {"绿", "Green"},        "绿灯 绿色"},
    {"yellow",  {"黄", "Yellow"},       "黄灯 黄色"},
    {"red",     {"红", "Red"},          "红灯 红色"},
    {"excused", {"已说明", "Excused"},  "已说明原因"},
    {0},
};

static const struct choice comparators[] = {
    {"points", {"落后百分点", "Points behind"},      "百分点"},
    {"ratio",  {"完成比例", "Ratio of the schedule"}, "比例"},
    {"none",   {"不比较进度", "None"},               NULL},
    {0},
};

#define L struct lamp_rule
static const struct field lamp_rule_fields[] = {
    {.name = "lamp", FIELD_AT(T_CHOICE, L, lamp), .choices = lamps, .label = {"灯", "Lamp"}, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP},
    {.name = "name", FIELD_AT(T_TEXT, L, name), .label = {"规则", "Rule"}, .max = 100, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SEARCH},
    {.name = "comparator", FIELD_AT(T_CHOICE, L, comparator), .choices = comparators, .label = {"比法", "Comparator"}, .flags = FIELD_LIST | FIELD_GROUP,
     .help = {"同样的数据，比百分点与比比例可能亮不同的灯", "On the same data, points behind and the ratio may give different colours"}},
    {.name = "applies", FIELD_AT(T_NOTE, L, applies), .label = {"何时亮灯", "Applies when"}, .max = 2000,
     .help = {"对项目的条件；不成立时这盏灯不亮；空着为总是", "A condition over the project; the lamp is off where it does not hold; always when empty"}},
    {.name = "yellow", FIELD_AT(T_NOTE, L, yellow), .label = {"黄灯条件", "Yellow when"}, .max = 2000, .flags = FIELD_LIST},
    {.name = "red", FIELD_AT(T_NOTE, L, red), .label = {"红灯条件", "Red when"}, .max = 2000, .flags = FIELD_LIST,
     .help = {"先看红灯条件，再看黄灯条件，都不成立为绿", "Red is asked first, then yellow; green when neither holds"}},
    {.name = "value", FIELD_AT(T_NOTE, L, value), .label = {"所看的数", "Value"}, .max = 2000,
     .help = {"说明里给出的数，公式", "The number that the explanation shows: a formula"}},
    {.name = "lever", FIELD_AT(T_TEXT, L, lever), .label = {"可改变的量", "Lever"}, .max = 200,
     .help = {"字段名，以空格分隔；说明里据此给出怎样转灯；空着为公式里的每个量", "Names of fields, separated by spaces, whose change the explanation asks for; every one in the formulas when empty"}},
    {.name = "escalate_months", FIELD_AT(T_INT, L, escalate_months), .label = {"连续几个月转红", "Months until red"}, .min = 0, .max = 36,
     .help = {"连续亮黄满几个月转红；0 或空着为不转", "So many months yellow without a break become red; never when 0 or empty"}},
    {.name = "since", FIELD_AT(T_DATE, L, since), .label = {"施行", "In force since"}, .flags = FIELD_LIST,
     .help = {"空着为草案；填上后即施行，原规则到这一天为止", "A draft when empty; once given it is in force and the rule before ends on that day"}},
    {.name = "until", FIELD_AT(T_DATE, L, until), .label = {"至（不含）", "Until (exclusive)"}, .flags = FIELD_LIST},
    {.name = "preset", FIELD_AT(T_TEXT, L, preset), .label = {"出自预置", "Made from preset"}, .max = 40},
    {.name = "note", FIELD_AT(T_NOTE, L, note), .label = {"依据", "Authority"}, .max = 2000},

    {.name = "edition", .type = T_INT, .label = {"版次", "Edition"}, .flags = FIELD_LIST,
     .help = {"这盏灯的第几个规则", "Which of the lamp's rules it is"},
     .sql = "(SELECT COUNT(*) FROM {lamp_rule} r WHERE r.zone = {t}.zone AND r.lamp = {t}.lamp AND r.id <= {t}.id)"},
    {.name = "in_force", .type = T_BOOL, .label = {"施行中", "In force"}, .flags = FIELD_LIST | FIELD_GROUP,
     .sql = "CASE WHEN {t}.since <= $2 AND ({t}.until IS NULL OR {t}.until > $2) THEN 1 ELSE 0 END"},
    {0},
};
#undef L

#define C struct lamp_change
static const struct field lamp_change_fields[] = {
    {.name = "project", FIELD_AT(T_REF, C, project), .ref = "project", .label = {"项目", "Project"}, .flags = FIELD_REQUIRED | FIELD_LIST},
    {.name = "lamp", FIELD_AT(T_CHOICE, C, lamp), .choices = lamps, .label = {"灯", "Lamp"}, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP},
    {.name = "colour", FIELD_AT(T_CHOICE, C, colour), .choices = lamp_colours, .label = {"变为", "Became"}, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP},
    {.name = "by_rule", FIELD_AT(T_CHOICE, C, by_rule), .choices = lamp_colours, .label = {"按条件", "By the condition"}, .flags = FIELD_LIST,
     .help = {"不计连续月数和已说明的原因", "Without the months before and accepted reasons"}},
    {.name = "changed_on", FIELD_AT(T_DATE, C, changed_on), .label = {"自", "Since"}, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP},
    {.name = "bad_since", FIELD_AT(T_DATE, C, bad_since), .label = {"未绿起自", "Not green since"},
     .help = {"按条件连续为黄或红的起始日", "The day since which the condition has given yellow or red without a break"}},
    {.name = "rule", FIELD_AT(T_REF, C, rule), .ref = "lamp_rule", .label = {"规则", "Rule"}, .flags = FIELD_LIST},
    {.name = "rule_version", FIELD_AT(T_INT, C, rule_version), .label = {"规则版本", "Version of the rule"}},
    {.name = "because", FIELD_AT(T_JSON, C, because), .label = {"当时的数", "Values at the time"},
     .help = {"公式里各个量当时的值，据此可重算", "What the names of the formulas were, from which it can be computed again"}},
    {0},
};
#undef C

#define X struct lamp_reason
static const struct field lamp_reason_fields[] = {
    {.name = "project", FIELD_AT(T_REF, X, project), .ref = "project", .label = {"项目", "Project"}, .flags = FIELD_REQUIRED | FIELD_LIST},
    {.name = "lamp", FIELD_AT(T_CHOICE, X, lamp), .choices = lamps, .label = {"灯", "Lamp"}, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_GROUP},
    {.name = "reason", FIELD_AT(T_NOTE, X, reason), .label = {"原因", "Reason"}, .max = 2000, .flags = FIELD_REQUIRED | FIELD_LIST},
    {.name = "accepted_by", .group = "plan", FIELD_AT(T_TEXT, X, accepted_by), .label = {"认可人", "Accepted by"}, .max = 60, .flags = FIELD_LIST,
     .help = {"空着为待认可，灯照常亮", "Waiting while empty, and the lamp stays as it is"}},
    {.name = "since", .group = "plan", FIELD_AT(T_DATE, X, since), .label = {"自", "Since"}, .flags = FIELD_LIST},
    {.name = "until", .group = "plan", FIELD_AT(T_DATE, X, until), .label = {"至（不含）", "Until (exclusive)"}, .flags = FIELD_LIST},
    {0},
};
#undef X
/* clang-format on */

/* ---- rules ---- */

struct wanted {
    const char *field, *text;
    bool condition;
};

/* A rule's formulas are read as the program reads them, whatever the one who writes them may see. */
static void formula_check(const struct wanted *w, struct findings *fs)
{
    struct ctx *cx = fs->cx;
    const struct rights *rights = cx->rights;
    const struct err before = cx->err;
    if (!w->text || text_is_empty(w->text))
        return;
    cx->rights = NULL;
    err_clear(cx);
    struct entity_scope *scope = scope_new(cx, &project_entity, NULL, (struct view){0});
    struct expr *e = scope ? formula_parse(cx, w->text, scope_formula(scope)) : NULL;
    if (!e)
        findings_add(fs, "LMP-01", w->field, true, "%1$s%2$.0s", "%2$s%1$.0s", cx->err.message.zh, cx->err.message.en);
    else if (w->condition && expr_type(e) != T_BOOL)
        findings_add(fs, "LMP-01", w->field, true, "这里要一个条件，例如“completed_in_year < expected_in_year”",
                     "A condition is wanted here, such as completed_in_year < expected_in_year");
    cx->err = before;
    cx->rights = rights;
}

static void lamp_rule_check(const void *row, struct findings *fs)
{
    const struct lamp_rule *r = row;
    const struct wanted formulas[] = {
        {"applies", r->applies, true}, {"yellow", r->yellow, true}, {"red", r->red, true}, {"value", r->value, false}};
    for (size_t i = 0; i < sizeof formulas / sizeof *formulas; i++)
        formula_check(&formulas[i], fs);
    if (text_equal(r->lamp, "all"))
        findings_add(fs, "LMP-02", "lamp", true, "总灯取各灯中最差的，没有自己的规则",
                     "The overall light is the worst of the others and has no rule of its own");
    if (!date_is_none(r->until) && (date_is_none(r->since) || date_low_code(r->until) <= date_low_code(r->since)))
        findings_add(fs, "LMP-03", "until", true, "终止日应晚于施行日",
                     "A rule ends after the day since which it is in force");
}

static bool same_terms(const struct lamp_rule *a, const struct lamp_rule *b)
{
    return text_equal(a->lamp, b->lamp) && text_equal(a->comparator, b->comparator) &&
           text_equal(a->applies, b->applies) && text_equal(a->yellow, b->yellow) && text_equal(a->red, b->red) &&
           text_equal(a->value, b->value) && a->escalate_months == b->escalate_months && a->since.code == b->since.code;
}

/* The rule that is in force on the day on which `r` begins ends then. */
static bool end_rule_before(struct ctx *cx, const struct lamp_rule *r)
{
    const struct value params[] = {value_int(cx->zone), value_text(r->lamp), value_int(r->since.code),
                                   value_int(r->head.id)};
    struct value id = {0};
    if (!db_scalar(cx,
                   "SELECT COALESCE(MAX(id), 0) FROM lamp_rule WHERE zone = $1 AND lamp = $2 AND since <= $3"
                   " AND (until IS NULL OR until > $3) AND id <> $4",
                   params, 4, &id))
        return false;
    if (id.i == 0)
        return true;
    struct lamp_rule *before = row_load(cx, &lamp_rule_entity, id.i);
    if (!before)
        return false;
    if (before->since.code == r->since.code)
        return fail(cx, ERR_CONFLICT, "LMP-05", "since", "这盏灯已有规则从同一天起施行，请换一天",
                    "this lamp has a rule in force since the same day; choose another day");
    before->until = r->since;
    return row_save(cx, &lamp_rule_entity, before, NULL);
}

static bool lamp_rule_stored(struct ctx *cx, const void *row, const void *old)
{
    const struct lamp_rule *r = row, *o = old;
    bool was_in_force = o && !date_is_none(o->since);
    if (was_in_force && r && !same_terms(r, o))
        return fail(cx, ERR_CONFLICT, "LMP-04", "since", "施行过的规则不能再改，请照它另写一版草案，预览后施行",
                    "a rule that has been in force is not changed; draft a new edition from it, preview it, and put "
                    "that in force");
    return !r || was_in_force || date_is_none(r->since) || end_rule_before(cx, r);
}

const struct entity lamp_rule_entity = {
    .name = "lamp_rule",
    .label = {"亮灯规则", "Lamp rule"},
    .help = {"每盏灯何时黄、何时红，用公式写；每改一次是新的一版，施行有起止",
             "When a lamp is yellow and when red, in the formula language; every change is a new edition, in force "
             "from a day to a day"},
    .size = sizeof(struct lamp_rule),
    .fields = lamp_rule_fields,
    .title = "name",
    .indexes = {"lamp since"},
    .order = "lamp,id",
    .check = lamp_rule_check,
    .stored = lamp_rule_stored,
};

const struct entity lamp_change_entity = {
    .name = "lamp_change",
    .label = {"灯的变化", "Change of a light"},
    .help = {"一盏灯从哪天起是什么颜色，按哪个规则；每变一次一行",
             "Since when a lamp has which colour, and by which rule: one row a change"},
    .flags = ENTITY_INTERNAL | ENTITY_FOLLOWS,
    .size = sizeof(struct lamp_change),
    .fields = lamp_change_fields,
    .title = "colour",
    .unique = {"project lamp changed_on"},
    .indexes = {"project lamp changed_on colour by_rule", "rule"}, /* the first tells the colour by itself */
    .order = "-changed_on,-id",
};

/* ---- reasons ---- */

static void lamp_reason_check(const void *row, struct findings *fs)
{
    const struct lamp_reason *r = row;
    if (r->accepted_by && date_is_none(r->until))
        findings_add(fs, "LMP-06", "until", true, "认可原因要写明到哪天为止",
                     "An accepted reason needs the day until which it holds");
    if (!date_is_none(r->since) && !date_is_none(r->until) && date_high_code(r->until) <= date_low_code(r->since))
        findings_add(fs, "LMP-07", "until", true, "终止日应晚于起始日",
                     "A reason ends after the day since which it holds");
}

/* What was accepted is what was written. */
static bool lamp_reason_stored(struct ctx *cx, const void *row, const void *old)
{
    const struct lamp_reason *r = row, *o = old;
    bool stands = r && o && o->accepted_by && text_equal(r->accepted_by, o->accepted_by);
    bool same =
        !stands || (r->project == o->project && text_equal(r->lamp, o->lamp) && text_equal(r->reason, o->reason));
    return same || fail(cx, ERR_CONFLICT, "LMP-08", "reason", "已认可的原因不能再改，请另报一条",
                        "a reason that has been accepted is not changed; write another one");
}

const struct entity lamp_reason_entity = {
    .name = "lamp_reason",
    .label = {"亮灯原因", "Reason for a light"},
    .help = {"某盏灯亮黄、亮红的原因；认可后在期限内不再亮",
             "Why a lamp is yellow or red; once accepted the lamp is excused until a day"},
    .size = sizeof(struct lamp_reason),
    .fields = lamp_reason_fields,
    .title = "reason",
    .indexes = {"project lamp until"},
    .order = "-id",
    .check = lamp_reason_check,
    .stored = lamp_reason_stored,
};
