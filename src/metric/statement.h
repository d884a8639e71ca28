/* statement.h — inside the metric room: one statement for many questions about the rows of one entity. */
#ifndef STEWARD_METRIC_STATEMENT_H
#define STEWARD_METRIC_STATEMENT_H

#include "metric/question.h"
#include "model/statement.h"

/* What one row of a statement adds up to for a question; groups add up to the total.  A question has columns for those
 * that it asks for, in this order. */
struct sums {
    int64_t value, over, expected;
    int64_t rows; /* of a metric without a value, and of a group that may have none */
};

struct answering {
    struct question *question;
    struct metric_answer *answer;
    int column; /* its first in the statement */
    struct sums all;
    size_t room; /* for groups */
};

/* One SELECT of the statement: questions by the same groups. */
struct selecting {
    struct part *part;
    struct answering *list;
    size_t count;
    int width; /* columns */
};

/* One statement. */
struct work {
    struct ctx *cx;
    struct batch *batch;
    struct selecting *selects;
    size_t count;
    int width;              /* that of the widest */
    struct column *columns; /* what each row is asked once; none: the statement needs no such thing */
    size_t column_count, column_room;
};

/* Keys that are text and those that are numbers have a column each. */
enum { COLUMN_SELECT, COLUMN_TEXT, COLUMN_NUMBER, COLUMN_SUMS };

static inline int key_column(const struct group_key *by)
{
    return type_is_text(by->field->type) ? COLUMN_TEXT : COLUMN_NUMBER;
}

/* Find out what the questions have in common: conditions go behind WHERE, and what several want to know of each row is
 * worked out once, in a query below the sums.  False when there is no such thing to know. */
bool statement_shares(struct work *w);

/* SELECT 0, key, key, the first question's sums, the next one's, … FROM … [GROUP BY key] [UNION ALL SELECT 1, …] */
struct rows *statement_run(struct work *w);

/* Has it conditions that not all have?  They stand around its sums. */
bool question_has_own(const struct question *q);
/* Does somebody look at how many rows it keeps? */
bool question_counts(const struct question *q);

#endif
