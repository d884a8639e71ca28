/* similar.c — compares texts by their pairs of characters, which needs no dictionary and suits Chinese. */
#include "rules/similar.h"

#include "base/text.h"
#include "base/text_points.h"
#include "model/list.h"

#include <stdlib.h>
#include <string.h>

enum { LOOKED_AT = 20000, CATEGORY = 12, SECTOR = 6, LIKE = 14, LIKE_IN_CATEGORY = 6 };

/* ---- texts ---- */

struct pairs {
    uint64_t *items; /* in order, each once */
    size_t count;
};

static int by_value(const void *x, const void *y)
{
    const uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return a < b ? -1 : a > b;
}

static bool is_word(int32_t c)
{
    return c >= 0x80 ? !(c >= 0x2000 && c <= 0x303F) && !(c >= 0xFF00 && c <= 0xFF0F) && !(c >= 0xFF1A && c <= 0xFF20)
                     : (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

static struct pairs pairs_of(struct arena *a, const char *text)
{
    const char *folded = text_fold(a, text ? text : "");
    struct pairs p = {arena_array(a, strlen(folded) + 1, sizeof *p.items), 0};
    int32_t before = 0, c;
    for (size_t n; (n = point_next(folded, &c)); folded += n) {
        if (!is_word(c))
            continue;
        if (before)
            p.items[p.count++] = (uint64_t)before << 32 | (uint32_t)c;
        before = c;
    }
    if (p.count)
        qsort(p.items, p.count, sizeof *p.items, by_value);
    size_t kept = 0;
    for (size_t i = 0; i < p.count; i++)
        if (i == 0 || p.items[i] != p.items[i - 1])
            p.items[kept++] = p.items[i];
    p.count = kept;
    return p;
}

static int likeness(const struct pairs *x, const struct pairs *y)
{
    size_t shared = 0;
    for (size_t i = 0, j = 0; i < x->count && j < y->count;) {
        if (x->items[i] == y->items[j]) {
            shared++;
            i++;
            j++;
        } else if (x->items[i] < y->items[j])
            i++;
        else
            j++;
    }
    return x->count + y->count ? (int)(200 * shared / (x->count + y->count)) : 0;
}

int similar_texts(struct arena *a, const char *x, const char *y)
{
    const struct pairs p = pairs_of(a, x), q = pairs_of(a, y);
    return likeness(&p, &q);
}

/* ---- problems ---- */

struct candidate {
    int64_t id;
    int score;
    bool same_category;
};

/* The best so far, the likest first; ties to the later problem. */
static void keep(struct candidate *best, size_t *count, struct candidate c)
{
    size_t at = *count;
    while (at > 0 && best[at - 1].score < c.score)
        at--;
    if (at == SIMILAR_MOST)
        return;
    if (*count < SIMILAR_MOST)
        ++*count;
    for (size_t i = *count - 1; i > at; i--)
        best[i] = best[i - 1];
    best[at] = c;
}

static bool look_through(struct ctx *cx, const struct similar_query *query, struct candidate *best, size_t *ret_count)
{
    enum { ID, VERSION, DESCRIPTION, AT_CATEGORY };
    const struct pairs words = pairs_of(cx->arena, query->text);
    const struct list_query all = {
        .where = "duplicate_of is empty", .fields = "description,category", .sort = "-id", .no_limit = true};
    struct list l;
    *ret_count = 0;
    if (!list_open(cx, &problem_entity, &all, &l))
        return false;
    for (int seen = 0; list_next(&l); seen++) {
        struct arena_mark mark = arena_mark(cx->arena);
        const struct value text = list_value(&l, DESCRIPTION), category = list_value(&l, AT_CATEGORY);
        struct candidate c = {.id = list_value(&l, ID).i};
        if (seen >= LOOKED_AT || c.id == query->except || text.kind != VALUE_TEXT)
            continue;
        const struct pairs theirs = pairs_of(cx->arena, text.s);
        c.score = likeness(&words, &theirs);
        c.same_category = query->category && category.kind == VALUE_TEXT && text_equal(category.s, query->category);
        arena_reset(cx->arena, mark);
        if (c.score < (c.same_category ? LIKE_IN_CATEGORY : LIKE))
            continue;
        c.score += c.same_category ? CATEGORY : 0;
        keep(best, ret_count, c);
    }
    return list_ok(&l);
}

static const char *sector_of(struct ctx *cx, int64_t project)
{
    const struct project *p = project ? row_load(cx, &project_entity, project) : NULL;
    err_clear(cx); /* a project out of reach says nothing */
    return p ? p->sector : NULL;
}

static int by_score(const void *x, const void *y)
{
    const struct similar *a = x, *b = y;
    return a->score != b->score ? b->score - a->score : a->problem->head.id < b->problem->head.id ? 1 : -1;
}

bool similar_find(struct ctx *cx, const struct similar_query *query, struct similar ret_found[SIMILAR_MOST],
                  size_t *ret_count)
{
    struct candidate best[SIMILAR_MOST];
    const char *sector = sector_of(cx, query->project);
    size_t count;
    if (!look_through(cx, query, best, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct problem *q = row_load(cx, &problem_entity, best[i].id);
        if (!q)
            return false;
        const bool same_sector = sector && text_equal(sector_of(cx, q->project), sector);
        ret_found[i] =
            (struct similar){q, best[i].score + (same_sector ? SECTOR : 0), best[i].same_category, same_sector};
    }
    if (count)
        qsort(ret_found, count, sizeof *ret_found, by_score);
    *ret_count = count;
    return true;
}
