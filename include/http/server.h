#pragma once
/* DESIGN. HTTP/1.1 through ulfius, used as a socket: one catch-all endpoint, no routing, no parameter maps, no body parsing of its own.
 * One thread per connection (MHD, poll), bounded in number and in stack. MHD's time-out sees inactivity only; a watchman thread ends a
 * connection whose request has not arrived whole by its deadline, so that a slow drip cannot hold a place for ever. When all places are
 * taken the idle give way first, then those whose requests dawdle (crowd.c); for whom there is no place is told so before a thread is made (door.c). */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include "base/buffer.h"

/* Is there room for it? A connection that came when there was none, or when its address had its share, is told so once and closed. */
enum http_crowding { HTTP_ROOM, HTTP_FULL, HTTP_SHARE_TAKEN };

struct http_request {
    const char *method;  /* "GET" … as sent; HEAD is HEAD */
    const char *path;    /* raw, still percent-encoded, begins with '/' */
    const char *query;   /* raw, without '?'; "" = none */
    const char *body;
    size_t body_length;
    bool body_too_large; /* longer than the limit: body, or file, is cut and must not be used */
    int file;            /* a body that went to a file: readable, unlinked, this folder's to close; -1 = none */
    uint64_t file_length;
    bool file_failed;    /* there was no room for the file: it must not be used */
    const char *remote;  /* numeric address of the peer */
    const char *certificate; /* the name in the certificate that the peer showed over TLS and that holds; "" = none */
    enum http_crowding crowding; /* HTTP_ROOM, or it is to be refused whatever it asks */
    int64_t started_us;  /* monotonic: when the request had arrived */
    const void *source;  /* this folder's own */
};
/* Value of a header, name in any case; NULL = absent. */
const char *http_header(const struct http_request *request, const char *name);

#define HTTP_HEADERS_MAX 24
struct http_answer {
    int status;
    size_t header_count;
    char *long_name[4], *long_value[4];
    size_t long_count;
    struct buffer body;
    bool packed; /* its bytes are compressed as they are: gzip would add to them */
    /* A body made while it is sent: fill up to `room` bytes; 0 = end, -1 = broken off (the client must notice). Runs in the
     * connection's thread; done() is called exactly once, also when the client went away. */
    ssize_t (*more)(void *stream, char *out, size_t room);
    void (*done)(void *stream);
    void *stream;
    uint64_t stream_length; /* 0 = not known beforehand */
    struct { const char *name; char value[256]; } headers[HTTP_HEADERS_MAX]; /* longer values are kept elsewhere. Last: so much need not be cleared for each request */
};
void http_set(struct http_answer *answer, const char *name, const char *value);
void http_setf(struct http_answer *answer, const char *name, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The file of the request this thread handles, to be kept beyond it; -1 = there is none to be had. Its length counts among what is held until it is closed. */
int http_file_take(void);
void http_file_close(int file, uint64_t length);

/* The answer to the request this thread handles must have been taken by then (monotonic), or its connection is ended. */
void http_deadline(int64_t until_us);

/* So many may stand at the door: files beyond connections_max. */
#define DOOR_GUESTS_MAX 2048
#define HTTP_CERTIFICATE_SIZE 256
/* Paths of PEM files; certificate "" or NULL = plain HTTP, client_ca "" or NULL = clients' certificates are not asked for. */
struct http_tls_files { const char *certificate, *key, *client_ca; };

struct http_server;
struct http_settings {
    const char *address;
    uint16_t port;              /* 0 = a free one, see http_port() */
    unsigned connections_max;
    unsigned connections_per_address; /* 0 = no bound; see unbounded() */
    /* Is this an address that many people come through? Asked for each connection when there is a bound. NULL: none is. */
    bool (*unbounded)(void *context, const char *remote);
    /* Would one more request be refused? Asked for each connection; who comes over a new one is then refused before it has a place. NULL: never. */
    bool (*full)(void *context);
    unsigned idle_timeout_s, request_timeout_s;
    size_t body_max, header_max;
    uint64_t body_total_max;    /* of all bodies in memory that are arriving or being handled; who comes when it is full is HTTP_FULL */
    /* A body of `file_media` types may go to a file of its own in upload_dir when this says so, asked once the headers are there: who
     * may not, or where no file is taken, leaves nothing on the disk. NULL: never. */
    bool (*takes_file)(void *context, const struct http_request *head);
    const char *upload_dir;
    uint64_t upload_max, upload_total_max; /* of one file, and of all that are held at once */
    unsigned upload_timeout_s;
    struct http_tls_files tls;
    void (*handle)(void *context, const struct http_request *request, struct http_answer *answer);
    void *context;
    struct http_server **server; /* where the server is told before it takes its first request: callers may be waiting already. NULL: nowhere */
};
/* NULL when the address cannot be had; *ret_fault says why. */
struct http_server *http_start(const struct http_settings *settings, const char **ret_fault) __attribute__((warn_unused_result));
uint16_t http_port(const struct http_server *server);
struct http_counts { unsigned connections, handling; uint64_t accepted, refused, expired, displaced, closed; };
struct http_counts http_count(const struct http_server *server);
/* A listening socket that was passed to this process as file 3, as systemd does it; -1 = none. */
int http_passed_socket(void);
/* The socket it listens on, to be shared with a successor. */
int http_socket(const struct http_server *server);
/* Read the certificate and its key again, for connections that come. False: *ret_fault says why, and the old ones go on. */
bool http_reload(struct http_server *server, const char **ret_fault) __attribute__((warn_unused_result));
/* Seconds since 1970; 0 = no TLS. */
int64_t http_certificate_ends_at(const struct http_server *server);
/* Stop: listen no more, let what is being handled finish for up to `drain_ms`, then end. Until then each answer says that its connection closes, and a
 * connection on which something moved within `idle_ms` is waited for: whoever uses it is told before it goes. */
void http_stop(struct http_server *server, unsigned drain_ms, unsigned idle_ms);

/* From now on the tag stands for what the answer says, not for its bytes. */
void http_weaken_tag(struct http_answer *answer);
/* Gzip when the client accepts it and it pays; sets Content-Encoding and Vary. True when the body was replaced. */
bool http_gzip(const struct http_request *request, struct http_answer *answer);
bool http_accepts_gzip(const struct http_request *request);
