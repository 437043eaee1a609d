#pragma once
/* DESIGN. What a trip tells the database before its statements, in one select of transaction-local set_config(): who calls,
 * whether it may write, how long it may take, and whether who calls is still let in: the question raises where not, so that the
 * trip does nothing. Only scopes the caller has are set; an unset one reads as null or '', which the
 * SQL functions treat alike. Each mix of these is a prepared statement of its own, few per role. */
#include <stdbool.h>
#include "base/buffer.h"
#include "db/db.h"

#define SETTINGS_NAMES 6                          /* set_config() of a value */
#define SETTINGS_VALUES_MAX (SETTINGS_NAMES + 3)  /* and district, holder and epoch of the question */
#define SETTINGS_MIXES 1024

struct settings {
    unsigned mix;               /* which of the SETTINGS_MIXES texts, also bit number of connection.settings_prepared */
    char name[8];               /* of the prepared statement */
    unsigned value_count;
    const char *values[SETTINGS_VALUES_MAX];
};

void settings_read(struct settings *settings, const struct db_trip *trip);
/* Its text with $1…$n, or for an export with `literals` (already quoted) in place of them and no time limit. */
void settings_text(const struct settings *settings, const struct pool_settings *limits, struct buffer *out);
void settings_export_text(const struct settings *settings, char *const *literals, struct buffer *out);
