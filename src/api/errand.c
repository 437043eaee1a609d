#include "api/errand.h"
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/text.h"
#include "private.h"

#define ARENA_LIMIT (16u << 20)

struct errand {
    struct arena *arena;
    struct exchange exchange;
    struct http_request request;
    struct http_answer answer;
    struct stream stream;
};

const struct operation *errand_list(const char *id)
{
    for (size_t i = 0; i < operation_count; i++)
        if (strcmp(operations[i].id, id) == 0)
            return operations[i].answer == ANSWER_PAGE ? &operations[i] : NULL;
    return NULL;
}

struct service *errand_service(const struct config *config, struct pool *rows, struct pool *notes)
{
    struct service *service = calloc(1, sizeof *service);
    if (!service)
        return NULL;
    service->config = config;
    service->exports = rows;
    service->pool = notes;
    service->arena = arena_new(1 << 20);
    if (service->arena && seal_ring_read(service->arena, config_text(config, "seal_keys"), &service->seals) && service->seals.count)
        return service;
    errand_service_free(service);
    return NULL;
}

void errand_service_free(struct service *service)
{
    if (service)
        arena_free(service->arena);
    free(service);
}

struct errand *errand_new(struct service *service, const struct errand_order *order)
{
    struct arena *arena = arena_new(ARENA_LIMIT);
    struct errand *errand = arena ? arena_alloc(arena, sizeof *errand) : NULL;
    if (!errand)
        return NULL;
    *errand = (struct errand){.arena = arena, .request = {.method = "GET", .path = order->list->path, .query = "", .remote = "", .file = -1, .started_us = clock_monotonic_us()}};
    struct exchange *x = &errand->exchange;
    *x = (struct exchange){.service = service, .request = &errand->request, .answer = &errand->answer, .arena = arena, .operation = order->list, .remote = "",
                           .representation = order->representation, .principal = order->principal, .identified = true, .sink = &errand->stream};
    buffer_init(&errand->answer.body);
    uuid_make(x->new_id);
    snprintf(x->request_id, sizeof x->request_id, "%s", order->request_id);
    clock_format(clock_now_us(), x->now);
    memcpy(x->today, x->now, 10);
    struct faults faults = {.arena = arena};
    if (!errand_parameters(order->list, order->parameters, &x->parameters, &errand->request.query, &faults))
        x->problem_code = "invalid_parameter"; /* what the list took when it was asked for, and takes no more */
    return errand;
}

int64_t errand_count(struct errand *errand)
{
    struct exchange *x = &errand->exchange;
    if (x->problem_code)
        return -1;
    int64_t total = count_rows(x), limit;
    x->problem_code = NULL; /* whatever kept it from being counted shows again, or does not matter */
    const char *most = limit_was_given(x->request->query) ? parameter(x, "limit") : NULL;
    bool cut = total >= 0 && most && text_to_int64(most, &limit) && limit < total;
    return cut ? limit : total;
}

bool errand_begin(struct errand *errand)
{
    struct exchange *x = &errand->exchange;
    if (x->problem_code || !run(x))
        return false;
    return x->streaming || problem(x, "internal_error", NULL, NULL);
}

ssize_t errand_more(struct errand *errand, char *out, size_t room)
{
    return errand->stream.more(errand->stream.thing, out, room);
}

uint64_t errand_rows(const struct errand *errand)
{
    return errand->exchange.rows;
}

const char *errand_problem(const struct errand *errand)
{
    return errand->exchange.problem_code ? errand->exchange.problem_code : "";
}

void errand_free(struct errand *errand)
{
    if (!errand)
        return;
    if (errand->exchange.streaming)
        errand->stream.release(errand->stream.thing);
    buffer_release(&errand->answer.body);
    arena_free(errand->arena);
}

