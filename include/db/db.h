#pragma once
/* DESIGN. One round trip per request. A connection is logged in as one database role (wuye_<role>), always in libpq
 * pipeline mode except while it copies out. A trip is: settings (one select of set_config, transaction-local), the statement(s), Sync:
 * one implicit transaction. All values go as text with unspecified type (the statement casts), all results
 * come back binary. Lower floor: knows no HTTP, logs nothing, no PostgreSQL text leaves it except through db_result_detail(),
 * which is for our own log.
 *
 * Threads: a pool is shared by all; a connection belongs to one thread between pool_borrow() and pool_return(). pool_run() has its own
 * way to let several use one (src/db/line.h). */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/row.h"
#include "db/statement.h"

enum db_outcome {
    DB_OK,
    DB_BUSY,        /* no connection within the wait: 503 + Retry-After */
    DB_AWAY,        /* database cannot be reached, or the connection broke before anything was committed-able: 503, safe to retry */
    DB_UNKNOWN,     /* a write whose outcome is not known (connection broke, deadline passed, or a WARNING said the commit is
                       not yet replicated): 503 "outcome unknown, retry with the same key" */
    DB_CONSTRAINT,  /* a named constraint refused: db_result_constraint() */
    DB_CONFLICT,    /* serialization failure or deadlock, several times in a row, or lock_timeout: 409/503 */
    DB_DENIED,      /* row security with check (42501): treated as not there. A missing grant is DB_BUG */
    DB_INVALID,     /* a value PostgreSQL would not take (22xxx): 422/400 */
    DB_RAISED,      /* the statement raised SQLSTATE WU001: MESSAGE = problem code, see db_result_constraint() */
    DB_NOT_ADMITTED,/* the caller's holder is disabled, gone, or of another epoch (SQLSTATE WU002): 401; nothing of the trip was done */
    DB_TIMEOUT,     /* statement_timeout on a read: 503 */
    DB_BUG          /* anything else: ours */
};

enum db_role { DB_DISTRICT, DB_STREET, DB_COMMUNITY, DB_COMPANY, DB_HOTLINE, DB_PLATFORM, DB_PUBLIC, DB_AUTH, DB_WORKER, DB_ROLE_COUNT };
extern const char *const db_role_names[DB_ROLE_COUNT]; /* "wuye_district" … */

struct nodes;
struct pool_settings {
    const char *conninfo;   /* libpq conninfo or URI without user/password */
    const char *password;   /* of every wuye_<role> login; NULL = none */
    unsigned total;         /* connections of all roles together that are lent at a time */
    unsigned kept;          /* connections that are open, those that are idle with them; 0 = as many as are lent */
    unsigned wait_ms;       /* bounded wait for one */
    unsigned queue_max;     /* so many may wait; the next one is DB_BUSY at once. 0 = any number */
    unsigned crowd_ms;      /* when some have waited for wait_ms on end, only so many may as were served within this, and a few. 0 = as many as ever */
    unsigned read_timeout_ms, write_timeout_ms;
    unsigned prepared_max;  /* prepared variants kept per connection (LRU) */
    unsigned lanes;         /* over so many connections pool_run() spreads quick reads before they share; 0 = they never do */
    struct nodes *nodes;    /* where it logs in (db/nodes.h), shared with others and outliving them; NULL = the pool's own, of conninfo and password */
    /* Asked several times a second while a connection waits for the database; false = wait no longer, as if the time were over. NULL = never. */
    bool (*goes_on)(void *thing);
    void *thing;
};
struct pool;
struct connection;

struct pool *pool_new(const struct pool_settings *settings) __attribute__((warn_unused_result));
void pool_free(struct pool *pool);
/* First come, first served, except that a connection that is returned prefers a waiter of its own role for as long as the first has
 * waited less than 20 ms (another role costs a new login). A broken idle connection is replaced without the caller noticing. */
enum db_outcome pool_borrow(struct pool *pool, enum db_role role, struct connection **ret_connection) __attribute__((warn_unused_result));
void pool_return(struct pool *pool, struct connection *connection);
/* How much older at most what it reads is than what the primary had; 0 = it is at the primary, -1 = not known. */
int64_t db_lag_us(const struct connection *connection);
/* timeouts: who had none, at once or after his wait; logins: new sessions, for want of one of the role; reconnects: those of them in place of a broken one; shared: reads that got in line on
 * a connection that was lent already. */
struct pool_counts { unsigned open, busy, waiting; uint64_t borrowed, timeouts, reconnects, logins, shared; };
struct pool_counts pool_count(struct pool *pool);
/* Would pool_borrow() be DB_BUSY at once now? */
bool pool_crowded(struct pool *pool);
/* Why the last login failed, for our own log; "" if none did. */
void pool_trouble(struct pool *pool, char *out, size_t size);

/* What row security sees (transaction-local settings wuye.district, wuye.street, …). NULL = ''. With a holder, the same statement asks whether the
 * user or client named by district and user is still let in with this epoch (a decimal number). */
enum db_holder { DB_HOLDER_NONE, DB_HOLDER_USER, DB_HOLDER_CLIENT };
struct db_caller {
    const char *district, *street, *community, *firm, *user, *request_id;
    enum db_holder holder;
    const char *epoch;
};

/* One statement of a trip with its values: values[i] is what token.value i refers to; NULL = SQL null. */
struct db_step {
    const struct statement *statement;
    uint32_t conditions;       /* those that hold */
    const char *const *values; /* text form */
};

struct db_trip {
    const struct db_caller *caller;
    bool writes;             /* false: transaction_read_only */
    bool custom_plan;        /* plan_cache_mode = force_custom_plan for this trip (substring search) */
    bool stable;             /* with open: all of it sees what its first statement saw (repeatable read) */
    const char *snapshot;    /* of an export: what pg_export_snapshot() of another transaction, still open, answered; NULL = its own */
    bool open;               /* leave the transaction open (explicit begin): db_continue(), db_finish(), db_commit() or db_rollback() follow */
    const struct db_step *steps;
    size_t step_count;       /* at most DB_STEPS_MAX */
};
#define DB_STEPS_MAX 4

/* The rows of each step, valid until db_result_free() (arena_defer it). db_run() begins its transaction, so a deadlock or a serialization failure in
 * it has undone everything there was: it is run again, a few times, within the time of a write; once after a unique violation. */
struct db_result;
enum db_outcome db_run(struct connection *connection, const struct db_trip *trip, struct db_result **ret_result) __attribute__((warn_unused_result));
/* Borrow, db_run(), return. Where the pool has lanes, a quick read may get in line on a connection on which others of its role wait for their answers: what it sees and may
 * do is its own all the same, and who is in line behind something slow is served elsewhere. With DB_BUSY, or DB_AWAY before a connection was had, there is no result. */
enum db_outcome pool_run(struct pool *pool, enum db_role role, const struct db_trip *trip, struct db_result **ret_result) __attribute__((warn_unused_result));
/* Within an open transaction. Whatever does not return DB_OK has rolled it back already. */
enum db_outcome db_continue(struct connection *connection, const struct db_step *steps, size_t step_count, struct db_result **ret_result) __attribute__((warn_unused_result));
/* The last steps and the commit in one trip. After DB_OK all of it is committed; DB_UNKNOWN says what it does of db_commit(). */
enum db_outcome db_finish(struct connection *connection, const struct db_step *steps, size_t step_count, struct db_result **ret_result) __attribute__((warn_unused_result));
enum db_outcome db_commit(struct connection *connection) __attribute__((warn_unused_result));
void db_rollback(struct connection *connection);
/* Like db_result_constraint() and db_result_detail(), of the last call on this connection: for what gives no result
 * (db_commit() with a deferred constraint, db_export_begin(), db_export_next()). Valid until the next call on it. */
const char *db_last_constraint(const struct connection *connection);
const char *db_last_detail(const struct connection *connection);
/* On every outcome but DB_BUSY *ret_result is set (maybe without rows) so that the two texts below can be asked for. */
void db_result_free(void *result);
const struct shape *db_result_shape(const struct db_result *result, size_t step);
size_t db_result_rows(const struct db_result *result, size_t step);
/* Cells of one row; the array is the result's own and overwritten by the next call. */
const struct cell *db_result_row(struct db_result *result, size_t step, size_t row);
const char *db_result_constraint(const struct db_result *result); /* constraint name without shard suffix, or the raised code; "" if none */
const char *db_result_detail(const struct db_result *result);     /* for our log only */
uint64_t db_result_time_us(const struct db_result *result);       /* spent waiting for the database */
/* Text of a cell looked up by label; NULL when null or missing. For hooks. Text/uuid/int/bool/date/timestamptz/json as text. */
const char *db_result_text(struct db_result *result, struct arena *arena, size_t step, size_t row, const char *label);
const void *db_result_bytes(struct db_result *result, size_t step, size_t row, const char *label, size_t *ret_length);

/* COPY (statement) TO STDOUT (FORMAT binary): all rows, in constant memory. The values are put in as quoted literals. */
struct db_export;
enum db_outcome db_export_begin(struct connection *connection, const struct db_trip *trip /* one step */, struct db_export **ret_export) __attribute__((warn_unused_result));
const struct shape *db_export_shape(const struct db_export *export);
/* 1 and the row's cells; 0 at the end (DB_OK known); -1 the database failed midway. */
int db_export_next(struct db_export *export, const struct cell **ret_cells);
/* Before the end it ends the session (a read). The connection is fit for pool_return() afterwards. */
void db_export_end(struct db_export *export);

/* For command line and start-up: is the schema there and of our version? */
enum db_outcome db_schema_version(struct connection *connection, int *ret_version) __attribute__((warn_unused_result));
