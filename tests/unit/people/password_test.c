/* password_test.c — which passwords are good enough, how they are hashed, and how many at a time. */
#include "people/password.h"
#include "tap.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

static const char *judged(struct ctx *cx, const char *password)
{
    struct findings fs = findings_new(cx);
    password_judge(&people_standard, password, "wangqiang", "王强强", "new", &fs);
    if (fs.count)
        EQ_TEXT(fs.items[0].field, "new");
    return fs.count ? fs.items[0].rule : "";
}

static void test_policy(struct ctx *cx)
{
    static const char *const cases[][2] = {
        {"short7777", "AUT-10"},
        {"", "AUT-10"},
        {"wangqiang2023", "AUT-12"},
        {"my-WangQiang-7", "AUT-12"},
        {"我是王强强啊 2023", "AUT-12"},
        {"password123!", "AUT-13"},
        {"1234567890", "AUT-13"},
        {"0987654321", "AUT-13"},
        {"qwertyuiop", "AUT-13"},
        {"aaaaaaaaaaaa", "AUT-13"},
        {"ABABABABAB12", "AUT-13"},
        {"P@ssw0rd123456", "AUT-13"},
        {"woaini1314!!", "AUT-13"},
        {"Steward2026", "AUT-13"},
        {"Ｐassword12３", "AUT-13"}, /* full-width letters are no disguise */
        {"kitchenchair", "AUT-15"},
        {"kitchenchairwindowlamp", ""},
        {"kitchen chair", ""},
        {"kitchen7chair", ""},
        {"项目管家真好用一二三", "AUT-15"},
        {"项目管家真好用7二三四", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        OK(strcmp(judged(cx, cases[i][0]), cases[i][1]) == 0, "%s: %s", cases[i][0], judged(cx, cases[i][0]));
    char *longest = arena_alloc(cx->arena, PASSWORD_MOST + 2);
    for (int i = 0; i < PASSWORD_MOST + 1; i++)
        longest[i] = (char)("k7 m2"[i % 5]);
    EQ_TEXT(judged(cx, longest), "AUT-11");
}

static void test_hash(struct ctx *cx)
{
    struct people_settings s = people_standard;
    bool fits = true;
    const char *hash = password_hash(cx, &s, "a stone in the river 7"),
               *other = password_hash(cx, &s, "a stone in the river 7");
    OK(strncmp(hash, "$argon2id$v=19$m=65536,t=2,p=1$", 31) == 0, "argon2id: %.31s", hash);
    OK(strcmp(hash, other) != 0, "salted");
    OK(password_fits(cx, &s, "a stone in the river 7", hash, &fits) && fits, "the password fits its hash");
    OK(password_fits(cx, &s, "a stone in the river 8", hash, &fits) && !fits, "another does not");
    OK(password_fits(cx, &s, "a stone in the river 7", NULL, &fits) && !fits, "nor anything where there is no hash");
    OK(password_fits(cx, &s, "x", "rubbish", &fits) && !fits, "nor to what is no hash");
    OK(!password_is_dated(&s, hash), "the strength is the one that is set");
    s.password_strength = "moderate";
    OK(password_is_dated(&s, hash), "until another is");
}

static void test_once(struct ctx *cx)
{
    const char *one = password_once(cx), *two = password_once(cx);
    OK(strlen(one) == 19 && strcmp(one, two) != 0, "made anew each time: %s", one);
    EQ_TEXT(judged(cx, one), "");
}

/* ---- a few at a time ---- */

static atomic_int done;

static void *hash_one(void *arg)
{
    (void)arg;
    struct ctx cx = tap_ctx();
    struct people_settings s = people_standard;
    s.hashing_at_once = 1;
    if (password_hash(&cx, &s, "a stone in the river 7"))
        atomic_fetch_add(&done, 1);
    tap_ctx_free(&cx);
    return NULL;
}

static void test_bounded(void)
{
    enum { MANY = 8 };
    pthread_t threads[MANY];
    for (int i = 0; i < MANY; i++)
        pthread_create(&threads[i], NULL, hash_one, NULL);
    for (int i = 0; i < MANY; i++)
        pthread_join(threads[i], NULL);
    EQ_INT(atomic_load(&done), MANY); /* one after the other, all in the end */
}

int main(void)
{
    struct ctx cx = tap_ctx();
    test_policy(&cx);
    test_hash(&cx);
    test_once(&cx);
    test_bounded();
    tap_ctx_free(&cx);
    return tap_done();
}
