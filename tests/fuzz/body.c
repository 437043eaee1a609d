/* libFuzzer: whatever is read as a body is JSON that reads back the same, and its check ends, twice alike, with faults that are
 * themselves sound text. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "contract/schema.h"

#define FREE .min_length = -1, .max_length = -1, .min_items = -1, .max_items = -1

static const struct schema tree;
static const char *const words[] = {"\"小区\"", "1", "{\"a\":[1.5,null]}", "\"a\\\"b\""};
static const char *const kinds[] = {"tree", "word"};
static const struct schema word = {FREE, .enumeration = words, .enumeration_count = 4};
static const struct schema text = {.types = SCHEMA_STRING, .min_length = 1, .max_length = 40, .min_items = -1, .max_items = -1, .pattern = "^([a-z]+|\\p{L}{1,5})*$"};
static const struct schema uuid = {FREE, .format = FORMAT_UUID}, date = {FREE, .format = FORMAT_DATE}, at = {FREE, .format = FORMAT_DATE_TIME},
    money = {FREE, .format = FORMAT_MONEY}, month = {FREE, .format = FORMAT_MONTH}, uscc = {FREE, .format = FORMAT_USCC};
static const struct schema number = {FREE, .types = SCHEMA_NUMBER | SCHEMA_NULL, .has_minimum = true, .minimum = "-1.5", .has_maximum = true,
    .maximum = "9007199254740993", .exclusive_maximum = true};
static const struct schema trees = {.types = SCHEMA_ARRAY, .items = &tree, .unique_items = true, .min_items = 1, .max_items = 100, .min_length = -1, .max_length = -1};
static const struct schema_property word_members[] = {{"kind", &text, true}, {"word", &word, false}};
static const struct schema a_word = {FREE, .types = SCHEMA_OBJECT, .properties = word_members, .property_count = 2, .additional = &number};
static const struct schema *const branches[] = {&tree, &a_word};
static const struct schema picked = {FREE, .one_of = branches, .one_of_count = 2, .discriminator = "kind", .discriminator_values = kinds};
static const struct schema *const by_type[] = {&text, &trees, &number};
static const struct schema some = {FREE, .one_of = by_type, .one_of_count = 3};
static const struct schema_property members[] = {{"at", &at, false}, {"date", &date, false}, {"kind", &text, true}, {"money", &money, false},
    {"month", &month, false}, {"next", &picked, false}, {"number", &number, false}, {"some", &some, false}, {"text", &text, false},
    {"trees", &trees, false}, {"uscc", &uscc, false}, {"uuid", &uuid, false}};
static const char *const required[] = {"beyond", "kind"};
static const struct schema tree = {FREE, .types = SCHEMA_OBJECT, .properties = members, .property_count = 12, .required = required, .required_count = 2, .closed = true};

static void check_twice(const json_t *value, struct faults *faults)
{
    size_t before = faults->total;
    bool holds = schema_check(&picked, value, faults);
    size_t found = faults->total - before;
    assert(holds == (found == 0));
    assert(schema_check(&picked, value, faults) == holds && faults->total == before + 2 * found);
}

static void read_back(const json_t *value, struct faults *faults)
{
    char *dump = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_SORT_KEYS | JSON_REAL_PRECISION(15));
    assert(dump);
    json_t *again = json_read(dump, strlen(dump), faults);
    assert(again && json_equal(value, again));
    json_decref(again);
    free(dump);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new(4 << 20);
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    faults->arena = arena;
    json_t *value = json_read((const char *)data, size, faults);
    assert(!value == (faults->total == 1));
    if (value) {
        check_twice(value, faults);
        read_back(value, faults);
    }
    for (size_t i = 0; i < faults->count; i++) {
        const struct fault *fault = &faults->items[i];
        assert(text_is_utf8(fault->pointer, strlen(fault->pointer)));
        assert(text_is_utf8(fault->zh, strlen(fault->zh)) && text_is_utf8(fault->en, strlen(fault->en)));
    }
    json_decref(value);
    arena_free(arena);
    return 0;
}
