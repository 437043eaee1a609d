#pragma once
/* The payload of a token whose signature is good → principal. */
#include <jansson.h>
#include "auth/token.h"

struct expectation {
    const char *issuer;
    const char *const *audiences; /* NULL-terminated; one of them must be there */
    int64_t now_s;
    unsigned leeway_s;
    bool own; /* the issuer is this service: its operator may make up a scope that nobody holds */
};
/* Issuer, audience and times alone. */
enum token_fault claims_check(const json_t *claims, const struct expectation *expectation, int64_t *ret_expires) __attribute__((warn_unused_result));
enum token_fault claims_read(const json_t *claims, const struct expectation *expectation, struct principal *ret_principal) __attribute__((warn_unused_result));
/* The claims that say who a principal is, as token_sign() writes them; NULL when out of memory or the role is not one of a token. */
json_t *claims_of(const struct principal *principal) __attribute__((warn_unused_result));
