#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <pthread.h>
#include <sched.h>
#include <cmocka.h>
#include "base/turn.h"

struct seen { int given, waiting, after; };

static void *wait_twice(void *argument)
{
    struct seen *seen = argument;
    sched_setscheduler(0, seen->given, &(struct sched_param){ 0 });
    for (int i = 0; i < 2; i++) {
        turn_wait_begin();
        seen->waiting = sched_getscheduler(0);
        turn_wait_end();
    }
    seen->after = sched_getscheduler(0);
    return NULL;
}

/* `beside`: how many others wait. */
static struct seen in_a_thread(int policy, int beside)
{
    struct seen seen = { .given = policy, .waiting = -1, .after = -1 };
    pthread_t thread;
    for (int i = 0; i < beside; i++)
        turn_wait_begin();
    assert_int_equal(pthread_create(&thread, NULL, wait_twice, &seen), 0);
    pthread_join(thread, NULL);
    for (int i = 0; i < beside; i++)
        turn_wait_end();
    return seen;
}

static void who_waits_does_not_interrupt_and_who_goes_on_is_as_before(void **state)
{
    (void)state;
    struct seen seen = in_a_thread(SCHED_OTHER, 1);
    assert_int_equal(seen.waiting, SCHED_BATCH);
    assert_int_equal(seen.after, SCHED_OTHER);
}

static void who_waits_alone_makes_no_call(void **state)
{
    (void)state;
    struct seen seen = in_a_thread(SCHED_OTHER, 0);
    assert_int_equal(seen.waiting, SCHED_OTHER);
    assert_int_equal(seen.after, SCHED_OTHER);
}

static void what_an_operator_chose_stays(void **state)
{
    (void)state;
    static const int chosen[] = { SCHED_BATCH, SCHED_IDLE };
    for (size_t i = 0; i < sizeof chosen / sizeof *chosen; i++) {
        struct seen seen = in_a_thread(chosen[i], 1);
        assert_int_equal(seen.waiting, chosen[i]);
        assert_int_equal(seen.after, chosen[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_waits_does_not_interrupt_and_who_goes_on_is_as_before), cmocka_unit_test(who_waits_alone_makes_no_call),
        cmocka_unit_test(what_an_operator_chose_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
