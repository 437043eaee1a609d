#include "db/db.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include "trip.h"

/* A trip that lost to another each time is refused in the end: the caller is told, and others have their turn. */
#define RACE_TRIES 5
#define UNIQUE_VIOLATION "23505"

static struct db_result *new_result(void)
{
    struct db_result *result = result_new();
    if (!result)
        abort(); /* out of memory */
    return result;
}

static enum db_outcome away(struct connection *connection, struct db_result *result)
{
    result->trouble = connection->trouble;
    return DB_AWAY;
}

/* A second attempt is safe where nothing can have been committed, and of use where a new session may do better. */
static bool may_retry(const struct connection *connection, const struct db_trip *trip, const struct db_result *result,
                      enum db_outcome outcome)
{
    const struct trouble *trouble = &result->trouble;
    if (connection->pg)
        return false;
    if (trouble->stale)
        return true;
    bool ended = !trouble->sqlstate[0] || trouble->fatal;
    return outcome == DB_AWAY && ended && (!trip->writes || trip->open);
}

static enum db_outcome attempt(struct connection *connection, const struct db_trip *trip, struct db_result *result)
{
    struct flight flight;
    if (!connection->pg && !connection_open(connection, connection->role))
        return away(connection, result);
    flight_begin(&flight, connection, result, trip->writes);
    return flight_land(&flight, flight_trip(&flight, trip));
}

/* Deadlock or serialization failure: PostgreSQL took everything back, and asks that the whole be tried again. A row that stands in the way may have
 * been written while the statement ran, which then did not see it and can answer it the next time: once more. A lock that was waited for in vain is
 * another matter: its holder may be slow for long. */
static bool lost_a_race(const struct connection *connection, const struct db_result *result, enum db_outcome outcome, unsigned tries)
{
    if (!connection->pg)
        return false;
    if (outcome == DB_CONFLICT)
        return tries < RACE_TRIES && !strncmp(result->trouble.sqlstate, "40", 2);
    return outcome == DB_CONSTRAINT && tries == 1 && !strcmp(result->trouble.sqlstate, UNIQUE_VIOLATION);
}

static enum db_outcome attempt_whole(struct connection *connection, const struct db_trip *trip, struct db_result *result)
{
    enum db_outcome outcome = attempt(connection, trip, result);
    if (outcome != DB_OK && may_retry(connection, trip, result, outcome))
        outcome = attempt(connection, trip, result);
    connection->open = trip->open && connection->pg;
    connection->open_writes = trip->writes;
    if (outcome != DB_OK)
        db_rollback(connection);
    return outcome;
}

enum db_outcome db_run(struct connection *connection, const struct db_trip *trip, struct db_result **ret_result)
{
    assert(!connection->open);
    struct db_result *result = new_result();
    const uint64_t allowance_us = connection->limits->write_timeout_ms * UINT64_C(1000);
    enum db_outcome outcome = attempt_whole(connection, trip, result);
    for (unsigned tries = 1; lost_a_race(connection, result, outcome, tries) && result->time_us < allowance_us; tries++)
        outcome = attempt_whole(connection, trip, result);
    *ret_result = result;
    return outcome;
}

static bool queue_end(struct flight *flight)
{
    if (flight->connection->open_writes)
        flight->commit_at = flight->count;
    return flight_plain(flight, "commit");
}

static enum db_outcome go_on(struct connection *connection, const struct db_step *steps, size_t step_count, bool ends, struct db_result **ret_result)
{
    struct flight flight;
    struct db_result *result = new_result();
    *ret_result = result;
    if (!connection->open)
        return away(connection, result);
    flight_begin(&flight, connection, result, connection->open_writes);
    enum db_outcome outcome = flight_land(&flight, flight_steps(&flight, steps, step_count) && (!ends || queue_end(&flight)));
    bool over = flight.failed_at == SIZE_MAX || flight.failed_at >= flight.commit_at;
    if (outcome != DB_OK && !(ends && over))
        db_rollback(connection);
    else if (ends)
        connection->open = false;
    return outcome;
}

enum db_outcome db_continue(struct connection *connection, const struct db_step *steps, size_t step_count,
                            struct db_result **ret_result)
{
    return go_on(connection, steps, step_count, false, ret_result);
}

enum db_outcome db_finish(struct connection *connection, const struct db_step *steps, size_t step_count, struct db_result **ret_result)
{
    return go_on(connection, steps, step_count, true, ret_result);
}

enum db_outcome db_commit(struct connection *connection)
{
    struct flight flight;
    if (!connection->open)
        return DB_AWAY;
    struct db_result *result = new_result();
    flight_begin(&flight, connection, result, connection->open_writes);
    enum db_outcome outcome = flight_land(&flight, queue_end(&flight));
    connection->open = false;
    db_result_free(result);
    return outcome;
}

void db_rollback(struct connection *connection)
{
    struct flight flight;
    if (!connection->open)
        return;
    struct trouble cause = connection->trouble;
    struct db_result *result = new_result();
    flight_begin(&flight, connection, result, false);
    if (flight_land(&flight, flight_plain(&flight, "rollback")) != DB_OK)
        connection_close(connection);
    connection->open = false;
    connection->trouble = cause;
    db_result_free(result);
}

const char *db_last_constraint(const struct connection *connection)
{
    return connection->trouble.constraint;
}

const char *db_last_detail(const struct connection *connection)
{
    return connection->trouble.detail;
}

#define VERSION_TEXT "select coalesce(max(version), 0)::text as version from schema_migrations"
static const struct sql_token version_token = { .text = true, .length = sizeof VERSION_TEXT - 1 };
static const struct statement version_statement = {
    .name = "schemaVersion", .text = VERSION_TEXT, .tokens = &version_token, .token_count = 1, .returns = SQL_RETURNS_ONE,
};

enum db_outcome db_schema_version(struct connection *connection, int *ret_version)
{
    const struct db_caller nobody = { 0 };
    const struct db_step step = { .statement = &version_statement };
    const struct db_trip trip = { .caller = &nobody, .steps = &step, .step_count = 1 };
    struct db_result *result;
    enum db_outcome outcome = db_run(connection, &trip, &result);
    if (outcome == DB_OK) {
        const struct cell *cell = db_result_row(result, 0, 0);
        int version = 0;
        for (int32_t i = 0; i < cell->length && cell->data[i] >= '0' && cell->data[i] <= '9'; i++)
            version = version * 10 + (cell->data[i] - '0');
        *ret_version = version;
    }
    db_result_free(result);
    return outcome;
}
