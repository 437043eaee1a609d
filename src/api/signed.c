/* DESIGN. A push signed under the Standard Webhooks scheme instead of a bearer token. Who pushes stands in `wuye-client` ("name@150202"), which the
 * signature need not cover: a wrong name finds other secrets, and none of them fits. An unknown client and a wrong signature look the same. */
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/log.h"
#include "internal.h"
#include "private.h"

static size_t open_secrets(struct exchange *x, struct db_result *result, const char *secrets[4])
{
    size_t count = 0;
    for (size_t row = 0; row < db_result_rows(result, 0) && count < 4; row++) {
        size_t length, plain;
        const void *blob = db_result_bytes(result, 0, row, "secret_sealed", &length);
        const char *key_id = db_result_text(result, x->arena, 0, row, "seal_key_id");
        const char *context = db_result_text(result, x->arena, 0, row, "context");
        if (!blob || !key_id || !context)
            continue;
        char *secret = unseal(x->arena, &x->service->seals, key_id, context, blob, length, &plain);
        secret_wipe_later(x->arena, secret);
        if (secret)
            secrets[count++] = secret;
    }
    return count;
}

static bool refuse(struct exchange *x, const char *why)
{
    snprintf(x->detail, sizeof x->detail, "%s", why);
    return problem(x, "signature_invalid", NULL, NULL);
}

bool authenticate_signed(struct exchange *x)
{
    const char *client = http_header(x->request, "wuye-client");
    const char *at = client ? strchr(client, '@') : NULL;
    const char *id = http_header(x->request, "webhook-id"), *timestamp = http_header(x->request, "webhook-timestamp");
    if (!at || !id || !timestamp || strlen(client) >= PRINCIPAL_TEXT)
        return refuse(x, "wuye-client, webhook-id or webhook-timestamp is missing");
    if (x->request->body_too_large)
        return problem(x, "payload_too_large", NULL, NULL);
    /* What is stale or malformed is refused before it costs a trip. */
    const char *given = http_header(x->request, "webhook-signature");
    int64_t now = clock_now_us() / 1000000, window = config_number(x->service->config, "signature_window_s");
    enum signature_fault early = webhook_verify(NULL, 0, id, timestamp, given, x->request->body, x->request->body_length, now, window);
    if (early == SIGNATURE_STALE || early == SIGNATURE_MALFORMED)
        return refuse(x, early == SIGNATURE_STALE ? "timestamp outside the window" : "malformed signature");
    const char *name = arena_strndup(x->arena, client, (size_t)(at - client));
    const struct named values[] = {{"name", name}, {"district", at + 1}, {"now", x->now}, {NULL, NULL}};
    struct db_step step = internal_step(x, &internal_clientSecretsByWebhook, values);
    struct db_result *result;
    if (!run_internal(x, DB_AUTH, false, &step, 1, &result))
        return false;
    const char *secrets[4];
    size_t count = open_secrets(x, result, secrets);
    enum signature_fault fault = webhook_verify(secrets, count, id, timestamp, given, x->request->body, x->request->body_length, now, window);
    if (fault != SIGNATURE_OK)
        return refuse(x, fault == SIGNATURE_STALE ? "timestamp outside the window" : "no signature fits");
    x->identified = principal_read(x, result, 0, &x->principal);
    return x->identified ? true : refuse(x, "client without a role");
}
