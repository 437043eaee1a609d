#pragma once
/* The service's own signing keys as the database has them. */
#include "auth/secret.h"
#include "db/db.h"

/* The private half in a row of internal_signingKeysLive, as a JWK; wiped with the arena. NULL: it has none, or is sealed with a key that is not ours. */
char *signing_key_open(struct arena *arena, const struct seal_ring *seals, struct db_result *result, size_t row) __attribute__((warn_unused_result));
/* That of the newest key that signs and opens. NULL with DB_OK: there is none. */
char *signing_key_read(struct pool *pool, struct arena *arena, const struct seal_ring *seals, enum db_outcome *ret_outcome) __attribute__((warn_unused_result));
