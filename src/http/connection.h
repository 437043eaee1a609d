#pragma once
/* What the server knows of one TCP connection; one thread works on it, the watchman reads it. */
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <stdint.h>
#include "http/server.h"

enum connection_phase { PHASE_IDLE, PHASE_ARRIVING, PHASE_UPLOADING, PHASE_HANDLING };

struct http_connection {
    struct http_connection *next, **link; /* in the server's list, under its lock */
    int socket;
    _Atomic int phase;
    _Atomic int64_t since_us, deadline_us; /* deadline 0 = none */
    char remote[INET6_ADDRSTRLEN];
    char certificate[HTTP_CERTIFICATE_SIZE]; /* the name in the certificate that the peer showed; "" = none that holds */
    bool known;                              /* it was looked at */
    bool fresh;        /* the request line is there, its headers have not been looked at */
    struct spool *spool; /* where the body goes; NULL = to memory */
};

struct spool;
struct watch; /* the list and the watchman */
struct watch *watch_new(int64_t idle_us, int64_t request_us, int64_t upload_us);
void watch_free(struct watch *watch);
/* MHD's callback for a connection's begin and end; the class is the watch. */
void watch_connection(void *watch, struct MHD_Connection *connection, void **context, enum MHD_ConnectionNotificationCode code);
/* The connection this thread works on. */
struct http_connection *watch_current(void);
void watch_set_current(struct MHD_Connection *connection);
void watch_phase(struct watch *watch, enum connection_phase phase);
struct http_counts watch_count(struct watch *watch);
/* Is a request arriving or handled, or did something move on a connection within the last so many microseconds? */
bool watch_busy(struct watch *watch, int64_t idle_us);
