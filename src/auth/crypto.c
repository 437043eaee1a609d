#include "crypto.h"
#include <openssl/core_names.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct algorithms found;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static _Noreturn void give_up(const char *what)
{
    fprintf(stderr, "wuye: %s\n", what);
    abort();
}

static void find_algorithms(void)
{
    found.sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    found.aes_256_gcm = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
    found.hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    found.hkdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
    if (!found.sha256 || !found.aes_256_gcm || !found.hmac || !found.hkdf)
        give_up("libcrypto lacks SHA-256, AES-256-GCM, HMAC or HKDF");
    EVP_MD *sm3 = EVP_MD_fetch(NULL, "SM3", NULL);
    found.sm3 = sm3 != NULL;
    EVP_MD_free(sm3);
}

const struct algorithms *algorithms(void)
{
    pthread_once(&once, find_algorithms);
    return &found;
}

void crypto_random(void *out, size_t length)
{
    if (RAND_bytes(out, (int)length) == 1)
        return;
    if (getentropy(out, length) != 0)
        give_up("no random numbers");
}

void crypto_sha256(struct span data, unsigned char out[static 32])
{
    if (EVP_Digest(data.data, data.length, out, NULL, algorithms()->sha256, NULL) != 1)
        give_up("out of memory for a digest");
}

bool crypto_hmac(enum digest digest, struct span key, const struct span *parts, size_t count, unsigned char out[static 32])
{
    if (digest == DIGEST_SM3 && !algorithms()->sm3)
        return false;
    EVP_MAC_CTX *context = EVP_MAC_CTX_new(algorithms()->hmac);
    if (!context)
        give_up("out of memory for a MAC");
    char sm3[] = "SM3", sha256[] = "SHA256";
    const OSSL_PARAM settings[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest == DIGEST_SM3 ? sm3 : sha256, 0),
        OSSL_PARAM_construct_end(),
    };
    /* A null key would mean "the key of last time". */
    const unsigned char *bytes = key.length ? key.data : (const unsigned char *)"";
    bool good = EVP_MAC_init(context, bytes, key.length, settings) == 1;
    for (size_t i = 0; good && i < count; i++)
        good = parts[i].length == 0 || EVP_MAC_update(context, parts[i].data, parts[i].length) == 1;
    size_t length = 0;
    good = good && EVP_MAC_final(context, out, &length, 32) == 1 && length == 32;
    EVP_MAC_CTX_free(context);
    return good;
}

/* The parameter type has no const, although the call only reads. */
static OSSL_PARAM octets(const char *name, struct span value)
{
    union { const void *in; void *out; } bytes = { .in = value.length ? value.data : "" };
    return OSSL_PARAM_construct_octet_string(name, bytes.out, value.length);
}

bool crypto_hkdf(struct span secret, struct span salt, struct span info, unsigned char *out, size_t out_length)
{
    EVP_KDF_CTX *context = EVP_KDF_CTX_new(algorithms()->hkdf);
    if (!context)
        give_up("out of memory for a key");
    char name[] = "SHA256";
    const OSSL_PARAM settings[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, name, 0),
        octets(OSSL_KDF_PARAM_KEY, secret),
        octets(OSSL_KDF_PARAM_SALT, salt),
        octets(OSSL_KDF_PARAM_INFO, info),
        OSSL_PARAM_construct_end(),
    };
    bool good = EVP_KDF_derive(context, out, out_length, settings) == 1;
    EVP_KDF_CTX_free(context);
    return good;
}
