/* target.h — what a sheet can be, and what a column can mean.
 *
 * A ledger kind is one sort of sheet (projects, problems, reserve pool, leads, grants, funds).  A column means a
 * target: a field of the kind's entity, or, for projects, a dated fact kept in a row of its own (this year's
 * plan, money done, the leader, entry into statistics).
 */
#ifndef STEWARD_LEDGER_TARGET_H
#define STEWARD_LEDGER_TARGET_H

#include "entities/entities.h"

struct map;

enum target_kind {
    TARGET_NONE,        /* nothing we keep: the column stays in the workbook */
    TARGET_ORDINAL,     /* 序号 */
    TARGET_FIELD,       /* a field of the entity */
    TARGET_PERIOD,      /* 建设起止年限: build_from and build_to */
    TARGET_PLAN,        /* planned investment of a year */
    TARGET_PLAN_MONTH,  /* of one month of it */
    TARGET_GOAL,        /* what the year is to reach */
    TARGET_DONE_BEFORE, /* completed up to the end of an earlier year */
    TARGET_DONE_YEAR,   /* completed from January to a month */
    TARGET_DONE_MONTH,  /* completed in one month */
    TARGET_DONE_ALL,    /* completed since the start */
    TARGET_LEADER,      /* pairing, by role */
    TARGET_DEPARTMENT,
    TARGET_STEWARD,
    TARGET_STATISTICS, /* 是否纳统: yes, no, or when */
    TARGET_STARTED,    /* 是否开工: yes, no, or when */
    TARGET_HALTED,     /* 是否停工 */
    TARGET_STAGE,      /* 项目阶段 */
    TARGET_KEY_LEVEL,  /* 重点级别: on the year's list of key projects */
    TARGET_MONEY_UNIT, /* 单位: 万元 or 亿元, of the amounts in its row */
};

struct target {
    const char *id; /* in maps and layouts: "total_investment", "done_year" */
    enum target_kind kind;
    const struct field *field; /* TARGET_FIELD */
    struct label label;
    const char *synonyms; /* heads, separated by spaces; the label comes first */
};

/* Heads that clerks write over a target beyond its own synonyms. */
struct head_words {
    const char *target; /* id; NULL ends the list */
    const char *words;  /* separated by spaces */
};

struct ledger_kind {
    const char *name; /* "projects" */
    struct label label;
    const struct entity *entity;
    const char *words;              /* words in sheet names and titles that speak for it, separated by spaces */
    const char *keys[4];            /* fields that tell rows apart, best first: "code", "name enterprise" */
    const struct target *facts;     /* targets beyond the entity's fields; ends with .id = NULL; may be NULL */
    const struct head_words *heads; /* may be NULL */
    const char *must;               /* a row without this field is no row */
    const char *telling; /* targets one of which the head must have: a name and a phone number make no project ledger */
};

extern const struct ledger_kind *const ledger_kinds[]; /* ends with NULL */
const struct ledger_kind *ledger_kind_find(const char *name);

/* Is this target money? */
bool target_is_money(const struct target *t);

/* Every target of a kind: facts first, then the entity's own fields. */
const struct target *target_list(struct arena *a, const struct ledger_kind *k, int *ret_count);
const struct target *target_find(struct arena *a, const struct ledger_kind *k, const char *id);

/* What a head means. */
struct meaning {
    const struct target *target; /* NULL: nothing known */
    int confidence;              /* 0…100 */
    int year;                    /* of plans and money done; 0: the ledger's own year */
    int month;                   /* up to or of which month; 0: the ledger's own */
};

/* The words of a kind's targets, made ready once for many heads; lives in cx's arena. */
struct head_reader;
struct head_reader *head_reader_new(struct ctx *cx, const struct ledger_kind *k);

/* Its words into `into`, folded: 2 for those over what makes a row (项目名称), else 1. */
void head_reader_words(const struct head_reader *r, struct map *into);
/* A head as those words are: folded, without brackets and units. */
const char *head_bare(struct arena *a, const char *written);

/* The best meaning of a head: `leaf` is the lowest head cell, `full` all head cells above it joined, both as written. */
struct meaning head_read(struct ctx *cx, const struct head_reader *r, const char *leaf, const char *full);

/* The year that a head names: "2023年完成投资"; 0 when none. */
int head_year(struct ctx *cx, const char *written);

/* 项目个数: a column of counts, which a list of single things does not have. */
bool head_is_count(struct ctx *cx, const char *written);

#endif
