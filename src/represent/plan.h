#pragma once
/* DESIGN. What a JSON writer does for each row of a shape, worked out once: a list of operations whose keys stand ready as bytes,
 * comma, quotes, colon and all. Every key of an object is always written, so where the commas go is known beforehand. */
#include <stdbool.h>
#include "base/buffer.h"
#include "base/row.h"

#define PLAN_DEPTH_MAX 8

enum plan_kind { PLAN_CELL, PLAN_OPEN, PLAN_CLOSE };

struct plan_step {
    unsigned char kind, type;
    unsigned short column;
    unsigned short skip;        /* of PLAN_OPEN: steps to its PLAN_CLOSE */
    unsigned short key_length;
    unsigned key;               /* where in `keys` */
};

struct plan {
    size_t step_count;
    struct plan_step *steps;
    struct buffer keys;         /* with slack for put_bytes() after the last */
    size_t fixed;               /* bytes of a row whatever its values */
};

/* False: out of memory, a type nobody writes, labels of one object apart, or nesting beyond PLAN_DEPTH_MAX. */
bool plan_init(struct plan *plan, const struct shape *shape) __attribute__((warn_unused_result));
void plan_release(struct plan *plan);
/* A label that is written, of a type that can be. */
bool column_is_written(const struct column *column);
bool column_is_writable(const struct column *column);
