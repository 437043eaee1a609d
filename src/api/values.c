/* DESIGN. What a statement's placeholders are bound to, all as text. Personal data is sealed here, before SQL sees it: the sealed form is
 * bound to this row (its new id) and to the member it came from, so that one person's number cannot be moved to another row. */
#include <string.h>
#include <stdlib.h>
#include "base/clock.h"
#include "base/text.h"
#include "private.h"

/* A member by JSON pointer; our pointers hold no escapes. */
static json_t *member(json_t *body, const char *pointer)
{
    while (body && *pointer == '/') {
        size_t length = strcspn(++pointer, "/");
        body = json_is_object(body) ? json_object_getn(body, pointer, length) : NULL;
        pointer += length;
    }
    return body;
}

/* Fifteen digits: what a double keeps of a decimal, so that 1.1 stays 1.1. A whole number is written as one, whatever its spelling. */
static const char *dump(struct arena *arena, const json_t *value)
{
    double real = json_is_real(value) ? json_real_value(value) : 0.5;
    if (real < 9e15 && real > -9e15 && real == (double)(int64_t)real)
        return arena_printf(arena, "%lld", (long long)real);
    char *text = json_dumps(value, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
    arena_defer(arena, free, text);
    return text;
}

static const char *json_value(struct arena *arena, const json_t *value)
{
    if (!value || json_is_null(value))
        return NULL;
    if (json_is_string(value))
        return json_string_value(value);
    if (json_is_boolean(value))
        return json_is_true(value) ? "true" : "false";
    return dump(arena, value);
}

static const char *sealed(struct exchange *x, const char *pointer, const json_t *value)
{
    if (!json_is_string(value))
        return NULL;
    size_t length;
    const char *context = arena_printf(x->arena, "%s:%s", x->new_id, pointer);
    const unsigned char *blob = seal(x->arena, &x->service->seals, context, json_string_value(value), json_string_length(value), &length);
    if (!blob)
        return NULL;
    char *text = arena_alloc(x->arena, 2 * length + 3);
    memcpy(text, "\\x", 2);
    text_hex(blob, length, text + 2);
    return text;
}

static const char *mask_one(struct exchange *x, const json_t *value)
{
    return json_is_string(value) ? mask_text(x->arena, json_string_value(value), json_string_length(value)) : NULL;
}

/* A copy of an item of a list whose sealed members are masked. */
static json_t *masked_object(struct exchange *x, const char *pointer, json_t *object)
{
    json_t *copy = json_copy(object);
    bool whole = copy != NULL;
    for (void *at = json_object_iter(object); at; at = json_object_iter_next(object, at)) {
        const char *name = json_object_iter_key(at);
        json_t *value = json_object_iter_value(at);
        if (!json_is_string(value) || !is_sealed(x->operation, arena_printf(x->arena, "%s/%s", pointer, name)))
            continue;
        const char *text = mask_one(x, value);
        whole &= text && json_object_set_new(copy, name, json_string(text)) == 0;
    }
    if (whole)
        return copy;
    json_decref(copy);
    return NULL;
}

/* A text, a list of texts, or a list of objects with some. */
static const char *masked(struct exchange *x, const char *pointer, const json_t *value)
{
    if (!json_is_array(value))
        return mask_one(x, value);
    json_t *list = json_array();
    bool whole = list != NULL;
    for (size_t i = 0; i < json_array_size(value); i++) {
        json_t *item = json_array_get(value, i);
        const char *text = mask_one(x, item);
        json_t *safe = json_is_object(item) ? masked_object(x, pointer, item) : text ? json_string(text) : NULL;
        whole &= safe && json_array_append_new(list, safe) == 0;
    }
    const char *text = whole ? dump(x->arena, list) : NULL;
    json_decref(list);
    return text;
}

static const char *hashed(struct exchange *x, const json_t *value)
{
    if (!json_is_string(value))
        return NULL;
    char *hash = arena_alloc(x->arena, 65);
    phone_hash(x->service->phone_key, json_string_value(value), json_string_length(value), hash);
    return hash;
}

bool hash_body(struct exchange *x)
{
    if (x->body_text)
        return true;
    x->body_text = x->body ? dump(x->arena, x->body) : "";
    if (!x->body_text)
        return false;
    if (x->body && is_secret(x->body_text))
        secret_wipe_later(x->arena, (char *)(uintptr_t)x->body_text);
    /* Keyed: the body holds a phone number, and whoever has a plain hash of it can try all there are. */
    unsigned char hash[32];
    hmac_sha256(x->service->body_key, sizeof x->service->body_key, x->body_text, strlen(x->body_text), hash);
    text_hex(hash, sizeof hash, x->body_hash);
    return true;
}

void blind_id(struct exchange *x)
{
    for (size_t i = 0; i < x->operation->value_count; i++)
        if (x->operation->values[i].source == FROM_BUILTIN && x->operation->values[i].index == BUILTIN_BLIND_ID)
            uuid_make_blind(x->new_id);
}

static const char *unless_empty(const char *text)
{
    return text && *text ? text : NULL;
}

static const char *builtin(struct exchange *x, int which)
{
    const struct principal *p = &x->principal;
    switch ((enum builtin)which) {
    case BUILTIN_NEW_ID:
    case BUILTIN_BLIND_ID: return x->new_id;
    case BUILTIN_NOW: return x->now;
    case BUILTIN_TODAY: return x->today;
    case BUILTIN_LIMIT: return x->limit;
    case BUILTIN_AFTER_KEY: return x->after_key;
    case BUILTIN_AFTER_ID: return x->after_id;
    case BUILTIN_IF_VERSION: return x->if_version;
    case BUILTIN_BODY: return hash_body(x) ? x->body_text : NULL;
    case BUILTIN_BODY_HASH: return hash_body(x) ? x->body_hash : NULL;
    case BUILTIN_USER_ID: return unless_empty(p->user);
    case BUILTIN_CLIENT: return unless_empty(p->name);
    case BUILTIN_ROLE: return db_role_names[database_role(x)] + strlen("wuye_");
    case BUILTIN_DISTRICT: return unless_empty(p->district);
    case BUILTIN_STREET: return unless_empty(p->street);
    case BUILTIN_COMMUNITY: return unless_empty(p->community);
    case BUILTIN_FIRM: return unless_empty(p->firm);
    case BUILTIN_REQUEST_ID: return x->request_id;
    case BUILTIN_SEAL_KEY: return x->service->seals.keys[0].id;
    case BUILTIN_NAMES: return names_version(x);
    case BUILTIN_COUNT: break;
    }
    return NULL;
}

static const char *bind_one(struct exchange *x, const struct value *value)
{
    const json_t *found = value->pointer ? member(x->body, value->pointer) : NULL;
    switch (value->source) {
    case FROM_PARAMETER:
        return x->parameters[value->index];
    case FROM_BODY:
        return json_value(x->arena, found);
    case FROM_SEALED:
        return sealed(x, value->pointer, found);
    case FROM_MASKED:
        return masked(x, value->pointer, found);
    case FROM_HASHED:
        return hashed(x, found);
    case FROM_BUILTIN:
        return builtin(x, value->index);
    }
    return NULL;
}

const char **bind_values(struct exchange *x)
{
    const struct operation *op = x->operation;
    const char **values = arena_alloc(x->arena, (op->value_count + 1) * sizeof *values);
    bool whole = true;
    for (size_t i = 0; i < op->value_count; i++) {
        const struct value *value = &op->values[i];
        values[i] = bind_one(x, value);
        bool personal = value->source == FROM_SEALED || value->source == FROM_MASKED || value->source == FROM_HASHED;
        const json_t *said = personal ? member(x->body, value->pointer) : NULL;
        whole &= values[i] || !(json_is_string(said) || json_is_array(said));
    }
    return whole && !arena_spent(x->arena) ? values : NULL;
}

/* A merge patch says null to take a value away: the member is there, in whichever form the statement asks for it. */
static bool given(struct exchange *x, size_t index, const char *text)
{
    const struct value *value = &x->operation->values[index];
    if (text || x->operation->body_kind != BODY_MERGE_PATCH || !value->pointer)
        return text != NULL;
    return member(x->body, value->pointer) != NULL;
}

uint32_t conditions_that_hold(struct exchange *x, const char *const *values)
{
    const struct operation *op = x->operation;
    uint32_t holds = 0;
    for (size_t i = 0; i < op->condition_count; i++) {
        size_t index = (size_t)op->conditions[i].value;
        const char *equals = op->conditions[i].equals;
        if (equals ? values[index] && strcmp(equals, values[index]) == 0 : given(x, index, values[index]))
            holds |= 1u << i;
    }
    return holds;
}
