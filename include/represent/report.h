#pragma once
/* A firm's credit report as a page to print: what the operation answers as JSON, in Chinese first, with English beside it. */
#include <jansson.h>
#include "base/buffer.h"

/* `report` as the schema FirmCreditReport says, all but the end of the page. Whatever it lacks or has of another type is left out. */
void report_page(const json_t *report, struct buffer *out);
/* The end of the page: `made_at` is shown as it is. */
void report_end(const char *made_at, struct buffer *out);
