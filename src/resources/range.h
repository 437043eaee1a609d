#pragma once
/* A part of a file, as a Range header asks for it. */
#include <stdint.h>

struct range { uint64_t first, count; };

/* What of `length` bytes is asked for: 1 = a part, 0 = all of it, also when the range is of a form that need not be known (RFC 9110 §14.2), -1 = nothing that is there. */
int range_read(const char *text, uint64_t length, struct range *range) __attribute__((warn_unused_result));
