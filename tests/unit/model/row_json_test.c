/* row_json_test.c — rows as JSON: what leaves, what may come in, what is refused by name. */
#include "base/json.h"
#include "unit/model/sample.h"

static bool from(struct ctx *cx, const char *text, struct work *w)
{
    struct json_t *o = json_parse(cx, text, strlen(text));
    return o && row_from_json(cx, &work_entity, o, "row", w);
}

static void test_out(struct ctx *cx)
{
    struct work *w = work_new(cx, "名");
    w->head = (struct row_head){5, 2, {1700000000000}, "a", {1700000001000}, "b", "form"};
    w->budget = (struct money){150};
    w->share = 8350;
    w->begun = date_month(2023, 3);
    w->settings = "{\"x\":1}";
    w->password = "hush";
    struct buf out = buf_init(cx->arena);
    struct json j = json_to(&out);
    json_object_begin(&j);
    row_json(cx, &j, &work_entity, w);
    json_object_end(&j);
    EQ_TEXT(out.data, "{\"id\":5,\"version\":2,\"created_at\":\"2023-11-15T06:13:20.000+08:00\",\"created_by\":\"a\","
                      "\"updated_at\":\"2023-11-15T06:13:21.000+08:00\",\"updated_by\":\"b\",\"way\":\"form\",\"name\":"
                      "\"名\",\"code\":null,"
                      "\"agency\":null,\"nature\":null,\"colour\":null,\"budget\":150,\"share\":\"83.5\",\"rank\":null,"
                      "\"begun\":\"2023-03\",\"seen\":null,\"active\":false,\"note\":null,\"settings\":{\"x\":1}}");
}

static void test_in(struct ctx *cx)
{
    struct work *w = work_new(cx, "旧");
    w->code = "K";
    OK(from(
           cx,
           "{\"name\":\" 新 \",\"agency\":3,\"nature\":\"new\",\"budget\":150,\"share\":\"83.5\",\"begun\":\"2023-03\","
           "\"active\":true,\"settings\":{\"x\":[1]},\"note\":\"a\\r\\nb\",\"rank\":null}",
           w),
       "an object: %s", tap_code(cx));
    EQ_TEXT(w->name, "新");
    EQ_TEXT(w->code, "K");
    EQ_TEXT(w->note, "a\nb");
    EQ_TEXT(w->settings, "{\"x\":[1]}");
    OK(w->agency == 3 && w->budget.fen == 150 && w->share == 8350 && w->begun.code == 202303014 && w->active,
       "all of it");
    OK(from(cx, "{\"code\":null}", w) && !w->code, "null makes unknown");

    static const struct {
        const char *text, *code, *path;
    } refused[] = {
        {"[1]", "ROW-04", "row"},
        {"{\"name\":\"x\",\"nosuch\":1}", "ROW-05", "row.nosuch"},
        {"{\"id\":1}", "ROW-05", "row.id"},
        {"{\"version\":1}", "ROW-05", "row.version"},
        {"{\"paid\":1}", "ROW-05", "row.paid"},
        {"{\"password\":\"x\"}", "ROW-05", "row.password"},
        {"{\"photo\":\"x\"}", "ROW-05", "row.photo"},
        {"{\"agency_title\":\"x\"}", "ROW-05", "row.agency_title"},
        {"{\"name\":\"x\",\"rank\":\"1\"}", "FLD-01", "row.rank"},
        {"{\"name\":\"x\",\"begun\":\"soon\"}", "FLD-01", "row.begun"},
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct work *same = row_copy(cx, &work_entity, w);
        OK(!from(cx, refused[i].text, same), "%s", refused[i].text);
        EQ_TEXT(cx->err.path, refused[i].path);
        EQ_TEXT(failed_with(cx), refused[i].code);
        OK(row_equal(&work_entity, same, w), "leaves the row as it was");
    }
}

int main(void)
{
    struct ctx cx = tap_ctx();
    test_out(&cx);
    test_in(&cx);
    tap_ctx_free(&cx);
    return tap_done();
}
