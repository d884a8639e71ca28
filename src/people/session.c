/* session.c — sessions in the database. */
#include "people/session.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "model/rows.h"
#include "model/trail.h"

#include <string.h>

enum { TOKEN_BYTES = 32, ID_LENGTH = 16, SHOWN_LENGTH = 8, AGENT_MOST = 200, SWEEP_LATER_MS = 5 * 60 * 1000 };

const char *session_hash(struct ctx *cx, const char *token)
{
    return sha256_hex(cx, token, strlen(token));
}

static bool is_token(const char *way)
{
    return strcmp(way, TOKEN_WAY) == 0;
}

/* ---- who asks ---- */

static const char *kept(struct ctx *cx, const struct rows *rows, int column)
{
    return arena_strdup(cx->arena, db_text(rows, column));
}

/* A password that is asked for when signing in can be too old; what another system vouches for cannot. */
static bool must_change(const struct people_settings *s, const char *way, const struct rows *rows, int64_t now_ms)
{
    if (strcmp(way, "password") != 0 || db_is_null(rows, 14))
        return false;
    return db_int(rows, 14) || (s->password_age && db_int(rows, 15) + s->password_age < now_ms);
}

bool session_is_over(const struct people_settings *s, const struct asker *asker, int64_t now_ms)
{
    return now_ms >= asker->expires_at || (!is_token(asker->way) && now_ms - asker->seen_at >= s->idle);
}

bool session_asker(struct ctx *cx, const struct people_settings *s, const char *token_hash, int64_t seen_at,
                   struct asker *ret_asker)
{
    const struct value hash = value_text(token_hash);
    struct rows *rows =
        db_query(cx,
                 "SELECT s.id, s.way, s.actions, s.zone, s.person, z.code, z.name, u.login, u.name, u.role, u.unit, "
                 "u.enterprise,"
                 " u.squad, s.seen_at, c.must_change, c.changed_at, c.totp, s.expires_at, u.disabled, u.expires_on"
                 " FROM session s JOIN zone z ON z.id = s.zone JOIN app_user u ON u.zone = s.zone AND u.id = s.person"
                 " LEFT JOIN credential c ON c.zone = s.zone AND c.person = s.person WHERE s.token_hash = $1",
                 &hash, 1);
    *ret_asker = (struct asker){0};
    if (!rows || !db_next(rows))
        return rows && db_ok(rows);
    const char *way = kept(cx, rows, 1);
    struct asker asker = {
        .token_hash = arena_strdup(cx->arena, token_hash),
        .session = kept(cx, rows, 0),
        .way = way,
        .reads_only = strcmp(db_text(rows, 2), "read") == 0,
        .zone = db_int(rows, 3),
        .person = db_int(rows, 4),
        .zone_code = kept(cx, rows, 5),
        .zone_name = kept(cx, rows, 6),
        .login = kept(cx, rows, 7),
        .name = kept(cx, rows, 8),
        .role = kept(cx, rows, 9),
        .unit = db_int(rows, 10),
        .enterprise = db_int(rows, 11),
        .squad = db_int(rows, 12),
        .seen_at = db_int(rows, 13) > seen_at ? db_int(rows, 13) : seen_at,
        .must_change = must_change(s, way, rows, cx->now_ms),
        .totp = !db_is_null(rows, 16),
        .expires_at = db_int(rows, 17),
    };
    const struct date last_day = {db_int(rows, 19)}, today = date_of_instant((struct instant){cx->now_ms});
    if (user_is_active(db_int(rows, 18), last_day, today) && !session_is_over(s, &asker, cx->now_ms))
        *ret_asker = asker;
    db_end(rows);
    return true;
}

/* ---- making ---- */

/* What a client calls itself, without what could confuse whoever reads it. */
static const char *plain_agent(struct arena *a, const char *agent)
{
    const char *clean = agent ? text_clean(a, agent) : NULL;
    return clean && strlen(clean) > AGENT_MOST ? text_clean(a, arena_strndup(a, clean, AGENT_MOST)) : clean;
}

/* In a transaction of its own, or part of the one that is open. */
static bool ended(struct ctx *cx, bool done)
{
    if (done)
        return db_commit(cx);
    db_rollback(cx);
    return false;
}

static bool note(struct ctx *cx, const char *act, int64_t person, const char *detail)
{
    return trail_note(cx, &(struct trail_entry){.act = act, .entity = "user", .row = person, .detail = detail});
}

/* {"way":"password"}, {"way":"token","id":"…"}: of a session. */
static const char *told(struct ctx *cx, const char *way, const char *id)
{
    struct buf out = buf_init(cx->arena);
    struct json j = json_to(&out);
    json_object_begin(&j);
    json_put_text(&j, "way", way);
    json_put_text(&j, "id", id);
    json_object_end(&j);
    return out.data;
}

const char *session_make(struct ctx *cx, const struct people_settings *s, const struct new_session *n)
{
    const char *secret = random_token(cx, TOKEN_BYTES);
    bool program = is_token(n->way);
    const char *token = secret && program ? arena_printf(cx->arena, TOKEN_PREFIX "%s", secret) : secret;
    const char *hash = token ? session_hash(cx, token) : NULL;
    if (!hash)
        return NULL;
    const struct value params[] = {
        value_text(hash),
        value_int(cx->zone),
        value_int(n->person),
        value_text(arena_strndup(cx->arena, hash, ID_LENGTH)),
        value_text(n->way),
        value_text(n->name),
        value_text(program ? arena_strndup(cx->arena, token, SHOWN_LENGTH) : NULL),
        value_text(n->reads_only ? "read" : "write"),
        value_text(n->address),
        value_text(plain_agent(cx->arena, n->agent)),
        value_int(cx->now_ms),
        value_int(n->expires_at ? n->expires_at : cx->now_ms + (program ? s->token_age : s->longest)),
    };
    bool made =
        db_begin(cx) &&
        ended(cx,
              db_exec(cx,
                      "INSERT INTO session (token_hash, zone, person, id, way, name, shown, actions, address, agent,"
                      " made_at, seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12)",
                      params, 12, NULL) &&
                  note(cx, program ? "token" : "sign_in", n->person, told(cx, n->way, params[3].s)));
    return made ? token : NULL;
}

int64_t token_end(const struct people_settings *s, struct date last_day, int64_t now_ms)
{
    const int64_t east = 8 * HOUR_MS, day = DAY_MS;
    int64_t begun = (now_ms + east) / day * day - east; /* today's beginning in China */
    int64_t days = date_days_between(date_of_instant((struct instant){now_ms}), date_last(last_day));
    int64_t end = begun + (days + 1) * day;
    return days >= 0 && end - now_ms <= s->token_age + day ? end : 0;
}

/* ---- lists ---- */

static struct session read_session(struct ctx *cx, const struct rows *rows)
{
    return (struct session){
        .token_hash = kept(cx, rows, 0),
        .id = kept(cx, rows, 1),
        .way = kept(cx, rows, 2),
        .name = kept(cx, rows, 3),
        .shown = kept(cx, rows, 4),
        .actions = kept(cx, rows, 5),
        .address = kept(cx, rows, 6),
        .agent = kept(cx, rows, 7),
        .person = db_int(rows, 8),
        .login = kept(cx, rows, 9),
        .person_name = kept(cx, rows, 10),
        .made_at = {db_int(rows, 11)},
        .seen_at = {db_int(rows, 12)},
        .expires_at = {db_int(rows, 13)},
    };
}

bool session_list(struct ctx *cx, const struct people_settings *s, int64_t person, bool tokens,
                  struct session **ret_list, size_t *ret_count)
{
    struct sql q = sql_new(cx);
    struct session *list = NULL;
    size_t count = 0, room = 0;
    sql_add(&q, "SELECT s.token_hash, s.id, s.way, s.name, s.shown, s.actions, s.address, s.agent, s.person, u.login,"
                " u.name, s.made_at, s.seen_at, s.expires_at FROM session s"
                " JOIN app_user u ON u.zone = s.zone AND u.id = s.person WHERE s.zone = ");
    sql_bind(&q, value_int(cx->zone));
    if (person) {
        sql_add(&q, " AND s.person = ");
        sql_bind(&q, value_int(person));
    }
    sql_add(&q, " AND s.expires_at > ");
    sql_bind(&q, value_int(cx->now_ms));
    sql_add(&q, tokens ? " AND s.way = '" TOKEN_WAY "'" : " AND s.way <> '" TOKEN_WAY "' AND s.seen_at > ");
    if (!tokens)
        sql_bind(&q, value_int(cx->now_ms - s->idle));
    sql_add(&q, " ORDER BY s.seen_at DESC, s.made_at DESC, s.id");
    struct rows *rows = sql_query(&q);
    while (rows && db_next(rows)) {
        if (count == room) {
            size_t wider = room ? room * 2 : 16;
            list = arena_grow(cx->arena, list, room * sizeof *list, wider * sizeof *list);
            room = wider;
        }
        list[count++] = read_session(cx, rows);
    }
    *ret_list = list;
    *ret_count = count;
    return rows && db_ok(rows);
}

/* ---- endings ---- */

static bool end_one(struct ctx *cx, int64_t person, const char *id, bool token)
{
    const struct value params[] = {value_int(cx->zone), value_int(person), value_text(id), value_text(TOKEN_WAY),
                                   value_int(token)};
    int64_t gone = 0;
    if (!db_exec(cx,
                 "DELETE FROM session WHERE zone = $1 AND ($2 = 0 OR person = $2) AND id = $3"
                 " AND (way = $4) = ($5 = 1)",
                 params, 5, &gone))
        return false;
    if (!gone)
        return fail(cx, ERR_NOT_FOUND, "AUT-17", NULL, "没有这个登录或令牌，它可能已经结束",
                    "there is no such session or token; it may have ended");
    return zone_touch(cx) && note(cx, token ? "token" : "sign_out", person, told(cx, "end", id));
}

bool session_end(struct ctx *cx, int64_t person, const char *id, bool token)
{
    return db_begin(cx) && ended(cx, end_one(cx, person, id, token));
}

static bool end_all(struct ctx *cx, int64_t person, const char *but, bool tokens)
{
    const struct value params[] = {value_int(cx->zone), value_int(person), value_text(but ? but : ""),
                                   value_int(tokens), value_text(TOKEN_WAY)};
    int64_t gone = 0;
    return db_exec(cx,
                   "DELETE FROM session WHERE zone = $1 AND person = $2 AND token_hash <> $3 AND ($4 = 1 OR way <> $5)",
                   params, 5, &gone) &&
           zone_touch(cx) && (!gone || note(cx, "sign_out", person, told(cx, "end", "all")));
}

bool session_end_all(struct ctx *cx, int64_t person, const char *but, bool tokens)
{
    return db_begin(cx) && ended(cx, end_all(cx, person, but, tokens));
}

bool person_forget(struct ctx *cx, int64_t person)
{
    const struct value params[] = {value_int(cx->zone), value_int(person)};
    return session_end_all(cx, person, NULL, true) &&
           db_exec(cx, "DELETE FROM credential WHERE zone = $1 AND person = $2", params, 2, NULL);
}

/* ---- upkeep ---- */

bool session_seen(struct ctx *cx, const char *token_hash, int64_t at_ms)
{
    const struct value params[] = {value_text(token_hash), value_int(at_ms)};
    return db_exec(cx, "UPDATE session SET seen_at = $2 WHERE token_hash = $1 AND seen_at < $2", params, 2, NULL);
}

/* Other servers write what they have seen a little later: idle ones are given some time more. */
bool session_sweep(struct ctx *cx, const struct people_settings *s)
{
    const struct value params[] = {value_int(cx->now_ms), value_int(cx->now_ms - s->idle - SWEEP_LATER_MS),
                                   value_text(TOKEN_WAY)};
    return db_exec(cx, "DELETE FROM session WHERE expires_at <= $1 OR (way <> $3 AND seen_at < $2)", params, 3, NULL);
}
