#pragma once
/* What a bulletin shows of a section beside its totals: by what it is broken down, with which figures. */
#include <stdbool.h>
#include <stddef.h>

#define TABLE_FIGURES 7

struct bulletin_table {
    const char *section, *dimension, *zh, *en;
    const char *figures[TABLE_FIGURES];
    enum { DRAW_NOTHING, DRAW_FIRST, DRAW_TWO, DRAW_PERCENT, DRAW_BEFORE } draw; /* the first figure; with the last beside it; the second, of a hundred; with what was before */
    bool compared;      /* of its one figure, what was before and a year ago */
};

extern const struct bulletin_table bulletin_tables[];
extern const size_t bulletin_tables_count;
