#pragma once
/* One spelling of JSON, that everybody comes to: members by name, no blanks, UTF-8 as it is, and what has to be escaped as RFC 8785 escapes it. Of texts, integers, true, false and null:
 * a real number is not written. */
#include <jansson.h>

/* The caller frees it. NULL: out of memory. */
char *canonical_json(const json_t *value) __attribute__((warn_unused_result));
