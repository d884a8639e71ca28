/* backups_test.c — the server backs itself up when it is time and when it is asked to, and tells how it went. */
#include "served.h"

#include "backup/backup.h"

static char folder[] = "/tmp/steward-backups.XXXXXX";

static void nap(void)
{
    usleep(5000);
}

/* The rows of backup_run once there are `count`, latest first. */
static json_t *runs(struct served *s, int count)
{
    json_t *page = NULL;
    for (int tries = 0; tries < 2000; tries++) {
        struct reply r = get(s, "/api/v1/backup_run?sort=-id");
        page = body_of(s, &r);
        if ((int)json_array_size(at(page, "items")) >= count)
            break;
        nap();
    }
    EQ_INT(json_array_size(at(page, "items")), count);
    return page;
}

/* How a job ended. */
static json_t *ended(struct served *s, const char *job)
{
    json_t *state = NULL;
    for (int tries = 0; tries < 2000; tries++) {
        struct reply r = get(s, arena_printf(s->cx.arena, "/api/v1/jobs/%s", job));
        state = body_of(s, &r);
        const char *word = text_at(state, "state");
        if (!word || strcmp(word, "running") != 0)
            break;
        nap();
    }
    return state;
}

static json_t *back_up(struct served *s)
{
    struct reply r = call(s, "POST", "/api/v1/backups", "", "{}");
    EQ_INT(r.status, 202);
    return ended(s, text_at(body_of(s, &r), "job"));
}

static void test_by_itself(const char *url)
{
    char inner[64];
    snprintf(inner, sizeof inner, "%s/new", folder);
    const struct backup_plan plan = {.folder = inner, .every = 6 * HOUR_MS, .daily = 1};
    struct served s = serve_by(url, false, &plan);
    struct backup_facts facts;
    s.as = s.system;
    json_t *page = runs(&s, 1);
    EQ_TEXT(text_at(page, "items.0.outcome"), "done");
    const char *file = text_at(page, "items.0.file");
    EQ_TEXT(file, arena_printf(s.cx.arena, "%s/new/steward-20231231-120000.backup", folder));
    bool whole = backup_verify(&s.cx, file, NULL, &facts);
    OK(whole, "the file is whole: %s", tap_code(&s.cx));
    EQ_TEXT(text_at(page, "items.0.digest"), facts.file.digest);
    EQ_INT(int_at(page, "items.0.bytes"), facts.file.bytes);
    EQ_INT(int_at(page, "items.0.row_count"), facts.counts.rows);
    EQ_INT(int_of(&s.cx, arena_printf(s.cx.arena,
                                      "SELECT COUNT(*) FROM audit_record WHERE zone = %lld AND act = 'backup' AND"
                                      " detail LIKE '%%%s%%'",
                                      (long long)s.cx.zone, facts.file.digest)),
           1); /* the zone's auditor is told */

    struct reply r = get(&s, "/api/v1/backups");
    json_t *told = body_of(&s, &r);
    EQ_TEXT(text_at(told, "next"), "2023-12-31T18:00:00.000+08:00");
    OK(json_is_true(at(told, "automatic")) && json_is_false(at(told, "sealed")), "the plan is told");
    usleep(50000);
    runs(&s, 1); /* none before its time */

    json_t *job = back_up(&s); /* the clock stands: the same name again */
    EQ_TEXT(text_at(job, "state"), "failed");
    EQ_TEXT(text_at(job, "problem.code"), "BAK-01");
    page = runs(&s, 2);
    EQ_TEXT(text_at(page, "items.0.outcome"), "failed");
    OK(strstr(text_at(page, "items.0.failure"), "BAK-01"), "and why");

    FILE *old = fopen(arena_printf(s.cx.arena, "%s/new/steward-20231230-120000.backup", folder), "w");
    OK(old && fclose(old) == 0 && unlink(file) == 0, "an older one, and the one of this second gone");
    job = back_up(&s);
    EQ_TEXT(text_at(job, "state"), "done");
    OK(int_at(job, "total") == int_at(job, "done") && int_at(job, "total") > 1, "its progress is told");
    page = runs(&s, 3);
    EQ_INT(int_at(page, "items.0.removed"), 1);
    EQ_INT(int_at(page, "items.0.id"), int_at(job, "result.backup_run"));
    r = call(&s, "DELETE", "/api/v1/backup_run/1", "If-Match: \"1\"\r\n", NULL);
    EQ_INT(r.status, 403); /* nobody changes what was noted */
    OK(unlink(file) == 0 && rmdir(plan.folder) == 0, "nothing else is left in the folder");
    served_end(&s);
}

static void test_locked(const char *url)
{
    const struct backup_plan plan = {.folder = folder, .at = 12 * 60, .daily = 1, .passphrase = "correct horse"};
    struct seal_secret secret = {.passphrase = plan.passphrase};
    struct served s = serve_by(url, false, &plan);
    struct backup_facts facts;
    s.as = s.system;
    json_t *page = runs(&s, 1);
    OK(json_is_true(at(page, "items.0.sealed")), "it is locked");
    const char *file = text_at(page, "items.0.file");
    bool whole = backup_verify(&s.cx, file, &secret, &facts);
    OK(whole && unlink(file) == 0, "by the passphrase: %s", tap_code(&s.cx));
    struct reply r = get(&s, "/api/v1/backups");
    json_t *told = body_of(&s, &r);
    EQ_TEXT(text_at(told, "at"), "12:00");
    EQ_TEXT(text_at(told, "next"), "2024-01-01T12:00:00.000+08:00");
    served_end(&s);
}

static void test_broken(const char *url)
{
    const struct backup_plan plan = {.folder = "/proc/no/such", .daily = 1, .at = 1};
    struct served s = serve_by(url, false, &plan);
    json_t *page = runs(&s, 1);
    EQ_TEXT(text_at(page, "items.0.outcome"), "failed");
    OK(strstr(text_at(page, "items.0.failure"), "BAK-13"), "a folder that cannot be written");
    served_end(&s);
}

static void test_none(const char *url)
{
    struct served s = serve(url, false);
    struct reply r = get(&s, "/api/v1/backups");
    OK(json_is_false(at(body_of(&s, &r), "automatic")), "no plan, none by itself");
    r = call(&s, "POST", "/api/v1/backups", "", "{}");
    EQ_INT(r.status, 409);
    EQ_TEXT(text_at(body_of(&s, &r), "code"), "BAK-18");
    runs(&s, 0);
    const struct backup_plan weak = {.folder = folder, .daily = 1, .passphrase = "short"};
    struct app *app = app_start(&s.cx, &(struct app_options){.db = url, .backup = &weak, .quiet = true});
    OK(!app, "a passphrase too short is told before anything is served");
    EQ_TEXT(failed_with(&s.cx), "BAK-08");
    served_end(&s);
}

int main(void)
{
    if (!mkdtemp(folder))
        return 1;
    on_each_engine(test_by_itself);
    on_each_engine(test_locked);
    on_each_engine(test_broken);
    on_each_engine(test_none);
    OK(rmdir(folder) == 0, "cleared away");
    return tap_done();
}
