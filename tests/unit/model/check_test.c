/* check_test.c — what is wrong with a row: each rule, its field, its words. */
#include "unit/model/sample.h"

/* The findings of a row as "RULE:field RULE:field". */
static const char *found(struct ctx *cx, const struct entity *e, const void *row, struct findings *ret_fs)
{
    struct findings fs = findings_new(cx);
    struct buf out = buf_init(cx->arena);
    OK(row_check(cx, e, row, NULL, &fs), "checked: %s", tap_code(cx));
    for (size_t i = 0; i < fs.count; i++)
        buf_printf(&out, "%s%s:%s", i ? " " : "", fs.items[i].rule, fs.items[i].field ? fs.items[i].field : "-");
    *ret_fs = fs;
    return out.data;
}

static void test(const char *url)
{
    struct ctx cx = sample_on(url);
    struct findings fs;
    struct work *w = work_new(&cx, "一二三四五六七八九十一二三四五六七八九十");
    EQ_TEXT(found(&cx, &work_entity, w, &fs), "");
    w->name = "一二三四五六七八九十一二三四五六七八九十一";
    EQ_TEXT(found(&cx, &work_entity, w, &fs), "MDL-02:name");
    EQ_TEXT(fs.items[0].message.zh, "“项目名称”有 21 个字，最多 20 个，请缩短");
    EQ_TEXT(fs.items[0].message.en, "Name has 21 characters; at most 20 fit");
    w->name = " 　 ";
    EQ_TEXT(found(&cx, &work_entity, w, &fs), "MDL-01:name");
    OK(findings_block(&fs), "which blocks");
    w->name = "名";

    w->budget = (struct money){-1};
    w->share = 10001;
    EQ_TEXT(found(&cx, &work_entity, w, &fs), "MDL-03:budget MDL-03:share");
    EQ_TEXT(fs.items[1].message.zh, "“占比”应在 0% 与 100% 之间，现为 100.01%");
    EQ_TEXT(fs.items[1].message.en, "Share must be between 0% and 100%, it is 100.01%");
    w->budget = (struct money){1000 * MONEY_YI};
    w->share = 0;
    EQ_TEXT(found(&cx, &work_entity, w, &fs), "");

    w->nature = "新建";
    w->colour = "淡紫";
    EQ_TEXT(found(&cx, &work_entity, w, &fs), "MDL-04:nature");
    EQ_TEXT(fs.items[0].message.zh, "“建设性质”没有“新建”这一选项，可选：新建、续建");
    EQ_TEXT(fs.items[0].message.en, "Nature has no choice \"新建\"; there are: New, Continuing");
    w->nature = "new";

    w->settings = "{\"a\":}";
    EQ_TEXT(found(&cx, &work_entity, w, &fs), "MDL-07:settings");
    w->settings = "[1,{}]";

    w->agency = 5;
    EQ_TEXT(found(&cx, &work_entity, w, &fs), "MDL-05:agency");
    EQ_TEXT(fs.items[0].message.zh, "“责任单位”指向的单位（编号 5）不存在，请重新选择");
    w->agency = agency_new(&cx, "局", 0);
    EQ_TEXT(found(&cx, &work_entity, w, &fs), "");

    w->active = true;
    EQ_TEXT(found(&cx, &work_entity, w, &fs), "WRK-01:begun");
    OK(!findings_block(&fs), "a warning does not block");
    w->rank = 13;
    EQ_TEXT(found(&cx, &work_entity, w, &fs), "WRK-01:begun WRK-02:rank");
    w->rank = 0;

    w->code = "K";
    saved(&cx, &work_entity, w);
    EQ_TEXT(found(&cx, &work_entity, w, &fs), "WRK-01:begun");
    int64_t statements;
    struct work *twin = work_new(&cx, "孪生");
    twin->code = "K";
    EQ_TEXT(found(&cx, &work_entity, twin, &fs), "MDL-06:code");
    EQ_TEXT(fs.items[0].message.en, "there is already a Work with the same Code: id 1 名");
    cx.zone = 8;
    EQ_TEXT(found(&cx, &work_entity, twin, &fs), "");
    cx.zone = 7;

    statements = db_statements(cx.db);
    fs = findings_new(&cx);
    OK(row_check(&cx, &work_entity, w, w, &fs) && db_statements(cx.db) == statements,
       "what is stored already is not asked for again");
    struct work *moved = row_copy(&cx, &work_entity, w);
    moved->agency = 99;
    OK(row_check(&cx, &work_entity, moved, w, &fs) && fs.count == 3, "what differs from it is");
    EQ_TEXT(fs.items[2].rule, "MDL-05");

    fs = findings_new(&cx);
    twin->agency = 99;
    statements = db_statements(cx.db);
    row_check_local(&cx, &work_entity, twin, &fs);
    OK(fs.count == 0 && db_statements(cx.db) == statements, "the local check asks the database nothing");
    work_done(&cx);
}

int main(void)
{
    on_each_engine(test);
    return tap_done();
}
