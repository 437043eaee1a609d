#include "http/server.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

#define WORTH_IT 1024

/* "gzip" or "*" with a weight that is not zero (RFC 9110 §12.5.3). */
bool http_accepts_gzip(const struct http_request *request)
{
    const char *accept = http_header(request, "Accept-Encoding");
    for (const char *at = accept; at && *at;) {
        at += strspn(at, " \t,");
        size_t name = strcspn(at, ";, \t");
        const char *end = at + strcspn(at, ",");
        bool named = (name == 4 && strncasecmp(at, "gzip", 4) == 0) || (name == 1 && *at == '*');
        const char *weight = strstr(at, "q=");
        if (named)
            return !(weight && weight < end && strtod(weight + 2, NULL) == 0.0);
        at = end;
    }
    return false;
}

/* A stream's bytes go through here on their way out: in constant memory, like the stream itself. */
struct packed_stream {
    z_stream z;
    ssize_t (*more)(void *stream, char *out, size_t room);
    void (*done)(void *stream);
    void *stream;
    bool ended;
    char plain[64 * 1024];
};

static ssize_t packed_more(void *stream, char *out, size_t room)
{
    struct packed_stream *p = stream;
    p->z.next_out = (unsigned char *)out;
    p->z.avail_out = (unsigned)room;
    while (p->z.avail_out == room) {
        if (!p->z.avail_in && !p->ended) {
            ssize_t got = p->more(p->stream, p->plain, sizeof p->plain);
            if (got < 0)
                return -1;
            p->ended = got == 0;
            p->z.next_in = (unsigned char *)p->plain;
            p->z.avail_in = (unsigned)got;
        }
        int state = deflate(&p->z, p->ended ? Z_FINISH : Z_NO_FLUSH);
        if (state == Z_STREAM_END)
            break;
        if (state != Z_OK && state != Z_BUF_ERROR)
            return -1;
    }
    return (ssize_t)(room - p->z.avail_out);
}

static void packed_done(void *stream)
{
    struct packed_stream *p = stream;
    p->done(p->stream);
    deflateEnd(&p->z);
    free(p);
}

static bool pack_stream(struct http_answer *answer)
{
    struct packed_stream *p = calloc(1, sizeof *p);
    if (!p || deflateInit2(&p->z, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
        free(p);
        return false;
    }
    p->more = answer->more;
    p->done = answer->done;
    p->stream = answer->stream;
    answer->more = packed_more;
    answer->done = packed_done;
    answer->stream = p;
    http_set(answer, "Content-Encoding", "gzip");
    return true;
}

/* Two sequences of bytes cannot share one strong tag (RFC 9110 §8.8.3.3). */
void http_weaken_tag(struct http_answer *answer)
{
    for (size_t i = 0; i < answer->header_count; i++) {
        char *value = answer->headers[i].value;
        size_t length = strlen(value);
        if (strcmp(answer->headers[i].name, "ETag") != 0 || *value != '"' || length + 3 > sizeof answer->headers[i].value)
            continue;
        memmove(value + 2, value, length + 1);
        memcpy(value, "W/", 2);
    }
}

bool http_gzip(const struct http_request *request, struct http_answer *answer)
{
    if (answer->packed) {
        http_set(answer, "Vary", "Accept, Authorization, Origin");
        return false;
    }
    if (answer->more) {
        http_set(answer, "Vary", "Accept, Accept-Encoding, Authorization, Origin");
        return http_accepts_gzip(request) && pack_stream(answer);
    }
    if (answer->body.length < WORTH_IT)
        return false;
    http_set(answer, "Vary", "Accept, Accept-Encoding, Authorization, Origin");
    if (!http_accepts_gzip(request))
        return false;
    z_stream z = {0};
    if (deflateInit2(&z, 5, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    size_t bound = deflateBound(&z, answer->body.length);
    struct buffer packed;
    buffer_init(&packed);
    char *out = buffer_reserve(&packed, bound);
    z.next_in = (unsigned char *)answer->body.data;
    z.avail_in = (unsigned)answer->body.length;
    z.next_out = (unsigned char *)out;
    z.avail_out = (unsigned)bound;
    bool done = out && deflate(&z, Z_FINISH) == Z_STREAM_END;
    packed.length = z.total_out;
    deflateEnd(&z);
    if (!done) {
        buffer_release(&packed);
        return false;
    }
    buffer_release(&answer->body);
    answer->body = packed;
    http_weaken_tag(answer);
    http_set(answer, "Content-Encoding", "gzip");
    return true;
}
