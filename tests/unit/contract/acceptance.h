#pragma once
/* The acceptance suite as acceptance.py writes it. */
#include "contract/schema.h"

enum acceptance_expected { VALID, INVALID, UNREADABLE };
struct acceptance_case {
    const char *title;
    const struct schema *schema;
    const char *data;
    enum acceptance_expected expected;
};
struct acceptance_left_out {
    const char *file, *group, *reason;
    size_t cases;
};
extern const struct acceptance_case acceptance_cases[];
extern const size_t acceptance_case_count, acceptance_group_count;
extern const struct acceptance_left_out acceptance_left_out[];
extern const size_t acceptance_left_out_count;
