#pragma once
/* DESIGN. What is known of the servers ("nodes") that one connection string names; shared by the pools that log in there.
 *
 * Who may be written to is told by the connection string (target_session_attrs=read-write) and by the timeline: each promotion begins a new one, so of two
 * nodes that both say they take writes the one of the lower timeline is a former primary that nobody has stopped yet. Once a timeline was seen, sessions of a
 * lower one are not opened, not lent, and not waited for any more. Where several nodes are named, nodes_watch() asks each of them twice a second, in a thread
 * and a session of its own: that is how a promotion is noticed while every session waits for a node that is frozen or cut off.
 *
 * Standbys for reading are another `struct nodes`, whose lag is measured against the primaries': a standby that has replayed what the primary had flushed at
 * some moment shows everything that was committed before that moment. No clocks of two machines are compared, and a primary at rest makes nobody late.
 *
 * Threads: everything here guards itself. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "db/db.h"

struct nodes;

struct nodes_settings {
    const char *conninfo;     /* libpq conninfo or URI, without user and password; copied */
    const char *password;     /* copied; NULL = none */
    enum db_role watches_as;  /* who logs in to ask */
    struct nodes *primaries;  /* these are standbys of those, which outlive them and are watched; NULL = these are the primaries */
    unsigned max_lag_ms;      /* of a standby that may be read */
};

/* NULL: out of memory, or libpq cannot read the connection string. */
struct nodes *nodes_new(const struct nodes_settings *settings) __attribute__((warn_unused_result));
/* Ask them all the time. False: there is no thread to be had. */
bool nodes_watch(struct nodes *nodes) __attribute__((warn_unused_result));
/* After the pools that share them. */
void nodes_free(struct nodes *nodes);
/* Is there more than one? */
bool nodes_several(const struct nodes *nodes);
