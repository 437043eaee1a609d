#include "base/turn.h"

#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>

static _Thread_local enum { UNASKED, OURS, CHOSEN } policy;
static _Thread_local bool stepped_back;
static atomic_uint waiting;

static void take(int wanted)
{
    if (sched_setscheduler(0, wanted, &(struct sched_param){0}) != 0)
        policy = CHOSEN;
}

void turn_wait_begin(void)
{
    if (policy == UNASKED)
        policy = sched_getscheduler(0) == SCHED_OTHER ? OURS : CHOSEN;
    stepped_back = atomic_fetch_add(&waiting, 1) > 0 && policy == OURS;
    if (stepped_back)
        take(SCHED_BATCH);
}

void turn_wait_end(void)
{
    atomic_fetch_sub(&waiting, 1);
    if (stepped_back && policy == OURS)
        take(SCHED_OTHER);
}
