/* project.c — a project: the thing the zone moves from idea to full production (domain §2). */
#include "base/geo.h"
#include "entities/entities.h"
#include "model/rows.h"

#include <string.h>

#define P struct project

/* clang-format off */

/* Stages in order; OC4IDS status beside (standards/oc4ids codelist projectStatus). */
const struct choice project_stages[] = {
    {"idea",        {"谋划", "Idea"},         "策划 谋划中"},                    /* identification */
    {"reserve",     {"储备", "Reserve"},      "入库 储备中"},                    /* identification */
    {"signed",      {"签约", "Signed"},       "已签约"},                         /* preparation */
    {"preparing",   {"前期", "Preparing"},    "前期手续 未开工 前期准备 前期阶段 Preparation"}, /* preparation */
    {"building",    {"在建", "Building"},     "建设中 已开工 施工 开工 正在施工 正在建设 Underconstruction"},         /* implementation */
    {"completed",   {"竣工", "Completed"},    "已竣工 建成 完工 已完工"},         /* completion */
    {"operating",   {"投产", "Operating"},    "已投产 投用 运营 竣工投产 已竣工投产 Inoperation"}, /* completion */
    {"at_capacity", {"达产", "At capacity"},  "已达产 达产达效 达效"},                /* maintenance */
    {"withdrawn",   {"退出", "Withdrawn"},    "取消 终止 调出 已退出 撤项 撤销 撤出 撤库 已撤项"},           /* cancelled */
    {0},
};

const struct choice project_natures[] = {
    {"new",       {"新建", "New"},          "新开工 新开 新建项目 新开工项目 新"},
    {"continuing",{"续建", "Continuing"},   "续建项目 结转 续"},
    {"expansion", {"改扩建", "Expansion"},  "扩建 改建 改扩建项目 迁建"},
    {"retrofit",  {"技改", "Retrofit"},     "技术改造 技改项目"},
    {0},
};

/* Money of the date's year: several fields are made of these. */
#define PLANNED_IN_YEAR "{plan_year.amount, year = $2 / 100000}"
#define EXPECTED_IN_YEAR \
    "COALESCE((SELECT SUM(m.amount) FROM {plan_month} m WHERE m.zone = {t}.zone AND m.project = {t}.id AND m.month <= $2" \
    " AND m.month >= $2 / 100000 * 100000), " PLANNED_IN_YEAR " * ($2 / 1000 % 100) / 12)"
#define COMPLETED_IN_YEAR \
    "(SELECT COALESCE(SUM(i.amount), 0) FROM {investment} i WHERE i.zone = {t}.zone AND i.project = {t}.id AND i.caliber = 'dispatch'" \
    " AND i.month >= $2 / 100000 * 100000 AND i.month <= $2)"

#define MONTHS_SINCE(date) "(($2 / 100000 * 12 + $2 / 1000 % 100) - (" date " / 100000 * 12 + " date " / 1000 % 100))"

/* What a lamp's last change up to the date says. */
#define OF_LAMP(lamp, what) \
    "(SELECT c." what " FROM {lamp_change} c WHERE c.zone = {t}.zone AND c.project = {t}.id AND c.lamp = '" lamp "'" \
    " AND c.changed_on <= $2 ORDER BY c.changed_on DESC LIMIT 1)"
#define LAMP(code, zh, en) \
    {.name = "light_" code, .type = T_CHOICE, .choices = lamp_colours, .label = {zh "灯", en " light"}, .flags = FIELD_GROUP, \
     .sql = "COALESCE(" OF_LAMP(code, "colour") ", 'none')"}

static const struct field project_fields[] = {
    {.name = "code", FIELD_AT(T_TEXT, P, code), .label = {"项目代码", "Code"}, .max = 60, .flags = FIELD_SEARCH,
     .help = {"投资项目在线审批监管平台赋予的代码", "Code given by the national project approval platform"},
     .synonyms = "投资项目代码 项目编码 立项代码 统一代码"},
    {.name = "name", FIELD_AT(T_TEXT, P, name), .label = {"项目名称", "Project"}, .max = 200,
     .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SEARCH,
     .synonyms = "项目名 工程名称 名称 项目单位及名称 项目 重点项目名称"},
    {.name = "enterprise", FIELD_AT(T_REF, P, enterprise), .ref = "enterprise", .label = {"建设单位", "Enterprise"},
     .flags = FIELD_LIST | FIELD_GROUP, .synonyms = "实施单位 项目单位 项目法人 建设主体 承建单位 企业名称 项目法人单位 实施主体 投资主体"},
    {.name = "unit", FIELD_AT(T_REF, P, unit), .ref = "unit", .label = {"责任单位", "Unit"},
     .flags = FIELD_LIST | FIELD_GROUP, .synonyms = "牵头单位 主管部门 主责单位 牵头部门 责任部门 包抓单位 服务单位 包联单位 行业主管部门 所属街道 属地"},
    {.name = "owner", FIELD_AT(T_TEXT, P, owner), .label = {"项目业主", "Owner"}, .max = 200, .synonyms = "业主单位 业主"},
    {.name = "sector", FIELD_AT(T_TEXT, P, sector), .label = {"项目类别", "Sector"}, .max = 60,
     .flags = FIELD_LIST | FIELD_GROUP, .synonyms = "产业类别 所属行业 领域 行业 行业类别 所属领域 产业领域 项目领域 类别 行业分类 项目类型 板块"},
    {.name = "nature", FIELD_AT(T_CHOICE, P, nature), .choices = project_natures, .label = {"建设性质", "Nature"},
     .flags = FIELD_LIST | FIELD_GROUP, .help = {"按计划年度认定", "Judged per plan year"},
     .synonyms = "建设阶段 项目性质 性质 新建/续建 新续建 建设类型 新建续建"},
    {.name = "category", FIELD_AT(T_TEXT, P, category), .label = {"项目分类", "Category"}, .max = 60, .flags = FIELD_GROUP,
     .synonyms = "投资类别 投资性质"},
    {.name = "content", FIELD_AT(T_NOTE, P, content), .label = {"建设内容", "Content"}, .max = 8000,
     .synonyms = "主要建设内容 建设规模及主要内容 建设内容及规模 建设规模及内容 建设规模 主要建设内容及规模 项目简介 建设规模和内容 项目概况"},
    {.name = "location", FIELD_AT(T_TEXT, P, location), .label = {"建设地点", "Location"}, .max = 200,
     .synonyms = "项目地点 建设地址 所在地 项目地址 项目选址 建设位置"},
    {.name = "place", .group = "progress", FIELD_AT(T_TEXT, P, place), .label = {"地图坐标", "Map coordinates"}, .max = 60,
     .help = {"经度,纬度,十进制度,WGS-84,如 109.48,34.52", "Longitude,latitude in decimal degrees, WGS-84, such as 109.48,34.52"}, .synonyms = "经纬度"},
    {.name = "total_investment", .group = "plan", FIELD_AT(T_MONEY, P, total_investment), .label = {"总投资", "Total investment"},
     .flags = FIELD_LIST, .synonyms = "项目总投资 总投资额 投资额 计划总投资 投资总额 概算总投资 投资规模 估算总投资"},
    {.name = "build_from", .group = "plan", FIELD_AT(T_DATE, P, build_from), .label = {"建设起始", "Build from"}},
    {.name = "build_to", .group = "plan", FIELD_AT(T_DATE, P, build_to), .label = {"建设截止", "Build to"}},
    {.name = "planned_start", .group = "plan", FIELD_AT(T_DATE, P, planned_start), .label = {"计划开工", "Planned start"},
     .synonyms = "计划开工时间 拟开工时间 预计开工时间 计划开工日期 拟开工 预计开工"},
    {.name = "started_on", .group = "progress", FIELD_AT(T_DATE, P, started_on), .label = {"开工时间", "Started on"}, .flags = FIELD_LIST,
     .synonyms = "实际开工 实际开工时间 开工日期 已开工时间 开工年月 实际开工日期"},
    {.name = "ceremony_on", .group = "progress", FIELD_AT(T_DATE, P, ceremony_on), .label = {"开工仪式", "Ceremony on"}, .synonyms = "仪式时间 开工仪式时间 集中开工时间"},
    {.name = "permit_on", .group = "progress", FIELD_AT(T_DATE, P, permit_on), .label = {"施工许可日期", "Permit on"}, .synonyms = "施工许可 施工许可时间 施工许可证时间 施工许可证取得时间"},
    {.name = "works_on", .group = "progress", FIELD_AT(T_DATE, P, works_on), .label = {"统计开工", "Statistical start"},
     .help = {"永久性工程开始施工;平整场地不算,正式打桩算", "Permanent works begun; levelling does not count, piling does"},
     .synonyms = "统计开工时间"},
    {.name = "planned_completion", .group = "plan", FIELD_AT(T_DATE, P, planned_completion), .label = {"计划竣工", "Planned completion"},
     .synonyms = "计划竣工时间 预计竣工时间 计划建成时间 计划投产时间 预计竣工 拟竣工时间 计划完工时间 预计投产时间 计划竣工日期"},
    {.name = "completed_on", .group = "progress", FIELD_AT(T_DATE, P, completed_on), .label = {"竣工时间", "Completed on"},
     .synonyms = "实际竣工 竣工日期 实际竣工时间 建成时间 完工时间 竣工(投产)时间 竣工投产时间 竣工/投产时间"},
    {.name = "operating_on", .group = "progress", FIELD_AT(T_DATE, P, operating_on), .label = {"投产时间", "Operating on"}, .synonyms = "实际投产时间 投用时间 投产日期"},
    {.name = "at_capacity_on", .group = "progress", FIELD_AT(T_DATE, P, at_capacity_on), .label = {"达产时间", "At capacity on"}, .synonyms = "达产日期"},
    {.name = "image_progress", .group = "progress", FIELD_AT(T_NOTE, P, image_progress), .label = {"形象进度", "Image progress"}, .max = 4000,
     .synonyms = "工程进度 目前进展 进展情况 项目进展 当前形象进度 目前形象进度 工程形象进度 建设进展 工作进展 最新进展 项目进展情况 形象进展"},
    {.name = "difficulty", .group = "progress", FIELD_AT(T_NOTE, P, difficulty), .label = {"存在问题", "Difficulty"}, .max = 4000,
     .synonyms = "存在的问题 存在困难 存在问题及困难 困难问题 需协调解决的问题 需协调事项 问题 存在主要问题"},
    {.name = "contact", .group = "contact", FIELD_AT(T_TEXT, P, contact), .label = {"联系人", "Contact"}, .max = 60, .synonyms = "项目联系人 负责人 项目负责人 责任人"},
    {.name = "phone", .group = "contact", FIELD_AT(T_TEXT, P, phone), .label = {"联系电话", "Phone"}, .max = 60, .synonyms = "电话 联系方式 手机"},
    {.name = "note", .group = "progress", FIELD_AT(T_NOTE, P, note), .label = {"备注", "Note"}, .max = 4000, .synonyms = "说明"},

    /* Derived: what the dated facts say at as_of ($2). */
    {.name = "stage", .type = T_CHOICE, .choices = project_stages, .label = {"项目阶段", "Stage"}, .flags = FIELD_LIST | FIELD_GROUP | FIELD_CYCLE,
     .through = "stage_change",
     .help = {"截至统计日期的最后一次阶段变动", "The latest stage change up to the date"},
     .sql = "COALESCE((SELECT c.stage FROM {stage_change} c WHERE c.zone = {t}.zone AND c.project = {t}.id AND c.changed_on <= $2"
            " ORDER BY c.changed_on DESC, c.id DESC LIMIT 1), 'preparing')"},
    {.name = "key_level", .type = T_CHOICE, .choices = key_levels, .label = {"重点级别", "Key level"}, .flags = FIELD_GROUP | FIELD_OPEN,
     .help = {"统计年度的重点项目名单中的最高级别", "The highest level on the lists of key projects of the year"},
     .sql = "(SELECT k.level FROM {key_listing} k WHERE k.zone = {t}.zone AND k.project = {t}.id AND k.year = $2 / 100000"
            " AND (k.listed_on IS NULL OR k.listed_on <= $2) AND (k.removed_on IS NULL OR k.removed_on > $2)"
            " ORDER BY " BY_KEY_LEVEL("k") " LIMIT 1)"},
    {.name = "leader", .type = T_TEXT, .label = {"包联领导", "Leader"}, .flags = FIELD_LIST | FIELD_GROUP,
     .help = {"截至统计日期结对的领导", "The leader paired at the date"},
     .sql = "(SELECT r.person FROM {pairing} r WHERE r.zone = {t}.zone AND r.project = {t}.id AND r.role = 'leader'"
            " AND (r.since IS NULL OR r.since <= $2) AND (r.until IS NULL OR r.until > $2) ORDER BY r.since DESC NULLS LAST, r.id DESC LIMIT 1)"},
    {.name = "steward", .type = T_TEXT, .label = {"项目管家", "Steward"}, .flags = FIELD_GROUP,
     .sql = "(SELECT r.person FROM {pairing} r WHERE r.zone = {t}.zone AND r.project = {t}.id AND r.role = 'steward'"
            " AND (r.since IS NULL OR r.since <= $2) AND (r.until IS NULL OR r.until > $2) ORDER BY r.since DESC NULLS LAST, r.id DESC LIMIT 1)"},
    {.name = "started", .type = T_BOOL, .label = {"已开工", "Started"}, .flags = FIELD_GROUP,
     .help = {"截至统计日期已到开工时间,或阶段已到在建及以后", "Its start date has come, or its stage has reached building or later, by the date"},
     .sql = "CASE WHEN {t}.started_on <= $2 OR EXISTS (SELECT 1 FROM {stage_change} c WHERE c.zone = {t}.zone AND c.project = {t}.id"
            " AND c.stage IN ('building', 'completed', 'operating', 'at_capacity') AND c.changed_on <= $2) THEN 1 ELSE 0 END"},
    {.name = "completed", .type = T_BOOL, .label = {"已竣工", "Completed"}, .flags = FIELD_GROUP,
     .help = {"截至统计日期已竣工或投产", "Completed or in operation by the date"},
     .sql = "CASE WHEN {t}.completed_on <= $2 OR {t}.operating_on <= $2 OR EXISTS (SELECT 1 FROM {stage_change} c WHERE c.zone = {t}.zone"
            " AND c.project = {t}.id AND c.stage IN ('completed', 'operating', 'at_capacity') AND c.changed_on <= $2) THEN 1 ELSE 0 END"},
    {.name = "in_statistics", .type = T_BOOL, .label = {"已纳统", "In statistics"}, .flags = FIELD_LIST | FIELD_GROUP,
     .help = {"已纳入固定资产投资统计", "Entered into fixed-asset investment statistics"},
     .sql = "CASE WHEN COALESCE({statistics_entry.entered_on}, {statistics_entry.known_on}) <= $2 THEN 1 ELSE 0 END"},
    {.name = "halted", .type = T_BOOL, .label = {"停工中", "Halted"}, .flags = FIELD_GROUP,
     .sql = "CASE WHEN EXISTS (SELECT 1 FROM {halt} h WHERE h.zone = {t}.zone AND h.project = {t}.id AND h.halted_on <= $2"
            " AND (h.resumed_on IS NULL OR h.resumed_on > $2)) THEN 1 ELSE 0 END"},
    {.name = "planned_in_year", .type = T_MONEY, .label = {"年度计划投资", "Planned this year"}, .flags = FIELD_LIST,
     .sql = PLANNED_IN_YEAR},
    {.name = "expected_in_year", .type = T_MONEY, .label = {"时间进度应完成", "Expected by now"},
     .help = {"有月度计划的按月度计划累计,没有的按年度计划×月份÷12", "The monthly plan to date where there is one, else the annual plan × month ÷ 12"},
     .sql = EXPECTED_IN_YEAR},
    {.name = "completed_in_year", .type = T_MONEY, .label = {"本年完成投资", "Completed this year"}, .flags = FIELD_LIST,
     .help = {"调度口径", "Dispatch caliber"},
     .sql = COMPLETED_IN_YEAR},
    {.name = "ahead_in_year", .type = T_MONEY, .label = {"超前或落后", "Ahead of schedule"},
     .help = {"本年完成投资减时间进度应完成;负数为落后,没有年度计划的为空", "Completed this year less what is expected by now; negative when behind, empty without a plan"},
     .sql = COMPLETED_IN_YEAR " - " EXPECTED_IN_YEAR},
    {.name = "completed_investment", .type = T_MONEY, .label = {"累计完成投资", "Completed investment"}, .flags = FIELD_LIST,
     .help = {"调度口径,开工以来", "Dispatch caliber, since the start"},
     .sql = "(SELECT COALESCE(SUM(i.amount), 0) FROM {investment} i WHERE i.zone = {t}.zone AND i.project = {t}.id AND i.caliber = 'dispatch'"
            " AND i.month <= $2)"},
    {.name = "last_report_on", .type = T_DATE, .label = {"最近周报", "Last weekly report"},
     .help = {"最近一次上报周报的日期", "The day of the latest weekly report"},
     .sql = "(SELECT MAX(r.filed_on) FROM {weekly_report} r WHERE r.zone = {t}.zone AND r.project = {t}.id AND r.filed_on <= $2)"},
    {.name = "reports_missed", .type = T_INT, .label = {"连续漏报周数", "Weekly reports missed"},
     .help = {"最近一次上报之后,已锁定而没有上报的周数", "Weeks closed without a report since the latest one"},
     .sql = "(SELECT COUNT(*) FROM {weekly_report} r JOIN {report_week} w ON w.zone = r.zone AND w.id = r.week AND w.state = 'closed'"
            " WHERE r.zone = {t}.zone AND r.project = {t}.id AND r.due_on <= $2 AND (r.filed_on IS NULL OR r.filed_on > $2)"
            " AND r.due_on > COALESCE((SELECT b.due_on FROM {weekly_report} b WHERE b.zone = {t}.zone AND b.project = {t}.id"
            " AND b.filed_on <= $2 ORDER BY b.due_on DESC LIMIT 1), 0))"},
    {.name = "light", .type = T_CHOICE, .choices = lamp_colours, .label = {"亮灯", "Light"}, .flags = FIELD_LIST | FIELD_GROUP,
     .help = {"截至统计日期各盏灯中最差的；没有适用的灯为不亮", "The worst of its lamps at the date; off when none applies"},
     .sql = "COALESCE(" OF_LAMP("all", "colour") ", 'none')"},
    LAMP("start", "开工", "Start"),
    LAMP("progress", "进度", "Progress"),
    LAMP("money", "资金", "Money"),
    LAMP("statistics", "纳统", "Statistics"),
    LAMP("approvals", "审批", "Approvals"),
    LAMP("reporting", "报送", "Reporting"),
    {.name = "light_since", .type = T_DATE, .label = {"亮灯起", "Light since"},
     .help = {"总灯变为现在颜色的日期", "The day on which the overall light became what it is"},
     .sql = OF_LAMP("all", "changed_on")},
    {.name = "approval_due_on", .type = T_DATE, .label = {"最近办理期限", "Next limit of a matter"},
     .help = {"在办事项中最早的到期日；停表的不计", "The earliest due date of the matters under way; those that stand still do not count"},
     .sql = "(SELECT MIN(k.due_on) FROM {clock} k WHERE k.zone = {t}.zone AND k.project = {t}.id AND k.received_on <= $2"
            " AND (k.finished_on IS NULL OR k.finished_on > $2))"},
    {.name = "grant_received", .type = T_MONEY, .label = {"到位上级资金", "Grants received"},
     .help = {"截至统计日期下达本项目的债券、专项等资金", "Bonds and grants received for the project by the date"},
     .sql = "(SELECT SUM(g.received) FROM {grant} g WHERE g.zone = {t}.zone AND g.project = {t}.id AND g.received_on <= $2)"},
    {.name = "grant_expected", .type = T_MONEY, .label = {"按期应支付", "Grants due to be spent"},
     .help = {"每笔资金自下达起十二个月内均匀支付，截至统计日期应支付的", "Each grant is to be spent evenly within twelve months of its receipt: what is due by the date"},
     .sql = "(SELECT SUM(g.received * CASE WHEN " MONTHS_SINCE("g.received_on") " >= 12 THEN 12 ELSE " MONTHS_SINCE("g.received_on") " END / 12)"
            " FROM {grant} g WHERE g.zone = {t}.zone AND g.project = {t}.id AND g.received_on <= $2)"},
    {.name = "grant_since", .type = T_DATE, .label = {"首笔资金下达", "First grant received on"},
     .sql = "(SELECT MIN(g.received_on) FROM {grant} g WHERE g.zone = {t}.zone AND g.project = {t}.id AND g.received > 0 AND g.received_on <= $2)"},
    {.name = "paid_investment", .type = T_MONEY, .label = {"累计支付", "Paid"},
     .help = {"支付口径，截至统计日期所在月", "Payment caliber, up to the date's month"},
     .sql = "(SELECT COALESCE(SUM(i.amount), 0) FROM {investment} i WHERE i.zone = {t}.zone AND i.project = {t}.id AND i.caliber = 'payment'"
            " AND i.month <= $2)"},
    {.name = "phase_count", .type = T_INT, .label = {"分期数", "Phases"},
     .sql = "(SELECT COUNT(*) FROM {phase} f WHERE f.zone = {t}.zone AND f.project = {t}.id)"},
    {.name = "phases_investment", .type = T_MONEY, .label = {"各期投资合计", "Investment of the phases"},
     .help = {"没有分期的为空", "Empty when it has no phases"},
     .sql = "(SELECT SUM(f.total_investment) FROM {phase} f WHERE f.zone = {t}.zone AND f.project = {t}.id)"},
    {0},
};
/* clang-format on */

static void place_check(const char *place, struct findings *fs)
{
    struct geo_point point;
    switch (place ? geo_point_read(place, &point) : GEO_FINE) {
    case GEO_FINE:
        return;
    case GEO_SWAPPED:
        findings_add(fs, "PRJ-05", "place", true, "地图坐标的经纬度写反了,经度在前,如 109.48,34.52",
                     "The map coordinates are the wrong way round: longitude first, such as 109.48,34.52");
        return;
    default:
        findings_add(fs, "PRJ-05", "place", true, "地图坐标要写成“经度,纬度”,十进制度,英文逗号,如 109.48,34.52",
                     "Map coordinates are longitude,latitude in decimal degrees, such as 109.48,34.52");
    }
}

static void project_check(const void *row, struct findings *fs)
{
    const struct project *p = row;
    if (!date_is_none(p->started_on) && !date_is_none(p->completed_on) &&
        date_high_code(p->completed_on) < date_low_code(p->started_on))
        findings_add(fs, "PRJ-01", "completed_on", false, "竣工时间早于开工时间,请核对",
                     "Completed before it started: please check");
    if (!date_is_none(p->build_from) && !date_is_none(p->build_to) &&
        date_high_code(p->build_to) < date_low_code(p->build_from))
        findings_add(fs, "PRJ-02", "build_to", false, "建设截止早于起始,请核对",
                     "The build period ends before it begins: please check");
    if (!money_is_none(p->total_investment) && p->total_investment.fen < 0)
        findings_add(fs, "PRJ-03", "total_investment", true, "总投资不能为负数", "Total investment cannot be negative");
    if (p->code && strlen(p->code) != 24 && strlen(p->code) != 26 && strlen(p->code) != 29)
        findings_add(fs, "PRJ-04", "code", false, "项目代码的长度不像 24 位赋码,请核对(可保存)",
                     "The code does not look like a 24-character project code: please check (it can be saved)");
    place_check(p->place, fs);
}

/* Keep stage_change complete: a start or completion date is a dated change of stage (source `dates`).  A project that is
 * `fresh` has none yet. */
static bool keep_stage(struct ctx *cx, int64_t project, bool fresh, const char *stage, struct date on,
                       struct date before)
{
    if (on.code == before.code)
        return true;
    struct stage_change *like = row_new(cx, &stage_change_entity);
    like->project = project;
    like->stage = stage;
    like->source = "dates";
    const struct stage_change *old = fresh ? NULL : row_find(cx, &stage_change_entity, "project stage source", like);
    if (!old && cx->err.kind)
        return false;
    if (date_is_none(on))
        return old ? row_delete(cx, &stage_change_entity, old->head.id, old->head.version) : true;
    struct stage_change *now = old ? row_copy(cx, &stage_change_entity, old) : like;
    now->changed_on = on;
    return row_save_over(cx, &stage_change_entity, now, old, NULL);
}

static bool project_stored(struct ctx *cx, const void *row, const void *old)
{
    static const struct project nothing;
    const struct project *p = row ? row : &nothing, *o = old ? old : &nothing;
    int64_t id = row ? p->head.id : o->head.id;
    return keep_stage(cx, id, !old, "building", p->started_on, o->started_on) &&
           keep_stage(cx, id, !old, "completed", p->completed_on, o->completed_on) &&
           keep_stage(cx, id, !old, "operating", p->operating_on, o->operating_on) &&
           keep_stage(cx, id, !old, "at_capacity", p->at_capacity_on, o->at_capacity_on);
}

const struct entity project_entity = {
    .name = "project",
    .label = {"项目", "Project"},
    .help = {"开发区调度的重点项目", "A major project the zone moves from idea to full production"},
    .size = sizeof(struct project),
    .fields = project_fields,
    .title = "name",
    .found = 1,
    .detail = "unit,stage,total_investment",
    .unique = {"code"},
    .indexes = {"name", "unit", "sector", "started_on id sector", "completed_on"},
    .order = "id",
    .check = project_check,
    .stored = project_stored,
};
