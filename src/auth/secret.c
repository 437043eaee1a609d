#include "auth/secret.h"
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "crypto.h"

static void wipe(void *text)
{
    OPENSSL_cleanse(text, strlen(text));
}

void secret_wipe_later(struct arena *arena, char *text)
{
    arena_defer(arena, wipe, text);
}

void secret_make(char out[static 44])
{
    unsigned char bytes[32];
    crypto_random(bytes, sizeof bytes);
    text_base64url(bytes, sizeof bytes, out);
    OPENSSL_cleanse(bytes, sizeof bytes);
}

void secret_digest(const char *text, size_t length, char out[static 65])
{
    unsigned char digest[32];
    crypto_sha256((struct span){text, length}, digest);
    text_hex(digest, sizeof digest, out);
}

void secret_derive(const char *secret, const char *purpose, unsigned char out[static 32])
{
    /* 32 bytes are always to be had: a failure is want of memory, and a key of zeros must not come of it. */
    if (!crypto_hkdf(SPAN_TEXT(secret), SPAN_TEXT("wuye"), SPAN_TEXT(purpose), out, 32))
        abort();
}

void hmac_sha256(const void *key, size_t key_length, const void *data, size_t length, unsigned char out[static 32])
{
    struct span part = {data, length};
    if (!crypto_hmac(DIGEST_SHA256, (struct span){key, key_length}, &part, 1, out))
        abort();
}

enum { LONGEST_PHONE = 32 };

/* The next digit at `at`, ASCII or full-width (U+FF10 to U+FF19 = EF BC 90 to EF BC 99), and how far to go on. */
static char digit_at(const char *at, size_t left, size_t *ret_step)
{
    const unsigned char *byte = (const unsigned char *)at;
    *ret_step = 1;
    if (byte[0] >= '0' && byte[0] <= '9')
        return at[0];
    if (left < 3 || byte[0] != 0xEF || byte[1] != 0xBC || byte[2] < 0x90 || byte[2] > 0x99)
        return 0;
    *ret_step = 3;
    return (char)('0' + (byte[2] - 0x90));
}

/* "+86", "0086" and, before a number long enough to need none, "86". A landline without its country code gets its trunk zero back. */
static size_t drop_country(char *digits, size_t count)
{
    size_t code = 0;
    if (count >= 13 && memcmp(digits, "0086", 4) == 0)
        code = 4;
    else if (count >= 12 && memcmp(digits, "86", 2) == 0)
        code = 2;
    if (code == 0)
        return count;
    size_t kept = count - code;
    bool mobile = kept == 11 && digits[code] == '1';
    bool service = memcmp(digits + code, "400", 3) == 0 || memcmp(digits + code, "800", 3) == 0;
    bool landline = !mobile && !service && digits[code] != '0';
    memmove(digits + landline, digits + code, kept);
    if (landline)
        digits[0] = '0';
    return kept + landline;
}

void phone_hash(const unsigned char key[static 32], const char *phone, size_t length, char out[static 65])
{
    char digits[LONGEST_PHONE];
    size_t count = 0, step = 1;
    for (size_t i = 0; i < length && count < sizeof digits; i += step) {
        char digit = digit_at(phone + i, length - i, &step);
        if (digit)
            digits[count++] = digit;
    }
    out[0] = '\0';
    if (count == 0)
        return;
    count = drop_country(digits, count);
    unsigned char mac[32];
    hmac_sha256(key, 32, digits, count, mac);
    text_hex(mac, sizeof mac, out);
}
