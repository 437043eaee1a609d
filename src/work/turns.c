#include "turns.h"
#include <errno.h>
#include <sys/resource.h>
#include "base/clock.h"

void turns_init(struct turns *turns, bool (*turn)(void *thing), int64_t pause_ms)
{
    turns->turn = turn;
    turns->pause_ms = pause_ms;
    clock_condition(&turns->changed);
    pthread_mutex_init(&turns->lock, NULL);
}

void turns_pause(struct turns *turns)
{
    int64_t until = clock_monotonic_us() + turns->pause_ms * 1000;
    pthread_mutex_lock(&turns->lock);
    while (!atomic_load(&turns->stopping) && clock_wait(&turns->changed, &turns->lock, until) != ETIMEDOUT) {
    }
    pthread_mutex_unlock(&turns->lock);
}

static void *run(void *thread)
{
    void *thing = ((struct turns_thread *)thread)->thing;
    struct turns *turns = ((struct turns_thread *)thread)->turns;
    if (turns->niceness)
        (void)setpriority(PRIO_PROCESS, 0, turns->niceness); /* of this thread, as Linux has it */
    while (!atomic_load(&turns->stopping))
        if (!turns->turn(thing))
            turns_pause(turns);
    pthread_mutex_lock(&turns->lock);
    turns->running--;
    pthread_cond_broadcast(&turns->changed);
    pthread_mutex_unlock(&turns->lock);
    return NULL;
}

bool turns_add(struct turns *turns, void *thing)
{
    if (turns->count == TURNS_MAX)
        return false;
    struct turns_thread *thread = &turns->threads[turns->count];
    *thread = (struct turns_thread){.turns = turns, .thing = thing};
    pthread_mutex_lock(&turns->lock);
    bool started = pthread_create(&thread->thread, NULL, run, thread) == 0;
    turns->running += started;
    turns->count += started;
    pthread_mutex_unlock(&turns->lock);
    return started;
}

bool turns_stop(struct turns *turns, int64_t ms)
{
    int64_t until = clock_monotonic_us() + ms * INT64_C(1000);
    pthread_mutex_lock(&turns->lock);
    atomic_store(&turns->stopping, true);
    pthread_cond_broadcast(&turns->changed);
    while (turns->running && clock_wait(&turns->changed, &turns->lock, until) != ETIMEDOUT) {
    }
    bool ended = !turns->running;
    pthread_mutex_unlock(&turns->lock);
    return ended;
}

void turns_release(struct turns *turns)
{
    for (size_t i = 0; i < turns->count; i++)
        pthread_join(turns->threads[i].thread, NULL);
    pthread_cond_destroy(&turns->changed);
    pthread_mutex_destroy(&turns->lock);
}

struct pool *work_pool(const struct config *config, unsigned total, struct pool_settings settings)
{
    settings.total = total;
    settings.wait_ms = (unsigned)config_number(config, "database_wait_ms");
    settings.prepared_max = 32;
    return pool_new(&settings);
}
