#pragma once
/* The files of a package in both formats, cut into parts. */
#include <jansson.h>
#include "base/arena.h"
#include "base/row.h"
#include "db/db.h"
#include "package.h"

#define PACKAGE_FORMATS 2

struct package {
    struct packages_settings *settings;
    struct arena *arena;           /* of the whole package */
    struct connection *connection; /* the worker's, with the transaction open */
    const char *district, *id, *month, *frozen_at, *snapshot;
    json_t *datasets;              /* of the manifest */
    unsigned position;             /* parts so far */
    enum db_outcome outcome;       /* of what failed last */
};

struct bound;
struct internal_statement;
/* A statement within the transaction. NULL: it was refused, and all is rolled back. */
struct db_result *package_ask(struct package *package, const struct internal_statement *internal, const struct bound *values) __attribute__((warn_unused_result));

/* Rows from wherever they come: 1 and the cells; 0 at the end; -1 failed. */
struct package_rows {
    const char *dataset, *file;
    const struct shape *shape;
    int (*next)(void *source, const struct cell **ret_cells);
    void *source;
};
/* All of them, in parts, and what the manifest says of them. False: nothing more can be done in this transaction, or the worker is to stop. */
bool package_write(struct package *package, const struct package_rows *rows) __attribute__((warn_unused_result));
