#pragma once
/* DESIGN. A month is frozen by a thread of its own. All of it is one transaction of the worker that sees one moment (repeatable read): the row of the package is locked, every dataset is read by a
 * second connection, as the city platform and in the very same snapshot, and written to stored_files as it comes, in both formats in one pass; then the manifest is signed and everything is
 * committed at once. So half a package is never there, and a package never shows what the platform may not see. A worker that dies lets go of the row with its connection, and another
 * one begins anew. Memory is constant: a row, a chunk of either format, and what the manifest says of each part. */
#include <stdatomic.h>
#include <stdbool.h>
#include "auth/secret.h"
#include "base/arena.h"
#include "base/config.h"
#include "db/db.h"

struct packages_settings {
    const struct config *config;
    struct pool *pool;
    struct seal_ring seals;
    _Atomic bool stopping; /* what is being made is broken off */
    _Atomic int trouble;   /* enum db_outcome of the last trip: what goes on failing is logged once */
};

struct packages;
/* Starts the thread. NULL when it cannot be had, which is logged: a worker does its other jobs all the same. */
struct packages *packages_start(const struct config *config, struct nodes *nodes) __attribute__((warn_unused_result));
/* Breaks off what is being made, and waits for that for drain_s at most: a thread that waits for the database longer ends with the process. NULL is fine. */
void packages_stop(struct packages *packages);

/* Makes one that is due, if there is one, and writes down what came of it. False: there was none, or the database is away. */
bool package_make_next(struct packages_settings *settings);
