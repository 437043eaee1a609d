#include "api/signing.h"
#include "internal.h"

char *signing_key_open(struct arena *arena, const struct seal_ring *seals, struct db_result *result, size_t row)
{
    size_t length, plain;
    const void *blob = db_result_bytes(result, 0, row, "private_sealed", &length);
    const char *key_id = db_result_text(result, arena, 0, row, "seal_key_id");
    const char *kid = db_result_text(result, arena, 0, row, "kid");
    if (!blob || !key_id || !kid)
        return NULL;
    char *jwk = unseal(arena, seals, key_id, arena_printf(arena, "signing_key:%s", kid), blob, length, &plain);
    secret_wipe_later(arena, jwk);
    return jwk;
}

char *signing_key_read(struct pool *pool, struct arena *arena, const struct seal_ring *seals, enum db_outcome *ret_outcome)
{
    struct connection *connection = NULL;
    const struct db_caller caller = {0};
    const struct db_step step = {.statement = internal_signingKeysLive.statement};
    const struct db_trip trip = {.caller = &caller, .steps = &step, .step_count = 1};
    struct db_result *result = NULL;
    *ret_outcome = pool_borrow(pool, DB_AUTH, &connection);
    if (*ret_outcome != DB_OK)
        return NULL;
    *ret_outcome = db_run(connection, &trip, &result);
    pool_return(pool, connection);
    arena_defer(arena, db_result_free, result);
    char *key = NULL;
    for (size_t i = 0; *ret_outcome == DB_OK && !key && i < db_result_rows(result, 0); i++) {
        const char *signs = db_result_text(result, arena, 0, i, "signs");
        if (signs && *signs == 't')
            key = signing_key_open(arena, seals, result, i);
    }
    return key;
}
