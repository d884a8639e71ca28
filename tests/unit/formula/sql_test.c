/* sql_test.c — the strongest property: for random formulas over random rows, the value in C is what SQLite and, when
 * STEWARD_TEST_PG names a database, PostgreSQL answer; and the canonical text reads back as the same formula. */
#include "tap.h"
#include "unit/formula/works.h"

#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { ROWS = 60, FORMULAS = 6000 };

/* ---- A seeded generator ---- */

struct dice {
    uint64_t state;
    struct buf *out;
};

static uint64_t roll(struct dice *d, uint64_t sides)
{
    d->state ^= d->state << 13;
    d->state ^= d->state >> 7;
    d->state ^= d->state << 17;
    return (d->state >> 11) % sides;
}

static void say(struct dice *d, const char *one_of) /* "a|b|c" */
{
    size_t count = 1;
    for (const char *s = one_of; *s; s++)
        count += *s == '|';
    const char *s = one_of;
    for (uint64_t n = roll(d, count); n > 0; n--)
        s = strchr(s, '|') + 1;
    buf_add(d->out, s, strcspn(s, "|"));
}

static void condition(struct dice *d, int depth);
static void money(struct dice *d, int depth);
static void whole(struct dice *d, int depth);
static void share(struct dice *d, int depth);
static void date(struct dice *d, int depth);

static void pair(struct dice *d, int depth, const char *open, void (*a)(struct dice *, int), const char *between,
                 void (*b)(struct dice *, int), const char *close)
{
    say(d, open);
    a(d, depth - 1);
    say(d, between);
    b(d, depth - 1);
    say(d, close);
}

static void chosen(struct dice *d, int depth, void (*kind)(struct dice *, int))
{
    say(d, "if(");
    condition(d, depth - 1);
    say(d, ", ");
    kind(d, depth - 1);
    say(d, ", ");
    kind(d, depth - 1);
    say(d, ")");
}

static void money(struct dice *d, int depth)
{
    switch (depth > 0 ? roll(d, 9) : 8) {
    case 0:
        return pair(d, depth, "(", money, " + | - ", money, ")");
    case 1:
        return pair(d, depth, "(", money, " * ", whole, ")");
    case 2:
        return pair(d, depth, "(", money, " * | / ", share, ")");
    case 3:
        return pair(d, depth, "(", money, " / ", whole, ")");
    case 4:
        return pair(d, depth, "min(|max(|最大（", money, ", ", money, ")");
    case 5:
        say(d, "abs(|round(|-(");
        money(d, depth - 1);
        return say(d, ")");
    case 6:
        return chosen(d, depth, money);
    default:
        return say(d, "total_investment|总投资|planned|fees|open_investment|待投资|1.5亿元|300万元|0.01元|90万亿元");
    }
}

static void whole(struct dice *d, int depth)
{
    switch (depth > 0 ? roll(d, 9) : 8) {
    case 0:
        return pair(d, depth, "(", whole, " + | - | * ", whole, ")");
    case 1:
        return pair(d, depth, "min(|max(", whole, ", ", whole, ")");
    case 2:
        say(d, "abs(|-(");
        whole(d, depth - 1);
        return say(d, ")");
    case 3:
        return pair(d, depth, "days(", date, ", ", date, ")");
    case 4:
        say(d, "year(|month(|月份（");
        date(d, depth - 1);
        return say(d, ")");
    case 5:
        return pair(d, depth, "round(", share, " / ", share, ")");
    case 6:
        return chosen(d, depth, whole);
    default:
        return say(d, "workers|用工人数|area|workers|area|days(starts, as_of)|id|0|7|12|(1,000)|300000000");
    }
}

static void share(struct dice *d, int depth)
{
    switch (depth > 0 ? roll(d, 8) : 7) {
    case 0:
        return pair(d, depth, "(", money, " / ", money, ")");
    case 1:
        return pair(d, depth, "(", whole, " / ", whole, ")");
    case 2:
        return pair(d, depth, "(", share, " * | / | + | - ", share, ")");
    case 3:
        return pair(d, depth, "min(|max(", share, ", ", share, ")");
    case 4:
        return pair(d, depth, "(", share, " * ", whole, ")");
    case 5:
        return chosen(d, depth, share);
    default:
        return say(d, "progress|形象进度|progress|50%|0.5%|12.34%|200%");
    }
}

static const char date_literals[] = "2023|2023-03|2023年二季度|2024-H1|2023-03-05|2024-02-29|2022|as_of|today|2023-12";

static void date(struct dice *d, int depth)
{
    switch (depth > 0 ? roll(d, 5) : 4) {
    case 0:
        return pair(d, depth, "min(|max(", date, ", ", date, ")");
    case 1:
        return chosen(d, depth, date);
    default:
        return say(d, "starts|开工时间|finishes|starts|finishes");
    }
}

static void text(struct dice *d, int depth)
{
    if (depth > 0 && roll(d, 4) == 0) {
        chosen(d, depth, text);
        return;
    }
    say(d, "name|项目名称|unit.name");
}

static const char signs[] = " = | != | < | <= | > | >= |大于|小于|不超过|不少于|等于|不等于";
static const char texts[] = "'西安高新'|'a'|'A_b%'|'it''s'|'和平街道'|'街'|'空港''办'";

static void test(struct dice *d, int depth)
{
    switch (roll(d, 16)) {
    case 0:
        return pair(d, depth, "", money, signs, money, "");
    case 1:
        return pair(d, depth, "", whole, signs, whole, "");
    case 2:
        return pair(d, depth, "", share, signs, share, "");
    case 3:
        return pair(d, depth, "", date, signs, date, "");
    case 4:
        date(d, depth - 1);
        say(d, signs);
        return say(d, date_literals);
    case 5:
        date(d, depth - 1);
        say(d, " in (2023-03, 2024)| not in (2023-Q1, as_of)| between 2023-02 and 2023-11| between 2023 and as_of");
        return;
    case 6:
        say(d, "reported");
        say(d, signs);
        return say(d, "2023-03|2023|as_of|starts|finishes|reported");
    case 7:
        text(d, depth - 1);
        say(d, " = | != | contains | not contains | starts with | not starts with ");
        return say(d, texts);
    case 8:
        text(d, depth - 1);
        say(d, " in (| not in (");
        say(d, texts);
        say(d, ", ");
        say(d, texts);
        return say(d, ")");
    case 9:
        say(d, "nature|建设性质");
        return say(d, " = 新建| != 续建| in (new, 扩建)| not in (新建)| contains 建| not contains '建'| starts with "
                      "'新'| = '技改（设备）'");
    case 10:
        say(d, "sector");
        return say(d,
                   " = 工业| != 农业| in (农业, 服务业)| contains 业| not contains 业| contains '农'| starts with 农");
    case 11:
        say(d, "unit");
        return say(d, " = 和平街道| != '经发局'| = 2| in (1, 3)| in ('和平街道', 'Dev & Co')| not in ('经发局')| "
                      "contains 街道| = name| = unit");
    case 12:
        say(d, "name|nature|sector|total_investment|progress|workers|starts|reported|is_key|unit|unit.name");
        return say(d, " is empty| is not empty|为空| = 空");
    case 13:
        money(d, depth - 1);
        return say(d, " between 1万 and 3亿| in (1.5亿, 300万, 0)| between fees and planned|不在列表| is empty");
    case 14:
        whole(d, depth - 1);
        return say(d, " between 1 and 100| in (0, 7, 2023)| not in (7)| > 2.5");
    default:
        return say(
            d,
            "is_key|重点项目|is_key = true|is_key != 是|true|(is_key) = (workers > 3)|if(is_key, workers > 3, is_key)");
    }
}

static void condition(struct dice *d, int depth)
{
    switch (depth > 0 ? roll(d, 6) : 5) {
    case 0:
        return pair(d, depth, "(", condition, " and | 且 | or |或者", condition, ")");
    case 1:
        say(d, "not (|非（");
        condition(d, depth - 1);
        return say(d, ")");
    case 2:
        return pair(d, depth, "", condition, " and ", condition, "");
    default:
        return test(d, depth);
    }
}

static const char *formula(struct ctx *cx, struct dice *d)
{
    static void (*const kinds[])(struct dice *, int) = {money, whole, share, date, text};
    struct buf out = buf_init(cx->arena);
    d->out = &out;
    int depth = (int)roll(d, 4);
    if (roll(d, 4))
        condition(d, depth);
    else
        kinds[roll(d, 5)](d, depth);
    return out.data;
}

/* ---- Random rows ---- */

static struct value random_value(struct dice *d, const struct field *f, int64_t id)
{
    static const char *const names[] = {"西安高新", "a", "A", "A_b%c", "it's", "西安", "和平街道", "空港'办"};
    static const char *const natures[] = {"new", "continuing", "expansion", "retrofit"};
    static const char *const sectors[] = {"industry", "service", "农业", "农产业"};
    static const int64_t powers[] = {1,         10,          100,           10000,           1000000,
                                     100000000, 10000000000, 1000000000000, 100000000000000, 9000000000000000};
    if (f->type == T_ID)
        return value_int(id);
    if (roll(d, 6) == 0)
        return value_null();
    switch (f->type) {
    case T_BOOL:
        return value_int((int64_t)roll(d, 2));
    case T_REF:
        return value_int((int64_t)roll(d, WORK_UNITS + 1));
    case T_CHOICE:
        return value_text(f->choices == work_natures ? natures[roll(d, 4)] : sectors[roll(d, 4)]);
    case T_TEXT:
        return value_text(names[roll(d, 8)]);
    case T_DATE: {
        static const enum date_precision precisions[] = {DATE_YEAR,  DATE_HALF, DATE_QUARTER,
                                                         DATE_MONTH, DATE_DAY,  DATE_DAY};
        static const int months[] = {1, 1, 4,
                                     2, 7, 12}; /* many dates begin on the same day, with different precision */
        enum date_precision precision = precisions[roll(d, 6)];
        int month = precision <= DATE_HALF ? 1 : precision == DATE_QUARTER ? 4 : months[roll(d, 6)];
        int day = precision == DATE_DAY && roll(d, 2) ? 1 + (int)roll(d, 28) : 1;
        return value_int(date_make(2022 + (int)roll(d, 3), month, day, precision).code);
    }
    case T_INSTANT:
        return value_int(1640000000000 + (int64_t)roll(d, 94608000000));
    default: {
        int64_t most = powers[roll(d, 10)];
        return value_int((int64_t)roll(d, (uint64_t)most) * (roll(d, 5) ? 1 : -1));
    }
    }
}

static bool fill(struct ctx *cx, struct work *rows)
{
    if (!db_script(
            cx,
            "CREATE TEMP TABLE u (id BIGINT PRIMARY KEY, name TEXT);"
            "CREATE TEMP TABLE t (id BIGINT PRIMARY KEY, name TEXT, nature TEXT, sector TEXT, total_investment BIGINT,"
            " planned BIGINT, fees BIGINT, progress BIGINT, workers BIGINT, area BIGINT, starts BIGINT, finishes "
            "BIGINT,"
            " reported BIGINT, is_key BIGINT, unit BIGINT)"))
        return false;
    for (int i = 1; i <= WORK_UNITS; i++)
        if (!db_exec(cx, "INSERT INTO u VALUES ($1, $2)", (struct value[]){value_int(i), value_text(work_units[i])}, 2,
                     NULL))
            return false;
    for (int i = 0; i < ROWS; i++)
        if (!db_exec(cx, "INSERT INTO t VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15)", rows[i].values,
                     WORK_FIELDS, NULL))
            return false;
    return true;
}

/* ---- C and SQL side by side ---- */

static const char *shown(struct ctx *cx, struct value v)
{
    return v.kind == VALUE_NULL   ? "unknown"
           : v.kind == VALUE_TEXT ? v.s
                                  : arena_printf(cx->arena, "%lld", (long long)v.i);
}

/* False, with a note, when a row differs. */
static bool agrees(struct ctx *cx, const struct expr *e, struct scope *scope, const struct work *rows, const char *text)
{
    const bool filter = expr_type(e) == T_BOOL;
    struct sql q = sql_new(cx);
    sql_add(&q, filter ? "SELECT t.id, CASE WHEN " : "SELECT t.id, ");
    if (!expr_sql(e, &q))
        return false;
    sql_add(&q, filter ? " THEN 1 ELSE 0 END" : "");
    sql_add(&q, " FROM t LEFT JOIN u ON u.id = t.unit ORDER BY t.id");
    struct rows *answer = sql_query(&q);
    if (!answer) {
        tap_note("%s\n# %s\n# %s %s", text, q.text.data, cx->err.message.en, cx->err.cause ? cx->err.cause : "");
        return false;
    }
    for (int i = 0; db_next(answer); i++) {
        struct value want = db_value(answer, 1), got;
        union {
            const struct work *row;
            void *arg;
        } given = {&rows[i]};
        scope->arg = given.arg;
        if (!expr_value(e, cx, &got))
            return false;
        if (filter) /* an unknown yes-or-no field does not hold */
            got = value_int(got.kind == VALUE_INT && got.i == 1);
        if (value_equal(got, want))
            continue;
        tap_note("row %d of %s\n# in C %s, in SQL %s\n# %s\n# %s", i + 1, text, shown(cx, got), shown(cx, want),
                 q.text.data, expr_explain(e, cx));
        db_end(answer);
        return false;
    }
    if (!db_ok(answer))
        tap_note("%s\n# %s\n# %s", text, q.text.data, cx->err.cause ? cx->err.cause : "");
    return db_ok(answer);
}

static bool reads_back(struct ctx *cx, const struct expr *e, const struct scope *scope)
{
    const char *once = expr_text(e, cx);
    struct expr *again = formula_parse(cx, once, scope);
    if (!again) {
        tap_note("%s: %s", once, cx->err.message.zh);
        return false;
    }
    struct sql a = sql_new(cx), b = sql_new(cx);
    if (!expr_sql(e, &a) || !expr_sql(again, &b))
        return false;
    bool same = strcmp(once, expr_text(again, cx)) == 0 && strcmp(a.text.data, b.text.data) == 0 &&
                a.count == b.count && expr_type(e) == expr_type(again);
    for (size_t i = 0; same && i < a.count; i++)
        same = value_equal(a.params[i], b.params[i]);
    if (!same)
        tap_note("%s\n# reads back as %s", once, expr_text(again, cx));
    return same;
}

static void compare_engines(struct ctx *cx, const char *engine, const struct work *rows)
{
    struct dice dice = {.state = 20231215};
    int refused = 0, differ = 0, unread = 0, deep = 0;
    for (int i = 0; i < FORMULAS && differ < 5; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        struct scope scope = work_scope(NULL);
        const char *text_of = formula(cx, &dice);
        struct expr *e = formula_parse(cx, text_of, &scope);
        if (!e) {
            bool limit = strcmp(tap_code(cx), "FML-05") == 0 || strcmp(tap_code(cx), "FML-06") == 0;
            deep += limit;
            if (!limit && !strstr(text_of, "不在列表"))
                tap_note("%s: %s %s", text_of, tap_code(cx), cx->err.message.zh), refused++;
        } else {
            differ += !agrees(cx, e, &scope, rows, text_of);
            err_clear(cx);
            unread += !reads_back(cx, e, &scope);
        }
        err_clear(cx);
        arena_reset(cx->arena, mark);
    }
    tap_note("%s: %d formulas, %d over a limit", engine, FORMULAS, deep);
    OK(differ == 0, "%s gives what C gives", engine);
    OK(unread == 0, "canonical text reads back");
    OK(refused == 0, "every formula of the generator is read");
    OK(deep < FORMULAS / 5, "few formulas are over a limit");
}

/* ---- What the SQL looks like ---- */

static void looks(struct ctx *cx, const char *text_of, const char *want)
{
    const struct scope scope = work_scope(NULL);
    struct expr *e = formula_parse(cx, text_of, &scope);
    struct sql q = sql_new(cx);
    if (OK(e && expr_sql(e, &q), "%s", text_of))
        EQ_TEXT(q.text.data, want);
    err_clear(cx);
}

static void sargable(struct ctx *cx)
{
    looks(cx, "nature = 新建 and total_investment >= 1亿 and starts = 2023-03",
          "t.nature = $1 AND t.total_investment >= $2 AND t.starts BETWEEN $3 AND $4");
    looks(cx, "not (nature = 新建 or is_key)", "NOT COALESCE(t.nature = $1 OR t.is_key = 1, FALSE)");
    looks(cx, "nature = 新建 or is_key", "(t.nature = $1 OR t.is_key = 1)");
    looks(cx, "unit = 和平街道 and unit = 3", "u.name = $1 AND t.unit = $2");
    looks(cx, "starts < finishes", "t.starts / 10 < t.finishes / 10");
    looks(cx, "total_investment - planned", "(t.total_investment - t.planned)");
    looks(
        cx, "planned / total_investment",
        "CASE WHEN ABS(t.planned) <= 900000000000000 AND ABS(t.planned / NULLIF(t.total_investment, 0)) < 900000000000"
        " THEN t.planned * 10000 / NULLIF(t.total_investment, 0) END");
    looks(cx, "workers * (area + 1)",
          "(SELECT CASE WHEN ABS(calc.a) <= 9000000000000000 / (ABS(calc.b) + 1) THEN calc.a * calc.b END"
          " FROM (SELECT t.workers AS a, t.area + CAST($1 AS BIGINT) AS b) AS calc)");
    looks(cx, "name contains 50", "REPLACE(t.name, $1, '') <> t.name");
}

/* The deepest formulas that are accepted must fit SQLite's parser, inside a statement of the usual kind. */
static void deepest(struct ctx *cx)
{
    static const struct {
        const char *open, *close;
    } shapes[] = {{"not (is_key or ", ")"},
                  {"is_key and (workers = 1 or ", ")"},
                  {"if(is_key, is_key, workers = 1 and ", ")"},
                  {"workers + 1 > if(", ", workers, 3)"},
                  {"abs(workers - abs(workers - if(", ", 2, 3))) > 1"},
                  {"workers * (area + if(", ", workers, 2)) > 3"},
                  {"workers / (area - if(", ", 1, 2)) > 3"},
                  {"min(workers, max(area, if(", ", 1, 2) + 1)) = 2"},
                  {"starts > min(finishes, if(", ", starts, finishes))"},
                  {"days(starts, if(", ", starts, finishes)) > 3"},
                  {"if(", ", name, unit.name) contains 'a'"},
                  {"if(", ", starts, finishes) in (2023, 2024-03)"},
                  {"workers between 1 and if(", ", workers, area)"},
                  {"is_key = (workers > 3 and ", ")"}};
    const struct scope scope = work_scope(NULL);
    int shapes_done = 0;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        const char *now = "is_key", *kept = NULL;
        int depth = 0;
        for (; depth < 100; depth++) {
            const char *next = arena_printf(cx->arena, "%s%s%s", shapes[i].open, now, shapes[i].close);
            if (!formula_parse(cx, next, &scope))
                break;
            kept = now = next;
        }
        bool limited = strcmp(tap_code(cx), "FML-05") == 0;
        err_clear(cx);
        struct expr *e = kept ? formula_parse(cx, kept, &scope) : NULL;
        struct sql q = sql_new(cx);
        sql_add(&q, "SELECT COALESCE(SUM(CASE WHEN t.id > 0 AND (t.id > 1 OR ");
        bool made = e && expr_sql(e, &q);
        sql_add(&q, ") THEN 1 ELSE 0 END), 0) FROM t LEFT JOIN u ON u.id = t.unit WHERE t.id IN (SELECT id FROM t)");
        struct value v;
        bool ran = made && db_scalar(cx, q.text.data, q.params, q.count, &v);
        if (!OK(limited && ran && depth >= 2, "%d deep: %s…%s", depth, shapes[i].open, shapes[i].close))
            tap_note("%s %s", tap_code(cx), cx->err.cause ? cx->err.cause : "");
        err_clear(cx);
        shapes_done++;
    }
    EQ_INT(shapes_done, sizeof shapes / sizeof *shapes);
}

static void long_chains(struct ctx *cx)
{
    struct scope scope = work_scope(NULL);
    struct buf ands = buf_init(cx->arena), sums = buf_init(cx->arena);
    for (int i = 0; i < 240; i++)
        buf_printf(&ands, "%sid=1", i ? " and " : "");
    for (int i = 0; i < 480; i++)
        buf_printf(&sums, "%sid", i ? "+" : "");
    const char *const chains[] = {ands.data, sums.data};
    for (int i = 0; i < 2; i++) {
        struct expr *e = formula_parse(cx, chains[i], &scope);
        struct sql q = sql_new(cx);
        struct value v;
        sql_add(&q, "SELECT COUNT(*) FROM t WHERE ");
        bool ran = e && expr_sql(e, &q);
        sql_add(&q, i ? " > 0" : "");
        OK(ran && db_scalar(cx, q.text.data, q.params, q.count, &v) && v.i == (i ? ROWS : 1), "a chain of %s",
           i ? "480 sums" : "240 conditions");
        err_clear(cx);
    }
}

static void sums(struct ctx *cx, const struct work *rows)
{
    static const char *const texts_of[] = {"workers * 2 - id", "if(is_key, id * (id + 1), 0)",
                                           "days(as_of, if(is_key, starts, finishes))",
                                           "workers * (area + id) / 2 - id * (workers - 3)"};
    for (size_t n = 0; n < sizeof texts_of / sizeof *texts_of; n++) {
        struct scope scope = work_scope(NULL);
        struct expr *e = formula_parse(cx, texts_of[n], &scope);
        struct sql q = sql_new(cx);
        struct value total = {0}, v;
        int64_t want = 0;
        sql_add(&q, "SELECT CAST(SUM(");
        bool done = e && expr_sql(e, &q);
        sql_add(&q, ") AS BIGINT) FROM t WHERE id <= 30 AND ABS(workers) < 1000000000000");
        done = done && db_scalar(cx, q.text.data, q.params, q.count, &total);
        for (int i = 0; done && i < 30; i++) {
            scope = work_scope(&rows[i]);
            int64_t workers = rows[i].values[8].kind == VALUE_INT ? llabs(rows[i].values[8].i) : INT64_MAX;
            if (workers < 1000000000000 && expr_value(e, cx, &v) && v.kind == VALUE_INT)
                want += v.i;
        }
        OK(done, "SUM(%s)", texts_of[n]);
        EQ_INT(total.i, want);
        err_clear(cx);
    }
}

static void engine(const char *url, const char *name)
{
    struct ctx cx = tap_ctx();
    struct work rows[ROWS];
    struct dice dice = {.state = 7};
    for (int i = 0; i < ROWS; i++)
        for (int f = 0; f < WORK_FIELDS; f++)
            rows[i].values[f] = random_value(&dice, &work_fields[f], i + 1);
    cx.db = db_open(&cx, url, DB_CREATE);
    if (OK(cx.db && fill(&cx, rows), "%s opens", name)) {
        compare_engines(&cx, name, rows);
        deepest(&cx);
        long_chains(&cx);
        sums(&cx, rows);
    }
    struct db *db = cx.db;
    tap_ctx_free(&cx);
    if (db)
        db_close(db);
}

int main(void)
{
    struct ctx cx = tap_ctx();
    sargable(&cx);
    tap_ctx_free(&cx);

    char folder[] = "/tmp/formula-test-XXXXXX", path[64];
    if (!mkdtemp(folder))
        return 1;
    snprintf(path, sizeof path, "%s/works.db", folder);
    engine(path, "SQLite");
    for (const char *const *suffix = (const char *const[]){"", "-wal", "-shm", NULL}; *suffix; suffix++) {
        snprintf(path, sizeof path, "%s/works.db%s", folder, *suffix);
        unlink(path);
    }
    rmdir(folder);

    const char *postgres = getenv("STEWARD_TEST_PG");
    if (postgres)
        engine(postgres, "PostgreSQL");
    else
        tap_skip("STEWARD_TEST_PG names no database");
    return tap_done();
}
