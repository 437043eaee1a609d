#include "crowd.h"

static void see_a_crowd_served(struct crowd crowd)
{
    crowd.pool = lanes_pool(2, 1);
    crowd.rounds = 200;
    warm(crowd.pool);
    gather(&crowd, NULL);
    assert_int_equal(crowd.wrong, 0);
    assert_int_equal(crowd.fine, CROWD * 200);
    struct pool_counts counts = pool_count(crowd.pool);
    assert_true(counts.shared > 0);
    assert_int_equal(counts.busy, 0);
    pool_free(crowd.pool);
}

static void each_of_a_crowd_on_one_connection_has_his_own_answer(void **state)
{
    (void)state;
    see_a_crowd_served((struct crowd){ .errors = false });
}

static void an_error_is_only_his_who_made_it(void **state)
{
    (void)state;
    see_a_crowd_served((struct crowd){ .errors = true });
}

static void statements_that_were_let_go_of_are_none_that_somebody_waits_for(void **state)
{
    (void)state;
    see_a_crowd_served((struct crowd){ .errors = true, .spells = true });
}

static void a_statement_that_was_never_prepared_ends_nobodys_session(void **state)
{
    (void)state;
    struct crowd crowd = { .pool = lanes_pool(2, 1), .rounds = 150, .pairs = true };
    warm(crowd.pool);
    for (unsigned i = 0; i < 20; i++)
        one_pair(&crowd, 0, i);
    crowd.errors = true;
    gather(&crowd, NULL);
    assert_int_equal(crowd.wrong, 0);
    assert_int_equal(crowd.fine, 20 + CROWD * 150);
    struct pool_counts counts = pool_count(crowd.pool);
    assert_true(counts.shared > 0);
    assert_true(counts.logins <= 2);
    pool_free(crowd.pool);
}

static void many_with_two_new_statements_each_leave_room(void **state)
{
    (void)state;
    struct crowd crowd = { .pool = lanes_pool(2, 1), .rounds = 60, .pairs = true };
    pthread_t threads[40];
    pthread_barrier_t together;
    pthread_barrier_init(&together, NULL, 40);
    crowd.together = &together;
    warm(crowd.pool);
    for (unsigned i = 0; i < 20; i++)
        one_pair(&crowd, 0, i);
    for (size_t i = 0; i < 40; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, person, &crowd), 0);
    for (size_t i = 0; i < 40; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(crowd.wrong, 0);
    assert_int_equal(crowd.fine, 20 + 40 * 60);
    assert_true(pool_count(crowd.pool).shared > 0);
    pthread_barrier_destroy(&together);
    pool_free(crowd.pool);
}

/* From within: a program for each would be too slow to meet many in the midst of something. */
static void end_sessions(struct crowd *crowd)
{
    server_run("do $$ begin for i in 1..100 loop perform pg_terminate_backend(pid) from pg_stat_activity where usename = 'wuye_district'; perform pg_stat_clear_snapshot();"
               " perform pg_sleep(0.03); end loop; end $$");
    crowd->stop = true;
}

static void who_was_in_line_when_the_session_ended_has_his_answer_all_the_same(void **state)
{
    (void)state;
    struct pool_settings settings = { .conninfo = server_conninfo(), .total = 3, .wait_ms = 5000, .read_timeout_ms = 5000, .write_timeout_ms = 1500, .prepared_max = 8, .lanes = 1 };
    struct crowd crowd = { .pool = pool_new(&settings), .rounds = 1000000, .errors = true };
    assert_non_null(crowd.pool);
    warm(crowd.pool);
    gather(&crowd, end_sessions);
    assert_true(crowd.longest_us < 5000000); /* nobody waits for what will not come */
    assert_int_equal(crowd.wrong, 0);
    assert_true(crowd.away < 100); /* not one at each end of sessions: he who met with two */
    struct pool_counts counts = pool_count(crowd.pool);
    assert_true(counts.shared > 0);
    assert_int_equal(counts.busy, 0);
    pool_free(crowd.pool);
}

static void stand_still(struct crowd *crowd)
{
    usleep(100000);
    server_pause(true);
    usleep(2500000); /* longer than a read may take */
    server_pause(false);
    usleep(300000);
    crowd->stop = true;
}

static void a_server_that_stands_still_holds_nobody_for_ever(void **state)
{
    (void)state;
    struct crowd crowd = { .pool = lanes_pool(3, 1), .rounds = 1000000 };
    warm(crowd.pool);
    gather(&crowd, stand_still);
    assert_int_equal(crowd.wrong, 0);
    assert_true(crowd.away > 0);
    struct db_result *result;
    assert_int_equal(ask(crowd.pool, "u", &echo, (const char *const[]){ "after", "1" }, &result), DB_OK);
    assert_true(says(result, "what", "after"));
    db_result_free(result);
    assert_int_equal(pool_count(crowd.pool).busy, 0);
    pool_free(crowd.pool);
}

static void *write_now_and_then(void *of)
{
    struct crowd *crowd = of;
    struct db_caller caller = { .district = "150202", .user = "u" };
    struct db_step step = { .statement = &nap, .values = (const char *const[]){ "0" } };
    struct db_trip trip = { .caller = &caller, .writes = true, .steps = &step, .step_count = 1 };
    for (unsigned i = 0; i < 8; i++) {
        struct db_result *result = NULL;
        enum db_outcome outcome = pool_run(crowd->pool, DB_COMMUNITY, &trip, &result);
        judge(crowd, outcome, DB_OK, true);
        db_result_free(result);
    }
    return NULL;
}

/* Two roles, each of which could keep one of two connections for ever. */
static void who_writes_is_served_however_many_read(void **state)
{
    (void)state;
    struct pool *pool = lanes_pool(2, 1);
    struct crowd crowds[3] = { { .pool = pool, .role = DB_DISTRICT, .rounds = 1000000 }, { .pool = pool, .role = DB_STREET, .rounds = 1000000 }, { .pool = pool } };
    pthread_t readers[2 * CROWD], writer;
    warm(pool);
    for (size_t i = 0; i < 2 * CROWD; i++)
        assert_int_equal(pthread_create(&readers[i], NULL, person, &crowds[i % 2]), 0);
    usleep(200000);
    assert_int_equal(pthread_create(&writer, NULL, write_now_and_then, &crowds[2]), 0);
    pthread_join(writer, NULL);
    crowds[0].stop = crowds[1].stop = true;
    for (size_t i = 0; i < 2 * CROWD; i++)
        pthread_join(readers[i], NULL);
    assert_int_equal(crowds[2].fine, 8);
    assert_int_equal(crowds[0].wrong + crowds[1].wrong + crowds[2].wrong, 0);
    assert_true(pool_count(pool).shared > 0);
    pool_free(pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_of_a_crowd_on_one_connection_has_his_own_answer),
        cmocka_unit_test(an_error_is_only_his_who_made_it),
        cmocka_unit_test(statements_that_were_let_go_of_are_none_that_somebody_waits_for),
        cmocka_unit_test(a_statement_that_was_never_prepared_ends_nobodys_session),
        cmocka_unit_test(many_with_two_new_statements_each_leave_room),
        cmocka_unit_test(who_was_in_line_when_the_session_ended_has_his_answer_all_the_same),
        cmocka_unit_test(who_writes_is_served_however_many_read),
        cmocka_unit_test(a_server_that_stands_still_holds_nobody_for_ever),
    };
    return cmocka_run_group_tests_name("lanes", tests, lanes_start, lanes_stop);
}
