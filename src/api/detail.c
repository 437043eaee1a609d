/* DESIGN. What an audit row keeps of a request's body. Sealed members and whatever is called a password, a secret or a token are taken out and only named;
 * where residents speak (tickets, complaints, votes) every text may be theirs, so the members' names are all that is kept. Nobody asks for a log that grows by
 * megabytes: a long body is named the same way. */
#include <stdlib.h>
#include <string.h>
#include "private.h"

#define DETAIL_MAX 8192

static const char *const residents[] = {"/v1/complaints", "/v1/hotline", "/v1/motions"};

static bool residents_speak(const struct operation *op)
{
    for (size_t i = 0; i < sizeof residents / sizeof *residents; i++)
        if (strncmp(op->path, residents[i], strlen(residents[i])) == 0)
            return true;
    return false;
}

bool is_secret(const char *name)
{
    static const char *const words[] = {"password", "secret", "token"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasestr(name, words[i]))
            return true;
    return false;
}

bool is_sealed(const struct operation *op, const char *pointer)
{
    for (size_t i = 0; i < op->sealed_count; i++)
        if (strcmp(op->sealed[i].pointer, pointer) == 0)
            return true;
    return false;
}

static json_t *kept(struct exchange *x, json_t *value, const char *pointer, json_t *withheld);

static json_t *kept_object(struct exchange *x, json_t *object, const char *pointer, json_t *withheld)
{
    json_t *copy = json_object();
    for (void *at = json_object_iter(object); at; at = json_object_iter_next(object, at)) {
        const char *name = json_object_iter_key(at);
        const char *below = arena_printf(x->arena, "%s/%s", pointer, name);
        if (is_secret(name) || is_sealed(x->operation, below))
            json_array_append_new(withheld, json_string(below));
        else
            json_object_set_new(copy, name, kept(x, json_object_iter_value(at), below, withheld));
    }
    return copy;
}

/* The parser has bounded how deep a body is. Members of a list's items stand under the list's own pointer. */
static json_t *kept(struct exchange *x, json_t *value, const char *pointer, json_t *withheld)
{
    if (json_is_object(value))
        return kept_object(x, value, pointer, withheld);
    if (!json_is_array(value))
        return json_deep_copy(value);
    json_t *copy = json_array();
    for (size_t i = 0; i < json_array_size(value); i++)
        json_array_append_new(copy, kept(x, json_array_get(value, i), pointer, withheld));
    return copy;
}

static json_t *names(json_t *body)
{
    json_t *list = json_array();
    for (void *at = json_object_iter(body); at; at = json_object_iter_next(body, at))
        json_array_append_new(list, json_string(json_object_iter_key(at)));
    return list;
}

static const char *text_of(struct exchange *x, json_t *detail)
{
    char *text = detail ? json_dumps(detail, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    char *copy = text ? arena_strdup(x->arena, text) : NULL;
    free(text);
    json_decref(detail);
    return copy;
}

const char *audit_detail(struct exchange *x)
{
    if (!json_is_object(x->body))
        return NULL;
    if (residents_speak(x->operation))
        return text_of(x, json_pack("{so}", "members", names(x->body)));
    json_t *withheld = json_array(), *body = kept(x, x->body, "", withheld);
    const char *text = text_of(x, json_array_size(withheld) ? json_pack("{so, sO}", "body", body, "withheld", withheld) : json_pack("{so}", "body", body));
    json_decref(withheld);
    if (!text || strlen(text) <= DETAIL_MAX)
        return text;
    return text_of(x, json_pack("{so, sI}", "members", names(x->body), "bytes", (json_int_t)strlen(text)));
}
