/* turns.h — one writer at a time to a database file, in the order of arrival, among the threads of this process.
 *
 * SQLite lets one transaction write and makes the others try again and again, in no order; here they queue instead.
 * Other processes are still met the way SQLite meets them.
 */
#ifndef STEWARD_STORE_TURNS_H
#define STEWARD_STORE_TURNS_H

#include <semaphore.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* The queue of one file, shared by all who opened it.  What stands in `owned` belongs to whoever has the turn. */
struct turns;
struct turns *turns_of(const char *path, void (*drop)(void *owned)); /* NULL: no memory, or no such file */
void turns_leave(struct turns *t); /* the last to leave drops what is owned; NULL does nothing */
void **turns_owned(struct turns *t);

/* One's place in the queue; lives on the stack of who waits. */
enum turn_state {
    TURN_WAITING,
    TURN_MINE,
    TURN_TAKEN, /* whoever has the turn does one's work, */
    TURN_OVER,  /* and has done it */
};
struct turn {
    struct turn *next;
    sem_t called;
    _Atomic enum turn_state state;
    bool shares; /* another one may do its work */
};
struct turn turn_new(bool shares);

/* Waits for the turn: TURN_MINE, or TURN_OVER without it, or still TURN_WAITING when the time was up.  Until it is over
 * (only one that shares can find that it is), nobody else stands in the queue for one.  `patience` says how many
 * milliseconds to wait; it is asked where there is a need to. */
enum turn_state turn_wait(struct turns *t, struct turn *me, int (*patience)(void *arg), void *arg);
void turn_pass(struct turns *t); /* to the next */

/* The next in the queue if it shares: its work is now one's own, until turn_over().  When the queue is empty and so many
 * are expected, waits until they are there, but no longer than `linger_us`. */
struct turn *turn_join(struct turns *t, int expected, int64_t linger_us);
void turn_over(struct turn *its);

#endif
