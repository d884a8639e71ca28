/* signed.h — somebody who may ask: a person of cx->zone with a role, and the header that a program of his sends. */
#ifndef STEWARD_TESTS_SIGNED_H
#define STEWARD_TESTS_SIGNED_H

#include "model/rows.h"
#include "people/session.h"

/* NULL with the error set. */
static inline struct user *person_make(struct ctx *cx, const char *login, const char *role)
{
    struct user *u = row_new(cx, &user_entity);
    u->login = login;
    u->name = login;
    u->role = role;
    return row_save(cx, &user_entity, u, NULL) ? u : NULL;
}

static inline const char *bearer_of(struct ctx *cx, int64_t person, bool reads_only)
{
    const struct new_session n = {
        .person = person,
        .way = TOKEN_WAY,
        .name = "test",
        .reads_only = reads_only,
        .expires_at = INT64_C(4102444800000), /* 2100 */
    };
    const char *token = session_make(cx, &people_standard, &n);
    return token ? arena_printf(cx->arena, "Authorization: Bearer %s\r\n", token) : NULL;
}

/* Both at once; NULL with the error set. */
static inline const char *bearer_as(struct ctx *cx, const char *login, const char *role)
{
    const struct user *u = person_make(cx, login, role);
    return u ? bearer_of(cx, u->head.id, false) : NULL;
}

#endif
