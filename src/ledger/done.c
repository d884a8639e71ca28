/* done.c — the completed investment a project row states, brought down to one row a month, dispatch caliber (domain §3).
 *
 * A ledger states sums: done in a month, from January to a month, up to the end of a year, since the start.  On record are
 * months.  Each sum is met by the one month at its end (or, when the row states that month itself, an earlier one), so that
 * what last month's ledger said still answers for last month.
 */
#include "ledger/import.h"

#include <string.h>

/* One project's months on record, and those that this row states by themselves. */
struct months {
    struct import *im;
    int64_t project;
    struct investment *rows; /* by month */
    int count;
    int64_t stated[24]; /* codes */
    int stated_count;
};

static bool load_months(struct months *m, bool fresh)
{
    struct ctx *cx = m->im->cx;
    if (fresh)
        return true;
    struct value params[] = {value_int(cx->zone), value_int(m->project)};
    struct rows *rows = db_query(cx,
                                 arena_printf(cx->arena,
                                              "SELECT %s FROM investment t WHERE t.zone = $1 AND t.project = $2 AND "
                                              "t.caliber = 'dispatch' ORDER BY t.month",
                                              row_columns(cx, &investment_entity, "t")),
                                 params, 2);
    if (!rows)
        return false;
    int capacity = 0;
    while (db_next(rows)) {
        if (m->count == capacity) {
            int more = capacity ? capacity * 2 : 16;
            m->rows =
                arena_grow(cx->arena, m->rows, (size_t)capacity * sizeof *m->rows, (size_t)more * sizeof *m->rows);
            capacity = more;
        }
        row_read(cx, &investment_entity, rows, 0, &m->rows[m->count++]);
    }
    return db_ok(rows);
}

/* Of the months after `after` and before `before`, both codes exclusive. */
static int64_t sum_between(const struct months *m, int64_t after, int64_t before)
{
    int64_t sum = 0;
    for (int i = 0; i < m->count; i++)
        if (m->rows[i].month.code > after && m->rows[i].month.code < before)
            sum += m->rows[i].amount.fen;
    return sum;
}

static int place_of(const struct months *m, struct date month)
{
    int at = 0;
    while (at < m->count && m->rows[at].month.code < month.code)
        at++;
    return at;
}

static const struct investment *month_at(const struct months *m, struct date month)
{
    int at = place_of(m, month);
    return at < m->count && m->rows[at].month.code == month.code ? &m->rows[at] : NULL;
}

static bool set_month(struct months *m, struct date month, int64_t amount)
{
    struct ctx *cx = m->im->cx;
    int at = place_of(m, month);
    const struct investment *old = month_at(m, month);
    if (!old && amount == 0)
        return true;
    struct investment *now = old ? row_copy(cx, &investment_entity, old) : row_new(cx, &investment_entity);
    now->project = m->project;
    now->month = month;
    now->caliber = "dispatch";
    now->amount.fen = amount;
    if (!import_save(m->im, &investment_entity, now, old))
        return false;
    if (old) {
        m->rows[at] = *now;
        return true;
    }
    struct investment *rows = arena_array(cx->arena, (size_t)m->count + 1, sizeof *rows);
    if (m->count) {
        memcpy(rows, m->rows, (size_t)at * sizeof *rows);
        memcpy(rows + at + 1, m->rows + at, (size_t)(m->count - at) * sizeof *rows);
    }
    rows[at] = *now;
    m->rows = rows;
    m->count++;
    return true;
}

static bool is_stated(const struct months *m, struct date month)
{
    for (int i = 0; i < m->stated_count; i++)
        if (m->stated[i] == month.code)
            return true;
    return false;
}

/* The month of (floor, month] that may take what a sum lacks: its last one; when the row states that by itself, the latest before
 * it that neither the row nor the record speaks of. */
static struct date free_month(const struct months *m, int64_t floor, struct date month)
{
    if (!is_stated(m, month))
        return month;
    for (struct date at = date_add_months(month, -1); at.code > floor && date_year_of(at) > 1990;
         at = date_add_months(at, -1))
        if (!is_stated(m, at) && !month_at(m, at))
            return at;
    return month;
}

/* Later sums within `ceiling` keep: what is gained up to `month`, the next month on record (or that of the next ledger) gives
 * back, unless the row states that one too. */
static bool give_back(struct months *m, struct date month, int64_t ceiling, int64_t gained)
{
    struct date next = {0};
    for (int i = m->count - 1; i >= 0; i--)
        if (m->rows[i].month.code > month.code && m->rows[i].month.code <= ceiling)
            next = m->rows[i].month;
    if (!date_is_none(m->im->until)) { /* its sum keeps, whether or not its month is on record */
        struct date until = date_month(date_year_of(m->im->until), date_month_of(m->im->until));
        if (until.code > month.code && until.code <= ceiling && (date_is_none(next) || until.code < next.code))
            next = until;
    }
    if (date_is_none(next) || is_stated(m, next))
        return true;
    const struct investment *then = month_at(m, next);
    return set_month(m, next, (then ? then->amount.fen : 0) - gained);
}

/* Make what was done after `floor` (exclusive) and up to `month` add up to `amount`. */
static bool set_sum(struct months *m, int64_t floor, struct date month, int64_t ceiling, int64_t amount)
{
    int64_t lacking = amount - sum_between(m, floor, month.code + 1);
    if (lacking == 0)
        return true;
    struct date at = free_month(m, floor, month);
    const struct investment *here = month_at(m, at);
    return set_month(m, at, (here ? here->amount.fen : 0) + lacking) && give_back(m, month, ceiling, lacking);
}

struct sum {
    bool given;
    int year, month;
    int64_t amount;
    int column; /* in the sheet */
};

/* What column i of the layout says, with the ledger's own year and month where the head names none. */
static struct sum sum_at(const struct import *im, const struct said *said, int i, int year, int month)
{
    const struct column *c = &im->layout->columns[i];
    return (struct sum){true, c->year ? c->year : year,
                        c->month                                               ? c->month
                        : c->year && c->year < date_year_of(im->result->as_of) ? 12
                                                                               : month,
                        said[i].value.i, c->index};
}

/* The row's sums: up to the end of an earlier year, in each year, since the start. */
struct sums {
    struct sum before, all, years[12];
    int year_count;
    bool any;
};

static bool states(const struct import *im, const struct said *said, int i, enum target_kind kind)
{
    const struct column *c = &im->layout->columns[i];
    return c->target && c->target->kind == kind && said[i].kind == SAID_VALUE;
}

static struct sums sums_of(const struct import *im, const struct said *said)
{
    struct sums s = {0};
    int year = date_year_of(im->result->as_of), month = date_month_of(im->result->as_of);
    for (int i = 0; i < im->layout->column_count; i++) {
        if (states(im, said, i, TARGET_DONE_BEFORE) && !s.before.given) {
            s.before = sum_at(im, said, i, year - 1, 12);
            s.before.month = 12;
        } else if (states(im, said, i, TARGET_DONE_ALL) && !s.all.given)
            s.all = sum_at(im, said, i, year, month);
        else if (states(im, said, i, TARGET_DONE_YEAR) && s.year_count < 12)
            s.years[s.year_count++] = sum_at(im, said, i, year, month);
        s.any |= states(im, said, i, TARGET_DONE_MONTH);
    }
    s.any |= s.before.given || s.all.given || s.year_count;
    return s;
}

/* What is stated of one year; of two sums of it (1-3月, 1-6月) the later. */
static const struct sum *of_year(const struct sums *s, int year)
{
    const struct sum *found = NULL;
    for (int i = 0; i < s->year_count; i++)
        if (s->years[i].year == year && (!found || s->years[i].month > found->month))
            found = &s->years[i];
    return found;
}

/* Before + this year = all is what the columns promise; and no year has more than all (LGR-32). */
static void check_sums(struct import *im, const struct sums *s)
{
    struct ctx *cx = im->cx;
    const struct sum *year = of_year(s, s->all.year);
    if (!s->all.given || !year)
        return;
    struct money all = {s->all.amount}, before = {s->before.amount}, now = {year->amount};
    bool follows = s->before.given && s->before.year == s->all.year - 1;
    struct label message = {0};
    if (follows && before.fen + now.fen != all.fen)
        message =
            (struct label){arena_printf(cx->arena, "累计完成 %s 不等于上年底累计 %s 加本年完成 %s",
                                        money_show(cx->arena, all, LANG_ZH), money_show(cx->arena, before, LANG_ZH),
                                        money_show(cx->arena, now, LANG_ZH)),
                           arena_printf(cx->arena, "done in all (%s) is not done before (%s) plus done this year (%s)",
                                        money_show(cx->arena, all, LANG_EN), money_show(cx->arena, before, LANG_EN),
                                        money_show(cx->arena, now, LANG_EN))};
    else if (!s->before.given && now.fen > all.fen)
        message =
            (struct label){arena_printf(cx->arena, "累计完成 %s 少于本年完成 %s", money_show(cx->arena, all, LANG_ZH),
                                        money_show(cx->arena, now, LANG_ZH)),
                           arena_printf(cx->arena, "done in all (%s) is less than done this year (%s)",
                                        money_show(cx->arena, all, LANG_EN), money_show(cx->arena, now, LANG_EN))};
    if (message.zh)
        remark_add(im, &im->result->checks, s->all.column, "LGR-32", message);
}

static bool store_months(struct months *m, const struct said *said)
{
    struct import *im = m->im;
    int year = date_year_of(im->result->as_of), own_month = date_month_of(im->result->as_of);
    for (int i = 0; i < im->layout->column_count; i++) {
        if (!states(im, said, i, TARGET_DONE_MONTH))
            continue;
        const struct column *c = &im->layout->columns[i];
        struct date month = date_month(c->year ? c->year : year, c->month ? c->month : own_month);
        if (m->stated_count < (int)(sizeof m->stated / sizeof *m->stated))
            m->stated[m->stated_count++] = month.code;
        const struct investment *here = month_at(m, month);
        int64_t gained = said[i].value.i - (here ? here->amount.fen : 0);
        if (!set_month(m, month, said[i].value.i))
            return false;
        if (gained && !date_is_none(im->until) && !give_back(m, month, INT64_MAX, gained))
            return false;
    }
    return true;
}

static int64_t end_of(int year)
{
    return date_month(year, 12).code;
}

/* Years first, earliest sum first; what a longer sum has beyond them was done before the earliest of them. */
static bool store_sums(struct months *m, const struct sums *s)
{
    for (int pass = 1; pass <= 12; pass++) /* the sums of a year by their months */
        for (int i = 0; i < s->year_count; i++) {
            const struct sum *y = &s->years[i];
            if (y->month == pass &&
                !set_sum(m, end_of(y->year - 1), date_month(y->year, y->month), end_of(y->year), y->amount))
                return false;
        }
    struct sum whole = s->before.given ? s->before : s->all;
    if (!whole.given)
        return true;
    int64_t rest = whole.amount;
    int year = whole.year;
    const struct sum *y;
    for (; (y = of_year(s, year)) && (year < whole.year || y->month <= whole.month); year--)
        rest -= y->amount;
    if (rest < 0)
        return true; /* the years say more than the whole: check_sums() said so */
    struct date end = year == whole.year ? date_month(whole.year, whole.month) : date_month(year, 12);
    bool open = year == whole.year && !s->before.given;
    if (!set_sum(m, 0, end, open ? INT64_MAX : 0, rest))
        return false;
    bool more = s->before.given && s->all.given && s->all.year > s->before.year && !of_year(s, s->all.year);
    return !more || set_sum(m, 0, date_month(s->all.year, s->all.month), INT64_MAX, s->all.amount);
}

static void note_money(struct import *im, const struct column *from, struct label label, int64_t before, int64_t after)
{
    if (before != after)
        change_cell(im, from, label, before ? fact_money(im, (struct money){before}) : NULL,
                    fact_money(im, (struct money){after}));
}

bool done_store(struct import *im, const struct said *said, int64_t project, bool fresh)
{
    struct months m = {.im = im, .project = project};
    struct sums s = sums_of(im, said);
    int year = date_year_of(im->result->as_of);
    if (!s.any)
        return true;
    if (!load_months(&m, fresh))
        return false;
    int64_t old_year = sum_between(&m, end_of(year - 1), end_of(year) + 1), old_all = sum_between(&m, 0, INT64_MAX);
    check_sums(im, &s);
    if (!store_months(&m, said) || !store_sums(&m, &s))
        return false;
    const struct sum *of_now = of_year(&s, year);
    note_money(im, of_now ? layout_column(im->layout, of_now->column) : layout_target(im->layout, TARGET_DONE_MONTH),
               fact_in_year(im, "完成投资", "Completed", year), old_year,
               sum_between(&m, end_of(year - 1), end_of(year) + 1));
    note_money(im, s.all.given ? layout_column(im->layout, s.all.column) : NULL,
               (struct label){"累计完成投资", "Completed investment"}, old_all, sum_between(&m, 0, INT64_MAX));
    return true;
}
