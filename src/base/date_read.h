/* date_read.h — reads one date out of a clerk's words; for date_words.c alone. */
#ifndef STEWARD_BASE_DATE_READ_H
#define STEWARD_BASE_DATE_READ_H

#include "base/date.h"

/* A place in text_plain() text and what is known there. */
struct reading {
    const char *p;
    int year;         /* of a date that names none; 0: unknown */
    struct date from; /* where the period began that the date is to end; or none */
};

/* Read the date at r->p and move on behind it; false, and r as it was, when there is none within 1949–2100. */
bool date_read(struct reading *r, struct date *ret_date);

#endif
