/* What /metrics tells of the database: read as the worker, at most every few seconds however many ask, over a connection of its own: who looks after the service looks when it has none
 * left for people, and is not made to wait then. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "internal.h"
#include "private.h"

#define FRESH_US 10000000
#define WAIT_MS 1000 /* for the database; then it is told as away */
#define ARENA_LIMIT ((size_t)1 << 20)

struct gauges {
    struct pool *pool;
    pthread_mutex_t lock; /* of what follows */
    struct buffer text;
    int64_t read_us;
};

struct gauges *gauges_new(struct nodes *nodes)
{
    struct gauges *gauges = calloc(1, sizeof *gauges);
    const struct pool_settings settings = {.nodes = nodes, .total = 1, .wait_ms = WAIT_MS, .read_timeout_ms = WAIT_MS, .write_timeout_ms = WAIT_MS, .prepared_max = 8};
    if (!gauges || !(gauges->pool = pool_new(&settings))) {
        free(gauges);
        return NULL;
    }
    pthread_mutex_init(&gauges->lock, NULL);
    buffer_init(&gauges->text);
    return gauges;
}

void gauges_free(struct gauges *gauges)
{
    if (!gauges)
        return;
    pool_free(gauges->pool);
    buffer_release(&gauges->text);
    pthread_mutex_destroy(&gauges->lock);
    free(gauges);
}

static void write_rows(struct arena *arena, struct db_result *result, struct buffer *out)
{
    const char *before = "";
    for (size_t row = 0; row < db_result_rows(result, 0); row++) {
        const char *name = db_result_text(result, arena, 0, row, "name"), *labels = db_result_text(result, arena, 0, row, "labels");
        const char *value = db_result_text(result, arena, 0, row, "value");
        size_t length = strlen(name);
        bool counter = length > 6 && strcmp(name + length - 6, "_total") == 0;
        if (strcmp(name, before) != 0)
            buffer_printf(out, "# TYPE %s %s\n", name, counter ? "counter" : "gauge");
        buffer_printf(out, *labels ? "%s{%s} %s\n" : "%s%s %s\n", name, labels, value);
        before = name;
    }
}

static bool read_gauges(struct service *service, struct buffer *out)
{
    struct connection *connection = NULL;
    struct arena *arena = arena_new(ARENA_LIMIT);
    if (!arena || pool_borrow(service->gauges->pool, DB_WORKER, &connection) != DB_OK) {
        arena_free(arena);
        return false;
    }
    struct exchange x = {.service = service, .arena = arena};
    clock_format(clock_now_us(), x.now);
    const struct named values[] = {{"now", x.now}, {NULL, NULL}};
    struct db_step step = internal_step(&x, &internal_gaugesRead, values);
    struct db_caller nobody = {.holder = DB_HOLDER_NONE};
    struct db_trip trip = {.caller = &nobody, .steps = &step, .step_count = 1};
    struct db_result *result = NULL;
    bool fine = db_run(connection, &trip, &result) == DB_OK;
    pool_return(service->gauges->pool, connection);
    if (fine)
        write_rows(arena, result, out);
    db_result_free(result);
    arena_free(arena);
    return fine;
}

void gauges_write(struct service *service, struct buffer *out)
{
    struct gauges *gauges = service->gauges;
    pthread_mutex_lock(&gauges->lock);
    int64_t now = clock_monotonic_us();
    if (!gauges->read_us || now - gauges->read_us > FRESH_US) {
        buffer_clear(&gauges->text);
        bool up = read_gauges(service, &gauges->text);
        buffer_printf(&gauges->text, "# HELP wuye_database_up Whether the database answered when it was last asked for these figures.\n# TYPE wuye_database_up gauge\nwuye_database_up %d\n", up);
        gauges->read_us = now;
    }
    buffer_add(out, gauges->text.data ? gauges->text.data : "", gauges->text.length);
    pthread_mutex_unlock(&gauges->lock);
}
