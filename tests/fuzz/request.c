/* libFuzzer: a whole request, from its first line to its checked body, through the service's own steps, as each role. Sign-in is left out, which needs a database (token, signature). Whatever
 * comes, an answer's headers are one line each, only origins of the configuration are allowed, the caller is a numeric address, and what goes on to a statement is UTF-8. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <arpa/inet.h>
#include <ulfius.h>
#include "api/private.h"
#include "api/route.h"
#include "base/clock.h"
#include "base/text.h"
#include "resources/range.h"

static struct service *service;

static void prepare(void)
{
    static const char *const settings[][2] = {
        {"WUYE_CORS_ORIGINS", "https://front.example"}, {"WUYE_PUBLIC_ORIGINS", "https://read.example"}, {"WUYE_TRUSTED_PROXIES", "127.0.0.1,10.0.0.0/8,::1"}, {"WUYE_RATE_LIMIT_PER_MINUTE", "10000000"},
    };
    struct buffer faults;
    struct config *config;
    buffer_init(&faults);
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        setenv(settings[i][0], settings[i][1], 1);
    bool read = config_read(NULL, &faults, &config);
    assert(read);
    buffer_release(&faults);
    service = calloc(1, sizeof *service);
    assert(service);
    *service = (struct service){.config = config, .routes = routes_new(), .limiter = limiter_new(10000000, 1000000), .metrics = metrics_new()};
}

static void header_put(struct arena *arena, struct _u_map *map, const char *name, const char *colon, const char *end)
{
    const char *value = colon + 1;
    while (value < end && *value == ' ')
        value++;
    u_map_put(map, arena_strndup(arena, name, (size_t)(colon - name)), arena_strndup(arena, value, (size_t)(end - value)));
}

/* "Name: value" up to an empty line. */
static const char *headers_read(struct arena *arena, const char *at, const char *end, struct _u_map *map)
{
    while (at < end) {
        const char *line = memchr(at, '\n', (size_t)(end - at));
        const char *stop = line ? line : end, *colon = memchr(at, ':', (size_t)(stop - at));
        if (stop == at)
            return stop < end ? stop + 1 : end;
        if (colon && map->nb_values < 30)
            header_put(arena, map, at, colon, stop);
        at = stop + (line != NULL);
    }
    return end;
}

static void check_answer(const struct exchange *x)
{
    const struct http_answer *answer = x->answer;
    struct network_address address;
    assert(network_address_read(x->remote, &address) && strlen(x->holder) > 0);
    for (size_t i = 0; i < answer->header_count; i++) {
        assert(!strpbrk(answer->headers[i].value, "\r\n"));
        if (strcasecmp(answer->headers[i].name, "Access-Control-Allow-Origin") == 0)
            assert(strcmp(answer->headers[i].value, "https://front.example") == 0 || strcmp(answer->headers[i].value, "https://read.example") == 0);
    }
    for (size_t i = 0; x->operation && x->parameters && i < x->operation->parameter_count; i++)
        assert(!x->parameters[i] || text_is_utf8(x->parameters[i], strlen(x->parameters[i])));
}

static void try_range(struct exchange *x)
{
    struct range range;
    const char *text = http_header(x->request, "Range");
    for (uint64_t length = 0; length < 3000; length = length * 7 + 1) {
        int found = range_read(text, length, &range);
        assert(found < 0 || (range.first <= length && range.count <= length - range.first));
        assert(found <= 0 || range.count > 0);
    }
}

static void go(struct exchange *x)
{
    static bool (*const steps[])(struct exchange *) = {find_operation, admit, authorise, negotiate, read_params, read_body};
    if (cors(x))
        return;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (!steps[i](x)) {
            json_t *problem = json_loadb(x->answer->body.data, x->answer->body.length, JSON_REJECT_DUPLICATES, NULL);
            assert(x->answer->status >= 400 && x->answer->status < 600 && (problem || strcmp(x->request->method, "HEAD") == 0));
            json_decref(problem);
            return;
        }
    }
    assert(x->operation->roles & (ROLE_PUBLIC | 1u << x->principal.role));
    x->answer->status = 200;
    (void)answer_tag(x, "\"a-tag\"");
}

static void serve(struct arena *arena, const struct http_request *request, uint8_t who)
{
    struct http_answer answer = {.status = 500};
    struct exchange *x = arena_alloc(arena, sizeof *x);
    *x = (struct exchange){.service = service, .request = request, .answer = &answer, .arena = arena};
    exchange_prepare(x);
    x->identified = who % 7 != TOKEN_PUBLIC;
    x->principal = (struct principal){.role = (enum token_role)(who % 7), .user = "01890a5d-ac96-774b-bcce-b302099a8057", .name = "a", .district = "150202"};
    go(x);
    cors_public(x);
    check_answer(x);
    try_range(x);
    for (size_t i = 0; i < answer.long_count; i++) {
        free(answer.long_name[i]);
        free(answer.long_value[i]);
    }
    buffer_release(&answer.body);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2 || size > 32768)
        return 0;
    if (!service)
        prepare();
    struct arena *arena = arena_new(16 << 20);
    struct _u_map map;
    u_map_init(&map);
    const char *text = (const char *)data + 1, *end = (const char *)data + size;
    const char *line = memchr(text, '\n', size - 1);
    char *first = arena_strndup(arena, text, (size_t)((line ? line : end) - text));
    char *blank = strchr(first, ' '), *mark = blank ? strchr(blank, '?') : NULL;
    const char *body = headers_read(arena, line ? line + 1 : end, end, &map);
    if (blank)
        *blank = '\0';
    if (mark)
        *mark = '\0';
    struct _u_request source = {.map_header = &map};
    struct http_request request = {
        .method = first, .path = blank ? blank + 1 : "/", .query = mark ? mark + 1 : "", .body = body, .body_length = (size_t)(end - body), .file = -1, .remote = "127.0.0.1",
        .started_us = clock_monotonic_us(), .source = &source,
    };
    serve(arena, &request, data[0]);
    u_map_clean(&map);
    arena_free(arena);
    return 0;
}
