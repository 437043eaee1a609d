/* DESIGN. yder gives the outlet (console, file); the line is ours. yder formats with vsnprintf, so a line goes in as "%s", never as
 * a format. The callback outlet writes the line alone: yder's own prefix would break the JSON. */
#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <yder.h>
#include "base/clock.h"

static struct {
    enum log_level level;
    FILE *out;
} state = {.level = LOG_LEVEL_INFO};

static const char *const names[] = {"error", "warning", "info", "debug"};

static void write_line(void *cls, const char *app, const time_t date, const unsigned long level, const char *message)
{
    (void)cls, (void)app, (void)date, (void)level;
    if (!*message)
        return; /* the greeting of yder itself */
    flockfile(state.out);
    fputs(message, state.out);
    putc('\n', state.out);
    fflush(state.out);
    funlockfile(state.out);
}

static bool level_by_name(const char *name, enum log_level *ret_level)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0) {
            *ret_level = (enum log_level)i;
            return true;
        }
    return false;
}

bool log_open(const char *level, const char *file)
{
    if (!level_by_name(level, &state.level))
        return false;
    bool console = !file || !*file || strcmp(file, "-") == 0;
    state.out = console ? stderr : fopen(file, "ae");
    if (!state.out)
        return false;
    return y_init_logs("wuye", Y_LOG_MODE_CALLBACK, Y_LOG_LEVEL_DEBUG, NULL, "") &&
           y_set_logs_callback(write_line, NULL, "");
}

void log_close(void)
{
    y_close_logs();
    if (state.out && state.out != stderr)
        fclose(state.out);
    state.out = NULL;
}

bool log_wanted(enum log_level level)
{
    return state.out && level <= state.level;
}

void log_line(enum log_level level, const char *json)
{
    static const unsigned long levels[] = {Y_LOG_LEVEL_ERROR, Y_LOG_LEVEL_WARNING, Y_LOG_LEVEL_INFO, Y_LOG_LEVEL_DEBUG};
    if (log_wanted(level))
        y_log_message(levels[level], "%s", json);
}

void log_message(enum log_level level, const char *message, json_t *more)
{
    if (log_wanted(level)) {
        char at[CLOCK_SIZE];
        clock_format(clock_now_us(), at);
        json_t *line = json_pack("{ss, ss, ss}", "at", at, "level", names[level], "message", message);
        if (line && more)
            json_object_update(line, more);
        char *text = line ? json_dumps(line, JSON_COMPACT) : NULL;
        if (text)
            log_line(level, text);
        free(text);
        json_decref(line);
    }
    json_decref(more);
}
