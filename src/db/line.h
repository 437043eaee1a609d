#pragma once
/* DESIGN. Several trips of several threads under way on one connection: each is sent without waiting for the answers of those before it, and answers come in the order in which they
 * were sent. There is no thread for it: one of those who wait reads what comes, hands it to whom it belongs, and leaves the reading to another when his own has come.
 *
 * Nobody waits long behind another: who finds that those before him take their time leaves the line, where he need not wait for another connection. What is more than an answer that arrived (the session ended, a
 * deadlock, a plan that is out of date) is not judged here: it is to be done anew on a connection of one's own, as if it had not been tried. So only reads get in line. */
#include "connection.h"

struct line;
struct landing {
    enum db_outcome outcome;
    struct db_result *result;
    int64_t took_us;        /* from when the server could begin with it */
};

/* NULL: it has no `watch`, so nobody else may touch it. pool: where whoever leaves would have another. */
struct line *line_new(struct connection *connection, struct pool *pool) __attribute__((warn_unused_result));
/* The connection, closed if it is not fit to be lent again. Nobody is in line_run() any more. */
struct connection *line_end(struct line *line) __attribute__((warn_unused_result));
/* False: to be done elsewhere. */
bool line_run(struct line *line, const struct db_trip *trip, struct landing *ret_landing) __attribute__((warn_unused_result));
bool line_takes_more(struct line *line);
