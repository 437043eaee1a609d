#pragma once
/* DESIGN. The only <curl/curl.h> is behind this header: one careful HTTP request to somebody else's server. What it may reach is judged on the
 * address that is connected to, after the name was resolved, so a name that resolves to the inside of the network gets nowhere. TLS is always
 * verified; no proxy, .netrc, cookie or compression comes into play; nothing of the answer is kept past its limit, and the deadline covers
 * everything from the look-up of the name to the last byte. A redirect is followed for a GET within the same origin alone. */
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"

struct fetcher; /* const after it was made; any thread */
struct fetcher_settings {
    const char *ca_file;           /* "" or NULL: the system's */
    const char *const *networks;   /* that are not public and may be reached all the same */
    size_t network_count;
};
/* The settings' texts must live as long as the fetcher. NULL when out of memory. */
struct fetcher *fetcher_new(const struct fetcher_settings *settings) __attribute__((warn_unused_result));
void fetcher_free(struct fetcher *fetcher);

struct fetch_request {
    const char *method;            /* "GET" or "POST" */
    const char *url;               /* absolute, without user or password */
    const char *const *headers;    /* "Name: value", NULL-terminated; NULL = none */
    const void *body;              /* of a POST */
    size_t body_length;
    unsigned deadline_ms;
    size_t size_max;               /* of the answer's body */
    bool allow_http;               /* otherwise https alone */
    bool status_alone;             /* what counts is the status: a body that is too long, breaks off or does not end takes nothing from it */
    const _Atomic bool *cancelled; /* looked at while waiting; NULL = never */
};

enum fetch_outcome {
    FETCH_OK,          /* an answer came, of whatever status */
    FETCH_BAD_URL,     /* not a URL that may be asked for */
    FETCH_FORBIDDEN,   /* the address is not public and not allowed */
    FETCH_UNREACHABLE, /* no such name, nobody there, connection broken */
    FETCH_TLS,         /* the certificate does not verify, or there is no common TLS */
    FETCH_TIMEOUT,
    FETCH_TOO_LARGE,
    FETCH_REDIRECTED,  /* to another origin, or too often */
    FETCH_CANCELLED
};

struct fetch_answer {
    int status;
    const char *body;              /* terminated */
    size_t body_length;
    const char *content_type, *cache_control, *retry_after; /* "" = none */
};
/* The answer lives in the arena. Untouched unless FETCH_OK. */
enum fetch_outcome fetch(const struct fetcher *fetcher, const struct fetch_request *request, struct arena *arena, struct fetch_answer *ret_answer) __attribute__((warn_unused_result));
const char *fetch_outcome_text(enum fetch_outcome outcome);
/* What is wrong with a URL from a configuration; NULL = nothing. */
const char *fetch_url_fault(const char *url, bool allow_http);
