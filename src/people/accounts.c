/* accounts.c — accounts as an administrator makes them. */
#include "people/accounts.h"

#include "entities/entities.h"
#include "model/rights.h"
#include "model/rows.h"
#include "people/credential.h"
#include "people/password.h"

bool account_password(struct ctx *cx, const struct people_settings *s, const struct user *u, const char *password,
                      const char **ret_once)
{
    struct findings fs = findings_new(cx);
    *ret_once = password ? NULL : password_once(cx);
    if (password && !credential_judge(cx, s, u, password, "password", &fs))
        return false;
    if (!findings_refuse(cx, &fs))
        return false;
    const char *hash = password || *ret_once ? password_hash(cx, s, password ? password : *ret_once) : NULL;
    return hash && credential_set(cx, s, u->head.id, hash, !password, NULL);
}

bool account_add(struct ctx *cx, const struct people_settings *s, struct user *u, const char *password,
                 const char **ret_once)
{
    struct findings fs = findings_new(cx);
    if (password)
        password_judge(s, password, u->login, u->name, "password", &fs);
    if (!findings_refuse(cx, &fs))
        return false;
    return row_save(cx, &user_entity, u, NULL) && account_password(cx, s, u, password, ret_once);
}

/* ---- the first ---- */

static bool has_users(struct ctx *cx, bool *ret_has)
{
    const struct value zone = value_int(cx->zone);
    struct value n;
    bool done = db_scalar(cx, "SELECT COUNT(*) FROM app_user WHERE zone = $1", &zone, 1, &n);
    *ret_has = done && n.i > 0;
    return done;
}

static bool add_administrators(struct ctx *cx, const struct people_settings *s, const struct zone *z,
                               void (*say)(struct ctx *cx, const char *zone, const char *login, const char *password))
{
    for (const struct role *r = role_catalogue; r->code; r++) {
        if (!r->administrator)
            continue;
        struct user *u = row_new(cx, &user_entity);
        const char *once;
        u->login = u->role = r->code;
        u->name = label_in(choice_find(role_choices, r->code)->label, cx->lang);
        if (!account_add(cx, s, u, NULL, &once))
            return false;
        say(cx, z->code, u->login, once);
    }
    return true;
}

static bool zone_ids(struct ctx *cx, int64_t **ret_ids, size_t *ret_count)
{
    struct value most;
    size_t n = 0;
    if (!db_scalar(cx, "SELECT COUNT(*) FROM zone", NULL, 0, &most))
        return false;
    int64_t *ids = arena_array(cx->arena, (size_t)most.i + 1, sizeof *ids);
    struct rows *rows = db_query(cx, "SELECT id FROM zone ORDER BY id", NULL, 0);
    while (rows && n < (size_t)most.i && db_next(rows))
        ids[n++] = db_int(rows, 0);
    db_end(rows);
    *ret_ids = ids;
    *ret_count = n;
    return rows && db_ok(rows);
}

bool accounts_first(struct ctx *cx, const struct people_settings *s,
                    void (*say)(struct ctx *cx, const char *zone, const char *login, const char *password))
{
    int64_t *ids;
    size_t count;
    if (!zone_ids(cx, &ids, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        bool has;
        cx->zone = ids[i];
        const struct zone *z = row_load(cx, &zone_entity, ids[i]);
        if (!z || !has_users(cx, &has) || (!has && !add_administrators(cx, s, z, say)))
            return false;
    }
    return true;
}
