/* DESIGN. A list to be written to a file. What the list would refuse is refused when it is asked for, with all its faults, and not hours later by the worker; what it is run with is
 * read again then, from the same text. */
#include <string.h>
#include "api/errand.h"
#include "api/exchange.h"
#include "content.h"
#include "internal.h"
#include "resources/hooks.h"

static bool may_call(const struct exchange *x, const struct operation *list)
{
    return list->roles & ROLE_PUBLIC || list->roles & (1u << x->principal.role);
}

bool create_export(struct exchange *x)
{
    struct faults *faults = arena_alloc(x->arena, sizeof *faults);
    faults->arena = x->arena;
    const struct operation *list = errand_list(body_member(x, "operation"));
    const char **values, *query;
    if (!list) {
        fault_add(faults, "/operation", "unknown", "没有这个列表", "is no list");
        return problem_faults(x, "invalid_body", faults);
    }
    if (!may_call(x, list))
        return problem(x, "forbidden", NULL, NULL);
    if (!errand_parameters(list, json_object_get(x->body, "parameters"), &values, &query, faults))
        return problem_faults(x, "invalid_body", faults);
    if (run_statement(x))
        return true;
    if (x->problem_code && strcmp(x->problem_code, "too_many_exports") == 0)
        http_set(x->answer, "Retry-After", "10");
    return false;
}

bool get_export_content(struct exchange *x)
{
    const struct named values[] = {{"district", x->principal.district}, {"id", parameter(x, "id")}, {"now", x->now}, {NULL, NULL}};
    struct db_step step = internal_step(x, &internal_exportContent, values);
    struct db_result *result;
    if (!run_internal(x, (enum db_role)x->principal.role, false, &step, 1, &result))
        return false;
    const char *state = db_result_rows(result, 0) ? db_result_text(result, x->arena, 0, 0, "state") : "done";
    x->standing = strcmp(state, "done") != 0 ? state : NULL;
    if (x->standing)
        return problem(x, "state_conflict", NULL, NULL);
    return answer_stored(x, result, 0);
}
