/* limits.c — a zone's own numbers over the usual ones. */
#include "rules/limits.h"

#include "base/text.h"
#include "entities/entities.h"
#include "model/rows.h"

static int or_usual(int64_t own, int usual)
{
    return own == NONE_INT ? usual : (int)own;
}

bool zone_limits(struct ctx *cx, struct limits *ret_limits)
{
    const struct rights *rights = cx->rights;
    cx->rights = NULL;
    const struct zone *z = row_load(cx, &zone_entity, cx->zone);
    cx->rights = rights;
    if (!z)
        return false;
    *ret_limits = (struct limits){
        .very_urgent = or_usual(z->days_very_urgent, 3),
        .urgent = or_usual(z->days_urgent, 7),
        .normal = or_usual(z->days_normal, 15),
        .long_term = or_usual(z->days_long, 30),
        .remind = or_usual(z->days_remind, 2),
        .red = or_usual(z->days_red, 5),
        .answer = or_usual(z->days_answer, 3),
    };
    return true;
}

int limits_of_grade(const struct limits *l, const char *grade)
{
    const struct {
        const char *grade;
        int days;
    } all[] = {
        {"same_day", l->same_day}, {"days_3", l->very_urgent}, {"days_7", l->urgent},
        {"days_15", l->normal},    {"days_30", l->long_term},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (text_equal(all[i].grade, grade))
            return all[i].days;
    return -1;
}
