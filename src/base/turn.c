#include "base/turn.h"

#include <sched.h>

static _Thread_local enum { UNASKED, OURS, CHOSEN } policy;

static void take(int wanted)
{
    if (sched_setscheduler(0, wanted, &(struct sched_param){0}) != 0)
        policy = CHOSEN;
}

void turn_wait_begin(void)
{
    if (policy == UNASKED)
        policy = sched_getscheduler(0) == SCHED_OTHER ? OURS : CHOSEN;
    if (policy == OURS)
        take(SCHED_BATCH);
}

void turn_wait_end(void)
{
    if (policy == OURS)
        take(SCHED_OTHER);
}
