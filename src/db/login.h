#pragma once
/* DESIGN. Logging in to one of several nodes, with one deadline over all of them: libpq's own connect_timeout is each host's, and a node that takes the connection and never
 * answers would hold the caller for that long. Private to this folder. */
#include <libpq-fe.h>
#include "db/nodes.h"
#include "outcome.h"

struct session {
    PGconn *pg;
    unsigned node;
    uint32_t timeline;   /* 0 = not asked: one node, or a standby */
    unsigned generation; /* of what was known when it was opened */
};

/* Log in as `user` (NULL: as the connection string says). On failure the trouble says why of the last node that was tried, and *ret_session is untouched. */
bool nodes_login(struct nodes *nodes, const char *user, int64_t deadline_us, struct session *ret_session, struct trouble *trouble) __attribute__((warn_unused_result));
/* May it be lent, or is it to be opened anew: its node was demoted, has died, or is too far behind? */
bool nodes_current(struct nodes *nodes, const struct session *session) __attribute__((warn_unused_result));
/* Is its node a former primary, or a standby that does not answer any more? It is not worth waiting for. */
bool nodes_superseded(struct nodes *nodes, const struct session *session) __attribute__((warn_unused_result));
/* A session met a server that goes down or takes no writes: all others to be opened anew before they are lent. */
void nodes_suspect(struct nodes *nodes);
/* Is there somebody who asks them all the time, so that a wait may end early? */
bool nodes_watched(const struct nodes *nodes);
/* By how much what this session reads may be older than what the primary had: an upper bound. -1 = not known. */
int64_t nodes_lag_us(struct nodes *nodes, const struct session *session);

/* poll() until the deadline; false when it passed. */
bool socket_wait(int socket, short events, int64_t deadline_us) __attribute__((warn_unused_result));

/* nodes.c to login.c and watch.c. */
enum { NODES_MAX = 16, SAMPLES = 128 };
struct node {
    struct nodes *nodes;
    unsigned number;
    const char *host, *hostaddr, *port; /* NULL = the connection string's own */
    int64_t failed_us;    /* monotonic: when it did not answer last; 0 = it has since */
    bool standby;         /* as it said last */
    int64_t answered_us;  /* 0 = it is not known to answer */
    uint64_t lsn;         /* of a standby: what it has replayed */
    uint64_t distrusted;  /* where it stood when the primaries' timeline changed, which it may not follow; 0 = nowhere */
};
/* In the order in which they are to be tried; returns how many. */
size_t nodes_order(struct nodes *nodes, unsigned *ret_order);
const struct node *nodes_at(const struct nodes *nodes, unsigned number);
const char *nodes_conninfo(const struct nodes *nodes, const char **ret_password);
bool nodes_are_standbys(const struct nodes *nodes);
/* Shortly ago it did not answer. */
bool nodes_failed(struct nodes *nodes, unsigned number);
void nodes_tell_failed(struct nodes *nodes, unsigned number);
/* It takes writes, on this timeline. False: that is an old one. */
bool nodes_tell_primary(struct nodes *nodes, unsigned number, uint32_t timeline) __attribute__((warn_unused_result));
/* What it said: of a primary `lsn` is what it had flushed, at some time after asked_us. */
struct position { bool standby; uint32_t timeline; uint64_t lsn; int64_t asked_us; };
void nodes_tell(struct nodes *nodes, unsigned number, const struct position *position);
unsigned nodes_generation(const struct nodes *nodes);

/* login.c to watch.c: to this node and no other; with `any` whatever it is, else as the connection string says. NULL on failure. */
PGconn *login_to(struct nodes *nodes, unsigned number, const char *user, bool any, int64_t deadline_us, struct trouble *trouble) __attribute__((warn_unused_result));
/* The only row of a statement, before its deadline; NULL when there is none. */
PGresult *login_ask(PGconn *pg, const char *sql, int64_t deadline_us) __attribute__((warn_unused_result));
