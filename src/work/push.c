#include "push.h"
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include "api/providers.h"
#include "base/clock.h"
#include "base/log.h"

#define THREADS_MAX 64
#define READ_MS 60000 /* a replay of a long time for a client with few tickets may have much to read; nobody waits for it */

struct push {
    struct push_settings settings;
    struct arena *arena;
    pthread_mutex_t turn; /* held by the one that looks for work */
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t changed;
    size_t running;
    pthread_t threads[THREADS_MAX];
    size_t count;
};

static struct timespec after_ms(int64_t ms)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += ms % 1000 * 1000000;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    return until;
}

static void pause_until_due(struct push *push)
{
    struct timespec until = after_ms(config_number(push->settings.config, "webhook_poll_ms"));
    pthread_mutex_lock(&push->lock);
    while (!atomic_load(&push->settings.stopping) && pthread_cond_timedwait(&push->changed, &push->lock, &until) != ETIMEDOUT) {
    }
    pthread_mutex_unlock(&push->lock);
}

static void *run(void *thing)
{
    struct push *push = thing;
    struct push_settings *settings = &push->settings;
    while (!atomic_load(&settings->stopping)) {
        pthread_mutex_lock(&push->turn);
        struct push_claim *claim = NULL;
        while (!atomic_load(&settings->stopping) && !(claim = push_claim(settings)))
            pause_until_due(push);
        pthread_mutex_unlock(&push->turn);
        if (claim)
            push_work(claim);
    }
    pthread_mutex_lock(&push->lock);
    push->running--;
    pthread_cond_broadcast(&push->changed);
    pthread_mutex_unlock(&push->lock);
    return NULL;
}

static void push_free(struct push *push)
{
    pthread_cond_destroy(&push->changed);
    pthread_mutex_destroy(&push->lock);
    pthread_mutex_destroy(&push->turn);
    fetcher_free(push->settings.fetcher);
    pool_free(push->settings.pool);
    arena_free(push->arena);
    free(push);
}

static struct pool *make_pool(const struct config *config, struct nodes *nodes)
{
    const struct pool_settings settings = {
        .nodes = nodes, .total = 2,
        .wait_ms = (unsigned)config_number(config, "database_wait_ms"), .read_timeout_ms = READ_MS,
        .write_timeout_ms = (unsigned)config_number(config, "write_timeout_ms"), .prepared_max = 32,
    };
    return pool_new(&settings);
}

static struct push *push_new(const struct config *config, struct nodes *nodes)
{
    struct push *push = calloc(1, sizeof *push);
    if (!push)
        return NULL;
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&push->changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pthread_mutex_init(&push->lock, NULL);
    pthread_mutex_init(&push->turn, NULL);
    push->arena = arena_new(1 << 20);
    push->settings.config = config;
    push->settings.pool = make_pool(config, nodes);
    push->settings.fetcher = fetcher_configured(config);
    if (push->arena && push->settings.pool && push->settings.fetcher && seal_ring_read(push->arena, config_text(config, "seal_keys"), &push->settings.seals))
        return push;
    push_free(push);
    return NULL;
}

struct push *push_start(const struct config *config, struct nodes *nodes)
{
    size_t wanted = (size_t)config_number(config, "webhook_threads");
    struct push *push = wanted ? push_new(config, nodes) : NULL;
    if (!push) {
        if (wanted)
            log_message(LOG_LEVEL_ERROR, "nothing is pushed to webhook endpoints: seal_keys are not set", NULL);
        return NULL;
    }
    pthread_mutex_lock(&push->lock);
    while (push->count < wanted && pthread_create(&push->threads[push->count], NULL, run, push) == 0)
        push->count++;
    push->running = push->count;
    pthread_mutex_unlock(&push->lock);
    return push;
}

void push_stop(struct push *push)
{
    if (!push)
        return;
    struct timespec until = after_ms(config_number(push->settings.config, "drain_s") * 1000);
    pthread_mutex_lock(&push->lock);
    atomic_store(&push->settings.stopping, true);
    pthread_cond_broadcast(&push->changed);
    while (push->running && pthread_cond_timedwait(&push->changed, &push->lock, &until) != ETIMEDOUT) {
    }
    pthread_mutex_unlock(&push->lock);
    atomic_store(&push->settings.cancelled, true);
    for (size_t i = 0; i < push->count; i++)
        pthread_join(push->threads[i], NULL);
    push_free(push);
}
