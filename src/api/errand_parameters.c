/* Parameters of a list as members of a JSON object: put as an address says them, and then read as every address is. */
#include <stdlib.h>
#include <string.h>
#include "api/errand.h"
#include "private.h"

static void add_escaped(struct buffer *out, const char *text)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~,";
    for (; *text; text++) {
        if (strchr(plain, *text))
            buffer_add_byte(out, *text);
        else
            buffer_printf(out, "%%%02X", (unsigned char)*text);
    }
}

static const char *text_of(struct arena *arena, const json_t *value)
{
    if (json_is_string(value))
        return json_string_value(value);
    if (json_is_boolean(value))
        return json_is_true(value) ? "true" : "false";
    if (json_is_integer(value))
        return arena_printf(arena, "%lld", (long long)json_integer_value(value));
    char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(15));
    arena_defer(arena, free, text);
    return text ? text : "";
}

static const char *pointer_of(struct arena *arena, const char *name)
{
    struct buffer out BUFFER_CLEANUP;
    buffer_init(&out);
    buffer_add_text(&out, "/parameters/");
    for (; *name; name++) {
        if (*name == '~' || *name == '/')
            buffer_add_text(&out, *name == '~' ? "~0" : "~1");
        else
            buffer_add_byte(&out, *name);
    }
    const char *text = buffer_text(&out);
    return arena_strdup(arena, text ? text : "/parameters");
}

/* Values of a list stand between commas: one with a comma in it would be two. */
static const char *joined(struct faults *faults, const char *name, const json_t *list)
{
    struct buffer out BUFFER_CLEANUP;
    buffer_init(&out);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *text = text_of(faults->arena, json_array_get(list, i));
        if (strchr(text, ','))
            fault_add(faults, name, "pattern", "列表中的值不得含逗号", "a value of a list has no comma in it");
        buffer_printf(&out, "%s%s", i ? "," : "", text);
    }
    const char *text = buffer_text(&out);
    return arena_strdup(faults->arena, text ? text : "");
}

/* The place of a parameter of the path; the count of all when it is none. */
static size_t in_path(const struct operation *list, const char *name)
{
    for (size_t i = 0; i < list->parameter_count; i++)
        if (list->parameters[i].place == IN_PATH && strcmp(list->parameters[i].name, name) == 0)
            return i;
    return list->parameter_count;
}

static void put(const struct operation *list, const char *name, const json_t *value, const char **values, struct buffer *query, struct faults *faults)
{
    const char *text = json_is_array(value) ? joined(faults, name, value) : text_of(faults->arena, value);
    size_t place = in_path(list, name);
    if (strcmp(name, "cursor") == 0 || strcmp(name, "count") == 0) {
        fault_add(faults, name, "unknown", "导出包含全部行，不接受此参数", "an export is of all rows and takes no such parameter");
    } else if (place < list->parameter_count) {
        values[place] = text;
        if (!*text)
            fault_add(faults, name, "empty", "参数值不得为空", "must not be empty");
    } else {
        buffer_add_text(query, query->length ? "&" : "");
        add_escaped(query, name);
        buffer_add_byte(query, '=');
        add_escaped(query, text);
    }
}

bool errand_parameters(const struct operation *list, const json_t *given, const char ***ret_values, const char **ret_query, struct faults *faults)
{
    struct buffer query BUFFER_CLEANUP;
    buffer_init(&query);
    const char **values = arena_alloc(faults->arena, (list->parameter_count + 1) * sizeof *values);
    size_t first = faults->count;
    json_t *object = (json_t *)(uintptr_t)given; /* which is not changed */
    for (void *at = json_object_iter(object); at; at = json_object_iter_next(object, at))
        put(list, json_object_iter_key(at), json_object_iter_value(at), values, &query, faults);
    const char *text = buffer_text(&query);
    *ret_query = arena_strdup(faults->arena, text ? text : "");
    *ret_values = values;
    bool fine = text && faults->count == first;
    fine &= parameters_read(list->parameters, list->parameter_count, *ret_query, values, faults);
    for (size_t i = first; i < faults->count; i++)
        faults->items[i].pointer = pointer_of(faults->arena, faults->items[i].pointer);
    return fine;
}
