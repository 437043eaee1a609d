#include "base/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Length of the well-formed sequence at `s`, 0 when there is none (Unicode table 3-7). */
static size_t sequence(const unsigned char *s, size_t left)
{
    if (s[0] < 0x80)
        return s[0] ? 1 : 0;
    size_t need = s[0] >= 0xc2 && s[0] <= 0xdf ? 2 : (s[0] & 0xf0) == 0xe0 ? 3 : s[0] >= 0xf0 && s[0] <= 0xf4 ? 4 : 0;
    if (!need || left < need)
        return 0;
    for (size_t i = 1; i < need; i++)
        if ((s[i] & 0xc0) != 0x80)
            return 0;
    bool bad = (s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) || (s[0] == 0xf0 && s[1] < 0x90) ||
               (s[0] == 0xf4 && s[1] > 0x8f);
    return bad ? 0 : need;
}

bool text_is_utf8(const char *text, size_t length)
{
    const unsigned char *s = (const unsigned char *)text;
    for (size_t i = 0; i < length;) {
        size_t n = sequence(s + i, length - i);
        if (!n)
            return false;
        i += n;
    }
    return true;
}

size_t text_count(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += ((unsigned char)text[i] & 0xc0) != 0x80;
    return count;
}

bool text_same_secret(const void *a, size_t a_length, const void *b, size_t b_length)
{
    if (a_length != b_length)
        return false;
    const volatile unsigned char *x = a, *y = b;
    unsigned char difference = 0;
    for (size_t i = 0; i < a_length; i++)
        difference = (unsigned char)(difference | (x[i] ^ y[i]));
    return difference == 0;
}

void text_hex(const void *data, size_t length, char *out)
{
    static const char digits[] = "0123456789abcdef";
    const unsigned char *bytes = data;
    for (size_t i = 0; i < length; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    out[2 * length] = '\0';
}

static const char alphabet_url[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
static const char alphabet_standard[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static size_t encode(const char *alphabet, const unsigned char *in, size_t length, char *out)
{
    size_t o = 0;
    for (size_t i = 0; i < length; i += 3) {
        size_t n = length - i < 3 ? length - i : 3;
        uint32_t v = (uint32_t)in[i] << 16 | (n > 1 ? (uint32_t)in[i + 1] << 8 : 0) | (n > 2 ? in[i + 2] : 0);
        out[o++] = alphabet[v >> 18];
        out[o++] = alphabet[v >> 12 & 63];
        if (n > 1)
            out[o++] = alphabet[v >> 6 & 63];
        if (n > 2)
            out[o++] = alphabet[v & 63];
    }
    out[o] = '\0';
    return o;
}

static int digit(const char *alphabet, char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == alphabet[62] ? 62 : c == alphabet[63] ? 63 : -1;
}

/* Without padding; the bits left over in the last character must be zero. */
static bool decode(const char *alphabet, const char *text, size_t length, unsigned char *out, size_t *ret_length)
{
    if (length % 4 == 1)
        return false;
    size_t o = 0;
    uint32_t bits = 0;
    unsigned have = 0;
    for (size_t i = 0; i < length; i++) {
        int v = digit(alphabet, text[i]);
        if (v < 0)
            return false;
        bits = bits << 6 | (uint32_t)v;
        have += 6;
        if (have >= 8) {
            have -= 8;
            out[o++] = (unsigned char)(bits >> have);
            bits &= (1u << have) - 1;
        }
    }
    if (bits)
        return false;
    *ret_length = o;
    return true;
}

size_t text_base64url(const void *data, size_t length, char *out)
{
    return encode(alphabet_url, data, length, out);
}

bool text_from_base64url(const char *text, size_t length, void *out, size_t *ret_length)
{
    return decode(alphabet_url, text, length, out, ret_length);
}

size_t text_base64(const void *data, size_t length, char *out)
{
    size_t n = encode(alphabet_standard, data, length, out);
    while (n % 4)
        out[n++] = '=';
    out[n] = '\0';
    return n;
}

bool text_from_base64(const char *text, size_t length, void *out, size_t *ret_length)
{
    if (length % 4)
        return false;
    size_t padding = length && text[length - 1] == '=' ? (text[length - 2] == '=' ? 2 : 1) : 0;
    return decode(alphabet_standard, text, length - padding, out, ret_length);
}

bool text_to_int64(const char *text, int64_t *ret_value)
{
    const char *digits = *text == '-' ? text + 1 : text;
    size_t length = strlen(digits);
    if (!length || length > 19 || strspn(digits, "0123456789") != length)
        return false;
    errno = 0;
    long long value = strtoll(text, NULL, 10);
    if (errno)
        return false;
    *ret_value = value;
    return true;
}

uint64_t text_hash(const void *data, size_t length)
{
    const unsigned char *bytes = data;
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ bytes[i]) * 1099511628211u;
    return hash;
}
