/* One row as one object, and what its '!' columns tell the pipeline. */
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "private.h"

/* What a refusal says of each place of the body: [{"pointer", "code", "zh", "en"}]. */
static const struct faults *read_faults(struct exchange *x, struct db_result *result, size_t step)
{
    const char *text = db_result_text(result, x->arena, step, 0, "!faults");
    json_t *list = text ? json_loads(text, 0, NULL) : NULL, *fault;
    struct faults *faults = list ? arena_alloc(x->arena, sizeof *faults) : NULL;
    size_t i;
    if (faults) {
        *faults = (struct faults){.arena = x->arena};
        json_array_foreach(list, i, fault) {
            const char *pointer, *code, *zh, *en;
            if (json_unpack(fault, "{ss, ss, ss, ss}", "pointer", &pointer, "code", &code, "zh", &zh, "en", &en) == 0)
                fault_add(faults, pointer, arena_strdup(x->arena, code), zh, en);
        }
    }
    json_decref(list);
    return faults;
}

/* What the address of the thing names it by: the member that the template says, the id where there is none of that name. */
static const char *place_of(struct exchange *x, struct db_result *result, size_t step)
{
    const char *open = x->operation->location ? strchr(x->operation->location, '{') : NULL;
    const char *name = open ? arena_strndup(x->arena, open + 1, strcspn(open + 1, "}")) : NULL;
    const char *found = name ? db_result_text(result, x->arena, step, 0, name) : NULL;
    return found ? found : db_result_text(result, x->arena, step, 0, "id");
}

static void read_signals(struct exchange *x, struct db_result *result, size_t step, struct one *one)
{
    const char *status = db_result_text(result, x->arena, step, 0, "!status");
    const char *refusal = db_result_text(result, x->arena, step, 0, "!problem");
    int64_t other;
    one->status = status && text_to_int64(status, &other) ? (int)other : x->operation->status;
    one->version = db_result_text(result, x->arena, step, 0, "!version"); /* where the member of that name is not what the row is known by */
    if (!one->version)
        one->version = db_result_text(result, x->arena, step, 0, "version");
    one->id = db_result_text(result, x->arena, step, 0, "id");
    one->place = place_of(x, result, step);
    one->problem = refusal;
    if (refusal) {
        x->standing = db_result_text(result, x->arena, step, 0, "!state");
        x->rule = db_result_text(result, x->arena, step, 0, "!rule");
        x->faults = read_faults(x, result, step);
    }
    for (size_t i = 0; refusal && i < x->operation->problem_count; i++)
        if (strcmp(x->operation->problems[i].constraint, refusal) == 0)
            one->problem = x->operation->problems[i].code;
}

bool write_one(struct exchange *x, struct db_result *result, size_t step, struct buffer *out, struct one *ret_one)
{
    struct one one = {0};
    if (db_result_rows(result, step) == 0) {
        one.problem = "not_found";
        *ret_one = one;
        return true;
    }
    read_signals(x, result, step, &one);
    *ret_one = one;
    if (one.problem)
        return true;
    struct writer *writer = writer_new(REPRESENT_JSON, names_shape(x, db_result_shape(result, step)));
    if (!writer)
        return false;
    writer_row(writer, names_row(x, db_result_row(result, step, 0)), out);
    writer_free(writer);
    return !out->failed;
}

const char *location_of(struct exchange *x, const char *place)
{
    const char *template = x->operation->location;
    const char *open = template ? strchr(template, '{') : NULL;
    const char *close = open ? strchr(open, '}') : NULL;
    if (!close || !place)
        return NULL;
    return arena_printf(x->arena, "%.*s%s%s", (int)(open - template), template, place, close + 1);
}

/* Headers of an object that was written out. */
static void finish_one(struct exchange *x, const struct one *one)
{
    x->answer->status = one->status;
    http_set(x->answer, "Content-Type", "application/json");
    const char *location = location_of(x, one->place);
    if (location)
        http_set(x->answer, "Location", location);
    if (x->operation->writes && x->operation->status == 201 && one->status == 200)
        http_set(x->answer, "Idempotency-Replayed", "true");
    if (x->representation == REPRESENT_JSON) /* a page or a workbook is tagged by who writes it: what is known of the JSON says nothing of them */
        answer_etag(x, one->version);
}

bool answer_one(struct exchange *x, struct db_result *result, size_t step)
{
    struct one one;
    if (!names_stand(x, result, step) || (x->naming && !names_row(x, db_result_row(result, step, 0))))
        return run_unnamed(x);
    if (!write_one(x, result, step, &x->answer->body, &one))
        return problem(x, "internal_error", NULL, NULL);
    if (one.problem)
        return problem(x, one.problem, NULL, NULL);
    finish_one(x, &one);
    return true;
}

bool answer_row(struct exchange *x, struct db_result *result, size_t step, int status)
{
    if (!answer_one(x, result, step))
        return false;
    x->answer->status = status;
    return true;
}
