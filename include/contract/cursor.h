#pragma once
/* Keyset cursors: opaque, bound to operation, filters and sort by a MAC, so that a cursor from another list, or a made one, is refused. */
#include <stdbool.h>
#include "base/arena.h"

/* `scope` is what it is bound to (operationId, sort and filters, put together by the caller). `key` 32 bytes. */
const char *cursor_write(struct arena *arena, const unsigned char key[static 32], const char *scope, const char *sort_value /* may be NULL = null */, const char *id);
bool cursor_read(struct arena *arena, const unsigned char key[static 32], const char *scope, const char *cursor, const char **ret_sort_value, const char **ret_id) __attribute__((warn_unused_result));
