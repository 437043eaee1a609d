/* The one log line of a request, and what is counted of it. */
#include <inttypes.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include "api/providers.h"
#include "base/clock.h"
#include "base/log.h"
#include "private.h"

#define BUCKETS 12
static const unsigned bounds_ms[BUCKETS] = {1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 10000};
#define STATUSES 600

struct counted {
    _Atomic uint64_t status[STATUSES];
    _Atomic uint64_t duration[BUCKETS + 1], duration_us, database_us;
};

struct metrics {
    size_t count; /* operations, and one more for what matched none */
    struct counted operations[];
};

struct metrics *metrics_new(void)
{
    struct metrics *metrics = calloc(1, sizeof *metrics + (operation_count + 1) * sizeof(struct counted));
    if (metrics)
        metrics->count = operation_count + 1;
    return metrics;
}

void metrics_free(struct metrics *metrics)
{
    free(metrics);
}

static void count(struct exchange *x, int status, int64_t took_us)
{
    struct metrics *metrics = x->service->metrics;
    size_t at = x->operation ? (size_t)(x->operation - operations) : metrics->count - 1;
    struct counted *counted = &metrics->operations[at];
    atomic_fetch_add_explicit(&counted->status[status % STATUSES], 1, memory_order_relaxed);
    size_t bucket = 0;
    while (bucket < BUCKETS && took_us > (int64_t)bounds_ms[bucket] * 1000)
        bucket++;
    atomic_fetch_add_explicit(&counted->duration[bucket], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&counted->duration_us, (uint64_t)took_us, memory_order_relaxed);
    atomic_fetch_add_explicit(&counted->database_us, x->database_us, memory_order_relaxed);
}

void access_log(struct exchange *x, int status, size_t bytes)
{
    int64_t took_us = clock_monotonic_us() - x->request->started_us;
    count(x, status, took_us);
    if (!log_wanted(LOG_LEVEL_INFO))
        return;
    struct buffer line BUFFER_CLEANUP;
    buffer_init(&line);
    char at[CLOCK_SIZE];
    clock_format(clock_now_us(), at);
    buffer_printf(&line, "{\"at\":\"%s\",\"level\":\"info\",\"message\":\"request\",\"request_id\":", at);
    json_write_string(&line, x->request_id, strlen(x->request_id));
    buffer_printf(&line, ",\"operation\":\"%s\",\"method\":", x->operation ? x->operation->id : "");
    json_write_string(&line, x->request->method, strlen(x->request->method));
    buffer_add_text(&line, ",\"principal\":");
    json_write_string(&line, x->principal.name, strlen(x->principal.name));
    buffer_printf(&line, ",\"role\":\"%s\",\"user\":\"%s\",\"remote\":\"%s\",\"status\":%d,\"bytes\":%zu,\"duration_us\":%" PRId64
                  ",\"database_us\":%" PRIu64,
                  db_role_names[database_role(x)] + 5, x->principal.user, x->remote, status, bytes, took_us, x->database_us);
    if (x->problem_code)
        buffer_printf(&line, ",\"problem\":\"%s\"", x->problem_code);
    if (*x->detail) {
        buffer_add_text(&line, ",\"detail\":");
        json_write_string(&line, x->detail, strlen(x->detail));
    }
    buffer_add_byte(&line, '}');
    const char *text = buffer_text(&line);
    if (text)
        log_line(LOG_LEVEL_INFO, text);
}

static void write_operation(const char *id, const struct counted *counted, struct buffer *out)
{
    uint64_t total = 0;
    for (size_t s = 0; s < STATUSES; s++) {
        uint64_t n = atomic_load(&counted->status[s]);
        total += n;
        if (n)
            buffer_printf(out, "wuye_requests_total{operation=\"%s\",status=\"%zu\"} %" PRIu64 "\n", id, s, n);
    }
    if (!total)
        return;
    uint64_t sum = 0;
    for (size_t b = 0; b <= BUCKETS; b++) {
        char bound[24];
        sum += atomic_load(&counted->duration[b]);
        if (b < BUCKETS)
            snprintf(bound, sizeof bound, "%g", bounds_ms[b] / 1e3);
        else
            snprintf(bound, sizeof bound, "+Inf");
        buffer_printf(out, "wuye_request_seconds_bucket{operation=\"%s\",le=\"%s\"} %" PRIu64 "\n", id, bound, sum);
    }
    buffer_printf(out, "wuye_request_seconds_sum{operation=\"%s\"} %g\nwuye_request_seconds_count{operation=\"%s\"} %" PRIu64 "\n", id,
                  (double)atomic_load(&counted->duration_us) / 1e6, id, sum);
    buffer_printf(out, "wuye_database_seconds_sum{operation=\"%s\"} %g\n", id, (double)atomic_load(&counted->database_us) / 1e6);
}

static void gauge(struct buffer *out, const char *name, const char *kind, const char *help, uint64_t value)
{
    buffer_printf(out, "# HELP %s %s\n# TYPE %s %s\n%s %" PRIu64 "\n", name, help, name, kind, name, value);
}

static void write_pool(struct buffer *out, const char *name, struct pool *pool)
{
    struct pool_counts c = pool_count(pool);
    buffer_printf(out, "wuye_pool_connections{pool=\"%s\",state=\"open\"} %u\n", name, c.open);
    buffer_printf(out, "wuye_pool_connections{pool=\"%s\",state=\"busy\"} %u\n", name, c.busy);
    buffer_printf(out, "wuye_pool_connections{pool=\"%s\",state=\"waiting\"} %u\n", name, c.waiting);
    buffer_printf(out, "wuye_pool_timeouts_total{pool=\"%s\"} %" PRIu64 "\n", name, c.timeouts);
    buffer_printf(out, "wuye_pool_logins_total{pool=\"%s\"} %" PRIu64 "\n", name, c.logins);
    buffer_printf(out, "wuye_pool_reconnects_total{pool=\"%s\"} %" PRIu64 "\n", name, c.reconnects);
    buffer_printf(out, "wuye_pool_shared_total{pool=\"%s\"} %" PRIu64 "\n", name, c.shared);
}

void metrics_write(struct service *service, struct buffer *out)
{
    struct http_counts http = http_count(service->http);
    gauge(out, "wuye_connections", "gauge", "TCP connections open.", http.connections);
    gauge(out, "wuye_requests_in_progress", "gauge", "Requests being handled.", http.handling);
    gauge(out, "wuye_connections_accepted_total", "counter", "TCP connections taken since the start.", http.accepted);
    gauge(out, "wuye_connections_expired_total", "counter", "Connections ended because a request did not arrive in time.", http.expired);
    gauge(out, "wuye_connections_refused_total", "counter", "TCP connections for which there was no place; almost all are told so.", http.refused);
    gauge(out, "wuye_connections_closed_total", "counter", "Of those refused, the ones that were closed unread, without an answer.", http.closed);
    gauge(out, "wuye_connections_displaced_total", "counter", "Idle or dawdling connections ended to make place.", http.displaced);
    gauge(out, "wuye_waits", "gauge", "Requests that wait for something to happen (wait=).", waits_count(service->waits));
    process_write(out);
    gauge(out, "wuye_uptime_seconds", "gauge", "Since the start.", (uint64_t)(clock_monotonic_us() - service->started_us) / 1000000);
    if (http_certificate_ends_at(service->http))
        gauge(out, "wuye_certificate_ends_seconds", "gauge", "When the certificate that is shown ends, since 1970.", (uint64_t)http_certificate_ends_at(service->http));
    buffer_add_text(out, "# HELP wuye_pool_connections Database connections.\n# TYPE wuye_pool_connections gauge\n");
    write_pool(out, "requests", service->pool);
    write_pool(out, "exports", service->exports);
    write_pool(out, "imports", service->imports);
    key_watch_write(service->watch, out);
    gauges_write(service, out);
    buffer_add_text(out, "# HELP wuye_requests_total Requests by operation and status.\n# TYPE wuye_requests_total counter\n"
                         "# HELP wuye_request_seconds Time from the whole request to the whole answer.\n# TYPE wuye_request_seconds histogram\n");
    for (size_t i = 0; i < service->metrics->count; i++)
        write_operation(i < operation_count ? operations[i].id : "none", &service->metrics->operations[i], out);
}
