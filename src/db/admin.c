#include "db/admin.h"
#include "admin_private.h"
#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"

#define VALUES_MAX 32
#define LOGIN_US INT64_C(10000000) /* over all nodes together */
#define SPELL_US INT64_C(250000)

static void notice(void *admin, const char *message)
{
    (void)admin, (void)message; /* "already exists, skipping" is what a repeatable file expects */
}

static bool attach(struct admin *admin, const char *user, struct admin **ret_admin)
{
    struct session session;
    struct trouble trouble;
    trouble_clear(&trouble);
    if (!admin->nodes || !nodes_login(admin->nodes, user, clock_monotonic_us() + LOGIN_US, &session, &trouble)) {
        buffer_printf(admin->trouble, "%s\n", admin->nodes ? trouble.detail : "out of memory");
        admin_close(admin);
        return false;
    }
    admin->session = session;
    admin->connection = session.pg;
    PQsetNoticeProcessor(admin->connection, notice, admin);
    *ret_admin = admin;
    return true;
}

bool admin_open(const char *conninfo, const char *user, const char *password, struct buffer *trouble, struct admin **ret_admin)
{
    struct admin *admin = calloc(1, sizeof *admin);
    if (!admin)
        return false;
    admin->trouble = trouble;
    admin->nodes = admin->own = nodes_new(&(struct nodes_settings){.conninfo = conninfo, .password = password && *password ? password : NULL});
    return attach(admin, user, ret_admin);
}

bool admin_attach(struct nodes *nodes, const char *user, struct buffer *trouble, struct admin **ret_admin)
{
    struct admin *admin = calloc(1, sizeof *admin);
    if (!admin)
        return false;
    admin->trouble = trouble;
    admin->nodes = nodes;
    return attach(admin, user, ret_admin);
}

void admin_close(struct admin *admin)
{
    if (!admin)
        return;
    PQfinish(admin->connection);
    nodes_free(admin->own);
    free(admin);
}

/* PostgreSQL counts characters from 1 through the whole script. */
static unsigned line_of(const char *script, long position)
{
    unsigned line = 1;
    for (const char *c = script; *c && position > 1; c++) {
        line += *c == '\n';
        position -= ((unsigned char)*c & 0xc0) != 0x80;
    }
    return line;
}

void admin_blame(struct admin *admin, const PGresult *result, const char *name, const char *script)
{
    static const struct { int field; const char *before; } parts[] = {
        {PG_DIAG_MESSAGE_DETAIL, ": "}, {PG_DIAG_MESSAGE_HINT, "; "}, {PG_DIAG_CONTEXT, "; "},
    };
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    admin->lock_refused = state && (strcmp(state, "55P03") == 0 || strcmp(state, "40P01") == 0);
    const char *position = PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION);
    if (name && position && script)
        buffer_printf(admin->trouble, "%s:%u: ", name, line_of(script, strtol(position, NULL, 10)));
    else if (name)
        buffer_printf(admin->trouble, "%s: ", name);
    if (!message) {
        buffer_add_text(admin->trouble, admin_current(admin) ? PQerrorMessage(admin->connection) : "another node was promoted meanwhile\n");
        return;
    }
    buffer_add_text(admin->trouble, message);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const char *text = PQresultErrorField(result, parts[i].field);
        if (text) {
            buffer_add_text(admin->trouble, parts[i].before);
            buffer_add_text(admin->trouble, text);
        }
    }
    buffer_add_text(admin->trouble, "\n");
}

static bool went_well(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

/* Wait for an answer, and no longer than the node is the primary: one that is frozen or cut off never answers. */
static bool answered(const struct admin *admin)
{
    while (PQisBusy(admin->connection)) {
        if (!socket_wait(PQsocket(admin->connection), POLLIN, clock_monotonic_us() + SPELL_US)) {
            if (!admin_current(admin))
                return false;
        } else if (!PQconsumeInput(admin->connection)) {
            return true; /* PQgetResult() says what it is */
        }
    }
    return true;
}

/* The last answer to what was sent. NULL when the node is a former primary: nothing ends what was begun there, and before it is asked anything more libpq would wait for that end. */
static PGresult *last_answer(struct admin *admin)
{
    PGresult *last = NULL;
    for (;;) {
        if (!answered(admin)) {
            PQclear(last);
            PQfinish(admin->connection);
            admin->connection = NULL;
            return NULL;
        }
        PGresult *result = PQgetResult(admin->connection);
        if (!result)
            return last;
        PQclear(last);
        last = result;
        ExecStatusType status = PQresultStatus(result);
        if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || PQstatus(admin->connection) != CONNECTION_OK)
            return last;
    }
}

/* PQexec(), but for that. */
static PGresult *execute(struct admin *admin, const char *sql)
{
    if (!nodes_watched(admin->nodes))
        return PQexec(admin->connection, sql);
    return PQsendQuery(admin->connection, sql) ? last_answer(admin) : NULL;
}

/* PQexecParams(), but for that. */
static PGresult *execute_with(struct admin *admin, const char *sql, const char *const *values, size_t count)
{
    if (!nodes_watched(admin->nodes))
        return PQexecParams(admin->connection, sql, (int)count, NULL, values, NULL, NULL, 0);
    return PQsendQueryParams(admin->connection, sql, (int)count, NULL, values, NULL, NULL, 0) ? last_answer(admin) : NULL;
}

PGresult *admin_execute(struct admin *admin, const char *sql)
{
    PGresult *result = execute(admin, sql);
    if (went_well(result))
        return result;
    admin_blame(admin, result, NULL, NULL);
    PQclear(result);
    return NULL;
}

bool admin_run(struct admin *admin, const char *script)
{
    PGresult *result = admin_execute(admin, script);
    bool fine = result != NULL;
    PQclear(result);
    return fine;
}

bool admin_run_file(struct admin *admin, const struct sql_file *file)
{
    PGresult *result = execute(admin, file->text);
    bool fine = went_well(result);
    if (!fine)
        admin_blame(admin, result, file->name, file->text);
    PQclear(result);
    return fine;
}

bool admin_current(const struct admin *admin)
{
    return !nodes_superseded(admin->nodes, &admin->session);
}

/* A PGresult by another name: rows never leave this folder as libpq's. */
bool admin_query(struct admin *admin, const char *sql, const char *const *values, size_t count, struct admin_rows **ret_rows)
{
    assert(count <= VALUES_MAX);
    PGresult *result = execute_with(admin, sql, values, count);
    if (!went_well(result)) {
        admin_blame(admin, result, NULL, NULL);
        PQclear(result);
        return false;
    }
    *ret_rows = (struct admin_rows *)result;
    return true;
}

void admin_rows_free(struct admin_rows *rows)
{
    PQclear((PGresult *)rows);
}

size_t admin_rows_count(const struct admin_rows *rows)
{
    return (size_t)PQntuples((const PGresult *)rows);
}

const char *admin_rows_text(const struct admin_rows *rows, size_t row, const char *label)
{
    const PGresult *result = (const PGresult *)rows;
    int column = PQfnumber(result, label);
    assert(column >= 0 && row < (size_t)PQntuples(result));
    return PQgetisnull(result, (int)row, column) ? NULL : PQgetvalue(result, (int)row, column);
}

/* What has arrived already counts: it may stand in libpq's buffer, where poll() does not see it. */
static bool notified(struct admin *admin)
{
    bool any = false;
    PGnotify *note;
    while ((note = PQnotifies(admin->connection))) {
        any = true;
        PQfreemem(note);
    }
    return any;
}

bool admin_wait(struct admin *admin, int timeout_ms, int stop_fd)
{
    if (PQsocket(admin->connection) < 0 || !admin_current(admin))
        return false;
    if (notified(admin))
        return true;
    struct pollfd waits[] = {{.fd = PQsocket(admin->connection), .events = POLLIN}, {.fd = stop_fd, .events = POLLIN}};
    if (poll(waits, 2, timeout_ms) < 0)
        return errno == EINTR;
    if (waits[0].revents && !PQconsumeInput(admin->connection))
        return false;
    notified(admin);
    return PQstatus(admin->connection) == CONNECTION_OK;
}
