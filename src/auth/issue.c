#include "auth/token.h"
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "base/uuid.h"
#include "claims.h"
#include "crypto.h"
#include "jwk.h"

enum { SIGNATURE = 64, COORDINATE = 32, MOST_TRIES = 32 };

/* Hand a text of the library's over to the arena. NULL stays NULL. */
static char *adopt(struct arena *arena, char *text)
{
    char *copy = text ? arena_strdup(arena, text) : NULL;
    r_free(text);
    return copy;
}

/* The library writes a number with leading zero bytes without them, one key in 85, which RFC 7518 forbids and others refuse. */
static bool has_full_length(jwk_t *jwk, const char *name)
{
    const char *text = r_jwk_get_property_str(jwk, name);
    unsigned char bytes[COORDINATE * 2];
    size_t length = 0;
    return text && strlen(text) <= COORDINATE * 2 && text_from_base64url(text, strlen(text), bytes, &length) && length == COORDINATE;
}

static bool pair_make(jwk_t *private_jwk, jwk_t *public_jwk)
{
    return r_jwk_generate_key_pair(private_jwk, public_jwk, R_KEY_TYPE_EC, 256, "new") == RHN_OK
        && has_full_length(private_jwk, "x") && has_full_length(private_jwk, "y") && has_full_length(private_jwk, "d");
}

/* The thumbprint (RFC 7638) is the kid: a name that nobody has to give out. */
static char *pair_text(jwk_t *private_jwk)
{
    char *thumbprint = r_jwk_thumbprint(private_jwk, R_JWK_THUMB_SHA256, R_FLAG_IGNORE_REMOTE);
    char *text = NULL;
    if (thumbprint && r_jwk_set_property_str(private_jwk, "kid", thumbprint) == RHN_OK && r_jwk_set_property_str(private_jwk, "alg", "ES256") == RHN_OK
        && r_jwk_set_property_str(private_jwk, "use", "sig") == RHN_OK)
        text = r_jwk_export_to_json_str(private_jwk, 0);
    r_free(thumbprint);
    return text;
}

static char *pair_try(void)
{
    jwk_t *private_jwk = NULL, *public_jwk = NULL;
    char *text = NULL;
    if (r_jwk_init(&private_jwk) == RHN_OK && r_jwk_init(&public_jwk) == RHN_OK && pair_make(private_jwk, public_jwk))
        text = pair_text(private_jwk);
    r_jwk_free(private_jwk);
    r_jwk_free(public_jwk);
    return text;
}

char *signing_key_make(struct arena *arena)
{
    jwk_library_init();
    char *text = NULL;
    for (int tries = 0; !text && tries < MOST_TRIES; tries++)
        text = pair_try();
    return adopt(arena, text);
}

char *signing_key_public(struct arena *arena, const char *private_jwk)
{
    json_t *json = json_loads(private_jwk, JSON_REJECT_DUPLICATES, NULL);
    json_t *part = json ? jwk_public_part(json) : NULL;
    char *text = part ? json_dumps(part, JSON_COMPACT) : NULL;
    char *copy = text ? arena_strdup(arena, text) : NULL;
    free(text);
    json_decref(part);
    json_decref(json);
    return copy;
}

static char *payload_make(const char *issuer, const char *audience, const struct principal *principal, int64_t issued_at_s, int64_t lifetime_s)
{
    char id[UUID_SIZE];
    uuid_make(id);
    json_t *claims = claims_of(principal);
    json_t *frame = json_pack("{s:s, s:s, s:I, s:I, s:s}", "iss", issuer, "aud", audience, "iat", (json_int_t)issued_at_s, "exp", (json_int_t)issued_at_s + (json_int_t)lifetime_s, "jti", id);
    char *text = NULL;
    if (claims && frame && json_object_update_missing(claims, frame) == 0)
        text = json_dumps(claims, JSON_COMPACT);
    json_decref(frame);
    json_decref(claims);
    return text;
}

static char *jws_make(jwk_t *key, const char *payload)
{
    const char *kid = r_jwk_get_property_str(key, "kid");
    jws_t *jws = NULL;
    char *token = NULL;
    if (kid && r_jws_init(&jws) == RHN_OK && r_jws_set_alg(jws, R_JWA_ALG_ES256) == RHN_OK
        && r_jws_set_header_str_value(jws, "typ", "at+jwt") == RHN_OK && r_jws_set_header_str_value(jws, "kid", kid) == RHN_OK
        && r_jws_set_payload(jws, (const unsigned char *)payload, strlen(payload)) == RHN_OK)
        token = r_jws_serialize(jws, key, R_FLAG_IGNORE_REMOTE);
    r_jws_free(jws);
    return token;
}

static bool is_es256(jwk_t *key)
{
    const char *algorithm = r_jwk_get_property_str(key, "alg"), *curve = r_jwk_get_property_str(key, "crv");
    return algorithm && curve && strcmp(algorithm, "ES256") == 0 && strcmp(curve, "P-256") == 0;
}

/* Exactly r and s of 32 bytes each. */
static bool signature_is_whole(const char *token)
{
    const char *dot = strrchr(token, '.');
    return dot && strlen(dot + 1) == TEXT_BASE64URL_SIZE(SIGNATURE) - 1;
}

/* NOLINTNEXTLINE(readability-function-size): what a token says is one flat list, and every caller has it as such */
char *token_sign(struct arena *arena, const char *private_jwk, const char *issuer, const char *audience, const struct principal *principal, int64_t issued_at_s, int64_t lifetime_s)
{
    jwk_library_init();
    jwk_t *key = NULL;
    char *payload = payload_make(issuer, audience, principal, issued_at_s, lifetime_s), *token = NULL;
    if (payload && r_jwk_init(&key) == RHN_OK && r_jwk_import_from_json_str(key, private_jwk) == RHN_OK && is_es256(key))
        token = jws_make(key, payload);
    if (token && !signature_is_whole(token)) {
        r_free(token);
        token = NULL;
    }
    r_jwk_free(key);
    free(payload);
    return adopt(arena, token);
}

/* Who verifies needs nothing but the bytes: the key is in the header, and its thumbprint says whose it is. */
static char *detached_make(jwk_t *key, json_t *public_jwk, const char *type, const void *data, size_t length)
{
    const char *kid = r_jwk_get_property_str(key, "kid");
    jws_t *jws = NULL;
    char *whole = NULL;
    if (kid && r_jws_init(&jws) == RHN_OK && r_jws_set_alg(jws, R_JWA_ALG_ES256) == RHN_OK && r_jws_set_header_str_value(jws, "typ", type) == RHN_OK
        && r_jws_set_header_str_value(jws, "kid", kid) == RHN_OK && r_jws_set_header_json_t_value(jws, "jwk", public_jwk) == RHN_OK
        && r_jws_set_payload(jws, data, length) == RHN_OK)
        whole = r_jws_serialize(jws, key, R_FLAG_IGNORE_REMOTE);
    r_jws_free(jws);
    return whole;
}

char *bytes_sign(struct arena *arena, const char *private_jwk, const char *type, const void *data, size_t length)
{
    jwk_library_init();
    jwk_t *key = NULL;
    json_t *json = json_loads(private_jwk, JSON_REJECT_DUPLICATES, NULL), *part = json ? jwk_public_part(json) : NULL;
    char *whole = NULL, *detached = NULL;
    if (part && r_jwk_init(&key) == RHN_OK && r_jwk_import_from_json_str(key, private_jwk) == RHN_OK && is_es256(key))
        whole = detached_make(key, part, type, data, length);
    if (whole && signature_is_whole(whole))
        detached = arena_printf(arena, "%.*s.%s", (int)strcspn(whole, "."), whole, strrchr(whole, '.'));
    r_free(whole);
    r_jwk_free(key);
    json_decref(part);
    json_decref(json);
    return detached;
}
