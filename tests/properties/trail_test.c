/* trail_test.c — whatever is changed in the audit or, past the program, in the rows is found and named; many writers leave a
 * whole chain.  SEED=n repeats a run. */
#include "base/hash.h"
#include "model/trail_archive.h"
#include "model/trail_check.h"
#include "model/trail_text.h"

#include "cases/weinan.h"

#include <inttypes.h>
#include <pthread.h>
#include <sys/stat.h>

enum { ROUNDS = 120, WRITERS = 8, WRITES = 25 };

struct world {
    uint64_t random;
    struct trail_seals seals;
    int64_t records;
};

static uint64_t next(struct world *w) /* splitmix64 */
{
    uint64_t z = w->random += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static int64_t between(struct world *w, int64_t low, int64_t high)
{
    return low + (int64_t)(next(w) % (uint64_t)(high - low + 1));
}

static const struct trail_report *checked(struct ctx *cx, const struct trail_seals *seals)
{
    struct trail_report *r = ARENA_NEW(cx->arena, struct trail_report);
    need(cx, trail_check(cx, false, seals, r), "looking at the audit");
    return r;
}

static const char *said(struct ctx *cx, const struct trail_report *r)
{
    struct buf out = buf_init(cx->arena);
    cx->lang = LANG_EN;
    trail_report_text(cx, &out, r);
    for (char *c = out.data; *c; c++)
        *c = *c == '\n' ? ' ' : *c;
    return out.data;
}

/* ---- a zone with a past ---- */

static void work_a_while(struct ctx *cx, struct world *w)
{
    static const char *const ways[] = {"form", "bulk", "api", NULL};
    for (int i = 0; i < 60; i++) {
        struct project *p = row_load(cx, &project_entity, between(w, 1, 130));
        cx->way = ways[between(w, 0, 3)];
        cx->actor = i % 3 ? "wang" : "li";
        cx->now_ms += 1000;
        p->note = arena_printf(cx->arena, "第 %d 次", i);
        need(cx, row_save(cx, &project_entity, p, NULL), "a change");
    }
    for (int i = 0; i < 12; i++) {
        struct problem *p = row_new(cx, &problem_entity);
        p->description = arena_printf(cx->arena, "问题 %d", i);
        need(cx, row_save(cx, &problem_entity, p, NULL), "a problem");
        if (i % 2)
            need(cx, row_delete(cx, &problem_entity, p->head.id, p->head.version), "its end");
    }
    need(cx, trail_note(cx, &(struct trail_entry){.act = "sign_in", .detail = "{\"with\":\"password\"}"}), "a note");
    need(cx,
         trail_note(cx, &(struct trail_entry){.act = "refused", .outcome = "refused", .entity = "project", .row = 3}),
         "a refusal");
}

static void seal_all(struct ctx *cx, struct world *w, const char *dir)
{
    const char *path = arena_printf(cx->arena, "%s/key", dir), *seals = arena_printf(cx->arena, "%s/seals", dir);
    struct trail_key *key = trail_key_open(cx, path, true);
    struct stat st;
    need(cx, key && trail_seal(cx, key, seals), "sealing");
    OK(stat(path, &st) == 0 && (st.st_mode & 0777) == 0600, "nobody else reads the key");
    need(cx, trail_seals_read(cx, seals, trail_key_public(key), &w->seals), "the seals");
    size_t before = w->seals.count;
    need(cx, trail_seal(cx, key, seals) && trail_seals_read(cx, seals, trail_key_public(key), &w->seals), "again");
    EQ_INT(w->seals.count, before);
    OK(trail_key_open(cx, path, false) &&
           strcmp(trail_key_public(trail_key_open(cx, path, false)), trail_key_public(key)) == 0,
       "the key stays");
}

/* ---- tampering ---- */

static void let_tamper(struct ctx *cx)
{
    if (is_postgres(cx))
        must(cx, "ALTER TABLE audit_record DISABLE TRIGGER USER");
    else
        must(cx, "DROP TRIGGER audit_record_stays; DROP TRIGGER audit_record_remains");
}

/* What must be named: a record, or a row of an entity. */
struct culprit {
    int64_t record;
    const char *entity;
    int64_t row;
};

static bool is_named(const struct trail_report *r, const struct culprit *c)
{
    const struct trail_fault *f = &r->faults[0];
    if (r->fault_count == 0)
        return false;
    if (!c->entity)
        return !f->entity && f->record == c->record;
    for (int64_t i = 0; i < r->fault_count && i < TRAIL_FAULTS_MOST; i++)
        if (r->faults[i].entity && strcmp(r->faults[i].entity, c->entity) == 0 && r->faults[i].row == c->row)
            return true;
    return false;
}

static const char *change_record(struct ctx *cx, struct world *w, struct culprit *c)
{
    static const char *const changes[] = {"created_by = 'nobody'",
                                          "act = 'export'",
                                          "entity = 'zone'",
                                          "row_id = 4711",
                                          "row_version = 99",
                                          "outcome = 'failed'",
                                          "origin = '10.0.0.9'",
                                          "detail = '{}'",
                                          "content = 'ab'",
                                          "way = 'undo'",
                                          "created_at = created_at + 1",
                                          "updated_by = 'x'",
                                          "updated_at = 5",
                                          "version = 2",
                                          "role = 'office'",
                                          "request = '1'",
                                          "previous = 'ab'",
                                          "hash = 'ab'"};
    c->record = between(w, 2, w->records);
    return arena_printf(cx->arena, "UPDATE audit_record SET %s WHERE zone = %lld AND id = %lld",
                        changes[between(w, 0, sizeof changes / sizeof *changes - 1)], (long long)cx->zone,
                        (long long)c->record);
}

static const char *remove_record(struct ctx *cx, struct world *w, struct culprit *c)
{
    c->record = between(w, 1, w->records - 1);
    return arena_printf(cx->arena, "DELETE FROM audit_record WHERE zone = %lld AND id = %lld", (long long)cx->zone,
                        (long long)c->record);
}

static const char *cut_tail(struct ctx *cx, struct world *w, struct culprit *c)
{
    c->record = between(w, 1, w->records);
    return arena_printf(cx->arena, "DELETE FROM audit_record WHERE zone = %lld AND id >= %lld", (long long)cx->zone,
                        (long long)c->record);
}

static const char *swap_records(struct ctx *cx, struct world *w, struct culprit *c)
{
    long long zone = cx->zone, k = between(w, 1, w->records - 1);
    c->record = k;
    return arena_printf(cx->arena,
                        "UPDATE audit_record SET id = -1 WHERE zone = %lld AND id = %lld;"
                        "UPDATE audit_record SET id = %lld WHERE zone = %lld AND id = %lld;"
                        "UPDATE audit_record SET id = %lld WHERE zone = %lld AND id = -1",
                        zone, k, k, zone, k + 1, k + 1, zone);
}

static const char *insert_record(struct ctx *cx, struct world *w, struct culprit *c)
{
    c->record = w->records + 1;
    return arena_printf(
        cx->arena,
        "INSERT INTO audit_record (zone, id, version, created_at, created_by, updated_at, updated_by, act, outcome, "
        "previous, hash)"
        " SELECT zone, id + 1, 1, created_at, 'x', updated_at, 'x', 'export', 'done', hash, hash FROM audit_record"
        " WHERE zone = %lld AND id = %lld",
        (long long)cx->zone, (long long)w->records);
}

static int64_t some_row(struct ctx *cx, struct world *w, const char *table)
{
    const char *all = arena_printf(cx->arena, "SELECT COUNT(*) FROM %s WHERE zone = %lld", table, (long long)cx->zone);
    return int_of(cx, arena_printf(cx->arena,
                                   "SELECT id FROM %s WHERE zone = %lld ORDER BY id, version LIMIT 1 OFFSET %lld",
                                   table, (long long)cx->zone, (long long)between(w, 0, int_of(cx, all) - 1)));
}

static const char *change_row(struct ctx *cx, struct world *w, struct culprit *c)
{
    static const char *const rows[][3] = {
        {"project", "project", "name = 'x'"},
        {"project", "project", "total_investment = 1"},
        {"project", "project", "updated_by = 'x'"},
        {"project", "project", "way = 'cli'"},
        {"project", "project", "version = version + 7"},
        {"project", "project_history", "note = 'x'"},
        {"project", "project_history", "name = 'x'"},
        {"unit", "unit", "name = name || '。'"},
        {"investment", "investment", "amount = amount + 1"},
        {"problem", "problem_history", "description = 'x'"},
        {"project", "project_history", "ended_by = 'x'"},
        {"project", "project_history", "ended_at = 7"},
        {"problem", "problem_history", "ended_at = ended_at + 1"},
        {"problem", "problem_history", "ended_way = 'zzz'"},
    };
    size_t i = (size_t)between(w, 0, sizeof rows / sizeof *rows - 1);
    *c = (struct culprit){.entity = rows[i][0], .row = some_row(cx, w, rows[i][1])};
    return arena_printf(cx->arena, "UPDATE %s SET %s WHERE zone = %lld AND id = %lld", rows[i][1], rows[i][2],
                        (long long)cx->zone, (long long)c->row);
}

static const char *remove_row(struct ctx *cx, struct world *w, struct culprit *c)
{
    static const char *const rows[][2] = {{"problem", "problem"},
                                          {"investment", "investment"},
                                          {"project", "project_history"},
                                          {"problem", "problem_history"}};
    size_t i = (size_t)between(w, 0, sizeof rows / sizeof *rows - 1);
    *c = (struct culprit){.entity = rows[i][0], .row = some_row(cx, w, rows[i][1])};
    return arena_printf(cx->arena, "DELETE FROM %s WHERE zone = %lld AND id = %lld", rows[i][1], (long long)cx->zone,
                        (long long)c->row);
}

static const char *insert_row(struct ctx *cx, struct world *w, struct culprit *c)
{
    *c = (struct culprit){.entity = "problem", .row = 900 + between(w, 0, 50)};
    return arena_printf(
        cx->arena,
        "INSERT INTO problem (zone, id, version, created_at, created_by, updated_at, updated_by, description)"
        " VALUES (%lld, %lld, 1, 5, 'x', 5, 'x', '凭空而来')",
        (long long)cx->zone, (long long)c->row);
}

/* The whole chain computed anew over a changed record, as somebody with this program's source can. */
static void rewrite_chain(struct ctx *cx, int64_t from)
{
    const struct entity *e = trail_entity();
    const char *hash = NULL;
    for (int64_t id = from; id <= int_of(cx, "SELECT MAX(id) FROM audit_record WHERE zone = 1"); id++) {
        struct audit_record *r = row_load(cx, e, id);
        unsigned char digest[SM3_SIZE];
        r->previous = hash ? hash : r->previous;
        need(cx, trail_digest(cx, e, r, "hash", digest), "a digest");
        hash = hex_of(cx->arena, digest, SM3_SIZE);
        const struct value params[] = {value_text(r->previous), value_text(hash), value_int(id)};
        need(
            cx,
            db_exec(cx, "UPDATE audit_record SET previous = $1, hash = $2 WHERE zone = 1 AND id = $3", params, 3, NULL),
            "rewriting");
    }
}

static void test_tampering(struct ctx *cx, struct world *w)
{
    static const char *(*const ways[])(struct ctx * cx, struct world * w, struct culprit * c) = {
        change_record, remove_record, cut_tail,   swap_records, insert_record,
        change_row,    change_row,    remove_row, insert_row};
    int missed = 0;
    for (int i = 0; i < ROUNDS; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        struct culprit c = {0};
        need(cx, db_begin(cx), "a transaction");
        let_tamper(cx);
        if (!is_postgres(cx))
            must(cx, "PRAGMA defer_foreign_keys = ON");
        const char *sql = ways[between(w, 0, sizeof ways / sizeof *ways - 1)](cx, w, &c);
        must(cx, sql);
        const struct trail_report *r = checked(cx, &w->seals);
        if (!is_named(r, &c)) {
            missed++;
            OK(false, "after %s record %lld or %s %lld is named, not: %s", sql, (long long)c.record,
               c.entity ? c.entity : "", (long long)c.row, said(cx, r));
        }
        db_rollback(cx);
        arena_reset(cx->arena, mark);
    }
    OK(missed == 0, "each of %d changes was found and named", ROUNDS);

    need(cx, db_begin(cx), "a transaction");
    let_tamper(cx);
    must(cx, "UPDATE audit_record SET created_by = 'somebody else' WHERE zone = 1 AND id = 20");
    rewrite_chain(cx, 20);
    const struct trail_report *r = checked(cx, &w->seals);
    OK(r->fault_count && r->faults[0].record >= 20, "a chain computed anew does not fit its seals: %s", said(cx, r));
    db_rollback(cx);
    r = checked(cx, &w->seals);
    OK(r->fault_count == 0 && r->seals >= 4, "and all is whole again: %s", said(cx, r));
}

static void test_guards(struct ctx *cx)
{
    static const char *const refused[] = {"UPDATE audit_record SET act = 'x'", "DELETE FROM audit_record WHERE id = 1",
                                          "DELETE FROM audit_record"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        OK(!db_exec(cx, refused[i], NULL, 0, NULL), "the database refuses %s", refused[i]);
        err_clear(cx);
    }
    if (is_postgres(cx)) {
        OK(!db_exec(cx, "TRUNCATE audit_record", NULL, 0, NULL), "and to empty it");
        err_clear(cx);
    }
}

/* ---- rows from before there was an audit ---- */

static void test_begin(struct ctx *cx)
{
    need(cx, db_begin(cx), "a transaction");
    let_tamper(cx);
    must(cx, "DELETE FROM audit_record");
    need(cx, trail_begin(cx), "the beginning");
    const struct trail_report *r = checked(cx, NULL);
    OK(r->fault_count == 0 && r->records == 2 && r->rows > 1000, "what was there before is listed: %s", said(cx, r));
    must(cx, "UPDATE project_history SET note = 'x' WHERE id = (SELECT MIN(id) FROM project_history)");
    OK(checked(cx, NULL)->fault_count >= 1, "and looked after");
    db_rollback(cx);
}

/* ---- archiving ---- */

static int64_t count_lines(const char *path)
{
    int64_t n = 0;
    FILE *f = fopen(path, "re");
    for (int c; f && (c = getc(f)) != EOF;)
        n += c == '\n';
    if (f)
        fclose(f);
    return n;
}

static void test_archive(struct ctx *cx, struct world *w, const char *dir)
{
    struct trail_key *key = trail_key_open(cx, arena_printf(cx->arena, "%s/key", dir), false);
    const char *seals = arena_printf(cx->arena, "%s/seals", dir);
    struct trail_archived a;
    for (int i = 1; i <= 2; i++) { /* an archive's own record goes into the next */
        const char *path = arena_printf(cx->arena, "%s/archive%d", dir, i);
        const int64_t before = int_of(cx, "SELECT COUNT(*) FROM audit_record WHERE zone = 1");
        struct instant cut = {int_of(cx, i == 1 ? "SELECT created_at FROM audit_record WHERE zone = 1 AND id = 40"
                                                : "SELECT MAX(created_at) + 1 FROM audit_record WHERE zone = 1")};
        need(cx, trail_archive(cx, path, cut, key, &a), "archiving");
        EQ_INT(a.records, i == 1 ? 39 : before - 1);
        EQ_INT(count_lines(path), a.records + 1);
        EQ_INT(int_of(cx, "SELECT MIN(id) FROM audit_record WHERE zone = 1"), a.up_to + 1);
        OK(!trail_archive(cx, path, cut, key, &a) || a.up_to == 0, "a file is never written over");
        err_clear(cx);
        need(cx, trail_seal(cx, key, seals) && trail_seals_read(cx, seals, trail_key_public(key), &w->seals),
             "sealing");
        const struct trail_report *r = checked(cx, &w->seals);
        OK(r->fault_count == 0 && r->rows > 1000, "what is left is whole, and all rows are still spoken of: %s",
           said(cx, r));
        unlink(path);
    }
    need(cx, db_begin(cx), "a transaction");
    must(cx, "UPDATE project SET note = 'x' WHERE id = 5");
    OK(checked(cx, &w->seals)->fault_count == 1, "a row that only the archive spoke of is looked after");
    db_rollback(cx);
    need(cx, db_begin(cx), "a transaction");
    must(cx, "UPDATE audit_retention SET up_to = up_to + 1 WHERE zone = 1");
    must(cx, "DELETE FROM audit_record WHERE zone = 1 AND id = (SELECT MIN(id) FROM audit_record WHERE zone = 1)");
    OK(checked(cx, &w->seals)->fault_count > 0, "who takes more away than was archived is noticed");
    db_rollback(cx);
}

/* ---- many writers ---- */

struct writer {
    const char *url;
    int number;
    int64_t zone;
    bool failed;
};

static void *write_much(void *arg)
{
    struct writer *w = arg;
    struct ctx cx = work_on(w->url);
    cx.zone = w->zone;
    cx.actor = "writer";
    for (int i = 0; i < WRITES && !w->failed; i++) {
        struct problem *p = row_new(&cx, &problem_entity);
        p->description = arena_printf(cx.arena, "%d 写的第 %d 个", w->number, i);
        w->failed = !row_save(&cx, &problem_entity, p, NULL);
    }
    work_done(&cx);
    return NULL;
}

static void test_writers(struct ctx *cx, const char *url)
{
    struct writer writers[WRITERS];
    pthread_t threads[WRITERS];
    int64_t before = int_of(cx, "SELECT MAX(id) FROM audit_record WHERE zone = 1");
    bool failed = false;
    for (int i = 0; i < WRITERS; i++) {
        writers[i] = (struct writer){url, i, cx->zone, false};
        pthread_create(&threads[i], NULL, write_much, &writers[i]);
    }
    for (int i = 0; i < WRITERS; i++) {
        pthread_join(threads[i], NULL);
        failed = failed || writers[i].failed;
    }
    OK(!failed, "%d writers at once", WRITERS);
    EQ_INT(int_of(cx, "SELECT MAX(id) FROM audit_record WHERE zone = 1") - before, WRITERS * WRITES);
    const struct trail_report *r = checked(cx, NULL);
    OK(r->fault_count == 0, "leave a whole chain: %s", said(cx, r));
}

static void test_lists(struct ctx *cx)
{
    struct trail_list *l = trail_list_new(cx->arena);
    unsigned char digest[SM3_SIZE] = {1, 2, 3};
    trail_list_add(l, "project", 1, 1, false, digest);
    trail_list_add(l, "unit", 300, 70000, true, digest);
    trail_list_add(l, "project", INT64_C(9007199254740993), 2, false, digest);
    struct trail_reading r = trail_read(cx->arena, (struct bytes){l->bytes.data, l->bytes.length});
    struct trail_item i;
    OK(trail_next(&r, &i) && strcmp(i.entity, "project") == 0 && i.id == 1 && i.version == 1 && !i.end, "the first");
    OK(trail_next(&r, &i) && strcmp(i.entity, "unit") == 0 && i.id == 300 && i.version == 70000 && i.end, "the second");
    OK(trail_next(&r, &i) && strcmp(i.entity, "project") == 0 && i.id == INT64_C(9007199254740993) && i.tag[2] == 3,
       "the third");
    OK(!trail_next(&r, &i) && !r.broken, "no more");
    int broken = 0;
    for (size_t n = 0; n < l->bytes.length; n++) { /* cut anywhere it is broken or ends, and never read past its end */
        r = trail_read(cx->arena, (struct bytes){l->bytes.data, n});
        int count = 0;
        while (trail_next(&r, &i))
            count++;
        broken += r.broken;
        OK(count < 3, "cut at %zu", n);
    }
    OK(broken >= (int)l->bytes.length - 3, "a cut list is broken, unless it is cut between two");
}

static void test(const char *url)
{
    struct ctx cx = with_sample(url);
    const char *seed = getenv("SEED");
    struct world w = {.random = seed ? strtoull(seed, NULL, 10) : UINT64_C(20231231)};
    char dir[] = "/tmp/steward-seals.XXXXXX";
    if (!mkdtemp(dir))
        need(&cx, false, "a folder");
    tap_note("SEED=%" PRIu64, w.random);
    work_a_while(&cx, &w);
    const struct trail_report *r = checked(&cx, NULL);
    OK(r->fault_count == 0 && r->rows > 1000, "all is whole: %s", said(&cx, r));
    seal_all(&cx, &w, dir);
    w.records = int_of(&cx, "SELECT MAX(id) FROM audit_record WHERE zone = 1");
    test_guards(&cx);
    test_tampering(&cx, &w);
    test_begin(&cx);
    test_writers(&cx, url);
    test_archive(&cx, &w, dir);
    unlink(arena_printf(cx.arena, "%s/key", dir));
    unlink(arena_printf(cx.arena, "%s/seals", dir));
    rmdir(dir);
    work_done(&cx);
}

int main(void)
{
    struct ctx cx = tap_ctx();
    test_lists(&cx);
    tap_ctx_free(&cx);
    on_each_engine(test);
    return tap_done();
}
