#include "outcome.h"
#include <stdio.h>
#include <string.h>

/* The longest prefix that fits wins, so exceptions stand before their class. A read and a write may differ: a write that
 * meets a read-only server talks to a demoted primary, a read that wants to write is our bug. */
static const struct {
    const char *prefix;
    enum db_outcome reading, writing;
} rules[] = {
    { "WU001", DB_RAISED, DB_RAISED },
    { "WU002", DB_NOT_ADMITTED, DB_NOT_ADMITTED },
    { "08", DB_AWAY, DB_AWAY },             /* connection exception */
    { "22", DB_INVALID, DB_INVALID },       /* data exception */
    { "54000", DB_INVALID, DB_INVALID },    /* a value too long for its index */
    { "23502", DB_BUG, DB_BUG },            /* not null carries no constraint name: the contract should have refused */
    { "23", DB_CONSTRAINT, DB_CONSTRAINT },
    { "25006", DB_BUG, DB_AWAY },           /* read-only transaction */
    { "25P03", DB_AWAY, DB_AWAY },          /* idle in transaction too long */
    { "40", DB_CONFLICT, DB_CONFLICT },     /* serialization failure, deadlock */
    { "55P03", DB_CONFLICT, DB_CONFLICT },  /* lock_timeout, nowait */
    { "42501", DB_DENIED, DB_DENIED },      /* row security with check */
    { "44000", DB_DENIED, DB_DENIED },      /* view with check option */
    { "53", DB_AWAY, DB_AWAY },             /* out of connections, memory, disk */
    { "57014", DB_TIMEOUT, DB_TIMEOUT },    /* cancelled before its commit */
    { "57", DB_AWAY, DB_AWAY },             /* shutdown, crash, starting up */
    { "58", DB_AWAY, DB_AWAY },             /* input/output error of the server's machine */
};

void trouble_clear(struct trouble *trouble)
{
    memset(trouble, 0, sizeof *trouble);
}

void trouble_say(struct trouble *trouble, const char *detail)
{
    snprintf(trouble->detail, sizeof trouble->detail, "%s", detail);
    size_t length = strlen(trouble->detail);
    while (length > 0 && trouble->detail[length - 1] == '\n')
        trouble->detail[--length] = 0;
}

void trouble_set(struct trouble *trouble, const char *sqlstate, const char *detail)
{
    snprintf(trouble->sqlstate, sizeof trouble->sqlstate, "%s", sqlstate);
    trouble_say(trouble, detail);
}

static const char *field(const PGresult *report, int code)
{
    const char *text = PQresultErrorField(report, code);
    return text ? text : "";
}

/* Citus names a shard's constraint <name>_<shard id>. Our own names never end in an underscore and digits. */
static void read_constraint(struct trouble *trouble, const char *name)
{
    snprintf(trouble->constraint, sizeof trouble->constraint, "%s", name);
    size_t length = strlen(trouble->constraint), end = length;
    while (end > 0 && trouble->constraint[end - 1] >= '0' && trouble->constraint[end - 1] <= '9')
        end--;
    if (end < length && end > 1 && trouble->constraint[end - 1] == '_')
        trouble->constraint[end - 1] = 0;
}

/* Class 22 quotes the value it would not take, and a value may be someone's phone number: cut there. */
static void read_detail(struct trouble *trouble, const PGresult *report, const char *statement)
{
    const char *primary = field(report, PG_DIAG_MESSAGE_PRIMARY);
    size_t length = strlen(primary);
    if (!strncmp(trouble->sqlstate, "22", 2))
        length = strcspn(primary, "\"");
    snprintf(trouble->detail, sizeof trouble->detail, "%s %.*s%s%s%s%s", trouble->sqlstate, (int)(length > 200 ? 200 : length),
             primary, trouble->constraint[0] ? " constraint " : "", trouble->constraint, statement ? " in " : "",
             statement ? statement : "");
}

static bool is_stale(const PGresult *report, const char *sqlstate)
{
    if (!strcmp(sqlstate, "26000"))
        return true;
    return !strcmp(sqlstate, "0A000") && !strcmp(field(report, PG_DIAG_SOURCE_FUNCTION), "RevalidateCachedQuery");
}

void trouble_read(struct trouble *trouble, const PGresult *report, const char *statement)
{
    trouble_clear(trouble);
    snprintf(trouble->sqlstate, sizeof trouble->sqlstate, "%s", field(report, PG_DIAG_SQLSTATE));
    if (!trouble->sqlstate[0]) {
        trouble_say(trouble, PQresultErrorMessage(report));
        return;
    }
    const char *severity = field(report, PG_DIAG_SEVERITY_NONLOCALIZED);
    trouble->fatal = !strcmp(severity, "FATAL") || !strcmp(severity, "PANIC");
    trouble->stale = is_stale(report, trouble->sqlstate);
    if (!strcmp(trouble->sqlstate, "WU001"))
        snprintf(trouble->constraint, sizeof trouble->constraint, "%s", field(report, PG_DIAG_MESSAGE_PRIMARY));
    else
        read_constraint(trouble, field(report, PG_DIAG_CONSTRAINT_NAME));
    /* A missing grant shares 42501 with row security, but it is ours to mend and must not pass for "not there". */
    if (!strncmp(field(report, PG_DIAG_SOURCE_FUNCTION), "aclcheck_error", strlen("aclcheck_error")))
        memcpy(trouble->sqlstate, "XX000", sizeof "XX000");
    read_detail(trouble, report, statement);
}

enum db_outcome trouble_outcome(const struct trouble *trouble, bool writes)
{
    if (!trouble->sqlstate[0])
        return DB_AWAY;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        if (strncmp(trouble->sqlstate, rules[i].prefix, strlen(rules[i].prefix)) != 0)
            continue;
        enum db_outcome outcome = writes ? rules[i].writing : rules[i].reading;
        return outcome == DB_CONSTRAINT && !trouble->constraint[0] ? DB_BUG : outcome;
    }
    return DB_BUG;
}
