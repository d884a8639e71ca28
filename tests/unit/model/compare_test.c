/* compare_test.c — a list at two moments: by record time, by business date, by condition, page by page. */
#include "base/json.h"
#include "model/compare.h"
#include "unit/model/sample.h"

static struct work *put(struct ctx *cx, const char *name, int64_t budget)
{
    struct work *w = work_new(cx, name);
    w->budget = (struct money){budget};
    saved(cx, &work_entity, w);
    return w;
}

/* "+3 -2 ~1(budget)" */
static const char *told(struct ctx *cx, const struct list_query *lq, struct view then)
{
    struct buf out = buf_init(cx->arena);
    struct comparison c;
    if (!compare_open(cx, &work_entity, lq, then, &c))
        return failed_with(cx);
    while (compare_next(&c)) {
        buf_printf(&out, "%s%c%lld", out.length ? " " : "", "+-~"[c.kind], (long long)c.id);
        for (int i = 0; c.kind == COMPARE_CHANGED && i < c.now.column_count; i++)
            if (compare_differs(&c, i))
                buf_printf(&out, "(%s%s)", c.now.columns[i].field->name, c.now.columns[i].title ? "_title" : "");
    }
    OK(compare_ok(&c), "compared to the end: %s", tap_code(cx));
    return out.length ? out.data : "";
}

/* Works 1…5 then; since: 2 renamed its agency, 3 is gone, 4 costs more, 6 is new, 5 was saved and put back. */
static struct instant fill(struct ctx *cx)
{
    int64_t agency = agency_new(cx, "甲局", 0);
    struct work *w[6] = {0};
    for (int i = 1; i <= 5; i++) {
        w[i] = put(cx, arena_printf(cx->arena, "项目%d", i), 100 * i);
        if (i == 2) {
            w[i]->agency = agency;
            saved(cx, &work_entity, w[i]);
        }
    }
    payment_new(cx, w[1]->head.id, date_month(2023, 5), 70);
    struct instant then = {cx->now_ms + 100};
    cx->now_ms += 1000;
    struct agency *a = row_load(cx, &agency_entity, agency);
    a->name = "甲局（更名）";
    saved(cx, &agency_entity, a);
    OK(row_delete(cx, &work_entity, w[3]->head.id, 1), "one goes");
    w[4]->budget = (struct money){9000};
    saved(cx, &work_entity, w[4]);
    w[5]->rank = 8;
    saved(cx, &work_entity, w[5]);
    w[5]->rank = NONE_INT;
    saved(cx, &work_entity, w[5]);
    put(cx, "项目6", 600);
    return then;
}

static void test_record_time(struct ctx *cx, struct instant then)
{
    struct view past = {.known_at = then};
    struct list_query all = {0};
    EQ_TEXT(told(cx, &all, past), "~2(agency_title) -3 ~4(budget) +6");
    EQ_TEXT(told(cx, &all, (struct view){0}), "");
    struct list_query narrow = {.fields = "name,nature"};
    EQ_TEXT(told(cx, &narrow, past), "-3 +6");
    struct list_query backward = {.view = past};
    EQ_TEXT(told(cx, &backward, (struct view){0}), "~2(agency_title) +3 ~4(budget) -6");
}

/* With a condition a row comes and goes as it begins and ceases to meet it. */
static void test_condition(struct ctx *cx, struct instant then)
{
    struct view past = {.known_at = then};
    struct list_query cheap = {.where = "budget < 10"};
    EQ_TEXT(told(cx, &cheap, past), "~2(agency_title) -3 -4 +6");
    struct list_query search = {.search = "项目6"};
    EQ_TEXT(told(cx, &search, past), "+6");
    struct list_query wrong = {.where = "nosuch = 1"};
    OK(*told(cx, &wrong, past) != '+', "a wrong condition is refused");
}

/* Derived fields say what they said at the business date. */
static void test_business_date(struct ctx *cx)
{
    struct view april = {.as_of = date_day(2023, 4, 30)};
    struct list_query june = {.view = {.as_of = date_day(2023, 6, 30)}, .fields = "paid"};
    EQ_TEXT(told(cx, &june, april), "~1(paid)");
}

static void test_pages(struct ctx *cx, struct instant then)
{
    struct view past = {.known_at = then};
    struct list_query page = {.limit = 2, .fields = "name,agency,budget"};
    struct buf out = buf_init(cx->arena);
    struct json j = json_to(&out);
    json_object_begin(&j);
    OK(compare_json_members(cx, &work_entity, &page, past, &j), "the first page: %s", tap_code(cx));
    json_object_end(&j);
    OK(strstr(out.data, "\"id\":2,\"kind\":\"changed\",\"changed\":[\"agency\"]"), "names what changed: %s", out.data);
    OK(strstr(out.data, "\"agency_title\":\"甲局\"") && strstr(out.data, "\"agency_title\":\"甲局（更名）\""),
       "both titles");
    OK(strstr(out.data, "\"id\":3,\"kind\":\"gone\",\"changed\":[]") && strstr(out.data, "\"now\":null"),
       "what is gone");
    OK(!strstr(out.data, "\"id\":4"), "and no more");
    const char *next = strstr(out.data, "\"next\":\"");
    OK(next, "there is a next page");
    page.cursor = next ? arena_strndup(cx->arena, next + 8, strcspn(next + 8, "\"")) : NULL;
    EQ_TEXT(told(cx, &page, past), "~4(budget) +6");

    int64_t counts[COMPARE_KINDS];
    OK(compare_count(cx, &work_entity, &page, past, counts), "all are counted: %s", tap_code(cx));
    OK(counts[COMPARE_ADDED] == 1 && counts[COMPARE_GONE] == 1 && counts[COMPARE_CHANGED] == 2, "by kind");
}

static void test(const char *url)
{
    struct ctx cx = sample_on(url);
    struct instant then = fill(&cx);
    test_record_time(&cx, then);
    test_condition(&cx, then);
    test_business_date(&cx);
    test_pages(&cx, then);
    cx.zone = 8;
    EQ_TEXT(told(&cx, &(struct list_query){0}, (struct view){.known_at = then}), "");
    work_done(&cx);
}

int main(void)
{
    on_each_engine(test);
    return tap_done();
}
