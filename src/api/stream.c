/* DESIGN. An answer that is made while it is sent: the exchange outlives its handler. The stream owns the arena, and the log line is written when the last
 * byte has gone. One that cannot go on breaks the connection off, so that a reader never takes a part for the whole. */
#include <string.h>
#include "base/clock.h"
#include "private.h"

#define GRACE_US 5000000

struct running {
    struct exchange *exchange;
    struct http_request request; /* what the log line needs; the server's own is gone by then */
    struct stream stream;
    int64_t deadline_us;         /* a slow reader holds it no longer than this, */
    int64_t slowest;             /* and takes so many bytes a second at least: what it reads may hold a connection to the database */
    int status;
    size_t total;
    bool failed;
};

static ssize_t more(void *thing, char *out, size_t room)
{
    struct running *r = thing;
    http_deadline(r->deadline_us); /* making a part takes as long as it takes */
    ssize_t n = r->failed || clock_monotonic_us() > r->deadline_us ? -1 : r->stream.more(r->stream.thing, out, room);
    r->failed = n < 0;
    r->total += n > 0 ? (size_t)n : 0;
    int64_t taken = clock_monotonic_us() + GRACE_US + (int64_t)n * 1000000 / r->slowest;
    if (n > 0 && taken < r->deadline_us)
        http_deadline(taken);
    return n;
}

static void done(void *thing)
{
    struct running *r = thing;
    struct exchange *x = r->exchange;
    r->stream.release(r->stream.thing);
    if (r->failed)
        snprintf(x->detail, sizeof x->detail, "broken off after %zu bytes", r->total);
    access_log(x, r->failed ? 599 : r->status, r->total);
    arena_free(x->arena);
}

bool answer_stream(struct exchange *x, const struct stream *stream)
{
    if (x->sink) {
        *x->sink = *stream;
        x->streaming = true;
        return true;
    }
    struct running *r = arena_alloc(x->arena, sizeof *r);
    *r = (struct running){.exchange = x, .request = *x->request, .stream = *stream, .status = x->answer->status,
                          .slowest = config_number(x->service->config, "export_bytes_per_s"),
                          .deadline_us = clock_monotonic_us() + config_number(x->service->config, "export_timeout_s") * 1000000};
    r->request.method = arena_strdup(x->arena, x->request->method);
    r->request.remote = arena_strdup(x->arena, x->request->remote);
    x->request = &r->request;
    x->streaming = true;
    x->answer->more = more;
    x->answer->done = done;
    x->answer->stream = r;
    x->answer->stream_length = stream->length;
    http_deadline(r->deadline_us);
    return true;
}
