/* totals.c — checks the totals and counts a sheet states against its rows. */
#include "ledger/import.h"

#include <stdlib.h>
#include <string.h>

/* A section or total row: what it states, and the running sums where it stands. */
struct point {
    int64_t row;
    bool section;
    int level;
    const char *name;
    int64_t claimed;        /* count; -1: none */
    int64_t count;          /* data rows above */
    int64_t *stated, *sums; /* by position in layout.columns; NONE_INT: not stated */
};

struct totals {
    struct import *im;
    struct point *points;
    int count, capacity;
    int64_t rows;
    int64_t *sums;
};

struct totals *totals_new(struct import *im)
{
    struct totals *t = ARENA_NEW(im->keep, struct totals);
    t->im = im;
    t->sums = arena_array(im->keep, (size_t)im->layout->column_count + 1, sizeof *t->sums);
    return t;
}

static bool is_sum(const struct column *c)
{
    return c->target && target_is_money(c->target);
}

void totals_data(struct totals *t, const struct said *said, bool counts)
{
    for (int i = 0; i < t->im->layout->column_count; i++)
        if (is_sum(&t->im->layout->columns[i]) && said[i].kind == SAID_VALUE)
            t->sums[i] += said[i].value.i;
    t->rows += counts;
}

bool totals_is_whole(const struct totals *t, const struct said *stated)
{
    bool any = false;
    for (int i = 0; i < t->im->layout->column_count; i++) {
        if (!is_sum(&t->im->layout->columns[i]) || stated[i].kind != SAID_VALUE)
            continue;
        if (stated[i].value.i != t->sums[i])
            return false;
        any = true;
    }
    return any;
}

void totals_insert(struct totals *t, int64_t row, const struct said *said)
{
    const struct layout *l = t->im->layout;
    for (int i = 0; i < l->column_count; i++) {
        if (!is_sum(&l->columns[i]) || said[i].kind != SAID_VALUE)
            continue;
        t->sums[i] += said[i].value.i;
        for (int k = 0; k < t->count; k++)
            if (t->points[k].row > row)
                t->points[k].sums[i] += said[i].value.i;
    }
    t->rows++;
    for (int k = 0; k < t->count; k++)
        t->points[k].count += t->points[k].row > row;
}

void totals_mark(struct totals *t, const struct ledger_row *row, const struct said *said)
{
    size_t n = (size_t)t->im->layout->column_count;
    if (t->count == t->capacity) {
        int more = t->capacity ? t->capacity * 2 : 16;
        t->points = arena_grow(t->im->keep, t->points, (size_t)t->capacity * sizeof *t->points,
                               (size_t)more * sizeof *t->points);
        t->capacity = more;
    }
    struct point *p = &t->points[t->count++];
    *p = (struct point){row->number,
                        row->class == ROW_SECTION,
                        row->section_level,
                        arena_strdup(t->im->keep, row->section),
                        row->count_claimed,
                        t->rows,
                        NULL,
                        NULL};
    p->stated = arena_array(t->im->keep, n + 1, sizeof *p->stated);
    p->sums = arena_array(t->im->keep, n + 1, sizeof *p->sums);
    memcpy(p->sums, t->sums, n * sizeof *p->sums);
    for (size_t i = 0; i < n; i++)
        p->stated[i] = is_sum(&t->im->layout->columns[i]) && said[i].kind == SAID_VALUE ? said[i].value.i : NONE_INT;
}

static int64_t at(const struct totals *t, int point, int column)
{
    if (point < 0)
        return 0;
    const int64_t *sums = point >= t->count ? t->sums : t->points[point].sums;
    int64_t rows = point >= t->count ? t->rows : t->points[point].count;
    return column < 0 ? rows : sums[column];
}

static int next_section(const struct totals *t, int point)
{
    do
        point++;
    while (point < t->count && !t->points[point].section);
    return point;
}

enum { CANDIDATES = 12 };

/* The sums a total may speak of; the first is the likeliest: what follows for a section, what stands above for 小计, the whole
 * sheet for 合计. */
static int candidates(const struct totals *t, int k, int column, int64_t *out)
{
    const struct point *p = &t->points[k];
    int n = 0, next = next_section(t, k), peer = k + 1, back_section = k - 1;
    while (peer < t->count && !(t->points[peer].section && t->points[peer].level <= p->level))
        peer++;
    while (back_section >= 0 && !t->points[back_section].section)
        back_section--;
    int64_t whole = at(t, t->count, column), here = at(t, k, column);
    bool part = !p->section && p->name && strstr(p->name, "小计");
    if (p->section) {
        out[n++] = at(t, peer, column) - here;
        out[n++] = at(t, next, column) - here;
        if (p->count == 0) /* a section over everything */
            out[n++] = whole;
        int named = next < t->count && at(t, next, -1) == at(t, k, -1) ? next : t->count; /* a summary of one below */
        while (named < t->count && !(t->points[named].section && p->name && t->points[named].name &&
                                     strcmp(t->points[named].name, p->name) == 0))
            named++;
        if (named < t->count)
            out[n++] = at(t, next_section(t, named), column) - at(t, named, column);
        return n;
    }
    if (!part)
        out[n++] = whole;
    out[n++] = here - at(t, k - 1, column);
    out[n++] = here - at(t, back_section, column);
    for (int level = 1; level <= 2; level++) { /* after several subsections */
        int back = k - 1;
        while (back >= 0 && !(t->points[back].section && t->points[back].level <= level))
            back--;
        out[n++] = here - at(t, back, column);
    }
    for (int back = k - 1; back >= 0 && n < CANDIDATES - 4; back--) /* since the last of its own name */
        if (!t->points[back].section && p->name && t->points[back].name && strcmp(t->points[back].name, p->name) == 0) {
            out[n++] = here - at(t, back, column);
            break;
        }
    out[n++] = here;
    out[n++] = at(t, next, column) - here;
    out[n++] = at(t, k + 1, column) - here;
    if (part)
        out[n++] = whole;
    return n;
}

/* A total shown to fewer places than its rows is the sum, rounded. */
static bool agrees(int64_t stated, int64_t computed, int64_t unit)
{
    int64_t place = unit > 0 ? unit : 1;
    while (place > 1 && stated % place != 0)
        place /= 10;
    return place > 1 ? llabs(stated - computed) <= place / 2 : llabs(stated - computed) <= 1;
}

static void differ(struct totals *t, const struct point *p, int column, int64_t stated, int64_t computed)
{
    struct import *im = t->im;
    struct ctx *cx = im->cx;
    const struct column *c = &im->layout->columns[column];
    const char *said = money_show(cx->arena, (struct money){stated}, LANG_ZH),
               *sum = money_show(cx->arena, (struct money){computed}, LANG_ZH);
    const char *said_en = money_show(cx->arena, (struct money){stated}, LANG_EN),
               *sum_en = money_show(cx->arena, (struct money){computed}, LANG_EN);
    im->row = p->row;
    remark_add(im, &im->result->checks, c->index, "LGR-30",
               (struct label){arena_printf(cx->arena, "“%s”的%s写的是 %s,各行相加是 %s,请核对", p->name ? p->name : "",
                                           c->head, said, sum),
                              arena_printf(cx->arena, "%s of \"%s\" says %s, its rows add up to %s: please check",
                                           c->head, p->name ? p->name : "", said_en, sum_en)});
}

void totals_check(struct totals *t)
{
    struct import *im = t->im;
    for (int k = 0; k < t->count; k++) {
        const struct point *p = &t->points[k];
        int64_t options[CANDIDATES];
        for (int c = 0; c < im->layout->column_count; c++) {
            if (p->stated[c] == NONE_INT)
                continue;
            int n = candidates(t, k, c, options);
            bool found = false;
            for (int i = 0; i < n && !found; i++)
                found = agrees(p->stated[c], options[i], im->layout->columns[c].unit);
            if (!found)
                differ(t, p, c, p->stated[c], options[0]);
        }
        if (p->claimed < 0)
            continue;
        int n = candidates(t, k, -1, options);
        bool found = false;
        for (int i = 0; i < n && !found; i++)
            found = options[i] == p->claimed;
        if (found)
            continue;
        im->row = p->row;
        remark_add(im, &im->result->checks, -1, "LGR-31",
                   (struct label){arena_printf(im->cx->arena, "“%s”写的是 %lld 个,实有 %lld 行,请核对",
                                               p->name ? p->name : "", (long long)p->claimed, (long long)options[0]),
                                  arena_printf(im->cx->arena, "\"%s\" says %lld, there are %lld rows: please check",
                                               p->name ? p->name : "", (long long)p->claimed, (long long)options[0])});
    }
}

void totals_restate(const struct totals *was, const struct totals *now,
                    void (*restate)(void *arg, int64_t row, const struct column *column, int64_t value), void *arg)
{
    const struct layout *l = was->im->layout;
    for (int k = 0; k < was->count && k < now->count; k++)
        for (int c = 0; c < l->column_count; c++) {
            int64_t then[CANDIDATES], today[CANDIDATES];
            int64_t stated = was->points[k].stated[c];
            if (stated == NONE_INT)
                continue;
            int n = candidates(was, k, c, then), i = 0;
            candidates(now, k, c, today);
            while (i < n && !agrees(stated, then[i], l->columns[c].unit))
                i++;
            if (i < n && today[i] != then[i])
                restate(arg, was->points[k].row, &l->columns[c], today[i]);
        }
}
