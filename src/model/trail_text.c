/* trail_text.c — the text that digests are taken of, and the list of many rows in one record. */
#include "model/trail_text.h"

#include "model/statement.h"

#include <string.h>

/* ---- digests ---- */

static void put_bytes(struct buf *out, const char *bytes, size_t n)
{
    buf_int(out, (int64_t)n);
    buf_char(out, ':');
    buf_add(out, bytes, n);
    buf_char(out, ',');
}

static void put_text(struct buf *out, const char *s)
{
    put_bytes(out, s, strlen(s));
}

static void put_int(struct buf *out, int64_t n)
{
    int64_t length = n < 0;
    for (int64_t rest = n; length == (n < 0) || rest; rest /= 10)
        length++;
    buf_int(out, length);
    buf_char(out, ':');
    buf_int(out, n);
    buf_char(out, ',');
}

static void put_value(struct buf *out, const char *name, struct value v)
{
    if (v.kind == VALUE_NULL)
        return;
    put_text(out, name);
    if (v.kind == VALUE_INT)
        put_int(out, v.i);
    else
        put_bytes(out, v.s, v.n);
}

static struct buf text_begin(struct ctx *cx, const struct entity *e)
{
    struct buf text = buf_init(cx->arena);
    put_text(&text, e->name);
    put_int(&text, e->flags & ENTITY_GLOBAL ? 0 : cx->zone);
    return text;
}

bool trail_digest(struct ctx *cx, const struct entity *e, const void *row, const char *without,
                  unsigned char ret_digest[SM3_SIZE])
{
    struct arena_mark mark = arena_mark(cx->arena);
    struct buf text = text_begin(cx, e);
    for (const struct field *const *columns = columns_by_name(e); *columns; columns++) {
        struct value v = column_value(*columns, row);
        bool is_false = (*columns)->type == T_BOOL && v.i == 0; /* as a row from before the column was there */
        if (!is_false && !(without && strcmp((*columns)->name, without) == 0))
            put_value(&text, (*columns)->name, v);
    }
    bool done = sm3(cx, text.data, text.length, ret_digest);
    if (done)
        arena_reset(cx->arena, mark);
    return done;
}

bool trail_digest_end(struct ctx *cx, const struct entity *e, int64_t id, int64_t version, struct instant ended_at,
                      const char *by, const char *way, unsigned char ret_digest[SM3_SIZE])
{
    struct arena_mark mark = arena_mark(cx->arena);
    struct buf text = text_begin(cx, e);
    put_value(&text, "ended_at", value_int(ended_at.ms));
    put_value(&text, "ended_by", value_text(by));
    put_value(&text, "ended_way", value_text(way));
    put_value(&text, "id", value_int(id));
    put_value(&text, "version", value_int(version));
    bool done = sm3(cx, text.data, text.length, ret_digest);
    if (done)
        arena_reset(cx->arena, mark);
    return done;
}

/* ---- lists ---- */

static const char list_head[] = "steward1";

struct trail_list *trail_list_new(struct arena *a)
{
    struct trail_list *l = ARENA_NEW(a, struct trail_list);
    *l = (struct trail_list){.arena = a, .bytes = buf_init(a)};
    buf_text(&l->bytes, list_head);
    return l;
}

static void put_number(struct buf *out, uint64_t n)
{
    for (; n > 127; n >>= 7)
        buf_char(out, (char)((n & 127) | 128));
    buf_char(out, (char)n);
}

enum { NAMES_MOST = 128 };

static int number_of(struct trail_list *l, const char *entity, bool *ret_new)
{
    int i = 0;
    while (i < l->name_count && strcmp(l->names[i], entity) != 0)
        i++;
    *ret_new = i == l->name_count;
    if (*ret_new && l->name_count < NAMES_MOST)
        l->names[l->name_count++] = entity;
    return i;
}

void trail_list_add(struct trail_list *l, const char *entity, int64_t id, int64_t version, bool end,
                    const unsigned char *digest)
{
    bool is_new;
    int number = number_of(l, entity, &is_new);
    put_number(&l->bytes, (uint64_t)number * 2 + end);
    if (is_new)
        put_text(&l->bytes, entity);
    put_number(&l->bytes, (uint64_t)id);
    put_number(&l->bytes, (uint64_t)version);
    buf_add(&l->bytes, digest, TRAIL_TAG);
    l->count++;
}

struct trail_reading trail_read(struct arena *a, struct bytes list)
{
    const size_t head = sizeof list_head - 1;
    struct trail_reading r = {.arena = a, .at = list.data, .end = (const unsigned char *)list.data + list.size};
    r.broken = list.size < head || memcmp(list.data, list_head, head) != 0;
    r.at = r.broken ? r.end : r.at + head;
    return r;
}

static uint64_t read_number(struct trail_reading *r)
{
    uint64_t n = 0;
    for (int shift = 0; shift < 63 && r->at < r->end; shift += 7) {
        unsigned char byte = *r->at++;
        n |= (uint64_t)(byte & 127) << shift;
        if (byte < 128)
            return n;
    }
    r->broken = true;
    return 0;
}

static bool read_name(struct trail_reading *r)
{
    size_t n = 0;
    while (r->at < r->end && *r->at >= '0' && *r->at <= '9' && n < NAMES_MOST)
        n = n * 10 + (size_t)(*r->at++ - '0');
    bool fits = n <= NAMES_MOST && (size_t)(r->end - r->at) >= n + 2 && r->at[0] == ':' && r->at[n + 1] == ',';
    if (!fits || r->name_count == NAMES_MOST)
        return false;
    r->names[r->name_count++] = arena_strndup(r->arena, (const char *)r->at + 1, n);
    r->at += n + 2;
    return true;
}

bool trail_next(struct trail_reading *r, struct trail_item *ret_item)
{
    if (r->broken || r->at == r->end)
        return false;
    uint64_t number = read_number(r), place = number / 2;
    r->broken = r->broken || place > (uint64_t)r->name_count || (place == (uint64_t)r->name_count && !read_name(r));
    uint64_t id = read_number(r), version = read_number(r);
    if (r->broken || r->end - r->at < TRAIL_TAG) {
        r->broken = true;
        return false;
    }
    *ret_item = (struct trail_item){
        .entity = r->names[place], .id = (int64_t)id, .version = (int64_t)version, .end = number & 1};
    memcpy(ret_item->tag, r->at, TRAIL_TAG);
    r->at += TRAIL_TAG;
    return true;
}

bool trail_items(struct arena *a, const struct audit_record *r, void (*take)(void *arg, const struct trail_item *item),
                 void *arg)
{
    unsigned char digest[SM3_SIZE];
    struct trail_item item;
    if (r->listed.size) {
        struct trail_reading reading = trail_read(a, r->listed);
        while (trail_next(&reading, &item))
            take(arg, &item);
        return !reading.broken;
    }
    if (!r->entity || !hex_read(r->content, digest, SM3_SIZE))
        return true;
    item = (struct trail_item){
        .entity = r->entity, .id = r->row_id, .version = r->row_version, .end = strcmp(r->act, "delete") == 0};
    memcpy(item.tag, digest, TRAIL_TAG);
    take(arg, &item);
    return true;
}
