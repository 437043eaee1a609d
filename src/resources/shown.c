#include "shown.h"
#include <string.h>
#include "base/text.h"

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

bool shown_once(struct exchange *x, const struct written *written, const char *location, const char *secret)
{
    json_t *body = row_value(written);
    if (!body)
        return problem(x, "internal_error", NULL, NULL);
    if (location)
        http_set(x->answer, "Location", location);
    json_object_set_new(body, "secret", json_string(secret));
    http_set(x->answer, "Cache-Control", "no-store");
    return answer_json(x, 201, body);
}

const char *shown_sealed(struct exchange *x, const char *context, const char *secret)
{
    size_t length;
    const unsigned char *blob = seal(x->arena, &x->service->seals, context, secret, strlen(secret), &length);
    if (!blob)
        return NULL;
    char *text = arena_alloc(x->arena, 2 * length + 3);
    memcpy(text, "\\x", 2);
    text_hex(blob, length, text + 2);
    return text;
}

char *shown_webhook_secret(struct exchange *x)
{
    char *secret = arena_alloc(x->arena, WEBHOOK_SECRET_SIZE);
    webhook_secret_make(secret);
    secret_wipe_later(x->arena, secret);
    return secret;
}

const char *shown_id(struct exchange *x, const char *id)
{
    char *copy = arena_strdup(x->arena, id);
    for (char *at = copy; *at; at++)
        if (*at >= 'A' && *at <= 'F')
            *at = (char)(*at + ('a' - 'A'));
    return copy;
}
