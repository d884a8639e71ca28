/* match.c — is this row on record already?  By stable key: the code, else name and enterprise, else name alone. */
#include "base/text.h"
#include "ledger/import.h"

#include <string.h>

/* The folded key of a row by the fields of `spec`; NULL when the first of them is unknown (unless `loose`). */
static char *key_of(struct ctx *cx, const struct ledger_kind *k, const char *spec, const void *row)
{
    struct buf key = buf_init(cx->arena);
    bool known = false;
    for (char **name = text_split(cx->arena, spec, ' '); *name; name++) {
        const struct field *f = entity_field(k->entity, *name);
        struct value v = field_get(f, row);
        if (v.kind == VALUE_TEXT) {
            buf_text(&key, text_fold(cx->arena, v.s));
            known = true;
        } else if (v.kind == VALUE_INT) {
            buf_int(&key, v.i);
            known |= f->type == T_REF && strcmp(*name, "enterprise") != 0;
        }
        buf_char(&key, '\x1f');
        if (!known && name == text_split(cx->arena, spec, ' '))
            return NULL;
    }
    return known ? key.data : NULL;
}

static int key_count(const struct ledger_kind *k)
{
    int n = 0;
    while (n < 4 && k->keys[n])
        n++;
    return n;
}

void index_put(struct import *im, struct index *ix, const void *row)
{
    int64_t id = ((const struct row_head *)row)->id, other;
    for (int i = 0; i < key_count(ix->kind); i++) {
        const char *key = key_of(im->cx, ix->kind, ix->kind->keys[i], row);
        if (key)
            map_set(ix->by_key[i], key, map_get(ix->by_key[i], key, &other) && other != id ? -1 : id);
    }
}

static const char *id_key(struct import *im, int64_t id)
{
    return arena_printf(im->cx->arena, "%lld", (long long)id);
}

void index_seen(struct import *im, struct index *ix, const void *row, bool created)
{
    if (im->again) /* the first place says where */
        return;
    if (ix->place_count == ix->place_room) {
        size_t more = ix->place_room ? ix->place_room * 2 : 256;
        ix->places = arena_grow(im->keep, ix->places, ix->place_room * sizeof *ix->places, more * sizeof *ix->places);
        ix->place_room = more;
    }
    map_set(ix->seen, id_key(im, ((const struct row_head *)row)->id), (int64_t)ix->place_count);
    ix->places[ix->place_count++] = (struct place){im->layout, im->row, ((const struct row_head *)row)->id, created};
}

const struct place *index_place(struct import *im, const struct index *ix, int64_t id)
{
    int64_t place;
    return map_get(ix->seen, id_key(im, id), &place) ? &ix->places[place] : NULL;
}

static void reject_double(struct import *im, const struct index *ix, const struct place *first)
{
    struct ctx *cx = im->cx;
    const struct entity *e = ix->kind->entity;
    bool here = strcmp(first->layout->name, im->layout->name) == 0;
    const char *zh = here ? "" : arena_printf(cx->arena, "工作表“%s”", first->layout->name),
               *en = here ? "" : arena_printf(cx->arena, " of sheet \"%s\"", first->layout->name);
    remark_add(
        im, &im->result->rejected, -1, "LGR-02",
        (struct label){
            arena_printf(cx->arena, "第 %lld 行与%s第 %lld 行是同一个%s(名称和单位都相同):请合并,或让名称、代码不同",
                         (long long)im->row, zh, (long long)first->row, e->label.zh),
            arena_printf(cx->arena,
                         "row %lld is the same %s as row %lld%s: merge them, or make their names or codes differ",
                         (long long)im->row, e->label.en, (long long)first->row, en)});
}

static bool fill_index(struct import *im, struct index *ix)
{
    struct ctx *cx = im->cx;
    const struct entity *e = ix->kind->entity;
    struct value zone = value_int(cx->zone);
    void *row = row_new(cx, e);
    struct rows *rows = db_query(
        cx, arena_printf(cx->arena, "SELECT %s FROM %s t WHERE t.zone = $1", row_columns(cx, e, "t"), entity_table(e)),
        &zone, 1);
    if (!rows)
        return false;
    while (db_next(rows)) {
        struct arena_mark mark = arena_mark(cx->arena);
        row_read(cx, e, rows, 0, row);
        index_put(im, ix, row);
        arena_reset(cx->arena, mark);
    }
    ix->known = map_count(ix->by_key[key_count(ix->kind) - 1]);
    return db_ok(rows);
}

bool index_of(struct import *im, const struct ledger_kind *k, struct index **ret_index)
{
    for (int i = 0; i < im->index_count; i++)
        if (im->indexes[i].kind == k) {
            *ret_index = &im->indexes[i];
            return true;
        }
    struct index *ix = &im->indexes[im->index_count++];
    ix->kind = k;
    for (int i = 0; i < key_count(k); i++)
        ix->by_key[i] = map_new(im->keep);
    ix->seen = map_new(im->keep);
    *ret_index = ix;
    return fill_index(im, ix);
}

/* A row found by a weaker key is another row when a stronger key tells the two apart. */
static bool told_apart(struct ctx *cx, const struct ledger_kind *k, int key, const void *a, const void *b)
{
    for (int i = 0; i < key; i++)
        for (char **name = text_split(cx->arena, k->keys[i], ' '); *name; name++) {
            const struct field *f = entity_field(k->entity, *name);
            struct value x = field_get(f, a), y = field_get(f, b);
            bool same = value_equal(x, y) || (x.kind == VALUE_TEXT && y.kind == VALUE_TEXT &&
                                              strcmp(text_fold(cx->arena, x.s), text_fold(cx->arena, y.s)) == 0);
            bool in_weaker = strstr(k->keys[key], *name) != NULL;
            if (x.kind != VALUE_NULL && y.kind != VALUE_NULL && !same && !in_weaker &&
                strcmp(*name, "description") != 0)
                return true;
        }
    return false;
}

bool index_match(struct import *im, struct index *ix, const void *row, void **ret_old, bool *ret_double)
{
    struct ctx *cx = im->cx;
    bool strongest = true;
    int64_t id, place;
    *ret_old = NULL;
    *ret_double = false;
    im->again = NULL;
    for (int i = 0; i < key_count(ix->kind); i++) {
        const char *key = key_of(cx, ix->kind, ix->kind->keys[i], row);
        if (!key)
            continue;
        if (map_get(ix->by_key[i], key, &id) && id > 0) {
            bool seen = map_get(ix->seen, id_key(im, id), &place);
            bool again = seen && strcmp(ix->places[place].layout->name, im->layout->name) != 0;
            if (seen && strongest && !again) {
                *ret_double = true;
                reject_double(im, ix, &ix->places[place]);
                return true;
            }
            void *old = seen && !again ? NULL : row_load(cx, ix->kind->entity, id);
            if (!old && (!seen || again))
                return false;
            if (old && !told_apart(cx, ix->kind, i, row, old)) {
                im->again = again ? &ix->places[place] : NULL;
                *ret_old = old;
                return true;
            }
        }
        strongest = false;
    }
    return true;
}

/* "深圳翼飞" and "深圳翼飞公司" after the name of a lead, or one of them unknown. */
static bool is_short_for(const char *a, const char *b)
{
    return strstr(a, b) || strstr(b, a);
}

/* A new name that is nearly one on record is probably that one, misspelt; a lead may be told by its investor's short name. */
bool warn_near_miss(struct import *im, struct index *ix, const void *row, int column)
{
    struct ctx *cx = im->cx;
    const struct entity *e = ix->kind->entity;
    const bool project = e == &project_entity, lead = e == &lead_entity;
    struct value name = field_get(entity_field(e, e->title), row);
    size_t count = ix->known;
    const int last = key_count(ix->kind) - 1;
    char *mine = project || lead ? key_of(cx, ix->kind, ix->kind->keys[last], row) : NULL;
    if (!mine || name.kind != VALUE_TEXT || count > 3000)
        return true;
    char *my_rest = mine + strcspn(mine, "\x1f");
    *my_rest++ = '\0';
    my_rest[strcspn(my_rest, "\x1f")] = '\0';
    for (size_t i = 0; i < count; i++) {
        int64_t id = map_value(ix->by_key[last], i), seen;
        char *other = arena_strdup(cx->arena, map_key(ix->by_key[last], i)), *rest = other + strcspn(other, "\x1f");
        *rest++ = '\0';
        rest[strcspn(rest, "\x1f")] = '\0';
        int likeness = text_likeness(cx->arena, mine, other);
        if (likeness < 92 || (project && likeness == 100) || (lead && !is_short_for(my_rest, rest)) || id < 0 ||
            map_get(ix->seen, id_key(im, id), &seen))
            continue;
        const char *shown = lead ? arena_printf(cx->arena, "%s(%s)", other, rest) : other;
        remark_add(
            im, &im->result->warnings, column, "LGR-40",
            (struct label){arena_printf(cx->arena, "“%s”与已有的“%s”很像;如是同一个,请把名称改成一致", name.s, shown),
                           arena_printf(cx->arena,
                                        "\"%s\" is much like \"%s\" on record; if they are one, make the names agree",
                                        name.s, shown)});
        return true;
    }
    return true;
}
