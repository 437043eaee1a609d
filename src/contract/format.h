#pragma once
/* The formats of strings. */
#include <stdbool.h>
#include <stddef.h>
#include "contract/schema.h"

bool format_holds(enum schema_format format, const char *text, size_t length);
/* What a format asks for, in words. */
void format_explain(enum schema_format format, const char **ret_zh, const char **ret_en);
