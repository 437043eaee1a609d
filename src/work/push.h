#pragma once
/* DESIGN. Updates are pushed to receivers that nobody here can answer for: down, slow, hanging, or hostile. So no transaction is open while one is waited for:
 * a worker takes the lease of an endpoint, sends, and writes down what came of it, and only then goes on to the next message, which keeps the order. Who holds a lease
 * and dies, or is stopped for too long, is followed by another worker when it runs out; what he had sent without writing it down is sent again, under the
 * same id. Each process has a few threads, one endpoint each at a time, and one of them at a time looks for work. */
#include <stdbool.h>
#include <stdint.h>
#include "auth/secret.h"
#include "base/arena.h"
#include "base/config.h"
#include "base/uuid.h"
#include "db/db.h"
#include "fetch/fetch.h"

/* What the threads of a process share; const but for the two flags. */
struct push_settings {
    const struct config *config;
    struct pool *pool;
    struct fetcher *fetcher;
    struct seal_ring seals;
    _Atomic bool stopping;  /* no further message is begun */
    _Atomic bool cancelled; /* what is under way is broken off */
    _Atomic int trouble;    /* enum db_outcome of the last trip: what goes on failing is logged once */
};

struct push;
/* Starts the threads that the configuration asks for. NULL when it asks for none, or they cannot be had, which is logged: a worker does its other jobs all the same. */
struct push *push_start(const struct config *config, struct nodes *nodes) __attribute__((warn_unused_result));
/* Lets what is being sent come to its end, for drain_s at most. NULL is fine. */
void push_stop(struct push *push);

/* The lease of an endpoint that has something due. NULL: there is none, or the database is away. */
struct push_claim;
struct push_claim *push_claim(struct push_settings *settings);
/* Sends messages of one stream, in order, until there is none, one is not taken, or the share is used up; then gives the lease back. */
void push_work(struct push_claim *claim);
