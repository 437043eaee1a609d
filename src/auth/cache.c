#include "cache.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"

enum { WAYS = 8, SHARDS = 16 };

struct entry {
    unsigned char digest[CACHE_DIGEST];
    uint64_t used; /* 0 = free, else when it was last asked for, in steps of the shard's clock */
    struct cached cached;
};

struct shard {
    _Alignas(64) pthread_mutex_t lock;
    uint64_t clock;
};

struct cache {
    struct entry *entries; /* set after set */
    size_t sets;
    _Atomic uint64_t generation;
    struct shard shards[SHARDS];
};

struct cache *cache_new(unsigned entries)
{
    struct cache *cache = aligned_alloc(_Alignof(struct cache), sizeof *cache);
    if (!cache)
        return NULL;
    memset(cache, 0, sizeof *cache);
    cache->sets = ((size_t)entries + WAYS - 1) / WAYS;
    if (cache->sets > 0) {
        cache->entries = calloc(cache->sets * WAYS, sizeof *cache->entries);
        if (!cache->entries) {
            free(cache);
            return NULL;
        }
    }
    for (size_t i = 0; i < SHARDS; i++)
        pthread_mutex_init(&cache->shards[i].lock, NULL);
    return cache;
}

void cache_free(struct cache *cache)
{
    if (!cache)
        return;
    for (size_t i = 0; i < SHARDS; i++)
        pthread_mutex_destroy(&cache->shards[i].lock);
    free(cache->entries);
    free(cache);
}

static size_t set_of(const struct cache *cache, const unsigned char *digest)
{
    uint64_t word;
    memcpy(&word, digest, sizeof word);
    return (size_t)(word % cache->sets);
}

bool cache_find(struct cache *cache, const unsigned char digest[static CACHE_DIGEST], int64_t not_before, struct principal *ret_principal)
{
    if (cache->sets == 0)
        return false;
    size_t set = set_of(cache, digest);
    struct shard *shard = &cache->shards[set % SHARDS];
    struct entry *entry = &cache->entries[set * WAYS], *end = entry + WAYS;
    bool found = false;
    pthread_mutex_lock(&shard->lock);
    while (entry < end && (entry->used == 0 || !text_same_secret(entry->digest, CACHE_DIGEST, digest, CACHE_DIGEST)))
        entry++;
    if (entry < end && entry->cached.principal.expires_at > not_before) {
        entry->used = ++shard->clock;
        *ret_principal = entry->cached.principal;
        found = true;
    } else if (entry < end) {
        entry->used = 0;
    }
    pthread_mutex_unlock(&shard->lock);
    return found;
}

/* The entry itself when it is there already, else a free one, else the one longest unused. */
static struct entry *place(struct entry *set, const unsigned char *digest)
{
    struct entry *oldest = set;
    for (size_t i = 0; i < WAYS; i++) {
        if (set[i].used && text_same_secret(set[i].digest, CACHE_DIGEST, digest, CACHE_DIGEST))
            return &set[i];
        if (set[i].used < oldest->used)
            oldest = &set[i];
    }
    return oldest;
}

void cache_put(struct cache *cache, const unsigned char digest[static CACHE_DIGEST], const struct cached *cached, uint64_t generation)
{
    if (cache->sets == 0)
        return;
    size_t set = set_of(cache, digest);
    struct shard *shard = &cache->shards[set % SHARDS];
    pthread_mutex_lock(&shard->lock);
    /* Under the lock: either this entry is in before cache_forget() comes to the shard, or the newer generation is seen here. */
    if (atomic_load(&cache->generation) == generation) {
        struct entry *entry = place(&cache->entries[set * WAYS], digest);
        memcpy(entry->digest, digest, CACHE_DIGEST);
        entry->cached = *cached;
        entry->used = ++shard->clock;
    }
    pthread_mutex_unlock(&shard->lock);
}

uint64_t cache_generation(struct cache *cache)
{
    return atomic_load(&cache->generation);
}

static bool among(uint64_t serial, const uint64_t *serials, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (serials[i] == serial)
            return true;
    }
    return false;
}

static void forget_in_set(struct entry *set, const uint64_t *serials, size_t count)
{
    for (size_t i = 0; i < WAYS; i++) {
        if (set[i].used && !among(set[i].cached.key_serial, serials, count))
            set[i].used = 0;
    }
}

void cache_forget(struct cache *cache, const uint64_t *serials, size_t count)
{
    atomic_fetch_add(&cache->generation, 1);
    for (size_t shard = 0; shard < SHARDS; shard++) {
        for (size_t set = shard; set < cache->sets; set += SHARDS) {
            pthread_mutex_lock(&cache->shards[shard].lock);
            forget_in_set(&cache->entries[set * WAYS], serials, count);
            pthread_mutex_unlock(&cache->shards[shard].lock);
        }
    }
}
