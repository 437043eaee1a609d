#pragma once
/* The service's own log: one JSON object per line, through yder. Any thread. Upper floors only; lower floors return outcomes. */
#include <jansson.h>
#include <stdbool.h>

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARNING, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

/* `file` NULL or "-" = standard error. `level` by name: error, warning, info, debug. */
bool log_open(const char *level, const char *file) __attribute__((warn_unused_result));
void log_close(void);
bool log_wanted(enum log_level level);
/* One finished line (a JSON object without newline). */
void log_line(enum log_level level, const char *json);
/* {"at":…,"level":…,"message":…} with further members of `more` (stolen; may be NULL). */
void log_message(enum log_level level, const char *message, json_t *more);
