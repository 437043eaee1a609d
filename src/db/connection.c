#include "connection.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/turn.h"

#define SPELL_US 250000

const char *const db_role_names[DB_ROLE_COUNT] = {
    "wuye_district", "wuye_street", "wuye_community", "wuye_company", "wuye_hotline",
    "wuye_platform", "wuye_public", "wuye_auth", "wuye_worker",
};

struct connection *connection_new(const struct pool_settings *limits, struct nodes *nodes)
{
    struct connection *connection = calloc(1, sizeof *connection);
    if (!connection)
        return NULL;
    connection->limits = limits;
    connection->watch = -1;
    connection->nodes = nodes;
    variants_init(&connection->variants, limits->prepared_max);
    return connection;
}

void connection_close(struct connection *connection)
{
    PQfinish(connection->pg);
    connection->pg = NULL;
    if (connection->watch >= 0)
        (void)shutdown(connection->watch, SHUT_RDWR); /* so that the server sees the end, and whoever waits there */
    variants_clear(&connection->variants);
    memset(connection->settings_prepared, 0, sizeof connection->settings_prepared);
    connection->open = false;
}

/* Nobody waits there any more. */
static void forget_watch(struct connection *connection)
{
    if (connection->watch >= 0)
        close(connection->watch);
    connection->watch = -1;
}

void connection_free(struct connection *connection)
{
    if (!connection)
        return;
    connection_close(connection);
    forget_watch(connection);
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

bool connection_open(struct connection *connection, enum db_role role)
{
    connection_close(connection);
    forget_watch(connection);
    trouble_clear(&connection->trouble);
    int64_t deadline_us = clock_monotonic_us() + CONNECT_TIMEOUT_MS * INT64_C(1000);
    if (!nodes_login(connection->nodes, db_role_names[role], deadline_us, &connection->session, &connection->trouble))
        return false;
    PGconn *pg = connection->session.pg;
    if (PQsetnonblocking(pg, 1) || !PQenterPipelineMode(pg)) {
        trouble_say(&connection->trouble, PQerrorMessage(pg));
        PQfinish(pg);
        return false;
    }
    PQsetNoticeReceiver(pg, receive_notice, connection);
    connection->pg = pg;
    connection->role = role;
    if (connection->limits->lanes)
        connection->watch = fcntl(PQsocket(pg), F_DUPFD_CLOEXEC, 0);
    return true;
}

int64_t db_lag_us(const struct connection *connection)
{
    return nodes_lag_us(connection->nodes, &connection->session);
}

bool connection_current(const struct connection *connection)
{
    return nodes_current(connection->nodes, &connection->session);
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

bool connection_superseded(const struct connection *connection)
{
    return nodes_superseded(connection->nodes, &connection->session);
}

/* socket_wait() in short spells, between which whoever waits may think better of it, and another node may have become the primary. */
static bool stirs(const struct connection *connection, short events, int64_t deadline_us)
{
    const struct pool_settings *limits = connection->limits;
    int socket = connection->watch >= 0 ? connection->watch : PQsocket(connection->pg);
    while (limits->goes_on || nodes_watched(connection->nodes)) {
        int64_t spell = clock_monotonic_us() + SPELL_US;
        if (spell >= deadline_us)
            break;
        if (socket_wait(socket, events, spell))
            return true;
        if (connection_superseded(connection) || (limits->goes_on && !limits->goes_on(limits->thing)))
            return false;
    }
    return socket_wait(socket, events, deadline_us);
}

bool connection_stirs(const struct connection *connection, short events, int64_t deadline_us)
{
    turn_wait_begin();
    bool stirred = stirs(connection, events, deadline_us);
    turn_wait_end();
    return stirred;
}

enum wait connection_wait_bytes(struct connection *connection, int64_t deadline_us)
{
    PGconn *pg = connection->pg;
    int unsent = PQflush(pg);
    if (unsent < 0)
        return WAIT_BROKEN;
    if (!connection_stirs(connection, (short)(POLLIN | (unsent ? POLLOUT : 0)), deadline_us))
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
