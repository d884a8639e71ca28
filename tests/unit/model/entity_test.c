/* entity_test.c — finding entities and fields by name, label and synonym; what the audit refuses. */
#include "unit/model/sample.h"

static void test_find(struct ctx *cx)
{
    OK(entity_find("work") == &work_entity, "an entity by name");
    OK(!entity_find("works") && !entity_find(NULL), "or none");
    OK(entity_field(&work_entity, "budget") && entity_field(&work_entity, "paid"), "own and derived fields");
    OK(entity_field(&work_entity, "version") == &row_head_fields[1], "heads");
    OK(!entity_field(&work_entity, "zone") && !entity_field(&work_entity, "Budget"), "nothing else");

    const struct field *name = entity_field(&work_entity, "name");
    OK(entity_field_by_word(cx->arena, &work_entity, "项目名称") == name, "by Chinese label");
    OK(entity_field_by_word(cx->arena, &work_entity, " 项目 名称") == name, "folded");
    OK(entity_field_by_word(cx->arena, &work_entity, "工程名称") == name, "by synonym");
    OK(entity_field_by_word(cx->arena, &work_entity, "RESPONSIBLE AGENCY") == entity_field(&work_entity, "agency"),
       "by English label");
    OK(entity_field_by_word(cx->arena, &work_entity, "更新人") == &row_head_fields[5], "heads by label");
    OK(!entity_field_by_word(cx->arena, &work_entity, "") && !entity_field_by_word(cx->arena, &work_entity, NULL),
       "no word, no field");

    int columns = 0;
    for (const struct field *f = entity_next_column(&work_entity, NULL); f; f = entity_next_column(&work_entity, f))
        columns += !field_is_derived(f);
    EQ_INT(columns, 7 + 15);
}

struct odd {
    struct row_head head;
    const char *name;
    bool flag;
    int64_t number;
    int64_t other;
};

/* clang-format off */
static const struct choice twice[] = {{"a", {"甲", "A"}, NULL}, {"a", {"乙", "B"}, NULL}, {0}};
static const struct choice silent[] = {{"a", {"甲", NULL}, NULL}, {0}};

#define NAME   {.name = "name", FIELD_AT(T_TEXT, struct odd, name), .label = {"名", "Name"}}
#define FLAG   {.name = "flag", FIELD_AT(T_BOOL, struct odd, flag), .label = {"旗", "Flag"}}
#define NUMBER {.name = "number", FIELD_AT(T_INT, struct odd, number), .label = {"数", "Number"}}
#define OTHER  {.name = "other", FIELD_AT(T_INT, struct odd, other), .label = {"他", "Other"}}

static const struct field fine[] = {NAME, FLAG, NUMBER, OTHER, {0}};
static const struct field last_missing[] = {NAME, FLAG, NUMBER, {0}};
static const struct field middle_missing[] = {NAME, FLAG, OTHER, {0}};
static const struct field shared[] = {NAME, FLAG, NUMBER, OTHER, {.name = "again", FIELD_AT(T_INT, struct odd, other), .label = {"又", "Again"}}, {0}};
static const struct field same_name[] = {NAME, FLAG, NUMBER, {.name = "number", FIELD_AT(T_INT, struct odd, other), .label = {"他", "Other"}}, {0}};
static const struct field keyword[] = {NAME, FLAG, NUMBER, {.name = "limit", FIELD_AT(T_INT, struct odd, other), .label = {"限", "Limit"}}, {0}};
static const struct field headname[] = {NAME, FLAG, NUMBER, {.name = "deleted", FIELD_AT(T_INT, struct odd, other), .label = {"删", "Deleted"}}, {0}};
static const struct field capital[] = {NAME, FLAG, NUMBER, {.name = "Other", FIELD_AT(T_INT, struct odd, other), .label = {"他", "Other"}}, {0}};
static const struct field unlabelled[] = {NAME, FLAG, NUMBER, {.name = "other", FIELD_AT(T_INT, struct odd, other), .label = {"他", NULL}}, {0}};
static const struct field nowhere[] = {NAME, FLAG, NUMBER, {.name = "other", FIELD_AT(T_REF, struct odd, other), .ref = "nowhere", .label = {"他", "Other"}}, {0}};
static const struct field same_code[] = {{.name = "name", FIELD_AT(T_CHOICE, struct odd, name), .choices = twice, .label = {"名", "Name"}}, FLAG, NUMBER, OTHER, {0}};
static const struct field silent_code[] = {{.name = "name", FIELD_AT(T_CHOICE, struct odd, name), .choices = silent, .label = {"名", "Name"}}, FLAG, NUMBER, OTHER, {0}};
static const struct field derived_first[] = {{.name = "sum", .type = T_INT, .sql = "1", .label = {"和", "Sum"}}, NAME, FLAG, NUMBER, OTHER, {0}};
static const struct field derived_of_many[] = {NAME, FLAG, NUMBER, OTHER, {.name = "sum", .type = T_INT, .sql = "{payment.amount, month = 1}", .label = {"和", "Sum"}}, {0}};
static const struct field derived_lost[] = {NAME, FLAG, NUMBER, OTHER, {.name = "sum", .type = T_INT, .sql = "(SELECT 1 FROM {nowhere})", .label = {"和", "Sum"}}, {0}};
static const struct field odd_cycle[] = {NAME, FLAG, NUMBER, {.name = "other", FIELD_AT(T_INT, struct odd, other), .flags = FIELD_CYCLE, .label = {"他", "Other"}}, {0}};
static const struct field odd_step[] = {NAME, FLAG, NUMBER, {.name = "other", FIELD_AT(T_INT, struct odd, other), .dates = "nothing", .label = {"他", "Other"}}, {0}};
static const struct field made_of_none[] = {NAME, FLAG, NUMBER, OTHER, {.name = "stage", .type = T_CHOICE, .choices = agency_kinds, .flags = FIELD_CYCLE, .through = "payment", .sql = "1", .label = {"段", "Stage"}}, {0}};

#define ODD(table, ...) {.name = "odd", .label = {"怪", "Odd"}, .size = sizeof(struct odd), .fields = table, .title = "name", __VA_ARGS__}
static const struct bad {
    const char *what;
    struct entity entity;
    const char *says;
} bad[] = {
    {"bytes at the end",         ODD(last_missing),                          "at the end"},
    {"bytes in the middle",      ODD(middle_missing),                        "not described"},
    {"bytes twice",              ODD(shared),                                "odd.again"},
    {"a name twice",             ODD(same_name),                             "there twice"},
    {"a word of SQL",            ODD(keyword),                               "reserved"},
    {"a column of every table",  ODD(headname),                              "already"},
    {"a capital letter",         ODD(capital),                               "lower-case"},
    {"no English label",         ODD(unlabelled),                            "both languages"},
    {"a reference to nothing",   ODD(nowhere),                               "no entity"},
    {"a choice twice",           ODD(same_code),                             "there twice"},
    {"a choice without a label", ODD(silent_code),                           "both languages"},
    {"a derived field first",    ODD(derived_first),                         "before derived"},
    {"a row that is not alone",  ODD(derived_of_many),                       "may have many"},
    {"a derived field's table",  ODD(derived_lost),                          "{nowhere}"},
    {"a cycle without steps",    ODD(odd_cycle),                             "is a choice"},
    {"a date of no step",        ODD(odd_step),                              "'nothing'"},
    {"a cycle that rows lack",   ODD(made_of_none),                          "tell 'stage'"},
    {"a key of no field",        ODD(fine, .unique = {"name nothing"}),      "odd.nothing"},
    {"an index of no field",     ODD(fine, .indexes = {"nothing"}),          "odd.nothing"},
    {"an order of no field",     ODD(fine, .order = "-nothing"),             "nothing"},
    {"a title of no field",      {.name = "odd", .label = {"怪", "Odd"}, .size = sizeof(struct odd), .fields = fine, .title = "nothing"}, "title"},
    {"a table that is a word",   {.name = "order", .label = {"怪", "Odd"}, .size = sizeof(struct odd), .fields = fine, .title = "name"}, "reserved"},
    {"a name that is taken",     {.name = "work", .label = {"怪", "Odd"}, .size = sizeof(struct odd), .fields = fine, .title = "name"}, "there twice"},
};
/* clang-format on */

static void test_audit(struct ctx *cx)
{
    static const struct entity good = ODD(fine, .unique = {"name"}, .indexes = {"number other"}, .order = "name,-id");
    OK(entity_audit(cx), "the sample is described well: %s", cx->err.message.en ? cx->err.message.en : "");
    OK(entity_audit_one(cx, &good), "so is this: %s", cx->err.message.en ? cx->err.message.en : "");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        OK(!entity_audit_one(cx, &bad[i].entity), "%s", bad[i].what);
        OK(cx->err.message.en && strstr(cx->err.message.en, bad[i].says), "is refused: %s", cx->err.message.en);
        EQ_TEXT(failed_with(cx), "ENT-01");
    }
}

int main(void)
{
    struct ctx cx = tap_ctx();
    test_find(&cx);
    test_audit(&cx);
    tap_ctx_free(&cx);
    return tap_done();
}
