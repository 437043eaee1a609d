#pragma once
/* The bulletin of a period: what the operation answers as JSON (the schema Bulletin), as a page and as a workbook. Whatever it lacks or has of another type is left out. */
#include <jansson.h>
#include <stdbool.h>
#include "base/buffer.h"

void bulletin_page(const json_t *bulletin, struct buffer *out);
/* False: out of memory. */
bool bulletin_workbook(const json_t *bulletin, struct buffer *out);
