/* scope.c — names to SQL: own fields, derived fields, paths through references, the past. */
#include "model/scope.h"

#include "base/buf.h"
#include "base/text.h"
#include "model/rights.h"
#include "model/rows.h"
#include "model/statement.h"

#include <string.h>

enum { DEPTH_MOST = 3, SUGGEST_MOST = 3, SUGGEST_LIKENESS = 40 };

/* A row that t refers to, directly or through others: LEFT JOIN target alias ON … = parent.ref; or the one row of the
 * target that refers to the parent: LEFT JOIN target alias ON alias.ref = parent.id AND alias.key */
struct join {
    const char *alias;
    const char *parent;
    const struct field *ref;
    const struct entity *target;
    const char *key; /* "year = …", "": there is one anyway; NULL: the parent refers to it */
    int depth;
};

struct entity_scope {
    struct scope formula;
    struct ctx *cx;
    const struct entity *entity;
    const char *through;
    struct view view;
    struct join *joins;
    size_t count, capacity;
};

/* Where a name is looked up: an entity under an alias, so many references away from t. */
struct place {
    const struct entity *entity;
    const char *alias;
    const char *path; /* in English, "" for t itself, else "project." */
    int depth;
};

/* ---- sources ---- */

static const char *past_of(const struct entity_scope *s, const struct entity *e)
{
    struct buf out = buf_init(s->cx->arena);
    const char *zone = e->flags & ENTITY_GLOBAL ? "" : "zone, ";
    const char *own = e->flags & ENTITY_GLOBAL ? "" : "zone = $1 AND ";
    const char *columns = row_columns(s->cx, e, NULL);
    buf_printf(&out, "(SELECT %s%s FROM %s WHERE %supdated_at <= $3", zone, columns, entity_table(e), own);
    buf_printf(&out, " UNION ALL SELECT %s%s FROM %s_history WHERE %supdated_at <= $3 AND ended_at > $3)", zone,
               columns, entity_table(e), own);
    return out.data;
}

/* What says of a version that is gone what its head says of one that is there: "ended_by" for "updated_by"; else NULL. */
static const char *end_mark(const struct field *f)
{
    return strcmp(f->name, "updated_at") == 0   ? "ended_at"
           : strcmp(f->name, "updated_by") == 0 ? "ended_by"
           : strcmp(f->name, "way") == 0        ? "ended_way"
                                                : NULL;
}

/* The last version of each row that is gone. */
static const char *deleted_of(const struct entity_scope *s)
{
    const struct entity *e = s->entity;
    struct buf out = buf_init(s->cx->arena);
    const char *zone = e->flags & ENTITY_GLOBAL ? "" : "h.zone, ";
    const char *own = e->flags & ENTITY_GLOBAL ? "" : "h.zone = $1 AND ";
    const char *same = e->flags & ENTITY_GLOBAL ? "o.id = h.id" : "o.zone = h.zone AND o.id = h.id";
    buf_printf(&out, "(SELECT %s", zone);
    for (const struct field *f = entity_next_column(e, NULL); f; f = entity_next_column(e, f)) {
        const char *mark = end_mark(f);
        buf_printf(&out, mark ? "%sh.%s AS %s" : "%sh.%s", f == row_head_fields ? "" : ", ", mark ? mark : f->name,
                   f->name);
    }
    buf_printf(&out, " FROM %1$s_history h WHERE %2$sh.deleted = 1 AND NOT EXISTS (SELECT 1 FROM %1$s o WHERE %3$s)",
               entity_table(e), own, same);
    buf_printf(&out, " AND NOT EXISTS (SELECT 1 FROM %s_history o WHERE %s AND o.version > h.version))",
               entity_table(e), same);
    return out.data;
}

const char *scope_source(const struct entity_scope *s, const struct entity *e)
{
    return s->view.known_at.ms ? past_of(s, e) : entity_table(e);
}

/* ---- joins ---- */

static const struct join *join_find(const struct entity_scope *s, const struct place *from, const struct field *ref,
                                    const char *key)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->joins[i].ref == ref && strcmp(s->joins[i].parent, from->alias) == 0 &&
            (key ? s->joins[i].key && strcmp(s->joins[i].key, key) == 0 : !s->joins[i].key))
            return &s->joins[i];
    return NULL;
}

/* The join of this kind; a new one when there is none yet. */
static const struct join *join_to(struct entity_scope *s, const struct place *from, const struct field *ref,
                                  const struct entity *target, const char *key)
{
    const struct join *known = join_find(s, from, ref, key);
    if (known)
        return known;
    if (s->count == s->capacity) {
        size_t capacity = s->capacity ? s->capacity * 2 : 4;
        s->joins = arena_grow(s->cx->arena, s->joins, s->capacity * sizeof *s->joins, capacity * sizeof *s->joins);
        s->capacity = capacity;
    }
    struct join *j = &s->joins[s->count++];
    *j = (struct join){
        .alias = arena_printf(s->cx->arena, "j%zu", s->count),
        .parent = from->alias,
        .ref = ref,
        .target = target,
        .key = key,
        .depth = from->depth + 1,
    };
    return j;
}

static bool fail_depth(struct ctx *cx, const char *path)
{
    return fail(cx, ERR_INPUT, "SCP-02", path, "“%s”经过的引用超过 %d 层，请改用更近的字段",
                "\"%s\" goes through more than %d references; use a field that is nearer", path, DEPTH_MOST);
}

/* The place that `ref` leads to from `from`.  False when it is no reference, or too far. */
static bool follow(struct entity_scope *s, const struct place *from, const struct field *ref, struct place *ret_place)
{
    const struct entity *target = ref && ref->type == T_REF ? entity_find(ref->ref) : NULL;
    if (!target)
        return false;
    const char *path = arena_printf(s->cx->arena, "%s%s.", from->path, ref->name);
    if (from->depth == DEPTH_MOST)
        return fail_depth(s->cx, path);
    const struct join *j = join_to(s, from, ref, target, NULL);
    *ret_place = (struct place){target, j->alias, path, j->depth};
    return true;
}

static struct place top(const struct entity_scope *s)
{
    return (struct place){.entity = s->entity, .alias = "t", .path = ""};
}

/* ---- columns ---- */

/* {plan_year.amount, year = $2 / 100000}: the amount of the one row of plan_year that refers to this one and is of the
 * year.  Of the past it is looked up row by row: neither engine would find it by an index in a join. */
static const char *of_own_row(struct entity_scope *s, const struct place *at, const char *target, const char *rest)
{
    struct arena *a = s->cx->arena;
    const struct entity *e = entity_find(target);
    const struct field *ref = entity_reference(e, at->entity);
    size_t n = strcspn(rest, ",");
    const char *field = arena_strndup(a, rest, n), *key = rest[n] ? rest + n + strlen(", ") : "";
    if (!s->view.known_at.ms)
        return arena_printf(a, "%s.%s", join_to(s, at, ref, e, key)->alias, field);
    return arena_printf(a, "(SELECT o.%s FROM %s o WHERE o.zone = %s.zone AND o.%s = %s.id%s%s)", field,
                        scope_source(s, e), at->alias, ref->name, at->alias, *key ? " AND o." : "", key);
}

/* What {word} in the SQL of a derived field stands for. */
static const char *word_sql(struct entity_scope *s, const struct place *at, char *word)
{
    if (strcmp(word, "t") == 0)
        return at->alias;
    char *dot = strchr(word, '.');
    if (dot) {
        *dot = '\0';
        return of_own_row(s, at, word, dot + 1);
    }
    const struct entity *e = entity_find(word);
    return e ? scope_source(s, e) : word;
}

/* f->sql with its {words} filled in. */
static void derived_add(struct entity_scope *s, const struct place *at, const struct field *f, struct buf *out)
{
    bool number = !type_is_text(f->type);
    buf_text(out, number ? "CAST(" : "(");
    for (const char *p = f->sql;;) {
        size_t n = strcspn(p, "{");
        buf_add(out, p, n);
        p += n;
        if (!*p)
            break;
        size_t word = strcspn(p, "}") - 1;
        buf_text(out, word_sql(s, at, arena_strndup(s->cx->arena, p + 1, word)));
        p += word + 2;
    }
    buf_text(out, number ? " AS BIGINT)" : ")");
}

static const char *column_sql(struct entity_scope *s, const struct place *at, const struct field *f)
{
    struct buf out = buf_init(s->cx->arena);
    if (field_is_derived(f))
        derived_add(s, at, f, &out);
    else
        buf_printf(&out, "%s.%s", at->alias, f->name);
    return out.data;
}

const char *scope_column(struct entity_scope *s, const struct field *f)
{
    const struct place at = top(s);
    return column_sql(s, &at, f);
}

/* ---- names ---- */

static bool may_be_asked(const struct ctx *cx, const struct entity *e, const struct field *f)
{
    return !(f->flags & FIELD_SECRET) && f->type != T_BYTES && f->type != T_JSON && rights_field(cx, e, f, ACT_READ);
}

static const struct field *field_at(const struct entity_scope *s, const struct place *at, const char *word)
{
    const struct field *f = entity_field_by_word(s->cx->arena, at->entity, word);
    return f && may_be_asked(s->cx, at->entity, f) ? f : NULL;
}

static struct name name_of(struct entity_scope *s, const struct place *at, const struct field *f)
{
    return (struct name){
        .field = f,
        .sql = column_sql(s, at, f),
        .path = arena_printf(s->cx->arena, "%s%s", at->path, f->name),
    };
}

/* The title of what a reference refers to; a title that is itself a reference leads on. */
static bool title_of(struct entity_scope *s, const struct place *at, const struct field *ref, struct name *ret_name)
{
    struct place to;
    if (!follow(s, at, ref, &to))
        return false;
    const struct field *title = to.entity->title ? entity_field(to.entity, to.entity->title) : NULL;
    if (!title)
        return false;
    if (title->type == T_REF)
        return title_of(s, &to, title, ret_name);
    *ret_name = name_of(s, &to, title);
    return true;
}

/* A path at a place: every word but the last is a reference. */
static bool resolve_at(struct entity_scope *s, struct place at, char **words, bool as_title, struct name *ret_name)
{
    for (; words[1]; words++)
        if (!follow(s, &at, field_at(s, &at, words[0]), &at))
            return false;
    const struct field *f = field_at(s, &at, words[0]);
    if (!f)
        return false;
    if (as_title && f->type == T_REF)
        return title_of(s, &at, f, ret_name);
    *ret_name = name_of(s, &at, f);
    return true;
}

/* Does the entity itself answer to the word?  A label of its own gives way to a name of what `through` leads to:
 * "completed" over investments is whether the project is, not the amount that is labelled so. */
static bool is_own(const struct entity_scope *s, const struct place *at, const char *word)
{
    const struct field *ref = entity_field(s->entity, s->through);
    const struct entity *beyond = ref && ref->type == T_REF ? entity_find(ref->ref) : NULL;
    return field_at(s, at, word) && (entity_field(s->entity, word) || !beyond || !entity_field(beyond, word));
}

static bool resolve(struct entity_scope *s, const char *path, bool as_title, struct name *ret_name)
{
    struct place at = top(s);
    char **words = text_split(s->cx->arena, path, '.');
    if (!words[0])
        return false;
    if (s->through && !is_own(s, &at, words[0]) && !follow(s, &at, entity_field(s->entity, s->through), &at))
        return false;
    return resolve_at(s, at, words, as_title, ret_name);
}

static bool find(const struct scope *formula, struct ctx *cx, const char *word, bool as_title, struct name *ret_name)
{
    (void)cx;
    return resolve(formula->arg, word, as_title, ret_name);
}

/* ---- "did you mean" ---- */

struct guess {
    const char *words;
    int likeness;
};

static void consider(struct arena *a, struct guess *best, const char *word, const char *candidate, const char *label)
{
    int likeness = candidate ? text_likeness(a, word, candidate) : 0;
    if (likeness < SUGGEST_LIKENESS || likeness <= best[SUGGEST_MOST - 1].likeness)
        return;
    int at = SUGGEST_MOST - 1;
    for (; at > 0 && best[at - 1].likeness < likeness; at--)
        best[at] = best[at - 1];
    best[at] = (struct guess){label, likeness};
}

static void consider_fields(const struct entity_scope *s, struct guess *best, const char *word, const struct entity *e,
                            const struct field *fields, const char *prefix)
{
    struct arena *a = s->cx->arena;
    bool ascii = true;
    for (const char *c = word; *c; c++)
        ascii = ascii && (unsigned char)*c < 0x80;
    for (const struct field *f = fields; f->type != T_END; f++) {
        if (!may_be_asked(s->cx, e, f))
            continue;
        const char *shown = ascii ? f->name : label_in(f->label, LANG_ZH);
        if (prefix)
            shown = arena_printf(a, "%s.%s", prefix, shown);
        consider(a, best, word, ascii ? f->name : f->label.zh, shown);
    }
}

static const char *const *suggest(const struct scope *formula, struct ctx *cx, const char *word)
{
    const struct entity_scope *s = formula->arg;
    struct guess best[SUGGEST_MOST] = {{0}};
    const char *dot = strrchr(word, '.');
    consider_fields(s, best, dot ? dot + 1 : word, s->entity, s->entity->fields, NULL);
    consider_fields(s, best, dot ? dot + 1 : word, s->entity, row_head_fields, NULL);
    const struct field *through = s->through ? entity_field(s->entity, s->through) : NULL;
    const struct entity *target = through && through->ref ? entity_find(through->ref) : NULL;
    if (target)
        consider_fields(s, best, dot ? dot + 1 : word, target, target->fields, s->through);
    const char **words = arena_array(cx->arena, SUGGEST_MOST + 1, sizeof *words);
    for (size_t i = 0; i < SUGGEST_MOST; i++)
        words[i] = best[i].words;
    return words;
}

/* ---- every name ---- */

struct offers {
    struct name_offer *items;
    size_t count, capacity;
};

static void offer(struct ctx *cx, struct offers *o, const char *prefix, const struct entity *e,
                  const struct field *fields)
{
    struct arena *a = cx->arena;
    for (const struct field *f = fields; f->type != T_END; f++) {
        if (!may_be_asked(cx, e, f))
            continue;
        if (o->count == o->capacity) {
            size_t capacity = o->capacity ? o->capacity * 2 : 64;
            o->items = arena_grow(a, o->items, o->capacity * sizeof *o->items, capacity * sizeof *o->items);
            o->capacity = capacity;
        }
        o->items[o->count++] = (struct name_offer){prefix ? arena_printf(a, "%s.%s", prefix, f->name) : f->name, f};
    }
}

/* Own fields, then those one reference away, the one that `through` names first. */
static const struct name_offer *list(const struct scope *formula, struct ctx *cx, size_t *ret_count)
{
    const struct entity_scope *s = formula->arg;
    struct offers o = {0};
    offer(cx, &o, NULL, s->entity, s->entity->fields);
    offer(cx, &o, NULL, s->entity, row_head_fields);
    const struct field *through = s->through ? entity_field(s->entity, s->through) : NULL;
    if (through && through->type == T_REF)
        offer(cx, &o, through->name, entity_find(through->ref), entity_find(through->ref)->fields);
    for (const struct field *f = s->entity->fields; f->type != T_END; f++)
        if (f->type == T_REF && f != through)
            offer(cx, &o, f->name, entity_find(f->ref), entity_find(f->ref)->fields);
    *ret_count = o.count;
    return o.items;
}

/* ---- the scope ---- */

struct entity_scope *scope_new(struct ctx *cx, const struct entity *e, const char *through, struct view view)
{
    if (!rights_need(cx, e, ACT_READ))
        return NULL;
    struct entity_scope *s = ARENA_NEW(cx->arena, struct entity_scope);
    if (date_is_none(view.as_of))
        view.as_of = date_of_instant((struct instant){cx->now_ms});
    *s = (struct entity_scope){
        .formula = {.find = find, .suggest = suggest, .list = list, .arg = s, .as_of = view.as_of},
        .cx = cx,
        .entity = e,
        .through = through,
        .view = view,
    };
    return s;
}

const struct scope *scope_formula(const struct entity_scope *s)
{
    return &s->formula;
}

struct ctx *scope_ctx(const struct entity_scope *s)
{
    return s->cx;
}

const struct entity *scope_entity(const struct entity_scope *s)
{
    return s->entity;
}

struct view scope_view(const struct entity_scope *s)
{
    return s->view;
}

static const char *suggestions(struct entity_scope *s, const char *path)
{
    struct buf out = buf_init(s->cx->arena);
    for (const char *const *w = suggest(&s->formula, s->cx, path); *w; w++) {
        if (out.length)
            buf_text(&out, ", ");
        buf_text(&out, *w);
    }
    return out.length ? out.data : "-";
}

bool scope_name(struct entity_scope *s, const char *path, bool as_title, struct name *ret_name)
{
    return resolve(s, path, as_title, ret_name) ||
           fail(s->cx, ERR_INPUT, "SCP-01", path, "%1$s没有字段“%2$s”，相近的有：%3$s%4$.0s",
                "%4$s has no field \"%2$s\"; near to it: %3$s%1$.0s", label_in(s->entity->label, LANG_ZH), path,
                suggestions(s, path), label_in(s->entity->label, LANG_EN));
}

struct sql scope_sql(struct entity_scope *s)
{
    struct sql q = sql_new(s->cx);
    const struct value first[] = {
        value_int(s->cx->zone),
        value_int(date_high_code(s->view.as_of)),
        value_int(s->view.known_at.ms ? s->view.known_at.ms : INT64_MAX),
    };
    for (size_t i = 0; i < sizeof first / sizeof *first; i++)
        sql_bind(&q, first[i]);
    buf_clear(&q.text); /* bound, not yet written */
    return q;
}

static const char *source_of(const void *arg, const struct entity *e)
{
    return scope_source(arg, e);
}

/* An index of the key and what is read besides answers by itself, but SQLite takes the unique one of the key, and then the
 * row, wherever that matches whole.  A range matches none whole. */
static void add_join(const struct entity_scope *s, const struct join *j, struct sql *q)
{
    sql_add(q, " LEFT JOIN %s %s ON ", scope_source(s, j->target), j->alias);
    if (j->key) {
        sql_add(q, "%s.zone = %s.zone AND ", j->alias, j->parent);
        sql_add(q, db_engine(s->cx->db) == DB_SQLITE ? "%1$s.%2$s BETWEEN %3$s.id AND %3$s.id" : "%1$s.%2$s = %3$s.id",
                j->alias, j->ref->name, j->parent);
        if (*j->key)
            sql_add(q, " AND %s.%s", j->alias, j->key);
        return;
    }
    if (!(j->target->flags & ENTITY_GLOBAL))
        sql_add(q, "%s.zone = $1 AND ", j->alias);
    sql_add(q, "%s.id = %s.%s", j->alias, j->parent, j->ref->name);
    rights_where(q, j->target, j->alias, ACT_READ, source_of, s);
}

static void add_tables(struct entity_scope *s, struct sql *q, size_t joins)
{
    sql_add(q, "%s t", s->view.deleted ? deleted_of(s) : scope_source(s, s->entity));
    for (size_t i = 0; i < joins; i++)
        add_join(s, &s->joins[i], q);
}

void scope_tables(struct entity_scope *s, struct sql *q)
{
    add_tables(s, q, s->count);
}

void scope_where(struct entity_scope *s, struct sql *q)
{
    /* Every parameter must be used once; these are always true. */
    sql_add(q, s->entity->flags & ENTITY_GLOBAL ? " WHERE $1 >= 0" : " WHERE t.zone = $1");
    sql_add(q, " AND $2 > 0 AND $3 > 0");
    rights_where(q, s->entity, "t", ACT_READ, source_of, s);
}

size_t scope_joins(const struct entity_scope *s)
{
    return s->count;
}

void scope_from_first(struct entity_scope *s, struct sql *q, size_t joins)
{
    sql_add(q, " FROM ");
    add_tables(s, q, joins);
    scope_where(s, q);
}

void scope_from(struct entity_scope *s, struct sql *q)
{
    scope_from_first(s, q, s->count);
}
