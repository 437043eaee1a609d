#pragma once
/* DESIGN. A JSON Schema (draft 2020-12) of the declared keyword subset as const data, written by openapi/generate.py and enforced
 * here; a keyword outside the subset is a build error, so what the contract says is what is checked. All faults of a value are
 * found at once, each with its JSON pointer (RFC 6901).
 *
 * Subset: type (one or several), enum, const, format (uuid, date, date-time, decimal, money, month, uscc), minimum, maximum,
 * exclusiveMinimum, exclusiveMaximum, minLength, maxLength, pattern (PCRE2, ECMA meaning, match limits capped), required, properties, additionalProperties
 * (false, true or schema), items, minItems, maxItems, uniqueItems, $ref, oneOf (with a discriminator, or branches of distinct types), description/title/example/examples/default/
 * readOnly/deprecated and x- keys without effect. */
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"

enum schema_type {
    SCHEMA_NULL = 1, SCHEMA_BOOLEAN = 2, SCHEMA_INTEGER = 4, SCHEMA_NUMBER = 8, SCHEMA_STRING = 16, SCHEMA_ARRAY = 32,
    SCHEMA_OBJECT = 64 /* 0 = any */
};
enum schema_format {
    FORMAT_NONE, FORMAT_UUID, FORMAT_DATE, FORMAT_DATE_TIME,
    FORMAT_DECIMAL, /* string: -?digits(.digits)? , at most 18 digits before and `scale` after the point */
    FORMAT_MONEY,   /* decimal string with at most two places */
    FORMAT_MONTH,   /* YYYY-MM */
    FORMAT_USCC     /* unified social credit code, GB 32100-2015, check characters verified (upper case only) */
};

struct schema;
struct schema_property { const char *name; const struct schema *schema; bool required; };

/* Of a size that fits, the small members first: there are hundreds of them. */
struct schema {
    unsigned types;
    enum schema_format format;
    int32_t min_length, max_length;       /* code points; -1 = none */
    int32_t min_items, max_items;         /* -1 = none */
    uint32_t property_count, required_count, enumeration_count, one_of_count;
    bool has_minimum, has_maximum, exclusive_minimum, exclusive_maximum;
    bool unique_items;
    bool closed;                          /* additionalProperties: false */
    bool never;                           /* the schema `false` */
    const char *minimum, *maximum;        /* as written: compared exactly, not as double */
    const char *pattern;                  /* NULL = none; compiled on first use, kept */
    const struct schema_property *properties; /* sorted by name */
    const char *const *required;          /* incl. names that are no declared property */
    const struct schema *additional;      /* schema of other members; NULL = any */
    const struct schema *items;
    const char *const *enumeration;       /* JSON texts (const = one); empty+NULL = none */
    const struct schema *const *one_of;
    const char *discriminator;            /* property whose string value picks the branch; NULL = picked by type */
    const char *const *discriminator_values; /* one for each branch */
    const struct schema *reference;       /* $ref; siblings are checked as well */
};

/* One fault of a value. Pointer and details live in the arena. */
struct fault {
    const char *pointer;  /* "/phone"; "" = the whole; a parameter's name for parameters */
    const char *code;     /* the keyword that refused: "pattern", "required", "format", "additionalProperties", "unknown", … */
    const char *zh, *en;
};
#define FAULTS_MAX 50 /* further ones are counted, not kept */
struct faults {
    struct arena *arena;
    struct fault items[FAULTS_MAX];
    size_t count;      /* kept */
    size_t total;      /* found */
};
void fault_add(struct faults *faults, const char *pointer, const char *code, const char *zh, const char *en);

/* Check a value against a schema; true when no fault was added. Depth is capped at 64 (a fault, not a crash). Any thread. */
bool schema_check(const struct schema *schema, const json_t *value, struct faults *faults);

/* Parse a body as the service reads JSON everywhere: UTF-8 without NUL or \u0000, no duplicate members, one value, depth
 * capped at 64, integers that fit int64 (an overlong number is a fault, not a rounding). NULL with one fault added. The caller decrefs. */
json_t *json_read(const char *text, size_t length, struct faults *faults) __attribute__((warn_unused_result));
