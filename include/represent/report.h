#pragma once
/* A firm's credit report as a page to print: what the operation answers as JSON, in Chinese first, with English beside it. */
#include <jansson.h>
#include "base/buffer.h"

/* `report` as the schema FirmCreditReport says; `made_at` is shown as it is. Whatever it lacks or has of another type is left out. */
void report_page(const json_t *report, const char *made_at, struct buffer *out);
