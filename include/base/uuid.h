#pragma once
/* UUIDs (RFC 9562). Any thread. */
#include <stdbool.h>
#include <stddef.h>
#define UUID_SIZE 37 /* text form with its terminator */
/* One of version 7: ordered by time, strictly increasing within this process. */
void uuid_make(char out[static UUID_SIZE]);
/* One of version 4: it says nothing of when it was made. */
void uuid_make_blind(char out[static UUID_SIZE]);
/* The canonical form 8-4-4-4-12, either case. */
bool uuid_is(const char *text, size_t length) __attribute__((warn_unused_result));
/* From 16 bytes, lower case; writes 36 characters and no terminator. */
void uuid_format(const unsigned char bytes[static 16], char *out);
