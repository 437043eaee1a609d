/* DESIGN. An array of up to 500 items: each item is checked, written and answered as if it had come alone, in a transaction of its own; one result for
 * each, in the same order. With an Idempotency-Key every item has the key of its place. When the database goes away in the middle, the
 * items that were not tried say so, and the whole may be sent again. */
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "private.h"

struct batch {
    struct exchange *x;
    struct connection *connection;
    const struct schema *item;
    const char *broken; /* code that the rest is answered with */
};

static const char *write_item(struct batch *batch, size_t index, struct buffer *out, struct one *one)
{
    struct exchange *x = batch->x;
    if (x->idempotency_key) {
        bool replayed;
        const char *key = arena_printf(x->arena, "%.240s#%zu", x->idempotency_key, index);
        return keyed_write(x, batch->connection, key, out, one, &replayed);
    }
    struct db_caller caller = exchange_caller(x);
    const char *const *values = bind_values(x);
    struct db_step steps[] = {main_step(x, values), audit_step(x, NULL, NULL)};
    struct db_trip trip = {.caller = &caller, .writes = true, .steps = steps, .step_count = 2};
    struct db_result *result = NULL;
    enum db_outcome outcome = db_run(batch->connection, &trip, &result);
    const char *code = NULL;
    if (outcome != DB_OK)
        code = arena_strdup(x->arena, problem_code_of(x, outcome, result));
    else if (!write_one(x, result, 0, out, one))
        code = "internal_error";
    else if (one->problem)
        code = arena_strdup(x->arena, one->problem);
    if (result)
        x->database_us += db_result_time_us(result);
    db_result_free(result);
    return code;
}

static json_t *result_of(struct batch *batch, size_t index, json_t *item, struct buffer *out)
{
    struct exchange *x = batch->x;
    struct faults *faults = arena_alloc(x->arena, sizeof *faults);
    faults->arena = x->arena;
    const char *code = batch->broken;
    struct one one = {0};
    if (!code && !schema_check(batch->item, item, faults))
        code = "invalid_body";
    if (!code) {
        x->body = item;
        x->body_text = NULL;
        uuid_make(x->new_id);
        buffer_clear(out);
        code = write_item(batch, index, out, &one);
        int status = code ? problem_status(code) : 0;
        if (status == 503)
            batch->broken = code;
    }
    if (code)
        return json_pack("{si, so}", "status", problem_status(code), "problem", problem_value(x, code, faults));
    json_t *answer = json_loadb(out->data, out->length, 0, NULL);
    json_t *result = json_pack("{si, ss*, so*}", "status", one.status, "id", one.id, "item", answer);
    return result;
}

bool run_batch(struct exchange *x)
{
    json_t *items = x->body;
    size_t count = json_array_size(items);
    if (count < 1 || count > 500)
        return problem(x, "invalid_body", "一批应有 1 至 500 项。", "A batch takes 1 to 500 items.");
    struct batch batch = {.x = x, .connection = borrow(x, x->service->pool), .item = x->operation->body->one_of[0]};
    if (!batch.connection)
        return false;
    struct buffer out BUFFER_CLEANUP;
    buffer_init(&out);
    json_t *results = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(results, result_of(&batch, i, json_array_get(items, i), &out));
    pool_return(x->service->pool, batch.connection);
    x->body = items;
    json_t *body = json_pack("{so}", "results", results);
    return answer_json(x, 200, body);
}
