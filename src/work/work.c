#include "work/work.h"
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/log.h"
#include "db/admin.h"
#include "db/db.h"
#include "db/nodes.h"
#include "export.h"
#include "package.h"
#include "push.h"

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

struct worker {
    const struct config *config;
    struct nodes *nodes;
    struct admin *admin; /* NULL while the database is away */
    struct buffer trouble;
    int stop_fd;
    int64_t due_us[JOBS_MAX]; /* monotonic; 0 = at once */
};

static int64_t every_us(const struct sql_file *job)
{
    return strtoll(job->text + strlen("-- every "), NULL, 10) * 1000000;
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
        && admin_run(worker->admin, "listen " CHANNEL) && admin_run(worker->admin, "set lock_timeout = '5s'")) {
        tell(worker, LOG_LEVEL_INFO, "worker is attached to the database", NULL, -1);
        return true;
    }
    tell(worker, LOG_LEVEL_ERROR, "the database is away", NULL, -1);
    admin_close(worker->admin);
    worker->admin = NULL;
    return false;
}

static void run_job(struct worker *worker, size_t index)
{
    const struct sql_file *job = &sql_bundle.jobs.files[index];
    int64_t began = clock_monotonic_us();
    bool fine = admin_run_file(worker->admin, job);
    int64_t took = clock_monotonic_us() - began;
    worker->due_us[index] = began + every_us(job);
    if (fine)
        tell(worker, LOG_LEVEL_DEBUG, "job done", job->name, took);
    else
        tell(worker, LOG_LEVEL_ERROR, "job failed", job->name, took);
}

static bool asked_to_stop(const struct worker *worker)
{
    struct signalfd_siginfo info;
    return read(worker->stop_fd, &info, sizeof info) == sizeof info;
}

/* False when asked to stop. */
static bool run_due(struct worker *worker)
{
    for (size_t i = 0; i < sql_bundle.jobs.count && i < JOBS_MAX; i++) {
        if (asked_to_stop(worker))
            return false;
        if (worker->due_us[i] <= clock_monotonic_us())
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

/* Until the next job is due, and no longer than was configured. */
static int wait_ms(const struct worker *worker, int interval_ms)
{
    int64_t now_us = clock_monotonic_us();
    int64_t wait = nodes_several(worker->nodes) && interval_ms > LOOK_MS ? LOOK_MS : interval_ms;
    for (size_t i = 0; i < sql_bundle.jobs.count && i < JOBS_MAX; i++) {
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
    loop(worker);
    exporters_stop(exporters);
    packages_stop(packages);
    push_stop(push);
    admin_close(worker->admin);
    worker->admin = NULL;
    nodes_free(worker->nodes);
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
