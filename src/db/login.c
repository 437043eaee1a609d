#include "login.h"
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"

/* A node that did not answer shortly ago is asked last, and not for long. */
#define SHORT_US INT64_C(500000)
#define TIMELINE "select case when pg_is_in_recovery() then 0 else ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::bigint end"

bool socket_wait(int socket, short events, int64_t deadline_us)
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
        if (!socket_wait(PQsocket(pg), events, deadline_us))
            return false;
        status = PQconnectPoll(pg);
    }
    return status == PGRES_POLLING_OK;
}

PGconn *login_to(struct nodes *nodes, unsigned number, const char *user, bool any, int64_t deadline_us, struct trouble *trouble)
{
    const char *password, *conninfo = nodes_conninfo(nodes, &password);
    const struct node *node = nodes_at(nodes, number);
    /* Words before the connection string are its defaults, those after it win. A node that is cut off is noticed within some seconds. */
    const char *const keys[] = { "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout", "dbname", "host", "hostaddr", "port",
                                 "user", "password", "client_encoding", "fallback_application_name", any ? "target_session_attrs" : NULL, NULL };
    const char *const values[] = { "3", "1", "3", "5000", conninfo, node->host, node->hostaddr, node->port, user, password, "UTF8", "wuye", "any", NULL };
    PGconn *pg = PQconnectStartParams(keys, values, 1);
    if (pg && PQstatus(pg) != CONNECTION_BAD && handshake(pg, deadline_us))
        return pg;
    trouble_say(trouble, pg && PQerrorMessage(pg)[0] ? PQerrorMessage(pg) : "no connection within the time limit");
    if (!pg || !strstr(PQerrorMessage(pg), "session is"))
        nodes_tell_failed(nodes, number); /* who answers that it is read-only has answered */
    PQfinish(pg);
    return NULL;
}

PGresult *login_ask(PGconn *pg, const char *sql, int64_t deadline_us)
{
    PGresult *row = NULL;
    if (!PQsendQuery(pg, sql))
        return NULL;
    for (;;) {
        while (PQisBusy(pg))
            if (!socket_wait(PQsocket(pg), POLLIN, deadline_us) || !PQconsumeInput(pg)) {
                PQclear(row);
                return NULL;
            }
        PGresult *result = PQgetResult(pg);
        if (!result)
            break;
        PQclear(row);
        row = result;
    }
    if (PQresultStatus(row) == PGRES_TUPLES_OK && PQntuples(row) == 1)
        return row;
    PQclear(row);
    return NULL;
}

/* A primary is asked for its timeline where there could be another one. */
static bool admitted(struct nodes *nodes, struct session *session, int64_t deadline_us, struct trouble *trouble)
{
    if (!nodes_several(nodes) || nodes_are_standbys(nodes))
        return true;
    PGresult *row = login_ask(session->pg, TIMELINE, deadline_us);
    if (!row) {
        trouble_say(trouble, PQerrorMessage(session->pg)[0] ? PQerrorMessage(session->pg) : "no answer within the time limit");
        nodes_tell_failed(nodes, session->node);
        return false;
    }
    session->timeline = (uint32_t)strtoull(PQgetvalue(row, 0, 0), NULL, 10);
    PQclear(row);
    if (!session->timeline || nodes_tell_primary(nodes, session->node, session->timeline))
        return true;
    trouble_say(trouble, "that is a former primary: another one was promoted since");
    return false;
}

bool nodes_login(struct nodes *nodes, const char *user, int64_t deadline_us, struct session *ret_session, struct trouble *trouble)
{
    unsigned order[NODES_MAX];
    size_t count = nodes_order(nodes, order);
    if (!count)
        trouble_say(trouble, "no standby is near enough to the primary");
    for (size_t i = 0; i < count; i++) {
        int64_t now = clock_monotonic_us(), share = (deadline_us - now) / (int64_t)(count - i);
        if (count > 1 && share > SHORT_US && nodes_failed(nodes, order[i]))
            share = SHORT_US;
        struct session session = { .node = order[i], .generation = nodes_generation(nodes) };
        session.pg = login_to(nodes, order[i], user, nodes_are_standbys(nodes), now + share, trouble);
        if (!session.pg)
            continue;
        if (admitted(nodes, &session, now + share, trouble)) {
            *ret_session = session;
            return true;
        }
        PQfinish(session.pg);
    }
    return false;
}
