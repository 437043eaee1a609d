#include "equal.h"
#include <stdint.h>
#include <string.h>
#include "base/text.h"
#include "number.h"

#define DEPTH_MAX 64 /* what json_read() lets in; deeper values equal nothing */
#define FEW 12       /* items compared with each other without a table */

static bool same(const json_t *a, const json_t *b, unsigned depth);

static bool same_number(const json_t *a, const json_t *b)
{
    if (json_is_integer(a) && json_is_integer(b))
        return json_integer_value(a) == json_integer_value(b);
    char left[NUMBER_SIZE], right[NUMBER_SIZE];
    number_text(a, left);
    number_text(b, right);
    return decimal_compare(left, right) == 0;
}

static bool same_array(const json_t *a, const json_t *b, unsigned depth)
{
    size_t count = json_array_size(a);
    if (count != json_array_size(b))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!same(json_array_get(a, i), json_array_get(b, i), depth + 1))
            return false;
    }
    return true;
}

static bool same_object(const json_t *a, const json_t *b, unsigned depth)
{
    if (json_object_size(a) != json_object_size(b))
        return false;
    json_t *object = (json_t *)(uintptr_t)a; /* jansson's iterator asks for it and leaves it alone */
    for (void *i = json_object_iter(object); i; i = json_object_iter_next(object, i)) {
        const json_t *other = json_object_get(b, json_object_iter_key(i));
        if (!other || !same(json_object_iter_value(i), other, depth + 1))
            return false;
    }
    return true;
}

static bool same(const json_t *a, const json_t *b, unsigned depth)
{
    if (depth > DEPTH_MAX)
        return false;
    if (json_is_number(a) && json_is_number(b))
        return same_number(a, b);
    if (json_typeof(a) != json_typeof(b))
        return false;
    switch (json_typeof(a)) {
    case JSON_STRING:
        return json_string_length(a) == json_string_length(b) &&
               memcmp(json_string_value(a), json_string_value(b), json_string_length(a)) == 0;
    case JSON_ARRAY:
        return same_array(a, b, depth);
    case JSON_OBJECT:
        return same_object(a, b, depth);
    default:
        return true;
    }
}

bool json_same(const json_t *a, const json_t *b)
{
    return same(a, b, 0);
}

bool text_same_json(const char *value, size_t length, const char *text)
{
    size_t text_length = strlen(text);
    if (text[0] != '"')
        return false;
    if (!memchr(text, '\\', text_length))
        return text_length == length + 2 && memcmp(text + 1, value, length) == 0;
    json_t *wanted = json_loadb(text, text_length, JSON_DECODE_ANY, NULL);
    bool is_same = wanted && json_string_length(wanted) == length && memcmp(json_string_value(wanted), value, length) == 0;
    json_decref(wanted);
    return is_same;
}

bool json_same_text(const json_t *value, const char *text)
{
    if (json_is_string(value))
        return text_same_json(json_string_value(value), json_string_length(value), text);
    if (text[0] == '"')
        return false;
    json_t *wanted = json_loadb(text, strlen(text), JSON_DECODE_ANY, NULL);
    bool is_same = wanted && same(value, wanted, 0);
    json_decref(wanted);
    return is_same;
}

/* Equal values have equal hashes; members add up, so that their order is nothing. */
static uint64_t value_hash(const json_t *value, unsigned depth)
{
    uint64_t hash = (uint64_t)json_typeof(value) + 1;
    if (depth > DEPTH_MAX)
        return hash;
    if (json_is_number(value)) {
        double number = json_number_value(value) + 0.0; /* -0 becomes 0 */
        return text_hash(&number, sizeof number);
    }
    if (json_is_string(value))
        return text_hash(json_string_value(value), json_string_length(value));
    for (size_t i = 0; json_is_array(value) && i < json_array_size(value); i++)
        hash = hash * 31 + value_hash(json_array_get(value, i), depth + 1);
    json_t *object = (json_t *)(uintptr_t)value;
    for (void *i = json_object_iter(object); i; i = json_object_iter_next(object, i)) {
        const char *key = json_object_iter_key(i);
        hash += text_hash(key, strlen(key)) ^ (value_hash(json_object_iter_value(i), depth + 1) * 31);
    }
    return hash;
}

/* Does item `i` equal one before it? */
static bool repeats_earlier(const json_t *array, size_t i)
{
    for (size_t j = 0; j < i; j++) {
        if (same(json_array_get(array, i), json_array_get(array, j), 0))
            return true;
    }
    return false;
}

struct slot {
    uint64_t hash;
    size_t item; /* index + 1; 0 = free */
};

/* False when an equal item stands in the table already. */
static bool put_item(struct slot *slots, size_t size, const json_t *array, size_t i)
{
    uint64_t hash = value_hash(json_array_get(array, i), 0);
    hash ^= hash >> 29;
    size_t at = hash & (size - 1);
    for (; slots[at].item != 0; at = (at + 1) & (size - 1)) {
        if (slots[at].hash == hash && same(json_array_get(array, i), json_array_get(array, slots[at].item - 1), 0))
            return false;
    }
    slots[at] = (struct slot){.hash = hash, .item = i + 1};
    return true;
}

bool json_repeats(struct arena *arena, const json_t *array, size_t *ret_index)
{
    size_t count = json_array_size(array), size = 64;
    while (size < count * 2)
        size *= 2;
    struct slot *slots = count > FEW ? arena_alloc(arena, size * sizeof *slots) : NULL;
    if (slots && arena_spent(arena))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (slots ? put_item(slots, size, array, i) : !repeats_earlier(array, i))
            continue;
        *ret_index = i;
        return true;
    }
    return false;
}
