#pragma once
/* A page of something that does not end: whoever reads it keeps where he was (`resume`) and comes again. */
#include <stdbool.h>
#include <stddef.h>

struct db_result;
struct exchange;

/* The first `shown` rows as `items`; `resume` is where to go on, and `next` too if there is more already. A step's return value. */
bool feed_answer(struct exchange *exchange, struct db_result *result, size_t shown, bool more, const char *resume);
