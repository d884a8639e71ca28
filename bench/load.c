/* load.c — 200 people saving over HTTP for MINUTES (half a one by default), without a pause between two saves: how many
 * saves a second, how long each waited, and whether all of them are there afterwards.
 *
 * No floor: what bounds it is that nothing is lost, refused or left waiting for ten seconds.
 */
#include "fault/house.h"

#include "measure.h"

#include <pthread.h>

enum { PEOPLE = 200, PROJECTS_EACH = 5 };

static const double longest_s = 10;

struct person {
    pthread_t thread;
    const struct house *house;
    double ends;
    int number;
    struct saved projects[PROJECTS_EACH];
    double *waits;
    size_t count, room;
    int refused; /* the status, if any was */
};

static void note_wait(struct person *p, double seconds)
{
    if (p->count == p->room) {
        p->room = p->room ? p->room * 2 : 1024;
        p->waits = realloc(p->waits, p->room * sizeof *p->waits);
    }
    p->waits[p->count++] = seconds;
}

/* One connection, as a browser keeps it. */
static void *save_on(void *person)
{
    struct person *p = person;
    struct arena *a = arena_new((size_t)64 << 20);
    struct client c = client_open(a, p->house->port);
    for (long n = 0; now() < p->ends && !p->refused; n++) {
        int which = (int)(n % PROJECTS_EACH);
        if (arena_used(a) > (size_t)8 << 20) { /* between two answers nothing is waiting in c */
            int socket = c.socket;
            arena_clear(a);
            c = (struct client){.arena = a, .socket = socket, .in = buf_init(a)};
        }
        double begun = now();
        int status = save_next(p->house, &c, arena_printf(a, "p%d-%d", p->number, which), &p->projects[which]);
        note_wait(p, now() - begun);
        if (status != 200 && status != 201)
            p->refused = status ? status : -1;
    }
    client_close(&c);
    arena_free(a);
    return NULL;
}

static long lost(const struct house *h, const struct person *people)
{
    struct ctx cx = house_ctx(h);
    const char *problem = "";
    long n = 0;
    for (int i = 0; i < PEOPLE; i++)
        for (int k = 0; k < PROJECTS_EACH; k++)
            n += !saved_is_there(&cx, &people[i].projects[k]);
    err_clear(&cx);
    if (!all_is_whole(&cx, &problem)) {
        fprintf(stderr, "load: %s\n", problem);
        n++;
    }
    house_ctx_end(&cx);
    return n;
}

static double all_waits(const struct person *people, double **ret_waits, size_t *ret_count)
{
    double longest = 0;
    *ret_count = 0;
    *ret_waits = NULL;
    for (int i = 0; i < PEOPLE; i++) {
        const struct person *p = &people[i];
        *ret_waits = realloc(*ret_waits, (*ret_count + p->count) * sizeof **ret_waits);
        memcpy(*ret_waits + *ret_count, p->waits, p->count * sizeof **ret_waits);
        *ret_count += p->count;
    }
    for (size_t i = 0; i < *ret_count; i++)
        longest = (*ret_waits)[i] > longest ? (*ret_waits)[i] : longest;
    return longest;
}

int main(void)
{
    const char *minutes = getenv("MINUTES");
    const double seconds = minutes ? strtod(minutes, NULL) * 60 : 30;
    struct house h = house_make();
    struct person *people = calloc(PEOPLE, sizeof *people);
    house_open(&h);
    const double begun = now();
    for (int i = 0; i < PEOPLE; i++) {
        people[i] = (struct person){.house = &h, .ends = begun + seconds, .number = i};
        pthread_create(&people[i].thread, NULL, save_on, &people[i]);
    }
    int refused = 0;
    for (int i = 0; i < PEOPLE; i++) {
        pthread_join(people[i].thread, NULL);
        refused = people[i].refused ? people[i].refused : refused;
    }
    const double took = now() - begun;
    double *waits;
    size_t count;
    const double longest = all_waits(people, &waits, &count);
    int stopped = house_close(&h, SIGTERM);
    long missing = lost(&h, people);
    bool good = !refused && !stopped && !missing && longest <= longest_s;
    printf("%d people saving for %.0f s          %zu saves, %.0f/s, p50 %.0f ms, p99 %.0f ms, longest %.0f ms, lost "
           "%ld%s%.0d"
           "  bar: none lost, none refused, none over %.0f s  %s\n",
           PEOPLE, took, count, (double)count / took, quantile(waits, count, 0.5) * 1e3,
           quantile(waits, count, 0.99) * 1e3, longest * 1e3, missing, refused ? ", refused with " : "", refused,
           longest_s, good ? "ok" : "OVER");
    house_clear(&h);
    return !good;
}
