/* DESIGN. Where a client's updates are pushed. The address is judged by the library that will connect to it, and again, as the address it turned out to be, at each
 * connection; secrets are made here, sealed for the worker, and shown once. Nothing is sent from here. */
#include <string.h>
#include "api/exchange.h"
#include "base/text.h"
#include "fetch/fetch.h"
#include "internal.h"
#include "resources/hooks.h"
#include "shown.h"

static bool url_is_fine(struct exchange *x)
{
    const char *url = body_member(x, "url");
    return !url || !fetch_url_fault(url, config_flag(x->service->config, "webhook_allow_http")) || problem(x, "webhook_url_refused", NULL, NULL);
}

static const char *sealed_for(struct exchange *x, const char *id, const char *slot, const char *secret)
{
    return shown_sealed(x, arena_printf(x->arena, "webhook_endpoint:%s:%s", id, slot), secret);
}

/* Whether the endpoint is to be told of that; of updates also where it does not say. */
static const char *asks_for(const struct exchange *x, const char *event)
{
    const json_t *events = json_object_get(x->body, "events"), *one;
    size_t i;
    json_array_foreach(events, i, one)
        if (strcmp(json_string_value(one), event) == 0)
            return "true";
    return !events && strcmp(event, "updates") == 0 ? "true" : "false";
}

bool create_webhook_endpoint(struct exchange *x)
{
    char *secret = shown_webhook_secret(x), stream[UUID_SIZE];
    if (!url_is_fine(x))
        return false;
    uuid_make(stream);
    const char *sealed = sealed_for(x, x->new_id, "secret_1", secret);
    if (!sealed)
        return problem(x, "internal_error", NULL, NULL);
    const struct named values[] = {{"district", x->principal.district}, {"new_id", x->new_id}, {"client_id", body_member(x, "client_id")}, {"url", body_member(x, "url")},
                                   {"updates", asks_for(x, "updates")}, {"reminders", asks_for(x, "reminders")}, {"changes", asks_for(x, "changes")},
                                   {"sealed", sealed}, {"seal_key", x->service->seals.keys[0].id}, {"stream_id", stream}, {"now", x->now}, {NULL, NULL}};
    struct db_step write = internal_step(x, &internal_webhookEndpointCreate, values);
    struct written written;
    if (!run_once(x, DB_DISTRICT, &write, x->new_id, &written))
        return false;
    if (!db_result_rows(written.result, written.step))
        return problem(x, "webhook_client_unknown", NULL, NULL);
    return shown_once(x, &written, arena_printf(x->arena, "/v1/webhook-endpoints/%s", x->new_id), secret);
}

bool update_webhook_endpoint(struct exchange *x)
{
    return url_is_fine(x) && run_statement(x);
}

bool create_webhook_secret(struct exchange *x)
{
    const char *id = shown_id(x, parameter(x, "id"));
    char *secret = shown_webhook_secret(x);
    const char *first = sealed_for(x, id, "secret_1", secret), *second = sealed_for(x, id, "secret_2", secret);
    if (!first || !second)
        return problem(x, "internal_error", NULL, NULL);
    const struct named values[] = {{"district", x->principal.district}, {"id", id}, {"sealed_1", first}, {"sealed_2", second},
                                   {"seal_key", x->service->seals.keys[0].id}, {"now", x->now}, {NULL, NULL}};
    struct db_step write = internal_step(x, &internal_webhookSecretAdd, values);
    struct written written;
    if (!run_once(x, DB_DISTRICT, &write, id, &written))
        return false;
    if (!db_result_rows(written.result, written.step))
        return problem(x, "not_found", NULL, NULL);
    const char *refusal = db_result_text(written.result, x->arena, written.step, 0, "!problem");
    return refusal ? problem(x, refusal, NULL, NULL) : shown_once(x, &written, NULL, secret);
}
