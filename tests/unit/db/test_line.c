#include "crowd.h"

struct sleeper {
    struct pool *pool;
    const char *seconds;
    atomic_bool over;
    enum db_outcome outcome;
};

static void *sleep_in_line(void *of)
{
    struct sleeper *sleeper = of;
    struct db_result *result;
    sleeper->outcome = ask(sleeper->pool, "sleeper", &nap, (const char *const[]){ sleeper->seconds }, &result);
    sleeper->over = true;
    db_result_free(result);
    return NULL;
}

static void sleep_meanwhile(struct sleeper *sleeper, unsigned rounds, unsigned *ret_before)
{
    pthread_t thread, others[CROWD];
    struct crowd crowd = { .pool = sleeper->pool, .rounds = rounds };
    *ret_before = 0;
    assert_int_equal(pthread_create(&thread, NULL, sleep_in_line, sleeper), 0);
    for (size_t i = 0; i < CROWD; i++)
        assert_int_equal(pthread_create(&others[i], NULL, person, &crowd), 0);
    for (size_t i = 0; i < CROWD; i++)
        pthread_join(others[i], NULL);
    *ret_before = sleeper->over ? 0 : 1;
    pthread_join(thread, NULL);
    assert_int_equal(crowd.fine, CROWD * rounds);
}

static void nobody_waits_for_long_behind_one_who_takes_his_time(void **state)
{
    (void)state;
    struct sleeper sleeper = { .pool = lanes_pool(4, 1), .seconds = "0.9" };
    unsigned before;
    warm(sleeper.pool);
    sleep_meanwhile(&sleeper, 3, &before);
    assert_int_equal(sleeper.outcome, DB_OK);
    assert_int_equal(before, 1); /* all the others had been answered when the sleeper awoke */
    assert_int_equal(pool_count(sleeper.pool).busy, 0);
    pool_free(sleeper.pool);
}

static void one_who_takes_too_long_is_told_and_nobody_else(void **state)
{
    (void)state;
    struct sleeper sleeper = { .pool = lanes_pool(4, 1), .seconds = "5" };
    unsigned before;
    warm(sleeper.pool);
    sleep_meanwhile(&sleeper, 3, &before);
    assert_int_equal(sleeper.outcome, DB_TIMEOUT);
    struct db_result *result;
    assert_int_equal(ask(sleeper.pool, "u", &nap, (const char *const[]){ "0" }, &result), DB_OK);
    db_result_free(result);
    assert_int_equal(pool_count(sleeper.pool).busy, 0);
    pool_free(sleeper.pool);
}

/* The second gives up his place behind the first, who then is done: on that connection the second's nap is still to come. */
static void a_connection_with_answers_that_nobody_waits_for_is_not_lent_again(void **state)
{
    (void)state;
    struct pool *pool = lanes_pool(2, 1);
    for (unsigned round = 0; round < 3; round++) {
        struct sleeper first = { .pool = pool, .seconds = "0.1" }, second = { .pool = pool, .seconds = "0.4" };
        pthread_t threads[2];
        for (unsigned i = 0; i < 3; i++) /* after a nap they are not quick for a while */
            warm(pool);
        assert_int_equal(pthread_create(&threads[0], NULL, sleep_in_line, &first), 0);
        for (unsigned i = 0; i < 5000 && !pool_count(pool).busy; i++)
            usleep(100);
        assert_int_equal(pthread_create(&threads[1], NULL, sleep_in_line, &second), 0);
        pthread_join(threads[0], NULL);
        for (unsigned i = 0; i < 20; i++) {
            struct db_result *result;
            assert_int_equal(ask(pool, "u", &echo, (const char *const[]){ "mine", "1" }, &result), DB_OK);
            assert_true(says(result, "what", "mine"));
            db_result_free(result);
        }
        pthread_join(threads[1], NULL);
        assert_int_equal(first.outcome, DB_OK);
        assert_int_equal(second.outcome, DB_OK);
    }
    assert_int_equal(pool_count(pool).busy, 0);
    pool_free(pool);
}

static void what_writes_is_never_in_line(void **state)
{
    (void)state;
    struct pool *pool = lanes_pool(2, 1);
    warm(pool);
    struct db_caller caller = { .district = "150202", .user = "u" };
    struct db_step step = { .statement = &nap, .values = (const char *const[]){ "0" } };
    struct db_trip trip = { .caller = &caller, .writes = true, .steps = &step, .step_count = 1 };
    struct sleeper sleeper = { .pool = pool, .seconds = "0.3" };
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, sleep_in_line, &sleeper), 0);
    uint64_t shared = pool_count(pool).shared;
    for (unsigned i = 0; i < 20; i++) {
        struct db_result *result;
        assert_int_equal(pool_run(pool, DB_DISTRICT, &trip, &result), DB_OK);
        db_result_free(result);
    }
    pthread_join(thread, NULL);
    assert_int_equal(pool_count(pool).shared, shared);
    pool_free(pool);
}

/* One naps, another gets in line behind him and would be quick. False: he came too late for that. */
static bool behind_a_nap(struct pool *pool, unsigned *ret_borrowed)
{
    struct sleeper first = { .pool = pool, .seconds = "0.1" };
    struct db_result *result;
    pthread_t thread;
    for (unsigned i = 0; i < 3; i++) /* after a nap they are not quick for a while */
        warm(pool);
    struct pool_counts before = pool_count(pool);
    assert_int_equal(pthread_create(&thread, NULL, sleep_in_line, &first), 0);
    for (unsigned i = 0; i < 5000 && !pool_count(pool).busy; i++)
        usleep(100);
    assert_int_equal(ask(pool, "u", &nap, (const char *const[]){ "0.01" }, &result), DB_OK);
    db_result_free(result);
    pthread_join(thread, NULL);
    assert_int_equal(first.outcome, DB_OK);
    *ret_borrowed = (unsigned)(pool_count(pool).borrowed - before.borrowed);
    return pool_count(pool).shared == before.shared + 1;
}

/* What he has begun would be done all the same, and once more when his turn comes: a crowd would do nearly everything twice. */
static void who_would_have_to_wait_for_another_connection_stays(void **state)
{
    (void)state;
    struct pool *pool = lanes_pool(1, 1);
    for (unsigned round = 0, seen = 0; seen < 3; round++) {
        unsigned borrowed;
        assert_true(round < 50);
        if (!behind_a_nap(pool, &borrowed))
            continue;
        assert_int_equal(borrowed, 1);
        seen++;
    }
    pool_free(pool);
}

static void a_session_outlives_those_who_left(void **state)
{
    (void)state;
    struct pool *pool = lanes_pool(2, 1);
    unsigned left = 0;
    for (unsigned round = 0; left < 8; round++) {
        unsigned borrowed;
        assert_true(round < 100);
        left += behind_a_nap(pool, &borrowed) && borrowed == 2;
    }
    assert_true(pool_count(pool).logins < 1 + left); /* one for each, if each ended his session */
    pool_free(pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_waits_for_long_behind_one_who_takes_his_time),
        cmocka_unit_test(one_who_takes_too_long_is_told_and_nobody_else),
        cmocka_unit_test(a_connection_with_answers_that_nobody_waits_for_is_not_lent_again),
        cmocka_unit_test(what_writes_is_never_in_line),
        cmocka_unit_test(who_would_have_to_wait_for_another_connection_stays),
        cmocka_unit_test(a_session_outlives_those_who_left),
    };
    return cmocka_run_group_tests_name("lines", tests, lanes_start, lanes_stop);
}
