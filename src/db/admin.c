#include "db/admin.h"
#include "admin_private.h"
#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#define VALUES_MAX 32

static void notice(void *admin, const char *message)
{
    (void)admin, (void)message; /* "already exists, skipping" is what a repeatable file expects */
}

bool admin_open(const char *conninfo, const char *user, const char *password, struct buffer *trouble, struct admin **ret_admin)
{
    /* Later words win over the conninfo's, earlier ones are only its defaults. */
    const char *words[] = {"connect_timeout", "dbname", "application_name", "client_encoding", user ? "user" : "options", "password", NULL};
    const char *values[] = {"10", conninfo, "wuye", "UTF8", user, password && *password ? password : NULL, NULL};
    struct admin *admin = calloc(1, sizeof *admin);
    if (!admin)
        return false;
    admin->trouble = trouble;
    admin->connection = PQconnectdbParams(words, values, 1);
    if (PQstatus(admin->connection) != CONNECTION_OK) {
        buffer_add_text(trouble, PQerrorMessage(admin->connection));
        admin_close(admin);
        return false;
    }
    PQsetNoticeProcessor(admin->connection, notice, admin);
    *ret_admin = admin;
    return true;
}

void admin_close(struct admin *admin)
{
    if (!admin)
        return;
    PQfinish(admin->connection);
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
        buffer_add_text(admin->trouble, PQerrorMessage(admin->connection));
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

PGresult *admin_execute(struct admin *admin, const char *sql)
{
    PGresult *result = PQexec(admin->connection, sql);
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
    PGresult *result = PQexec(admin->connection, file->text);
    bool fine = went_well(result);
    if (!fine)
        admin_blame(admin, result, file->name, file->text);
    PQclear(result);
    return fine;
}

/* A PGresult by another name: rows never leave this folder as libpq's. */
bool admin_query(struct admin *admin, const char *sql, const char *const *values, size_t count, struct admin_rows **ret_rows)
{
    assert(count <= VALUES_MAX);
    PGresult *result = PQexecParams(admin->connection, sql, (int)count, NULL, values, NULL, NULL, 0);
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
    if (PQsocket(admin->connection) < 0)
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
