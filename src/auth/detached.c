#include "auth/detached.h"
#include <string.h>
#include "base/text.h"
#include "jwk.h"

enum { LONGEST_HEADER = 4096, SIGNATURE_TEXT = 86 };

static const char *text_member(const json_t *json, const char *name)
{
    const char *text = json_string_value(json_object_get(json, name));
    return text ? text : "";
}

static bool thumbprint_of(json_t *part, char out[static THUMBPRINT_SIZE])
{
    jwk_t *jwk = NULL;
    char *text = NULL;
    jwk_library_init();
    if (r_jwk_init(&jwk) == RHN_OK && r_jwk_import_from_json_t(jwk, part) == RHN_OK)
        text = r_jwk_thumbprint(jwk, R_JWK_THUMB_SHA256, R_FLAG_IGNORE_REMOTE);
    bool good = text && strlen(text) == THUMBPRINT_SIZE - 1;
    if (good)
        memcpy(out, text, THUMBPRINT_SIZE);
    r_free(text);
    r_jwk_free(jwk);
    return good;
}

/* The protected header, when it is in its strict form and says exactly what it has to. */
static json_t *header_read(struct arena *arena, const struct detached *s, size_t length)
{
    if (length == 0 || length > LONGEST_HEADER)
        return NULL;
    char *bytes = arena_alloc(arena, length + 1);
    size_t got = 0;
    json_t *header = text_from_base64url(s->jws, length, bytes, &got) ? json_loadb(bytes, got, JSON_REJECT_DUPLICATES, NULL) : NULL;
    const json_t *jwk = json_object_get(header, "jwk");
    if (json_object_size(header) == 4 && json_is_object(jwk) && strcmp(text_member(header, "alg"), "ES256") == 0 && *text_member(header, "kid")
        && strcmp(text_member(header, "typ"), s->type) == 0 && strcmp(text_member(header, "kid"), text_member(jwk, "kid")) == 0)
        return header;
    json_decref(header);
    return NULL;
}

static bool verifies(struct arena *arena, const struct detached *s, size_t header_length, const json_t *jwk)
{
    char name[] = "";
    const struct issuer issuer = {.name = name, .audience = name};
    struct public_key key;
    size_t payload_length = TEXT_BASE64URL_SIZE(s->data_length), room = s->jws_length + payload_length + 1;
    char *whole = arena_alloc(arena, room);
    memcpy(whole, s->jws, header_length + 1);
    size_t length = header_length + 1;
    length += text_base64url(s->data, s->data_length, whole + length);
    memcpy(whole + length, s->jws + header_length + 1, s->jws_length - header_length - 1);
    length += s->jws_length - header_length - 1;
    if (arena_spent(arena) || !public_key_read(jwk, &issuer, &key))
        return false;
    bool good = public_key_verifies(&key, whole, length);
    public_key_release(&key);
    return good;
}

const char *detached_fault(struct arena *arena, const struct detached *s, char ret_thumbprint[static THUMBPRINT_SIZE])
{
    const char *dot = memchr(s->jws, '.', s->jws_length);
    size_t header_length = dot ? (size_t)(dot - s->jws) : 0, left = s->jws_length - header_length;
    unsigned char signature[SIGNATURE_TEXT];
    size_t bytes = 0;
    if (!dot || left != 2 + SIGNATURE_TEXT || dot[1] != '.' || !text_from_base64url(dot + 2, SIGNATURE_TEXT, signature, &bytes))
        return "is no detached signature (header..signature)";
    json_t *header = header_read(arena, s, header_length), *part = header ? jwk_public_part(json_object_get(header, "jwk")) : NULL;
    const char *fault = NULL;
    if (!header)
        fault = "has a header that is not understood";
    else if (!part || strcmp(text_member(part, "alg"), "ES256") != 0 || !thumbprint_of(part, ret_thumbprint) || strcmp(text_member(part, "kid"), ret_thumbprint) != 0)
        fault = "carries a key that is not understood, or not the one it names";
    else if (!verifies(arena, s, header_length, part))
        fault = "is not over these bytes by the key it carries";
    json_decref(part);
    json_decref(header);
    return fault;
}

bool jwks_holds(const char *jwks, const char *thumbprint)
{
    json_t *document = json_loads(jwks, JSON_REJECT_DUPLICATES, NULL);
    const json_t *keys = json_object_get(document, "keys");
    size_t count = json_is_array(keys) ? json_array_size(keys) : 1;
    bool found = false;
    for (size_t i = 0; document && !found && i < count; i++) {
        json_t *part = jwk_public_part(json_is_array(keys) ? json_array_get(keys, i) : document);
        char own[THUMBPRINT_SIZE];
        found = part && thumbprint_of(part, own) && strcmp(own, thumbprint) == 0;
        json_decref(part);
    }
    json_decref(document);
    return found;
}
