/* Cross-origin requests of the front ends named in the configuration (Fetch standard). */
#include <string.h>
#include "private.h"

static bool allowed(const struct service *service, const char *origin)
{
    size_t count;
    const char *const *origins = config_list(service->config, "cors_origins", &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(origins[i], "*") == 0 || strcmp(origins[i], origin) == 0)
            return true;
    return false;
}

bool cors(struct exchange *x)
{
    const char *origin = http_header(x->request, "Origin");
    bool preflight = strcmp(x->request->method, "OPTIONS") == 0;
    if (origin && allowed(x->service, origin)) {
        http_set(x->answer, "Access-Control-Allow-Origin", origin);
        http_set(x->answer, "Vary", "Origin");
        http_set(x->answer, "Access-Control-Expose-Headers",
                 "ETag, Link, Location, Retry-After, X-Request-Id, Idempotency-Replayed, RateLimit, RateLimit-Policy");
        if (preflight) {
            http_set(x->answer, "Access-Control-Allow-Methods", "GET, HEAD, POST, PATCH, OPTIONS");
            http_set(x->answer, "Access-Control-Allow-Headers",
                     "Authorization, Content-Type, Accept, Accept-Language, Idempotency-Key, If-Match, If-None-Match, X-Request-Id");
            http_set(x->answer, "Access-Control-Max-Age", "600");
        }
    }
    if (!preflight)
        return false;
    http_set(x->answer, "Allow", "GET, HEAD, POST, PATCH, OPTIONS");
    x->answer->status = 204;
    return true;
}
