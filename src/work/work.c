#include "work/work.h"
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/log.h"
#include "base/notify.h"
#include "db/admin.h"
#include "db/db.h"
#include "db/nodes.h"
#include "export.h"
#include "package.h"
#include "push.h"
#include "turns.h"

/* DESIGN. A job is one SQL file of sql/jobs, run as wuye_worker, in one transaction, as often as its first line says. Jobs
 * lock what they take with SKIP LOCKED, so any number of workers may run and none waits for another. A job that fails is
 * logged and tried again at its next time; when the database is away, everything waits for it. SIGTERM is seen between two
 * jobs: each is short, and none waits long for a lock: it is tried again. What is pushed to others has threads of its own (push.h): no job waits for a receiver; nor for a
 * month that is being frozen (package.h). */

#define JOBS_MAX 32
#define CHANNEL "wuye_jobs"
#define RETRY_MS 1000
/* So often the worker looks whether its node is still the primary, where there are several. */
#define LOOK_MS 1000
#define NOTE_US 30000000
#define APART_MS 1000
#define APART_STOP_MS 2000
#define APART_CONNECTIONS 1

static const char note_sql[] =
    "insert into job_runs as r (job, succeeded_at, failed_at, failures, seconds) "
    "select replace($1::text, '.sql', ''), case when v.fine then now() end, case when not v.fine then now() end, (not v.fine)::int, $2::float8 from (values ($3::boolean)) v (fine) "
    "on conflict (job) do update set succeeded_at = coalesce(excluded.succeeded_at, r.succeeded_at), failed_at = coalesce(excluded.failed_at, r.failed_at), "
    "failures = r.failures + excluded.failures, seconds = excluded.seconds returning job";

struct worker {
    const struct config *config;
    struct nodes *nodes;
    struct admin *admin; /* NULL while the database is away */
    struct buffer trouble;
    int stop_fd;
    bool apart; /* does the jobs that may be long, and only those, on a thread of its own */
    int64_t due_us[JOBS_MAX]; /* monotonic; 0 = at once */
    int64_t noted_us[JOBS_MAX];
};

struct apart {
    struct worker worker;
    struct turns turns;
};

static int64_t every_us(const struct sql_file *job)
{
    return strtoll(job->text + strlen("-- every "), NULL, 10) * 1000000;
}

/* Its first line says so. What takes an hour keeps no other job waiting, nor the supervisor. */
static bool is_apart(const struct sql_file *job)
{
    const char *end = strchr(job->text, ':'), *word = strstr(job->text, " s, apart:");
    return word && word < end;
}

static void tell(struct worker *worker, enum log_level level, const char *message, const char *job, int64_t took_us)
{
    json_t *more = json_object();
    if (job)
        json_object_set_new(more, "job", json_string(job));
    if (took_us >= 0)
        json_object_set_new(more, "ms", json_integer(took_us / 1000));
    if (worker->trouble.length && worker->trouble.data[worker->trouble.length - 1] == '\n')
        worker->trouble.length--;
    if (worker->trouble.length) {
        json_object_set_new(more, "trouble", json_stringn_nocheck(worker->trouble.data, worker->trouble.length));
        buffer_clear(&worker->trouble);
    }
    log_message(level, message, more);
}

static bool attach(struct worker *worker)
{
    if (worker->admin)
        return true;
    if (admin_attach(worker->nodes, db_role_names[DB_WORKER], &worker->trouble, &worker->admin)
        && (worker->apart || admin_run(worker->admin, "listen " CHANNEL)) && admin_run(worker->admin, "set lock_timeout = '5s'")) {
        if (!worker->apart)
            tell(worker, LOG_LEVEL_INFO, "worker is attached to the database", NULL, -1);
        return true;
    }
    if (!worker->apart) /* the others say so */
        tell(worker, LOG_LEVEL_ERROR, "the database is away", NULL, -1);
    buffer_clear(&worker->trouble);
    admin_close(worker->admin);
    worker->admin = NULL;
    return false;
}

/* For whoever watches: a job that runs every second is noted twice a minute, and whenever it fails. It may be lost when the machine is. */
static void note(struct worker *worker, size_t index, bool fine, int64_t took_us)
{
    int64_t now_us = clock_monotonic_us();
    if (fine && worker->noted_us[index] && now_us - worker->noted_us[index] < NOTE_US)
        return;
    char seconds[32];
    snprintf(seconds, sizeof seconds, "%.3f", (double)took_us / 1e6);
    const char *name = sql_bundle.jobs.files[index].name;
    const char *values[] = {name, seconds, fine ? "true" : "false"};
    struct admin_rows *rows = NULL;
    size_t before = worker->trouble.length;
    if (admin_query(worker->admin, note_sql, values, 3, &rows))
        worker->noted_us[index] = now_us;
    else if (worker->trouble.length > before)
        worker->trouble.length = before; /* a schema that is older: the job itself was well */
    admin_rows_free(rows);
}

static void run_job(struct worker *worker, size_t index)
{
    const struct sql_file *job = &sql_bundle.jobs.files[index];
    int64_t began = clock_monotonic_us();
    bool fine = admin_run_file(worker->admin, job);
    int64_t took = clock_monotonic_us() - began;
    worker->due_us[index] = began + every_us(job);
    note(worker, index, fine, took);
    if (fine)
        tell(worker, LOG_LEVEL_DEBUG, "job done", job->name, took);
    else
        tell(worker, LOG_LEVEL_ERROR, "job failed", job->name, took);
}

static bool asked_to_stop(const struct worker *worker)
{
    struct signalfd_siginfo info;
    return !worker->apart && read(worker->stop_fd, &info, sizeof info) == sizeof info;
}

/* False when asked to stop. */
static bool run_due(struct worker *worker)
{
    for (size_t i = 0; i < sql_bundle.jobs.count && i < JOBS_MAX; i++) {
        if (asked_to_stop(worker))
            return false;
        if (worker->due_us[i] <= clock_monotonic_us() && is_apart(&sql_bundle.jobs.files[i]) == worker->apart)
            run_job(worker, i);
    }
    return true;
}

/* Without a connection there is nothing to be woken by but the signal and time. */
static void sleep_apart(const struct worker *worker)
{
    struct pollfd stop = {.fd = worker->stop_fd, .events = POLLIN};
    poll(&stop, 1, RETRY_MS);
}

/* Until the next job is due, and no longer than was configured; the supervisor, if there is one, hears from us twice in the time that it waits. */
static int wait_ms(const struct worker *worker, int interval_ms)
{
    int64_t now_us = clock_monotonic_us();
    int64_t beat_ms = notify_watchdog_us() / 2000;
    int64_t wait = beat_ms && beat_ms < interval_ms ? beat_ms : interval_ms;
    wait = nodes_several(worker->nodes) && wait > LOOK_MS ? LOOK_MS : wait;
    for (size_t i = 0; i < sql_bundle.jobs.count && i < JOBS_MAX; i++) {
        if (is_apart(&sql_bundle.jobs.files[i]) != worker->apart)
            continue;
        int64_t left = (worker->due_us[i] - now_us + 999) / 1000;
        if (left < wait)
            wait = left > 0 ? left : 0;
    }
    return (int)wait;
}

static void loop(struct worker *worker)
{
    int interval_ms = (int)config_number(worker->config, "worker_interval_s") * 1000;
    while (!asked_to_stop(worker)) {
        notify_send("WATCHDOG=1"); /* a job that never ends stops this too */
        if (!attach(worker)) {
            sleep_apart(worker);
            continue;
        }
        if (!run_due(worker))
            return;
        if (!admin_wait(worker->admin, wait_ms(worker, interval_ms), worker->stop_fd)) {
            admin_close(worker->admin);
            worker->admin = NULL;
        }
    }
}

/* A turn of the thread for what may be long: a connection while something is due, and none in between. */
static bool turn_apart(void *thing)
{
    struct worker *worker = thing;
    if (!wait_ms(worker, APART_MS) && attach(worker)) {
        (void)run_due(worker);
        admin_close(worker->admin);
        worker->admin = NULL;
    }
    return false;
}

static struct apart *apart_start(const struct worker *worker)
{
    struct apart *apart = calloc(1, sizeof *apart);
    if (!apart)
        return NULL;
    apart->worker = (struct worker){.config = worker->config, .nodes = worker->nodes, .stop_fd = -1, .apart = true};
    buffer_init(&apart->worker.trouble);
    turns_init(&apart->turns, turn_apart, APART_MS);
    if (!turns_add(&apart->turns, &apart->worker))
        tell(&apart->worker, LOG_LEVEL_ERROR, "there is no thread for jobs that may be long: months are not made", NULL, -1);
    return apart;
}

/* False: it is at something, nothing of which is committed, and ends with the process. */
static bool apart_stop(struct apart *apart, int64_t ms)
{
    if (!apart)
        return true;
    if (!turns_stop(&apart->turns, ms))
        return false;
    turns_release(&apart->turns);
    buffer_release(&apart->worker.trouble);
    free(apart);
    return true;
}

static struct nodes *make_nodes(const struct config *config)
{
    const char *password = config_text(config, "database_password");
    struct nodes *nodes = nodes_new(&(struct nodes_settings){
        .conninfo = config_text(config, "database_url"), .password = *password ? password : NULL, .watches_as = DB_WORKER});
    if (!nodes || !nodes_several(nodes) || nodes_watch(nodes))
        return nodes;
    nodes_free(nodes);
    return NULL;
}

static void run(struct worker *worker)
{
    worker->nodes = make_nodes(worker->config);
    if (!worker->nodes) {
        tell(worker, LOG_LEVEL_ERROR, "the worker could not be set up (memory, threads)", NULL, -1);
        return;
    }
    struct push *push = push_start(worker->config, worker->nodes); /* its threads leave the signals to this one, and so do these */
    struct packages *packages = packages_start(worker->config, worker->nodes);
    struct exporters *exporters = exporters_start(worker->config, worker->nodes);
    struct apart *apart = apart_start(worker);
    notify_send("READY=1\nSTATUS=working");
    loop(worker);
    notify_send("STOPPING=1");
    exporters_stop(exporters);
    push_stop(push);
    bool ended = packages_stop(packages);
    ended = apart_stop(apart, APART_STOP_MS) && ended;
    admin_close(worker->admin);
    worker->admin = NULL;
    if (ended)
        nodes_free(worker->nodes);
}

unsigned work_connections(const struct config *config)
{
    unsigned pushes = config_number(config, "webhook_threads") ? PUSH_CONNECTIONS : 0;
    unsigned exports = (unsigned)config_number(config, "export_threads") * (EXPORT_ROWS_CONNECTIONS + EXPORT_NOTES_CONNECTIONS);
    return 1 + APART_CONNECTIONS + PACKAGE_CONNECTIONS + pushes + exports;
}

int work(const struct config *config)
{
    struct worker worker = {.config = config};
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    if (!log_open(config_text(config, "log_level"), config_text(config, "log_file")))
        return 1;
    sigprocmask(SIG_BLOCK, &set, NULL);
    worker.stop_fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    buffer_init(&worker.trouble);
    if (worker.stop_fd < 0)
        tell(&worker, LOG_LEVEL_ERROR, strerror(errno), NULL, -1);
    else
        run(&worker);
    tell(&worker, LOG_LEVEL_INFO, "worker stops", NULL, -1);
    admin_close(worker.admin);
    buffer_release(&worker.trouble);
    if (worker.stop_fd >= 0)
        close(worker.stop_fd);
    log_close();
    return worker.stop_fd < 0;
}
