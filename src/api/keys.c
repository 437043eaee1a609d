/* The signing keys as the database has them: read at start, once a minute, and when a token names a key that is not known. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include "api/signing.h"
#include "base/clock.h"
#include "base/log.h"
#include "internal.h"
#include "private.h"

#define KEYS_RETRY_US 1000000

static void set_signing_key(struct service *service, const char *jwk)
{
    char *copy = jwk ? strdup(jwk) : NULL;
    pthread_mutex_lock(&service->keys_lock);
    char *old = (char *)(uintptr_t)service->signing_key;
    service->signing_key = copy;
    pthread_mutex_unlock(&service->keys_lock);
    if (old)
        explicit_bzero(old, strlen(old));
    free(old);
}

/* The newest key whose private half opens signs; all live ones verify. */
static void take(struct service *service, struct arena *arena, struct db_result *result)
{
    json_t *keys = json_array();
    const char *signs = NULL;
    for (size_t i = 0; i < db_result_rows(result, 0); i++) {
        const char *text = db_result_text(result, arena, 0, i, "public_jwk");
        json_t *jwk = text ? json_loads(text, 0, NULL) : NULL;
        if (jwk)
            json_array_append_new(keys, jwk);
        const char *may_sign = db_result_text(result, arena, 0, i, "signs");
        if (!signs && may_sign && *may_sign == 't')
            signs = signing_key_open(arena, &service->seals, result, i);
    }
    json_t *set = json_pack("{so}", "keys", keys);
    char *text = json_dumps(set, JSON_COMPACT);
    json_decref(set);
    const char *issuer = config_text(service->config, "token_issuer"), *audience = config_text(service->config, "token_audience");
    if (!text || !key_ring_trust(service->ring, issuer, audience, text))
        log_message(LOG_LEVEL_ERROR, "the signing keys in the database are no JWKS", NULL);
    free(text);
    set_signing_key(service, signs);
}

static bool read_keys(struct service *service, int64_t now)
{
    struct connection *connection = NULL;
    if (pool_borrow(service->pool, DB_AUTH, &connection) != DB_OK)
        return false;
    struct arena *arena = arena_new(1 << 20);
    struct db_caller caller = {0};
    struct db_step step = {.statement = internal_signingKeysLive.statement, .values = NULL};
    struct db_trip trip = {.caller = &caller, .steps = &step, .step_count = 1};
    struct db_result *result = NULL;
    enum db_outcome outcome = arena ? db_run(connection, &trip, &result) : DB_AWAY;
    pool_return(service->pool, connection);
    if (outcome == DB_OK) {
        take(service, arena, result);
        service->keys_read_us = now;
    }
    db_result_free(result);
    arena_free(arena);
    return outcome == DB_OK;
}

/* One reads while the others go on with what is known; after a failure nobody tries again for a while. */
bool keys_refresh(struct service *service, int64_t age_us)
{
    int64_t now = clock_monotonic_us(), read = service->keys_read_us;
    if (read && age_us && now - read < age_us)
        return true;
    if (now - service->keys_tried_us < KEYS_RETRY_US && service->keys_tried_us)
        return read != 0 && service->keys_healthy;
    if (atomic_exchange(&service->keys_busy, true))
        return read != 0;
    service->keys_tried_us = now;
    service->keys_healthy = read_keys(service, now);
    atomic_store(&service->keys_busy, false);
    return service->keys_healthy;
}
