#pragma once
#include <libpq-fe.h>
#include "db/admin.h"
#include "login.h"

struct admin {
    PGconn *connection;         /* NULL: it was given up, and every call fails */
    struct session session;     /* where it is logged in */
    struct nodes *nodes, *own;  /* own: where nobody gave any */
    struct buffer *trouble;
    bool lock_refused; /* what failed last waited for a lock until lock_timeout, or in a deadlock */
};

/* Add what a failed result says to the trouble: message, detail, hint and place, as one line. `name` and `script` (both may be
 * NULL) turn a place into name:line. */
void admin_blame(struct admin *admin, const PGresult *result, const char *name, const char *script);
/* A statement or script; NULL when it failed. */
PGresult *admin_execute(struct admin *admin, const char *sql) __attribute__((warn_unused_result));
