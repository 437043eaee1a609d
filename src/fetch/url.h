#pragma once
#include <stdbool.h>

/* Same scheme, host and port. */
bool url_same_origin(const char *a, const char *b) __attribute__((warn_unused_result));
