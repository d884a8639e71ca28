/* limits.h — the working days that a zone gives to problems and slips: its own numbers, else the usual ones (domain §6). */
#ifndef STEWARD_RULES_LIMITS_H
#define STEWARD_RULES_LIMITS_H

#include "base/ctx.h"

struct limits {
    int same_day, very_urgent, urgent, normal,
        long_term; /* by grade of problem; the first is always 0, the day itself */
    int remind;    /* remind when no more than so many are left */
    int red;       /* red when late by more than so many */
    int answer;    /* to answer a slip, when no day is said */
};

/* Of cx->zone, whatever the rights of whoever asks. */
SW_CHECKED bool zone_limits(struct ctx *cx, struct limits *ret_limits);

/* Working days of a grade of problem_grades; -1: there is no such grade. */
int limits_of_grade(const struct limits *l, const char *grade);

#endif
