#include "step.h"
#include <string.h>
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
