/* value_test.c — what goes into the store comes out of it the same, in both engines. */
#include "unit/store/engines.h"

static struct value sent_and_read(struct ctx *cx, struct value v)
{
    struct value got = value_null();
    static const char *const sql[] = {[VALUE_NULL] = "SELECT n FROM v",
                                      [VALUE_INT] = "SELECT n FROM v",
                                      [VALUE_TEXT] = "SELECT s FROM v",
                                      [VALUE_BYTES] = "SELECT b FROM v"};
    struct value params[] = {v.kind == VALUE_INT ? v : value_null(), v.kind == VALUE_TEXT ? v : value_null(),
                             v.kind == VALUE_BYTES ? v : value_null()};
    must(cx, "DELETE FROM v");
    int64_t changed = 0;
    if (!db_exec(cx, "INSERT INTO v (n, s, b) VALUES ($1, $2, $3)", params, 3, &changed) ||
        !db_scalar(cx, sql[v.kind], NULL, 0, &got))
        tap_note("failed: %s %s", tap_code(cx), cx->err.cause ? cx->err.cause : "");
    if (changed != 1)
        return value_text("insert did not change one row");
    return got;
}

static void round_trips(struct ctx *cx)
{
    static const int64_t ints[] = {0, 1, -1, INT32_MAX, INT32_MIN, INT64_MAX, INT64_MIN, 9007199254740993};
    for (size_t i = 0; i < sizeof ints / sizeof *ints; i++)
        OK(value_equal(sent_and_read(cx, value_int(ints[i])), value_int(ints[i])), "integer %lld", (long long)ints[i]);
    static const char *const texts[] = {"", " ", "重点项目", "𠮷野家 🏗", "a'b\"c\\d%_$1", "line\nbreak\t"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        OK(value_equal(sent_and_read(cx, value_text(texts[i])), value_text(texts[i])), "text '%s'", texts[i]);
    OK(value_equal(sent_and_read(cx, value_null()), value_null()), "null stays null, and is not empty text");
    OK(value_equal(sent_and_read(cx, value_bytes("", 0)), value_bytes("", 0)), "no bytes, which is not null");
    OK(value_equal(sent_and_read(cx, value_bytes("\0\xff\x00z", 4)), value_bytes("\0\xff\x00z", 4)), "bytes with NUL");
    size_t size = 1 << 20;
    char *blob = arena_alloc(cx->arena, size + 1);
    for (size_t i = 0; i < size; i++)
        blob[i] = (char)(i * 31 + i / 251);
    OK(value_equal(sent_and_read(cx, value_bytes(blob, size)), value_bytes(blob, size)), "a megabyte of bytes");
    memset(blob, 'x', size);
    OK(value_equal(sent_and_read(cx, value_text(blob)), value_text(blob)), "a megabyte of text");
    struct value slice = {.kind = VALUE_TEXT, .s = "abcdef", .n = 3};
    OK(value_equal(sent_and_read(cx, slice), value_text("abc")), "text is taken by its length");
}

static void refuses_text(struct ctx *cx)
{
    struct value nul = {.kind = VALUE_TEXT, .s = "a\0b", .n = 3};
    OK(!db_exec(cx, "INSERT INTO v (s) VALUES ($1)", &nul, 1, NULL), "text with NUL is refused");
    EQ_INT(cx->err.kind, ERR_INPUT);
    EQ_TEXT(failed_with(cx), "STO-12");
    struct value latin = value_text("caf\xe9");
    OK(!db_query(cx, "SELECT n FROM v WHERE s = $1", &latin, 1), "text that is not UTF-8 is refused");
    EQ_TEXT(failed_with(cx), "STO-12");
}

static void whole_numbers(struct ctx *cx)
{
    must(cx, "DELETE FROM v");
    must(cx, "INSERT INTO v (n, s) VALUES (9223372036854775806, 'a'), (1, 'b'), (-5, 'C'), (NULL, '')");
    EQ_INT(int_of(cx, "SELECT count(*) FROM v"), 4);
    EQ_INT(int_of(cx, "SELECT sum(n) FROM v WHERE n < 10"), -4);
    EQ_INT(int_of(cx, "SELECT sum(n) FROM v WHERE n > 0"), INT64_MAX);
    EQ_INT(int_of(cx, "SELECT sum(n) FROM v WHERE n < 0"), -5);
    EQ_INT(int_of(cx, "SELECT sum(n) FROM (SELECT 120000 AS n UNION ALL SELECT 80000) x"), 200000);
    EQ_INT(int_of(cx, "SELECT count(*) FROM v WHERE (n > 0) = (1 = 1)"), 2);
    EQ_INT(int_of(cx, "SELECT 2 > 1"), 1);
    EQ_INT(int_of(cx, "SELECT CAST(3.0 AS numeric)"), 3);
    struct value v;
    OK(db_scalar(cx, "SELECT sum(n) FROM v WHERE s = 'none'", NULL, 0, &v) && v.kind == VALUE_NULL,
       "a sum of nothing is null");
    must(cx, "INSERT INTO v (n) VALUES (9223372036854775806)");
    OK(!db_scalar(cx, "SELECT sum(n) FROM v", NULL, 0, &v), "a sum that does not fit fails");
    EQ_TEXT(failed_with(cx), "STO-09");
    OK(!db_scalar(cx, "SELECT 1.5 * 3", NULL, 0, &v), "a fraction fails");
    EQ_TEXT(failed_with(cx), "STO-09");
}

static void compares_bytewise(struct ctx *cx)
{
    must(cx, "DELETE FROM v");
    must(cx, "INSERT INTO v (s) VALUES ('b'), ('a'), ('B'), ('é'), ('项'), ('A'), ('𠮷'), ('')");
    struct sql q = sql_new(cx);
    sql_add(&q, "SELECT s FROM v ORDER BY s%s", db_text_order(cx->db));
    struct rows *rows = sql_query(&q);
    char all[64] = "";
    while (rows && db_next(rows))
        snprintf(all + strlen(all), sizeof all - strlen(all), "%s.", db_text(rows, 0));
    OK(db_ok(rows), "ordered");
    EQ_TEXT(all, ".A.B.a.b.é.项.𠮷.");
    EQ_INT(int_of(cx, "SELECT count(*) FROM v WHERE s LIKE 'a%'"), 1);
    EQ_INT(int_of(cx, "SELECT count(*) FROM v WHERE s = 'B'"), 1);
}

static void nulls_and_types(struct ctx *cx)
{
    must(cx, "DELETE FROM v");
    int64_t before = db_prepared(cx->db);
    for (int i = 0; i < 16; i++) {
        struct value params[] = {i & 1 ? value_int(i) : value_null(), i & 2 ? value_text("t") : value_null(),
                                 i & 4 ? value_bytes("b", 1) : value_null()};
        if (!db_exec(cx, "INSERT INTO v (n, s, b) VALUES ($1, $2, $3) ", params, 3, NULL))
            OK(false, "insert %d: %s", i, cx->err.cause);
    }
    EQ_INT(int_of(cx, "SELECT count(n) + 100 * count(s) + 10000 * count(b) FROM v"), 80808);
    OK(db_prepared(cx->db) - before <= 1 + 3 + 1, "nulls do not multiply the statements that are kept: %lld",
       (long long)(db_prepared(cx->db) - before));
    struct value twice[] = {value_int(7), value_text("x")};
    struct value got;
    OK(db_scalar(cx, "SELECT count(*) FROM v WHERE n = $1 OR s = $2 OR n = $1 + 6", twice, 2, &got) && got.i == 2,
       "a parameter may stand twice");
}

static void values(const char *url)
{
    struct ctx cx = work_on(url);
    must(&cx,
         is_postgres(&cx) ? "CREATE TABLE v (n BIGINT, s TEXT, b BYTEA)" : "CREATE TABLE v (n BIGINT, s TEXT, b BLOB)");
    round_trips(&cx);
    refuses_text(&cx);
    whole_numbers(&cx);
    compares_bytewise(&cx);
    nulls_and_types(&cx);
    work_done(&cx);
}

int main(void)
{
    on_each_engine(values);
    return tap_done();
}
