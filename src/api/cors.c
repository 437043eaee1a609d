/* DESIGN. Cross-origin requests (Fetch standard). Origins in cors_origins may do all that a token allows. Those in public_origins may read what needs no token,
 * and nothing else. With * there, such an answer is the same for every origin and says so to all, so that a cache keeps it once. */
#include <string.h>
#include "private.h"

#define EXPOSED "Deprecation, ETag, Link, Location, Retry-After, Sunset, X-Request-Id, Idempotency-Replayed, RateLimit, RateLimit-Policy"

static bool named(const struct service *service, const char *key, const char *origin)
{
    size_t count;
    const char *const *origins = config_list(service->config, key, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(origins[i], "*") == 0 || strcmp(origins[i], origin) == 0)
            return true;
    return false;
}

static void allow(struct exchange *x, const char *origin, const char *vary)
{
    http_set(x->answer, "Access-Control-Allow-Origin", origin);
    http_set(x->answer, "Access-Control-Expose-Headers", EXPOSED);
    http_set(x->answer, "Vary", vary);
}

static void allow_asking(struct exchange *x, const char *methods, const char *headers)
{
    http_set(x->answer, "Access-Control-Allow-Methods", methods);
    http_set(x->answer, "Access-Control-Allow-Headers", headers);
    http_set(x->answer, "Access-Control-Max-Age", "600");
}

bool cors(struct exchange *x)
{
    const char *origin = http_header(x->request, "Origin");
    bool preflight = strcmp(x->request->method, "OPTIONS") == 0;
    if (origin && named(x->service, "cors_origins", origin)) {
        allow(x, origin, "Origin");
        if (preflight)
            allow_asking(x, "GET, HEAD, POST, PATCH, OPTIONS",
                         "Authorization, Content-Type, Accept, Accept-Language, Idempotency-Key, If-Match, If-None-Match, X-Request-Id");
    } else if (origin && preflight && named(x->service, "public_origins", origin)) {
        allow(x, origin, "Origin");
        allow_asking(x, "GET, HEAD, OPTIONS", "Accept, Accept-Language, If-None-Match, X-Request-Id"); /* no Authorization: what it reads needs none */
    }
    if (!preflight)
        return false;
    http_set(x->answer, "Allow", "GET, HEAD, POST, PATCH, OPTIONS");
    x->answer->status = 204;
    return true;
}

void cors_public(struct exchange *x)
{
    const char *origin = http_header(x->request, "Origin");
    if (!is_public_read(x))
        return;
    if (named(x->service, "public_origins", "*"))
        allow(x, "*", "Accept, Accept-Encoding, Authorization");
    else if (origin && named(x->service, "public_origins", origin))
        allow(x, origin, "Accept, Accept-Encoding, Authorization, Origin");
}
