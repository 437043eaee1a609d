#include "jwk.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"

enum { LONGEST_MEMBER = 2048, MOST_BYTES = LONGEST_MEMBER * 3 / 4 + 1 };

/* Which keys an algorithm takes. Symmetric algorithms and "none" are not here, so they do not exist. */
struct algorithm {
    const char *name, *kty, *crv; /* crv NULL: RSA */
    size_t coordinate;            /* bytes of x and y */
    bool y;
};
static const struct algorithm known[] = {
    {"ES256", "EC", "P-256", 32, true},  {"ES384", "EC", "P-384", 48, true}, {"ES512", "EC", "P-521", 66, true},
    {"EdDSA", "OKP", "Ed25519", 32, false},
    {"RS256", "RSA", NULL, 0, false},    {"RS384", "RSA", NULL, 0, false},   {"RS512", "RSA", NULL, 0, false},
    {"PS256", "RSA", NULL, 0, false},    {"PS384", "RSA", NULL, 0, false},   {"PS512", "RSA", NULL, 0, false},
};

static void library_init(void)
{
    if (r_global_init() != RHN_OK)
        abort();
}

void jwk_library_init(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, library_init);
}

static const struct algorithm *algorithm_find(const char *name)
{
    for (size_t i = 0; name && i < sizeof known / sizeof known[0]; i++) {
        if (strcmp(known[i].name, name) == 0)
            return &known[i];
    }
    return NULL;
}

const char *jwk_algorithm(const char *name)
{
    const struct algorithm *algorithm = algorithm_find(name);
    return algorithm ? algorithm->name : NULL;
}

static const char *member(const json_t *json, const char *name)
{
    const char *text = json_string_value(json_object_get(json, name));
    return text ? text : "";
}

/* The bytes of a base64url member; 0 when it is missing, malformed or too long. */
static size_t member_bytes(const json_t *json, const char *name, unsigned char out[static MOST_BYTES])
{
    const char *text = member(json, name);
    size_t length = strlen(text), bytes = 0;
    if (length == 0 || length > LONGEST_MEMBER || !text_from_base64url(text, length, out, &bytes))
        return 0;
    return bytes;
}

static bool has_length(const json_t *json, const char *name, size_t wanted)
{
    unsigned char bytes[MOST_BYTES];
    return member_bytes(json, name, bytes) == wanted;
}

/* 2048 to 8192 bits, because a longer one is a way to make us work, and an odd exponent from 3, because with 1 anyone can sign. */
static bool rsa_is_good(const json_t *json)
{
    unsigned char bytes[MOST_BYTES];
    size_t exponent = member_bytes(json, "e", bytes);
    if (exponent == 0 || exponent > 8 || bytes[0] == 0 || (bytes[exponent - 1] & 1) == 0 || (exponent == 1 && bytes[0] < 3))
        return false;
    size_t modulus = member_bytes(json, "n", bytes);
    size_t zeros = 0;
    while (zeros < modulus && bytes[zeros] == 0)
        zeros++;
    modulus -= zeros;
    if (modulus < 256 || modulus > 1024)
        return false;
    return modulus > 256 || bytes[zeros] >= 0x80;
}

static bool may_verify(const json_t *json)
{
    const json_t *use = json_object_get(json, "use"), *operations = json_object_get(json, "key_ops");
    if (use && strcmp(member(json, "use"), "sig") != 0)
        return false;
    if (!operations)
        return true;
    for (size_t i = 0; i < json_array_size(operations); i++) {
        const char *operation = json_string_value(json_array_get(operations, i));
        if (operation && strcmp(operation, "verify") == 0)
            return true;
    }
    return false;
}

static bool fits(const json_t *json, const struct algorithm *algorithm)
{
    size_t kid = strlen(member(json, "kid"));
    if (kid == 0 || kid > KEY_ID_LIMIT || strcmp(member(json, "kty"), algorithm->kty) != 0)
        return false;
    if (!algorithm->crv)
        return rsa_is_good(json);
    if (strcmp(member(json, "crv"), algorithm->crv) != 0 || !has_length(json, "x", algorithm->coordinate))
        return false;
    return !algorithm->y || has_length(json, "y", algorithm->coordinate);
}

json_t *jwk_public_part(const json_t *json)
{
    const struct algorithm *algorithm = algorithm_find(member(json, "alg"));
    if (!algorithm || !may_verify(json) || !fits(json, algorithm))
        return NULL;
    /* No x5u, x5c or d comes along: the key is these numbers and nothing it points to. */
    static const char *const names[] = {"kty", "kid", "alg", "crv", "x", "y", "n", "e"};
    json_t *part = json_pack("{s:s}", "use", "sig");
    bool good = part != NULL;
    for (size_t i = 0; good && i < sizeof names / sizeof names[0]; i++) {
        const char *text = json_string_value(json_object_get(json, names[i]));
        if (text && json_object_set_new(part, names[i], json_string(text)) != 0)
            good = false;
    }
    if (good)
        return part;
    json_decref(part);
    return NULL;
}

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

/* A provider's key is pinned to an algorithm of that provider's. Many leave `alg` out of their keys (RFC 7517 lets them). */
static json_t *pin(const json_t *json, const struct provider *provider)
{
    const char *only = json_object_get(json, "alg") ? member(json, "alg") : NULL;
    for (size_t i = 0; !json_object_get(json, "alg") && provider->algorithms[i]; i++) {
        const struct algorithm *algorithm = algorithm_find(provider->algorithms[i]);
        if (!algorithm || !fits(json, algorithm))
            continue;
        if (only)
            return NULL; /* it could be either */
        only = algorithm->name;
    }
    json_t *pinned = only && is_one_of(only, provider->algorithms) ? json_copy((json_t *)(uintptr_t)json) : NULL;
    if (pinned && json_object_set_new(pinned, "alg", json_string(only)) == 0)
        return pinned;
    json_decref(pinned);
    return NULL;
}

static char *identity_make(const struct issuer *issuer, const json_t *part)
{
    char *text = json_dumps(part, JSON_COMPACT | JSON_SORT_KEYS), *identity = NULL;
    if (text && asprintf(&identity, "%s\n%s\n%s", issuer->name, issuer->audience, text) < 0)
        identity = NULL;
    free(text);
    return identity;
}

static bool key_import(const json_t *json, struct public_key *key)
{
    json_t *pinned = key->issuer->provider ? pin(json, key->issuer->provider) : NULL;
    json_t *part = key->issuer->provider && !pinned ? NULL : jwk_public_part(pinned ? pinned : json);
    json_decref(pinned);
    if (!part)
        return false;
    key->algorithm = jwk_algorithm(member(part, "alg"));
    key->rhonabwy_algorithm = r_str_to_jwa_alg(key->algorithm);
    key->kid = strdup(member(part, "kid"));
    key->identity = identity_make(key->issuer, part);
    bool good = key->kid && key->identity && r_jwk_init(&key->jwk) == RHN_OK
        && r_jwk_import_from_json_t(key->jwk, part) == RHN_OK && r_jwk_is_valid(key->jwk) == RHN_OK
        && (r_jwk_key_type(key->jwk, NULL, R_FLAG_IGNORE_REMOTE) & R_KEY_TYPE_PUBLIC) != 0;
    json_decref(part);
    return good;
}

bool public_key_read(const json_t *json, const struct issuer *issuer, struct public_key *ret_key)
{
    struct public_key key = { .issuer = issuer };
    if (!key_import(json, &key)) {
        public_key_release(&key);
        return false;
    }
    *ret_key = key;
    return true;
}

void public_key_release(struct public_key *key)
{
    free(key->kid);
    free(key->identity);
    if (key->jwk)
        r_jwk_free(key->jwk);
    *key = (struct public_key){0};
}

bool public_key_verifies(const struct public_key *key, const char *token, size_t length)
{
    jws_t *jws = NULL;
    if (r_jws_init(&jws) != RHN_OK)
        return false;
    bool good = r_jws_advanced_compact_parsen(jws, token, length, R_PARSE_NONE, R_FLAG_IGNORE_REMOTE) == RHN_OK
        && r_jws_get_alg(jws) == key->rhonabwy_algorithm
        && r_jws_verify_signature(jws, key->jwk, R_FLAG_IGNORE_REMOTE) == RHN_OK;
    r_jws_free(jws);
    return good;
}
