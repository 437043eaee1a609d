#pragma once
/* DESIGN. Verified tokens, remembered until they expire. The memory is allocated once: sets of a few entries each, found by the SHA-256 of the
 * token's whole text and compared in full, so that no token text stays in memory and no entry can be confused with another. Several sets share
 * a lock; a lock is held for a comparison and a copy. In a full set the entry that was used longest ago goes. Any thread. */
#include "auth/token.h"

#define CACHE_DIGEST 32

struct cache;

struct cached {
    uint64_t key_serial; /* of the key that verified it */
    struct principal principal;
};

/* NULL when out of memory. With 0 entries it remembers nothing. */
struct cache *cache_new(unsigned entries) __attribute__((warn_unused_result));
void cache_free(struct cache *cache);
/* Not found when it expired before `not_before` (seconds since 1970). */
bool cache_find(struct cache *cache, const unsigned char digest[static CACHE_DIGEST], int64_t not_before, struct principal *ret_principal) __attribute__((warn_unused_result));
/* Remember, unless cache_forget() was called after `generation` was read: a token may be put in by someone who verified it
 * under a key that has gone meanwhile. */
void cache_put(struct cache *cache, const unsigned char digest[static CACHE_DIGEST], const struct cached *cached, uint64_t generation);
uint64_t cache_generation(struct cache *cache);
/* Forget all whose key is not among the serials. Call it after the keys were replaced. */
void cache_forget(struct cache *cache, const uint64_t *serials, size_t count);
