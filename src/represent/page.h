#pragma once
/* What pages to print have in common: Chinese first, English beside it; every text of it as text, whatever it looks like. */
#include <jansson.h>
#include "base/buffer.h"

/* Of the page, its heads, tables and drawings; a page adds its own. */
extern const char page_style[];
/* NULL: the member is no text. */
const char *page_text(const json_t *object, const char *name);
/* NULL is nothing. */
void page_put(struct buffer *out, const char *text);
/* English stands alone where there is no Chinese. */
void page_both(struct buffer *out, const char *zh, const char *en);
void page_head_cell(struct buffer *out, const char *kind, const char *zh, const char *en);
void page_heading(struct buffer *out, const char *zh, const char *en);
/* What is said where there is nothing to show. */
void page_nothing(struct buffer *out, const char *zh, const char *en);
