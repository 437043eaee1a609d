#include "ring.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_KEYS = 64 }; /* of one issuer */

struct key_ring {
    char *issuer, *audience;
    unsigned leeway_s;
    struct cache *cache;
    pthread_mutex_t pointer_lock; /* held for a copy of `set` */
    pthread_mutex_t trust_lock;   /* one reload at a time */
    struct key_set *set;
    uint64_t last_serial;
};

static void key_set_free(struct key_set *set)
{
    if (!set)
        return;
    for (size_t i = 0; i < set->key_count; i++)
        public_key_release(&set->keys[i]);
    for (size_t i = 0; i < set->issuer_count; i++) {
        free(set->issuers[i].name);
        free(set->issuers[i].audience);
    }
    free(set->keys);
    free(set->issuers);
    free(set);
}

void key_set_release(struct key_set *set)
{
    if (set && atomic_fetch_sub(&set->references, 1) == 1)
        key_set_free(set);
}

static struct key_set *key_set_new(size_t issuers, size_t keys)
{
    struct key_set *set = calloc(1, sizeof *set);
    if (!set)
        return NULL;
    atomic_init(&set->references, 1);
    set->issuers = calloc(issuers + 1, sizeof *set->issuers);
    set->keys = calloc(keys + 1, sizeof *set->keys);
    if (set->issuers && set->keys)
        return set;
    free(set->issuers);
    free(set->keys);
    free(set);
    return NULL;
}

static const struct issuer *add_issuer(struct key_set *set, const struct issuer *from)
{
    struct issuer *issuer = &set->issuers[set->issuer_count++];
    issuer->name = strdup(from->name);
    issuer->audience = strdup(from->audience);
    issuer->provider = from->provider;
    return issuer->name && issuer->audience ? issuer : NULL;
}

/* Keys that are not to be used are left out; a key of the set before keeps its serial. */
static void add_key(struct key_set *set, const json_t *json, const struct issuer *issuer, const struct key_set *before, uint64_t *last_serial)
{
    struct public_key *key = &set->keys[set->key_count];
    if (!public_key_read(json, issuer, key))
        return;
    set->key_count++;
    for (size_t i = 0; i < before->key_count; i++) {
        if (strcmp(before->keys[i].identity, key->identity) == 0)
            key->serial = before->keys[i].serial;
    }
    if (key->serial == 0)
        key->serial = ++*last_serial;
}

/* Everything of the set before that is not this issuer's. */
static bool carry_over(struct key_set *set, const struct key_set *before, const char *except, uint64_t *last_serial)
{
    for (size_t i = 0; i < before->issuer_count; i++) {
        const struct issuer *old = &before->issuers[i];
        if (strcmp(old->name, except) == 0)
            continue;
        const struct issuer *issuer = add_issuer(set, old);
        if (!issuer)
            return false;
        for (size_t k = 0; k < before->key_count; k++) {
            if (before->keys[k].issuer == old)
                add_key(set, before->keys[k].jwk, issuer, before, last_serial);
        }
    }
    return true;
}

/* NULL when out of memory. */
static struct key_set *next_set(struct key_ring *ring, const struct issuer *of, const json_t *keys)
{
    const struct key_set *before = ring->set;
    size_t offered = json_array_size(keys) < MOST_KEYS ? json_array_size(keys) : MOST_KEYS;
    struct key_set *set = key_set_new(before->issuer_count + 1, before->key_count + offered);
    if (!set)
        return NULL;
    const struct issuer *issuer = NULL;
    if (carry_over(set, before, of->name, &ring->last_serial))
        issuer = add_issuer(set, of);
    if (!issuer) {
        key_set_free(set);
        return NULL;
    }
    for (size_t i = 0; i < offered; i++)
        add_key(set, json_array_get(keys, i), issuer, before, &ring->last_serial);
    return set;
}

static void swap_set(struct key_ring *ring, struct key_set *set, uint64_t *serials)
{
    for (size_t i = 0; i < set->key_count; i++)
        serials[i] = set->keys[i].serial;
    pthread_mutex_lock(&ring->pointer_lock);
    struct key_set *before = ring->set;
    ring->set = set;
    pthread_mutex_unlock(&ring->pointer_lock);
    cache_forget(ring->cache, serials, set->key_count);
    key_set_release(before);
}

static size_t keys_of(const struct key_set *set, const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < set->key_count; i++)
        count += set->keys[i].issuer && strcmp(set->keys[i].issuer->name, name) == 0;
    return count;
}

static bool replace(struct key_ring *ring, const struct issuer *of, const json_t *keys, size_t *ret_keys)
{
    struct key_set *set = next_set(ring, of, keys);
    if (!set)
        return false;
    uint64_t *serials = calloc(set->key_count + 1, sizeof *serials);
    if (!serials) {
        key_set_free(set);
        return false;
    }
    *ret_keys = keys_of(set, of->name);
    swap_set(ring, set, serials);
    free(serials);
    return true;
}

static bool trust(struct key_ring *ring, const struct issuer *of, const char *jwks, size_t *ret_keys)
{
    json_t *document = json_loads(jwks, JSON_REJECT_DUPLICATES, NULL);
    const json_t *keys = json_object_get(document, "keys");
    bool good = json_is_array(keys);
    if (good) {
        pthread_mutex_lock(&ring->trust_lock);
        good = replace(ring, of, keys, ret_keys);
        pthread_mutex_unlock(&ring->trust_lock);
    }
    json_decref(document);
    return good;
}

bool key_ring_trust(struct key_ring *ring, const char *issuer, const char *audience, const char *jwks)
{
    char *name = strdup(issuer ? issuer : ring->issuer), *whom = strdup(audience ? audience : ring->audience);
    size_t keys;
    bool good = name && whom && trust(ring, &(struct issuer){.name = name, .audience = whom}, jwks, &keys);
    free(name);
    free(whom);
    return good;
}

bool key_ring_trust_provider(struct key_ring *ring, const struct provider *provider, const char *jwks, size_t *ret_keys)
{
    char *name = strdup(provider->issuer), none[] = "";
    bool good = name && trust(ring, &(struct issuer){.name = name, .audience = none, .provider = provider}, jwks, ret_keys);
    free(name);
    return good;
}

struct key_ring *key_ring_new(const struct key_ring_settings *settings)
{
    jwk_library_init();
    struct key_ring *ring = calloc(1, sizeof *ring);
    if (!ring)
        return NULL;
    pthread_mutex_init(&ring->pointer_lock, NULL);
    pthread_mutex_init(&ring->trust_lock, NULL);
    ring->leeway_s = settings->leeway_s;
    ring->issuer = strdup(settings->issuer);
    ring->audience = strdup(settings->audience);
    ring->cache = cache_new(settings->cache_entries);
    ring->set = key_set_new(0, 0);
    if (ring->issuer && ring->audience && ring->cache && ring->set)
        return ring;
    key_ring_free(ring);
    return NULL;
}

void key_ring_free(struct key_ring *ring)
{
    if (!ring)
        return;
    key_set_release(ring->set);
    cache_free(ring->cache);
    pthread_mutex_destroy(&ring->pointer_lock);
    pthread_mutex_destroy(&ring->trust_lock);
    free(ring->issuer);
    free(ring->audience);
    free(ring);
}

struct key_set *key_ring_take(struct key_ring *ring)
{
    pthread_mutex_lock(&ring->pointer_lock);
    struct key_set *set = ring->set;
    atomic_fetch_add(&set->references, 1);
    pthread_mutex_unlock(&ring->pointer_lock);
    return set;
}

struct cache *key_ring_cache(struct key_ring *ring)
{
    return ring->cache;
}

unsigned key_ring_leeway(const struct key_ring *ring)
{
    return ring->leeway_s;
}

bool key_ring_owns(const struct key_ring *ring, const char *issuer)
{
    return strcmp(ring->issuer, issuer) == 0;
}
