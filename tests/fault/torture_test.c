/* torture_test.c — the server is killed at random moments while clients write to it: every answer that came must be true
 * afterwards, and nothing there by half.  ROUNDS=n (make torture), 3 of them with the other tests.
 */
#include "house.h"

#include <pthread.h>
#include <stdatomic.h>

enum { CLIENTS = 12, PROJECTS = 400 };

struct writer {
    pthread_t thread;
    const struct house *house;
    int number;
    struct saved projects[PROJECTS];
    int begun;
    char wrong[200];
};

static atomic_long acknowledged;

/* What was made last and not answered is sent again under its key; then two of three requests change something. */
static int next_project(struct writer *w, long turn)
{
    bool repeats = w->begun > 0 && w->projects[w->begun - 1].id == 0;
    if (repeats || (turn % 3 != 0 && w->begun > 0))
        return repeats ? w->begun - 1 : (int)(turn * 7 % w->begun);
    return w->begun < PROJECTS ? w->begun++ : PROJECTS - 1;
}

/* A change that was not answered may have happened: what is there now tells. */
static bool look_again(struct writer *w, struct client *c, struct saved *s)
{
    struct buf out = buf_init(c->arena);
    buf_printf(&out, "GET /api/v1/project/%lld?zone=house HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%s\r\n", (long long)s->id,
               w->house->port, w->house->bearer);
    if (!client_send(c, out.data, out.length))
        return false;
    struct reply r = client_reply(c, false);
    int64_t version = number_after(r.body, "\"version\":");
    if (r.status != 200)
        return false;
    if (version != s->version && version != s->version + 1)
        snprintf(w->wrong, sizeof w->wrong, "project %lld: version %lld was acknowledged, %lld is there",
                 (long long)s->id, (long long)s->version, (long long)version);
    *s = (struct saved){.id = s->id, .version = version};
    return true;
}

/* Until the server is gone. */
static void *write_on(void *writer)
{
    struct writer *w = writer;
    struct arena *a = arena_new((size_t)64 << 20);
    struct client c = client_open(a, w->house->port);
    int status = 1;
    for (long turn = 0; status && c.socket >= 0 && !*w->wrong; turn++) {
        int i = next_project(w, turn);
        struct saved *s = &w->projects[i];
        const char *stem = arena_printf(a, "w%d-%d", w->number, i);
        status = s->id && s->unanswered ? look_again(w, &c, s) : 1;
        status = status ? save_next(w->house, &c, stem, s) : 0;
        if (status == 200 || status == 201)
            atomic_fetch_add(&acknowledged, 1);
        else if (status)
            snprintf(w->wrong, sizeof w->wrong, "%s is answered with %d", stem, status);
    }
    client_close(&c);
    arena_free(a);
    return NULL;
}

static void check(const struct house *h, const struct writer *writers, int round)
{
    struct ctx cx = house_ctx(h);
    const char *problem = "";
    bool whole = all_is_whole(&cx, &problem);
    OK(whole, "round %d: nothing is there by half %s", round, problem);
    long lost = 0;
    for (int i = 0; i < CLIENTS; i++)
        for (int k = 0; k < writers[i].begun; k++)
            lost += !saved_is_there(&cx, &writers[i].projects[k]);
    err_clear(&cx);
    OK(lost == 0, "round %d: %ld of %ld acknowledged writes lost", round, lost, atomic_load(&acknowledged));
    OK(int_of(&cx, "SELECT count(*) FROM (SELECT 1 FROM project GROUP BY substr(name, 1, instr(name, ' '))"
                   " HAVING count(*) > 1) t") == 0,
       "round %d: none is made twice", round);
    house_ctx_end(&cx);
}

static void wait_until_killed(struct house *h, unsigned *seed)
{
    long before = atomic_load(&acknowledged);
    for (int i = 0; i < 5000 && atomic_load(&acknowledged) == before; i++)
        usleep(1000);
    usleep(1000 + (useconds_t)(rand_r(seed) % 400000));
    EQ_INT(house_close(h, SIGKILL), 128);
}

int main(void)
{
    const char *asked = getenv("ROUNDS"), *fixed = getenv("SEED");
    int rounds = asked ? (int)strtol(asked, NULL, 10) : 3;
    unsigned seed = fixed ? (unsigned)strtoul(fixed, NULL, 10) : (unsigned)time(NULL);
    struct house h = house_make();
    struct writer *writers = calloc(CLIENTS, sizeof *writers);
    tap_note("SEED=%u", seed);
    for (int round = 1; round <= rounds; round++) {
        house_open(&h);
        for (int i = 0; i < CLIENTS; i++) {
            writers[i].house = &h;
            writers[i].number = i;
            pthread_create(&writers[i].thread, NULL, write_on, &writers[i]);
        }
        wait_until_killed(&h, &seed);
        for (int i = 0; i < CLIENTS; i++) {
            pthread_join(writers[i].thread, NULL);
            if (*writers[i].wrong)
                OK(false, "%s", writers[i].wrong);
        }
        check(&h, writers, round);
    }
    OK(atomic_load(&acknowledged) > rounds, "%ld writes were acknowledged", atomic_load(&acknowledged));
    free(writers);
    house_clear(&h);
    return tap_done();
}
