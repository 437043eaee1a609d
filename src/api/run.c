/* The step that meets the database: one trip, then the answer its kind asks for. */
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/text.h"
#include "internal.h"
#include "private.h"

enum db_role database_role(const struct exchange *x)
{
    return (enum db_role)x->principal.role;
}

struct db_caller exchange_caller(const struct exchange *x)
{
    const struct principal *p = &x->principal;
    bool machine = p->role == TOKEN_HOTLINE || p->role == TOKEN_PLATFORM;
    bool held = x->identified && p->epoch > 0;
    return (struct db_caller){.holder = !held ? DB_HOLDER_NONE : machine ? DB_HOLDER_CLIENT : DB_HOLDER_USER,
                              .epoch = held ? arena_printf(x->arena, "%lld", (long long)p->epoch) : NULL,
                              .district = p->district, .street = p->street, .community = p->community, .firm = p->firm,
                              .user = p->user, .request_id = x->request_id};
}

struct connection *borrow(struct exchange *x, struct pool *pool)
{
    struct connection *connection = NULL;
    int64_t before = clock_monotonic_us();
    enum db_outcome outcome = pool_borrow(pool, database_role(x), &connection);
    x->database_us += (uint64_t)(clock_monotonic_us() - before);
    if (outcome == DB_OK)
        return connection;
    problem_outcome(x, outcome, NULL);
    return NULL;
}

struct db_step main_step(struct exchange *x, const char *const *values)
{
    return (struct db_step){.statement = x->operation->statement, .values = values,
                            .conditions = conditions_that_hold(x, values)};
}

/* The count is of the same rows without cursor, order and limit. */
static struct db_step count_step(struct exchange *x, const char *const *values)
{
    const struct operation *op = x->operation;
    const char **copy = arena_alloc(x->arena, (op->value_count + 1) * sizeof *copy);
    for (size_t i = 0; i < op->value_count; i++) {
        const struct value *v = &op->values[i];
        bool of_page = (v->source == FROM_BUILTIN && (v->index == BUILTIN_LIMIT || v->index == BUILTIN_AFTER_ID || v->index == BUILTIN_AFTER_KEY || v->index == BUILTIN_NAMES)) ||
                       (v->source == FROM_PARAMETER && strcmp(op->parameters[v->index].name, "sort") == 0);
        copy[i] = of_page ? NULL : values[i];
    }
    return (struct db_step){.statement = op->count, .values = copy, .conditions = conditions_that_hold(x, copy)};
}

bool limit_was_given(const char *query)
{
    for (const char *at = query; at; at = strchr(at, '&') ? strchr(at, '&') + 1 : NULL)
        if (strncmp(at, "limit=", 6) == 0)
            return true;
    return false;
}

int64_t count_rows(struct exchange *x)
{
    const char *const *values = x->operation->count ? bind_values(x) : NULL;
    struct connection *connection = values ? borrow(x, x->service->pool) : NULL;
    if (!connection)
        return -1;
    struct db_caller caller = exchange_caller(x);
    struct db_step step = count_step(x, values);
    struct db_trip trip = {.caller = &caller, .custom_plan = parameter(x, "q") != NULL, .steps = &step, .step_count = 1};
    struct db_result *result = NULL;
    enum db_outcome outcome = db_run(connection, &trip, &result);
    pool_return(x->service->pool, connection);
    arena_defer(x->arena, db_result_free, result);
    const char *total = outcome == DB_OK ? db_result_text(result, x->arena, 0, 0, "total") : NULL;
    int64_t number;
    return total && text_to_int64(total, &number) ? number : -1;
}

static bool prepare_page(struct exchange *x)
{
    const char *limit = parameter(x, "limit"), *cursor = parameter(x, "cursor");
    int64_t size = 50;
    if (limit && !text_to_int64(limit, &size))
        return problem(x, "invalid_parameter", NULL, NULL);
    if (x->representation == REPRESENT_JSON)
        x->limit = arena_printf(x->arena, "%lld", (long long)size + 1);
    else if (limit_was_given(x->request->query))
        x->limit = limit;
    if (!cursor)
        return true;
    if (cursor_read(x->arena, x->service->cursor_key, cursor_scope(x), cursor, &x->after_key, &x->after_id))
        return true;
    return problem(x, "invalid_cursor", NULL, NULL);
}

static bool answer_kind(struct exchange *x, struct db_result *result, const struct db_trip *trip)
{
    switch (x->operation->answer) {
    case ANSWER_ONE:
        return answer_one(x, result, 0);
    case ANSWER_PAGE: {
        const char *total = trip->step_count > 1 && trip->steps[1].statement == x->operation->count
                                ? db_result_text(result, x->arena, 1, 0, "total") : NULL;
        return answer_page(x, result, 0, total ? strtoll(total, NULL, 10) : -1);
    }
    case ANSWER_NONE:
        x->answer->status = x->operation->status;
        return true;
    case ANSWER_HOOK: /* the hook has prepared what its statement is bound to */
        return answer_one(x, result, 0);
    }
    return problem(x, "internal_error", NULL, NULL);
}

static bool run_plain(struct exchange *x)
{
    const struct operation *op = x->operation;
    const char *const *values = bind_values(x);
    if (!values)
        return problem(x, "payload_too_large", NULL, NULL);
    struct db_step steps[DB_STEPS_MAX] = {main_step(x, values)};
    size_t count = 1;
    const char *counted = parameter(x, "count");
    if (op->count && counted && strcmp(counted, "true") == 0)
        steps[count++] = count_step(x, values);
    if (op->writes && x->identified)
        steps[count++] = audit_step(x, NULL, NULL);
    struct db_caller caller = exchange_caller(x);
    struct db_trip trip = {.caller = &caller, .writes = op->writes, .custom_plan = parameter(x, "q") != NULL,
                           .steps = steps, .step_count = count};
    struct db_result *result = NULL;
    int64_t before = clock_monotonic_us();
    enum db_outcome outcome = run_trip(x, database_role(x), &trip, &result);
    x->database_us += (uint64_t)(clock_monotonic_us() - before);
    arena_defer(x->arena, db_result_free, result);
    if (x->stale_s)
        http_setf(x->answer, "Age", "%u", x->stale_s);
    return outcome == DB_OK ? answer_kind(x, result, &trip) : problem_outcome(x, outcome, result);
}

bool run_unnamed(struct exchange *x)
{
    x->names = NULL;
    x->naming = NULL;
    x->unnamed = true;
    buffer_clear(&x->answer->body);
    return run_plain(x);
}

bool run_statement(struct exchange *x)
{
    if (x->idempotency_key)
        return run_keyed(x);
    if (x->operation->answer == ANSWER_PAGE && x->representation != REPRESENT_JSON)
        return answer_download(x);
    return run_plain(x);
}

bool run(struct exchange *x)
{
    const struct operation *op = x->operation;
    if (op->answer == ANSWER_PAGE && !prepare_page(x))
        return false;
    if (op->hook)
        return op->hook(x);
    return op->batch && json_is_array(x->body) ? run_batch(x) : run_statement(x);
}

const char *parameter(const struct exchange *x, const char *name)
{
    const struct operation *op = x->operation;
    for (size_t i = 0; i < op->parameter_count; i++)
        if (strcmp(op->parameters[i].name, name) == 0)
            return x->parameters[i];
    return NULL;
}

void member_wipe(const json_t *body, const char *name)
{
    json_t *value = json_object_get(body, name);
    if (json_is_string(value))
        explicit_bzero((char *)(uintptr_t)json_string_value(value), json_string_length(value));
}

const char *body_member(const struct exchange *x, const char *name)
{
    return json_string_value(json_object_get(x->body, name));
}
