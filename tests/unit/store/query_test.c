/* query_test.c — built SQL and named statements. */
#include "unit/store/engines.h"

struct project {
    int64_t zone;
    int64_t id;
    const char *name;
    struct money total;
    struct date start;
    bool is_key;
    struct bytes seal;
};

/* clang-format off */
#define M(T, m) .name = #m, FIELD_AT(T, struct project, m)
static const struct field project_fields[] = {
    {M(T_REF,   zone)},
    {M(T_ID,    id)},
    {M(T_TEXT,  name)},
    {M(T_MONEY, total)},
    {M(T_DATE,  start)},
    {M(T_BOOL,  is_key)},
    {M(T_BYTES, seal)},
    {.type = T_END},
};
static const struct field key_fields[] = {
    {M(T_REF, zone)},
    {M(T_ID,  id)},
    {.type = T_END},
};
static const struct field swapped_fields[] = {
    {M(T_ID,  id)},
    {M(T_REF, zone)},
    {.type = T_END},
};
#undef M
/* clang-format on */

static const struct query add_query = {
    .name = "project_add",
    .sql = "INSERT INTO project (zone, id, name, total, start, is_key, seal) VALUES ($1, $2, $3, $4, $5, $6, $7)",
    .takes = project_fields,
};
static const struct query list_query = {
    .name = "project_list",
    .sql = "SELECT zone, id, name, total, start, is_key, seal FROM project ORDER BY zone, id",
    .gives = project_fields,
};
static const struct query keyed_query = {
    .name = "project_keyed",
    .sql = "SELECT zone, id FROM project WHERE zone = $1 AND id = $2",
    .takes = key_fields,
    .gives = key_fields,
};
static const struct query engine_query = {
    .name = "project_engine",
    .sqlite = "SELECT 1 AS zone, CAST(2 AS BIGINT) AS id",
    .postgres = "SELECT CAST(1 AS bigint) AS zone, CAST(3 AS bigint) AS id",
    .gives = key_fields,
};

static void structs(struct ctx *cx)
{
    struct project in[] = {
        {1, 10, "轨道交通产业园", {221000000000}, date_month(2023, 3), true, {"\0\1", 2}},
        {1, 11, NULL, MONEY_NONE, {0}, false, {NULL, 0}},
    };
    int64_t changed = 0;
    OK(query_exec(cx, &add_query, &in[0], &changed) && changed == 1 && query_exec(cx, &add_query, &in[1], NULL),
       "stored: %s", tap_code(cx));
    struct rows *rows = query_rows(cx, &list_query, NULL);
    struct project out[2];
    for (int i = 0; i < 2; i++)
        OK(query_next(&list_query, rows, &out[i]), "row %d", i);
    OK(!query_next(&list_query, rows, &out[0]) && db_ok(rows), "two rows");
    EQ_TEXT(out[0].name, "轨道交通产业园");
    EQ_INT(out[0].total.fen, 221000000000);
    EQ_INT(out[0].start.code, 202303014);
    OK(out[0].is_key && !out[1].is_key, "bools");
    OK(out[0].seal.size == 2 && memcmp(out[0].seal.data, "\0\1", 2) == 0 && !out[1].seal.data, "bytes");
    OK(out[1].name == NULL && money_is_none(out[1].total) && date_is_none(out[1].start), "unknown stays unknown");
    EQ_INT(out[1].id, 11);
    rows = query_rows(cx, &keyed_query, &in[1]);
    struct project keyed;
    OK(query_next(&keyed_query, rows, &keyed) && keyed.id == 11, "by key");
    db_end(rows);
    rows = query_rows(cx, &engine_query, NULL);
    OK(query_next(&engine_query, rows, &keyed) && keyed.id == (is_postgres(cx) ? 3 : 2),
       "each engine has its own text");
    db_end(rows);
}

static bool check_fails(struct ctx *cx, struct query q, const char *why)
{
    q.name = "the_wrong_one";
    bool refused = !query_prepare_check(cx, &q) && strcmp(tap_code(cx), "STO-09") == 0;
    refused = refused && strstr(cx->err.message.en, "the_wrong_one") && strstr(cx->err.cause, why);
    tap_note("%s", cx->err.cause ? cx->err.cause : "accepted");
    err_clear(cx);
    return refused;
}

static void checks(struct ctx *cx)
{
    int64_t statements = db_statements(cx->db);
    OK(query_prepare_check(cx, &add_query) && query_prepare_check(cx, &list_query) &&
           query_prepare_check(cx, &keyed_query) && query_prepare_check(cx, &engine_query),
       "the right ones: %s %s", tap_code(cx), cx->err.cause ? cx->err.cause : "");
    EQ_INT(db_statements(cx->db), statements);
    EQ_INT(int_of(cx, "SELECT count(*) FROM project"), 0);
    OK(check_fails(cx, (struct query){.sql = "SELECT zone, id FROM project", .gives = swapped_fields}, "column 1"),
       "names in another order");
    OK(check_fails(cx, (struct query){.sql = "SELECT zone FROM project", .gives = key_fields}, "columns"),
       "too few columns");
    OK(check_fails(cx, (struct query){.sql = "SELECT zone, id, name FROM project", .gives = key_fields}, "columns"),
       "too many columns");
    OK(check_fails(cx, (struct query){.sql = "SELECT zone, name AS id FROM project", .gives = key_fields}, "type"),
       "another type");
    OK(check_fails(cx,
                   (struct query){.sql = "SELECT zone, id FROM project WHERE id = $3 AND zone = $1 AND id = $2",
                                  .takes = key_fields,
                                  .gives = key_fields},
                   "parameters"),
       "too many parameters");
    OK(check_fails(cx, (struct query){.sql = "SELECT nothing"}, "nothing"), "SQL that does not hold");
}

static void builds(struct ctx *cx)
{
    struct sql q = sql_new(cx);
    sql_add(&q, "SELECT count(*) FROM project WHERE zone = ");
    sql_bind(&q, value_int(1));
    for (int i = 0; i < 300; i++) {
        sql_add(&q, i ? ", " : " AND %s IN (", "id");
        sql_bind(&q, value_int(i));
    }
    sql_add(&q, ") AND name LIKE '%%产业%%'");
    EQ_INT(q.count, 301);
    OK(strstr(q.text.data, "= $1 AND id IN ($2, $3") && strstr(q.text.data, "$301) AND name LIKE '%产业%'"),
       "numbered");
    struct rows *rows = sql_query(&q);
    OK(rows && db_next(rows) && db_int(rows, 0) == 1, "found: %s", cx->err.cause ? cx->err.cause : "");
    db_end(rows);
    struct sql long_one = sql_new(cx);
    sql_add(&long_one, "SELECT '%s' ", (char *)memset(arena_alloc(cx->arena, 5001), 'y', 5000));
    EQ_INT(long_one.text.length, strlen(long_one.text.data));
    EQ_INT(long_one.text.length, 5010);
    struct sql change = sql_new(cx);
    int64_t changed;
    sql_add(&change, "DELETE FROM project WHERE id = ");
    sql_bind(&change, value_int(11));
    OK(sql_exec(&change, &changed) && changed == 1, "run");
}

static void queries(const char *url)
{
    struct ctx cx = work_on(url);
    must(&cx, is_postgres(&cx) ? "CREATE TABLE project (zone BIGINT, id BIGINT, name TEXT, total BIGINT, start BIGINT, "
                                 "is_key BIGINT, seal BYTEA)"
                               : "CREATE TABLE project (zone BIGINT, id BIGINT, name TEXT, total BIGINT, start BIGINT, "
                                 "is_key BIGINT, seal BLOB)");
    checks(&cx);
    structs(&cx);
    builds(&cx);
    work_done(&cx);
}

int main(void)
{
    on_each_engine(queries);
    return tap_done();
}
