#pragma once
#include "base/config.h"

/* Run due jobs and push updates to webhook endpoints until SIGTERM or SIGINT: wakes at least every worker_interval_s, and when PostgreSQL notifies. A job that
 * several workers want is one worker's. 0 = stopped as asked. */
int work(const struct config *config);

/* Connections to PostgreSQL that a worker opens at most. */
unsigned work_connections(const struct config *config);
