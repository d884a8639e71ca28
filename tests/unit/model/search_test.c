/* search_test.c — rows found by parts of names, pinyin and initials, and the index that follows every write. */
#include "base/json.h"
#include "model/list.h"
#include "model/search.h"
#include "unit/model/sample.h"

#include <jansson.h>

/* What the search box answers, as "entity:title/field title/field; entity:…", a plus sign where there is more. */
static const char *found(struct ctx *cx, const char *typed, int limit)
{
    struct buf out = buf_init(cx->arena), shown = buf_init(cx->arena);
    struct json j = json_to(&out);
    if (!search_json(cx, &j, typed, limit)) {
        OK(false, "%s: %s %s", typed, cx->err.message.en, cx->err.cause ? cx->err.cause : "");
        return "";
    }
    json_t *answer = json_loads(out.data, 0, NULL), *group, *item;
    size_t g, i;
    json_array_foreach(json_object_get(answer, "groups"), g, group)
    {
        buf_printf(&shown, "%s%s:", g ? "; " : "", json_string_value(json_object_get(group, "entity")));
        json_array_foreach(json_object_get(group, "items"), i, item)
            buf_printf(&shown, "%s%s/%s", i ? " " : "", json_string_value(json_object_get(item, "title")),
                       json_string_value(json_object_get(item, "field")));
        if (json_is_true(json_object_get(group, "more")))
            buf_char(&shown, '+');
    }
    json_decref(answer);
    return shown.data;
}

static void fill(struct ctx *cx)
{
    int64_t agency = agency_new(cx, "城建局", 0);
    static const char *const names[] = {"渭南高新区电池厂", "电池",       "城东安置小区",
                                        "BYD（二期）",      "100%达产_A", "重庆路"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct work *w = work_new(cx, names[i]);
        w->agency = agency;
        w->budget = (struct money){(int64_t)i * MONEY_YI};
        saved(cx, &work_entity, w);
    }
    cx->zone = 8;
    saved(cx, &work_entity, work_new(cx, "别区电池厂"));
    cx->zone = 7;
}

static void test_found(struct ctx *cx)
{
    EQ_TEXT(found(cx, "电", 8), "work:电池/name 渭南高新区电池厂/name");
    EQ_TEXT(found(cx, "电池", 8), "work:电池/name 渭南高新区电池厂/name");
    EQ_TEXT(found(cx, "电池厂", 8), "work:渭南高新区电池厂/name");
    EQ_TEXT(found(cx, "池电", 8), "");
    EQ_TEXT(found(cx, "城", 8), "work:城东安置小区/name; agency:城建局/name");
    EQ_TEXT(found(cx, "wngxq", 8), "work:渭南高新区电池厂/name");
    EQ_TEXT(found(cx, "gxqdcc", 8), "work:渭南高新区电池厂/name");
    EQ_TEXT(found(cx, "weinan", 8), "work:渭南高新区电池厂/name");
    EQ_TEXT(found(cx, "GaoXin", 8), "work:渭南高新区电池厂/name");
    EQ_TEXT(found(cx, "anzhi", 8), "work:城东安置小区/name");
    EQ_TEXT(found(cx, "einan", 8), "");
    EQ_TEXT(found(cx, "byd(二期)", 8), "work:BYD（二期）/name");
    EQ_TEXT(found(cx, "ＢＹＤ", 8), "work:BYD（二期）/name");
    EQ_TEXT(found(cx, "电池 wn", 8), "work:渭南高新区电池厂/name");
    EQ_TEXT(found(cx, "电池　小区", 8), "");
    EQ_TEXT(found(cx, "100%", 8), "work:100%达产_A/name");
    EQ_TEXT(found(cx, "_", 8), "work:100%达产_A/name");
    EQ_TEXT(found(cx, "\\", 8), "");
    EQ_TEXT(found(cx, "重庆", 8), "work:重庆路/name");
    EQ_TEXT(found(cx, "dc", 1), "work:电池/name+");
    EQ_TEXT(found(cx, "", 8), "");
    EQ_TEXT(found(cx, " 　 ", 8), "");
    EQ_TEXT(found(cx, "别区", 8), "");
}

/* Lists of what the box finds are searched in the index too; a view of the past, and titles of references, are not. */
static void test_lists(struct ctx *cx)
{
    static const struct {
        const char *search;
        int64_t agencies, past;
    } asks[] = {
        {"城建", 1, 1}, {"cjj", 1, 0},   {"chengjian", 1, 0}, {"engjian", 0, 0},
        {"ＸＹ", 0, 0}, {"城 局", 1, 1}, {"　", 1, 1},
    };
    for (size_t i = 0; i < sizeof asks / sizeof *asks; i++) {
        struct list_query lq = {.search = asks[i].search};
        int64_t n = -1;
        OK(list_count(cx, &agency_entity, &lq, &n) && n == asks[i].agencies, "%s: %lld", asks[i].search, (long long)n);
        lq.view.known_at.ms = cx->now_ms + 1000;
        OK(list_count(cx, &agency_entity, &lq, &n) && n == asks[i].past, "%s, as known: %lld", asks[i].search,
           (long long)n);
    }
    int64_t n = -1;
    OK(list_count(cx, &work_entity, &(struct list_query){.search = "城建　电池"}, &n) && n == 2,
       "words in the titles of references: %lld", (long long)n);
    cx->zone = 8;
    OK(list_count(cx, &agency_entity, &(struct list_query){.search = "城建"}, &n) && n == 0, "of its zone only");
    cx->zone = 7;
}

static void test_items(struct ctx *cx)
{
    struct buf out = buf_init(cx->arena);
    struct json j = json_to(&out);
    OK(search_json(cx, &j, "安置", 8), "an answer: %s", tap_code(cx));
    EQ_TEXT(out.data,
            "{\"groups\":[{\"entity\":\"work\",\"label\":{\"zh\":\"项目\",\"en\":\"Work\"},\"items\":[{\"id\":3,"
            "\"title\":\"城东安置小区\",\"detail\":\"城建局 · 2亿元\",\"field\":\"name\"}],\"more\":false}]}");
}

/* The index follows a change of name and a deletion, and is the same when it is made anew. */
static void test_follows(struct ctx *cx)
{
    struct work *w = row_load(cx, &work_entity, 3);
    w->name = "城西学校";
    saved(cx, &work_entity, w);
    EQ_TEXT(found(cx, "安置", 8), "");
    EQ_TEXT(found(cx, "cxxx", 8), "work:城西学校/name");
    int64_t before = db_statements(cx->db);
    w->note = "备注不在可搜之列";
    saved(cx, &work_entity, w);
    int64_t cost = db_statements(cx->db) - before;
    w->name = "城西中学";
    before = db_statements(cx->db);
    saved(cx, &work_entity, w);
    EQ_INT(db_statements(cx->db) - before, cost + 1);
    OK(search_fill(cx), "made anew: %s", tap_code(cx));
    EQ_TEXT(found(cx, "cxzx", 8), "work:城西中学/name");
    EQ_TEXT(found(cx, "电池", 8), "work:电池/name 渭南高新区电池厂/name");
    OK(row_delete(cx, &work_entity, w->head.id, w->head.version), "deleted: %s", tap_code(cx));
    EQ_TEXT(found(cx, "城西", 8), "");
    w = work_new(cx, "不成的");
    work_stored_log.refuse = true;
    OK(!row_save(cx, &work_entity, w, NULL), "a save that is refused");
    EQ_TEXT(failed_with(cx), "WRK-09");
    work_stored_log.refuse = false;
    EQ_TEXT(found(cx, "不成", 8), "");
}

/* A database from before the index, or with another one, has it filled when it is migrated. */
static void test_migrated(struct ctx *cx)
{
    must(cx, "DROP TABLE search_index; UPDATE schema_version SET fingerprint = 'older'");
    OK(schema_migrate(cx), "migrated: %s", cx->err.cause ? cx->err.cause : tap_code(cx));
    EQ_TEXT(found(cx, "dianchi", 8), "work:电池/name 渭南高新区电池厂/name");
    cx->zone = 8;
    EQ_TEXT(found(cx, "dianchi", 8), "work:别区电池厂/name");
    cx->zone = 7;
}

static void test(const char *url)
{
    struct ctx cx = sample_on(url);
    fill(&cx);
    test_found(&cx);
    test_items(&cx);
    test_lists(&cx);
    test_follows(&cx);
    test_migrated(&cx);
    work_done(&cx);
}

int main(void)
{
    on_each_engine(test);
    return tap_done();
}
