#pragma once
/* Text within a page. */
#include "base/buffer.h"

/* As it is read, whatever it holds: < > & and both quotes are entities, and what no page may hold (controls but tab and line break) is a replacement character. */
void markup_text(struct buffer *out, const char *text);
