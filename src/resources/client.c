/* DESIGN. Keys of machines and front ends. They are made here, answered once, and kept as a digest (a secret, which only has to be recognised) or sealed
 * (a webhook key, which signatures are checked with). No answer with a key in it is kept for an
 * Idempotency-Key: a repeat learns that it was done, and nothing else. */
#include <string.h>
#include "api/exchange.h"
#include "internal.h"
#include "resources/hooks.h"
#include "shown.h"
#include "signin.h"

bool create_client(struct exchange *x)
{
    char *secret = signin_secret(x), digest[65];
    secret_digest(secret, strlen(secret), digest);
    const struct named values[] = {{"district", x->principal.district}, {"new_id", x->new_id}, {"name", body_member(x, "name")},
                                   {"role_of", body_member(x, "role")}, {"digest", digest}, {"now", x->now}, {NULL, NULL}};
    struct db_step write = internal_step(x, &internal_clientCreate, values);
    struct written written;
    return run_once(x, DB_DISTRICT, &write, x->new_id, &written) && shown_once(x, &written, x->operation->location ? arena_printf(x->arena, "/v1/clients/%s", x->new_id) : NULL, secret);
}

bool create_client_key(struct exchange *x)
{
    const char *id = shown_id(x, parameter(x, "id")), *kind = body_member(x, "kind");
    char *client_secret = signin_secret(x), *webhook_secret = shown_webhook_secret(x), digest[65];
    secret_digest(client_secret, strlen(client_secret), digest);
    const char *first = shown_sealed(x, arena_printf(x->arena, "client:%s:webhook_secret", id), webhook_secret);
    const char *second = shown_sealed(x, arena_printf(x->arena, "client:%s:webhook_secret_2", id), webhook_secret);
    if (!first || !second)
        return problem(x, "internal_error", NULL, NULL);
    const struct named values[] = {{"district", x->principal.district}, {"id", id}, {"kind", kind}, {"digest", digest}, {"sealed_1", first}, {"sealed_2", second},
                                   {"seal_key", x->service->seals.keys[0].id}, {"now", x->now}, {NULL, NULL}};
    struct db_step write = internal_step(x, &internal_clientKeyAdd, values);
    struct written written;
    if (!run_once(x, DB_DISTRICT, &write, id, &written))
        return false;
    if (!db_result_rows(written.result, written.step))
        return problem(x, "not_found", NULL, NULL);
    const char *refusal = db_result_text(written.result, x->arena, written.step, 0, "!problem");
    if (refusal)
        return problem(x, refusal, NULL, NULL);
    return shown_once(x, &written, NULL, strcmp(kind, "webhook") == 0 ? webhook_secret : client_secret);
}
