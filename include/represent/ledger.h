#pragma once
/* The ledger of a rectification campaign (攻坚行动整治工作台账) as the form that plans ask for: a sheet for each action, one problem a row, what a project has in common once for all of its
 * problems. Rows come one by one, sheet by sheet and project by project; nothing is kept of one but what the next is compared with, and a byte or two for each project. */
#include "base/buffer.h"
#include "base/row.h"

struct ledger_sheet { const char *code, *name, *title; bool wanted; }; /* wanted: there even without a row */
struct ledger_head { const struct ledger_sheet *sheets; size_t count; const char *place, *day; };

struct ledger;
/* Of rows that say ledger, seq, no, project, firm, service_grade, problem, measure, due_on, person, progress, !state, community, street and note; any other column is left out. The head
 * and the shape outlive it. NULL: out of memory, or a column is missing (our bug). */
struct ledger *ledger_new(const struct ledger_head *head, const struct shape *shape) __attribute__((warn_unused_result));
void ledger_free(struct ledger *ledger);
/* Ledgers come in the order of the head's sheets. One that is not there marks the buffer as failed. */
void ledger_row(struct ledger *ledger, const struct cell *cells, struct buffer *out);
void ledger_end(struct ledger *ledger, struct buffer *out);
