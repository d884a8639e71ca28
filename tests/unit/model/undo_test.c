/* undo_test.c — one change of a row taken back: alone, among others, against others; what was made, and what was deleted. */
#include "model/list.h"
#include "model/undo.h"
#include "unit/model/sample.h"

static struct work *changed(struct ctx *cx, int64_t id, const char *who)
{
    cx->actor = who;
    cx->now_ms += 1000;
    return row_load(cx, &work_entity, id);
}

static const struct work *now(struct ctx *cx, int64_t id)
{
    return row_load(cx, &work_entity, id);
}

/* Version 1: budget 1, rank 1.  2: budget 2 and a note.  3: rank 3. */
static int64_t thrice(struct ctx *cx, const char *name)
{
    struct work *w = work_new(cx, name);
    w->budget = (struct money){100};
    w->rank = 1;
    saved(cx, &work_entity, w);
    int64_t id = w->head.id;
    w = changed(cx, id, "second");
    w->budget = (struct money){200};
    w->note = "改过";
    saved(cx, &work_entity, w);
    w = changed(cx, id, "third");
    w->rank = 3;
    saved(cx, &work_entity, w);
    return id;
}

static void test_change(struct ctx *cx)
{
    int64_t id = thrice(cx, "甲");
    struct row_undone u;
    cx->actor = "undoer";
    cx->way = "form";
    OK(row_undo(cx, &work_entity, id, 2, &u), "a change in the middle is taken back: %s", tap_code(cx));
    EQ_TEXT(cx->way, "form");
    OK(u.kind == UNDO_CHANGE && u.changed && u.count == 2, "both of its fields are told");
    const struct work *w = now(cx, id);
    OK(w->budget.fen == 100 && !w->note && w->rank == 3, "they say what they said; what came after stays");
    EQ_INT(w->head.version, 4);
    EQ_TEXT(w->head.updated_by, "undoer");
    EQ_TEXT(w->head.way, "undo");
    OK(row_undo(cx, &work_entity, id, 2, &u) && !u.changed, "once more changes nothing");
    EQ_INT(now(cx, id)->head.version, 4);
    OK(row_undo(cx, &work_entity, id, 4, &u) && u.changed, "an undo is undone like any change");
    EQ_INT(now(cx, id)->budget.fen, 200);
}

static void test_changed_since(struct ctx *cx)
{
    int64_t id = thrice(cx, "乙");
    struct row_undone u;
    struct work *w = changed(cx, id, "fourth");
    w->budget = (struct money){300};
    saved(cx, &work_entity, w);
    OK(!row_undo(cx, &work_entity, id, 2, &u), "not where somebody has changed it since");
    EQ_TEXT(failed_with(cx), "UND-02");
    EQ_INT(u.count, 2);
    const struct undo_field *f = &u.fields[0];
    EQ_TEXT(f->field->name, "budget");
    OK(f->before.i == 100 && f->after.i == 200 && f->now.i == 300 && f->changed_since,
       "base, theirs and mine are told");
    EQ_INT(f->since, 4);
    EQ_TEXT(f->by, "fourth");
    OK(!u.fields[1].changed_since, "the other field was left alone");
    EQ_INT(now(cx, id)->head.version, 4);

    w = changed(cx, id, "fifth");
    w->budget = (struct money){200};
    saved(cx, &work_entity, w);
    OK(row_undo(cx, &work_entity, id, 2, &u), "changed and put back again is not changed: %s", tap_code(cx));
    EQ_INT(now(cx, id)->budget.fen, 100);
    OK(!row_undo(cx, &work_entity, id, 99, &u), "a version that there never was");
    EQ_TEXT(failed_with(cx), "UND-01");
}

static void test_checks(struct ctx *cx)
{
    struct work *w = work_new(cx, "丙");
    struct row_undone u;
    w->active = true;
    w->begun = date_month(2023, 1);
    w->rank = 12;
    saved(cx, &work_entity, w);
    w->code = "C-1";
    saved(cx, &work_entity, w);
    w->code = "C-2";
    saved(cx, &work_entity, w);
    struct work *other = work_new(cx, "丁");
    other->code = "C-1";
    saved(cx, &work_entity, other);
    OK(!row_undo(cx, &work_entity, w->head.id, 3, &u), "an undo is checked like any save");
    EQ_INT(cx->err.kind, ERR_CONFLICT);
    EQ_TEXT(failed_with(cx), "MDL-06");
    OK(now(cx, w->head.id)->head.version == 3, "and leaves nothing half done");
}

static void test_creation(struct ctx *cx)
{
    struct work *w = work_new(cx, "戊");
    struct payment *p = row_new(cx, &payment_entity);
    struct row_undone u;
    saved(cx, &work_entity, w);
    p->work = w->head.id;
    p->month = date_month(2023, 1);
    saved(cx, &payment_entity, p);
    OK(!row_undo(cx, &work_entity, w->head.id, 1, &u), "what made a row is not undone while others refer to it");
    EQ_TEXT(failed_with(cx), "ROW-03");
    OK(row_delete(cx, &payment_entity, p->head.id, 1), "the other goes");
    struct work *again = changed(cx, w->head.id, "later");
    again->rank = 5;
    saved(cx, &work_entity, again);
    OK(!row_undo(cx, &work_entity, w->head.id, 1, &u), "nor once it says something else");
    EQ_TEXT(failed_with(cx), "UND-02");
    OK(row_undo(cx, &work_entity, w->head.id, 2, &u) && row_undo(cx, &work_entity, w->head.id, 1, &u), "else it is: %s",
       tap_code(cx));
    OK(u.kind == UNDO_CREATION && !u.row, "and says so");
    OK(!row_load(cx, &work_entity, w->head.id), "the row is gone");
    EQ_TEXT(failed_with(cx), "ROW-01");
}

static int64_t deleted_count(struct ctx *cx, const char *name, struct instant *ret_at)
{
    struct list l;
    const struct list_query gone = {.where = arena_printf(cx->arena, "name = \"%s\"", name),
                                    .fields = "updated_at,updated_by",
                                    .view = {.deleted = true}};
    int64_t n = 0;
    OK(list_open(cx, &work_entity, &gone, &l), "deleted rows are listed: %s", tap_code(cx));
    for (; list_next(&l); n++)
        ret_at->ms = list_value(&l, 2).i;
    OK(list_ok(&l), "to the end: %s", tap_code(cx));
    return n;
}

static void test_deletion(struct ctx *cx)
{
    struct work *w = work_new(cx, "己");
    struct row_undone u;
    struct instant at = {0};
    saved(cx, &work_entity, w);
    EQ_INT(deleted_count(cx, "己", &at), 0);
    cx->now_ms += 5000;
    OK(row_delete(cx, &work_entity, w->head.id, 1), "a row is deleted");
    EQ_INT(deleted_count(cx, "己", &at), 1);
    EQ_INT(at.ms, cx->now_ms);
    OK(row_undo(cx, &work_entity, w->head.id, 1, &u) && u.kind == UNDO_DELETION, "it comes back: %s", tap_code(cx));
    EQ_INT(now(cx, w->head.id)->head.version, 2);
    EQ_INT(deleted_count(cx, "己", &at), 0);
    OK(row_undo(cx, &work_entity, w->head.id, 2, &u) && u.kind == UNDO_CREATION, "bringing it back is undone: %s",
       tap_code(cx));
    EQ_INT(deleted_count(cx, "己", &at), 1);
    OK(!row_undo(cx, &work_entity, w->head.id, 1, &u), "an older version is not what was deleted");
    EQ_TEXT(failed_with(cx), "UND-03");
    struct work *taker = work_new(cx, "庚");
    struct work *coded = work_new(cx, "辛");
    coded->code = "K-1";
    saved(cx, &work_entity, coded);
    OK(row_delete(cx, &work_entity, coded->head.id, 1), "a row with a key is deleted");
    taker->code = "K-1";
    saved(cx, &work_entity, taker);
    OK(!row_undo(cx, &work_entity, coded->head.id, 1, &u), "it does not come back over one that took its key");
    EQ_TEXT(failed_with(cx), "MDL-06");
}

static void test_zones(struct ctx *cx)
{
    struct row_undone u;
    int64_t id = thrice(cx, "壬"), zone = cx->zone;
    cx->zone = zone + 1;
    OK(!row_undo(cx, &work_entity, id, 2, &u), "not from another zone");
    EQ_TEXT(failed_with(cx), "ROW-01");
    struct instant at;
    EQ_INT(deleted_count(cx, "己", &at), 0);
    cx->zone = zone;
}

static void test(const char *url)
{
    struct ctx cx = sample_on(url);
    test_change(&cx);
    test_changed_since(&cx);
    test_checks(&cx);
    test_creation(&cx);
    test_deletion(&cx);
    test_zones(&cx);
    work_done(&cx);
}

int main(void)
{
    on_each_engine(test);
    return tap_done();
}
