#pragma once
/* Query and path parameters against const types. Own parser: repeated names, bad escapes, %00, invalid UTF-8 and unknown names are faults. */
#include "contract/schema.h"

enum parameter_place { IN_PATH, IN_QUERY };

/* Of what is deprecated: the values of the headers Deprecation (RFC 9745) and Sunset (RFC 8594). */
struct farewell { const char *since, *until; };

struct parameter {
    const char *name;
    enum parameter_place place;
    bool required;
    bool list;                    /* several values, comma-separated: bound as a PostgreSQL array literal */
    const struct schema *schema;  /* of one value */
    const char *fallback;         /* default, text; NULL = none */
    const struct farewell *farewell; /* NULL = it stays */
};

/* A path template split once: "/v1/firms/{id}" . */
/* Percent-decode one path segment or query part into the arena. NULL when an escape is malformed, the result holds NUL or is not UTF-8. */
const char *percent_decode(struct arena *arena, const char *text, size_t length, bool plus_is_space);

/* Parse `query` (raw, without '?') against the table; values[i] becomes the decoded text of parameters[i] (its fallback,
 * or NULL when absent); list values become array literals ({"a","b"}). Path parameters' values are already in values[] and are
 * checked here too. An empty value of a query parameter is a fault. True when no fault was added. */
bool parameters_read(const struct parameter *parameters, size_t count, const char *query, const char **values, struct faults *faults);
/* The same for one application/x-www-form-urlencoded body: a JSON object of strings; repeated names are a fault. */
json_t *form_read(const char *text, size_t length, struct faults *faults) __attribute__((warn_unused_result));
