/* DESIGN. yder gives the outlet (console, file); the line is ours. yder formats with vsnprintf, so a line goes in as "%s", never as
 * a format. The callback outlet writes the line alone: yder's own prefix would break the JSON.
 *
 * A request must not wait for a disk: its line goes to a buffer that a thread hands to yder a few times a second, many lines at
 * once. Errors and warnings do not wait, and take along what stands before them. */
#include "base/log.h"

#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <yder.h>
#include "base/buffer.h"
#include "base/clock.h"

#define FLUSH_MS 100
#define FLUSH_BYTES (64 * 1024)
#define BACKLOG_BYTES (8 * 1024 * 1024) /* an outlet that stands still: callers write themselves, and wait */

static struct {
    enum log_level level;
    FILE *out;
    pthread_mutex_t lock, outlet;
    pthread_cond_t wake;
    pthread_t writer;
    struct buffer pending;
    bool running, stopping, journal;
} state = {.level = LOG_LEVEL_INFO, .lock = PTHREAD_MUTEX_INITIALIZER, .outlet = PTHREAD_MUTEX_INITIALIZER, .wake = PTHREAD_COND_INITIALIZER};

static const char *const names[] = {"error", "warning", "info", "debug"};
static const char *const priorities[] = {"<3>", "<4>", "<6>", "<7>"}; /* sd-daemon(3): the journal shows a line without it */

static void write_line(void *cls, const char *app, const time_t date, const unsigned long level, const char *message)
{
    (void)cls, (void)app, (void)date, (void)level;
    if (!*message)
        return; /* the greeting of yder itself */
    fputs(message, state.out);
    fflush(state.out);
}

/* Hand over what is pending; one at a time, so that lines stay in order. */
static void flush_lines(void)
{
    struct buffer lines;
    pthread_mutex_lock(&state.outlet);
    pthread_mutex_lock(&state.lock);
    lines = state.pending;
    buffer_init(&state.pending);
    pthread_mutex_unlock(&state.lock);
    const char *text = lines.length ? buffer_text(&lines) : NULL;
    if (text)
        y_log_message(Y_LOG_LEVEL_ERROR, "%s", text);
    buffer_release(&lines);
    pthread_mutex_unlock(&state.outlet);
}

static void *write_on(void *unused)
{
    pthread_mutex_lock(&state.lock);
    while (!state.stopping) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += FLUSH_MS * 1000000;
        until.tv_sec += until.tv_nsec / 1000000000;
        until.tv_nsec %= 1000000000;
        pthread_cond_timedwait(&state.wake, &state.lock, &until);
        pthread_mutex_unlock(&state.lock);
        flush_lines();
        pthread_mutex_lock(&state.lock);
    }
    pthread_mutex_unlock(&state.lock);
    return unused;
}

static bool start_writer(void)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    state.stopping = false;
    state.running = pthread_create(&state.writer, NULL, write_on, NULL) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return state.running;
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

/* Device and inode of what the journal reads stand in JOURNAL_STREAM, so that a standard error that was led elsewhere is told from it. */
static bool journal_reads(int descriptor)
{
    const char *stream = getenv("JOURNAL_STREAM");
    struct stat about;
    char known[64];
    if (!stream || fstat(descriptor, &about) != 0)
        return false;
    snprintf(known, sizeof known, "%ju:%ju", (uintmax_t)about.st_dev, (uintmax_t)about.st_ino);
    return strcmp(stream, known) == 0;
}

bool log_open(const char *level, const char *file)
{
    if (!level_by_name(level, &state.level))
        return false;
    bool console = !file || !*file || strcmp(file, "-") == 0;
    state.out = console ? stderr : fopen(file, "ae");
    if (!state.out)
        return false;
    state.journal = console && journal_reads(STDERR_FILENO);
    return y_init_logs("wuye", Y_LOG_MODE_CALLBACK, Y_LOG_LEVEL_DEBUG, NULL, "") &&
           y_set_logs_callback(write_line, NULL, "") && start_writer();
}

void log_close(void)
{
    if (state.running) {
        pthread_mutex_lock(&state.lock);
        state.stopping = true;
        pthread_cond_signal(&state.wake);
        pthread_mutex_unlock(&state.lock);
        pthread_join(state.writer, NULL);
        state.running = false;
        flush_lines();
    }
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
    if (!log_wanted(level))
        return;
    pthread_mutex_lock(&state.lock);
    size_t before = state.pending.length;
    if (state.journal)
        buffer_add_text(&state.pending, priorities[level]);
    buffer_add_text(&state.pending, json);
    buffer_add_byte(&state.pending, '\n');
    bool due = before < FLUSH_BYTES && state.pending.length >= FLUSH_BYTES;
    bool urgent = level <= LOG_LEVEL_WARNING || state.pending.length > BACKLOG_BYTES || !state.running;
    if (due)
        pthread_cond_signal(&state.wake);
    pthread_mutex_unlock(&state.lock);
    if (urgent)
        flush_lines();
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
