/* search.c — finds rows by what people type, and orders them by how well they fit. */
#include "model/search.h"

#include "base/json.h"
#include "base/pinyin.h"
#include "base/text.h"
#include "model/list.h"
#include "model/rights.h"

#include <stdlib.h>
#include <string.h>

/* Of an entity's rows that have the words, so many are looked at: what fits best is chosen among them. */
enum { CANDIDATES_MOST = 300, TITLE_MOST = 60 };

/* ---- what was typed ---- */

char **search_words(struct arena *a, const char *typed)
{
    static const char wide_space[] = "\xE3\x80\x80";
    struct buf plain = buf_init(a);
    size_t n = 0;
    for (const char *c = typed; c && *c; c++) {
        if (text_starts(c, wide_space)) {
            buf_char(&plain, ' ');
            c += sizeof wide_space - 2;
        } else
            buf_char(&plain, *c == '\t' || *c == '\n' || *c == '\r' ? ' ' : *c);
    }
    char **words = text_split(a, plain.data, ' ');
    while (words[n] && n < SEARCH_WORDS)
        n++;
    words[n] = NULL;
    return words;
}

const char *search_pattern(struct arena *a, const char *word)
{
    struct buf out = buf_init(a);
    buf_char(&out, '%');
    for (const char *c = word; *c; c++) {
        if (*c == '%' || *c == '_' || *c == '\\')
            buf_char(&out, '\\');
        buf_char(&out, *c >= 'A' && *c <= 'Z' ? (char)(*c - 'A' + 'a') : *c);
    }
    buf_char(&out, '%');
    return out.data;
}

struct search_word *search_parse(struct arena *a, const char *typed)
{
    char **words = search_words(a, typed);
    struct search_word *parsed = arena_array(a, SEARCH_WORDS + 1, sizeof *parsed);
    size_t n = 0;
    for (char **w = words; *w; w++) {
        const char *folded = text_fold(a, *w);
        if (folded && *folded) /* marks that folding takes away are no word */
            parsed[n++] = (struct search_word){folded, pinyin_splits(a, folded)};
    }
    return parsed;
}

void search_condition(struct sql *q, const char *column, const struct search_word *words)
{
    for (const struct search_word *w = words; w->text; w++) {
        sql_add(q, " AND (%s LIKE ", column);
        sql_bind(q, value_text(search_pattern(q->cx->arena, w->text)));
        sql_add(q, " ESCAPE '\\'");
        for (char **split = w->splits; *split; split++) {
            sql_add(q, " OR %s LIKE ", column);
            sql_bind(q, value_text(arena_printf(q->cx->arena, "%%%s%%", *split)));
        }
        sql_add(q, ")");
    }
}

/* ---- how well a row fits ---- */

enum fit { FIT_SAME, FIT_BEGINS, FIT_HAS, FIT_INITIALS_BEGIN, FIT_INITIALS, FIT_PINYIN_BEGINS, FIT_PINYIN, FIT_NONE };

/* One field of a row as the index has it. */
struct line {
    const char *text, *initials, *letters; /* "" where there is none */
};

/* Cuts the line that *rest begins with. */
static struct line next_line(struct arena *a, const char **rest)
{
    size_t n = strcspn(*rest, "\n");
    char *copy = arena_strndup(a, *rest, n);
    struct line l = {copy, "", ""};
    *rest += n + ((*rest)[n] == '\n');
    char *tab = strchr(copy, '\t');
    if (!tab)
        return l;
    *tab = '\0';
    l.initials = tab + 1;
    tab = strchr(tab + 1, '\t');
    *tab = '\0';
    l.letters = tab + 1;
    return l;
}

static enum fit fit_pinyin(const struct line *l, const struct search_word *word)
{
    enum fit best = FIT_NONE;
    for (char **split = word->splits; *split && best != FIT_PINYIN_BEGINS; split++) {
        const char *at = strstr(l->letters, *split);
        if (at)
            best = at == l->letters ? FIT_PINYIN_BEGINS : FIT_PINYIN;
    }
    return best;
}

static enum fit fit_line(const struct line *l, const struct search_word *word)
{
    const char *at = strstr(l->text, word->text);
    if (at)
        return at > l->text ? FIT_HAS : strlen(l->text) == strlen(word->text) ? FIT_SAME : FIT_BEGINS;
    at = strstr(l->initials, word->text);
    if (at)
        return at > l->initials ? FIT_INITIALS : FIT_INITIALS_BEGIN;
    return fit_pinyin(l, word);
}

struct hit {
    int64_t id;
    int rank; /* the less, the better */
    const struct field *field;
};

/* The title counts before other fields. */
static int rank_of(enum fit fit, bool title)
{
    return 2 * (int)fit + (title ? 0 : 3);
}

/* Does every word fit some field?  The hit's field is the one that fits best. */
static bool judge(struct arena *a, const struct entity *e, const struct field **fields, const struct search_word *words,
                  const char *lines, struct hit *hit)
{
    int best_of_all = INT32_MAX;
    hit->rank = 0;
    for (const struct search_word *word = words; word->text; word++) {
        int best = INT32_MAX;
        const char *rest = lines;
        for (const struct field **f = fields; *f; f++) {
            const struct line l = next_line(a, &rest);
            enum fit fit = fit_line(&l, word);
            int rank = rank_of(fit, strcmp((*f)->name, e->title) == 0);
            if (fit == FIT_NONE || rank >= best)
                continue;
            best = rank;
            hit->field = rank < best_of_all ? *f : hit->field;
            best_of_all = rank < best_of_all ? rank : best_of_all;
        }
        if (best == INT32_MAX)
            return false;
        hit->rank += best;
    }
    return true;
}

static int by_rank(const void *x, const void *y)
{
    const struct hit *a = x, *b = y;
    return a->rank != b->rank ? a->rank - b->rank : (a->id < b->id) - (a->id > b->id);
}

/* ---- one entity ---- */

static bool find_hits(struct ctx *cx, const struct entity *e, const struct search_word *words, struct hit *hits,
                      int *ret_count)
{
    const struct field **fields = search_fields(cx->arena, e);
    struct sql q = sql_new(cx);
    int n = 0;
    sql_add(&q, "SELECT id, words FROM search_index WHERE zone = ");
    sql_bind(&q, value_int(cx->zone));
    sql_add(&q, " AND entity = ");
    sql_bind(&q, value_text(e->name));
    search_condition(&q, "words", words);
    if (cx->rights) {
        sql_add(&q, " AND id IN (SELECT t.id FROM %s t WHERE t.zone = ", entity_table(e));
        sql_bind(&q, value_int(cx->zone));
        rights_where(&q, e, "t", ACT_READ, NULL, NULL);
        sql_add(&q, ")");
    }
    sql_add(&q, " ORDER BY id DESC LIMIT %d", CANDIDATES_MOST);
    struct rows *rows = sql_query(&q);
    while (rows && db_next(rows)) {
        struct arena_mark mark = arena_mark(cx->arena);
        hits[n].id = db_int(rows, 0);
        n += judge(cx->arena, e, fields, words, db_text(rows, 1), &hits[n]);
        arena_reset(cx->arena, mark);
    }
    qsort(hits, (size_t)n, sizeof *hits, by_rank);
    *ret_count = n;
    return rows && db_ok(rows);
}

/* ---- as people read it ---- */

static const char *shown(struct ctx *cx, const struct field *f, struct value v)
{
    struct arena *a = cx->arena;
    if (v.kind == VALUE_NULL)
        return NULL;
    switch (f->type) {
    case T_MONEY:
        return money_show(a, (struct money){v.i}, cx->lang);
    case T_DATE:
        return date_show(a, (struct date){v.i}, cx->lang);
    case T_CHOICE: {
        const struct choice *c = choice_find(f->choices, v.s);
        return c ? label_in(c->label, cx->lang) : arena_strdup(a, v.s);
    }
    default:
        return v.kind == VALUE_TEXT ? arena_strdup(a, v.s) : arena_printf(a, "%lld", (long long)v.i);
    }
}

/* The first characters of a long text, on one line. */
static const char *shortened(struct arena *a, const char *s)
{
    struct buf out = buf_init(a);
    int n = 0;
    for (; *s && (n < TITLE_MOST || ((unsigned char)*s & 0xC0) == 0x80); s++) {
        n += ((unsigned char)s[1] & 0xC0) != 0x80;
        buf_char(&out, *s == '\n' ? ' ' : *s);
    }
    buf_text(&out, *s ? "…" : "");
    return out.data;
}

struct item {
    int64_t id;
    const char *title, *detail;
};

/* id, version, title and then what the second line is made of; a reference is told by its title. */
static struct item read_item(struct ctx *cx, const struct list *l)
{
    struct item item = {.id = list_value(l, 0).i, .title = ""};
    struct buf detail = buf_init(cx->arena);
    for (int i = 2; i < l->column_count; i++) {
        const struct list_column *c = &l->columns[i];
        const char *text = c->field->type == T_REF && !c->title ? NULL : shown(cx, c->shown, list_value(l, i));
        if (!text)
            continue;
        if (i == 2)
            item.title = shortened(cx->arena, text);
        else
            buf_printf(&detail, "%s%s", detail.length ? " · " : "", shortened(cx->arena, text));
    }
    item.detail = detail.data;
    return item;
}

static bool read_items(struct ctx *cx, const struct entity *e, const struct hit *hits, int count, struct item *items)
{
    struct buf ids = buf_init(cx->arena);
    struct list l;
    for (int i = 0; i < count; i++)
        buf_printf(&ids, "%s%lld", i ? ", " : "", (long long)hits[i].id);
    const struct list_query lq = {
        .where = arena_printf(cx->arena, "id in (%s)", ids.data),
        .fields = arena_printf(cx->arena, "%s,%s", e->title, e->detail),
        .sort = "id",
        .limit = count,
    };
    if (!list_open(cx, e, &lq, &l))
        return false;
    while (list_next(&l)) {
        struct item item = read_item(cx, &l);
        for (int i = 0; i < count; i++)
            if (hits[i].id == item.id)
                items[i] = item;
    }
    return list_ok(&l);
}

static bool put_group(struct ctx *cx, struct json *j, const struct entity *e, const struct search_word *words,
                      int limit)
{
    struct hit *hits = arena_array(cx->arena, CANDIDATES_MOST, sizeof *hits);
    struct item items[SEARCH_LIMIT_MOST] = {{0}};
    int count;
    if (rights_reach(cx, e, ACT_READ) == REACH_NONE)
        return true;
    if (!find_hits(cx, e, words, hits, &count) || count == 0)
        return cx->err.kind == ERR_NONE;
    bool more = count > limit;
    count = more ? limit : count;
    if (!read_items(cx, e, hits, count, items))
        return false;
    json_object_begin(j);
    json_put_text(j, "entity", e->name);
    json_put_label(j, "label", e->label);
    json_key(j, "items");
    json_array_begin(j);
    for (int i = 0; i < count; i++) {
        if (!items[i].title) /* deleted this moment */
            continue;
        json_object_begin(j);
        json_put_int(j, "id", hits[i].id);
        json_put_text(j, "title", items[i].title);
        json_put_text(j, "detail", items[i].detail);
        json_put_text(j, "field", hits[i].field->name);
        json_object_end(j);
    }
    json_array_end(j);
    json_put_bool(j, "more", more);
    json_object_end(j);
    return true;
}

/* ---- all of them ---- */

/* The entity that has this place in the search box; NULL: none. */
static const struct entity *entity_at(int place)
{
    for (const struct entity *const *e = entity_catalogue; *e; e++)
        if ((*e)->found == place)
            return *e;
    return NULL;
}

bool search_json(struct ctx *cx, struct json *j, const char *typed, int limit)
{
    const struct search_word *words = search_parse(cx->arena, typed);
    const struct entity *e;
    json_object_begin(j);
    json_key(j, "groups");
    json_array_begin(j);
    for (int place = 1; words[0].text && (e = entity_at(place)); place++)
        if (!put_group(cx, j, e, words, limit))
            return false;
    json_array_end(j);
    json_object_end(j);
    return true;
}
