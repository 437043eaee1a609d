#pragma once
/* What the server knows of one TCP connection; one thread works on it, the watchman reads it. */
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include "http/server.h"

struct watch_rules {
    int64_t idle_us, request_us, upload_us;
    unsigned connections_max, per_address; /* per_address 0 = no bound */
    bool (*unbounded)(void *context, const char *remote);
    void *context;
};

enum connection_phase { PHASE_IDLE, PHASE_ARRIVING, PHASE_UPLOADING, PHASE_HANDLING };

struct http_connection {
    struct http_connection *next, **link; /* in the server's list, under its lock */
    int socket;
    _Atomic int phase;
    _Atomic int64_t since_us, deadline_us; /* deadline 0 = none */
    char remote[INET6_ADDRSTRLEN];
    char certificate[HTTP_CERTIFICATE_SIZE]; /* the name in the certificate that the peer showed; "" = none that holds */
    bool known;                              /* it was looked at */
    struct http_connection *neighbour, **neighbour_link; /* of the same bucket of addresses, under the lock */
    unsigned char network[8]; /* whom it counts for: an IPv4 address, or the first half of an IPv6 one */
    _Atomic bool leaving; /* it was told to go */
    bool turned_away;  /* it came when there was no room */
    bool expected;     /* it has its place, and the library has not begun it yet */
    _Atomic enum http_crowding crowding;
    uint64_t body;     /* bytes of this request's body so far */
    uint64_t held;     /* those of them that count among all bodies in memory */
    bool fresh;        /* the request line is there, its headers have not been looked at */
    struct spool *spool; /* where the body goes; NULL = to memory */
};

struct spool;

#define ADDRESS_BUCKETS 1024
/* The list and the watchman. */
struct watch {
    pthread_mutex_t lock;
    pthread_cond_t stop;
    pthread_t thread;
    bool stopping;
    struct http_connection *first;
    struct http_connection *neighbours[ADDRESS_BUCKETS];
    struct watch_rules rules;
    unsigned crowded, leaving; /* connections with crowding, and those told to go */
    unsigned expected;         /* those that the library is to begin */
    int64_t looked_us;         /* when nobody was found who could give way */
    _Atomic unsigned connections, handling;
    _Atomic uint64_t accepted, expired, refused, displaced, closed;
};
struct watch *watch_new(const struct watch_rules *rules);
void watch_free(struct watch *watch);
/* Its numeric form; "" when it is none of the Internet's. */
void describe_peer(const struct sockaddr *address, char *out, size_t size);
/* MHD's callback for a connection's begin and end; the class is the watch. */
void watch_connection(void *watch, struct MHD_Connection *connection, void **context, enum MHD_ConnectionNotificationCode code);
/* Is there a place for it? If there is, it has it from now on, and the library is to begin it, or it is to be forgotten. */
enum http_crowding watch_expect(struct watch *watch, int socket, const struct sockaddr *address);
void watch_forget(struct watch *watch, int socket);
/* The connection this thread works on. */
struct http_connection *watch_current(void);
void watch_set_current(struct MHD_Connection *connection);
void watch_phase(struct watch *watch, enum connection_phase phase);
/* Its thread finds it at its end. An idle one's request may be on its way at this moment: it is still read then, and answered. */
void watch_shut(const struct http_connection *connection, enum connection_phase phase);
/* crowd.c, under the lock. How many places there are beyond connections_max, for who must be told by the library that there is none: */
unsigned crowd_margin(const struct watch *watch);
/* Is there a place for one more from there? If not, those who can give way are told to. */
enum http_crowding crowd_ask(struct watch *watch, const struct sockaddr *address);
void crowd_enter(struct watch *watch, struct http_connection *connection, const struct sockaddr *address, enum http_crowding crowding);
void crowd_leave(struct watch *watch, struct http_connection *connection);
/* Without the lock. */
bool crowd_margin_left(struct watch *watch);
/* One more for which there was no place; closed: it was told nothing. */
void crowd_count(struct watch *watch, bool closed);
struct http_counts watch_count(struct watch *watch);
/* Is a request arriving or handled, or did something move on a connection within the last so many microseconds? */
bool watch_busy(struct watch *watch, int64_t idle_us);
