#include "auth/secret.h"
#include <limits.h>
#include <openssl/crypto.h>
#include <string.h>
#include "base/text.h"
#include "crypto.h"

/* DESIGN. A random nonce of 96 bits is safe for 2^32 seals under one key, far beyond what a district writes between two rotations. The key
 * id and the context are associated data, so that a blob moved to another row, column or key does not open. */

enum { VERSION = 1, NONCE = 12, TAG = 16, OVERHEAD = 1 + NONCE + TAG };

struct job {
    const struct seal_key *key;
    const char *context;
    const unsigned char *nonce;
};

static bool key_id_is_good(const char *id, size_t length)
{
    if (length == 0 || length >= sizeof ((struct seal_key *)NULL)->id)
        return false;
    for (size_t i = 0; i < length; i++) {
        bool plain = (id[i] >= '0' && id[i] <= '9') || (id[i] >= 'a' && id[i] <= 'z') || (id[i] >= 'A' && id[i] <= 'Z') || id[i] == '-' || id[i] == '_';
        if (!plain)
            return false;
    }
    return true;
}

static const struct seal_key *key_find(const struct seal_key *keys, size_t count, const char *id, size_t length)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(keys[i].id) == length && memcmp(keys[i].id, id, length) == 0)
            return &keys[i];
    }
    return NULL;
}

/* One "id:base64" of `length` characters. */
static bool key_read(const char *text, size_t length, struct seal_key *ret_key)
{
    const char *colon = memchr(text, ':', length);
    if (!colon || !key_id_is_good(text, (size_t)(colon - text)))
        return false;
    size_t encoded = length - (size_t)(colon + 1 - text), bytes = 0;
    unsigned char key[34];
    if (encoded != 44 || !text_from_base64(colon + 1, encoded, key, &bytes) || bytes != sizeof ret_key->key)
        return false;
    memset(ret_key->id, 0, sizeof ret_key->id);
    memcpy(ret_key->id, text, (size_t)(colon - text));
    memcpy(ret_key->key, key, sizeof ret_key->key);
    OPENSSL_cleanse(key, sizeof key);
    return true;
}

bool seal_ring_read(struct arena *arena, const char *text, struct seal_ring *ret_ring)
{
    size_t most = 1;
    for (const char *at = text; *at; at++)
        most += *at == ',';
    struct seal_key *keys = arena_alloc(arena, most * sizeof *keys);
    if (arena_spent(arena))
        return false;
    size_t count = 0;
    for (const char *at = text;; at++) {
        size_t length = strcspn(at, ",");
        struct seal_key key;
        if (!key_read(at, length, &key) || key_find(keys, count, key.id, strlen(key.id)))
            return false;
        keys[count++] = key;
        at += length;
        if (*at == '\0')
            break;
    }
    *ret_ring = (struct seal_ring){keys, count};
    return true;
}

static bool start(EVP_CIPHER_CTX *cipher, const struct job *job, bool encrypt)
{
    int done = 0;
    return EVP_CipherInit_ex2(cipher, algorithms()->aes_256_gcm, job->key->key, job->nonce, encrypt, NULL) == 1
        && EVP_CipherUpdate(cipher, NULL, &done, (const unsigned char *)job->key->id, (int)strlen(job->key->id) + 1) == 1
        && EVP_CipherUpdate(cipher, NULL, &done, (const unsigned char *)job->context, (int)strlen(job->context)) == 1;
}

static bool encrypt(const struct job *job, struct span plain, unsigned char *out, unsigned char *tag)
{
    EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
    int done = 0, rest = 0;
    bool good = cipher && start(cipher, job, true)
        && (plain.length == 0 || EVP_CipherUpdate(cipher, out, &done, plain.data, (int)plain.length) == 1)
        && EVP_CipherFinal_ex(cipher, out + done, &rest) == 1
        && EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG, TAG, tag) == 1;
    EVP_CIPHER_CTX_free(cipher);
    return good && (size_t)done + (size_t)rest == plain.length;
}

static bool decrypt(const struct job *job, struct span sealed, const unsigned char *tag, unsigned char *out)
{
    EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
    int done = 0, rest = 0;
    unsigned char expected[TAG];
    memcpy(expected, tag, TAG);
    bool good = cipher && start(cipher, job, false)
        && (sealed.length == 0 || EVP_CipherUpdate(cipher, out, &done, sealed.data, (int)sealed.length) == 1)
        && EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_SET_TAG, TAG, expected) == 1
        && EVP_CipherFinal_ex(cipher, out + done, &rest) == 1;
    EVP_CIPHER_CTX_free(cipher);
    return good && (size_t)done + (size_t)rest == sealed.length;
}

unsigned char *seal(struct arena *arena, const struct seal_ring *ring, const char *context, const void *data, size_t length, size_t *ret_length)
{
    if (ring->count == 0 || length > INT_MAX - OVERHEAD)
        return NULL;
    unsigned char *blob = arena_alloc(arena, length + OVERHEAD);
    if (arena_spent(arena))
        return NULL;
    blob[0] = VERSION;
    crypto_random(blob + 1, NONCE);
    const struct job job = {&ring->keys[0], context, blob + 1};
    if (!encrypt(&job, (struct span){data, length}, blob + 1 + NONCE, blob + 1 + NONCE + length))
        return NULL;
    *ret_length = length + OVERHEAD;
    return blob;
}

/* NOLINTNEXTLINE(readability-function-size): a blob, the two names it is bound to, and where the result goes */
char *unseal(struct arena *arena, const struct seal_ring *ring, const char *key_id, const char *context, const void *blob, size_t length, size_t *ret_length)
{
    const unsigned char *bytes = blob;
    const struct seal_key *key = key_find(ring->keys, ring->count, key_id, strlen(key_id));
    if (!key || length < OVERHEAD || length > INT_MAX || bytes[0] != VERSION)
        return NULL;
    size_t plain = length - OVERHEAD;
    char *text = arena_alloc(arena, plain + 1);
    if (arena_spent(arena))
        return NULL;
    const struct job job = {key, context, bytes + 1};
    const struct span sealed = {bytes + 1 + NONCE, plain};
    if (!decrypt(&job, sealed, bytes + 1 + NONCE + plain, (unsigned char *)text)) {
        OPENSSL_cleanse(text, plain);
        return NULL;
    }
    text[plain] = '\0';
    *ret_length = plain;
    return text;
}
