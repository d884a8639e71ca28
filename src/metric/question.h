/* question.h — inside the metric room: metrics asked of rows, read and sorted into statements. */
#ifndef STEWARD_METRIC_QUESTION_H
#define STEWARD_METRIC_QUESTION_H

#include "metric/metric.h"
#include "model/group_key.h"

/* Questions about the rows of one entity. */
struct batch {
    struct entity_scope *scope;
    const struct entity *entity;
    const char *through;
    struct part *parts;
    struct formula_read *formulas;
    struct batch *next;
};

/* Metrics and groupings say much the same: each formula is read once. */
struct formula_read {
    const char *text;
    struct expr *expr;
    struct formula_read *next;
};

/* Those of them that are by the same groups. */
struct part {
    bool grouped;
    const char *word;    /* what the entity groups by; NULL: nothing */
    struct group_key by; /* .field NULL: one number */
    bool not_applicable; /* a standard grouping that the entity has nothing for */
    struct part *next;
};

struct asked {
    struct ctx *cx;
    struct view view;
    struct batch *batches;
};

/* One of the conditions that keep a question's rows. */
struct keeping {
    struct expr *condition;
    const char *text; /* canonical: the same text is the same condition */
    bool shared;      /* by every question of the statement */
};

struct question {
    const struct metric *metric;
    struct batch *batch;
    struct part *part;
    struct keeping *keep; /* the metric's own conditions and the asker's */
    size_t keep_count;
    struct expr *value, *over, *expected;
};

/* Parse a question into the batch and the part that it belongs to. */
SW_CHECKED bool question_read(struct asked *asked, const struct metric_ask *ask, struct question *ret_question);

/* The standard grouping that a word names, in English; NULL: none. */
const char *standard_grouping(const char *word);

#endif
