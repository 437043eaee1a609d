#pragma once
/* DESIGN. Patterns come from the contract alone, already put by openapi/generate.py from ECMA-262 into PCRE2's words. Each is
 * compiled (JIT) when it is first met and kept for the life of the process in a table that is only ever added to, so a look
 * needs no lock. */
#include <stdbool.h>
#include <stddef.h>

enum pattern_outcome { PATTERN_MATCHES, PATTERN_DIFFERS, PATTERN_TOO_COSTLY /* a limit was met, or no memory: refuse */ };
/* `text` is valid UTF-8. Any thread. */
enum pattern_outcome pattern_match(const char *pattern, const char *text, size_t length);
/* For tests that look for leaks: forget all. No other thread may be matching. */
void patterns_release(void);
