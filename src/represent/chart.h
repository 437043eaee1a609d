#pragma once
/* A line through values over days, as inline SVG. */
#include <stddef.h>
#include "base/buffer.h"

struct chart_point {
    const char *day;    /* YYYY-MM-DD, ascending */
    const char *value;  /* a decimal: shown as it is */
    const char *grade;  /* NULL: none */
};

/* Coordinates are whole numbers: nothing depends on how a locale writes a fraction. */
void chart_write(struct buffer *out, const struct chart_point *points, size_t count);
