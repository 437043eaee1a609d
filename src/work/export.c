#include "export.h"
#include <stdlib.h>
#include "base/log.h"
#include "db/db.h"
#include "turns.h"

#define THREADS_MAX 16
#define PATIENCE_MS 3600000 /* for the next row: a list that is sorted by what no index has is long in coming, and whoever asked can cancel it */

struct exporters {
    const struct config *config;
    struct nodes *nodes;
    struct turns turns;
    struct exporter exporters[THREADS_MAX];
};

static bool turn(void *exporter)
{
    return export_next(exporter);
}

static struct pool *make_pool(struct exporter *exporter, unsigned total, unsigned read_timeout_ms)
{
    return work_pool(exporter->config, total, (struct pool_settings){.nodes = exporter->nodes, .read_timeout_ms = read_timeout_ms,
                     .write_timeout_ms = (unsigned)config_number(exporter->config, "write_timeout_ms"), .goes_on = export_goes_on, .thing = exporter});
}

static void release(struct exporter *exporter)
{
    errand_service_free(exporter->service);
    pool_free(exporter->rows);
    pool_free(exporter->notes);
}

static bool start(struct exporters *all, struct exporter *exporter)
{
    *exporter = (struct exporter){.config = all->config, .nodes = all->nodes, .stopping = &all->turns.stopping};
    exporter->rows = make_pool(exporter, EXPORT_ROWS_CONNECTIONS, PATIENCE_MS);
    exporter->notes = make_pool(exporter, EXPORT_NOTES_CONNECTIONS, (unsigned)config_number(all->config, "read_timeout_ms"));
    exporter->asker = (struct work_asker){.pool = exporter->notes, .part = "exports"};
    exporter->service = exporter->rows && exporter->notes ? errand_service(all->config, exporter->rows, exporter->notes) : NULL;
    if (exporter->service && turns_add(&all->turns, exporter))
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
    all->config = config;
    all->nodes = nodes;
    turns_init(&all->turns, turn, config_number(config, "export_poll_ms"));
    while (all->turns.count < wanted && all->turns.count < THREADS_MAX && start(all, &all->exporters[all->turns.count])) {
    }
    if (all->turns.count)
        return all;
    log_message(LOG_LEVEL_ERROR, "no exports are written: seal_keys are not set, or there is no memory", NULL);
    exporters_stop(all);
    return NULL;
}

void exporters_stop(struct exporters *all)
{
    if (!all)
        return;
    (void)turns_stop(&all->turns, 0);
    size_t count = all->turns.count;
    turns_release(&all->turns);
    for (size_t i = 0; i < count; i++)
        release(&all->exporters[i]);
    free(all);
}
