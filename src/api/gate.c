/* A counting gate for work that costs much memory or time each. */
#include <pthread.h>
#include <stdlib.h>
#include "base/clock.h"
#include "private.h"

struct gate {
    pthread_mutex_t lock;
    pthread_cond_t freed;
    unsigned left;
};

struct gate *gate_new(unsigned width)
{
    struct gate *gate = calloc(1, sizeof *gate);
    if (!gate)
        return NULL;
    pthread_mutex_init(&gate->lock, NULL);
    clock_condition(&gate->freed);
    gate->left = width ? width : 1;
    return gate;
}

void gate_free(struct gate *gate)
{
    if (!gate)
        return;
    pthread_cond_destroy(&gate->freed);
    pthread_mutex_destroy(&gate->lock);
    free(gate);
}

bool gate_enter(struct gate *gate, unsigned wait_ms)
{
    int64_t until = clock_monotonic_us() + wait_ms * INT64_C(1000);
    pthread_mutex_lock(&gate->lock);
    int waited = 0;
    while (!gate->left && waited == 0)
        waited = clock_wait(&gate->freed, &gate->lock, until);
    bool entered = gate->left > 0;
    gate->left -= entered;
    pthread_mutex_unlock(&gate->lock);
    return entered;
}

void gate_leave(struct gate *gate)
{
    pthread_mutex_lock(&gate->lock);
    gate->left++;
    pthread_cond_signal(&gate->freed);
    pthread_mutex_unlock(&gate->lock);
}
