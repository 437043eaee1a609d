/* Work that outlives the request that asked for it. The service ends only when all of it has left off: it looks at service->stopping. */
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/clock.h"
#include "private.h"

#define STACK_BYTES (256 * 1024)

struct work {
    struct service *service;
    void (*run)(void *thing);
    void *thing;
};

static void *begin(void *argument)
{
    struct work work = *(struct work *)argument;
    free(argument);
    work.run(work.thing);
    work.service->background--;
    return NULL;
}

bool background_start(struct service *service, void (*job)(void *thing), void *thing)
{
    pthread_t thread;
    pthread_attr_t attributes;
    struct work *work = service->stopping ? NULL : malloc(sizeof *work); /* it would be broken off */
    if (!work || pthread_attr_init(&attributes) != 0) {
        free(work);
        return false;
    }
    *work = (struct work){service, job, thing};
    service->background++;
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attributes, STACK_BYTES);
    bool started = pthread_create(&thread, &attributes, begin, work) == 0;
    pthread_attr_destroy(&attributes);
    if (!started) {
        service->background--;
        free(work);
    }
    return started;
}

bool background_wait(struct service *service, int64_t longest_us)
{
    int64_t until = clock_monotonic_us() + longest_us;
    while (service->background && clock_monotonic_us() < until)
        usleep(10000);
    return !service->background;
}
