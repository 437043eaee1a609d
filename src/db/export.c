#include "db/db.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/clock.h"
#include "trip.h"

/* DESIGN. An export leaves pipeline mode for one simple query of two statements: the settings, and COPY (…) TO STDOUT in binary.
 * Together they are one implicit transaction and one snapshot, or an explicit one with the snapshot of another. COPY takes no parameters, so values are quoted literals; labels
 * and types come from a description of the same variant just before, so that they cannot be out of date. There is no limit on the whole, for it is as slow as whoever reads it, but one on each wait for the database.
 * PostgreSQL sends 8 KiB at a time, and to wake whoever waits for them costs it a fifth of what an export takes: so who has read a while dozes first, and then reads what has come together. */

struct db_export {
    struct connection *connection;
    struct db_result *described;   /* owns the shape */
    char *chunk;                   /* of libpq; the rest of it is at `at` */
    const unsigned char *at, *end;
    uint64_t received;             /* bytes of rows */
    bool ended;
};

/* In a doze some 50 KiB come, half of what a socket holds by default: nobody has to wait for it. What is short is over before anybody dozes. */
#define DOZE_US 500
#define DOZE_AFTER (UINT64_C(256) << 10)

static const unsigned char signature[11] = "PGCOPY\n\377\r\n"; /* its NUL is part of it */
#define HEADER_SIZE 19 /* signature, flags, length of the extension */

static uint32_t read_uint32(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static bool quote_settings(PGconn *pg, const struct settings *settings, char **ret_literals)
{
    for (unsigned i = 0; i < settings->value_count; i++) {
        ret_literals[i] = PQescapeLiteral(pg, settings->values[i], strlen(settings->values[i]));
        if (!ret_literals[i])
            return false;
    }
    return true;
}

/* Nothing may have been asked yet when another's snapshot is taken over. */
static bool begin_text(PGconn *pg, const char *snapshot, struct buffer *out)
{
    char *literal = snapshot ? PQescapeLiteral(pg, snapshot, strlen(snapshot)) : NULL;
    if (literal)
        buffer_printf(out, "begin isolation level repeatable read read only; set transaction snapshot %s; ", literal);
    bool quoted = !snapshot || literal;
    PQfreemem(literal);
    return quoted;
}

static bool query_text(PGconn *pg, const struct db_trip *trip, struct buffer *out)
{
    char *literals[SETTINGS_VALUES_MAX] = { 0 };
    const struct db_step *step = &trip->steps[0];
    struct settings settings;
    settings_read(&settings, trip);
    bool quoted = quote_settings(pg, &settings, literals) && begin_text(pg, trip->snapshot, out);
    if (quoted) {
        settings_export_text(&settings, literals, out);
        buffer_add_text(out, "; copy (");
        quoted = variant_literal_text(pg, step->statement, step->conditions, step->values, out);
        buffer_add_text(out, "\n) to stdout (format binary)");
        buffer_add_text(out, trip->snapshot ? "; commit" : "");
    }
    for (size_t i = 0; i < SETTINGS_VALUES_MAX; i++)
        PQfreemem(literals[i]);
    return quoted && buffer_text(out);
}

/* Labels and types, from the unnamed prepared statement: always fresh, and no room taken among the variants. */
static enum db_outcome describe(struct db_export *export, const struct db_trip *trip)
{
    struct flight flight;
    struct connection *connection = export->connection;
    const struct db_step *step = &trip->steps[0];
    struct buffer text BUFFER_CLEANUP;
    buffer_init(&text);
    bool quoted = variant_text(connection->pg, step, &text);
    flight_begin(&flight, connection, export->described, false);
    bool queued = quoted && buffer_text(&text) && PQsendPrepare(connection->pg, "", text.data, 0, NULL);
    flight.commands[flight.count++] = (struct command){ .kind = COMMAND_PLAIN };
    queued = queued && PQsendDescribePrepared(connection->pg, "");
    flight.commands[flight.count++] = (struct command){ .kind = COMMAND_STEP };
    export->described->step_count = 1;
    return flight_land(&flight, queued);
}

/* The connection cannot go on: say why, close it. */
static enum db_outcome give_up(struct db_export *export, enum db_outcome outcome, const char *why)
{
    struct trouble *trouble = &export->connection->trouble;
    if (!trouble->detail[0])
        trouble_say(trouble, why);
    connection_close(export->connection);
    export->ended = true;
    return outcome;
}

static void take_report(struct db_export *export, const PGresult *answer)
{
    struct trouble *trouble = &export->connection->trouble;
    if (PQresultStatus(answer) == PGRES_FATAL_ERROR && !trouble->sqlstate[0])
        trouble_read(trouble, answer, "copy");
}

static int64_t patience(const struct db_export *export)
{
    return clock_monotonic_us() + export->connection->limits->read_timeout_ms * INT64_C(1000);
}

/* Read what is left of the query's answers, and go back to pipeline mode. */
static enum db_outcome finish(struct db_export *export)
{
    struct connection *connection = export->connection;
    export->ended = true;
    for (;;) {
        enum wait waited = connection_wait(connection, patience(export));
        if (waited == WAIT_DEADLINE)
            return give_up(export, DB_TIMEOUT, "no answer within the deadline");
        PGresult *answer = PQgetResult(connection->pg);
        if (!answer)
            break;
        take_report(export, answer);
        PQclear(answer);
    }
    if (PQstatus(connection->pg) != CONNECTION_OK || !PQenterPipelineMode(connection->pg))
        return give_up(export, DB_AWAY, PQerrorMessage(connection->pg));
    if (!connection->trouble.detail[0])
        return DB_OK;
    enum db_outcome outcome = trouble_outcome(&connection->trouble, false);
    /* A transaction that was begun and has failed is not there to be gone on with. */
    return outcome == DB_AWAY || PQtransactionStatus(connection->pg) != PQTRANS_IDLE ? give_up(export, outcome, "") : outcome;
}

/* Wait for COPY to begin. */
static enum db_outcome await_copy(struct db_export *export)
{
    struct connection *connection = export->connection;
    for (;;) {
        enum wait waited = connection_wait(connection, patience(export));
        if (waited == WAIT_DEADLINE)
            return give_up(export, DB_TIMEOUT, "no answer within the deadline");
        PGresult *answer = PQgetResult(connection->pg);
        ExecStatusType status = PQresultStatus(answer);
        take_report(export, answer);
        PQclear(answer);
        if (status == PGRES_COPY_OUT)
            return DB_OK;
        if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
            enum db_outcome outcome = finish(export);
            return outcome == DB_OK ? DB_BUG : outcome;
        }
    }
}

/* At first what has come already, for PQconsumeInput() waits for nothing; then what came in a doze; then whatever comes within patience. */
static enum wait more_bytes(const struct db_export *export, unsigned tried)
{
    if (export->received < DOZE_AFTER || tried > 1)
        return connection_wait_bytes(export->connection, patience(export));
    if (tried)
        usleep(DOZE_US);
    return PQconsumeInput(export->connection->pg) ? WAIT_READY : WAIT_BROKEN;
}

/* The next message of COPY into `chunk`. DB_OK without a chunk: the end. */
static enum db_outcome next_chunk(struct db_export *export)
{
    struct connection *connection = export->connection;
    PQfreemem(export->chunk);
    export->chunk = NULL;
    export->at = export->end = NULL;
    bool broken = false;
    for (unsigned tried = 0;; tried++) {
        int got = PQgetCopyData(connection->pg, &export->chunk, 1);
        if (got > 0) {
            export->received += (uint64_t)got;
            export->at = (const unsigned char *)export->chunk;
            export->end = export->at + got;
            return DB_OK;
        }
        if (got < 0)
            return finish(export);
        if (broken)
            return give_up(export, DB_AWAY, PQerrorMessage(connection->pg));
        enum wait waited = more_bytes(export, tried);
        if (waited == WAIT_DEADLINE)
            return give_up(export, DB_TIMEOUT, "no row within the deadline");
        broken = waited == WAIT_BROKEN; /* what has arrived before the end still counts */
    }
}

/* The header stands before the first row, in the same message or alone. */
static enum db_outcome skip_header(struct db_export *export)
{
    enum db_outcome outcome = next_chunk(export);
    if (outcome != DB_OK)
        return outcome;
    if (!export->chunk || export->end - export->at < HEADER_SIZE
        || memcmp(export->at, signature, sizeof signature) != 0)
        return give_up(export, DB_BUG, "not the binary form of COPY");
    export->at += HEADER_SIZE + read_uint32(export->at + HEADER_SIZE - 4);
    /* With the first row in hand, whatever fails before it still has an outcome of its own. */
    return export->at < export->end ? DB_OK : next_chunk(export);
}

static enum db_outcome start(struct db_export *export, const struct db_trip *trip)
{
    struct connection *connection = export->connection;
    if (!connection->pg && !connection_open(connection, connection->role))
        return DB_AWAY;
    enum db_outcome outcome = describe(export, trip);
    if (outcome != DB_OK)
        return outcome;
    struct buffer text BUFFER_CLEANUP;
    buffer_init(&text);
    trouble_clear(&connection->trouble);
    if (!query_text(connection->pg, trip, &text)) {
        trouble_set(&connection->trouble, "22021", "a value that cannot be quoted");
        return DB_INVALID;
    }
    if (!PQexitPipelineMode(connection->pg) || !PQsendQuery(connection->pg, text.data))
        return give_up(export, DB_AWAY, PQerrorMessage(connection->pg));
    outcome = await_copy(export);
    if (outcome == DB_OK)
        outcome = skip_header(export);
    return outcome;
}

enum db_outcome db_export_begin(struct connection *connection, const struct db_trip *trip, struct db_export **ret_export)
{
    assert(!trip->writes && !trip->open && trip->step_count == 1 && !connection->open);
    struct db_export *export = calloc(1, sizeof *export);
    if (!export || !(export->described = result_new()))
        abort(); /* out of memory */
    export->connection = connection;
    enum db_outcome outcome = start(export, trip);
    /* A session that had died unnoticed: nothing was delivered, so begin again. */
    if (outcome == DB_AWAY && !connection->pg) {
        result_drop_rows(export->described);
        export->ended = false;
        outcome = start(export, trip);
    }
    if (outcome != DB_OK) {
        PQfreemem(export->chunk);
        db_result_free(export->described);
        free(export);
        return outcome;
    }
    *ret_export = export;
    return DB_OK;
}

const struct shape *db_export_shape(const struct db_export *export)
{
    return &export->described->shapes[0];
}

/* One row out of the chunk: a count, then for each field its length and bytes. -1 when it is not whole. */
static int read_row(struct db_export *export)
{
    const struct db_result *described = export->described;
    size_t count = described->shapes[0].count;
    const unsigned char *at = export->at, *end = export->end;
    if (end - at < 2 || (size_t)(at[0] << 8 | at[1]) != count)
        return -1;
    at += 2;
    for (size_t i = 0; i < count; i++) {
        if (end - at < 4)
            return -1;
        int32_t length = (int32_t)read_uint32(at);
        at += 4;
        if (length > end - at)
            return -1;
        described->cells[i] = (struct cell){ .data = at, .length = length < 0 ? -1 : length };
        at += length < 0 ? 0 : length;
    }
    export->at = at;
    return 1;
}

/* After the trailer only the end may come. */
static int read_end(struct db_export *export)
{
    while (!export->ended) {
        if (next_chunk(export) != DB_OK)
            return -1;
        if (export->chunk)
            return give_up(export, DB_BUG, "bytes after the trailer of COPY"), -1;
    }
    return 0;
}

int db_export_next(struct db_export *export, const struct cell **ret_cells)
{
    if (export->at == export->end) {
        if (export->ended)
            return export->connection->pg && !export->connection->trouble.detail[0] ? 0 : -1;
        if (next_chunk(export) != DB_OK || !export->chunk)
            return -1; /* an end without a trailer is no end */
    }
    if (export->end - export->at == 2 && export->at[0] == 0xff && export->at[1] == 0xff) {
        export->at = export->end;
        return read_end(export);
    }
    if (read_row(export) < 0) {
        give_up(export, DB_BUG, "a row that is not whole");
        return -1;
    }
    *ret_cells = export->described->cells;
    return 1;
}

void db_export_end(struct db_export *export)
{
    if (!export)
        return;
    /* The server notices the closed session at its next row or check, without a cancel request that could itself hang. */
    if (!export->ended)
        connection_close(export->connection);
    PQfreemem(export->chunk);
    db_result_free(export->described);
    free(export);
}
