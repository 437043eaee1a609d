#include "life.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/log.h"
#include "base/notify.h"
#include "base/text.h"

#define ARGUMENTS_MAX 16
#define FIRST_PASSED 3
#define LIFELINE 4 /* it ends when the last of the successor's processes does, whoever their parent is by then */
#define FROM_NAME "HANDOVER_FROM"
#define SUCCESSOR_US 60000000 /* by then it serves, or never will */

extern char **environ;

static void signals(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGTERM);
    sigaddset(set, SIGINT);
    sigaddset(set, SIGHUP);
    sigaddset(set, SIGUSR2);
    sigaddset(set, SIGCHLD);
}

void life_begin(void)
{
    sigset_t set;
    signals(&set);
    sigaddset(&set, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
}

bool life_detach(void)
{
    const char *from = getenv(FROM_NAME);
    int64_t predecessor = 0;
    char own[24];
    if (!from || !text_to_int64(from, &predecessor) || predecessor != getppid())
        return true;
    pid_t between = getpid(), pid = fork();
    if (pid != 0)
        return pid < 0;
    for (int tries = 0; getppid() == between && tries < 1000; tries++)
        usleep(10000);
    snprintf(own, sizeof own, "%d", (int)getpid());
    setenv("LISTEN_PID", own, 1);
    setenv("LISTEN_FDS", "1", 1);
    return true;
}

void life_serving(struct service *service)
{
    char lines[128];
    const char *from = getenv(FROM_NAME);
    int64_t predecessor = 0;
    snprintf(lines, sizeof lines, "READY=1\nMAINPID=%d\nSTATUS=serving on port %u", (int)getpid(), http_port(service->http));
    notify_send(lines);
    if (from && text_to_int64(from, &predecessor) && predecessor > 1)
        kill((pid_t)predecessor, SIGTERM);
    unsetenv(FROM_NAME);
}

/* Our own command line, as it was given; the texts are in `room`. */
static bool arguments_read(char *room, size_t size, char *ret_arguments[ARGUMENTS_MAX + 1])
{
    int fd = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
    ssize_t length = fd >= 0 ? read(fd, room, size - 1) : -1;
    if (fd >= 0)
        close(fd);
    if (length <= 0 || (size_t)length == size - 1)
        return false;
    room[length] = '\0';
    size_t count = 0;
    for (char *at = room; at < room + length && count < ARGUMENTS_MAX; at += strlen(at) + 1)
        ret_arguments[count++] = at;
    ret_arguments[count] = NULL;
    return count > 0 && count < ARGUMENTS_MAX;
}

static bool handed_on(const char *variable)
{
    static const char *const ours[] = {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES", "WATCHDOG_PID", FROM_NAME};
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        if (strncmp(variable, ours[i], strlen(ours[i])) == 0 && variable[strlen(ours[i])] == '=')
            return false;
    return true;
}

/* The environment with our number in it: the socket is for whom we start, and for nobody that it starts. */
static char **environment_of(char *from, size_t size)
{
    size_t count = 0, kept = 0;
    while (environ[count])
        count++;
    char **all = calloc(count + 2, sizeof *all);
    for (size_t i = 0; all && i < count; i++)
        if (handed_on(environ[i]))
            all[kept++] = environ[i];
    if (all) {
        snprintf(from, size, FROM_NAME "=%d", (int)getpid());
        all[kept] = from;
    }
    return all;
}

struct successor {
    pid_t pid;        /* 0 = none is on its way */
    int lifeline;
    int64_t until_us;
};

/* Out of the way of the numbers that a successor's files have. */
static bool lifeline_make(int ret_ends[2])
{
    int low[2];
    if (pipe2(low, O_CLOEXEC) != 0)
        return false;
    for (size_t i = 0; i < 2; i++) {
        ret_ends[i] = fcntl(low[i], F_DUPFD_CLOEXEC, LIFELINE + 1);
        close(low[i]);
    }
    return ret_ends[0] >= 0 && ret_ends[1] >= 0;
}

static void successor_start(struct service *service, struct successor *successor)
{
    char room[4096], from[64], *arguments[ARGUMENTS_MAX + 1];
    posix_spawn_file_actions_t files;
    pid_t pid = 0;
    char **environment = environment_of(from, sizeof from);
    int error = ENOMEM, ends[2] = {-1, -1};
    if (environment && lifeline_make(ends) && arguments_read(room, sizeof room, arguments) && posix_spawn_file_actions_init(&files) == 0) {
        error = posix_spawn_file_actions_adddup2(&files, http_socket(service->http), FIRST_PASSED);
        error = error ? error : posix_spawn_file_actions_adddup2(&files, ends[1], LIFELINE);
        error = error ? error : posix_spawnp(&pid, arguments[0], &files, NULL, arguments, environment);
        posix_spawn_file_actions_destroy(&files);
    }
    free(environment);
    if (ends[1] >= 0)
        close(ends[1]);
    *successor = (struct successor){.pid = error ? 0 : pid, .lifeline = ends[0], .until_us = clock_monotonic_us() + SUCCESSOR_US};
    if (error)
        log_message(LOG_LEVEL_ERROR, "no successor could be started", json_pack("{ss}", "why", strerror(error)));
    else
        log_message(LOG_LEVEL_INFO, "a successor is started", json_pack("{si}", "process", (int)pid));
    if (error && ends[0] >= 0)
        close(ends[0]);
}

/* Whether it will never serve: when it is well, what we started ends with 0 and leaves it behind. */
static bool failed(const struct successor *successor)
{
    int status = 0;
    bool wrong = false;
    for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;)
        wrong = wrong || (pid == successor->pid && status != 0);
    struct pollfd lifeline = {.fd = successor->lifeline};
    return wrong || poll(&lifeline, 1, 0) > 0 || clock_monotonic_us() > successor->until_us;
}

static void reload(struct service *service)
{
    const char *fault = NULL;
    notify_send("RELOADING=1");
    if (http_reload(service->http, &fault))
        log_message(LOG_LEVEL_INFO, "certificates are read again", NULL);
    else
        log_message(LOG_LEVEL_ERROR, "the certificates stay as they were", json_pack("{ss}", "why", fault));
    notify_send("READY=1");
}

/* The supervisor hears from us for as long as the pool's lock can be had: who holds it for ever stops everything. */
static int next_signal(struct service *service, const sigset_t *set)
{
    int64_t beat_us = notify_watchdog_us() / 2, every_us = beat_us && beat_us < 1000000 ? beat_us : 1000000;
    struct timespec wait = {.tv_sec = every_us / 1000000, .tv_nsec = every_us % 1000000 * 1000};
    int signal = sigtimedwait(set, NULL, &wait);
    if (signal < 0 && errno == EAGAIN && beat_us && pool_count(service->pool).open <= UINT32_MAX)
        notify_send("WATCHDOG=1");
    return signal;
}

void life_wait(struct service *service)
{
    sigset_t set;
    struct successor successor = {0};
    signals(&set);
    for (;;) {
        int signal = next_signal(service, &set);
        if (signal == SIGTERM || signal == SIGINT) {
            log_message(LOG_LEVEL_INFO, "stopping", json_pack("{si}", "signal", signal));
            if (!successor.pid)
                notify_send("STOPPING=1");
            return;
        }
        if (signal == SIGHUP)
            reload(service);
        if (signal == SIGUSR2 && !successor.pid)
            successor_start(service, &successor);
        if (signal == SIGCHLD && !successor.pid)
            (void)waitpid(-1, NULL, WNOHANG);
        if (successor.pid && failed(&successor)) {
            log_message(LOG_LEVEL_ERROR, "the successor did not come to serve; this process goes on", NULL);
            close(successor.lifeline);
            successor = (struct successor){0};
        }
    }
}
