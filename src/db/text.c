#include "db/db.h"
#include <inttypes.h>
#include <string.h>
#include "base/clock.h"
#include "base/uuid.h"
#include "result.h"

#define EPOCH_DAYS 10957 /* from 1970-01-01 to 2000-01-01 */
#define EPOCH_US (INT64_C(86400000000) * EPOCH_DAYS)

static int column_of(const struct db_result *result, size_t step, const char *label)
{
    const struct shape *shape = db_result_shape(result, step);
    for (size_t i = 0; i < shape->count; i++)
        if (!strcmp(shape->columns[i].label, label))
            return (int)i;
    return -1;
}

/* Find a cell that is not null. */
static bool find(const struct db_result *result, size_t step, size_t row, int column, struct cell *ret_cell)
{
    if (column < 0 || row >= db_result_rows(result, step))
        return false;
    const PGresult *tuples = result->tuples[step];
    if (PQgetisnull(tuples, (int)row, column))
        return false;
    ret_cell->data = (const unsigned char *)PQgetvalue(tuples, (int)row, column);
    ret_cell->length = PQgetlength(tuples, (int)row, column);
    return true;
}

static int64_t read_integer(const struct cell *cell)
{
    uint64_t value = cell->length > 0 && (cell->data[0] & 0x80) ? UINT64_MAX : 0;
    for (int32_t i = 0; i < cell->length && i < 8; i++)
        value = value << 8 | cell->data[i];
    return (int64_t)value;
}

static const char *date_text(struct arena *arena, int64_t days)
{
    int year;
    unsigned month, day;
    if (days == INT32_MAX || days == INT32_MIN)
        return days > 0 ? "infinity" : "-infinity";
    clock_civil(days + EPOCH_DAYS, &year, &month, &day);
    return arena_printf(arena, "%04d-%02u-%02u", year, month, day);
}

static const char *instant_text(struct arena *arena, int64_t us)
{
    char text[CLOCK_SIZE];
    if (us == INT64_MAX || us == INT64_MIN)
        return us > 0 ? "infinity" : "-infinity";
    clock_format(us + EPOCH_US, text);
    return arena_strdup(arena, text);
}

static const char *uuid_text(struct arena *arena, const struct cell *cell)
{
    char text[UUID_SIZE] = "";
    if (cell->length != 16)
        return NULL;
    uuid_format(cell->data, text);
    return arena_strndup(arena, text, UUID_SIZE - 1);
}

const char *db_result_text(struct db_result *result, struct arena *arena, size_t step, size_t row, const char *label)
{
    struct cell cell;
    int column = column_of(result, step, label);
    if (!find(result, step, row, column, &cell))
        return NULL;
    switch (result->shapes[step].columns[column].type) {
    case VALUE_BOOL:
        return cell.data[0] ? "true" : "false";
    case VALUE_INT2: case VALUE_INT4: case VALUE_INT8:
        return arena_printf(arena, "%" PRId64, read_integer(&cell));
    case VALUE_TEXT: case VALUE_JSON:
        return arena_strndup(arena, (const char *)cell.data, (size_t)cell.length);
    case VALUE_JSONB:
        return cell.length < 1 ? NULL : arena_strndup(arena, (const char *)cell.data + 1, (size_t)cell.length - 1);
    case VALUE_UUID:
        return uuid_text(arena, &cell);
    case VALUE_DATE:
        return date_text(arena, read_integer(&cell));
    case VALUE_TIMESTAMPTZ:
        return instant_text(arena, read_integer(&cell));
    case VALUE_NUMERIC: case VALUE_BYTEA: case VALUE_TEXT_ARRAY: case VALUE_UNSUPPORTED:
        break;
    }
    return NULL;
}

const void *db_result_bytes(struct db_result *result, size_t step, size_t row, const char *label, size_t *ret_length)
{
    struct cell cell;
    if (!find(result, step, row, column_of(result, step, label), &cell))
        return NULL;
    *ret_length = (size_t)cell.length;
    return cell.data;
}
