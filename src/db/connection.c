#include "connection.h"
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include "base/clock.h"

#define SPELL_US 250000

const char *const db_role_names[DB_ROLE_COUNT] = {
    "wuye_district", "wuye_street", "wuye_community", "wuye_company", "wuye_hotline",
    "wuye_platform", "wuye_public", "wuye_auth", "wuye_worker",
};

struct connection *connection_new(const struct pool_settings *limits)
{
    struct connection *connection = calloc(1, sizeof *connection);
    if (!connection)
        return NULL;
    connection->limits = limits;
    variants_init(&connection->variants, limits->prepared_max);
    return connection;
}

void connection_close(struct connection *connection)
{
    PQfinish(connection->pg);
    connection->pg = NULL;
    variants_clear(&connection->variants);
    memset(connection->settings_prepared, 0, sizeof connection->settings_prepared);
    connection->open = false;
}

void connection_free(struct connection *connection)
{
    if (!connection)
        return;
    connection_close(connection);
    free(connection);
}

/* A commit that was cut short in its wait for a standby has happened here and may be gone after a failover. The server says so
 * in a WARNING that has no SQLSTATE of its own and may be translated, so its place in the server's source counts. */
static void receive_notice(void *of, const PGresult *notice)
{
    struct connection *connection = of;
    const char *function = PQresultErrorField(notice, PG_DIAG_SOURCE_FUNCTION);
    const char *primary = PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY);
    if ((function && !strcmp(function, "SyncRepWaitForLSN")) || (primary && strstr(primary, "synchronous replication")))
        connection->unreplicated = true;
}

/* poll() until the deadline; false when it passed. */
static bool poll_until(int socket, short events, int64_t deadline_us)
{
    for (;;) {
        int64_t left_us = deadline_us - clock_monotonic_us();
        struct pollfd one = { .fd = socket, .events = events };
        int ready = poll(&one, 1, left_us <= 0 ? 0 : (int)((left_us + 999) / 1000));
        if (ready > 0)
            return true;
        if (ready == 0 && left_us <= 0)
            return false;
        if (ready < 0 && errno != EINTR)
            return false;
    }
}

static bool handshake(PGconn *pg, int64_t deadline_us)
{
    PostgresPollingStatusType status = PGRES_POLLING_WRITING;
    while (status == PGRES_POLLING_WRITING || status == PGRES_POLLING_READING) {
        short events = status == PGRES_POLLING_WRITING ? POLLOUT : POLLIN;
        if (!poll_until(PQsocket(pg), events, deadline_us))
            return false;
        status = PQconnectPoll(pg);
    }
    return status == PGRES_POLLING_OK;
}

bool connection_open(struct connection *connection, enum db_role role)
{
    const struct pool_settings *limits = connection->limits;
    const char *const keys[] = { "dbname", "user", "password", "client_encoding", "fallback_application_name", NULL };
    const char *const values[] = { limits->conninfo, db_role_names[role], limits->password, "UTF8", "wuye", NULL };
    connection_close(connection);
    trouble_clear(&connection->trouble);
    PGconn *pg = PQconnectStartParams(keys, values, 1);
    if (!pg || PQstatus(pg) == CONNECTION_BAD)
        goto fail;
    if (!handshake(pg, clock_monotonic_us() + CONNECT_TIMEOUT_MS * INT64_C(1000)))
        goto fail;
    if (PQsetnonblocking(pg, 1) || !PQenterPipelineMode(pg))
        goto fail;
    PQsetNoticeReceiver(pg, receive_notice, connection);
    connection->pg = pg;
    connection->role = role;
    return true;
fail:
    trouble_say(&connection->trouble, pg && PQerrorMessage(pg)[0] ? PQerrorMessage(pg) : "no connection within the time limit");
    PQfinish(pg);
    return false;
}

bool connection_alive(struct connection *connection)
{
    char byte;
    PGconn *pg = connection->pg;
    if (!pg || PQstatus(pg) != CONNECTION_OK)
        return false;
    ssize_t got = recv(PQsocket(pg), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    if (got < 0)
        return errno == EAGAIN || errno == EINTR;
    if (got == 0)
        return false;
    /* A changed parameter, or the words before the end: read them, then ask again. */
    if (!PQconsumeInput(pg) || PQisBusy(pg) || PQstatus(pg) != CONNECTION_OK)
        return false;
    got = recv(PQsocket(pg), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return got < 0 && errno == EAGAIN;
}

/* poll_until() in short spells, between which whoever waits may think better of it. */
static bool wait_while(const struct pool_settings *limits, int socket, short events, int64_t deadline_us)
{
    while (limits->goes_on) {
        int64_t spell = clock_monotonic_us() + SPELL_US;
        if (spell >= deadline_us)
            break;
        if (poll_until(socket, events, spell))
            return true;
        if (!limits->goes_on(limits->thing))
            return false;
    }
    return poll_until(socket, events, deadline_us);
}

enum wait connection_wait_bytes(struct connection *connection, int64_t deadline_us)
{
    PGconn *pg = connection->pg;
    int unsent = PQflush(pg);
    if (unsent < 0)
        return WAIT_BROKEN;
    if (!wait_while(connection->limits, PQsocket(pg), (short)(POLLIN | (unsent ? POLLOUT : 0)), deadline_us))
        return WAIT_DEADLINE;
    return PQconsumeInput(pg) ? WAIT_READY : WAIT_BROKEN;
}

enum wait connection_wait(struct connection *connection, int64_t deadline_us)
{
    while (PQisBusy(connection->pg)) {
        enum wait waited = connection_wait_bytes(connection, deadline_us);
        if (waited != WAIT_READY)
            return waited;
    }
    return WAIT_READY;
}
