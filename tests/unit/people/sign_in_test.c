/* sign_in_test.c — from a name and a password to a session and its end: locks, codes, what changes end, who is found. */
#include "people/sign_in.h"

#include "entities/entities.h"
#include "model/schema.h"
#include "people/accounts.h"
#include "people/attempts.h"
#include "people/code_lock.h"
#include "people/credential.h"
#include "people/totp.h"
#include "signed.h"
#include "unit/store/engines.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define GOOD "a stone in the river 7"

static void need(struct ctx *cx, bool done, const char *what)
{
    if (done)
        return;
    printf("Bail out! %s: %s %s\n", what, tap_code(cx), cx->err.message.en ? cx->err.message.en : "");
    exit(1);
}

static void make_zone(struct ctx *cx, const char *code)
{
    struct zone *z = row_new(cx, &zone_entity);
    z->code = code;
    z->name = code;
    cx->zone = 0;
    need(cx, row_save(cx, &zone_entity, z, NULL), "a zone");
    cx->zone = z->head.id;
}

static struct user *person(struct ctx *cx, const char *login)
{
    struct user *u = row_new(cx, &user_entity);
    const char *once;
    u->login = login;
    u->name = "王强";
    u->role = "office";
    need(cx, account_add(cx, &people_standard, u, GOOD, &once), login);
    return u;
}

static const struct people_settings *in_force = &people_standard;

struct tried {
    const char *code; /* "": signed in */
    struct signed_in result;
};

static struct tried try(struct ctx *cx, const char *login, const char *password, const char *code)
{
    struct tried t = {0};
    const struct sign_in in = {
        .login = login, .password = password, .code = code, .address = "10.0.0.7", .agent = "test"};
    bool done = sign_in(cx, in_force, &in, &t.result);
    t.code = done ? "" : arena_strdup(cx->arena, tap_code(cx));
    OK(done == (t.result.token != NULL), "a token comes with success only");
    err_clear(cx);
    return t;
}

static struct asker asker_of(struct ctx *cx, const char *token)
{
    struct asker a;
    need(cx, session_asker(cx, &people_standard, session_hash(cx, token), 0, &a), "who asks");
    return a;
}

static void test_names(struct ctx *cx)
{
    EQ_TEXT(try(cx, "wang", GOOD, NULL).code, "");
    EQ_TEXT(try(cx, "WANG", GOOD, NULL).code, "");
    EQ_TEXT(try(cx, "wang@weinan", GOOD, NULL).code, "");
    EQ_TEXT(try(cx, "wang@other", GOOD, NULL).code, "AUT-01");
    EQ_TEXT(try(cx, "wang", GOOD "x", NULL).code, "AUT-01");
    EQ_TEXT(try(cx, "nobody", GOOD, NULL).code, "AUT-01");
    EQ_TEXT(try(cx, "both", GOOD, NULL).code, "AUT-01"); /* of two zones: which one? */
    EQ_TEXT(try(cx, "both@other", GOOD, NULL).code, "");
    EQ_TEXT(try(cx, "", GOOD, NULL).code, "AUT-01");
    EQ_TEXT(try(cx, "wang", "", NULL).code, "AUT-01");
    EQ_TEXT(try(cx, "' OR 1=1 --", GOOD, NULL).code, "AUT-01");
    char *endless = arena_alloc(cx->arena, 100001);
    memset(endless, 'a', 100000);
    EQ_TEXT(try(cx, endless, endless, NULL).code, "AUT-01");
    EQ_TEXT(try(cx, "wang", GOOD, NULL).code, "");
}

static void test_tokens(struct ctx *cx)
{
    struct tried one = try(cx, "wang", GOOD, NULL), two = try(cx, "wang", GOOD, NULL);
    OK(strcmp(one.result.token, two.result.token) != 0 && strlen(one.result.token) == 43, "32 random bytes each time");
    OK(int_of(cx, arena_printf(cx->arena, "SELECT COUNT(*) FROM session WHERE token_hash = '%s'", one.result.token)) ==
           0,
       "the token itself is kept nowhere");
    struct asker a = asker_of(cx, one.result.token);
    EQ_TEXT(a.login, "wang");
    EQ_TEXT(a.zone_code, "weinan");
    OK(!a.must_change && !a.totp && !a.reads_only, "nothing in his way");
    OK(!asker_of(cx, "rubbish").token_hash && !asker_of(cx, "").token_hash, "what is no token stands for nobody");
    int64_t now = cx->now_ms;
    cx->now_ms = now + people_standard.idle - 1;
    OK(asker_of(cx, one.result.token).token_hash, "it lasts while it is used now and then");
    cx->now_ms = now + people_standard.idle;
    OK(!asker_of(cx, one.result.token).token_hash, "and ends when it is not");
    need(cx, session_seen(cx, session_hash(cx, one.result.token), now + people_standard.idle - 5), "seen");
    OK(asker_of(cx, one.result.token).token_hash, "being used keeps it");
    need(cx, session_seen(cx, session_hash(cx, one.result.token), now + people_standard.longest - 5), "seen");
    cx->now_ms = now + people_standard.longest - 1;
    OK(asker_of(cx, one.result.token).token_hash, "until the longest it may last");
    cx->now_ms = now + people_standard.longest;
    OK(!asker_of(cx, one.result.token).token_hash, "and no longer");
    need(cx, session_sweep(cx, &people_standard), "the sweep");
    EQ_INT(int_of(cx, "SELECT COUNT(*) FROM session WHERE way <> 'token'"), 0);
    cx->now_ms = now;
}

/* Five tries are free; then each failure locks for twice as long, up to an hour, and the right password ends it all. */
static void test_locks(struct ctx *cx, const struct user *u)
{
    int64_t now = cx->now_ms;
    const int64_t waits[] = {30, 60, 120, 240, 480, 960, 1920, 3600, 3600};
    for (int i = 0; i < 5; i++)
        EQ_TEXT(try(cx, "wang", "wrong", NULL).code, "AUT-01");
    for (size_t i = 0; i < sizeof waits / sizeof *waits; i++) {
        struct tried t = try(cx, "wang", GOOD, NULL);
        EQ_TEXT(t.code, "AUT-04");
        EQ_INT(t.result.wait_seconds, waits[i]);
        cx->now_ms += waits[i] * 1000;
        if (i + 1 < sizeof waits / sizeof *waits)
            EQ_TEXT(try(cx, "wang", "wrong", NULL).code, "AUT-01");
    }
    EQ_TEXT(try(cx, "wang", GOOD, NULL).code, "");
    EQ_TEXT(try(cx, "wang", "wrong", NULL).code, "AUT-01");
    EQ_TEXT(try(cx, "wang", GOOD, NULL).code, "");
    /* A name that nobody has is locked alike. */
    for (int i = 0; i < 5; i++)
        EQ_TEXT(try(cx, "ghost", "wrong", NULL).code, "AUT-01");
    EQ_INT(try(cx, "ghost", "wrong", NULL).result.wait_seconds, 30);
    OK(int_of(cx, "SELECT COUNT(*) FROM sign_in_attempt WHERE key LIKE '%ghost%'") == 0, "what was typed is not kept");
    must(cx, "DELETE FROM sign_in_attempt");
    /* An administrator unlocks. */
    for (int i = 0; i < 5; i++)
        EQ_TEXT(try(cx, "wang", "wrong", NULL).code, "AUT-01");
    EQ_TEXT(try(cx, "wang", GOOD, NULL).code, "AUT-04");
    need(cx, attempt_unlock(cx, sign_in_key(cx, cx->zone, u->login)), "unlock");
    EQ_TEXT(try(cx, "wang", GOOD, NULL).code, "");
    /* One address that tries many names. */
    must(cx, "DELETE FROM sign_in_attempt");
    for (int i = 0; i < (int)people_standard.address_tries; i++)
        EQ_TEXT(try(cx, arena_printf(cx->arena, "name%d", i), "wrong", NULL).code, "AUT-01");
    EQ_TEXT(try(cx, "wang", GOOD, NULL).code, "AUT-04");
    must(cx, "DELETE FROM sign_in_attempt");
    cx->now_ms = now;
}

static const char *code_now(struct ctx *cx, const char *secret)
{
    size_t n;
    const void *key = base32_bytes(cx->arena, secret, &n);
    const char *code;
    need(cx, totp_code(cx, "SHA1", key, n, cx->now_ms / 1000 / TOTP_SECONDS, TOTP_DIGITS, &code), "a code");
    return code;
}

static void test_codes(struct ctx *cx, const struct user *u)
{
    const char *recovery[RECOVERY_CODES], *secret = credential_ask_totp(cx, in_force, u->head.id);
    struct credential c;
    EQ_TEXT(try(cx, "wang", GOOD, NULL).code, ""); /* asked for, not on yet */
    OK(!credential_start_totp(cx, in_force, u->head.id, "000000", recovery), "a wrong first code");
    EQ_TEXT(failed_with(cx), "AUT-02");
    need(cx, credential_start_totp(cx, in_force, u->head.id, code_now(cx, secret), recovery), "codes are on");
    struct tried t = try(cx, "wang", GOOD, NULL);
    EQ_TEXT(t.code, "AUT-02");
    OK(t.result.needs_code, "a code is asked for");
    EQ_TEXT(try(cx, "wang", "wrong", code_now(cx, secret)).code, "AUT-01"); /* the password comes first */
    EQ_TEXT(try(cx, "wang", GOOD, code_now(cx, secret)).code, "AUT-02");    /* that code turned codes on: used */
    cx->now_ms += TOTP_SECONDS * 1000;
    EQ_TEXT(try(cx, "wang", GOOD, code_now(cx, secret)).code, "");
    EQ_TEXT(try(cx, "wang", GOOD, code_now(cx, secret)).code, "AUT-02"); /* used */
    EQ_TEXT(try(cx, "wang", GOOD, recovery[3]).code, "");
    EQ_TEXT(try(cx, "wang", GOOD, recovery[3]).code, "AUT-02"); /* used */
    EQ_TEXT(try(cx, "wang", GOOD, login_fold(cx->arena, recovery[4])).code, "");
    need(cx, credential_load(cx, u->head.id, &c), "what is left");
    int left = 0;
    for (const char *s = c.recovery; s; s = strchr(s, '\n'), s = s ? s + 1 : NULL)
        left++;
    EQ_INT(left, RECOVERY_CODES - 2);
    OK(!strstr(c.recovery, recovery[0]), "only hashes of them are kept");
    /* Guessing codes locks, and a right password in between begins nothing anew. */
    for (int i = 0; i < 5; i++) {
        EQ_TEXT(try(cx, "wang", GOOD, "000000").code, "AUT-02");
        if (i < 4)
            EQ_TEXT(try(cx, "wang", GOOD, NULL).code, "AUT-02");
    }
    EQ_TEXT(try(cx, "wang", GOOD, NULL).code, "AUT-04");
    must(cx, "DELETE FROM sign_in_attempt");
    need(cx, credential_end_totp(cx, u->head.id), "codes are off");
    EQ_TEXT(try(cx, "wang", GOOD, NULL).code, "");
}

static const char *stored_secret(struct ctx *cx, const struct user *u)
{
    struct credential c;
    need(cx, credential_load(cx, u->head.id, &c), "what is stored");
    return c.totp;
}

/* A key of its own in a new file. */
static struct people_settings locked_by(struct ctx *cx, const char *path)
{
    struct people_settings s = people_standard;
    struct stat about;
    need(cx, code_lock_open(cx, path, true, &s), "a key");
    OK(s.code_lock && stat(path, &about) == 0 && (about.st_mode & 0777) == 0600, "that only its owner reads");
    return s;
}

/* Secrets stored before there was a key are locked by it; without it, or by another, only recovery codes get in. */
static void test_locked_codes(struct ctx *cx, const struct user *u)
{
    char dir[] = "/tmp/steward-codes.XXXXXX";
    const char *recovery[RECOVERY_CODES], *opened;
    int64_t foreign = -1;
    OK(mkdtemp(dir), "a folder");
    const char *path = arena_printf(cx->arena, "%s/key", dir), *other_path = arena_printf(cx->arena, "%s/other", dir);
    EQ_TEXT(code_key_path(cx->arena, &people_standard, "/x/zone.db"), "/x/zone.db.code-key");
    OK(!code_key_path(cx->arena, &people_standard, "postgresql://x/y"), "beside no server");
    OK(!code_lock_open(cx, path, false, &(struct people_settings){0}), "no key yet");
    EQ_TEXT(failed_with(cx), "AUT-28");
    const struct people_settings mine = locked_by(cx, path), other = locked_by(cx, other_path);

    const char *secret = credential_ask_totp(cx, in_force, u->head.id);
    need(cx, credential_start_totp(cx, in_force, u->head.id, code_now(cx, secret), recovery), "codes are on");
    EQ_TEXT(stored_secret(cx, u), secret);
    need(cx, code_lock_all(cx, &mine) && code_lock_foreign(cx, &mine, &foreign), "locked");
    EQ_INT(foreign, 0);
    const char *stored = stored_secret(cx, u);
    OK(code_is_locked(stored) && !strstr(stored, secret), "what is stored tells nothing: %s", stored);
    need(cx, code_lock_all(cx, &mine), "again");
    EQ_TEXT(stored_secret(cx, u), stored);

    in_force = &mine;
    cx->now_ms += TOTP_SECONDS * 1000;
    EQ_TEXT(try(cx, "wang", GOOD, code_now(cx, secret)).code, "");
    need(cx, code_lock_read(cx, &mine, u->head.id + 1, stored, &opened), "another person's");
    OK(!opened, "is not opened");
    in_force = &other;
    cx->now_ms += TOTP_SECONDS * 1000;
    EQ_TEXT(try(cx, "wang", GOOD, code_now(cx, secret)).code, "AUT-29");
    EQ_TEXT(try(cx, "wang", GOOD, recovery[0]).code, "");
    need(cx, code_lock_all(cx, &other) && code_lock_foreign(cx, &other, &foreign), "looked at with another key");
    EQ_INT(foreign, 1);
    in_force = &people_standard;
    EQ_TEXT(try(cx, "wang", GOOD, code_now(cx, secret)).code, "AUT-29");
    must(cx, "DELETE FROM sign_in_attempt");

    in_force = &mine; /* turned on anew, it is locked from the start */
    need(cx, credential_end_totp(cx, u->head.id), "off");
    secret = credential_ask_totp(cx, in_force, u->head.id);
    need(cx, credential_start_totp(cx, in_force, u->head.id, code_now(cx, secret), recovery), "on anew");
    OK(code_is_locked(stored_secret(cx, u)), "locked");
    need(cx, credential_end_totp(cx, u->head.id), "codes are off");
    in_force = &people_standard;

    FILE *f = fopen(path, "w");
    OK(f && fputs("no key\n", f) >= 0 && fclose(f) == 0, "a file that holds something else");
    OK(!code_lock_open(cx, path, true, &(struct people_settings){0}), "is no key");
    EQ_TEXT(failed_with(cx), "AUT-28");
    OK(unlink(path) == 0 && unlink(other_path) == 0 && rmdir(dir) == 0, "nothing else was left");
}

/* What ends sessions: the password, the role, being disabled, going. */
static void test_endings(struct ctx *cx, int64_t id)
{
    struct user *u = row_load(cx, &user_entity, id);
    const char *mine = try(cx, "wang", GOOD, NULL).result.token, *other = try(cx, "wang", GOOD, NULL).result.token;
    const char *program =
        session_make(cx, &people_standard, &(const struct new_session){.person = id, .way = TOKEN_WAY});
    int64_t before, after;
    need(cx, zone_revision(cx, &before), "the revision");
    need(cx, credential_set(cx, &people_standard, id, "$hash", false, session_hash(cx, mine)), "a new password");
    need(cx, zone_revision(cx, &after), "the revision");
    OK(after > before, "every server hears of it");
    OK(asker_of(cx, mine).token_hash && !asker_of(cx, other).token_hash, "his own session stays, others end");
    OK(asker_of(cx, program).token_hash, "programs go on");
    u->name = "王强 (新)";
    need(cx, row_save(cx, &user_entity, u, NULL), "another name");
    OK(asker_of(cx, mine).token_hash, "a name ends nothing");
    u->role = "viewer";
    need(cx, row_save(cx, &user_entity, u, NULL), "another role");
    OK(!asker_of(cx, mine).token_hash && asker_of(cx, program).token_hash, "a role ends the session");
    u->disabled = true;
    need(cx, row_save(cx, &user_entity, u, NULL), "disabled");
    OK(!asker_of(cx, program).token_hash, "who is disabled has no programs either");
    const char *once;
    need(cx, account_password(cx, &people_standard, u, NULL, &once), "a password to be used once");
    EQ_TEXT(try(cx, "wang", once, NULL).code, "AUT-03");
    EQ_TEXT(try(cx, "wang", "wrong", NULL).code, "AUT-01");
    u->disabled = false;
    u->expires_on = date_day(2023, 12, 30); /* yesterday */
    need(cx, row_save(cx, &user_entity, u, NULL), "expired");
    EQ_TEXT(try(cx, "wang", once, NULL).code, "AUT-03");
    u->expires_on = date_day(2023, 12, 31);
    need(cx, row_save(cx, &user_entity, u, NULL), "until today");
    struct tried t = try(cx, "wang", once, NULL);
    EQ_TEXT(t.code, "");
    OK(asker_of(cx, t.result.token).must_change, "which he must change");
    need(cx, row_delete(cx, &user_entity, id, u->head.version), "he goes");
    OK(!asker_of(cx, t.result.token).token_hash, "with his sessions");
    EQ_INT(int_of(cx, arena_printf(cx->arena, "SELECT COUNT(*) FROM credential WHERE person = %lld AND zone = %lld",
                                   (long long)id, (long long)cx->zone)),
           0);
}

static void test_passwords(struct ctx *cx)
{
    struct user *u = person(cx, "li");
    struct findings fs = findings_new(cx);
    const char *once, *next[] = {"river 7 stone one", "river 7 stone two", "river 7 stone three", "river 7 stone four"};
    int64_t now = cx->now_ms;
    for (size_t i = 0; i < 4; i++)
        need(cx, account_password(cx, &people_standard, u, next[i], &once), next[i]);
    need(cx, credential_judge(cx, &people_standard, u, GOOD, "new", &fs), "judged");
    EQ_TEXT(fs.count ? fs.items[0].rule : "", "AUT-14"); /* the first of the last five */
    fs = findings_new(cx);
    need(cx, credential_judge(cx, &people_standard, u, next[3], "new", &fs), "judged");
    EQ_TEXT(fs.count ? fs.items[0].rule : "", "AUT-14");
    need(cx, account_password(cx, &people_standard, u, "river 7 stone five", &once), "a fifth");
    fs = findings_new(cx);
    need(cx, credential_judge(cx, &people_standard, u, GOOD, "new", &fs), "judged");
    EQ_INT(fs.count, 0); /* forgotten by now */
    struct tried t = try(cx, "li", "river 7 stone five", NULL);
    OK(!asker_of(cx, t.result.token).must_change, "a fresh password");
    cx->now_ms = now + people_standard.password_age + 1;
    t = try(cx, "li", "river 7 stone five", NULL);
    OK(asker_of(cx, t.result.token).must_change, "a quarter later it must be changed");
    cx->now_ms = now;
}

/* Stronger hashes come by themselves, one sign-in after the other. */
static void test_renewal(struct ctx *cx)
{
    struct people_settings s = people_standard;
    struct signed_in result;
    const struct sign_in in = {.login = "li", .password = "river 7 stone five", .address = "10.0.0.8"};
    s.password_strength = "moderate";
    need(cx, sign_in(cx, &s, &in, &result), "signed in");
    EQ_INT(int_of(cx, "SELECT COUNT(*) FROM credential WHERE password LIKE '$argon2id$v=19$m=262144%'"), 1);
    need(cx, sign_in(cx, &s, &in, &result), "and again");
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double guess(struct ctx *cx, const char *login)
{
    must(cx, "DELETE FROM sign_in_attempt");
    double begun = seconds();
    (void)try(cx, login, "river 7 stone none", NULL);
    return seconds() - begun;
}

/* Nobody can tell by the time it takes whether a login is there.  Of processor time, by turns, and the quickest of
 * each: other work on the machine makes a guess slower, never quicker. */
static void test_timing(struct ctx *cx)
{
    enum { TIMES = 15 };
    person(cx, "zhao");
    double there = 1e9, not_there = 1e9;
    for (int i = 0; i < TIMES; i++) {
        double a = guess(cx, "zhao"), b = guess(cx, "nobody-of-that-name");
        there = a < there ? a : there;
        not_there = b < not_there ? b : not_there;
    }
    OK(there > 0.005, "a guess costs: %.1f ms", there * 1e3);
    OK(not_there > there * 0.8 && not_there < there * 1.25, "as much for nobody (%.1f ms) as for somebody (%.1f ms)",
       not_there * 1e3, there * 1e3);
    must(cx, "DELETE FROM sign_in_attempt");
}

static void test_first(struct ctx *cx);

static void test_all(const char *url)
{
    struct ctx cx = work_on(url);
    need(&cx, schema_migrate(&cx), "the schema");
    make_zone(&cx, "other");
    person(&cx, "both");
    make_zone(&cx, "weinan");
    person(&cx, "both");
    const struct user *u = person(&cx, "wang");
    int64_t id = u->head.id, weinan = cx.zone;
    test_names(&cx);
    cx.zone = weinan;
    test_tokens(&cx);
    test_locks(&cx, u);
    cx.zone = weinan;
    test_codes(&cx, u);
    test_locked_codes(&cx, u);
    test_passwords(&cx);
    test_renewal(&cx);
    test_timing(&cx);
    cx.zone = weinan;
    test_endings(&cx, id);
    test_first(&cx);
    work_done(&cx);
}

static int told;

static void tell(struct ctx *cx, const char *zone, const char *login, const char *password)
{
    told++;
    EQ_TEXT(zone, "third");
    EQ_TEXT(try(cx, arena_printf(cx->arena, "%s@third", login), password, NULL).code, "");
}

static void test_first(struct ctx *cx)
{
    make_zone(cx, "third");
    told = 0;
    need(cx, accounts_first(cx, &people_standard, tell), "the first accounts");
    EQ_INT(told, 3);
    need(cx, accounts_first(cx, &people_standard, tell), "and no more");
    EQ_INT(told, 3);
}

int main(void)
{
    on_each_engine(test_all);
    return tap_done();
}
