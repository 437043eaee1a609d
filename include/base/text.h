#pragma once
/* Bytes and characters: UTF-8, base64url, hexadecimal, comparison in constant time. No locale anywhere. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Valid UTF-8 without NUL, surrogates or overlong forms. */
bool text_is_utf8(const char *text, size_t length) __attribute__((warn_unused_result));
/* Code points in valid UTF-8. */
size_t text_count(const char *text, size_t length);
/* Equal, in time that depends on the lengths alone. */
bool text_same_secret(const void *a, size_t a_length, const void *b, size_t b_length);
/* `out` takes 2 * length + 1 bytes; lower case. */
void text_hex(const void *data, size_t length, char *out);
/* Strict base64url without padding (RFC 4648 §5): canonical, so one value has one spelling. `out` takes
 * TEXT_BASE64URL_SIZE(length) bytes, terminated. */
#define TEXT_BASE64URL_SIZE(length) (((length) * 4 + 2) / 3 + 1)
size_t text_base64url(const void *data, size_t length, char *out);
/* False for any sloppy spelling. `out` takes length * 3 / 4 + 1 bytes. */
bool text_from_base64url(const char *text, size_t length, void *out, size_t *ret_length) __attribute__((warn_unused_result));
/* Standard base64 with padding, for webhook secrets and signatures. */
size_t text_base64(const void *data, size_t length, char *out); /* out: (length + 2) / 3 * 4 + 1 */
bool text_from_base64(const char *text, size_t length, void *out, size_t *ret_length) __attribute__((warn_unused_result));
/* Decimal digits only, no sign, no leading blanks, fits in int64. */
bool text_to_int64(const char *text, int64_t *ret_value) __attribute__((warn_unused_result)); /* an optional '-' is allowed */
/* FNV-1a, for tables in memory, never for secrets. */
uint64_t text_hash(const void *data, size_t length);
