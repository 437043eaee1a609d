/* Who waits for something to happen: each holds a thread, and asks the database twice a second. Nobody takes all places: a caller has a share. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "private.h"

#define ALL 64
#define SHARE 8

struct waits {
    pthread_mutex_t lock;
    unsigned count;
    uint64_t who[ALL];
};

struct waits *waits_new(void)
{
    struct waits *waits = calloc(1, sizeof *waits);
    if (waits)
        pthread_mutex_init(&waits->lock, NULL);
    return waits;
}

void waits_free(struct waits *waits)
{
    if (!waits)
        return;
    pthread_mutex_destroy(&waits->lock);
    free(waits);
}

unsigned waits_count(struct waits *waits)
{
    pthread_mutex_lock(&waits->lock);
    unsigned count = waits->count;
    pthread_mutex_unlock(&waits->lock);
    return count;
}

static uint64_t caller_of(const struct exchange *x)
{
    const char *key = x->identified ? x->principal.user : x->remote;
    return text_hash(key, strlen(key));
}

bool wait_enter(struct exchange *x)
{
    struct waits *waits = x->service->waits;
    uint64_t caller = caller_of(x);
    unsigned own = 0;
    pthread_mutex_lock(&waits->lock);
    for (unsigned i = 0; i < waits->count; i++)
        own += waits->who[i] == caller;
    bool room = waits->count < ALL && own < SHARE;
    if (room)
        waits->who[waits->count++] = caller;
    pthread_mutex_unlock(&waits->lock);
    return room;
}

void wait_leave(struct exchange *x)
{
    struct waits *waits = x->service->waits;
    uint64_t caller = caller_of(x);
    pthread_mutex_lock(&waits->lock);
    unsigned at = 0;
    while (waits->who[at] != caller)
        at++;
    waits->who[at] = waits->who[--waits->count];
    pthread_mutex_unlock(&waits->lock);
}
