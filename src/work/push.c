#include "push.h"
#include <pthread.h>
#include <stdlib.h>
#include "api/providers.h"
#include "base/log.h"
#include "turns.h"

#define READ_MS 60000 /* a replay of a long time for a client with few tickets may have much to read; nobody waits for it */

struct push {
    struct push_settings settings;
    struct arena *arena;
    pthread_mutex_t looking; /* held by the one that looks for work */
    struct turns turns;
};

static bool turn(void *thing)
{
    struct push *push = thing;
    struct push_claim *claim = NULL;
    pthread_mutex_lock(&push->looking);
    while (!atomic_load(&push->turns.stopping) && !(claim = push_claim(&push->settings)))
        turns_pause(&push->turns);
    pthread_mutex_unlock(&push->looking);
    if (claim)
        push_work(claim);
    return true;
}

static void push_free(struct push *push)
{
    turns_release(&push->turns);
    pthread_mutex_destroy(&push->looking);
    fetcher_free(push->settings.fetcher);
    pool_free(push->settings.pool);
    arena_free(push->arena);
    free(push);
}

static struct push *push_new(const struct config *config, struct nodes *nodes)
{
    struct push *push = calloc(1, sizeof *push);
    if (!push)
        return NULL;
    turns_init(&push->turns, turn, config_number(config, "webhook_poll_ms"));
    pthread_mutex_init(&push->looking, NULL);
    push->arena = arena_new(1 << 20);
    push->settings.config = config;
    push->settings.stopping = &push->turns.stopping;
    push->settings.pool = work_pool(config, PUSH_CONNECTIONS, (struct pool_settings){.nodes = nodes, .read_timeout_ms = READ_MS, .write_timeout_ms = (unsigned)config_number(config, "write_timeout_ms")});
    push->settings.asker = (struct work_asker){.pool = push->settings.pool, .part = "webhooks", .custom_plan = true};
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
    while (push->turns.count < wanted && turns_add(&push->turns, push)) {
    }
    return push;
}

void push_stop(struct push *push)
{
    if (!push)
        return;
    (void)turns_stop(&push->turns, config_number(push->settings.config, "drain_s") * 1000);
    atomic_store(&push->settings.cancelled, true);
    push_free(push);
}
