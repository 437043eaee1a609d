#pragma once
/* What the two halves of an import know of one another: import_stage.c reads the file, import.c does the rest. */
#include "api/import.h"
#include "base/arena.h"
#include "db/statement.h"

struct import_job {
    const struct import_order *order;
    struct import_progress at;
    struct db_caller caller;
    struct connection *connection; /* while a transaction is open, and for the length of a trip; NULL = none is held */
    struct arena *arena;      /* of one turn */
    enum db_outcome outcome;  /* of the last trip */
    bool not_admitted;        /* whoever began it is not let in any more */
    uint64_t kept;            /* problems of an open transaction, to be told when it is undone */
    bool more;                /* and those that are not kept are spoken of */
    bool refused;             /* the file is at fault, and the problems say why */
    const char *trouble;      /* of a file that cannot be read to its end; static */
};

struct import_value { const char *name, *value; };
enum import_how { IMPORT_ALONE, IMPORT_OPENS, IMPORT_WITHIN };
/* Over a connection that is borrowed for the trip, or for as long as the transaction is open. NULL = job->outcome says why; the rows live until the next turn. */
struct db_result *import_ask(struct import_job *job, enum import_how how, const struct internal_statement *internal, const struct import_value *values);
/* Begin a turn: nothing of the last one is left, and whoever listens hears how far it is. False: leave off. */
bool import_turn(struct import_job *job);
/* Problems as a JSON array, noted beside whatever transaction is open. */
bool import_tell(struct import_job *job, const char *problems);
/* The whole file into import_rows. False: failed, or job->refused. */
bool import_stage(struct import_job *job);
