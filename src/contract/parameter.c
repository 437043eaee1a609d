#include "contract/parameter.h"
#include <string.h>
#include "check.h"
#include "fault.h"
#include "pairs.h"

#define LIST_MAX 200 /* values of one list parameter; openapi/lib says the same in the contract as maxItems */
#define NAME_MAX_SHOWN 64

bool pair_next(const char **at, const char *end, struct pair *ret_pair)
{
    while (*at < end && **at == '&')
        ++*at;
    if (*at >= end)
        return false;
    const char *stop = memchr(*at, '&', (size_t)(end - *at));
    if (!stop)
        stop = end;
    const char *equals = memchr(*at, '=', (size_t)(stop - *at));
    *ret_pair = (struct pair){
        .name = *at,
        .name_length = (size_t)((equals ? equals : stop) - *at),
        .value = equals ? equals + 1 : NULL,
        .value_length = equals ? (size_t)(stop - equals - 1) : 0,
    };
    *at = stop;
    return true;
}

static void refuse(struct faults *faults, const char *name, const char *code, const char *zh, const char *en)
{
    struct place place = {.name = name, .bare = true};
    fault_say(faults, &place, code, zh, en);
}

static size_t find_query_parameter(const struct parameter *parameters, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (parameters[i].place == IN_QUERY && strcmp(parameters[i].name, name) == 0)
            return i;
    }
    return count;
}

static void read_pair(const struct parameter *parameters, size_t count, const struct pair *pair, const char **values, struct faults *faults)
{
    const char *name = percent_decode(faults->arena, pair->name, pair->name_length, true);
    if (!name) {
        refuse(faults, "", "malformed", "参数名的编码有误", "a parameter's name is not properly encoded");
        return;
    }
    size_t i = find_query_parameter(parameters, count, name);
    if (i == count) {
        refuse(faults, arena_strndup(faults->arena, name, text_cut(name, NAME_MAX_SHOWN)), "unknown", "未知的参数", "is not a known parameter");
        return;
    }
    if (values[i]) {
        refuse(faults, name, "repeated", "参数重复", "is given twice");
        return;
    }
    values[i] = pair->value ? percent_decode(faults->arena, pair->value, pair->value_length, true) : "";
    if (!values[i])
        refuse(faults, name, "malformed", "参数值的编码有误", "is not properly encoded");
    else if (!*values[i])
        refuse(faults, name, "empty", "参数值不得为空", "must not be empty");
    if (!values[i])
        values[i] = ""; /* a repetition is still one */
}

static char *add_item(char *out, const char *item, size_t length)
{
    *out++ = '"';
    for (size_t i = 0; i < length; i++) {
        if (item[i] == '"' || item[i] == '\\')
            *out++ = '\\';
        *out++ = item[i];
    }
    *out++ = '"';
    return out;
}

/* "a,b" → {"a","b"}, each value checked. NULL when refused. */
static const char *read_list(const struct parameter *parameter, const char *text, struct faults *faults)
{
    struct place place = {.name = parameter->name, .bare = true};
    size_t length = strlen(text), count = 1;
    for (const char *c = text; (c = strchr(c, ',')); c++)
        count++;
    if (count > LIST_MAX) {
        fault_at(faults, &place, "maxItems", "至多 %d 个值", "must have at most %d values", LIST_MAX);
        return NULL;
    }
    char *copy = arena_strndup(faults->arena, text, length);
    char *literal = arena_alloc(faults->arena, 2 * length + 3 * count + 3), *out = literal;
    *out++ = '{';
    for (char *item = copy, *next; item; item = next) {
        next = strchr(item, ',');
        if (next)
            *next++ = '\0';
        if (!*item)
            fault_say(faults, &place, "empty", "列表中有空值", "has an empty value in its list");
        else
            check_parameter_text(faults, parameter->schema, &place, item);
        out = add_item(out, item, strlen(item));
        *out++ = next ? ',' : '}';
    }
    *out = '\0';
    return literal;
}

/* Checks one value, and puts the fallback where there is none. */
static const char *settle(const struct parameter *parameter, const char *value, struct faults *faults)
{
    struct place place = {.name = parameter->name, .bare = true};
    if (!value && parameter->required)
        fault_say(faults, &place, "required", "缺少此参数", "is required");
    if (!value)
        return parameter->fallback;
    if (!*value)
        return NULL; /* already refused, or a path segment that the router never lets through */
    if (parameter->list)
        return read_list(parameter, value, faults);
    check_parameter_text(faults, parameter->schema, &place, value);
    return value;
}

bool parameters_read(const struct parameter *parameters, size_t count, const char *query, const char **values, struct faults *faults)
{
    size_t before = faults->total;
    for (size_t i = 0; i < count; i++) {
        if (parameters[i].place == IN_QUERY)
            values[i] = NULL;
    }
    struct pair pair;
    const char *at = query ? query : "", *end = at + strlen(at);
    while (pair_next(&at, end, &pair))
        read_pair(parameters, count, &pair, values, faults);
    for (size_t i = 0; i < count; i++)
        values[i] = settle(&parameters[i], values[i], faults);
    return faults->total == before;
}
