#include "contract/cursor.h"
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"

/* DESIGN. base64url( mac[16] | kind[1] | sort value | NUL | id ). The MAC is over kind, values, a NUL and the scope; as neither
 * value holds a NUL, no two readings share a MAC. It is not secret what is in it: both values stand in the page it came with. */

#define MAC_SIZE 16
#define FULL_MAC_SIZE 32
#define CURSOR_MAX 4096 /* characters */
enum { KIND_VALUE = 1, KIND_NULL = 2 };

/* HMAC with SHA-256, and no key yet. To look the two up by name takes longer than the rest of a cursor, so it is done once and the process keeps it. */
static EVP_MAC_CTX *keyless;

static void look_up(void)
{
    char digest[] = "SHA256";
    const OSSL_PARAM settings[] = { OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0), OSSL_PARAM_construct_end() };
    EVP_MAC *hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    keyless = hmac ? EVP_MAC_CTX_new(hmac) : NULL;
    EVP_MAC_free(hmac); /* the context holds it */
    if (!keyless || !EVP_MAC_CTX_set_params(keyless, settings))
        abort(); /* out of memory, or a libcrypto that knows no HMAC */
}

/* `payload` has room for the scope behind its length. */
static bool make_mac(const unsigned char key[static 32], unsigned char *payload, size_t length, const char *scope, unsigned char out[static FULL_MAC_SIZE])
{
    static const char purpose[] = "wuye cursor 1";
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    size_t scope_length = strlen(scope), out_length = 0;
    pthread_once(&once, look_up);
    payload[length++] = '\0';
    memcpy(payload + length, purpose, sizeof purpose);
    length += sizeof purpose;
    memcpy(payload + length, scope, scope_length);
    EVP_MAC_CTX *context = EVP_MAC_CTX_dup(keyless);
    bool made = context && EVP_MAC_init(context, key, 32, NULL) && EVP_MAC_update(context, payload, length + scope_length) &&
                EVP_MAC_final(context, out, &out_length, FULL_MAC_SIZE) && out_length == FULL_MAC_SIZE;
    EVP_MAC_CTX_free(context);
    return made;
}

static size_t room_for(const char *scope)
{
    return strlen(scope) + 64;
}

const char *cursor_write(struct arena *arena, const unsigned char key[static 32], const char *scope, const char *sort_value, const char *id)
{
    size_t value_length = sort_value ? strlen(sort_value) : 0, id_length = strlen(id);
    size_t length = 1 + value_length + 1 + id_length;
    unsigned char mac[FULL_MAC_SIZE] = {0};
    unsigned char *bytes = arena_alloc(arena, MAC_SIZE + length + room_for(scope)), *payload = bytes + MAC_SIZE;
    char *text = arena_alloc(arena, TEXT_BASE64URL_SIZE(MAC_SIZE + length));
    payload[0] = sort_value ? KIND_VALUE : KIND_NULL;
    if (sort_value)
        memcpy(payload + 1, sort_value, value_length + 1); /* its end is the separator */
    memcpy(payload + 2 + value_length, id, id_length + 1);
    if (!make_mac(key, payload, length, scope, mac))
        return ""; /* no memory for a hash: a cursor that is refused when it comes back */
    memcpy(bytes, mac, MAC_SIZE);
    text_base64url(bytes, MAC_SIZE + length, text);
    return text;
}

bool cursor_read(struct arena *arena, const unsigned char key[static 32], const char *scope, const char *cursor, const char **ret_sort_value, const char **ret_id)
{
    size_t text_length = strlen(cursor), length;
    unsigned char mac[FULL_MAC_SIZE] = {0};
    if (text_length > CURSOR_MAX)
        return false;
    unsigned char *bytes = arena_alloc(arena, text_length + room_for(scope)), *payload = bytes + MAC_SIZE;
    if (!text_from_base64url(cursor, text_length, bytes, &length) || length < MAC_SIZE + 2)
        return false;
    length -= MAC_SIZE;
    if (!make_mac(key, payload, length, scope, mac) || !text_same_secret(bytes, MAC_SIZE, mac, MAC_SIZE))
        return false;
    /* Authentic from here on, yet read as if it were not. The MAC's own NUL ends the id. */
    const unsigned char *middle = memchr(payload + 1, '\0', length - 1);
    if (!middle)
        return false;
    *ret_sort_value = payload[0] == KIND_NULL ? NULL : (const char *)payload + 1;
    *ret_id = (const char *)middle + 1;
    return true;
}
