/* sample.h — a small made-up catalogue with every type of field, and a database of it on each engine. */
#ifndef STEWARD_TESTS_MODEL_SAMPLE_H
#define STEWARD_TESTS_MODEL_SAMPLE_H

#include "model/rights.h"
#include "model/rows.h"
#include "model/schema.h"
#include "unit/store/engines.h"

struct realm {
    struct row_head head;
    const char *name;
};

struct agency {
    struct row_head head;
    const char *name, *kind;
    int64_t parent, realm;
};

struct work {
    struct row_head head;
    const char *name, *code;
    int64_t agency;
    const char *nature, *colour;
    struct money budget;
    int64_t share, rank;
    struct date begun;
    struct instant seen;
    bool active;
    const char *note, *settings, *password;
    struct bytes photo;
};

struct payment {
    struct row_head head;
    int64_t work;
    struct date month;
    const char *kind;
    struct money amount;
};

struct remark {
    struct row_head head;
    int64_t payment, weight;
    const char *words;
};

/* clang-format off */
static const struct field realm_fields[] = {
    {.name = "name", FIELD_AT(T_TEXT, struct realm, name), .label = {"名称", "Name"}, .max = 40, .flags = FIELD_REQUIRED},
    {0},
};

static const struct choice agency_kinds[] = {
    {"bureau", {"局办", "Bureau"},        "局 部"},
    {"street", {"街道", "Subdistrict"},   "街道办"},
    {0},
};

static const struct field agency_fields[] = {
    {.name = "name",   FIELD_AT(T_TEXT, struct agency, name),   .label = {"单位名称", "Agency"}, .max = 40, .flags = FIELD_REQUIRED | FIELD_SEARCH},
    {.name = "kind",   FIELD_AT(T_CHOICE, struct agency, kind), .label = {"类型", "Kind"}, .choices = agency_kinds},
    {.name = "parent", FIELD_AT(T_REF, struct agency, parent),  .label = {"上级", "Parent"}, .ref = "agency"},
    {.name = "realm",  FIELD_AT(T_REF, struct agency, realm),   .label = {"园区", "Realm"}, .ref = "realm"},
    {0},
};

static const struct choice natures[] = {
    {"new",        {"新建", "New"},        "新开"},
    {"continuing", {"续建", "Continuing"}, NULL},
    {0},
};
static const struct choice colours[] = {
    {"red",  {"红", "Red"},   NULL},
    {"blue", {"蓝", "Blue"},  NULL},
    {0},
};

static const struct field work_fields[] = {
    {.name = "name",     FIELD_AT(T_TEXT, struct work, name),      .label = {"项目名称", "Name"}, .max = 20, .flags = FIELD_REQUIRED | FIELD_SEARCH, .synonyms = "名称 工程名称"},
    {.name = "code",     FIELD_AT(T_TEXT, struct work, code),      .label = {"项目代码", "Code"}, .max = 40},
    {.name = "agency",   FIELD_AT(T_REF, struct work, agency),     .label = {"责任单位", "Responsible agency"}, .ref = "agency", .flags = FIELD_SEARCH},
    {.name = "nature",   FIELD_AT(T_CHOICE, struct work, nature),  .label = {"建设性质", "Nature"}, .choices = natures, .flags = FIELD_CYCLE},
    {.name = "colour",   FIELD_AT(T_CHOICE, struct work, colour),  .label = {"颜色", "Colour"}, .choices = colours, .flags = FIELD_OPEN},
    {.name = "budget",   .group = "plan", FIELD_AT(T_MONEY, struct work, budget),   .label = {"总投资", "Budget"}, .min = 0, .max = 1000 * MONEY_YI},
    {.name = "share",    FIELD_AT(T_PERCENT, struct work, share),  .label = {"占比", "Share"}, .min = 0, .max = 10000},
    {.name = "rank",     FIELD_AT(T_INT, struct work, rank),       .label = {"序号", "Rank"}},
    {.name = "begun",    FIELD_AT(T_DATE, struct work, begun),     .label = {"开工时间", "Begun"}, .dates = "continuing"},
    {.name = "seen",     FIELD_AT(T_INSTANT, struct work, seen),   .label = {"查看时间", "Seen"}},
    {.name = "active",   FIELD_AT(T_BOOL, struct work, active),    .label = {"在建", "Active"}},
    {.name = "note",     FIELD_AT(T_NOTE, struct work, note),      .label = {"备注", "Note"}, .max = 200},
    {.name = "settings", FIELD_AT(T_JSON, struct work, settings),  .label = {"设置", "Settings"}},
    {.name = "password", FIELD_AT(T_TEXT, struct work, password),  .label = {"口令", "Password"}, .flags = FIELD_SECRET},
    {.name = "photo",    FIELD_AT(T_BYTES, struct work, photo),    .label = {"照片", "Photo"}},
    {.name = "paid",     .type = T_MONEY, .label = {"已付", "Paid"}, .flags = FIELD_READONLY,
     .sql = "(SELECT SUM(p.amount) FROM {payment} p WHERE p.zone = {t}.zone AND p.work = {t}.id AND p.month <= $2)"},
    {.name = "begins",   .type = T_BOOL, .label = {"已开工", "Has begun"}, .flags = FIELD_READONLY,
     .sql = "CASE WHEN {t}.begun <= $2 THEN 1 ELSE 0 END"},
    {.name = "phase",    .type = T_TEXT, .label = {"阶段", "Phase"}, .flags = FIELD_READONLY,
     .sql = "CASE WHEN {t}.begun <= $2 THEN 'building' ELSE 'waiting' END"},
    {0},
};

static const struct choice payment_kinds[] = {
    {"plan",   {"计划", "Plan"},   NULL},
    {"actual", {"实际", "Actual"}, NULL},
    {0},
};

static const struct field payment_fields[] = {
    {.name = "work",   FIELD_AT(T_REF, struct payment, work),     .label = {"项目", "Work"}, .ref = "work", .flags = FIELD_REQUIRED},
    {.name = "month",  FIELD_AT(T_DATE, struct payment, month),   .label = {"月份", "Month"}, .flags = FIELD_REQUIRED},
    {.name = "kind",   FIELD_AT(T_CHOICE, struct payment, kind),  .label = {"口径", "Kind"}, .choices = payment_kinds},
    {.name = "amount", FIELD_AT(T_MONEY, struct payment, amount), .label = {"金额", "Amount"}},
    {0},
};

static const struct field remark_fields[] = {
    {.name = "payment", FIELD_AT(T_REF, struct remark, payment), .label = {"付款", "Payment"}, .ref = "payment"},
    {.name = "weight",  FIELD_AT(T_INT, struct remark, weight),  .label = {"权重", "Weight"}},
    {.name = "words",   FIELD_AT(T_TEXT, struct remark, words),  .label = {"内容", "Words"}},
    {0},
};
/* clang-format on */

static const struct entity realm_entity = {
    .name = "realm",
    .label = {"园区", "Realm"},
    .flags = ENTITY_GLOBAL,
    .size = sizeof(struct realm),
    .fields = realm_fields,
    .title = "name",
    .unique = {"name"},
    .order = "name",
};

static const struct entity agency_entity = {
    .name = "agency",
    .label = {"单位", "Agency"},
    .size = sizeof(struct agency),
    .fields = agency_fields,
    .title = "name",
    .found = 2,
    .detail = "kind",
    .unique = {"name"},
    .order = "id",
};

/* A rule over one row: what is active has begun. */
static void work_check(const void *row, struct findings *fs)
{
    const struct work *w = row;
    if (w->active && date_is_none(w->begun))
        findings_add(fs, "WRK-01", "begun", false, "在建项目没有开工时间", "active, but not begun");
    if (w->active && w->rank == 13)
        findings_add(fs, "WRK-02", "rank", true, "在建项目序号不能为 13", "an active work cannot have rank 13");
}

/* What stored() was told last: tests look at it. */
static struct {
    int calls;
    bool had_old;
    bool refuse;
} work_stored_log;

static bool work_stored(struct ctx *cx, const void *row, const void *old)
{
    (void)row;
    work_stored_log.calls++;
    work_stored_log.had_old = old;
    return !work_stored_log.refuse || fail(cx, ERR_INPUT, "WRK-09", NULL, "不行", "no");
}

static const struct entity work_entity = {
    .name = "work",
    .label = {"项目", "Work"},
    .size = sizeof(struct work),
    .fields = work_fields,
    .title = "name",
    .found = 1,
    .detail = "agency,budget",
    .unique = {"code"},
    .indexes = {"name", "begun", "budget"},
    .order = "name",
    .check = work_check,
    .stored = work_stored,
};

static const struct entity payment_entity = {
    .name = "payment",
    .label = {"付款", "Payment"},
    .size = sizeof(struct payment),
    .fields = payment_fields,
    .title = "work",
    .unique = {"work month kind"},
    .order = "work,month",
};

static const struct entity remark_entity = {
    .name = "remark",
    .label = {"意见", "Remark"},
    .size = sizeof(struct remark),
    .fields = remark_fields,
    .title = "words",
    .order = "-weight,words",
};

const struct entity *const entity_catalogue[] = {
    &realm_entity, &agency_entity, &work_entity, &payment_entity, &remark_entity, NULL,
};

const struct choice role_choices[] = {{"clerk", {"办事员", "Clerk"}, NULL},
                                      {"guest", {"来宾", "Guest"}, NULL},
                                      {"deputy", {"副手", "Deputy"}, NULL},
                                      {0}};
const struct role role_catalogue[] = {
    {"clerk", {0}, false}, {"guest", {0}, false}, {"deputy", {0}, false, .like = "guest"}, {0}};
const struct right_line right_catalogue[] = {
    {"clerk", "*", "read create update", REACH_ZONE, NULL},
    {"clerk", "remark", "read create update delete", REACH_OWN, NULL},
    {"guest", "work payment", "read", REACH_ZONE, "basic"},
    {"guest", "payment", "export", REACH_ZONE, "basic"},
    {"deputy", "work", "read export", REACH_ZONE, NULL},
    {0},
};

/* A unit of work in zone 7 on a migrated database. */
static inline struct ctx sample_on(const char *url)
{
    struct ctx cx = work_on(url);
    cx.zone = 7;
    cx.actor = "tester";
    OK(schema_migrate(&cx), "migrated: %s", cx.err.cause ? cx.err.cause : tap_code(&cx));
    return cx;
}

/* Saves that must work. */
static inline void saved(struct ctx *cx, const struct entity *e, void *row)
{
    if (!row_save(cx, e, row, NULL))
        OK(false, "save %s: %s %s", e->name, cx->err.message.en, cx->err.cause ? cx->err.cause : "");
}

static inline int64_t agency_new(struct ctx *cx, const char *name, int64_t parent)
{
    struct agency *a = row_new(cx, &agency_entity);
    a->name = name;
    a->kind = "bureau";
    a->parent = parent;
    saved(cx, &agency_entity, a);
    return a->head.id;
}

static inline struct work *work_new(struct ctx *cx, const char *name)
{
    struct work *w = row_new(cx, &work_entity);
    w->name = name;
    return w;
}

static inline int64_t payment_new(struct ctx *cx, int64_t work, struct date month, int64_t fen)
{
    struct payment *p = row_new(cx, &payment_entity);
    p->work = work;
    p->month = month;
    p->kind = "actual";
    p->amount = (struct money){fen};
    saved(cx, &payment_entity, p);
    return p->head.id;
}

#endif
