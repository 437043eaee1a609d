#pragma once
/* DESIGN. Quick reads of one role may share a connection: each is a trip of its own, with its own settings, Sync and answer, sent without waiting for the answers of those
 * before it. A server process that is never without work neither sleeps between two requests nor yields its caches to many others, which is most of what a short statement
 * costs. So the first few connections that are lent for quick reads are lanes, others get in line on them, and whoever finds none to get in line on has a connection of his own.
 *
 * A statement is quick when it lately was (in the server, on the average). How one who is in line behind something slow after all is served elsewhere: line.h. Where others wait for a connection a lane gives its own back after a while, however many would still get in line: so nobody is starved by those who share. */
#include "connection.h"

struct lanes;

/* At most so many at once, but one for each role. */
struct lanes *lanes_new(unsigned most) __attribute__((warn_unused_result));
void lanes_free(struct lanes *lanes);
uint64_t lanes_shared(struct lanes *lanes);

/* The pool's side of it. */
struct lanes *pool_lanes(struct pool *pool);
/* Would pool_borrow() have to wait? Does somebody? */
struct pool_demand { bool exhausted, wanted; };
struct pool_demand pool_demand(struct pool *pool);
