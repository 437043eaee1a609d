#include "package.h"
#include <stdlib.h>
#include "base/log.h"
#include "turns.h"

#define LONG_MS 3600000 /* for one statement: a count over years, or the first row of a large dataset, has nobody waiting for it */
#define NICENESS 10     /* people are answered first */

struct packages {
    struct packages_settings settings;
    struct arena *arena;
    struct turns turns;
};

static bool turn(void *packages)
{
    return package_make_next(&((struct packages *)packages)->settings);
}

static void packages_free(struct packages *packages)
{
    turns_release(&packages->turns);
    pool_free(packages->settings.pool);
    arena_free(packages->arena);
    free(packages);
}

static struct packages *packages_new(const struct config *config, struct nodes *nodes)
{
    struct packages *packages = calloc(1, sizeof *packages);
    if (!packages)
        return NULL;
    turns_init(&packages->turns, turn, config_number(config, "package_poll_ms"));
    packages->turns.niceness = NICENESS;
    packages->arena = arena_new(1 << 20);
    packages->settings.config = config;
    packages->settings.stopping = &packages->turns.stopping;
    /* One writes, one reads as the city platform, one asks for the key. */
    packages->settings.pool = work_pool(config, PACKAGE_CONNECTIONS, (struct pool_settings){.nodes = nodes, .read_timeout_ms = LONG_MS, .write_timeout_ms = LONG_MS});
    packages->settings.asker = (struct work_asker){.pool = packages->settings.pool, .part = "packages"};
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
    if (turns_add(&packages->turns, packages))
        return packages;
    log_message(LOG_LEVEL_ERROR, "no month is frozen: there is no thread to be had", NULL);
    packages_free(packages);
    return NULL;
}

bool packages_stop(struct packages *packages)
{
    if (!packages)
        return true;
    /* One that has not ended waits for the database: nothing of it was committed, and it ends with the process. */
    if (!turns_stop(&packages->turns, config_number(packages->settings.config, "drain_s") * 1000))
        return false;
    packages_free(packages);
    return true;
}
