/* watch_test.c — a watching thread looks at once, again after its time, and not once it was stopped. */
#include "base/watch.h"

#include "tap.h"

#include <stdatomic.h>
#include <time.h>

static void sleep_ms(long ms)
{
    nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000}, NULL);
}

struct looks {
    atomic_int count;
    atomic_bool slow, saw_closing, ended;
};

static void look(void *arg, const struct watch *w)
{
    struct looks *l = arg;
    l->count++;
    while (l->slow && !watch_is_closing(w))
        sleep_ms(1);
    l->saw_closing = watch_is_closing(w);
    l->ended = true;
}

static bool becomes(const struct looks *l, int count, int within_ms)
{
    for (; l->count < count && within_ms > 0; within_ms--)
        sleep_ms(1);
    return l->count >= count;
}

int main(void)
{
    struct ctx cx = ctx_init(arena_new(1 << 20));
    struct looks often = {0}, seldom = {0}, slow = {.slow = true};
    struct watch *w = watch_start(&cx, look, &often, 1);
    OK(w && becomes(&often, 1, 10000), "it looks at once");
    OK(becomes(&often, 2, 10000), "and again");
    watch_stop(w);
    const int looked = often.count;
    sleep_ms(1100);
    EQ_INT(often.count, looked);

    w = watch_start(&cx, look, &seldom, 3600);
    OK(w && becomes(&seldom, 1, 10000), "one that looks every hour");
    watch_stop(w);
    OK(true, "is stopped without waiting for the hour to be over");

    w = watch_start(&cx, look, &slow, 1);
    OK(w && becomes(&slow, 1, 10000), "one that takes its time");
    watch_stop(w);
    OK(slow.ended && slow.saw_closing, "is asked to come to an end, and waited for");
    watch_stop(NULL);
    arena_free(cx.arena);
    return tap_done();
}
