#pragma once
#include "base/config.h"

/* Serve until SIGTERM or SIGINT, then finish what runs and return. 0 = stopped as asked, else start-up failed (said in the log). */
int serve(const struct config *config);
