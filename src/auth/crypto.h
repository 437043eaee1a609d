#pragma once
/* OpenSSL's algorithms, looked up once for the process (a lookup by name costs more than the work itself), and the four small things
 * this folder makes of them. Any thread. What can only fail for want of memory or of the kernel's random numbers ends the process. */
#include <openssl/evp.h>
#include <stdbool.h>
#include <stddef.h>

struct algorithms {
    EVP_MD *sha256;
    EVP_CIPHER *aes_256_gcm;
    EVP_MAC *hmac;
    EVP_KDF *hkdf;
    bool sm3; /* a FIPS-only build of OpenSSL has none */
};
const struct algorithms *algorithms(void);

struct span {
    const void *data;
    size_t length;
};
#define SPAN_TEXT(text) ((struct span){(text), strlen(text)})

enum digest { DIGEST_SHA256, DIGEST_SM3 };

void crypto_random(void *out, size_t length);
void crypto_sha256(struct span data, unsigned char out[static 32]);
/* The MAC of the parts in their order. False when the digest is not to be had. */
bool crypto_hmac(enum digest digest, struct span key, const struct span *parts, size_t count, unsigned char out[static 32]) __attribute__((warn_unused_result));
/* RFC 5869 with SHA-256, extract then expand. False when `out_length` is more than it can give. */
bool crypto_hkdf(struct span secret, struct span salt, struct span info, unsigned char *out, size_t out_length) __attribute__((warn_unused_result));
