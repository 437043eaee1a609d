#pragma once
/* Secrets that are made here, answered once, and kept sealed or as a digest. */
#include <stdbool.h>
#include "api/exchange.h"

/* 201 with the only row of a write and `secret` beside its members; kept by no cache. `location` may be NULL. */
bool shown_once(struct exchange *exchange, const struct written *written, const char *location, const char *secret);
/* Sealed for one place, as a bytea literal. NULL when it cannot be. */
const char *shown_sealed(struct exchange *exchange, const char *context, const char *secret);
/* A new webhook secret, overwritten with the exchange. */
char *shown_webhook_secret(struct exchange *exchange);
/* An id in the spelling that the database writes, which is what a seal is for. */
const char *shown_id(struct exchange *exchange, const char *id);
