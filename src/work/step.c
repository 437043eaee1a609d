#include "step.h"
#include <string.h>
#include "base/log.h"
#include "internal.h"

struct db_step work_step(struct arena *arena, const struct internal_statement *internal, const struct bound *values)
{
    const char **given = arena_alloc(arena, (internal->name_count + 1) * sizeof *given);
    for (size_t i = 0; i < internal->name_count; i++) {
        given[i] = NULL;
        for (const struct bound *v = values; v->name; v++)
            if (strcmp(v->name, internal->names[i]) == 0)
                given[i] = v->value && *v->value ? v->value : NULL;
    }
    return (struct db_step){.statement = internal->statement, .values = given};
}

struct db_result *work_ask(struct work_asker *asker, struct arena *arena, const char *district, bool writes, const struct internal_statement *internal, const struct bound *values)
{
    const struct db_caller caller = {.district = district};
    const struct db_step step = work_step(arena, internal, values);
    const struct db_trip trip = {.caller = &caller, .writes = writes, .custom_plan = asker->custom_plan, .steps = &step, .step_count = 1};
    struct connection *connection = NULL;
    struct db_result *result = NULL;
    enum db_outcome outcome = pool_borrow(asker->pool, DB_WORKER, &connection);
    if (outcome == DB_OK) {
        outcome = db_run(connection, &trip, &result);
        pool_return(asker->pool, connection);
    }
    arena_defer(arena, db_result_free, result);
    if (atomic_exchange(&asker->trouble, (int)outcome) != (int)outcome && outcome != DB_OK)
        log_message(LOG_LEVEL_ERROR, "the database does not do what is asked of it",
                    json_pack("{ss, si, ss?}", "part", asker->part, "outcome", (int)outcome, "trouble", result ? db_result_detail(result) : NULL));
    return outcome == DB_OK ? result : NULL;
}
