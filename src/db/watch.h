#pragma once
#include <stdbool.h>
#include <stddef.h>
#include "db/nodes.h"

/* A thread for each node that asks it, twice a second, what it is and where it stands. */
struct watch;
struct watch *watch_start(struct nodes *nodes, size_t count, enum db_role as) __attribute__((warn_unused_result)); /* NULL: no memory, no thread */
void watch_stop(struct watch *watch);
