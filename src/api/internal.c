/* Statements that are ours and no operation's: bound by name, run as a role of our own choosing. */
#include "internal.h"
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "private.h"

struct db_step internal_step(struct exchange *x, const struct internal_statement *internal, const struct named *values)
{
    const char **bound = arena_alloc(x->arena, (internal->name_count + 1) * sizeof *bound);
    for (size_t i = 0; i < internal->name_count; i++)
        for (const struct named *v = values; v->name; v++)
            if (strcmp(v->name, internal->names[i]) == 0)
                bound[i] = v->value && *v->value ? v->value : NULL;
    return (struct db_step){.statement = internal->statement, .values = bound};
}

struct db_caller caller_as(const struct exchange *x, enum db_role role)
{
    struct db_caller caller = exchange_caller(x);
    if (role == DB_AUTH || role == DB_WORKER)
        caller.holder = DB_HOLDER_NONE; /* the service itself asks: who calls is not let in yet, or was already */
    return caller;
}

static bool run_as(struct exchange *x, enum db_role role, struct db_trip trip, struct db_result **ret_result)
{
    struct connection *connection = NULL;
    enum db_outcome outcome = pool_borrow(x->service->pool, role, &connection);
    if (outcome != DB_OK)
        return problem_outcome(x, outcome, NULL);
    struct db_caller caller = caller_as(x, role);
    trip.caller = &caller;
    struct db_result *result = NULL;
    outcome = db_run(connection, &trip, &result);
    pool_return(x->service->pool, connection);
    arena_defer(x->arena, db_result_free, result);
    if (result)
        x->database_us += db_result_time_us(result);
    if (outcome != DB_OK)
        return problem_outcome(x, outcome, result);
    *ret_result = result;
    return true;
}

bool run_internal(struct exchange *x, enum db_role role, bool writes, const struct db_step *steps, size_t count, struct db_result **ret_result)
{
    return run_as(x, role, (struct db_trip){.writes = writes, .steps = steps, .step_count = count}, ret_result);
}

bool run_planned(struct exchange *x, enum db_role role, const struct db_step *step, struct db_result **ret_result)
{
    return run_as(x, role, (struct db_trip){.custom_plan = true, .steps = step, .step_count = 1}, ret_result);
}

static void put(char *out, size_t size, const char *text)
{
    snprintf(out, size, "%s", text ? text : "");
}

bool principal_read(struct exchange *x, struct db_result *result, size_t step, struct principal *ret_principal)
{
    struct principal p = {.role = TOKEN_PUBLIC};
    const char *role = db_result_text(result, x->arena, step, 0, "role");
    for (int i = 0; role && i < TOKEN_PUBLIC; i++)
        if (strcmp(role, db_role_names[i] + strlen("wuye_")) == 0)
            p.role = (enum token_role)i;
    const char *epoch = db_result_text(result, x->arena, step, 0, "token_epoch");
    if (!epoch || !text_to_int64(epoch, &p.epoch))
        return false;
    put(p.user, sizeof p.user, db_result_text(result, x->arena, step, 0, "id"));
    put(p.name, sizeof p.name, db_result_text(result, x->arena, step, 0, "name"));
    put(p.district, sizeof p.district, db_result_text(result, x->arena, step, 0, "district_code"));
    put(p.street, sizeof p.street, db_result_text(result, x->arena, step, 0, "street_code"));
    put(p.community, sizeof p.community, db_result_text(result, x->arena, step, 0, "community_code"));
    put(p.firm, sizeof p.firm, db_result_text(result, x->arena, step, 0, "firm_id"));
    *ret_principal = p;
    return p.role != TOKEN_PUBLIC;
}

struct db_step audit_step(struct exchange *x, const char *target, const char *reason)
{
    const struct named values[] = {
        {"district", x->principal.district}, {"user_id", x->principal.user}, {"name", x->principal.name},
        {"role", db_role_names[database_role(x)] + strlen("wuye_")}, {"operation", x->operation->id},
        {"target", target ? target : x->operation->statement && x->operation->status == 201 ? x->new_id : x->request->path},
        {"reason", reason}, {"remote", x->remote}, {"request_id", x->request_id}, {"now", x->now}, {"new_id", x->new_id},
        {"detail", audit_detail(x)}, {NULL, NULL},
    };
    return internal_step(x, &internal_auditAppend, values);
}
