#pragma once
/* DESIGN. SQLSTATE → outcome in one table. An error report is read once, into plain memory, so that it outlives the
 * connection it came over. */
#include <libpq-fe.h>
#include <stdbool.h>
#include "db/db.h"

#define TROUBLE_DETAIL_SIZE 320

struct trouble {
    char sqlstate[6];       /* "" = libpq's own words: the connection broke */
    char constraint[64];    /* without shard suffix; the raised code for WU001 */
    char detail[TROUBLE_DETAIL_SIZE];
    bool fatal;             /* the server ended the session with it */
    bool stale;             /* a prepared statement no longer fits the schema, or is gone */
};

void trouble_clear(struct trouble *trouble);
/* Read an error report. `statement` names what ran, for the detail; NULL is fine. */
void trouble_read(struct trouble *trouble, const PGresult *report, const char *statement);
/* Words of our own, or libpq's. */
void trouble_say(struct trouble *trouble, const char *detail);
/* As if the server had said so. */
void trouble_set(struct trouble *trouble, const char *sqlstate, const char *detail);
enum db_outcome trouble_outcome(const struct trouble *trouble, bool writes) __attribute__((warn_unused_result));
