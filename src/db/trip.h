#pragma once
/* DESIGN. A flight is one round trip under way: commands are queued, one Sync sends them, and everything up to the Sync's answer
 * is read before the outcome is known, because a deferred constraint fails after the rows have arrived. */
#include "connection.h"
#include "result.h"

enum command_kind { COMMAND_PLAIN, COMMAND_SETTINGS_PREPARE, COMMAND_SETTINGS, COMMAND_PREPARE, COMMAND_STEP };

struct command {
    enum command_kind kind;
    unsigned number;            /* mix of settings, or which step */
    struct variant *variant;
};
/* begin, evictions, settings with prepare, each step with prepare */
#define FLIGHT_COMMANDS_MAX (3 + 3 * DB_STEPS_MAX)

struct flight {
    struct connection *connection;
    struct db_result *result;
    int64_t start_us, deadline_us;
    bool writes;
    bool sent;                  /* the Sync is out of our hands */
    bool paused;                /* the last thing that was read is the end of a command's answers */
    uint64_t trip, spares;      /* its number; what this one or a later one uses is not let go of */
    size_t commit_at;           /* from this command's answer on it may have been committed; SIZE_MAX = never */
    size_t failed_at;           /* the command whose answer was an error */
    size_t count, landed;
    struct command commands[FLIGHT_COMMANDS_MAX];
};

void flight_begin(struct flight *flight, struct connection *connection, struct db_result *result, bool writes);
/* Queue commands. False: the connection is broken, or (with DB_BUG from flight_land()) the statement is impossible. */
bool flight_plain(struct flight *flight, const char *sql) __attribute__((warn_unused_result));
bool flight_trip(struct flight *flight, const struct db_trip *trip) __attribute__((warn_unused_result));
bool flight_steps(struct flight *flight, const struct db_step *steps, size_t step_count) __attribute__((warn_unused_result));
/* The parts of flight_land(), for who has several under way on one connection; they land in the order in which they were sent. Send: false, the connection is broken.
 * Read what has come of its answers, without waiting: true, there is no more of them, and *ret_waited says why. Judge. */
bool flight_send(struct flight *flight) __attribute__((warn_unused_result));
bool flight_read(struct flight *flight, enum wait *ret_waited) __attribute__((warn_unused_result));
enum db_outcome flight_end(struct flight *flight, enum wait waited) __attribute__((warn_unused_result));
/* Does it need what another prepares that is still under way? If that one is refused there will be nothing. */
bool flight_hangs_on_another(const struct connection *connection, const struct db_trip *trip) __attribute__((warn_unused_result));
/* Send, read, judge. `queued` is what queueing said. A connection that is no longer sound is closed. */
enum db_outcome flight_land(struct flight *flight, bool queued) __attribute__((warn_unused_result));
