#pragma once
/* Bars that lie below one another, each with another beside or within it, as inline SVG: as wide as half a page or a telephone, so that its letters are of one size on both. */
#include <stdbool.h>
#include <stddef.h>
#include "base/buffer.h"

struct bar {
    const char *label, *value;  /* a decimal: shown as it is */
    const char *other;          /* drawn in another colour; NULL: none */
};
struct bars {
    const char *zh, *en;        /* what is drawn */
    const char *value_zh, *other_zh;  /* what the colours are; NULL: not said */
    const struct bar *bars;
    size_t count;
    bool percent;               /* to a hundred, not to the longest */
};

/* Coordinates are whole numbers. Nothing where there is no bar. */
void bars_write(struct buffer *out, const struct bars *drawn);
