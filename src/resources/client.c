/* DESIGN. Keys of machines and front ends. They are made here, answered once, and kept as a digest (a secret, which only has to be recognised) or sealed
 * (a webhook key, which signatures are checked with). No answer with a key in it is kept for an
 * Idempotency-Key: a repeat learns that it was done, and nothing else. */
#include <string.h>
#include "api/exchange.h"
#include "base/text.h"
#include "internal.h"
#include "resources/hooks.h"
#include "signin.h"

/* The only row of a result as JSON, written as any other answer is. NULL when out of memory. */
static json_t *row_value(const struct written *written)
{
    struct buffer text BUFFER_CLEANUP;
    buffer_init(&text);
    struct writer *writer = writer_new(REPRESENT_JSON, db_result_shape(written->result, written->step));
    if (!writer)
        return NULL;
    writer_row(writer, db_result_row(written->result, written->step, 0), &text);
    writer_free(writer);
    return text.failed ? NULL : json_loadb(text.data, text.length, 0, NULL);
}

static bool answer_with_secret(struct exchange *x, const struct written *written, const char *secret)
{
    json_t *body = row_value(written);
    if (!body)
        return problem(x, "internal_error", NULL, NULL);
    if (x->operation->location)
        http_setf(x->answer, "Location", "/v1/clients/%s", x->new_id);
    json_object_set_new(body, "secret", json_string(secret));
    http_set(x->answer, "Cache-Control", "no-store");
    return answer_json(x, 201, body);
}

bool create_client(struct exchange *x)
{
    char *secret = signin_secret(x), digest[65];
    secret_digest(secret, strlen(secret), digest);
    const struct named values[] = {{"district", x->principal.district}, {"new_id", x->new_id}, {"name", body_member(x, "name")},
                                   {"role_of", body_member(x, "role")}, {"digest", digest}, {"now", x->now}, {NULL, NULL}};
    struct db_step write = internal_step(x, &internal_clientCreate, values);
    struct written written;
    return run_once(x, DB_DISTRICT, &write, x->new_id, &written) && answer_with_secret(x, &written, secret);
}

/* Sealed for one slot of one client, as a bytea literal. NULL when it cannot be. */
static const char *sealed_for(struct exchange *x, const char *id, const char *slot, const char *secret)
{
    size_t length;
    const char *context = arena_printf(x->arena, "client:%s:%s", id, slot);
    const unsigned char *blob = seal(x->arena, &x->service->seals, context, secret, strlen(secret), &length);
    if (!blob)
        return NULL;
    char *text = arena_alloc(x->arena, 2 * length + 3);
    memcpy(text, "\\x", 2);
    text_hex(blob, length, text + 2);
    return text;
}

/* The id's spelling is the caller's; a seal is for the one that the database writes. */
static const char *lower(struct exchange *x, const char *id)
{
    char *copy = arena_strdup(x->arena, id);
    for (char *at = copy; *at; at++)
        if (*at >= 'A' && *at <= 'F')
            *at = (char)(*at + ('a' - 'A'));
    return copy;
}

bool create_client_key(struct exchange *x)
{
    const char *id = lower(x, parameter(x, "id")), *kind = body_member(x, "kind");
    char *client_secret = signin_secret(x), *webhook_secret = arena_alloc(x->arena, WEBHOOK_SECRET_SIZE), digest[65];
    webhook_secret_make(webhook_secret);
    secret_wipe_later(x->arena, webhook_secret);
    secret_digest(client_secret, strlen(client_secret), digest);
    const char *first = sealed_for(x, id, "webhook_secret", webhook_secret), *second = sealed_for(x, id, "webhook_secret_2", webhook_secret);
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
    return answer_with_secret(x, &written, strcmp(kind, "webhook") == 0 ? webhook_secret : client_secret);
}
