/* libFuzzer: what is read from a query, a path segment or a form is UTF-8 without NUL, and what holds is not empty. */
#include <assert.h>
#include <stdint.h>
#include <string.h>
#include "base/text.h"
#include "contract/parameter.h"

#define FREE .min_length = -1, .max_length = -1, .min_items = -1, .max_items = -1

static const char *const states[] = {"\"open\"", "\"closed\""};
static const struct schema state = {FREE, .types = SCHEMA_STRING, .enumeration = states, .enumeration_count = 2};
static const struct schema any = {FREE, .types = SCHEMA_STRING};
static const struct schema whole = {FREE, .types = SCHEMA_INTEGER, .has_minimum = true, .minimum = "1", .has_maximum = true, .maximum = "200"};
static const struct schema number = {FREE, .types = SCHEMA_NUMBER}, flag = {FREE, .types = SCHEMA_BOOLEAN};
static const struct schema date = {FREE, .types = SCHEMA_STRING, .format = FORMAT_DATE};
static const struct schema code = {.types = SCHEMA_STRING, .pattern = "^[0-9]+$", .min_length = 2, .max_length = 6, .min_items = -1, .max_items = -1};
static const struct parameter table[] = {
    {"s", IN_QUERY, false, true, &state, NULL}, {"q", IN_QUERY, false, false, &any, NULL}, {"l", IN_QUERY, false, true, &any, NULL},
    {"limit", IN_QUERY, false, false, &whole, "50"}, {"n", IN_QUERY, true, false, &number, NULL}, {"f", IN_QUERY, false, false, &flag, NULL},
    {"d", IN_QUERY, false, false, &date, NULL}, {"c", IN_QUERY, false, true, &code, NULL},
};
#define COUNT (sizeof table / sizeof *table)

static void assert_text(const char *text)
{
    assert(text_is_utf8(text, strlen(text)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new(4 << 20);
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    faults->arena = arena;
    const char *query = arena_strndup(arena, (const char *)data, size), *values[COUNT];
    bool holds = parameters_read(table, COUNT, query, values, faults);
    assert(holds == (faults->total == 0));
    for (size_t i = 0; i < COUNT; i++) {
        if (values[i])
            assert_text(values[i]);
        assert(!holds || !values[i] || (*values[i] && table[i].list == (*values[i] == '{') ) || !table[i].list);
    }
    for (size_t i = 0; i < faults->count; i++)
        assert_text(faults->items[i].pointer);
    const char *segment = percent_decode(arena, (const char *)data, size, false);
    if (segment)
        assert_text(segment);
    size_t before = faults->total;
    json_t *form = form_read((const char *)data, size, faults);
    assert(!form == (faults->total > before));
    json_decref(form);
    arena_free(arena);
    return 0;
}
