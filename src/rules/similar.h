/* similar.h — problems like one that is typed or at hand: by the words, the category and the sort of project. */
#ifndef STEWARD_RULES_SIMILAR_H
#define STEWARD_RULES_SIMILAR_H

#include "entities/entities.h"

struct similar_query {
    const char *text;
    const char *category; /* NULL: any */
    int64_t project;      /* 0: none */
    int64_t except;       /* a problem that is not to be found: itself */
};

struct similar {
    const struct problem *problem;
    int score; /* 0…100 by the words, more for the same category and sector */
    bool same_category, same_sector;
};

enum { SIMILAR_MOST = 8 };

/* Among the latest problems within the actor's reach, the likest first. */
SW_CHECKED bool similar_find(struct ctx *cx, const struct similar_query *query, struct similar ret_found[SIMILAR_MOST],
                             size_t *ret_count);

/* 0…100: how much of the pairs of neighbouring characters two texts share (Dice); 100: all. */
int similar_texts(struct arena *a, const char *x, const char *y);

#endif
