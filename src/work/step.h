#pragma once
/* A named statement of sql/queries/internal with its values, for the worker. */
#include "base/arena.h"
#include "db/db.h"

struct internal_statement;
struct bound { const char *name, *value; };
/* `values` ends with a NULL name; what is not named, NULL or empty is null in the database. The step lives in the arena, which must hold the values for as long. */
struct db_step work_step(struct arena *arena, const struct internal_statement *internal, const struct bound *values);
