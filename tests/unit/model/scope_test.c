/* scope_test.c — names to SQL: labels, paths, titles, fallbacks, derived fields, and the past. */
#include "model/scope.h"
#include "unit/model/sample.h"

/* How many rows of the scope's entity a filter leaves; -1 when it was refused. */
static int64_t count_where(struct ctx *cx, const struct entity *e, const char *through, struct view view,
                           const char *filter)
{
    struct entity_scope *s = scope_new(cx, e, through, view);
    struct expr *where = formula_parse(cx, filter, scope_formula(s));
    if (!where)
        return -1;
    struct sql q = scope_sql(s);
    struct value n = value_null();
    sql_add(&q, "SELECT COUNT(*)");
    scope_from(s, &q);
    sql_add(&q, " AND (");
    bool fine = expr_sql(where, &q);
    sql_add(&q, ")");
    if (!fine || !db_scalar(cx, q.text.data, q.params, q.count, &n))
        OK(false, "%s: %s %s\n%s", filter, cx->err.message.en, cx->err.cause ? cx->err.cause : "", q.text.data);
    return n.i;
}

static void test_names(struct ctx *cx)
{
    struct entity_scope *s = scope_new(cx, &payment_entity, "work", (struct view){0});
    struct name n;
    OK(scope_name(s, "amount", false, &n) && n.field->type == T_MONEY, "a field by name");
    EQ_TEXT(n.sql, "t.amount");
    OK(scope_name(s, "金额", false, &n), "by label");
    EQ_TEXT(n.sql, "t.amount");
    EQ_TEXT(n.path, "amount");
    OK(scope_name(s, "更新时间", false, &n), "heads too");
    EQ_TEXT(n.sql, "t.updated_at");
    OK(scope_name(s, "work", false, &n), "a reference as such");
    EQ_TEXT(n.sql, "t.work");
    OK(scope_name(s, "work", true, &n) && n.field->type == T_TEXT, "and as its title");
    EQ_TEXT(n.sql, "j1.name");
    EQ_TEXT(n.path, "work.name");
    OK(scope_name(s, "work.agency", true, &n), "a title over two references");
    EQ_TEXT(n.path, "work.agency.name");
    OK(scope_name(s, "项目.责任单位.类型", false, &n), "a path in Chinese");
    EQ_TEXT(n.sql, "j2.kind");
    EQ_TEXT(n.path, "work.agency.kind");
    OK(scope_name(s, "建设性质", false, &n), "what the row does not know, its project does");
    EQ_TEXT(n.sql, "j1.nature");
    OK(scope_name(s, "agency.kind", false, &n), "paths as well");
    EQ_TEXT(n.sql, "j2.kind");
    OK(scope_name(s, "work.agency.parent.kind", false, &n), "three references");
    OK(!scope_name(s, "work.agency.parent.parent.kind", false, &n), "not four");
    EQ_TEXT(failed_with(cx), "SCP-02");
    OK(!scope_name(s, "amuont", false, &n), "a misspelt name");
    OK(strstr(cx->err.message.en, "amount"), "brings near ones: %s", cx->err.message.en);
    EQ_TEXT(failed_with(cx), "SCP-01");
    OK(!scope_name(s, "amount.kind", false, &n), "only references lead on");
    EQ_TEXT(failed_with(cx), "SCP-01");
    OK(!scope_name(s, "work.password", false, &n) && !scope_name(s, "口令", false, &n), "secrets cannot be asked for");
    EQ_TEXT(failed_with(cx), "SCP-01");
    struct entity_scope *remarks = scope_new(cx, &remark_entity, NULL, (struct view){0});
    OK(scope_name(remarks, "payment", true, &n), "a title that is itself a reference leads on");
    EQ_TEXT(n.path, "payment.work.name");
    size_t offers = 0;
    const struct name_offer *names = scope_formula(s)->list(scope_formula(s), cx, &offers);
    bool all = offers > 20;
    for (size_t i = 0; i < offers; i++)
        all = all && scope_name(s, names[i].path, false, &n) && n.field == names[i].field;
    OK(all, "every name that is offered is known");
    const char *const *near = scope_formula(s)->suggest(scope_formula(s), cx, "金颔");
    OK(near && near[0], "a suggestion");
    EQ_TEXT(near[0], "金额");
}

static void test_filters(struct ctx *cx)
{
    const struct view now = {0};
    EQ_INT(count_where(cx, &work_entity, NULL, now, "建设性质 = 续建"), 1);
    EQ_INT(count_where(cx, &work_entity, NULL, now, "总投资 >= 1亿"), 1);
    EQ_INT(count_where(cx, &work_entity, NULL, now, "责任单位 = '城建局'"), 1);
    EQ_INT(count_where(cx, &work_entity, NULL, now, "agency.parent = '管委会'"), 1);
    EQ_INT(count_where(cx, &work_entity, NULL, now, "agency is empty"), 1);
    EQ_INT(count_where(cx, &work_entity, NULL, now, "paid >= 2万元"), 1);
    EQ_INT(count_where(cx, &work_entity, NULL, now, "begins = 是"), 2);
    EQ_INT(count_where(cx, &work_entity, NULL, now, "phase = 'waiting'"), 1);
    EQ_INT(count_where(cx, &payment_entity, "work", now, "建设性质 = 新建 且 amount > 0"), 2);
    EQ_INT(count_where(cx, &payment_entity, "work", now, "begins = true and work.agency = '城建局'"), 2);
    EQ_INT(count_where(cx, &realm_entity, NULL, now, "name contains '区'"), 1);
    struct view past = {.as_of = date_day(2023, 2, 15)};
    EQ_INT(count_where(cx, &work_entity, NULL, past, "begins = 是"), 1);
    EQ_INT(count_where(cx, &work_entity, NULL, past, "paid = 1万元"), 1);
}

static void test_past(struct ctx *cx, int64_t work, int64_t payment)
{
    struct instant before = {cx->now_ms};
    cx->now_ms += 60000;
    struct work *w = row_load(cx, &work_entity, work);
    w->budget = (struct money){5 * MONEY_YI};
    saved(cx, &work_entity, w);
    OK(row_delete(cx, &payment_entity, payment, 1), "a payment is struck out");
    struct work *later = work_new(cx, "后来");
    saved(cx, &work_entity, later);
    struct instant after = {cx->now_ms};
    const struct view now = {0}, then = {.known_at = before}, since = {.known_at = after};
    EQ_INT(count_where(cx, &work_entity, NULL, now, "总投资 >= 4亿"), 1);
    EQ_INT(count_where(cx, &work_entity, NULL, then, "总投资 >= 4亿"), 0);
    EQ_INT(count_where(cx, &work_entity, NULL, then, "总投资 >= 1亿"), 1);
    EQ_INT(count_where(cx, &work_entity, NULL, since, "总投资 >= 4亿"), 1);
    EQ_INT(count_where(cx, &work_entity, NULL, now, "name is not empty"), 4);
    EQ_INT(count_where(cx, &work_entity, NULL, then, "name is not empty"), 3);
    EQ_INT(count_where(cx, &work_entity, NULL, now, "paid = 2万元"), 0);
    EQ_INT(count_where(cx, &work_entity, NULL, then, "paid = 3万元"), 1);
    EQ_INT(count_where(cx, &payment_entity, "work", then, "work.budget >= 1亿 and work.agency = '城建局'"), 2);
    EQ_INT(count_where(cx, &work_entity, NULL, (struct view){.known_at = {1}}, "name is not empty"), 0);
}

static void test(const char *url)
{
    struct ctx cx = sample_on(url);
    struct realm *r = row_new(&cx, &realm_entity);
    r->name = "高新区";
    saved(&cx, &realm_entity, r);
    int64_t top = agency_new(&cx, "管委会", 0), city = agency_new(&cx, "城建局", top);
    struct work *first = work_new(&cx, "一号");
    first->agency = city;
    first->nature = "new";
    first->budget = (struct money){2 * MONEY_YI};
    first->begun = date_month(2023, 1);
    saved(&cx, &work_entity, first);
    struct work *second = work_new(&cx, "二号");
    second->agency = top;
    second->nature = "continuing";
    second->begun = date_month(2023, 6);
    saved(&cx, &work_entity, second);
    struct work *third = work_new(&cx, "三号");
    saved(&cx, &work_entity, third);
    payment_new(&cx, first->head.id, date_month(2023, 1), MONEY_WAN);
    int64_t struck = payment_new(&cx, first->head.id, date_month(2023, 4), 2 * MONEY_WAN);
    test_names(&cx);
    test_filters(&cx);
    test_past(&cx, first->head.id, struck);
    work_done(&cx);
}

int main(void)
{
    on_each_engine(test);
    return tap_done();
}
