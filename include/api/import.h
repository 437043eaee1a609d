#pragma once
/* DESIGN. The load of one file into one register, in memory that does not grow with the file: read row by row into import_rows, checked and taken over
 * a chunk at a time by the functions of sql/functions/import_*.sql, as the caller's own database role. All-or-nothing and dry runs are one transaction,
 * whose progress is noted over a second connection; skipping ones commit each chunk with its account. Whoever dies in between leaves an import that beats no
 * more, which the worker marks as failed. Used by the API's hook and by the command line. */
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include "db/db.h"
#include "sheet/sheet.h"

/* A row of a form has the number of its sheet, from 0, times this, and its own in the sheet. */
#define IMPORT_SHEET_LINES UINT64_C(10000000)

struct import_progress {
    const char *state; /* checking, applying, …; static */
    uint64_t read, checked, created, updated, unchanged, refused;
};

/* Everything pointed to outlives the run. */
struct import_order {
    struct pool *pool;  /* for the rows: without the deadlines of requests; a connection of it is held only while a transaction is open */
    struct pool *notes; /* for short notes beside an open transaction */
    enum db_role role;
    struct db_caller caller;
    const char *id, *register_name, *now;
    enum sheet_kind kind;
    int file;
    bool dry_run, skip;
    bool form;          /* a workbook for people: titles above the heads, a sheet for each ledger, cells merged */
    const _Atomic bool *stop; /* true: leave off, the import has failed; NULL = never */
    void (*progress)(void *listener, const struct import_progress *progress); /* NULL = nobody asks */
    void *listener;
};

/* Is the register loaded from a form? */
bool import_is_form(const char *register_name);
/* The kind of sheet that a media type means; false when it means none. */
bool import_media(const char *type, enum sheet_kind *ret_kind);
/* After importBegin. True when the account of it stands in the database; *ret_progress as far as it came, with the state it ended in. */
bool import_run(const struct import_order *order, struct import_progress *ret_progress) __attribute__((warn_unused_result));
/* It was begun, and cannot be run: that is its account. */
void import_give_up(const struct import_order *order);
