#pragma once
/* DESIGN. What the worker does beside its jobs (pushing, freezing months, writing exports) is done by threads that take turns: one turn after another while there is something to do, a pause
 * when there is nothing, until they are told to stop. This is all that they share. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/config.h"
#include "db/db.h"

#define TURNS_MAX 64

struct turns {
    /* One turn, with what the thread was started with. False: there was nothing to do. Whoever is long at it looks at `stopping`. */
    bool (*turn)(void *thing);
    int64_t pause_ms; /* between two looks for something to do */
    int niceness;     /* of the threads; 0 = as everybody's */
    _Atomic bool stopping;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t changed;
    size_t running, count;
    struct turns_thread { struct turns *turns; void *thing; pthread_t thread; } threads[TURNS_MAX];
};

void turns_init(struct turns *turns, bool (*turn)(void *thing), int64_t pause_ms);
/* One more thread, for one thing. False: there is none to be had. */
bool turns_add(struct turns *turns, void *thing) __attribute__((warn_unused_result));
/* Waits for the pause, or until all are to stop. */
void turns_pause(struct turns *turns);
/* Tells all to stop and waits `ms` for them at most. True: they have ended. False: some go on with what they are at, and what they use must stay. */
bool turns_stop(struct turns *turns, int64_t ms);
/* Waits for them however long, and lets go of them. After turns_stop(). */
void turns_release(struct turns *turns);

/* A pool of the worker's for `total` connections: with the configuration's patience for a free one. Of `settings` the nodes, the deadlines and what breaks a wait off count. NULL: no memory. */
struct pool *work_pool(const struct config *config, unsigned total, struct pool_settings settings) __attribute__((warn_unused_result));
