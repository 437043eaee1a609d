#pragma once
/* Named statements of sql/queries/internal with their values, and how the parts of the worker ask them. */
#include <stdatomic.h>
#include <stdbool.h>
#include "base/arena.h"
#include "db/db.h"

struct internal_statement;
struct bound { const char *name, *value; };
/* `values` ends with a NULL name; what is not named, NULL or empty is null in the database. The step lives in the arena, which must hold the values for as long. */
struct db_step work_step(struct arena *arena, const struct internal_statement *internal, const struct bound *values);

/* One part of the worker on its own account; set up once, then shared by its threads. */
struct work_asker {
    struct pool *pool;
    const char *part;    /* how the log names it: "webhooks" */
    bool custom_plan;    /* planned for these very values */
    _Atomic int trouble; /* enum db_outcome of the last trip: what goes on failing is logged once */
};
/* A trip of its own, as the worker. The result goes with the arena. NULL: it failed, which is logged. */
struct db_result *work_ask(struct work_asker *asker, struct arena *arena, const char *district, bool writes, const struct internal_statement *internal, const struct bound *values);
