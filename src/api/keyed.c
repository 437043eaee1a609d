/* DESIGN. A write under an Idempotency-Key. The claim is a plain insert in the write's own transaction: a second request with the same key
 * waits for the first at that row (briefly: lock_timeout, then 409) and, once it is committed, finds the unique key taken and replays the answer
 * that was stored with the write. The replay writes too (tries + 1), so that it is never acknowledged before a standby has what it repeats. A refused write
 * rolls back with its claim: nothing is remembered of it, and a corrected retry may use the key again. An answer with a secret or a token in it is not
 * stored: its repeat is told that it was done (run_once()). */
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "internal.h"
#include "private.h"

/* What was asked: the body, and of what. The same words to another thing are another request. */
static const char *request_hash(struct exchange *x)
{
    if (!hash_body(x))
        return "";
    const char *asked = arena_printf(x->arena, "%s?%s %s", x->request->path, x->request->query, x->body_hash);
    char *hash = arena_alloc(x->arena, 65);
    secret_digest(asked, strlen(asked), hash); /* the body's own hash is keyed already */
    return hash;
}

static struct db_step claim_step(struct exchange *x, const char *key)
{
    const struct named values[] = {
        {"operation", x->operation->id}, {"key", key}, {"body_hash", request_hash(x)}, {"district", x->principal.district},
        {"user_id", x->principal.user}, {"now", x->now}, {NULL, NULL},
    };
    return internal_step(x, &internal_idempotencyClaim, values);
}

/* What is kept of the first request with this key; *ret_result without a row when there is nothing. */
static const char *recall(struct exchange *x, struct connection *connection, enum db_role role, const char *key, struct db_result **ret_result)
{
    const struct named values[] = {
        {"operation", x->operation->id}, {"key", key}, {"district", x->principal.district}, {"user_id", x->principal.user},
        {NULL, NULL},
    };
    struct db_caller caller = caller_as(x, role);
    struct db_step step = internal_step(x, &internal_idempotencyReplay, values);
    struct db_trip trip = {.caller = &caller, .writes = true, .steps = &step, .step_count = 1};
    struct db_result *result = *ret_result = NULL;
    enum db_outcome outcome = db_run(connection, &trip, &result);
    arena_defer(x->arena, db_result_free, result);
    if (outcome != DB_OK)
        return problem_code_of(x, outcome, result);
    *ret_result = result;
    const char *hash = db_result_text(result, x->arena, 0, 0, "body_hash");
    const char *asked = request_hash(x);
    if (hash && db_result_text(result, x->arena, 0, 0, "status") && !text_same_secret(hash, strlen(hash), asked, strlen(asked)))
        return "idempotency_mismatch";
    return NULL;
}

static const char *replay(struct exchange *x, struct connection *connection, const char *key, struct buffer *out, struct one *ret_one)
{
    struct db_result *result;
    const char *code = recall(x, connection, database_role(x), key, &result);
    if (code)
        return code;
    const char *status = db_result_text(result, x->arena, 0, 0, "status");
    const char *body = db_result_text(result, x->arena, 0, 0, "answer");
    int64_t kept;
    if (!status || !text_to_int64(status, &kept))
        return "idempotency_in_progress";
    buffer_add_text(out, body ? body : "");
    ret_one->location = db_result_text(result, x->arena, 0, 0, "location");
    ret_one->status = (int)kept;
    return NULL;
}

static bool key_is_taken(enum db_outcome outcome, const struct db_result *result)
{
    return outcome == DB_CONSTRAINT && strcmp(db_result_constraint(result), "idempotency_keys_pkey") == 0;
}

static const char *store(struct exchange *x, struct connection *connection, const char *key, const char *answer, struct one *one)
{
    const char *location = location_of(x, one->place);
    const struct named values[] = {
        {"operation", x->operation->id}, {"key", key}, {"district", x->principal.district}, {"user_id", x->principal.user},
        {"status", arena_printf(x->arena, "%d", one->status)}, {"answer", answer}, {"location", location}, {NULL, NULL},
    };
    struct db_step steps[] = {internal_step(x, &internal_idempotencyStore, values), audit_step(x, one->id, NULL)};
    struct db_result *result = NULL;
    enum db_outcome outcome = db_finish(connection, steps, 2, &result);
    arena_defer(x->arena, db_result_free, result);
    if (outcome != DB_OK)
        return problem_code_of(x, outcome, result);
    one->location = location;
    return NULL;
}

/* NULL = the answer stands in `out`; else the code of the refusal. */
const char *keyed_write(struct exchange *x, struct connection *connection, const char *key, struct buffer *out, struct one *ret_one, bool *ret_replayed)
{
    struct db_caller caller = exchange_caller(x);
    const char *const *values = bind_values(x);
    if (!values)
        return "payload_too_large";
    struct db_step steps[] = {claim_step(x, key), main_step(x, values)};
    struct db_trip trip = {.caller = &caller, .writes = true, .open = true, .steps = steps, .step_count = 2};
    struct db_result *result = NULL;
    enum db_outcome outcome = db_run(connection, &trip, &result);
    arena_defer(x->arena, db_result_free, result);
    if (result)
        x->database_us += db_result_time_us(result);
    *ret_replayed = false;
    if (outcome != DB_OK) {
        db_rollback(connection);
        bool known = key_is_taken(outcome, result);
        *ret_replayed = known;
        return known ? replay(x, connection, key, out, ret_one) : problem_code_of(x, outcome, result);
    }
    if (!write_one(x, result, 1, out, ret_one) || ret_one->problem) {
        db_rollback(connection);
        return ret_one->problem ? ret_one->problem : "internal_error";
    }
    return store(x, connection, key, buffer_text(out), ret_one);
}

bool run_keyed(struct exchange *x)
{
    struct connection *connection = borrow(x, x->service->pool);
    if (!connection)
        return false;
    struct one one = {0};
    bool replayed;
    const char *code = keyed_write(x, connection, x->idempotency_key, &x->answer->body, &one, &replayed);
    pool_return(x->service->pool, connection);
    if (code)
        return problem(x, code, NULL, NULL);
    x->answer->status = one.status;
    if (one.location)
        http_set(x->answer, "Location", one.location);
    if (x->answer->body.length)
        http_set(x->answer, "Content-Type", "application/json");
    if (replayed || (x->operation->status == 201 && one.status == 200))
        http_set(x->answer, "Idempotency-Replayed", "true");
    answer_etag(x, one.version);
    return true;
}

bool not_yet_done(struct exchange *x, enum db_role role)
{
    struct connection *connection = NULL;
    struct db_result *result;
    if (!x->idempotency_key)
        return true;
    enum db_outcome outcome = pool_borrow(x->service->pool, role, &connection);
    if (outcome != DB_OK)
        return problem_outcome(x, outcome, NULL);
    const char *code = recall(x, connection, role, x->idempotency_key, &result);
    pool_return(x->service->pool, connection);
    if (code)
        return problem(x, code, NULL, NULL);
    return db_result_rows(result, 0) ? problem(x, "already_done", NULL, NULL) : true;
}

/* What is stored says that it was done, and nothing of what was answered. */
static const char *once(struct exchange *x, struct connection *connection, enum db_role role, const struct db_step *write, const char *target, struct db_result **ret_result)
{
    struct db_caller caller = caller_as(x, role);
    struct db_step steps[] = {claim_step(x, x->idempotency_key), *write};
    struct db_trip trip = {.caller = &caller, .writes = true, .open = true, .steps = steps, .step_count = 2};
    struct db_result *result = NULL;
    enum db_outcome outcome = db_run(connection, &trip, &result);
    arena_defer(x->arena, db_result_free, result);
    *ret_result = result;
    if (outcome != DB_OK) {
        db_rollback(connection);
        if (!key_is_taken(outcome, result))
            return problem_code_of(x, outcome, result);
        const char *code = recall(x, connection, role, x->idempotency_key, &result);
        return code ? code : "already_done";
    }
    if (!db_result_rows(result, 1) || db_result_text(result, x->arena, 1, 0, "!problem")) {
        db_rollback(connection);
        return NULL;
    }
    struct one one = {.status = x->operation->status, .id = target};
    return store(x, connection, x->idempotency_key, NULL, &one);
}

bool run_once(struct exchange *x, enum db_role role, const struct db_step *write, const char *target, struct written *ret_written)
{
    struct connection *connection = NULL;
    *ret_written = (struct written){.step = x->idempotency_key ? 1 : 0};
    if (!x->idempotency_key) {
        struct db_step steps[] = {*write, audit_step(x, target, NULL)};
        return run_internal(x, role, true, steps, 2, &ret_written->result);
    }
    enum db_outcome outcome = pool_borrow(x->service->pool, role, &connection);
    if (outcome != DB_OK)
        return problem_outcome(x, outcome, NULL);
    const char *code = once(x, connection, role, write, target, &ret_written->result);
    pool_return(x->service->pool, connection);
    return code ? problem(x, code, NULL, NULL) : true;
}
