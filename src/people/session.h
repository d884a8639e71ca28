/* session.h — who is signed in, and programs that come with a token.
 *
 * A session is known by its token, of which only the hash is kept.  A browser's ends when it was not used for a while, and at
 * last in any case; a program's (way "token") on its day.  Whatever ends one raises the zone's revision, so that every server
 * of the database hears of it.
 */
#ifndef STEWARD_PEOPLE_SESSION_H
#define STEWARD_PEOPLE_SESSION_H

#include "people/people.h"

#define TOKEN_WAY    "token" /* of a program's session */
#define TOKEN_PREFIX "stw_"

/* Who asks: what a token stands for. */
struct asker {
    const char *token_hash;
    const char *session; /* its id */
    const char *way;     /* "password", "token"; "oidc:…", "ldap" */
    bool reads_only;
    int64_t zone, person;
    const char *zone_code, *zone_name;
    const char *login, *name, *role;
    int64_t unit, enterprise, squad;
    bool must_change; /* the password, before anything else */
    bool totp;
    int64_t seen_at, expires_at;
};

/* *ret_asker's text lives in cx's arena; its token_hash is NULL when the token stands for nobody: unknown, ended, or the
 * person disabled.  `seen_at`: when it was used last as far as the caller knows, which may be later than what is written. */
SW_CHECKED bool session_asker(struct ctx *cx, const struct people_settings *s, const char *token_hash, int64_t seen_at,
                              struct asker *ret_asker);
/* Has it ended by now, as far as time ends it? */
bool session_is_over(const struct people_settings *s, const struct asker *asker, int64_t now_ms);
const char *session_hash(struct ctx *cx, const char *token); /* NULL on failure */

struct new_session {
    int64_t person;
    const char *way, *address, *agent;
    const char *name; /* of a token; what follows too */
    bool reads_only;
    int64_t expires_at; /* 0: as the settings say */
};
/* Of a person of cx->zone.  Its token, which is not to be had again; NULL on failure. */
const char *session_make(struct ctx *cx, const struct people_settings *s, const struct new_session *n);

/* The end of that day in China; 0 when it is past, or later than a token may last. */
int64_t token_end(const struct people_settings *s, struct date last_day, int64_t now_ms);

/* ---- lists ---- */

struct session {
    const char *token_hash, *id, *way, *name, *shown, *actions, *address, *agent;
    int64_t person;
    const char *login, *person_name;
    struct instant made_at, seen_at, expires_at;
};
/* Of cx->zone, of one person unless that is 0; those of programs or the others; latest seen first. */
SW_CHECKED bool session_list(struct ctx *cx, const struct people_settings *s, int64_t person, bool tokens,
                             struct session **ret_list, size_t *ret_count);

/* ---- endings; each in a transaction of its own, or part of the one that is open ---- */

/* ERR_NOT_FOUND "AUT-17".  `person` 0: of anybody in cx->zone. */
SW_CHECKED bool session_end(struct ctx *cx, int64_t person, const char *id, bool token);
/* All of a person's but `but` (a token's hash; NULL), those of his programs too when `tokens`. */
SW_CHECKED bool session_end_all(struct ctx *cx, int64_t person, const char *but, bool tokens);
/* Everything beside the row of a person who goes. */
SW_CHECKED bool person_forget(struct ctx *cx, int64_t person);

/* Of all zones: when they were used last, never back in time; and those that have ended go. */
SW_CHECKED bool session_seen(struct ctx *cx, const char *token_hash, int64_t at_ms);
SW_CHECKED bool session_sweep(struct ctx *cx, const struct people_settings *s);

#endif
