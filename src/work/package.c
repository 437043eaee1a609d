#include "package.h"
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include "base/log.h"

#define LONG_MS 3600000 /* for one statement: a count over years, or the first row of a large dataset, has nobody waiting for it */
#define NICENESS 10     /* people are answered first */

struct packages {
    struct packages_settings settings;
    struct arena *arena;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t changed;
    bool running;
    pthread_t thread;
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

static void pause_until_due(struct packages *packages)
{
    struct timespec until = after_ms(config_number(packages->settings.config, "package_poll_ms"));
    pthread_mutex_lock(&packages->lock);
    while (!atomic_load(&packages->settings.stopping) && pthread_cond_timedwait(&packages->changed, &packages->lock, &until) != ETIMEDOUT) {
    }
    pthread_mutex_unlock(&packages->lock);
}

static void *run(void *thing)
{
    struct packages *packages = thing;
    (void)setpriority(PRIO_PROCESS, 0, NICENESS); /* of this thread, as Linux has it */
    while (!atomic_load(&packages->settings.stopping))
        if (!package_make_next(&packages->settings))
            pause_until_due(packages);
    pthread_mutex_lock(&packages->lock);
    packages->running = false;
    pthread_cond_broadcast(&packages->changed);
    pthread_mutex_unlock(&packages->lock);
    return NULL;
}

static void packages_free(struct packages *packages)
{
    pthread_cond_destroy(&packages->changed);
    pthread_mutex_destroy(&packages->lock);
    pool_free(packages->settings.pool);
    arena_free(packages->arena);
    free(packages);
}

/* One writes, one reads as the city platform, one asks for the key. */
static struct pool *make_pool(const struct config *config, struct nodes *nodes)
{
    const struct pool_settings settings = {
        .nodes = nodes, .total = 3,
        .wait_ms = (unsigned)config_number(config, "database_wait_ms"), .read_timeout_ms = LONG_MS, .write_timeout_ms = LONG_MS, .prepared_max = 32,
    };
    return pool_new(&settings);
}

static struct packages *packages_new(const struct config *config, struct nodes *nodes)
{
    struct packages *packages = calloc(1, sizeof *packages);
    if (!packages)
        return NULL;
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&packages->changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pthread_mutex_init(&packages->lock, NULL);
    packages->arena = arena_new(1 << 20);
    packages->settings.config = config;
    packages->settings.pool = make_pool(config, nodes);
    if (packages->arena && packages->settings.pool && seal_ring_read(packages->arena, config_text(config, "seal_keys"), &packages->settings.seals))
        return packages;
    packages_free(packages);
    return NULL;
}

struct packages *packages_start(const struct config *config, struct nodes *nodes)
{
    struct packages *packages = packages_new(config, nodes);
    if (!packages) {
        log_message(LOG_LEVEL_ERROR, "no month is frozen: seal_keys are not set", NULL);
        return NULL;
    }
    packages->running = true;
    if (pthread_create(&packages->thread, NULL, run, packages) == 0)
        return packages;
    log_message(LOG_LEVEL_ERROR, "no month is frozen: there is no thread to be had", NULL);
    packages_free(packages);
    return NULL;
}

void packages_stop(struct packages *packages)
{
    if (!packages)
        return;
    struct timespec until = after_ms(config_number(packages->settings.config, "drain_s") * 1000);
    pthread_mutex_lock(&packages->lock);
    atomic_store(&packages->settings.stopping, true);
    pthread_cond_broadcast(&packages->changed);
    while (packages->running && pthread_cond_timedwait(&packages->changed, &packages->lock, &until) != ETIMEDOUT) {
    }
    bool ended = !packages->running;
    pthread_mutex_unlock(&packages->lock);
    if (!ended)
        return; /* nothing of it was committed */
    pthread_join(packages->thread, NULL);
    packages_free(packages);
}
