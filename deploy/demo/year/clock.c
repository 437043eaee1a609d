/* A clock of its own for what makes the sandbox: loaded before everything else (LD_PRELOAD) into the service, its worker and PostgreSQL while the year of
 * the demo is made, never into what serves it. What time it is stands in a file that all of them map (SANDBOX_CLOCK): they agree to the microsecond, and
 * every stamp, limit, chain and signature is made by the program that is to make it.
 *
 * DESIGN. The file holds two numbers: the moment, and when on the monotonic clock it was set. Between two settings time runs on for less than a second, so
 * that things keep their order and the second in which they happened is the same in every run. Whoever waits, waits by the monotonic clock. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define RUNS_ON_US 999000
#define WALL_S 1000000000 /* no machine is up for as long: a later time to wait for is one of the wall clock */

struct moment {
    volatile int64_t us;
    volatile int64_t set_us;
};

static const struct moment *moment;

__attribute__((constructor)) static void open_clock(void)
{
    const char *path = getenv("SANDBOX_CLOCK");
    int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0)
        return;
    void *found = mmap(NULL, sizeof(struct moment), PROT_READ, MAP_SHARED, fd, 0);
    close(fd);
    if (found != MAP_FAILED)
        moment = found;
}

/* Past every wrapper of this file. */
static int true_time(clockid_t id, struct timespec *ret_time)
{
    return (int)syscall(SYS_clock_gettime, id, ret_time);
}

static int64_t true_us(clockid_t id)
{
    struct timespec t;
    true_time(id, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int64_t now_us(void)
{
    if (!moment)
        return true_us(CLOCK_REALTIME);
    int64_t since = true_us(CLOCK_MONOTONIC) - moment->set_us;
    return moment->us + (since < 0 ? 0 : since < RUNS_ON_US ? since : RUNS_ON_US);
}

int clock_gettime(clockid_t id, struct timespec *ret_time)
{
    if (id != CLOCK_REALTIME && id != CLOCK_REALTIME_COARSE)
        return true_time(id, ret_time);
    int64_t us = now_us();
    *ret_time = (struct timespec){.tv_sec = us / 1000000, .tv_nsec = us % 1000000 * 1000};
    return 0;
}

int gettimeofday(struct timeval *restrict ret_time, void *restrict zone)
{
    (void)zone;
    int64_t us = now_us();
    *ret_time = (struct timeval){.tv_sec = us / 1000000, .tv_usec = us % 1000000};
    return 0;
}

time_t time(time_t *ret_time)
{
    time_t now = now_us() / 1000000;
    if (ret_time)
        *ret_time = now;
    return now;
}

int pthread_cond_timedwait(pthread_cond_t *restrict condition, pthread_mutex_t *restrict mutex, const struct timespec *restrict until)
{
    if (until->tv_sec < WALL_S)
        return pthread_cond_clockwait(condition, mutex, CLOCK_MONOTONIC, until);
    int64_t us = (int64_t)until->tv_sec * 1000000 + until->tv_nsec / 1000 - now_us() + true_us(CLOCK_MONOTONIC);
    struct timespec at = {.tv_sec = us / 1000000, .tv_nsec = us % 1000000 * 1000};
    return pthread_cond_clockwait(condition, mutex, CLOCK_MONOTONIC, &at);
}
