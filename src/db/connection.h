#pragma once
/* DESIGN. One session with the database, non-blocking, in pipeline mode whenever no export runs. All waiting goes through
 * connection_wait() with a deadline, so a server that stalls cannot hold a thread. One thread at a time; where several
 * are in line on it (line.h), whoever holds the line's lock. */
#include <libpq-fe.h>
#include "db/db.h"
#include "login.h"
#include "outcome.h"
#include "settings.h"
#include "variant.h"

struct connection {
    PGconn *pg;                 /* session.pg, or NULL = not connected */
    struct session session;     /* where it is logged in */
    struct nodes *nodes;
    enum db_role role;
    const struct pool_settings *limits; /* the pool's own */
    struct variants variants;
    uint64_t settings_prepared[SETTINGS_MIXES / 64];
    uint64_t trips;
    int watch;                  /* the session's socket once more, where several share it: libpq may close its own, whose number is soon another's, while somebody waits there. -1 = none */
    bool open, open_writes;     /* an explicit transaction is open; it may write */
    bool unreplicated;          /* a WARNING said a commit has not reached a standby */
    struct trouble trouble;     /* of the last trip */
    struct connection *newer, *older; /* in the pool's stack of idle ones */
    int64_t idle_since;
};

struct connection *connection_new(const struct pool_settings *limits, struct nodes *nodes) __attribute__((warn_unused_result));
void connection_free(struct connection *connection);
/* Log in as `role` to whichever node is to be had, within CONNECT_TIMEOUT_MS over all of them. On failure the trouble says why, and it is not connected. */
#define CONNECT_TIMEOUT_MS 3000
bool connection_open(struct connection *connection, enum db_role role) __attribute__((warn_unused_result));
void connection_close(struct connection *connection);
/* Is the idle session still there? One system call. */
bool connection_alive(struct connection *connection) __attribute__((warn_unused_result));
/* Is it where new work should go (see nodes_current())? */
bool connection_current(const struct connection *connection) __attribute__((warn_unused_result));

/* Is its node a former primary, or a standby that answers nobody? It is not worth waiting for. */
bool connection_superseded(const struct connection *connection) __attribute__((warn_unused_result));

/* The deadline passed, or its node is a former primary and not worth waiting for. */
enum wait { WAIT_READY, WAIT_BROKEN, WAIT_DEADLINE };
/* Send what is unsent and wait until PQgetResult() would not block. */
enum wait connection_wait(struct connection *connection, int64_t deadline_us) __attribute__((warn_unused_result));
/* Wait for `events` of poll() at its socket (`watch`, if it has that), and touch nothing else of it. False: the deadline has passed, or its node is not worth waiting for. */
bool connection_stirs(const struct connection *connection, short events, int64_t deadline_us) __attribute__((warn_unused_result));
/* The same for one arrival of bytes, whatever they are. */
enum wait connection_wait_bytes(struct connection *connection, int64_t deadline_us) __attribute__((warn_unused_result));
