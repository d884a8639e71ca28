/* week_desk.c — a unit's desk: its projects with what they say, what was reported last, and what is filled in now. */
#include "rules/week.h"

#include "base/text.h"
#include "model/rights.h"
#include "model/rows.h"

#define V struct week_values

/* clang-format off */
const struct field week_value_fields[] = {
    {.name = "image_progress", FIELD_AT(T_NOTE, V, image_progress), .label = {"形象进度", "Image progress"}, .max = 4000},
    {.name = "month_investment", FIELD_AT(T_MONEY, V, month_investment), .label = {"本月完成投资", "Investment this month"}},
    {.name = "done", FIELD_AT(T_NOTE, V, done), .label = {"本周完成", "Done this week"}, .max = 4000},
    {.name = "next_plan", FIELD_AT(T_NOTE, V, next_plan), .label = {"下周计划", "Planned next week"}, .max = 4000},
    {.name = "difficulty", FIELD_AT(T_NOTE, V, difficulty), .label = {"存在问题", "Difficulty"}, .max = 4000},
    {0},
};
/* clang-format on */

/* What a project says beside its report, and the report before: l.month is the month that one's investment is of. */
#define BESIDE                                                                                                         \
    ", p.name, p.image_progress, p.difficulty, i.amount, l.image_progress, l.month_investment, l.done, l.next_plan,"   \
    " l.difficulty, l.id, CASE WHEN lw.month = w.month THEN 1 ELSE 0 END,"                                             \
    " CASE WHEN ld.state IN ('confirmed', 'locked') THEN 1 ELSE 0 END"                                                 \
    " FROM weekly_report r"                                                                                            \
    " JOIN report_week w ON w.zone = r.zone AND w.id = r.week"                                                         \
    " JOIN project p ON p.zone = r.zone AND p.id = r.project"                                                          \
    " LEFT JOIN investment i ON i.zone = r.zone AND i.project = r.project AND i.caliber = 'dispatch' AND i.month = "   \
    "w.month"                                                                                                          \
    " LEFT JOIN weekly_report l ON l.zone = r.zone AND l.id = (SELECT b.id FROM weekly_report b WHERE b.zone = "       \
    "r.zone"                                                                                                           \
    " AND b.project = r.project AND b.due_on <= r.due_on AND b.week <> r.week AND b.filled_at IS NOT NULL"             \
    " ORDER BY b.due_on DESC, b.week DESC LIMIT 1)"                                                                    \
    " LEFT JOIN report_week lw ON lw.zone = l.zone AND lw.id = l.week"                                                 \
    " LEFT JOIN report_duty ld ON ld.zone = l.zone AND ld.week = l.week AND ld.unit = l.unit"                          \
    " WHERE r.zone = "

enum beside {
    PROJECT,
    PROGRESS,
    DIFFICULTY,
    AMOUNT,
    LAST_PROGRESS,
    LAST_AMOUNT,
    LAST_DONE,
    LAST_NEXT,
    LAST_DIFFICULTY,
    LAST_ID,
    SAME_MONTH,
    FLOWED
};

static const char *text_at(struct ctx *cx, const struct rows *rows, int column)
{
    return arena_strdup(cx->arena, db_text(rows, column));
}

static struct money money_at(const struct rows *rows, int column)
{
    return db_is_null(rows, column) ? MONEY_NONE : (struct money){db_int(rows, column)};
}

static struct week_values values_of(const struct weekly_report *r)
{
    return (struct week_values){r->image_progress, r->month_investment, r->done, r->next_plan, r->difficulty};
}

/* A report that was confirmed is in the project, which may say something newer since. */
static void read_beside(struct ctx *cx, const struct rows *rows, int at, struct week_item *item)
{
    const struct week_values project = {text_at(cx, rows, at + PROGRESS), money_at(rows, at + AMOUNT), NULL, NULL,
                                        text_at(cx, rows, at + DIFFICULTY)};
    const bool flowed = db_int(rows, at + FLOWED), same_month = db_int(rows, at + SAME_MONTH);
    item->project = text_at(cx, rows, at + PROJECT);
    item->reported = !db_is_null(rows, at + LAST_ID);
    item->last = item->said = item->now = project;
    if (item->reported) {
        item->last = (struct week_values){text_at(cx, rows, at + LAST_PROGRESS),
                                          same_month ? money_at(rows, at + LAST_AMOUNT) : project.month_investment,
                                          text_at(cx, rows, at + LAST_DONE), text_at(cx, rows, at + LAST_NEXT),
                                          text_at(cx, rows, at + LAST_DIFFICULTY)};
        item->now = item->last;
        item->said.done = item->last.done;
        item->said.next_plan = item->last.next_plan;
        if (flowed) {
            item->now.image_progress = project.image_progress;
            item->now.difficulty = project.difficulty;
            item->now.month_investment = project.month_investment;
        }
    }
    if (item->report->filled_at.ms)
        item->now = values_of(item->report);
}

static struct sql select_items(struct ctx *cx)
{
    struct sql q = sql_new(cx);
    sql_add(&q, "SELECT %s" BESIDE, row_columns(cx, &weekly_report_entity, "r"));
    sql_bind(&q, value_int(cx->zone));
    return q;
}

static int own_columns(void)
{
    int n = 0;
    for (const struct field *f = entity_next_column(&weekly_report_entity, NULL); f;
         f = entity_next_column(&weekly_report_entity, f))
        n++;
    return n;
}

static struct week_item read_item(struct ctx *cx, const struct rows *rows)
{
    struct weekly_report *r = row_new(cx, &weekly_report_entity);
    struct week_item item = {.report = r};
    row_read(cx, &weekly_report_entity, rows, 0, r);
    read_beside(cx, rows, own_columns(), &item);
    return item;
}

bool week_desk(struct ctx *cx, const struct report_duty *duty, struct week_item **ret_items, size_t *ret_count)
{
    struct sql q = select_items(cx);
    struct week_item *items = NULL;
    size_t count = 0, room = 0;
    if (!rights_need_row(cx, &report_duty_entity, duty->head.id, ACT_READ))
        return false;
    sql_add(&q, " AND r.week = ");
    sql_bind(&q, value_int(duty->week));
    sql_add(&q, " AND r.unit = ");
    sql_bind(&q, value_int(duty->unit));
    sql_add(&q, " ORDER BY r.project");
    struct rows *rows = sql_query(&q);
    while (rows && db_next(rows)) {
        if (count == room) {
            const size_t more = room ? room * 2 : 32;
            items = arena_grow(cx->arena, items, room * sizeof *items, more * sizeof *items);
            room = more;
        }
        items[count++] = read_item(cx, rows);
    }
    *ret_items = items;
    *ret_count = count;
    return rows && db_ok(rows);
}

struct week_item *week_item(struct ctx *cx, int64_t report)
{
    struct sql q = select_items(cx);
    struct week_item *item = NULL;
    if (!row_load(cx, &weekly_report_entity, report)) /* or out of reach */
        return NULL;
    sql_add(&q, " AND r.id = ");
    sql_bind(&q, value_int(report));
    struct rows *rows = sql_query(&q);
    if (rows && db_next(rows)) {
        item = ARENA_NEW(cx->arena, struct week_item);
        *item = read_item(cx, rows);
    }
    db_end(rows);
    return item;
}

bool week_same(const struct field *f, const struct week_values *a, const struct week_values *b)
{
    const struct value x = field_get(f, a), y = field_get(f, b);
    const bool no_x = x.kind == VALUE_NULL || (x.kind == VALUE_TEXT && text_is_empty(x.s)),
               no_y = y.kind == VALUE_NULL || (y.kind == VALUE_TEXT && text_is_empty(y.s));
    return no_x || no_y ? no_x == no_y : value_equal(x, y);
}

bool week_differs(const struct week_item *item, const struct field *f)
{
    const char *changed = item->report->changed;
    if (item->reported || !item->report->filled_at.ms) /* a first report that was confirmed has made the project so */
        return !week_same(f, &item->now, &item->last);
    return changed && text_has_word(changed, f->name);
}
