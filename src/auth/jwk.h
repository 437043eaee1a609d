#pragma once
/* One public key as it may be used here: what its JWK says of itself is checked once, when it is trusted, and never asked of a token. */
#include <jansson.h>
#include <rhonabwy.h>
#include <stdbool.h>
#include "auth/provider.h"

#define KEY_ID_LIMIT 128

struct issuer {
    char *name, *audience;
    const struct provider *provider; /* NULL: ourselves; else the audiences are its own */
};

struct public_key {
    const struct issuer *issuer;
    char *kid;
    const char *algorithm; /* static text */
    jwa_alg rhonabwy_algorithm;
    jwk_t *jwk;            /* only the members that make the key; never changed once built */
    char *identity;        /* issuer, audience and key as one text: the same key in a newer set is the same */
    uint64_t serial;       /* never used twice in this process; what a cached token remembers of its key */
};

/* Once per process, before any other call of rhonabwy. */
void jwk_library_init(void);
/* Is this signature algorithm one that a token may use at all? Returns the static name, or NULL (none, HS*, unknown). */
const char *jwk_algorithm(const char *name);
/* The members of `json` that make a verification key, as a new object; NULL when the key is not to be used (see key_ring_trust()).
 * Private members are dropped. */
json_t *jwk_public_part(const json_t *json) __attribute__((warn_unused_result));
/* False when the key is not to be used, or out of memory. The key is released with public_key_release(). */
bool public_key_read(const json_t *json, const struct issuer *issuer, struct public_key *ret_key) __attribute__((warn_unused_result));
void public_key_release(struct public_key *key);
/* Does the compact JWS verify under this key? The caller has made sure that the header names the key's own algorithm. */
bool public_key_verifies(const struct public_key *key, const char *token, size_t length) __attribute__((warn_unused_result));
