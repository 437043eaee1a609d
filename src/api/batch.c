/* DESIGN. An array of up to 500 items: each item is checked, written and answered as if it had come alone, in a transaction of its own; one result for
 * each, in the same order. With an Idempotency-Key every item has a key of its place. When the database goes away in the middle, or time
 * runs out, the items that were not tried say so, and the whole may be sent again. The connection goes back every few items, so that a long
 * batch does not starve single requests; memory is each item's own. */
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "private.h"

#define ITEM_ARENA (8u << 20)
#define ITEMS_PER_TURN 25

struct batch {
    struct exchange *x;
    struct connection *connection;
    const struct schema *item;
    const char *broken; /* code that the rest is answered with */
    int64_t deadline_us;
    size_t refused_at;  /* item at which the caller was no longer let in; SIZE_MAX = none */
};

/* One that no caller can spell, and that says nothing of another key. */
static const char *item_key(struct exchange *x, size_t index)
{
    char digest[65];
    secret_digest(x->idempotency_key, strlen(x->idempotency_key), digest);
    return arena_printf(x->arena, "batch:%s#%zu", digest, index);
}

static const char *write_item(struct batch *batch, size_t index, struct buffer *out, struct one *one)
{
    struct exchange *x = batch->x;
    if (x->idempotency_key) {
        bool replayed;
        return keyed_write(x, batch->connection, item_key(x, index), out, one, &replayed);
    }
    struct db_caller caller = exchange_caller(x);
    const char *const *values = bind_values(x);
    if (!values)
        return "payload_too_large";
    struct db_step steps[] = {main_step(x, values), audit_step(x, NULL, NULL)};
    struct db_trip trip = {.caller = &caller, .writes = true, .steps = steps, .step_count = 2};
    struct db_result *result = NULL;
    enum db_outcome outcome = db_run(batch->connection, &trip, &result);
    arena_defer(x->arena, db_result_free, result);
    if (result)
        x->database_us += db_result_time_us(result);
    if (outcome != DB_OK)
        return problem_code_of(x, outcome, result);
    return write_one(x, result, 0, out, one) ? one->problem : "internal_error";
}

static const char *try_item(struct batch *batch, size_t index, json_t *item, struct buffer *out, struct one *one, struct faults *faults)
{
    struct exchange *x = batch->x;
    if (!schema_check(batch->item, item, faults))
        return "invalid_body";
    x->body = item;
    x->body_text = NULL;
    uuid_make(x->new_id);
    blind_id(x);
    buffer_clear(out);
    const char *code = write_item(batch, index, out, one);
    if (code && problem_status(code) == 503)
        batch->broken = "unavailable";
    if (code && strcmp(code, "invalid_token") == 0)
        batch->refused_at = index, batch->broken = code; /* nobody needs to be asked 500 times */
    return code;
}

static json_t *result_of(struct batch *batch, size_t index, json_t *item, struct buffer *out)
{
    struct exchange *x = batch->x;
    x->standing = x->rule = NULL; /* they stood in the arena of the item before */
    x->faults = NULL;
    struct faults *faults = arena_alloc(x->arena, sizeof *faults);
    faults->arena = x->arena;
    struct one one = {0};
    const char *code = batch->broken ? batch->broken : try_item(batch, index, item, out, &one, faults);
    if (code)
        return json_pack("{si, so}", "status", problem_status(code), "problem", problem_value(x, code, faults));
    json_t *answer = json_loadb(out->data, out->length, 0, NULL);
    const char *id = json_string_value(json_object_get(answer, "id"));
    return json_pack("{si, ss*, so*}", "status", one.status, "id", id, "item", answer);
}

/* Let others have the connection for a moment. */
static void take_turns(struct batch *batch)
{
    struct exchange *x = batch->x;
    pool_return(x->service->pool, batch->connection);
    batch->connection = NULL;
    if (clock_monotonic_us() > batch->deadline_us || pool_borrow(x->service->pool, database_role(x), &batch->connection) != DB_OK)
        batch->broken = "unavailable";
}

static json_t *run_items(struct batch *batch, json_t *items)
{
    struct exchange *x = batch->x;
    struct arena *outer = x->arena;
    struct buffer out BUFFER_CLEANUP;
    buffer_init(&out);
    json_t *results = json_array();
    for (size_t i = 0; i < json_array_size(items); i++) {
        if (i && i % ITEMS_PER_TURN == 0 && !batch->broken)
            take_turns(batch);
        x->arena = arena_new(ITEM_ARENA);
        if (!x->arena)
            abort(); /* out of memory */
        json_array_append_new(results, result_of(batch, i, json_array_get(items, i), &out));
        arena_free(x->arena);
    }
    x->arena = outer;
    return results;
}

bool run_batch(struct exchange *x)
{
    json_t *items = x->body;
    size_t count = json_array_size(items);
    if (count < 1 || count > 500)
        return problem(x, "invalid_body", "一批应有 1 至 500 项。", "A batch takes 1 to 500 items.");
    struct batch batch = {.x = x, .connection = borrow(x, x->service->pool), .item = x->operation->body->one_of[0],
                          .deadline_us = clock_monotonic_us() + config_number(x->service->config, "drain_s") * 1000000, .refused_at = SIZE_MAX};
    if (!batch.connection)
        return false;
    json_t *results = run_items(&batch, items);
    if (batch.connection)
        pool_return(x->service->pool, batch.connection);
    x->body = items;
    x->body_text = NULL;
    if (batch.refused_at == 0) {
        json_decref(results);
        return problem(x, "invalid_token", NULL, NULL); /* nothing of it was done: no batch, but a caller who is not let in */
    }
    return answer_json(x, 200, json_pack("{so}", "results", results));
}
