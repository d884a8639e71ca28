/* rows_test.c — rows are stored, versioned, compared, kept in history and given back as they were. */
#include "unit/model/sample.h"

static struct work *full_work(struct ctx *cx, int64_t agency)
{
    struct work *w = work_new(cx, "中试基地");
    w->code = "A-1";
    w->agency = agency;
    w->nature = "new";
    w->colour = "teal";
    w->budget = (struct money){221 * MONEY_YI};
    w->share = 8356;
    w->rank = -4;
    w->begun = date_month(2023, 3);
    w->seen = (struct instant){1700000000123};
    w->active = true;
    w->note = "第一行\n第二行";
    w->settings = "{\"a\":[1,2]}";
    w->password = "p";
    w->photo = (struct bytes){"\0\1\xff", 3};
    return w;
}

static void test_round_trip(struct ctx *cx)
{
    int64_t agency = agency_new(cx, "发改局", 0);
    struct work *w = full_work(cx, agency);
    bool changed = false;
    OK(row_save(cx, &work_entity, w, &changed) && changed, "a new row is saved: %s", tap_code(cx));
    EQ_INT(w->head.id, 1);
    EQ_INT(w->head.version, 1);
    EQ_INT(w->head.created_at.ms, cx->now_ms);
    EQ_TEXT(w->head.created_by, "tester");
    OK(!work_stored_log.had_old && work_stored_log.calls == 1, "stored() saw a new row");

    struct work *back = row_load(cx, &work_entity, 1);
    OK(back && row_equal(&work_entity, w, back), "every field comes back");
    EQ_TEXT(back->note, "第一行\n第二行");
    EQ_INT(back->budget.fen, 221 * MONEY_YI);
    EQ_INT(back->begun.code, 202303014);
    EQ_INT(back->seen.ms, 1700000000123);
    OK(back->active && back->photo.size == 3 && memcmp(back->photo.data, "\0\1\xff", 3) == 0, "bool and bytes too");

    struct work *blank = work_new(cx, "空");
    blank->note = "";
    saved(cx, &work_entity, blank);
    back = row_load(cx, &work_entity, blank->head.id);
    OK(back->rank == NONE_INT && money_is_none(back->budget) && date_is_none(back->begun) && !back->agency &&
           !back->code && !back->active && !back->seen.ms,
       "unknown stays unknown");
    OK(!back->note, "empty text is no text");
    EQ_INT(int_of(cx, "SELECT COUNT(*) FROM work WHERE budget IS NULL AND begun IS NULL AND note IS NULL"), 1);

    OK(!row_load(cx, &work_entity, 99), "no such row");
    EQ_TEXT(failed_with(cx), "ROW-01");
    cx->zone = 8;
    OK(!row_load(cx, &work_entity, 1), "rows of another zone are not there");
    EQ_TEXT(failed_with(cx), "ROW-01");
    cx->zone = 7;
}

static void test_versions(struct ctx *cx)
{
    struct work *w = row_load(cx, &work_entity, 1);
    struct work *mine = row_copy(cx, &work_entity, w);
    bool changed = true;
    OK(row_save(cx, &work_entity, w, &changed) && !changed, "an equal row is not written");
    EQ_INT(int_of(cx, "SELECT COUNT(*) FROM work_history"), 0);

    int64_t before = cx->now_ms;
    w->rank = 5;
    cx->actor = "editor";
    cx->way = "form";
    OK(row_save(cx, &work_entity, w, &changed) && changed, "a changed row is");
    cx->way = NULL;
    EQ_INT(w->head.version, 2);
    EQ_INT(w->head.updated_at.ms, before + 1);
    EQ_TEXT(w->head.created_by, "tester");
    EQ_TEXT(w->head.updated_by, "editor");
    OK(work_stored_log.had_old, "stored() saw the old row");

    cx->now_ms = before - 5000; /* a clock that was set back */
    w->name = "中试基地二期";
    saved(cx, &work_entity, w);
    EQ_INT(w->head.updated_at.ms, before + 2);
    cx->now_ms = before;

    mine->rank = 9;
    OK(!row_save(cx, &work_entity, mine, NULL), "a stale row is refused");
    EQ_INT(cx->err.kind, ERR_STALE);
    EQ_TEXT(failed_with(cx), "ROW-02");
    EQ_INT(mine->head.version, 1);

    struct row_version *versions;
    size_t count = 0;
    OK(row_history(cx, &work_entity, 1, &versions, &count), "history");
    EQ_INT(count, 3);
    const struct work *now = versions[0].row, *second = versions[1].row, *first = versions[2].row;
    OK(now->rank == 5 && now->head.version == 3 && !versions[0].ended_at.ms, "the present row comes first");
    OK(second->rank == 5 && second->head.version == 2 && versions[1].ended_at.ms == before + 2,
       "then what it replaced");
    OK(first->rank == -4 && versions[2].ended_at.ms == second->head.updated_at.ms, "each ends when the next begins");
    EQ_TEXT(versions[2].ended_by, "editor");
    EQ_TEXT(versions[2].ended_way, "form");
    EQ_TEXT(first->head.way, "program");
    EQ_TEXT(second->head.way, "form");
    EQ_TEXT(now->head.way, "program");
    OK(row_equal(&work_entity, first, full_work(cx, first->agency)), "the first version is whole");
    cx->actor = "tester";
}

static void test_trusting(struct ctx *cx)
{
    struct work *old = row_load(cx, &work_entity, 1);
    struct work *w = row_copy(cx, &work_entity, old);
    w->rank = 77;
    bool changed = false;
    OK(row_save_over(cx, &work_entity, w, old, &changed) && changed, "saved over the row that the caller holds");
    struct work *late = row_copy(cx, &work_entity, old);
    late->rank = 78;
    OK(!row_save_over(cx, &work_entity, late, old, &changed), "but not when that is not the stored row any more");
    EQ_TEXT(failed_with(cx), "ROW-02");

    int64_t first = 0;
    OK(row_ids(cx, &work_entity, 10, &first), "ids are reserved");
    struct work *reserved = work_new(cx, "预留");
    reserved->head.id = first + 3;
    OK(row_save_over(cx, &work_entity, reserved, NULL, NULL), "and used");
    struct work *next = work_new(cx, "下一个");
    saved(cx, &work_entity, next);
    EQ_INT(next->head.id, first + 10);

    struct arena_mark mark = arena_mark(cx->arena);
    size_t used = arena_used(cx->arena);
    for (int i = 0; i < 100; i++) {
        struct work *many = work_new(cx, "许多");
        if (!row_save_over(cx, &work_entity, many, NULL, NULL))
            OK(false, "%s", tap_code(cx));
        arena_reset(cx->arena, mark);
    }
    EQ_INT(arena_used(cx->arena), used);
}

static void test_keys(struct ctx *cx)
{
    struct work *twin = work_new(cx, "孪生");
    twin->code = "A-1";
    OK(!row_save(cx, &work_entity, twin, NULL), "a taken key is refused");
    EQ_INT(cx->err.kind, ERR_CONFLICT);
    EQ_TEXT(cx->err.path, "code");
    OK(strstr(cx->err.message.zh, "中试基地二期") && strstr(cx->err.message.en, "id 1 "), "naming the other row: %s",
       cx->err.message.en);
    EQ_TEXT(failed_with(cx), "MDL-06");
    EQ_INT(twin->head.id, 0);
    OK(!row_save_over(cx, &work_entity, twin, NULL, NULL), "the engine refuses it too");
    EQ_TEXT(cx->err.path, "code");
    OK(strstr(cx->err.message.zh, "项目代码"), "in the model's words: %s", cx->err.message.zh);
    EQ_TEXT(failed_with(cx), "MDL-06");

    int64_t w = 1;
    payment_new(cx, w, date_month(2023, 1), 100);
    struct payment *again = row_new(cx, &payment_entity);
    again->work = w;
    again->month = date_month(2023, 1);
    again->kind = "actual";
    OK(!row_save_over(cx, &payment_entity, again, NULL, NULL), "a key of three fields");
    OK(strstr(cx->err.message.en, "Work + Month + Kind"), "is named whole: %s", cx->err.message.en);
    EQ_TEXT(failed_with(cx), "MDL-06");
    again->kind = NULL;
    saved(cx, &payment_entity, again);
    again->head = (struct row_head){0};
    saved(cx, &payment_entity, again);
    OK(true, "rows with an unknown part are exempt");

    struct payment like = {.work = w, .month = date_month(2023, 1), .kind = "actual"};
    struct payment *found = row_find(cx, &payment_entity, "work month kind", &like);
    OK(found && found->amount.fen == 100, "found by its key");
    like.kind = NULL;
    OK(!row_find(cx, &payment_entity, "work month kind", &like) && cx->err.kind == ERR_NONE, "unknown equals nothing");
    like.kind = "plan";
    OK(!row_find(cx, &payment_entity, "work month kind", &like) && cx->err.kind == ERR_NONE, "no such row is no error");
}

static void test_references(struct ctx *cx)
{
    struct work *w = work_new(cx, "指向");
    w->agency = 4711;
    OK(!row_save(cx, &work_entity, w, NULL), "a reference to nothing is refused");
    EQ_TEXT(cx->err.path, "agency");
    EQ_TEXT(failed_with(cx), "MDL-05");
    OK(!row_save_over(cx, &work_entity, w, NULL, NULL), "by the engine as well, at the commit");
    EQ_TEXT(failed_with(cx), "STO-02");

    OK(db_begin(cx), "a row may refer to one that comes later in the transaction");
    int64_t id;
    OK(row_ids(cx, &agency_entity, 1, &id), "whose id is reserved");
    w->agency = id;
    OK(row_save_over(cx, &work_entity, w, NULL, NULL), "the referrer first: %s", tap_code(cx));
    struct agency *late = row_new(cx, &agency_entity);
    late->name = "迟到局";
    late->head.id = id;
    OK(row_save_over(cx, &agency_entity, late, NULL, NULL) && db_commit(cx), "then its target: %s", tap_code(cx));

    OK(!row_delete(cx, &agency_entity, id, 1), "what is referred to cannot be deleted");
    EQ_INT(cx->err.kind, ERR_CONFLICT);
    OK(strstr(cx->err.message.zh, "项目"), "says by whom: %s", cx->err.message.zh);
    EQ_TEXT(failed_with(cx), "ROW-03");

    struct agency *self = row_new(cx, &agency_entity);
    self->name = "自指局";
    saved(cx, &agency_entity, self);
    self->parent = self->head.id;
    saved(cx, &agency_entity, self);
    OK(row_delete(cx, &agency_entity, self->head.id, 2), "a row that refers to itself can: %s", tap_code(cx));
}

static void test_delete(struct ctx *cx)
{
    struct work *w = work_new(cx, "将删");
    saved(cx, &work_entity, w);
    OK(!row_delete(cx, &work_entity, w->head.id, 9), "not in another version");
    EQ_TEXT(failed_with(cx), "ROW-02");
    OK(row_delete(cx, &work_entity, w->head.id, 1), "deleted");
    OK(!row_load(cx, &work_entity, w->head.id), "and gone");
    EQ_TEXT(failed_with(cx), "ROW-01");
    struct row_version *versions;
    size_t count = 0;
    OK(row_history(cx, &work_entity, w->head.id, &versions, &count) && count == 1 && versions[0].deleted,
       "its history says so");
    OK(!row_delete(cx, &work_entity, w->head.id, 1), "only once");
    EQ_TEXT(failed_with(cx), "ROW-01");
}

struct heard {
    int count;
    int64_t before, after;
};

static void hear(void *arg, const struct entity *e, int64_t id, int64_t before, int64_t after)
{
    (void)e;
    (void)id;
    struct heard *h = arg;
    *h = (struct heard){h->count + 1, before, after};
}

static int64_t in_index(struct ctx *cx, int64_t id)
{
    const struct value params[] = {value_int(cx->zone), value_text(work_entity.name), value_int(id)};
    struct value n = value_int(-1);
    OK(db_scalar(cx, "SELECT COUNT(*) FROM search_index WHERE zone = $1 AND entity = $2 AND id = $3", params, 3, &n),
       "the index is asked");
    return n.i;
}

/* A deleted row comes back under its id as the next version; whoever watches hears of each write. */
static void test_revive(struct ctx *cx)
{
    struct heard heard = {0};
    struct row_watch watch = {hear, &heard};
    struct row_version *versions;
    size_t count = 0;
    cx->watch = &watch;
    struct work *w = work_new(cx, "去而复来");
    saved(cx, &work_entity, w);
    EQ_INT(heard.after, 1);
    w->rank = 7;
    saved(cx, &work_entity, w);
    OK(heard.before == 1 && heard.after == 2, "a change is heard of");
    saved(cx, &work_entity, w);
    EQ_INT(heard.count, 2);
    OK(row_delete(cx, &work_entity, w->head.id, 2) && heard.before == 2 && heard.after == 0, "so is a deletion");
    OK(row_history(cx, &work_entity, w->head.id, &versions, &count) && count == 2, "two versions are kept");
    EQ_INT(in_index(cx, w->head.id), 0);
    struct work *back = row_copy(cx, &work_entity, versions[0].row);
    OK(row_revive(cx, &work_entity, back, versions[0].ended_at), "it comes back: %s", tap_code(cx));
    OK(heard.before == 0 && heard.after == 3, "which is heard of too");
    EQ_INT(in_index(cx, w->head.id), 1);
    cx->watch = NULL;
    struct work *now = row_load(cx, &work_entity, w->head.id);
    OK(now && now->head.version == 3 && now->rank == 7 && now->head.updated_at.ms > versions[0].ended_at.ms,
       "as the next version, later than its end");
    now->rank = 8;
    saved(cx, &work_entity, now);
    OK(row_history(cx, &work_entity, w->head.id, &versions, &count) && count == 4, "its history goes on");
}

static void test_referrer(struct ctx *cx)
{
    const struct entity *by = &work_entity;
    int64_t id;
    struct agency *a = row_new(cx, &agency_entity);
    a->name = "被引局";
    saved(cx, &agency_entity, a);
    OK(row_referrer(cx, &agency_entity, a->head.id, &by, &id) && !by, "nothing refers to a new row");
    struct work *w = work_new(cx, "引用");
    w->agency = a->head.id;
    saved(cx, &work_entity, w);
    OK(row_referrer(cx, &agency_entity, a->head.id, &by, &id) && by == &work_entity && id == w->head.id,
       "the one that does is found");
}

static void test_atomic(struct ctx *cx)
{
    struct work *w = row_load(cx, &work_entity, 1);
    struct row_head head = w->head;
    int64_t history = int_of(cx, "SELECT COUNT(*) FROM work_history");
    w->rank = 1234;
    work_stored_log.refuse = true;
    OK(!row_save(cx, &work_entity, w, NULL), "when stored() fails");
    EQ_TEXT(failed_with(cx), "WRK-09");
    work_stored_log.refuse = false;
    EQ_INT(int_of(cx, "SELECT COUNT(*) FROM work_history"), history);
    EQ_INT(int_of(cx, "SELECT COUNT(*) FROM work WHERE rank = 1234"), 0);
    OK(memcmp(&head, &w->head, sizeof head) == 0, "the head is as it was");
    w->rank = 13;
    w->active = true;
    OK(!row_save(cx, &work_entity, w, NULL), "blocking findings refuse");
    EQ_TEXT(cx->err.path, "rank");
    EQ_TEXT(failed_with(cx), "WRK-02");
}

static void test_global(struct ctx *cx)
{
    struct realm *r = row_new(cx, &realm_entity);
    r->name = "高新区";
    saved(cx, &realm_entity, r);
    cx->zone = 99;
    struct realm *other = row_new(cx, &realm_entity);
    other->name = "经开区";
    saved(cx, &realm_entity, other);
    cx->zone = 7;
    EQ_INT(other->head.id, r->head.id + 1);
    OK(row_load(cx, &realm_entity, other->head.id), "a global row is of every zone");
    struct agency *a = row_new(cx, &agency_entity);
    a->name = "驻区局";
    a->realm = other->head.id;
    saved(cx, &agency_entity, a);
    OK(!row_delete(cx, &realm_entity, other->head.id, 1), "and is referred to");
    EQ_TEXT(failed_with(cx), "ROW-03");
}

static void test(const char *url)
{
    struct ctx cx = sample_on(url);
    work_stored_log.calls = 0;
    test_round_trip(&cx);
    test_versions(&cx);
    test_trusting(&cx);
    test_keys(&cx);
    test_references(&cx);
    test_delete(&cx);
    test_revive(&cx);
    test_referrer(&cx);
    test_atomic(&cx);
    test_global(&cx);
    work_done(&cx);
}

int main(void)
{
    on_each_engine(test);
    return tap_done();
}
