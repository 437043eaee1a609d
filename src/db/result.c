#include "result.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const struct shape no_shape;

struct db_result *result_new(void)
{
    return calloc(1, sizeof(struct db_result));
}

void result_drop_rows(struct db_result *result)
{
    for (size_t i = 0; i < DB_STEPS_MAX; i++)
        PQclear(result->tuples[i]);
    free(result->columns);
    free(result->cells);
    memset(result->tuples, 0, sizeof result->tuples);
    memset(result->shapes, 0, sizeof result->shapes);
    result->columns = NULL;
    result->cells = NULL;
}

void db_result_free(void *of)
{
    struct db_result *result = of;
    if (!result)
        return;
    result_drop_rows(result);
    free(result);
}

/* Object numbers of pg_type.dat, fixed for ever. A domain comes as its base type. */
enum value_type value_type_of(Oid oid)
{
    switch (oid) {
    case 16: return VALUE_BOOL;
    case 21: return VALUE_INT2;
    case 23: return VALUE_INT4;
    case 20: return VALUE_INT8;
    case 1700: return VALUE_NUMERIC;
    case 18: case 19: case 25: case 705: case 1042: case 1043: return VALUE_TEXT;
    case 2950: return VALUE_UUID;
    case 1082: return VALUE_DATE;
    case 1184: return VALUE_TIMESTAMPTZ;
    case 114: return VALUE_JSON;
    case 3802: return VALUE_JSONB;
    case 17: return VALUE_BYTEA;
    case 1009: case 1015: case 2951: case 1182: return VALUE_TEXT_ARRAY;
    default: return VALUE_UNSUPPORTED;
    }
}

bool result_shape(struct db_result *result)
{
    size_t total = 0, widest = 1;
    for (size_t i = 0; i < result->step_count; i++) {
        size_t count = (size_t)PQnfields(result->tuples[i]);
        total += count;
        widest = count > widest ? count : widest;
    }
    if (total == 0)
        return true;
    result->columns = calloc(total, sizeof *result->columns);
    result->cells = calloc(widest, sizeof *result->cells);
    if (!result->columns || !result->cells)
        return false;
    struct column *column = result->columns;
    for (size_t i = 0; i < result->step_count; i++) {
        const PGresult *tuples = result->tuples[i];
        result->shapes[i] = (struct shape){ .columns = column, .count = (size_t)PQnfields(tuples) };
        for (int j = 0; j < PQnfields(tuples); j++)
            *column++ = (struct column){ .label = PQfname(tuples, j), .type = value_type_of(PQftype(tuples, j)) };
    }
    return true;
}

const struct shape *db_result_shape(const struct db_result *result, size_t step)
{
    return step < result->step_count ? &result->shapes[step] : &no_shape;
}

size_t db_result_rows(const struct db_result *result, size_t step)
{
    return step < result->step_count ? (size_t)PQntuples(result->tuples[step]) : 0;
}

const struct cell *db_result_row(struct db_result *result, size_t step, size_t row)
{
    assert(row < db_result_rows(result, step));
    const PGresult *tuples = result->tuples[step];
    int count = (int)result->shapes[step].count, number = (int)row;
    for (int i = 0; i < count; i++) {
        struct cell *cell = &result->cells[i];
        cell->data = (const unsigned char *)PQgetvalue(tuples, number, i);
        cell->length = PQgetlength(tuples, number, i);
        if (cell->length == 0 && PQgetisnull(tuples, number, i))
            cell->length = -1;
    }
    return result->cells;
}

const char *db_result_constraint(const struct db_result *result)
{
    return result->trouble.constraint;
}

const char *db_result_detail(const struct db_result *result)
{
    return result->trouble.detail;
}

uint64_t db_result_time_us(const struct db_result *result)
{
    return result->time_us;
}
