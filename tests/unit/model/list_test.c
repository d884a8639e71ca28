/* list_test.c — lists: sorted, paged without gaps or repeats, searched, with derived columns, by index. */
#include "base/json.h"
#include "model/list.h"
#include "unit/model/sample.h"

enum { WORKS = 60 };

/* Sixty works, some without budget or date, with many ties. */
static void fill(struct ctx *cx)
{
    int64_t agencies[3] = {agency_new(cx, "城建局", 0), agency_new(cx, "Finance Bureau", 0), 0};
    for (int i = 0; i < WORKS; i++) {
        struct work *w = work_new(cx, arena_printf(cx->arena, "%s%02d", i % 2 ? "项目" : "Work ", i * 7 % WORKS));
        w->agency = agencies[i % 3];
        w->budget = i % 4 ? (struct money){i % 5 * MONEY_YI} : MONEY_NONE;
        w->begun = i % 6 ? date_month(2023, 1 + i % 4) : (struct date){0};
        w->rank = i % 7 ? i % 3 : NONE_INT;
        w->active = i % 2;
        w->code = arena_printf(cx->arena, "C_%d", i);
        saved(cx, &work_entity, w);
        if (i % 10 == 0)
            payment_new(cx, w->head.id, date_month(2023, 1), i + 1);
    }
    cx->zone = 8;
    saved(cx, &work_entity, work_new(cx, "别区项目"));
    cx->zone = 7;
}

/* Ids in list order, all pages of `limit` after one another; page count in *ret_pages. */
static size_t page_through(struct ctx *cx, const struct list_query *query, int64_t *ids, int *ret_pages)
{
    struct list_query lq = *query;
    size_t count = 0;
    int pages = 0;
    do {
        struct list l;
        if (!list_open(cx, &work_entity, &lq, &l)) {
            OK(false, "%s: %s %s", lq.sort, cx->err.message.en, cx->err.cause ? cx->err.cause : "");
            break;
        }
        while (list_next(&l) && count < 2 * WORKS)
            ids[count++] = list_value(&l, 0).i;
        if (!list_ok(&l))
            OK(false, "%s: %s %s", lq.sort, cx->err.message.en, cx->err.cause ? cx->err.cause : "");
        lq.cursor = list_cursor(&l);
        pages++;
    } while (lq.cursor && count < 2 * WORKS);
    *ret_pages = pages;
    return count;
}

/* Every page size gives the same rows in the same order, each once. */
static void test_paging(struct ctx *cx)
{
    static const char *const sorts[] = {
        "id",           "-id",
        "name",         "-name",
        "budget",       "-budget",
        "begun,name",   "-begun,rank",
        "rank,-budget", "-rank,-begun",
        "active,rank",  "agency,-name",
        "agency.name",  "-agency.name,budget",
        "paid",         "-paid,rank",
        "phase,begun",  "rank,begun,-budget,code",
    };
    for (size_t s = 0; s < sizeof sorts / sizeof *sorts; s++) {
        int64_t whole[2 * WORKS], paged[2 * WORKS];
        int pages = 0;
        struct list_query lq = {.sort = sorts[s], .limit = 1000, .fields = "id"};
        bool same = page_through(cx, &lq, whole, &pages) == WORKS && pages == 1;
        for (int limit = 1; limit <= 20 && same; limit += limit < 3 ? 1 : 4) {
            lq.limit = limit;
            same = page_through(cx, &lq, paged, &pages) == WORKS && memcmp(whole, paged, WORKS * sizeof *whole) == 0 &&
                   pages == (WORKS + limit - 1) / limit;
        }
        OK(same, "%s: pages of any size make the same list", sorts[s]);
    }
}

/* The values of column 2 in list order, as text: "1,2,-". */
static const char *values_of(struct ctx *cx, const struct list_query *lq)
{
    struct list l;
    struct buf out = buf_init(cx->arena);
    if (!list_open(cx, &work_entity, lq, &l))
        return tap_code(cx);
    while (list_next(&l)) {
        struct value v = list_value(&l, 2);
        if (out.length)
            buf_char(&out, ',');
        if (v.kind == VALUE_INT)
            buf_int(&out, v.i);
        else
            buf_text(&out, v.kind == VALUE_TEXT ? v.s : "-");
    }
    return list_ok(&l) ? out.data : tap_code(cx);
}

static void test_order(struct ctx *cx)
{
    EQ_TEXT(values_of(cx, &(struct list_query){.sort = "rank", .fields = "rank", .where = "id <= 8"}),
            "0,0,1,1,2,2,-,-");
    EQ_TEXT(values_of(cx, &(struct list_query){.sort = "-rank", .fields = "rank", .where = "id <= 8"}),
            "2,2,1,1,0,0,-,-");
    EQ_TEXT(values_of(cx, &(struct list_query){.fields = "name", .limit = 3}), "Work 00,Work 02,Work 04");
    EQ_TEXT(values_of(cx, &(struct list_query){.fields = "name", .limit = 2, .sort = "-name"}), "项目59,项目57");
}

static void test_columns(struct ctx *cx)
{
    struct buf out = buf_init(cx->arena);
    struct json j = json_to(&out);
    OK(list_json(cx, &work_entity,
                 &(struct list_query){.fields = "name,agency,paid,begun,active", .sort = "id", .limit = 1}, &j),
       "a page as JSON: %s", tap_code(cx));
    const char *next = strstr(out.data, "],\"next\":\"");
    OK(next, "with a cursor");
    out.data[next ? next - out.data + 1 : 0] = '\0';
    EQ_TEXT(out.data,
            "{\"items\":[{\"id\":1,\"version\":1,\"name\":\"Work 00\",\"agency\":1,\"agency_title\":\"城建局\","
            "\"paid\":1,\"begun\":null,\"active\":false}]");
    buf_clear(&out);
    j = json_to(&out);
    OK(list_json(cx, &work_entity, &(struct list_query){.limit = 5}, &j), "what is stored");
    OK(!strstr(out.data, "\"phase\":") && strstr(out.data, "\"settings\":null"), "without what no list shows");
    buf_clear(&out);
    j = json_to(&out);
    OK(list_json(cx, &work_entity, &(struct list_query){.fields = "*", .limit = 5}, &j), "all fields");
    OK(strstr(out.data, "\"phase\":") && strstr(out.data, "\"settings\":null"), "derived ones too");
    OK(!strstr(out.data, "password") && !strstr(out.data, "photo"), "but no secrets and no bytes");
    buf_clear(&out);
    j = json_to(&out);
    OK(list_json(cx, &work_entity, &(struct list_query){.where = "name = 'nowhere'"}, &j), "an empty list");
    EQ_TEXT(out.data, "{\"items\":[],\"next\":null}");
    buf_clear(&out);
    j = json_to(&out);
    OK(list_json(cx, &remark_entity, &(struct list_query){0}, &j), "of another entity");
    EQ_TEXT(out.data, "{\"items\":[],\"next\":null}");
}

static void test_search_and_count(struct ctx *cx)
{
    int64_t n = -1;
    OK(list_count(cx, &work_entity, &(struct list_query){0}, &n), "all: %s", tap_code(cx));
    EQ_INT(n, WORKS);
    OK(list_count(cx, &work_entity, &(struct list_query){.search = "work 0"}, &n), "search ignores case");
    EQ_INT(n, 10);
    OK(list_count(cx, &work_entity, &(struct list_query){.search = "城建　项目"}, &n),
       "every word, in the titles of references too");
    EQ_INT(n, 10);
    OK(list_count(cx, &work_entity, &(struct list_query){.search = "%"}, &n), "a percent sign is just that");
    EQ_INT(n, 0);
    OK(list_count(cx, &work_entity, &(struct list_query){.search = "1", .where = "active = 是 and rank = 1"}, &n),
       "with a filter");
    int64_t ids[2 * WORKS];
    int pages;
    EQ_INT(page_through(cx, &(struct list_query){.search = "1", .where = "active = 是 and rank = 1"}, ids, &pages), n);
    OK(n > 0, "which finds some");
}

static const char *refused(struct ctx *cx, const struct list_query *lq)
{
    struct list l;
    OK(!list_open(cx, &work_entity, lq, &l), "refused");
    return failed_with(cx);
}

static void test_refusals(struct ctx *cx)
{
    EQ_TEXT(refused(cx, &(struct list_query){.sort = "nosuch"}), "LST-01");
    EQ_TEXT(refused(cx, &(struct list_query){.sort = "password"}), "LST-01");
    EQ_TEXT(refused(cx, &(struct list_query){.sort = "note"}), "LST-01");
    EQ_TEXT(refused(cx, &(struct list_query){.sort = "name;drop table work"}), "LST-01");
    EQ_TEXT(refused(cx, &(struct list_query){.fields = "name,nosuch"}), "LST-01");
    EQ_TEXT(refused(cx, &(struct list_query){.fields = "password"}), "LST-01");
    EQ_TEXT(refused(cx, &(struct list_query){.limit = 1001}), "LST-03");
    EQ_TEXT(refused(cx, &(struct list_query){.limit = -1}), "LST-03");
    EQ_TEXT(refused(cx, &(struct list_query){.where = "总投资 + 1亿"}), "LST-04");
    EQ_TEXT(refused(cx, &(struct list_query){.cursor = "garbage!"}), "LST-02");
    EQ_TEXT(refused(cx, &(struct list_query){.cursor = ""}), "LST-02");
    struct list l;
    struct list_query lq = {.sort = "name", .limit = 2};
    OK(list_open(cx, &work_entity, &lq, &l) && list_next(&l) && list_next(&l) && !list_next(&l), "a page");
    const char *cursor = list_cursor(&l);
    OK(cursor, "has a cursor");
    EQ_TEXT(refused(cx, &(struct list_query){.sort = "-name", .cursor = cursor}), "LST-02");
    for (size_t i = 0; cursor[i]; i++) { /* no change of one letter may do harm */
        char *forged = arena_strdup(cx->arena, cursor);
        forged[i] = forged[i] == 'A' ? 'B' : 'A';
        lq.cursor = forged;
        if (!list_open(cx, &work_entity, &lq, &l)) {
            if (strcmp(tap_code(cx), "LST-02") != 0 && strcmp(tap_code(cx), "STO-12") != 0)
                OK(false, "forged at %zu: %s", i, tap_code(cx));
            err_clear(cx);
        } else
            while (list_next(&l))
                continue;
    }
}

static int count_of(const char *text, const char *part)
{
    int n = 0;
    for (const char *at = strstr(text, part); at; at = strstr(at + 1, part))
        n++;
    return n;
}

/* Sorts of more rows than the page has; a page with derived columns sorts its own rows once more. */
static bool sorts_the_zone(const struct ctx *cx, const char *plan, bool derived)
{
    int sorts = is_postgres(cx) ? count_of(plan, "Sort  (") - count_of(plan, "Incremental Sort  (")
                                : count_of(plan, "TEMP B-TREE FOR ORDER BY");
    return sorts > derived;
}

/* Lists that a page asks for are read from an index, without sorting the zone. */
static void test_plans(struct ctx *cx)
{
    static const struct list_query queries[] = {
        {0}, /* the default order, with derived columns */
        {.sort = "-name", .fields = "name"},
        {.sort = "id"},
        {.sort = "-id"},
        {.sort = "budget", .fields = "name,agency"},
        {.sort = "-budget", .fields = "name,agency"},
        {.sort = "-begun", .fields = "name,agency"},
        {.sort = "agency", .fields = "name"},
        {.sort = "code", .fields = "name"},
        {.sort = "-begun", .fields = "paid,phase"},
    };
    if (is_postgres(cx)) /* on a table this small it would rightly scan */
        must(cx, "SET enable_seqscan = off; SET enable_sort = off; SET enable_bitmapscan = off");
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        struct list_query lq = queries[i];
        bool derived = !lq.fields || strstr(lq.fields, "paid");
        for (int page = 1; page <= 2; page++) {
            struct list l;
            const char *plan = list_explain(cx, &work_entity, &lq);
            bool scans = plan && strstr(plan, is_postgres(cx) ? "Seq Scan on work" : "SCAN t");
            OK(plan && !scans && !sorts_the_zone(cx, plan, derived), "page %d by %s is read from an index", page,
               lq.sort ? lq.sort : "the default order");
            if (!plan || scans || sorts_the_zone(cx, plan, derived))
                tap_note("%s", plan);
            lq.limit = 10;
            if (list_open(cx, &work_entity, &lq, &l))
                while (list_next(&l))
                    continue;
            lq.cursor = list_cursor(&l);
            OK(lq.cursor, "there is a page after it");
        }
    }
}

static void test(const char *url)
{
    struct ctx cx = sample_on(url);
    fill(&cx);
    test_paging(&cx);
    test_order(&cx);
    test_columns(&cx);
    test_search_and_count(&cx);
    test_refusals(&cx);
    test_plans(&cx);
    work_done(&cx);
}

int main(void)
{
    on_each_engine(test);
    return tap_done();
}
