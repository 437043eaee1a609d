#pragma once
/* What a trip brought back: libpq's own results, whose cells are read in place. */
#include <libpq-fe.h>
#include "db/db.h"
#include "outcome.h"

struct db_result {
    size_t step_count;
    PGresult *tuples[DB_STEPS_MAX];     /* NULL where a step did not get that far */
    struct shape shapes[DB_STEPS_MAX];
    struct column *columns;             /* of all steps, one block */
    struct cell *cells;                 /* of one row, as wide as the widest shape */
    uint64_t time_us;
    struct trouble trouble;
};

struct db_result *result_new(void) __attribute__((warn_unused_result));
/* Let go of rows, keep the trouble: before a second attempt, and when a trip failed. */
void result_drop_rows(struct db_result *result);
/* Make shapes for the tuples. False when out of memory. */
bool result_shape(struct db_result *result) __attribute__((warn_unused_result));
enum value_type value_type_of(Oid oid);
