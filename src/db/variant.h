#pragma once
/* DESIGN. The variants of statements that one connection has prepared, or is about to. At most `limit`, the least recently
 * used goes; its DEALLOCATE rides in front of the next trip. One thread at a time, like the connection itself. */
#include <libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>
#include "base/buffer.h"
#include "db/db.h"

#define VARIANT_NAME_SIZE 64 /* the server cuts longer names (NAMEDATALEN) */
#define VARIANT_VALUES_MAX 256
#define VARIANT_BUCKETS 128
#define VARIANT_LIMIT_MIN 8  /* more than one trip can pin */

struct variant {
    const struct statement *statement;
    uint32_t conditions;            /* only those its statement looks at */
    bool prepared;                  /* the server said so, or is about to */
    bool pending;                   /* it is about to */
    uint64_t used;                  /* number of the trip that used it last */
    char name[VARIANT_NAME_SIZE];
    char *literals;                 /* the values that stand in its text, each with its place */
    size_t value_count;
    int16_t values[VARIANT_VALUES_MAX]; /* $n is bound to values[n - 1] of the trip */
    struct variant *newer, *older, *chained;
};

struct variants {
    struct variant *buckets[VARIANT_BUCKETS];
    struct variant *newest, *oldest;
    size_t count, limit, pending;
    uint64_t serial;
};

void variants_init(struct variants *variants, size_t limit);
/* Forget all, e.g. because the session they lived in is gone. */
void variants_clear(struct variants *variants);
/* Find or make, for the step's statement, conditions and literal values. NULL when out of memory or when the statement has more than
 * VARIANT_VALUES_MAX placeholders. */
struct variant *variants_use(struct variants *variants, const struct db_step *step, uint64_t trip) __attribute__((warn_unused_result));
/* Is what the step needs about to be prepared? */
bool variants_pending(const struct variants *variants, const struct db_step *step) __attribute__((warn_unused_result));
/* The one to evict because there are too many: unlinked, the caller's to variant_free(). NULL = none. Spares those of the trip `spared` and of later ones. */
struct variant *variants_evict(struct variants *variants, uint64_t spared) __attribute__((warn_unused_result));
/* Unlink one; the caller's to variant_free(). */
void variants_remove(struct variants *variants, struct variant *variant);
void variant_free(struct variant *variant);

/* The text of a variant with $1…$n, and its literal values quoted. False when one cannot be quoted. */
bool variant_text(PGconn *pg, const struct db_step *step, struct buffer *out) __attribute__((warn_unused_result));
/* The same with quoted literals, without a closing semicolon. False when a value cannot be quoted (not UTF-8, no memory). */
bool variant_literal_text(PGconn *pg, const struct statement *statement, uint32_t conditions, const char *const *values,
                          struct buffer *out) __attribute__((warn_unused_result));
