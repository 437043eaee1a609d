#pragma once
/* UUIDv7 (RFC 9562): time-ordered ids, strictly increasing within this process. Any thread. */
#include <stdbool.h>
#include <stddef.h>
#define UUID_SIZE 37 /* text form with its terminator */
void uuid_make(char out[static UUID_SIZE]);
/* The canonical form 8-4-4-4-12, either case. */
bool uuid_is(const char *text, size_t length) __attribute__((warn_unused_result));
/* From 16 bytes, lower case; writes 36 characters and no terminator. */
void uuid_format(const unsigned char bytes[static 16], char *out);
