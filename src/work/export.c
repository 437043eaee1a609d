#include "export.h"
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include "base/clock.h"
#include "base/log.h"
#include "db/db.h"

#define THREADS_MAX 16
#define PATIENCE_MS 3600000 /* for the next row: a list that is sorted by what no index has is long in coming, and whoever asked can cancel it */

struct exporters {
    const struct config *config;
    struct nodes *nodes;
    _Atomic bool stopping;
    pthread_mutex_t lock;
    pthread_cond_t stop;
    size_t count;
    struct exporter threads[THREADS_MAX];
};

static void pause_between(struct exporters *all)
{
    int64_t ms = config_number(all->config, "export_poll_ms");
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += ms % 1000 * 1000000;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&all->lock);
    while (!atomic_load(&all->stopping) && pthread_cond_timedwait(&all->stop, &all->lock, &until) != ETIMEDOUT) {
    }
    pthread_mutex_unlock(&all->lock);
}

static void *run(void *thing)
{
    struct exporter *exporter = thing;
    while (!atomic_load(exporter->stopping)) {
        if (!export_next(exporter))
            pause_between(exporter->all);
    }
    return NULL;
}

static struct pool *make_pool(struct exporter *exporter, unsigned total, unsigned read_timeout_ms)
{
    const struct config *config = exporter->config;
    const struct pool_settings settings = {
        .nodes = exporter->all->nodes, .total = total,
        .wait_ms = (unsigned)config_number(config, "database_wait_ms"), .read_timeout_ms = read_timeout_ms,
        .write_timeout_ms = (unsigned)config_number(config, "write_timeout_ms"), .prepared_max = 32, .goes_on = export_goes_on, .thing = exporter,
    };
    return pool_new(&settings);
}

static void release(struct exporter *exporter)
{
    errand_service_free(exporter->service);
    pool_free(exporter->rows);
    pool_free(exporter->notes);
}

static bool start(struct exporters *all, struct exporter *exporter)
{
    *exporter = (struct exporter){.all = all, .config = all->config, .stopping = &all->stopping};
    exporter->rows = make_pool(exporter, 1, PATIENCE_MS);
    exporter->notes = make_pool(exporter, 3, (unsigned)config_number(all->config, "read_timeout_ms"));
    exporter->service = exporter->rows && exporter->notes ? errand_service(all->config, exporter->rows, exporter->notes) : NULL;
    if (exporter->service && pthread_create(&exporter->thread, NULL, run, exporter) == 0)
        return true;
    release(exporter);
    return false;
}

struct exporters *exporters_start(const struct config *config, struct nodes *nodes)
{
    size_t wanted = (size_t)config_number(config, "export_threads");
    struct exporters *all = wanted ? calloc(1, sizeof *all) : NULL;
    if (!all)
        return NULL;
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&all->stop, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pthread_mutex_init(&all->lock, NULL);
    all->config = config;
    all->nodes = nodes;
    while (all->count < wanted && all->count < THREADS_MAX && start(all, &all->threads[all->count]))
        all->count++;
    if (all->count)
        return all;
    log_message(LOG_LEVEL_ERROR, "no exports are written: seal_keys are not set, or there is no memory", NULL);
    exporters_stop(all);
    return NULL;
}

void exporters_stop(struct exporters *all)
{
    if (!all)
        return;
    pthread_mutex_lock(&all->lock);
    atomic_store(&all->stopping, true);
    pthread_cond_broadcast(&all->stop);
    pthread_mutex_unlock(&all->lock);
    for (size_t i = 0; i < all->count; i++) {
        pthread_join(all->threads[i].thread, NULL);
        release(&all->threads[i]);
    }
    pthread_cond_destroy(&all->stop);
    pthread_mutex_destroy(&all->lock);
    free(all);
}
