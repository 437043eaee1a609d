#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "api/providers.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"

#define SECOND_US INT64_C(1000000)
#define WAIT_US (SECOND_US * 3 / 2)  /* of a request, at most */
#define DEADLINE_MS 5000             /* of one fetch */
#define MOST_WAITING 64              /* requests: a slow provider must not take all threads */
#define MOST_OF_ADDRESS 16           /* of them: an office behind one address meets a new key together */
#define MOST_WHILE_AWAY 2            /* of an address, while the last reading failed: most likely for nothing */
#define SOONEST_S 60                 /* whatever a provider's Cache-Control says */
#define RETRY_FIRST_US SECOND_US
#define RETRY_MOST_US (60 * SECOND_US)
#define ARENA_LIMIT (2u << 20)

/* One provider. All below `lock` is guarded by it; times are monotonic. */
struct post {
    const struct provider *provider;
    struct key_watch *watch;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake, done;
    bool started, busy, wanted, healthy;
    uint64_t addresses[MOST_WAITING]; /* of those who wait, hashed; 0 = free */
    uint64_t rounds;           /* readings that are over */
    int64_t tried_us, read_us; /* end of the last reading, of the last good one; 0 = none */
    int64_t due_us, retry_us;
    size_t keys;
};

struct key_watch {
    const struct fetcher *fetcher;
    struct key_ring *ring;
    _Atomic bool stopping;
    struct post posts[PROVIDERS_MAX];
    size_t count;
};

static struct timespec moment(int64_t us)
{
    return (struct timespec){.tv_sec = us / SECOND_US, .tv_nsec = us % SECOND_US * 1000};
}

static void say(enum log_level level, const char *message, const struct provider *provider, const char *why)
{
    log_message(level, message, json_pack("{ss, ss, ss?}", "provider", provider->name, "issuer", provider->issuer, "why", why));
}

/* When the keys are to be read again: as their Cache-Control says, within bounds. */
static int64_t pause_us(const struct provider *provider, int64_t max_age_s)
{
    int64_t most = provider->refresh_s, least = most < SOONEST_S ? most : SOONEST_S;
    int64_t seconds = max_age_s < 0 || max_age_s > most ? most : max_age_s < least ? least : max_age_s;
    return seconds * SECOND_US;
}

/* Unlocked: this is what takes time. -1 = failed. */
static int64_t read_now(struct post *post, size_t *ret_keys)
{
    struct arena *arena = arena_new(ARENA_LIMIT);
    int64_t age = -1, pause = -1;
    const char *why = "out of memory";
    const struct key_reading reading = {post->watch->fetcher, post->provider, DEADLINE_MS, &post->watch->stopping};
    const char *jwks = arena ? provider_keys_read(&reading, arena, &age, &why) : NULL;
    if (jwks && arena_spent(arena))
        why = "the answer is too large";
    else if (jwks && key_ring_trust_provider(post->watch->ring, post->provider, jwks, ret_keys))
        pause = pause_us(post->provider, age);
    else if (jwks)
        why = "what it answers is no JWKS";
    if (pause < 0 && !atomic_load(&post->watch->stopping))
        say(LOG_LEVEL_WARNING, "the keys of an identity provider could not be read", post->provider, why);
    arena_free(arena);
    return pause;
}

static void note_good(struct post *post, int64_t now, int64_t pause, size_t keys)
{
    if (!post->read_us || keys != post->keys || !post->healthy)
        log_message(keys ? LOG_LEVEL_INFO : LOG_LEVEL_WARNING, "the keys of an identity provider were read", json_pack("{ss, si}", "provider", post->provider->name, "keys", (int)keys));
    post->read_us = now;
    post->due_us = now + pause;
    post->retry_us = RETRY_FIRST_US;
    post->keys = keys;
}

/* Known keys stay good for their time, and not longer. */
static void note_failed(struct post *post, int64_t now)
{
    int64_t end = post->read_us + (int64_t)post->provider->trust_s * SECOND_US;
    post->due_us = now + post->retry_us;
    post->retry_us = post->retry_us * 2 < RETRY_MOST_US ? post->retry_us * 2 : RETRY_MOST_US;
    if (post->keys && now >= end) {
        size_t none = 0;
        if (key_ring_trust_provider(post->watch->ring, post->provider, "{\"keys\":[]}", &none))
            post->keys = 0;
        say(LOG_LEVEL_ERROR, "the keys of an identity provider are too old to be trusted", post->provider, NULL);
    } else if (post->keys && post->due_us > end) {
        post->due_us = end;
    }
}

static void *stand(void *context)
{
    struct post *post = context;
    pthread_mutex_lock(&post->lock);
    while (!atomic_load(&post->watch->stopping)) {
        if (!post->wanted && clock_monotonic_us() < post->due_us) {
            struct timespec until = moment(post->due_us);
            pthread_cond_timedwait(&post->wake, &post->lock, &until);
            continue;
        }
        post->wanted = false;
        post->busy = true;
        pthread_mutex_unlock(&post->lock);
        size_t keys = 0;
        int64_t pause = read_now(post, &keys), now = clock_monotonic_us();
        pthread_mutex_lock(&post->lock);
        if (pause >= 0)
            note_good(post, now, pause, keys);
        else
            note_failed(post, now);
        post->healthy = pause >= 0;
        post->tried_us = now;
        post->busy = false;
        post->rounds++;
        pthread_cond_broadcast(&post->done);
    }
    pthread_mutex_unlock(&post->lock);
    return NULL;
}

static void post_init(struct post *post, struct key_watch *watch, const struct provider *provider)
{
    *post = (struct post){.provider = provider, .watch = watch, .retry_us = RETRY_FIRST_US};
    pthread_mutex_init(&post->lock, NULL);
    clock_condition(&post->wake);
    clock_condition(&post->done);
}

struct key_watch *key_watch_start(const struct providers *providers, const struct fetcher *fetcher, struct key_ring *ring)
{
    struct key_watch *watch = calloc(1, sizeof *watch);
    if (!watch)
        return NULL;
    watch->fetcher = fetcher;
    watch->ring = ring;
    for (size_t i = 0; i < providers->count; i++) {
        struct post *post = &watch->posts[watch->count++];
        post_init(post, watch, &providers->items[i]);
        post->started = pthread_create(&post->thread, NULL, stand, post) == 0;
        if (post->started)
            continue;
        key_watch_stop(watch);
        return NULL;
    }
    return watch;
}

void key_watch_stop(struct key_watch *watch)
{
    if (!watch)
        return;
    atomic_store(&watch->stopping, true);
    for (size_t i = 0; i < watch->count; i++) {
        struct post *post = &watch->posts[i];
        pthread_mutex_lock(&post->lock);
        pthread_cond_signal(&post->wake);
        pthread_mutex_unlock(&post->lock);
        if (post->started)
            pthread_join(post->thread, NULL);
        pthread_cond_destroy(&post->wake);
        pthread_cond_destroy(&post->done);
        pthread_mutex_destroy(&post->lock);
    }
    free(watch);
}

/* Locked. A place to wait; NULL when the address, or all together, have as many as they may. */
static uint64_t *place_for(struct post *post, uint64_t address)
{
    unsigned most = post->healthy || !post->rounds ? MOST_OF_ADDRESS : MOST_WHILE_AWAY, same = 0;
    uint64_t *free_place = NULL;
    for (size_t i = 0; i < MOST_WAITING; i++) {
        same += post->addresses[i] == address;
        if (!post->addresses[i])
            free_place = &post->addresses[i];
    }
    return same < most ? free_place : NULL;
}

/* Locked. */
static enum keys_state ask(struct post *post, uint64_t address)
{
    int64_t now = clock_monotonic_us(), pause = (int64_t)post->provider->refetch_s * SECOND_US;
    if (!post->busy && !post->wanted && (post->tried_us == 0 || now - post->tried_us >= pause)) {
        post->wanted = true;
        pthread_cond_signal(&post->wake);
    }
    if (!post->busy && !post->wanted)
        return post->healthy ? KEYS_CURRENT : KEYS_AWAY;
    uint64_t *place = place_for(post, address);
    if (!place)
        return KEYS_AWAY;
    struct timespec until = moment(now + WAIT_US);
    bool begun = post->busy; /* before the question: the key may have come since */
    uint64_t rounds = post->rounds;
    int late = 0;
    *place = address;
    while (post->rounds == rounds && late == 0)
        late = pthread_cond_timedwait(&post->done, &post->lock, &until);
    *place = 0;
    return post->rounds != rounds && post->healthy && !begun ? KEYS_CURRENT : KEYS_AWAY;
}

enum keys_state key_watch_ask(struct key_watch *watch, const char *issuer, const char *address)
{
    for (size_t i = 0; i < watch->count; i++) {
        struct post *post = &watch->posts[i];
        if (strcmp(post->provider->issuer, issuer) != 0)
            continue;
        pthread_mutex_lock(&post->lock);
        enum keys_state state = ask(post, text_hash(address, strlen(address)) | 1);
        pthread_mutex_unlock(&post->lock);
        return state;
    }
    return KEYS_NOBODYS;
}

/* Names in quotes are the configuration's own; a quote or backslash in one would end the label. */
static void label(const char *name, char out[static 64])
{
    size_t length = 0;
    for (; *name && length < 63; name++)
        out[length++] = *name == '"' || *name == '\\' || *name == '\n' ? '_' : *name;
    out[length] = '\0';
}

void key_watch_write(struct key_watch *watch, struct buffer *out)
{
    if (!watch->count)
        return;
    BUFFER_CLEANUP struct buffer health = {0};
    buffer_add_text(out, "# HELP wuye_provider_keys Usable keys of an identity provider.\n# TYPE wuye_provider_keys gauge\n");
    buffer_add_text(&health, "# HELP wuye_provider_healthy Were its keys read when last tried.\n# TYPE wuye_provider_healthy gauge\n");
    for (size_t i = 0; i < watch->count; i++) {
        struct post *post = &watch->posts[i];
        char name[64];
        label(post->provider->name, name);
        pthread_mutex_lock(&post->lock);
        buffer_printf(out, "wuye_provider_keys{provider=\"%s\"} %zu\n", name, post->keys);
        buffer_printf(&health, "wuye_provider_healthy{provider=\"%s\"} %d\n", name, post->healthy);
        pthread_mutex_unlock(&post->lock);
    }
    buffer_add(out, health.data, health.length);
}
