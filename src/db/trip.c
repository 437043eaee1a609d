#include "trip.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"

/* The server's own time limit speaks first; ours is for a server that does not speak at all. */
#define READ_GRACE_US INT64_C(500000)

void flight_begin(struct flight *flight, struct connection *connection, struct db_result *result, bool writes)
{
    const struct pool_settings *limits = connection->limits;
    flight->connection = connection;
    flight->result = result;
    flight->start_us = clock_monotonic_us();
    flight->deadline_us = flight->start_us + (writes ? limits->write_timeout_ms * INT64_C(1000)
                                                     : limits->read_timeout_ms * INT64_C(1000) + READ_GRACE_US);
    flight->writes = writes;
    flight->sent = false;
    flight->commit_at = flight->failed_at = SIZE_MAX;
    flight->count = flight->landed = 0;
    flight->trip = flight->spares = ++connection->trips;
    flight->paused = false;
    connection->unreplicated = false;
    trouble_clear(&result->trouble);
}

static void note(struct flight *flight, enum command_kind kind, unsigned number, struct variant *variant)
{
    assert(flight->count < FLIGHT_COMMANDS_MAX);
    flight->commands[flight->count++] = (struct command){ kind, number, variant };
}

bool flight_plain(struct flight *flight, const char *sql)
{
    note(flight, COMMAND_PLAIN, 0, NULL);
    return PQsendQueryParams(flight->connection->pg, sql, 0, NULL, NULL, NULL, NULL, 0);
}

static bool queue_settings(struct flight *flight, const struct db_trip *trip)
{
    struct connection *connection = flight->connection;
    struct settings settings;
    settings_read(&settings, trip);
    uint64_t bit = UINT64_C(1) << (settings.mix % 64), *prepared = &connection->settings_prepared[settings.mix / 64];
    if (!(*prepared & bit)) {
        struct buffer text BUFFER_CLEANUP;
        buffer_init(&text);
        settings_text(&settings, connection->limits, &text);
        note(flight, COMMAND_SETTINGS_PREPARE, settings.mix, NULL);
        if (!buffer_text(&text) || !PQsendPrepare(connection->pg, settings.name, text.data, 0, NULL))
            return false;
        *prepared |= bit;
    }
    note(flight, COMMAND_SETTINGS, settings.mix, NULL);
    return PQsendQueryPrepared(connection->pg, settings.name, (int)settings.value_count, settings.values, NULL, NULL, 0);
}

static bool queue_prepare(struct flight *flight, struct variant *variant, const struct db_step *step, unsigned number)
{
    struct connection *connection = flight->connection;
    struct buffer text BUFFER_CLEANUP;
    buffer_init(&text);
    if (!variant_text(connection->pg, step, &text))
        return false;
    note(flight, COMMAND_PREPARE, number, variant);
    if (!buffer_text(&text) || !PQsendPrepare(connection->pg, variant->name, text.data, 0, NULL))
        return false;
    variant->prepared = true; /* taken back when its answer is not a success */
    variant->pending = true;
    connection->variants.pending++;
    return true;
}

static bool queue_step(struct flight *flight, struct variant *variant, const struct db_step *step, unsigned number)
{
    const char *values[VARIANT_VALUES_MAX];
    if (!variant->prepared && !queue_prepare(flight, variant, step, number))
        return false;
    for (size_t i = 0; i < variant->value_count; i++)
        values[i] = step->values[variant->values[i]];
    note(flight, COMMAND_STEP, number, variant);
    return PQsendQueryPrepared(flight->connection->pg, variant->name, (int)variant->value_count, values, NULL, NULL, 1);
}

/* Look the steps' variants up, and let go of the oldest where there are now too many. */
static bool use_variants(struct flight *flight, const struct db_step *steps, size_t step_count, struct variant **ret_variants)
{
    struct connection *connection = flight->connection;
    for (size_t i = 0; i < step_count; i++) {
        ret_variants[i] = variants_use(&connection->variants, &steps[i], flight->trip);
        if (!ret_variants[i]) {
            trouble_set(&flight->result->trouble, "XX000", "out of memory, or a statement with too many placeholders");
            return false;
        }
    }
    struct variant *old;
    size_t room = FLIGHT_COMMANDS_MAX - 3 - 2 * step_count; /* what is too many now may go with later trips */
    while (flight->count < room && (old = variants_evict(&connection->variants, flight->spares))) {
        struct buffer text BUFFER_CLEANUP;
        buffer_init(&text);
        buffer_printf(&text, "deallocate \"%s\"", old->name);
        bool queued = !old->prepared || (buffer_text(&text) && flight_plain(flight, text.data));
        variant_free(old);
        if (!queued)
            return false;
    }
    return true;
}

static bool queue_steps(struct flight *flight, const struct db_step *steps, size_t step_count, struct variant *const *variants)
{
    for (size_t i = 0; i < step_count; i++)
        if (!queue_step(flight, variants[i], &steps[i], (unsigned)i))
            return false;
    flight->result->step_count = step_count;
    return true;
}

bool flight_hangs_on_another(const struct connection *connection, const struct db_trip *trip)
{
    for (size_t i = 0; connection->variants.pending && i < trip->step_count; i++)
        if (variants_pending(&connection->variants, &trip->steps[i]))
            return true;
    return false;
}

bool flight_steps(struct flight *flight, const struct db_step *steps, size_t step_count)
{
    struct variant *variants[DB_STEPS_MAX];
    assert(step_count <= DB_STEPS_MAX);
    return use_variants(flight, steps, step_count, variants) && queue_steps(flight, steps, step_count, variants);
}

bool flight_trip(struct flight *flight, const struct db_trip *trip)
{
    struct variant *variants[DB_STEPS_MAX];
    assert(trip->step_count <= DB_STEPS_MAX);
    /* Evictions go first: an error further on would skip them, and they would pile up in the server. */
    if (!use_variants(flight, trip->steps, trip->step_count, variants))
        return false;
    if (trip->open && !flight_plain(flight, trip->stable ? "begin isolation level repeatable read" : "begin"))
        return false;
    if (!queue_settings(flight, trip) || !queue_steps(flight, trip->steps, trip->step_count, variants))
        return false;
    if (trip->writes && !trip->open)
        flight->commit_at = flight->count;
    return true;
}

/* What was taken for prepared is not. */
static void unprepare(struct flight *flight, const struct command *command)
{
    if (command->kind == COMMAND_PREPARE)
        command->variant->prepared = false;
    if (command->kind == COMMAND_SETTINGS_PREPARE)
        flight->connection->settings_prepared[command->number / 64] &= ~(UINT64_C(1) << (command->number % 64));
}

static void take_error(struct flight *flight, const struct command *command, const PGresult *report)
{
    struct trouble *trouble = &flight->result->trouble;
    if (flight->failed_at != SIZE_MAX)
        return;
    trouble_read(trouble, report, command && command->variant ? command->variant->statement->name : NULL);
    if (PQresultStatus(report) != PGRES_FATAL_ERROR)
        trouble_set(trouble, "XX000", "a statement that is empty, or copies");
    if (trouble->sqlstate[0])
        flight->failed_at = flight->landed;
}

/* One answer: to the command that is next, or (past the last) to the Sync. */
static void take_answer(struct flight *flight, PGresult *answer)
{
    struct command *command = flight->landed < flight->count ? &flight->commands[flight->landed] : NULL;
    ExecStatusType status = PQresultStatus(answer);
    if (command && command->kind == COMMAND_PREPARE) {
        command->variant->pending = false;
        flight->connection->variants.pending--;
    }
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) {
        if (command && command->kind == COMMAND_STEP) {
            flight->result->tuples[command->number] = answer;
            answer = NULL;
        }
    } else {
        if (status != PGRES_PIPELINE_ABORTED)
            take_error(flight, command, answer);
        if (command)
            unprepare(flight, command);
    }
    PQclear(answer);
    flight->landed++;
}

bool flight_read(struct flight *flight, enum wait *ret_waited)
{
    PGconn *pg = flight->connection->pg;
    while (!PQisBusy(pg)) {
        PGresult *answer = PQgetResult(pg);
        *ret_waited = WAIT_BROKEN;
        if (!answer && flight->paused)
            return true; /* two ends without an answer between: nothing more is to come */
        flight->paused = !answer;
        if (!answer)
            continue;
        if (PQresultStatus(answer) == PGRES_PIPELINE_SYNC) { /* no end follows it; what does is the next flight's */
            PQclear(answer);
            *ret_waited = WAIT_READY;
            return true;
        }
        bool copies = PQresultStatus(answer) == PGRES_COPY_OUT || PQresultStatus(answer) == PGRES_COPY_IN;
        take_answer(flight, answer);
        if (copies)
            return true; /* our bug, and nothing in a pipeline can end it */
    }
    return false;
}

/* Read to the Sync. */
static enum wait read_answers(struct flight *flight)
{
    enum wait waited;
    while (!flight_read(flight, &waited)) {
        waited = connection_wait_bytes(flight->connection, flight->deadline_us);
        if (waited != WAIT_READY)
            break;
    }
    return waited;
}

static const char *why_lost(const struct connection *connection, enum wait waited)
{
    if (connection_superseded(connection))
        return "its node was given up: another one was promoted, or it answers nobody";
    if (waited == WAIT_DEADLINE)
        return "no answer within the deadline";
    return PQerrorMessage(connection->pg);
}

/* A server that goes down (57P01 … 57P03), or takes no writes any more, has said so for all sessions with it. */
static void give_up(struct connection *connection, const struct trouble *trouble)
{
    if (!strncmp(trouble->sqlstate, "57P", 3) || !strcmp(trouble->sqlstate, "25006"))
        nodes_suspect(connection->nodes);
    connection_close(connection);
}

/* The session ended, or was given up, before the Sync's answer. An error that is no end of session, or that came before the
 * commit could start, proves that nothing was committed. */
static enum db_outcome judge_lost(struct flight *flight, enum wait waited)
{
    struct trouble *trouble = &flight->result->trouble;
    bool proven = flight->failed_at != SIZE_MAX && (!trouble->fatal || flight->failed_at < flight->commit_at);
    if (!trouble->detail[0])
        trouble_say(trouble, why_lost(flight->connection, waited));
    bool timely = waited != WAIT_DEADLINE || connection_superseded(flight->connection);
    give_up(flight->connection, trouble);
    if (proven)
        return trouble_outcome(trouble, flight->writes);
    if (flight->sent && flight->commit_at != SIZE_MAX)
        return DB_UNKNOWN;
    return timely ? DB_AWAY : DB_TIMEOUT; /* away: another node may do better at once */
}

/* A success is none when a standby may not have it, nor when it is a former primary's. */
static enum db_outcome judge_committed(struct connection *connection, struct trouble *trouble)
{
    if (connection_superseded(connection)) {
        trouble_say(trouble, why_lost(connection, WAIT_BROKEN));
        connection_close(connection);
        return DB_UNKNOWN;
    }
    if (!connection->unreplicated)
        return DB_OK;
    trouble_say(trouble, "committed here, but the wait for a standby was cut short");
    return DB_UNKNOWN;
}

static enum db_outcome judge(struct flight *flight)
{
    struct trouble *trouble = &flight->result->trouble;
    if (flight->failed_at == SIZE_MAX)
        return flight->commit_at == SIZE_MAX ? DB_OK : judge_committed(flight->connection, trouble);
    enum db_outcome outcome = trouble_outcome(trouble, flight->writes);
    /* A session that is ending, whose server turned read-only, or whose prepared statements are out of date: start anew. */
    if (outcome == DB_AWAY || trouble->fatal || trouble->stale)
        give_up(flight->connection, trouble);
    return outcome;
}

static enum db_outcome settle(struct flight *flight, enum db_outcome outcome)
{
    struct db_result *result = flight->result;
    result->time_us += (uint64_t)(clock_monotonic_us() - flight->start_us);
    if (outcome == DB_OK && !result_shape(result))
        abort(); /* out of memory */
    if (outcome != DB_OK) {
        result_drop_rows(result);
        result->step_count = 0;
    }
    flight->connection->trouble = result->trouble;
    return outcome;
}

bool flight_send(struct flight *flight)
{
    flight->sent = true;
    return PQpipelineSync(flight->connection->pg);
}

enum db_outcome flight_end(struct flight *flight, enum wait waited)
{
    return settle(flight, waited == WAIT_READY ? judge(flight) : judge_lost(flight, waited));
}

enum db_outcome flight_land(struct flight *flight, bool queued)
{
    if (!queued && flight->result->trouble.sqlstate[0]) {
        connection_close(flight->connection); /* what is queued already must not be sent */
        return settle(flight, DB_BUG);
    }
    if (!queued || !flight_send(flight))
        return flight_end(flight, WAIT_BROKEN);
    return flight_end(flight, read_answers(flight));
}
