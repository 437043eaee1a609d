#include "auth/token.h"
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "cache.h"
#include "claims.h"
#include "crypto.h"
#include "ring.h"

/* DESIGN. The order of the checks is the defence: lengths, the strict form of all three parts, the header against a closed idea of what a header
 * may say, the key by kid and by its own algorithm, the signature, and only then is the payload parsed at all. The JOSE library is asked one
 * question, whether these bytes verify under that key; what it makes of headers and base64url on its own is never used. */

enum {
    LONGEST_TOKEN = 8192,
    LONGEST_HEADER = 1024,    /* decoded */
    LONGEST_SIGNATURE = 1024, /* RSA of 8192 bits */
    MOST_DEPTH = 16,          /* of nested arrays and objects in a payload */
};

struct parts {
    const char *header, *payload, *signature;
    size_t header_length, payload_length, signature_length;
};

struct header {
    const char *kid, *algorithm;
};

static bool parts_split(const char *token, size_t length, struct parts *ret_parts)
{
    const char *end = token + length;
    const char *first = memchr(token, '.', length);
    const char *second = first ? memchr(first + 1, '.', (size_t)(end - first - 1)) : NULL;
    if (!second || memchr(second + 1, '.', (size_t)(end - second - 1)))
        return false;
    *ret_parts = (struct parts){
        .header = token, .header_length = (size_t)(first - token),
        .payload = first + 1, .payload_length = (size_t)(second - first - 1),
        .signature = second + 1, .signature_length = (size_t)(end - second - 1),
    };
    return ret_parts->header_length > 0 && ret_parts->payload_length > 0 && ret_parts->signature_length > 0;
}

/* The parser recurses, so brackets are counted before it is let loose. */
static bool is_shallow(const char *text, size_t length)
{
    size_t depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < length; i++) {
        if (quoted && text[i] == '\\')
            i++;
        else if (text[i] == '"')
            quoted = !quoted;
        else if (!quoted && (text[i] == '{' || text[i] == '['))
            depth++;
        else if (!quoted && depth > 0 && (text[i] == '}' || text[i] == ']'))
            depth--;
        if (depth > MOST_DEPTH)
            return false;
    }
    return true;
}

/* A JSON object from strict base64url; NULL when it is none. `most` is at most LONGEST_TOKEN. */
static json_t *part_json(const char *text, size_t length, size_t most)
{
    char bytes[LONGEST_TOKEN * 3 / 4 + 1];
    size_t decoded = 0;
    if (length > LONGEST_TOKEN || !text_from_base64url(text, length, bytes, &decoded) || decoded > most || !is_shallow(bytes, decoded))
        return NULL;
    json_t *json = json_loadb(bytes, decoded, JSON_REJECT_DUPLICATES, NULL);
    if (json_is_object(json))
        return json;
    json_decref(json);
    return NULL;
}

static bool is_token_type(const char *type)
{
    return type && (strcasecmp(type, "JWT") == 0 || strcasecmp(type, "at+jwt") == 0 || strcasecmp(type, "application/at+jwt") == 0);
}

/* Members that change how the rest is to be read are refused; others, such as x5t, say nothing that we rely on. */
static bool header_read(const json_t *json, struct header *ret_header)
{
    static const char *const refused[] = {"crit", "b64", "zip", "enc", "jwk", "jku", "x5c", "x5u"};
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        if (json_object_get(json, refused[i]))
            return false;
    }
    const char *kid = json_string_value(json_object_get(json, "kid"));
    const char *algorithm = jwk_algorithm(json_string_value(json_object_get(json, "alg")));
    if (!kid || !*kid || strlen(kid) > KEY_ID_LIMIT || !algorithm || !is_token_type(json_string_value(json_object_get(json, "typ"))))
        return false;
    *ret_header = (struct header){kid, algorithm};
    return true;
}

/* Two issuers may use the same kid, so each key of that name is tried; the issuer in the payload is then held to the key's. */
static const struct public_key *key_that_verifies(const struct key_set *set, const struct header *header, const char *token, size_t length, enum token_fault *ret_fault)
{
    *ret_fault = TOKEN_UNKNOWN_KEY;
    for (size_t i = 0; i < set->key_count; i++) {
        const struct public_key *key = &set->keys[i];
        if (strcmp(key->kid, header->kid) != 0)
            continue;
        *ret_fault = TOKEN_BAD_SIGNATURE;
        if (strcmp(key->algorithm, header->algorithm) == 0 && public_key_verifies(key, token, length))
            return key;
    }
    return NULL;
}

static enum token_fault signature_check(const struct key_set *set, const struct parts *parts, size_t length, const struct public_key **ret_key)
{
    unsigned char signature[LONGEST_SIGNATURE * 2];
    size_t bytes = 0;
    if (parts->signature_length > sizeof signature || !text_from_base64url(parts->signature, parts->signature_length, signature, &bytes) || bytes > LONGEST_SIGNATURE)
        return TOKEN_MALFORMED;
    json_t *json = part_json(parts->header, parts->header_length, LONGEST_HEADER);
    struct header header;
    enum token_fault fault = TOKEN_MALFORMED;
    if (json && header_read(json, &header))
        *ret_key = key_that_verifies(set, &header, parts->header, length, &fault);
    json_decref(json);
    return *ret_key ? TOKEN_OK : fault;
}

/* The provider's word is read here; whether it means anything to us is for the api floor, which knows the streets and the firms. */
static enum token_fault vouch_check(const struct provider *provider, const json_t *claims, int64_t now_s, struct arena *arena, struct verified *verified)
{
    const struct expectation expectation = {provider->issuer, provider->audiences, now_s, provider->leeway_s, false};
    int64_t expires;
    enum token_fault fault = claims_check(claims, &expectation, &expires);
    if (fault != TOKEN_OK)
        return fault;
    /* Of two tokens the later one says what holds now, so each must say when it was made. */
    if (!json_object_get(claims, "iat") || (arena && !vouch_read(provider, claims, arena, &verified->vouch)))
        return TOKEN_MALFORMED;
    return TOKEN_VOUCHED;
}

static enum token_fault verify(struct key_ring *ring, const struct key_set *set, struct span token, int64_t now_s, struct arena *arena, struct verified *verified)
{
    struct parts parts;
    const struct public_key *key = NULL;
    if (!parts_split(token.data, token.length, &parts))
        return TOKEN_MALFORMED;
    enum token_fault fault = signature_check(set, &parts, token.length, &key);
    if (fault != TOKEN_OK)
        return fault;
    json_t *claims = part_json(parts.payload, parts.payload_length, LONGEST_TOKEN);
    const char *const audiences[] = {key->issuer->audience, NULL};
    const struct expectation expectation = {key->issuer->name, audiences, now_s, key_ring_leeway(ring),
                                            key_ring_owns(ring, key->issuer->name)};
    fault = key->issuer->provider ? vouch_check(key->issuer->provider, claims, now_s, arena, verified)
                                  : claims_read(claims, &expectation, &verified->principal);
    json_decref(claims);
    verified->key_serial = key->serial;
    return fault;
}

enum token_fault token_verify_any(struct key_ring *ring, const char *token, size_t length, int64_t now_s, struct arena *arena, struct verified *ret_verified)
{
    if (length > LONGEST_TOKEN)
        return TOKEN_TOO_LONG;
    struct cache *cache = key_ring_cache(ring);
    struct verified verified = {0};
    crypto_sha256((struct span){token, length}, verified.digest);
    if (cache_find(cache, verified.digest, now_s - key_ring_leeway(ring), &ret_verified->principal))
        return TOKEN_OK;
    verified.generation = cache_generation(cache); /* before the keys are taken: see cache_put() */
    struct key_set *set = key_ring_take(ring);
    enum token_fault fault = verify(ring, set, (struct span){token, length}, now_s, arena, &verified);
    key_set_release(set);
    if (fault != TOKEN_OK && fault != TOKEN_VOUCHED)
        return fault;
    if (fault == TOKEN_OK)
        cache_put(cache, verified.digest, &(struct cached){verified.key_serial, verified.principal}, verified.generation);
    *ret_verified = verified;
    return fault;
}

enum token_fault token_verify(struct key_ring *ring, const char *token, size_t length, int64_t now_s, struct principal *ret_principal)
{
    struct verified verified;
    enum token_fault fault = token_verify_any(ring, token, length, now_s, NULL, &verified);
    if (fault == TOKEN_OK)
        *ret_principal = verified.principal;
    return fault;
}

/* The cache ends a token by our own leeway; the provider's may be another. */
void token_admit(struct key_ring *ring, const struct verified *verified, const struct principal *principal)
{
    struct cached cached = {verified->key_serial, *principal};
    cached.principal.expires_at = verified->vouch.expires_at + verified->vouch.provider->leeway_s - key_ring_leeway(ring);
    cache_put(key_ring_cache(ring), verified->digest, &cached, verified->generation);
}

const char *token_claimed_issuer(struct arena *arena, const char *token, size_t length)
{
    struct parts parts;
    if (length > LONGEST_TOKEN || !parts_split(token, length, &parts))
        return NULL;
    json_t *claims = part_json(parts.payload, parts.payload_length, LONGEST_TOKEN);
    const char *issuer = json_string_value(json_object_get(claims, "iss"));
    const char *copy = issuer ? arena_strdup(arena, issuer) : NULL;
    json_decref(claims);
    return copy;
}

const char *token_fault_text(enum token_fault fault)
{
    switch (fault) {
    case TOKEN_OK: return "The token is good";
    case TOKEN_MALFORMED: return "The token is malformed";
    case TOKEN_TOO_LONG: return "The token is too long";
    case TOKEN_UNKNOWN_KEY: return "The token names an unknown key";
    case TOKEN_BAD_SIGNATURE: return "The token signature is wrong";
    case TOKEN_EXPIRED: return "The token has expired";
    case TOKEN_NOT_YET: return "The token is not valid yet";
    case TOKEN_WRONG_AUDIENCE: return "The token is for another audience";
    case TOKEN_WRONG_ISSUER: return "The token is from another issuer";
    case TOKEN_NO_ROLE: return "The token names no role of this service, or lacks its scope";
    case TOKEN_VOUCHED: return "The token is another provider's";
    }
    return "The token is not accepted";
}
