#pragma once
/* A signature beside a file: a JWS in compact form without its payload (RFC 7515, Appendix F), which carries the key it verifies with. Whether that is a key to trust says its thumbprint. */
#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"

struct detached {
    const char *jws; /* header..signature; the header has alg (ES256), jwk, kid and typ, and nothing else */
    size_t jws_length;
    const char *type; /* what typ has to be */
    const void *data;
    size_t data_length;
};
#define THUMBPRINT_SIZE 44
/* NULL when it is good: the thumbprint (RFC 7638, SHA-256) of the key then stands in the last argument. Else what is wrong. */
const char *detached_fault(struct arena *arena, const struct detached *signature, char ret_thumbprint[static THUMBPRINT_SIZE]) __attribute__((warn_unused_result));
/* Is one of these public keys (a JWKS document, or one JWK) the one with that thumbprint? False too when the text is none of both. */
bool jwks_holds(const char *jwks, const char *thumbprint) __attribute__((warn_unused_result));
