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

bool http_gzip(const struct http_request *request, struct http_answer *answer)
{
    if (answer->more || answer->body.length < WORTH_IT)
        return false;
    http_set(answer, "Vary", "Accept, Accept-Encoding, Accept-Language, Authorization, Origin");
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
    http_set(answer, "Content-Encoding", "gzip");
    return true;
}
