/* libFuzzer: no text is a cursor but those that were written here, and those come back as they were. */
#include <assert.h>
#include <stdint.h>
#include <string.h>
#include "contract/cursor.h"

static const unsigned char key[32] = "a key for tests, known to all  .";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new(4 << 20);
    const char *value = NULL, *id = NULL;
    const char *text = arena_strndup(arena, (const char *)data, size > 1000 ? 1000 : size);
    assert(!cursor_read(arena, key, "list", text, &value, &id) && !value && !id);
    const char *cursor = cursor_write(arena, key, "list", size & 1 ? text : NULL, text);
    assert(cursor_read(arena, key, "list", cursor, &value, &id));
    assert(strcmp(id, text) == 0);
    assert(size & 1 ? strcmp(value, text) == 0 : !value);
    assert(!cursor_read(arena, key, "other", cursor, &value, &id));
    arena_free(arena);
    return 0;
}
