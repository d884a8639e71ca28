/* said.h — what one cell says, read the way its column means it. */
#ifndef STEWARD_LEDGER_SAID_H
#define STEWARD_LEDGER_SAID_H

#include "ledger/layout.h"

enum said_kind {
    SAID_NOTHING, /* empty, "/", "—": no statement, what is on record stays */
    SAID_VALUE,   /* `value`, as the target's field or fact takes it */
    SAID_NAME,    /* `text` names a row of another entity */
    SAID_YES,     /* 是 √ 已…, with `value` a date when it says when */
    SAID_NO,      /* 否 × 未…; for dates: not yet */
    SAID_PLANNED, /* a date that is only planned, in `value` */
    SAID_PERIOD,  /* from `value` to `until` */
    SAID_HALTED,  /* 停工 where a stage belongs; `value` is nothing, or the stage that it stands still in */
};

struct said {
    enum said_kind kind;
    struct value value, until;
    const char *text; /* as written, cleaned */
};

/* A remark about a cell or row: nothing (code NULL), a warning (the cell is not taken), or a rejection. */
struct said_fault {
    const char *code;
    bool rejects;
    struct label message;
};

/* Read a cell.  `cell` may be NULL (empty).  Texts live in cx's arena.
 *   LGR-10 not an amount           LGR-11 words where an amount belongs (not taken)
 *   LGR-12 not a date              LGR-13 words where a date belongs (not taken)
 *   LGR-14 2023.1 typed as a number: January or October?
 *   LGR-15 not a whole number      LGR-16 not one of the choices (not taken)
 *   LGR-03 a number without a unit of money
 *   LGR-17 a quantity, not money   LGR-18 an error value such as #REF!  LGR-19 text too long */
struct said said_read(struct ctx *cx, const struct column *column, const struct cell *cell, int year,
                      struct said_fault *ret_fault);

/* What two lines of one record say together: amounts add up, notes are joined, else the first word counts.  Texts live in `a`. */
struct said said_join(struct arena *a, const struct column *column, const struct said *first, const struct said *more);

/* Is there nothing in it that counts: empty, "/", "—", "-", "无"? */
bool said_is_blank(const char *text);

/* Does a report say that the project stands still: 停工, and not that it was resumed? */
bool said_halts(const char *text);
/* Is a remark, which tells of the past too, about a standstill now: "停工", "2024年5月起停工", not "去年曾停工"? */
bool said_halts_now(const char *text);

/* How a column that asks 是否… answers with a choice: 是 or 否; NULL when neither reads back as it. */
const char *said_answer(struct ctx *cx, const struct column *column, const char *choice);

/* A choice by its very word, else the choice whose longest word stands in the text; NULL when none does. */
const struct choice *choice_within(struct arena *a, const struct choice *choices, const char *text);

#endif
