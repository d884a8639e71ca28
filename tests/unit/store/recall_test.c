/* recall_test.c — what is remembered of small answers is never older than the last commit, whoever made it. */
#include "unit/store/engines.h"

#include <sys/wait.h>

static const char price[] = "SELECT price FROM goods WHERE name = $1";

/* -1 when there is no such thing. */
static int64_t price_of(struct ctx *cx, const char *name)
{
    const struct value param = value_text(name);
    struct value v;
    if (!db_recall(cx, price, &param, 1, &v))
        OK(false, "%s: %s", name, tap_code(cx));
    return v.kind == VALUE_INT ? v.i : -1;
}

static void remembers(struct ctx *cx)
{
    EQ_INT(price_of(cx, "tea"), 3);
    EQ_INT(price_of(cx, "salt"), -1);
    int64_t before = db_statements(cx->db);
    EQ_INT(price_of(cx, "tea"), 3);
    EQ_INT(price_of(cx, "salt"), -1);
    EQ_INT(db_statements(cx->db) - before, is_postgres(cx) ? 2 : 0);
}

static void sees_commits(struct ctx *cx, struct ctx *other)
{
    must(other, "UPDATE goods SET price = 4");
    EQ_INT(price_of(cx, "tea"), 4);
    must(cx, "INSERT INTO goods VALUES ('salt', 1, NULL)");
    EQ_INT(price_of(cx, "salt"), 1);
    EQ_INT(price_of(other, "salt"), 1);
    if (!is_postgres(cx)) /* the log begins anew */
        OK(db_exec(other, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, 0, NULL), "a checkpoint");
    must(other, "UPDATE goods SET price = 5");
    EQ_INT(price_of(cx, "tea"), 5);
}

static void sees_its_own(struct ctx *cx)
{
    OK(db_begin(cx) && db_exec(cx, "UPDATE goods SET price = 6", NULL, 0, NULL), "an open change");
    EQ_INT(price_of(cx, "tea"), 6);
    db_rollback(cx);
    EQ_INT(price_of(cx, "tea"), 5);
}

/* Text that fits is kept whole, and what does not fit is answered all the same. */
static void long_ones(struct ctx *cx)
{
    static const char words[] = "SELECT words FROM goods WHERE name = $1 AND words <> $2";
    char text[400];
    for (size_t n = 1; n < sizeof text - 1; n += 13) {
        memset(text, 'x', n);
        text[n] = '\0';
        const struct value one[] = {value_text(text)}, both[] = {value_text("tea"), value_text(text + 1)};
        struct value v = value_null();
        OK(db_exec(cx, "UPDATE goods SET words = $1 WHERE name = 'tea'", one, 1, NULL) &&
               db_recall(cx, words, both, 2, &v) && db_recall(cx, words, both, 2, &v) && v.n == n &&
               strcmp(v.s, text) == 0,
           "%zu bytes", n);
    }
}

/* Many questions share a place; each gets its own answer. */
static void many(struct ctx *cx)
{
    bool right = true;
    for (int round = 0; round < 2; round++)
        for (int64_t i = 0; i < 500; i++) {
            const struct value param = value_int(i);
            struct value v;
            right = db_recall(cx, "SELECT CAST($1 AS BIGINT)", &param, 1, &v) && v.i == i && right;
        }
    OK(right, "five hundred questions, each with its answer");
}

static void write_elsewhere(const char *url, int to)
{
    struct ctx cx = work_on(url);
    for (int i = 10; i < to; i++)
        must(&cx, "UPDATE goods SET price = price + 1");
    _exit(0);
}

/* Another process raises the price step by step; whoever has been told of a price by a plain query never recalls less. */
static void other_processes(struct ctx *cx, pid_t child)
{
    int64_t plain = 0;
    int status = -1;
    bool never_older = true;
    while (waitpid(child, &status, WNOHANG) == 0) {
        int64_t recalled = price_of(cx, "tea");
        never_older = recalled >= plain && never_older;
        plain = int_of(cx, "SELECT price FROM goods WHERE name = 'tea'");
        never_older = price_of(cx, "tea") >= plain && never_older;
    }
    OK(status == 0, "another process has written");
    OK(never_older, "nothing older than what was seen");
    EQ_INT(price_of(cx, "tea"), int_of(cx, "SELECT price FROM goods WHERE name = 'tea'"));
}

static void recall(const char *url)
{
    enum { RAISED_TO = 200 };
    struct ctx cx = work_on(url);
    must(&cx, "CREATE TABLE goods (name TEXT, price BIGINT, words TEXT); INSERT INTO goods VALUES ('tea', 3, NULL)");
    work_done(&cx);
    cx = work_on(url);
    struct ctx other = work_on(url);
    remembers(&cx);
    sees_commits(&cx, &other);
    sees_its_own(&cx);
    long_ones(&cx);
    many(&cx);
    work_done(&other);
    work_done(&cx);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0)
        write_elsewhere(url, RAISED_TO);
    cx = work_on(url);
    other_processes(&cx, child);
    work_done(&cx);
}

int main(void)
{
    on_each_engine(recall);
    return tap_done();
}
