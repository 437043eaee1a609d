/* DESIGN. The whole request on one screen: an exchange goes through the steps in order; one that returns false has answered. */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/clock.h"
#include "base/text.h"
#include "private.h"

#define ARENA_LIMIT (16u << 20)

static bool (*const steps[])(struct exchange *) = {
    find_operation, authenticate, certify, admit, authorise, negotiate, read_params, read_body, run,
};

/* "en" preferred over "zh" by weight (RFC 9110 §12.5.4); Chinese when in doubt. */
static bool prefers_english(const char *accept)
{
    double english = 0, chinese = 0;
    while (accept && *accept) {
        accept += strspn(accept, " \t,");
        size_t length = strcspn(accept, ",");
        const char *weight = memmem(accept, length, "q=", 2);
        double q = weight ? strtod(weight + 2, NULL) : 1;
        if (strncasecmp(accept, "en", 2) == 0)
            english = q > english ? q : english;
        else if (strncasecmp(accept, "zh", 2) == 0)
            chinese = q > chinese ? q : chinese;
        accept += length;
    }
    return english > chinese;
}

/* A caller's own id is honoured when it is plain: it goes to logs and headers. */
static void set_request_id(struct exchange *x)
{
    const char *given = http_header(x->request, "X-Request-Id");
    size_t length = given ? strlen(given) : 0;
    bool plain = length > 0 && length < sizeof x->request_id &&
                 strspn(given, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:") == length;
    if (plain)
        memcpy(x->request_id, given, length + 1);
    else
        memcpy(x->request_id, x->new_id, UUID_SIZE);
    http_set(x->answer, "X-Request-Id", x->request_id);
}

void exchange_prepare(struct exchange *x)
{
    uuid_make(x->new_id);
    set_request_id(x);
    x->remote = remote_address(x);
    network_holder(x->remote, x->holder);
    clock_format(clock_now_us(), x->now);
    memcpy(x->today, x->now, 10);
    x->english = prefers_english(http_header(x->request, "Accept-Language"));
    x->principal.role = TOKEN_PUBLIC;
    http_set(x->answer, "X-Content-Type-Options", "nosniff");
}

/* There is no place for its connection. Probes and figures are answered all the same: whoever looks after the service needs them most now. */
static bool crowded(struct exchange *x)
{
    if (x->request->crowding == HTTP_ROOM)
        return false;
    http_set(x->answer, "Connection", "close");
    if (strncmp(x->request->path, "/v1/", 4) != 0)
        return false;
    http_set(x->answer, "Retry-After", x->request->crowding == HTTP_FULL ? "1" : "5");
    return !problem(x, x->request->crowding == HTTP_FULL ? "unavailable" : "too_many_requests", NULL, NULL);
}

static void go(struct exchange *x)
{
    if (cors(x))
        return;
    if (crowded(x))
        return;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (!steps[i](x))
            return;
}

void handle(void *service, const struct http_request *request, struct http_answer *answer)
{
    struct arena *arena = arena_new(ARENA_LIMIT);
    if (!arena) {
        answer->status = 503;
        return;
    }
    struct exchange *x = arena_alloc(arena, sizeof *x);
    *x = (struct exchange){.service = service, .request = request, .answer = answer, .arena = arena};
    exchange_prepare(x);
    go(x);
    say_farewell(x);
    if (x->streaming) {
        http_gzip(request, answer);
        cors_public(x);
        return; /* the stream logs and frees when it is done */
    }
    if (arena_spent(arena) && answer->status < 300 && !(x->operation && x->operation->writes))
        problem(x, "payload_too_large", NULL, NULL);
    http_gzip(request, answer);
    cors_public(x);
    access_log(x, answer->status, answer->body.length);
    arena_free(arena);
}
