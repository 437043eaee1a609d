#pragma once
/* DESIGN. The trusted keys are one immutable set. A verifier holds a counted reference while it works; key_ring_trust() builds the next set beside
 * it and swaps the pointer, so a reader waits at most for a few instructions, never for a reload. */
#include <stdatomic.h>
#include "auth/token.h"
#include "cache.h"
#include "jwk.h"

struct key_set {
    _Atomic size_t references;
    struct issuer *issuers; /* never moved: keys point to them */
    size_t issuer_count;
    struct public_key *keys;
    size_t key_count;
};

/* A reference, given back with key_set_release(); what it leads to is read only. */
struct key_set *key_ring_take(struct key_ring *ring) __attribute__((warn_unused_result));
void key_set_release(struct key_set *set);
struct cache *key_ring_cache(struct key_ring *ring);
unsigned key_ring_leeway(const struct key_ring *ring);
/* Is the issuer of this name the service itself? */
bool key_ring_owns(const struct key_ring *ring, const char *issuer);
