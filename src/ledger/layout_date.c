/* layout_date.c — the date a workbook's figures stand for: named in its titles, its sheets' names, its file's name, its heads. */
#include "base/text.h"
#include "ledger/layout.h"

#include <ctype.h>
#include <string.h>

/* What a text says of the date: as much as it names, and a month without a year ("截至6月底"). */
struct named {
    struct date date;
    int month;
};

static bool finer(struct date a, struct date b)
{
    return date_precision_of(a) > date_precision_of(b);
}

/* "截至2023年12月31日", "(2023年1-6月)", "2023年6月调度表": the most exact date, the last of several months or days. */
static struct date date_in(struct ctx *cx, const char *folded)
{
    struct date found = {0};
    for (const char *p = folded; (p = strstr(p, "年")); p += 3) {
        struct date_range range;
        if (p - folded < 4)
            continue;
        size_t n = strspn(p + 3, "0123456789-至月日年度上下半一二三四季底末");
        const char *piece = arena_strndup(cx->arena, p - 4, 7 + n);
        for (size_t length = strlen(piece); length >= 7; length--) {
            const char *part = arena_strndup(cx->arena, piece, length);
            if (!text_is_utf8(part, length) || !date_parse_range(part, &range) || range.mood == DATE_ABSENT ||
                date_is_none(range.to))
                continue;
            bool same =
                date_precision_of(range.to) == date_precision_of(found) && date_precision_of(found) >= DATE_MONTH;
            if (finer(range.to, found) || same)
                found = range.to;
            break;
        }
    }
    return found;
}

/* The last month that no year stands before: "6月", "1-6月"; 0 when there is none. */
static int month_in(const char *folded)
{
    int found = 0;
    for (const char *p = folded; (p = strstr(p, "月")); p += 3) {
        const char *d = p;
        while (d > folded && isdigit((unsigned char)d[-1]))
            d--;
        int month = 0;
        for (const char *c = d; c < p && month < 100; c++)
            month = month * 10 + (*c - '0');
        if (month >= 1 && month <= 12)
            found = month;
    }
    return found;
}

static struct named read_words(struct ctx *cx, const char *text)
{
    const char *folded = text ? text_fold(cx->arena, text) : "";
    return (struct named){date_in(cx, folded), month_in(folded)};
}

static void take(struct named *best, struct named more)
{
    bool other_year = !date_is_none(best->date) && date_year_of(best->date) != date_year_of(more.date);
    if (finer(more.date, best->date) && !other_year)
        best->date = more.date;
    if (!best->month && !other_year)
        best->month = more.month;
}

/* When the sheet was filled in says less than what its title speaks of. */
static bool is_filing(const char *piece)
{
    static const char *const words[] = {"填报", "填表", "制表", "报送", "打印", NULL};
    for (const char *const *w = words; *w; w++)
        if (strstr(piece, *w))
            return true;
    return false;
}

static struct named read_title(struct ctx *cx, const char *title)
{
    static const char joint[] = " · "; /* between the cells of the title, see struct layout */
    struct named best = {0};
    for (int filing = 0; title && filing < 2; filing++) {
        bool wanted = !filing || date_precision_of(best.date) < DATE_MONTH;
        for (const char *p = title, *end; wanted && p; p = end ? end + strlen(joint) : NULL) {
            end = strstr(p, joint);
            const char *piece = end ? arena_strndup(cx->arena, p, (size_t)(end - p)) : p;
            if (is_filing(piece) == (filing == 1))
                take(&best, read_words(cx, piece));
        }
    }
    return best;
}

/* "1-6月完成投资" under 2023年: the sheet stands at June. */
static struct named read_heads(const struct layout *l)
{
    struct named best = {0};
    int year = 0;
    for (int i = 0; i < l->column_count; i++) {
        const struct column *c = &l->columns[i];
        bool done = c->target && (c->target->kind == TARGET_DONE_YEAR || c->target->kind == TARGET_DONE_ALL);
        if (!c->target || !target_is_money(c->target) || c->year < year)
            continue;
        if (c->year > year)
            best.month = 0;
        year = c->year;
        if (done && c->month > best.month)
            best.month = c->month;
    }
    best.date = year ? date_year(year) : (struct date){0};
    return best;
}

/* The year or month that a sheet is called after; none. */
static struct date time_named(struct ctx *cx, const struct layout *l, struct date as_of)
{
    struct named named = read_words(cx, l->name);
    if (!l->kind || l->hidden)
        return (struct date){0};
    if (date_is_none(named.date) && named.month)
        named.date = date_month(date_year_of(date_is_none(l->as_of) ? as_of : l->as_of), named.month);
    bool coarse = date_precision_of(named.date) == DATE_YEAR || date_precision_of(named.date) == DATE_MONTH;
    return coarse ? named.date : (struct date){0};
}

static void own_time(struct layout *l)
{
    bool month = date_precision_of(l->own) == DATE_MONTH;
    for (int i = 0; i < l->column_count; i++) {
        struct column *c = &l->columns[i];
        bool done = c->target && c->target->kind >= TARGET_DONE_YEAR && c->target->kind <= TARGET_DONE_ALL;
        bool of_month = c->target && c->target->kind == TARGET_PLAN_MONTH;
        bool plan = c->target && (c->target->kind == TARGET_PLAN || c->target->kind == TARGET_GOAL || of_month);
        if ((plan || done) && !c->year)
            c->year = date_year_of(l->own);
        if ((done || of_month) && month && !c->month && c->year == date_year_of(l->own))
            c->month = date_month_of(l->own);
    }
}

void layouts_own_time(struct ctx *cx, struct layout *layouts, int count, struct date as_of)
{
    struct date latest = {0};
    for (int i = 0; i < count; i++) {
        struct date named = time_named(cx, &layouts[i], as_of);
        if (!date_is_none(named) && date_high_code(named) > date_high_code(latest))
            latest = named;
    }
    for (int i = 0; i < count; i++) {
        struct date named = time_named(cx, &layouts[i], as_of);
        bool earlier = !date_is_none(named) && date_high_code(named) < date_low_code(latest) &&
                       date_high_code(named) < date_high_code(as_of);
        if (!earlier) /* a name that stands alone may be last month's */
            continue;
        layouts[i].own = named;
        own_time(&layouts[i]);
    }
}

struct date layouts_date(struct ctx *cx, const char *file_name, struct layout *layouts, int count, struct date today)
{
    struct named all = {0}, heads = {0};
    for (int i = 0; i < count; i++) {
        struct layout *l = &layouts[i];
        if (!l->kind || l->hidden)
            continue;
        struct named here = read_title(cx, l->title);
        take(&here, read_words(cx, l->name));
        l->as_of = here.date;
        if (date_precision_of(here.date) == DATE_YEAR && date_precision_of(all.date) == DATE_YEAR &&
            here.date.code > all.date.code) /* sheets of several years stand at the last */
            all.date = here.date;
        take(&all, here);
        take(&heads, read_heads(l));
    }
    const char *slash = file_name ? strrchr(file_name, '/') : NULL;
    take(&all, read_words(cx, slash ? slash + 1 : file_name));
    take(&all, heads);
    if (date_precision_of(all.date) < DATE_MONTH && all.month) {
        int year = date_is_none(all.date) ? date_year_of(today) : date_year_of(all.date);
        if (date_is_none(all.date) && all.month > date_month_of(today))
            year--; /* the December ledger comes in January */
        all.date = date_month(year, all.month);
    }
    struct date last = date_last(all.date);
    bool whole_year = date_precision_of(all.date) < DATE_MONTH;
    return date_is_none(all.date) || (whole_year && last.code > today.code) ? today : last;
}
