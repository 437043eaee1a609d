#include "auth/secret.h"
#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "crypto.h"

/* DESIGN. What a signature covers is "id.timestamp.body"; an id with a dot in it would let one text be read as two messages, so
 * such an id is malformed. Each live key makes at most one MAC per scheme, whatever number of signatures a header lists. */

enum { LONGEST_ID = 256, LONGEST_SECRET = 128, SHORTEST_KEY = 16, LONGEST_KEY = 64, MOST_SIGNATURES = 16 };

struct message {
    const char *id, *timestamp;
    struct span body;
};

struct signature {
    enum digest digest;
    unsigned char mac[32];
};

static bool key_read(const char *secret, unsigned char key[static LONGEST_SECRET], size_t *ret_length)
{
    if (strncmp(secret, "whsec_", 6) == 0)
        secret += 6;
    size_t length = strlen(secret), bytes = 0;
    if (length > LONGEST_SECRET || !text_from_base64(secret, length, key, &bytes) || bytes < SHORTEST_KEY || bytes > LONGEST_KEY)
        return false;
    *ret_length = bytes;
    return true;
}

static bool message_mac(const char *secret, enum digest digest, const struct message *message, unsigned char out[static 32])
{
    unsigned char key[LONGEST_SECRET];
    size_t length = 0;
    if (!key_read(secret, key, &length))
        return false;
    const struct span parts[] = {SPAN_TEXT(message->id), {".", 1}, SPAN_TEXT(message->timestamp), {".", 1}, message->body};
    bool good = crypto_hmac(digest, (struct span){key, length}, parts, sizeof parts / sizeof parts[0], out);
    OPENSSL_cleanse(key, sizeof key);
    return good;
}

static bool id_is_good(const char *id)
{
    size_t length = 0;
    for (; id[length]; length++) {
        if (length == LONGEST_ID || id[length] <= ' ' || id[length] > '~' || id[length] == '.')
            return false;
    }
    return length > 0;
}

/* Seconds since 1970: digits without a leading zero, few enough that sums with it cannot overflow. */
static bool timestamp_read(const char *text, int64_t *ret_seconds)
{
    size_t length = strspn(text, "0123456789");
    if (length == 0 || length > 12 || text[length] != '\0' || text[0] == '0')
        return false;
    return text_to_int64(text, ret_seconds);
}

/* One "v1,<base64>". False for a scheme we do not know and for what is no 32 bytes. */
static bool signature_read(const char *text, size_t length, struct signature *ret_signature)
{
    enum digest digest;
    size_t head;
    if (length > 3 && memcmp(text, "v1,", 3) == 0) {
        digest = DIGEST_SHA256;
        head = 3;
    } else if (length > 6 && memcmp(text, "v1sm3,", 6) == 0) {
        digest = DIGEST_SM3;
        head = 6;
    } else {
        return false;
    }
    unsigned char mac[34]; /* 44 characters are at most 33 bytes, and one to spare */
    size_t bytes = 0;
    if (length - head != 44 || !text_from_base64(text + head, 44, mac, &bytes) || bytes != 32)
        return false;
    ret_signature->digest = digest;
    memcpy(ret_signature->mac, mac, 32);
    return true;
}

static size_t signatures_read(const char *text, struct signature *signatures)
{
    size_t count = 0;
    for (size_t tried = 0; *text && tried < MOST_SIGNATURES; tried++) {
        size_t length = strcspn(text, " ");
        if (signature_read(text, length, &signatures[count]))
            count++;
        text += length;
        text += strspn(text, " ");
    }
    return count;
}

static bool any_matches(const struct signature *signatures, size_t count, enum digest digest, const unsigned char mac[static 32])
{
    bool found = false;
    for (size_t i = 0; i < count; i++) {
        if (signatures[i].digest == digest && text_same_secret(signatures[i].mac, 32, mac, 32))
            found = true;
    }
    return found;
}

static bool lists(const struct signature *signatures, size_t count, enum digest digest)
{
    for (size_t i = 0; i < count; i++) {
        if (signatures[i].digest == digest)
            return true;
    }
    return false;
}

/* NOLINTNEXTLINE(readability-function-size): three headers, a body, a clock and the keys, as a request has them */
enum signature_fault webhook_verify(const char *const *secrets, size_t secret_count, const char *id, const char *timestamp, const char *signatures, const void *body, size_t length, int64_t now_s, int64_t window_s)
{
    int64_t seconds = 0;
    struct signature listed[MOST_SIGNATURES];
    if (!id || !timestamp || !signatures || !id_is_good(id) || !timestamp_read(timestamp, &seconds))
        return SIGNATURE_MALFORMED;
    size_t count = signatures_read(signatures, listed);
    if (count == 0)
        return SIGNATURE_MALFORMED;
    if (seconds < now_s - window_s || seconds > now_s + window_s)
        return SIGNATURE_STALE;
    const struct message message = {id, timestamp, {body, length}};
    for (size_t i = 0; i < secret_count; i++) {
        for (enum digest digest = DIGEST_SHA256; digest <= DIGEST_SM3; digest++) {
            unsigned char mac[32];
            if (lists(listed, count, digest) && message_mac(secrets[i], digest, &message, mac) && any_matches(listed, count, digest, mac))
                return SIGNATURE_OK;
        }
    }
    return SIGNATURE_WRONG;
}

/* NOLINTNEXTLINE(readability-function-size): the mirror of webhook_verify() */
char *webhook_sign(struct arena *arena, const char *secret, bool sm3, const char *id, int64_t timestamp, const void *body, size_t length)
{
    char seconds[24];
    snprintf(seconds, sizeof seconds, "%lld", (long long)timestamp);
    const struct message message = {id, seconds, {body, length}};
    unsigned char mac[32];
    if (!id_is_good(id) || !message_mac(secret, sm3 ? DIGEST_SM3 : DIGEST_SHA256, &message, mac))
        return NULL;
    char text[45];
    text_base64(mac, sizeof mac, text);
    return arena_printf(arena, "%s,%s", sm3 ? "v1sm3" : "v1", text);
}

void webhook_secret_make(char out[static WEBHOOK_SECRET_SIZE])
{
    unsigned char key[32];
    crypto_random(key, sizeof key);
    char text[45];
    text_base64(key, sizeof key, text);
    snprintf(out, WEBHOOK_SECRET_SIZE, "whsec_%s", text);
    OPENSSL_cleanse(key, sizeof key);
    OPENSSL_cleanse(text, sizeof text);
}
