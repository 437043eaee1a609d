#pragma once
/* What bodies and parameters share of the schema check. */
#include "contract/schema.h"
#include "fault.h"

/* A parameter's text against the schema of one value: integers, numbers and booleans in their one JSON spelling, strings as they are. */
void check_parameter_text(struct faults *faults, const struct schema *schema, const struct place *place, const char *text);
