#include "contract/schema.h"
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "check.h"
#include "equal.h"
#include "fault.h"
#include "format.h"
#include "number.h"
#include "pattern.h"

#define DEPTH_MAX 64  /* of the value */
#define STEPS_MAX 192 /* of the check: value, references and branches together; bounds the C stack */

struct check {
    struct faults *faults;
    unsigned steps;
};

static void check_value(struct check *check, const struct schema *schema, const json_t *value, const struct place *place, unsigned depth);

static unsigned types_of(const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT: return SCHEMA_OBJECT;
    case JSON_ARRAY: return SCHEMA_ARRAY;
    case JSON_STRING: return SCHEMA_STRING;
    case JSON_INTEGER: return SCHEMA_INTEGER | SCHEMA_NUMBER;
    case JSON_REAL: return number_is_whole(value) ? SCHEMA_INTEGER | SCHEMA_NUMBER : SCHEMA_NUMBER;
    case JSON_TRUE:
    case JSON_FALSE: return SCHEMA_BOOLEAN;
    case JSON_NULL: break;
    }
    return SCHEMA_NULL;
}

/* Seven names at most: both texts fit by far. */
static void refuse_type(struct faults *faults, const struct place *place, unsigned wanted)
{
    static const struct { unsigned type; const char *zh, *en; } names[] = {
        {SCHEMA_NULL, "null", "null"}, {SCHEMA_BOOLEAN, "布尔值", "boolean"}, {SCHEMA_INTEGER, "整数", "integer"},
        {SCHEMA_NUMBER, "数字", "number"}, {SCHEMA_STRING, "字符串", "string"}, {SCHEMA_ARRAY, "数组", "array"},
        {SCHEMA_OBJECT, "对象", "object"},
    };
    char zh[128] = "", en[128] = "";
    int zh_length = 0, en_length = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!(wanted & names[i].type))
            continue;
        zh_length += snprintf(zh + zh_length, sizeof zh - (size_t)zh_length, "%s%s", zh_length ? "或" : "类型应为", names[i].zh);
        en_length += snprintf(en + en_length, sizeof en - (size_t)en_length, "%s%s", en_length ? " or " : "must be of type ", names[i].en);
    }
    fault_say(faults, place, "type", zh, en);
}

static void refuse_enumeration(struct faults *faults, const struct place *place, const struct schema *schema)
{
    char list[384] = "";
    size_t used = 0;
    for (size_t i = 0; i < schema->enumeration_count; i++) {
        bool fits = used + strlen(schema->enumeration[i]) + 8 < sizeof list;
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", i > 0 ? ", " : "", fits ? schema->enumeration[i] : "…");
        if (!fits)
            break;
    }
    fault_at(faults, place, "enum", "只能取：%s", "must be one of: %s", list);
}

static void check_bound(struct faults *faults, const struct schema *schema, const struct place *place, int from_minimum, int from_maximum)
{
    if (schema->has_minimum && !schema->exclusive_minimum && from_minimum < 0)
        fault_at(faults, place, "minimum", "不得小于 %s", "must not be less than %s", schema->minimum);
    if (schema->has_minimum && schema->exclusive_minimum && from_minimum <= 0)
        fault_at(faults, place, "exclusiveMinimum", "必须大于 %s", "must be greater than %s", schema->minimum);
    if (schema->has_maximum && !schema->exclusive_maximum && from_maximum > 0)
        fault_at(faults, place, "maximum", "不得大于 %s", "must not be greater than %s", schema->maximum);
    if (schema->has_maximum && schema->exclusive_maximum && from_maximum >= 0)
        fault_at(faults, place, "exclusiveMaximum", "必须小于 %s", "must be less than %s", schema->maximum);
}

static void check_number(struct faults *faults, const struct schema *schema, const json_t *value, const struct place *place)
{
    int from_minimum = schema->has_minimum ? number_compare(value, schema->minimum) : 0;
    int from_maximum = schema->has_maximum ? number_compare(value, schema->maximum) : 0;
    check_bound(faults, schema, place, from_minimum, from_maximum);
}

/* False when it is longer than allowed: what follows need not look at it. */
static bool check_length(struct faults *faults, const struct schema *schema, const struct place *place, const char *text, size_t length)
{
    /* A code point takes one to four bytes: count only when the bytes do not decide. */
    if (schema->min_length > 0 && length < (size_t)schema->min_length * 4 && text_count(text, length) < (size_t)schema->min_length)
        fault_at(faults, place, "minLength", "至少 %d 个字符", "must have at least %d characters", schema->min_length);
    if (schema->max_length < 0 || length <= (size_t)schema->max_length || text_count(text, length) <= (size_t)schema->max_length)
        return true;
    fault_at(faults, place, "maxLength", "至多 %d 个字符", "must have at most %d characters", schema->max_length);
    return false;
}

static void check_string(struct faults *faults, const struct schema *schema, const struct place *place, const char *text, size_t length)
{
    if (!check_length(faults, schema, place, text, length))
        return;
    if (!format_holds(schema->format, text, length)) {
        const char *zh, *en;
        format_explain(schema->format, &zh, &en);
        fault_say(faults, place, "format", zh, en);
    }
    if (!schema->pattern)
        return;
    switch (pattern_match(schema->pattern, text, length)) {
    case PATTERN_MATCHES:
        break;
    case PATTERN_DIFFERS:
        fault_say(faults, place, "pattern", "格式不符合要求", "does not have the form asked for");
        break;
    case PATTERN_TOO_COSTLY:
        fault_say(faults, place, "pattern", "内容过于复杂，无法核对", "is too complex to be checked");
        break;
    }
}

static void check_array(struct check *check, const struct schema *schema, const json_t *value, const struct place *place, unsigned depth)
{
    size_t count = json_array_size(value), repeated;
    if (schema->min_items > 0 && count < (size_t)schema->min_items)
        fault_at(check->faults, place, "minItems", "至少 %d 项", "must have at least %d items", schema->min_items);
    if (schema->max_items >= 0 && count > (size_t)schema->max_items) {
        /* Nor is a longer one looked into: the bound is what keeps the work small. */
        fault_at(check->faults, place, "maxItems", "至多 %d 项", "must have at most %d items", schema->max_items);
        return;
    }
    if (schema->unique_items && json_repeats(check->faults->arena, value, &repeated))
        fault_at(check->faults, place, "uniqueItems", "第 %zu 项与前面的项重复", "item %zu repeats an earlier one", repeated);
    for (size_t i = 0; schema->items && i < count; i++) {
        struct place item = {.up = place, .index = i};
        check_value(check, schema->items, json_array_get(value, i), &item, depth + 1);
    }
}

static const struct schema_property *find_property(const struct schema *schema, const char *name)
{
    size_t low = 0, high = schema->property_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(name, schema->properties[middle].name);
        if (order == 0)
            return &schema->properties[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

static void check_member(struct check *check, const struct schema *schema, const struct schema_property *property, const json_t *value,
                         const struct place *place, unsigned depth)
{
    if (property)
        check_value(check, property->schema, value, place, depth);
    else if (schema->closed)
        fault_say(check->faults, place, "additionalProperties", "未知的成员", "is not a known member");
    else if (schema->additional)
        check_value(check, schema->additional, value, place, depth);
}

static void check_object(struct check *check, const struct schema *schema, const json_t *value, const struct place *place, unsigned depth)
{
    size_t found = 0;
    json_t *object = (json_t *)(uintptr_t)value; /* jansson's iterator asks for it and leaves it alone */
    for (void *i = json_object_iter(object); i; i = json_object_iter_next(object, i)) {
        struct place member = {.up = place, .name = json_object_iter_key(i)};
        const struct schema_property *property = find_property(schema, member.name);
        found += property && property->required;
        check_member(check, schema, property, json_object_iter_value(i), &member, depth + 1);
    }
    if (found == schema->required_count)
        return;
    for (size_t i = 0; i < schema->required_count; i++) {
        struct place member = {.up = place, .name = schema->required[i]};
        if (!json_object_get(value, schema->required[i]))
            fault_say(check->faults, &member, "required", "缺少此成员", "is required");
    }
}

/* A branch picked by type: the types it names itself or through its references. */
static unsigned branch_types(const struct schema *branch)
{
    for (unsigned hops = 0; branch && hops < STEPS_MAX; hops++) {
        if (branch->types)
            return branch->types;
        branch = branch->reference;
    }
    return 0;
}

static void check_one_of(struct check *check, const struct schema *schema, const json_t *value, const struct place *place, unsigned depth)
{
    unsigned types = types_of(value);
    for (size_t i = 0; !schema->discriminator && i < schema->one_of_count; i++) {
        if (branch_types(schema->one_of[i]) & types) {
            check_value(check, schema->one_of[i], value, place, depth);
            return;
        }
    }
    if (!schema->discriminator || !json_is_object(value)) {
        fault_say(check->faults, place, "oneOf", "不是允许的任何一种形式", "is none of the forms allowed");
        return;
    }
    struct place member = {.up = place, .name = schema->discriminator};
    const char *picked = json_string_value(json_object_get(value, schema->discriminator));
    for (size_t i = 0; picked && i < schema->one_of_count; i++) {
        if (strcmp(picked, schema->discriminator_values[i]) == 0) {
            check_value(check, schema->one_of[i], value, place, depth);
            return;
        }
    }
    fault_say(check->faults, &member, "discriminator", "必须指明允许的一种形式", "must name one of the forms allowed");
}

static bool in_enumeration(const struct schema *schema, const json_t *value)
{
    for (size_t i = 0; i < schema->enumeration_count; i++) {
        if (json_same_text(value, schema->enumeration[i]))
            return true;
    }
    return schema->enumeration_count == 0;
}

static void check_kind(struct check *check, const struct schema *schema, const json_t *value, const struct place *place, unsigned depth)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        check_object(check, schema, value, place, depth);
        break;
    case JSON_ARRAY:
        check_array(check, schema, value, place, depth);
        break;
    case JSON_STRING:
        check_string(check->faults, schema, place, json_string_value(value), json_string_length(value));
        break;
    case JSON_INTEGER:
    case JSON_REAL:
        check_number(check->faults, schema, value, place);
        break;
    default:
        break;
    }
}

static void check_value(struct check *check, const struct schema *schema, const json_t *value, const struct place *place, unsigned depth)
{
    if (depth > DEPTH_MAX || check->steps >= STEPS_MAX) {
        fault_say(check->faults, place, "depth", "嵌套过深", "is nested too deeply");
        return;
    }
    if (schema->never) {
        fault_say(check->faults, place, "false", "此处不得有值", "must not be there");
        return;
    }
    if (schema->types && !(schema->types & types_of(value))) {
        refuse_type(check->faults, place, schema->types);
        return;
    }
    check->steps++;
    if (!in_enumeration(schema, value))
        refuse_enumeration(check->faults, place, schema);
    check_kind(check, schema, value, place, depth);
    if (schema->one_of_count > 0)
        check_one_of(check, schema, value, place, depth);
    if (schema->reference)
        check_value(check, schema->reference, value, place, depth);
    check->steps--;
}

bool schema_check(const struct schema *schema, const json_t *value, struct faults *faults)
{
    size_t before = faults->total;
    struct check check = {.faults = faults};
    check_value(&check, schema, value, NULL, 0);
    return faults->total == before;
}

static bool text_in_enumeration(const struct schema *schema, const char *text, size_t length)
{
    for (size_t i = 0; i < schema->enumeration_count; i++) {
        const char *wanted = schema->enumeration[i];
        if (wanted[0] == '"' ? text_same_json(text, length, wanted) : strcmp(wanted, text) == 0)
            return true;
    }
    return schema->enumeration_count == 0;
}

/* -?(0|[1-9]\d*)(\.\d+)?, short enough to be compared whole */
static bool is_number_text(const char *text, size_t length, bool whole)
{
    int64_t integer;
    if (whole)
        return text_to_int64(text, &integer);
    return length < DECIMAL_DIGITS && format_holds(FORMAT_DECIMAL, text, length);
}

void check_parameter_text(struct faults *faults, const struct schema *schema, const struct place *place, const char *text)
{
    size_t length = strlen(text);
    for (unsigned hops = 0; schema && hops < STEPS_MAX; schema = schema->reference, hops++) {
        bool number = schema->types & (SCHEMA_INTEGER | SCHEMA_NUMBER);
        bool string = !schema->types || (schema->types & SCHEMA_STRING);
        bool boolean = (schema->types & SCHEMA_BOOLEAN) && (strcmp(text, "true") == 0 || strcmp(text, "false") == 0);
        if (number && is_number_text(text, length, !(schema->types & SCHEMA_NUMBER)))
            check_bound(faults, schema, place, schema->has_minimum ? decimal_compare(text, schema->minimum) : 0,
                        schema->has_maximum ? decimal_compare(text, schema->maximum) : 0);
        else if (string)
            check_string(faults, schema, place, text, length);
        else if (!boolean)
            refuse_type(faults, place, schema->types);
        if (!text_in_enumeration(schema, text, length))
            refuse_enumeration(faults, place, schema);
    }
}
