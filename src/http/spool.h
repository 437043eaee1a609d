#pragma once
/* A body that goes to a file instead of memory: anonymous, so that nothing of it outlives the request. */
#include <microhttpd.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "http/server.h"

struct spool;
/* NULL when no file can be made in the folder. `total` is of all files at once. */
struct spool *spool_new(const char *folder, uint64_t limit, uint64_t total);
/* Past its limit, or when there is no room for it, the spool keeps nothing more and says so at the end. */
void spool_write(struct spool *spool, const void *data, size_t length);
void spool_free(struct spool *spool);
/* What the handler is told of it. */
void spool_tell(const struct spool *spool, struct http_request *request);

/* ulfius gathers a body in memory, whatever its size, and offers no other way. Between it and libmicrohttpd there is one call: MHD_start_daemon(), which
 * spool.c defines for the whole program. What ulfius starts is started with a handler of ours before its own; the bodies of uploads never reach ulfius. */
struct spool_rules {
    bool (*takes_file)(void *context, struct MHD_Connection *connection, const char *url, const char *method);
    void *context;
    const char *folder;
    uint64_t limit, total;
    uint64_t body_limit, body_total; /* of bodies in memory */
    struct watch *watch;
};
/* The bodies of a connection's request are in memory no more. */
struct http_connection;
void body_release(struct http_connection *connection);
/* Holds for daemons that this thread starts from now on; NULL = none. */
void spool_rules_set(const struct spool_rules *rules);
