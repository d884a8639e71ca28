/* recall.c — small answers that every request asks for, remembered as long as nobody commits. */
#include "base/hash.h"
#include "store/engine.h"

#include <string.h>

/* What was asked, to be compared as bytes; false when it is too long to keep. */
static bool key_add(struct recalled *r, const void *bytes, size_t n)
{
    if (n > sizeof r->key - r->key_size)
        return false;
    memcpy(r->key + r->key_size, bytes, n);
    r->key_size += n;
    return true;
}

static bool key_of(const char *sql, const struct value *params, size_t count, struct recalled *ret_asked)
{
    *ret_asked = (struct recalled){.sql = sql};
    for (size_t i = 0; i < count; i++) {
        const struct value *v = &params[i];
        const unsigned char kind = (unsigned char)v->kind;
        bool is_number = v->kind == VALUE_INT;
        if (!key_add(ret_asked, &kind, 1) ||
            !key_add(ret_asked, is_number ? (const void *)&v->i : &v->n, sizeof(int64_t)) ||
            (v->n && !key_add(ret_asked, v->s, v->n)))
            return false;
    }
    return true;
}

static struct recalled *place_of(struct recall *all, const struct recalled *asked)
{
    uint64_t hash = quick_hash(HASH_BEGIN ^ (uintptr_t)asked->sql, asked->key, asked->key_size);
    return &all->places[hash % RECALL_PLACES];
}

static bool is_same(const struct recalled *a, const struct recalled *b)
{
    return a->sql == b->sql && a->key_size == b->key_size && memcmp(a->key, b->key, a->key_size) == 0;
}

static void keep(struct recalled *place, struct recalled *asked, struct value answer)
{
    if (answer.n >= sizeof place->text)
        return;
    *place = *asked;
    place->answer = answer;
    if (answer.kind == VALUE_INT || answer.kind == VALUE_NULL)
        return;
    memcpy(place->text, answer.s, answer.n);
    place->text[answer.n] = '\0';
    place->answer.s = place->text;
}

/* The first column of the first row, the null value when there is no row. */
static bool ask(struct ctx *cx, const char *sql, const struct value *params, size_t count, struct value *ret_value)
{
    struct rows *rows = db_query(cx, sql, params, count);
    *ret_value = rows && db_next(rows) ? value_copy(cx->arena, db_value(rows, 0)) : value_null();
    bool done = db_ok(rows);
    db_end(rows);
    return done;
}

/* The mark is taken before the statement runs: what it reads is at least as new. */
bool db_recall(struct ctx *cx, const char *sql, const struct value *params, size_t count, struct value *ret_value)
{
    struct db *db = cx->db;
    struct recalled asked;
    struct mark mark;
    if (!store_ready(cx))
        return false;
    if (db->transaction || !db->engine->mark(db, &mark) || !key_of(sql, params, count, &asked))
        return ask(cx, sql, params, count, ret_value);
    if (memcmp(&mark, &db->recall.mark, sizeof mark) != 0)
        db->recall = (struct recall){.mark = mark};
    struct recalled *place = place_of(&db->recall, &asked);
    if (is_same(place, &asked)) {
        *ret_value = value_copy(cx->arena, place->answer);
        return true;
    }
    if (!ask(cx, sql, params, count, ret_value))
        return false;
    keep(place, &asked, *ret_value);
    return true;
}
