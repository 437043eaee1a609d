#pragma once
/* DESIGN. Token → principal, and back. The only <rhonabwy.h> is behind this header. Keys come as JWKs from the database
 * (signing_keys, private half sealed) through the api floor; this folder does no input or output at all. A verified token is cached until it
 * expires (bounded, sharded by hash of the whole token text), so the cost of a signature check is paid once. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "auth/provider.h"
#include "base/arena.h"

enum token_role { TOKEN_DISTRICT, TOKEN_STREET, TOKEN_COMMUNITY, TOKEN_COMPANY, TOKEN_HOTLINE, TOKEN_PLATFORM, TOKEN_PUBLIC }; /* order of enum db_role */

#define PRINCIPAL_TEXT 64
struct principal {
    enum token_role role;
    char user[37];                /* uuid of user or client */
    char name[PRINCIPAL_TEXT];    /* user name or client id, for logs */
    char district[13], street[13], community[13]; /* division codes, "" = none */
    char firm[37];                /* uuid, "" = none */
    int64_t expires_at;           /* seconds since 1970 */
    int64_t epoch;                /* of the holder's sign-ins: an older one than the register has is void. 0 = a scope made up by the operator, held by nobody */
};

struct key_ring; /* trusted issuers and their keys; replaced as a whole, atomically; readers never wait for a reload */
struct key_ring_settings {
    const char *issuer, *audience; /* our own */
    unsigned cache_entries;
    unsigned leeway_s;             /* clock skew on exp/nbf/iat */
};
struct key_ring *key_ring_new(const struct key_ring_settings *settings) __attribute__((warn_unused_result));
void key_ring_free(struct key_ring *ring);
/* Replace the public keys of an issuer (NULL: our own, for our own audience): a JWKS document, at most 64 keys of it. Keys without kid, alg, or with use other than "sig", or key_ops without "verify", or
 * with alg none/HS*, or (RSA) below 2048 bits are left out. False when the text is no JWKS. Cached tokens of a key that is gone are forgotten. */
bool key_ring_trust(struct key_ring *ring, const char *issuer, const char *audience, const char *jwks) __attribute__((warn_unused_result));

/* The same for another identity provider, which must outlive the ring. Keys whose algorithm is none of its own are left out; a key that names none
 * is taken for the only one of them that fits it. */
bool key_ring_trust_provider(struct key_ring *ring, const struct provider *provider, const char *jwks, size_t *ret_keys) __attribute__((warn_unused_result));

enum token_fault { TOKEN_OK, TOKEN_MALFORMED, TOKEN_TOO_LONG, TOKEN_UNKNOWN_KEY, TOKEN_BAD_SIGNATURE, TOKEN_EXPIRED, TOKEN_NOT_YET, TOKEN_WRONG_AUDIENCE, TOKEN_WRONG_ISSUER, TOKEN_NO_ROLE,
    TOKEN_VOUCHED /* good, and another provider's: who that is here is not in it */ };
/* Claims: iss (exact), aud (text or list), exp (integer; required), iat and nbf (when there), sub (uuid), name (cut to fit), role (not public), and the scope
 * of the role: district (6 digits) always, street (9) for street and community, community (12), firm (uuid) for company.  epoch (integer from 1; 1 when absent; 0 from our own issuer alone). Others are dropped.
 * Verify a compact JWS. The algorithm is the key's, never the token's; base64url is strict; the header's typ is "at+jwt" or "JWT", no crit. */
enum token_fault token_verify(struct key_ring *ring, const char *token, size_t length, int64_t now_s, struct principal *ret_principal) __attribute__((warn_unused_result));
/* With what a provider's token says. On TOKEN_VOUCHED the caller finds out who the person is here and tells with token_admit(): from then on, until
 * it expires, the token is known like one of our own. */
struct verified {
    struct principal principal; /* TOKEN_OK */
    struct vouch vouch;         /* TOKEN_VOUCHED */
    unsigned char digest[32];
    uint64_t key_serial, generation;
};
enum token_fault token_verify_any(struct key_ring *ring, const char *token, size_t length, int64_t now_s, struct arena *arena, struct verified *ret_verified) __attribute__((warn_unused_result));
void token_admit(struct key_ring *ring, const struct verified *verified, const struct principal *principal);
/* Who a token says made it, true or not: good for deciding whose keys to read again and for nothing else. NULL = it does not say. */
const char *token_claimed_issuer(struct arena *arena, const char *token, size_t length) __attribute__((warn_unused_result));
const char *token_fault_text(enum token_fault fault); /* English, for WWW-Authenticate error_description */

/* Our own issuing. A key pair is ES256 (P-256), as a private JWK text with kid, alg, use. */
char *signing_key_make(struct arena *arena) __attribute__((warn_unused_result));
char *signing_key_public(struct arena *arena, const char *private_jwk) __attribute__((warn_unused_result));
char *token_sign(struct arena *arena, const char *private_jwk, const char *issuer, const char *audience, const struct principal *principal, int64_t issued_at_s, int64_t lifetime_s) __attribute__((warn_unused_result));
/* A JWS in compact form over these bytes, which are not part of it (RFC 7515, Appendix F): "header..signature". The protected header has alg, kid, jwk (the public half) and typ. */
char *bytes_sign(struct arena *arena, const char *private_jwk, const char *type, const void *data, size_t length) __attribute__((warn_unused_result));
