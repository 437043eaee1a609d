#pragma once
/* name=value&… , the one splitter of queries and forms. */
#include <stdbool.h>
#include <stddef.h>

struct pair {
    const char *name, *value; /* still encoded; value NULL when there is no '=' */
    size_t name_length, value_length;
};
/* The next pair of `*at`…`end`, empty ones left out; false at the end. */
bool pair_next(const char **at, const char *end, struct pair *ret_pair);
