#pragma once
/* Equality of JSON values as JSON Schema means it: by value, 1 equals 1.0, true is no number, member order is nothing. */
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"

bool json_same(const json_t *a, const json_t *b);
/* A value against a JSON text written by the generator. */
bool json_same_text(const json_t *value, const char *text);
/* The same of a plain string: the text's strings alone can equal it. */
bool text_same_json(const char *value, size_t length, const char *text);
/* Index of the first item that equals an earlier one; false when all differ. Linear in the number of items. */
bool json_repeats(struct arena *arena, const json_t *array, size_t *ret_index);
