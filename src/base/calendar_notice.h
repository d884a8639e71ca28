/* calendar_notice.h — reads the State Council's yearly notice on public holidays, as it is published and pasted. */
#ifndef STEWARD_BASE_CALENDAR_NOTICE_H
#define STEWARD_BASE_CALENDAR_NOTICE_H

#include "base/calendar.h"

/* "一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。" and so on, of "…关于2026年部分节假日安排的通知": its days, all
 * announced, in the order of the text, and its year.  False when it names no year, or no day to rest. */
SW_CHECKED bool calendar_notice_read(struct ctx *cx, const char *text, int *ret_year,
                                     struct calendar_change **ret_changes, size_t *ret_count);

#endif
