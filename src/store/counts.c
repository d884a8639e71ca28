/* counts.c — what all connections of this process have written, and how long writers waited. */
#include "store/engine.h"

#include <stdatomic.h>
#include <time.h>

static struct {
    atomic_int_fast64_t committed, failed, flushes, wait_us;
} counts;

int64_t store_now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

void store_count_wait(int64_t since_us)
{
    atomic_fetch_add_explicit(&counts.wait_us, store_now_us() - since_us, memory_order_relaxed);
}

void store_count_end(bool committed)
{
    atomic_fetch_add_explicit(committed ? &counts.committed : &counts.failed, 1, memory_order_relaxed);
}

void store_count_flush(void)
{
    atomic_fetch_add_explicit(&counts.flushes, 1, memory_order_relaxed);
}

void db_count(struct db_counts *ret)
{
    *ret = (struct db_counts){
        .committed = atomic_load(&counts.committed),
        .failed = atomic_load(&counts.failed),
        .flushes = atomic_load(&counts.flushes),
        .wait_us = atomic_load(&counts.wait_us),
    };
}
