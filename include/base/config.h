#pragma once
/* DESIGN. Every setting of the service is one row of one table in code (config_keys): name, default, kind, bounds, what it
 * is for. The documentation is printed from that table. A value comes from the table, then from the file (`key = value`,
 * `#` begins a comment), then, if it is a secret, from a file of its own (secrets_dir, $CREDENTIALS_DIRECTORY), then from the environment (WUYE_<KEY>), the later winning. Reading reports every fault at once,
 * each naming its place, and an unknown key names the nearest known one. After reading a configuration never changes, so
 * threads share it freely. Asking for a key that is not in the table, or by the wrong kind, is our bug. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include "base/buffer.h"

enum config_kind {
    CONFIG_TEXT,
    CONFIG_NUMBER, /* a whole number within minimum and maximum */
    CONFIG_FLAG,   /* true or false (also yes, no, on, off, 1, 0) */
    CONFIG_SECRET, /* text that is never printed */
    CONFIG_LIST    /* texts parted by commas, blanks around them dropped */
};

struct config_key {
    const char *key;
    enum config_kind kind;
    const char *value; /* default; "" = none */
    int64_t minimum, maximum; /* of a number */
    const char *(*fault)(const char *value); /* what is wrong with a value that is not empty, NULL = nothing; may be NULL */
    const char *about;
};
extern const struct config_key config_keys[]; /* sorted by key */
extern const size_t config_key_count;

struct config;
/* Read `path` (NULL: the file the environment's WUYE_CONFIG names, if any) and the environment. On any fault: false, and one
 * line for each in `faults` ("file:line: key: what"). The caller frees. */
bool config_read(const char *path, struct buffer *faults, struct config **ret_config) __attribute__((warn_unused_result));
void config_free(struct config *config);

/* Text of a text, secret or list; "" when none was given. Lives as long as the configuration. */
const char *config_text(const struct config *config, const char *key);
int64_t config_number(const struct config *config, const char *key);
bool config_flag(const struct config *config, const char *key);
/* The items of a list; the array is NULL-terminated. */
const char *const *config_list(const struct config *config, const char *key, size_t *ret_count);

/* All settings, sorted, in the file's own form, each with where it comes from; secrets as "(set)". */
void config_print(const struct config *config, FILE *out);
/* The table as documentation (Markdown). */
void config_document(FILE *out);
/* The known key that is nearest to a wrong one; NULL when none is near. */
const char *config_nearest(const char *key);
/* The file that was read; NULL when none. */
const char *config_file(const struct config *config);
