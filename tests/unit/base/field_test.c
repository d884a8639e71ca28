/* field_test.c — field tables: members in and out, lookups, choices as clerks write them. */
#include "base/field.h"
#include "tap.h"

#include <string.h>

struct site {
    int64_t id;
    bool open;
    int64_t area;
    int64_t owner;
    struct money total;
    int64_t progress;
    struct date started;
    struct instant seen;
    const char *name;
    const char *remark;
    const char *stage;
    const char *shape;
    struct bytes seal;
    int64_t after;
};

static const struct choice stages[] = {
    {"planned", {"拟建", "planned"}, "计划 储备"},
    {"building", {"在建", "under construction"}, "续建 新建(开工)"},
    {.code = NULL},
};

/* clang-format off */
static const struct field site_fields[] = {
    {.name = "id",       FIELD_AT(T_ID,      struct site, id)},
    {.name = "open",     FIELD_AT(T_BOOL,    struct site, open)},
    {.name = "area",     FIELD_AT(T_INT,     struct site, area)},
    {.name = "owner",    FIELD_AT(T_REF,     struct site, owner), .ref = "company"},
    {.name = "total",    FIELD_AT(T_MONEY,   struct site, total)},
    {.name = "progress", FIELD_AT(T_PERCENT, struct site, progress)},
    {.name = "started",  FIELD_AT(T_DATE,    struct site, started)},
    {.name = "seen",     FIELD_AT(T_INSTANT, struct site, seen)},
    {.name = "name",     FIELD_AT(T_TEXT,    struct site, name)},
    {.name = "remark",   FIELD_AT(T_NOTE,    struct site, remark)},
    {.name = "stage",    FIELD_AT(T_CHOICE,  struct site, stage), .choices = stages},
    {.name = "shape",    FIELD_AT(T_JSON,    struct site, shape)},
    {.name = "seal",     FIELD_AT(T_BYTES,   struct site, seal)},
    {.name = "age",      .type = T_INT, .sql = ":as_of - t.started"},
    {.type = T_END},
};
/* clang-format on */

static struct value sample_of(enum type type)
{
    switch (type) {
    case T_BOOL:
        return value_int(1);
    case T_TEXT:
    case T_NOTE:
    case T_CHOICE:
    case T_JSON:
        return value_text("{}");
    case T_BYTES:
        return value_bytes("\0\1\2", 3);
    default:
        return value_int(202303014);
    }
}

static void members(void)
{
    struct site site;
    memset(&site, 0x5A, sizeof site);
    fields_blank(site_fields, &site);
    OK(site.id == 0 && !site.open && site.area == NONE_INT && money_is_none(site.total) && site.progress == NONE_INT &&
           date_is_none(site.started) && site.seen.ms == 0 && !site.name && !site.shape && !site.seal.data,
       "a blank row knows nothing");
    OK(site.after == 0x5A5A5A5A5A5A5A5A, "derived fields and what is not in the table stay untouched");
    for (const struct field *f = site_fields; f->type != T_END; f++) {
        struct value blank = field_get(f, &site);
        OK(f->type == T_BOOL ? value_equal(blank, value_int(0)) : blank.kind == VALUE_NULL, "%s: blank", f->name);
        struct value v = sample_of(f->type);
        field_set(f, &site, v);
        OK(f->sql ? field_get(f, &site).kind == VALUE_NULL : value_equal(field_get(f, &site), v), "%s: there and back",
           f->name);
    }
    OK(site.id == 202303014 && site.total.fen == 202303014 && strcmp(site.name, "{}") == 0 && site.seal.size == 3,
       "values are in their members");
    field_set(&site_fields[2], &site, value_int(0));
    OK(field_get(&site_fields[2], &site).kind == VALUE_INT, "nought is a number, not unknown");
    field_set(field_find(site_fields, "name"), &site, value_int(3));
    field_set(field_find(site_fields, "area"), &site, value_text("3"));
    OK(!site.name && site.area == NONE_INT, "a value of another kind is not taken for what it is not");
    OK(site.after == 0x5A5A5A5A5A5A5A5A, "nothing was written past the members");
}

static void lookups(void)
{
    OK(field_find(site_fields, "total") == &site_fields[4], "a field is found by its name");
    OK(!field_find(site_fields, "totals") && !field_find(site_fields, NULL), "or not");
    EQ_TEXT(type_name(T_MONEY), "money");
    EQ_INT(type_size(T_BYTES), sizeof(struct bytes));
    for (enum type t = T_BOOL; t <= T_BYTES; t++)
        OK(type_size(t) > 0 && type_name(t)[0], "type %d has a size and a name", t);
}

static const char *match(struct ctx *cx, const char *words)
{
    const struct choice *c = choice_match(cx->arena, stages, words);
    return c ? c->code : "";
}

static void choices(void)
{
    struct ctx cx = tap_ctx();
    EQ_TEXT(match(&cx, "building"), "building");
    EQ_TEXT(match(&cx, "在建"), "building");
    EQ_TEXT(match(&cx, " 在 建 "), "building");
    EQ_TEXT(match(&cx, "Under Construction"), "building");
    EQ_TEXT(match(&cx, "续建"), "building");
    EQ_TEXT(match(&cx, "新建（开工）"), "building");
    EQ_TEXT(match(&cx, "储备"), "planned");
    EQ_TEXT(match(&cx, "计划 储备"), "");
    EQ_TEXT(match(&cx, "停建"), "");
    EQ_TEXT(match(&cx, ""), "");
    EQ_TEXT(match(&cx, "  "), "");
    OK(!choice_match(cx.arena, stages, NULL) && !choice_match(cx.arena, NULL, "在建"), "nothing matches nothing");
    OK(choice_find(stages, "planned") == &stages[0] && !choice_find(stages, "拟建"), "codes are found exactly");
    size_t used = arena_used(cx.arena);
    choice_match(cx.arena, stages, "续建");
    EQ_INT(arena_used(cx.arena), used);
    tap_ctx_free(&cx);
}

static void values(void)
{
    struct ctx cx = tap_ctx();
    char bytes[] = "a\0b";
    struct value copy = value_copy(cx.arena, value_bytes(bytes, 3));
    OK(value_equal(copy, value_bytes(bytes, 3)), "a copy is equal");
    bytes[0] = 'x';
    OK(!value_equal(copy, value_bytes(bytes, 3)), "and its own");
    OK(value_text(NULL).kind == VALUE_NULL && value_bytes(NULL, 3).kind == VALUE_NULL, "no text is null");
    OK(!value_equal(value_text("1"), value_int(1)) && !value_equal(value_null(), value_int(0)), "kinds differ");
    OK(!value_equal(value_text("a"), value_text("ab")), "a beginning is not the whole");
    tap_ctx_free(&cx);
}

int main(void)
{
    members();
    lookups();
    choices();
    values();
    return tap_done();
}
