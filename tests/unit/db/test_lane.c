#include "support.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define CROWD 12

static int start(void **state)
{
    (void)state;
    server_start();
    server_run("create function refuse(code text) returns text language plpgsql as $$ begin raise exception using errcode = 'WU001', message = code; end $$;");
    return 0;
}

static int stop(void **state)
{
    (void)state;
    server_stop();
    return 0;
}

STATEMENT(echo, SQL("select current_setting('wuye.user') as who, "), VALUE(0), SQL("::text as what, 1 / "), VALUE(1), SQL("::int as one"));
STATEMENT(refusal, SQL("select refuse("), VALUE(0), SQL(") as never"));
STATEMENT(nap, SQL("select pg_sleep("), VALUE(0), SQL("::float8), 'slept' as what"));
static const struct sql_token spelt_tokens[] = { SQL("select "), { .value = 0, .literal = true }, SQL(" as what") };
static const struct statement spelt = { "spelt", spelt_tokens, 3, SQL_RETURNS_ROWS };

static const struct sql_token misspelt_tokens[] = { SQL("select "), { .value = 0, .literal = true }, SQL("::int as what") };
static const struct statement misspelt = { "misspelt", misspelt_tokens, 3, SQL_RETURNS_ROWS };

static struct pool *lanes_pool(unsigned total, unsigned lanes)
{
    struct pool_settings settings = { .conninfo = server_conninfo(), .total = total, .wait_ms = 5000, .read_timeout_ms = 1000,
                                      .write_timeout_ms = 1500, .prepared_max = 8, .lanes = lanes };
    struct pool *pool = pool_new(&settings);
    assert_non_null(pool);
    return pool;
}

static enum db_outcome ask_as(struct pool *pool, enum db_role role, const char *user, const struct statement *statement, const char *const *values, struct db_result **ret_result)
{
    struct db_caller caller = { .district = "150202", .user = user };
    struct db_step step = { .statement = statement, .values = values };
    struct db_trip trip = { .caller = &caller, .steps = &step, .step_count = 1 };
    *ret_result = NULL;
    return pool_run(pool, role, &trip, ret_result);
}

static enum db_outcome ask(struct pool *pool, const char *user, const struct statement *statement, const char *const *values, struct db_result **ret_result)
{
    return ask_as(pool, DB_DISTRICT, user, statement, values, ret_result);
}

static bool says(struct db_result *result, const char *label, const char *wanted)
{
    struct arena *arena = arena_new(1 << 16);
    const char *text = result && db_result_rows(result, 0) ? db_result_text(result, arena, 0, 0, label) : NULL;
    bool same = text && strcmp(text, wanted) == 0;
    arena_free(arena);
    return same;
}

/* So that they count as quick. */
static void warm(struct pool *pool)
{
    struct db_result *result;
    for (unsigned i = 0; i < 20; i++) {
        assert_int_equal(ask(pool, "u", &echo, (const char *const[]){ "w", "1" }, &result), DB_OK);
        db_result_free(result);
        assert_int_equal(ask(pool, "u", &nap, (const char *const[]){ "0" }, &result), DB_OK);
        db_result_free(result);
        assert_int_equal(ask(pool, "u", &misspelt, (const char *const[]){ "1" }, &result), DB_OK);
        db_result_free(result);
        assert_int_equal(ask(pool, "u", &spelt, (const char *const[]){ "w" }, &result), DB_OK);
        db_result_free(result);
    }
}

struct crowd {
    struct pool *pool;
    enum db_role role;
    unsigned rounds;
    bool errors;            /* some of them ask for what cannot be */
    bool spells;            /* each asks for a text of its own */
    atomic_uint turn, fine, wrong, away;
    atomic_bool stop;
};

static void judge(struct crowd *crowd, enum db_outcome outcome, enum db_outcome wanted, bool same)
{
    if (outcome == wanted && same)
        crowd->fine++;
    else if (outcome == DB_AWAY || outcome == DB_TIMEOUT)
        crowd->away++;
    else
        crowd->wrong++;
}

static void one_round(struct crowd *crowd, unsigned person, unsigned round)
{
    char who[32], what[32];
    struct db_result *result;
    snprintf(who, sizeof who, "person %u", person);
    snprintf(what, sizeof what, "round %u of %u", round, person);
    unsigned kind = crowd->errors ? (person * 7 + round) % 5 : 0;
    if (kind == 3) {
        enum db_outcome outcome = crowd->spells ? ask(crowd->pool, who, &misspelt, (const char *const[]){ what }, &result)
                                                : ask(crowd->pool, who, &echo, (const char *const[]){ what, "0" }, &result);
        judge(crowd, outcome, DB_INVALID, true);
    } else if (kind == 4) {
        enum db_outcome outcome = ask(crowd->pool, who, &refusal, (const char *const[]){ what }, &result);
        judge(crowd, outcome, DB_RAISED, result && strcmp(db_result_constraint(result), what) == 0);
    } else if (crowd->spells) {
        enum db_outcome outcome = ask(crowd->pool, who, &spelt, (const char *const[]){ what }, &result);
        judge(crowd, outcome, DB_OK, says(result, "what", what));
    } else {
        enum db_outcome outcome = ask_as(crowd->pool, crowd->role, who, &echo, (const char *const[]){ what, "1" }, &result);
        judge(crowd, outcome, DB_OK, says(result, "who", who) && says(result, "what", what));
    }
    db_result_free(result);
}

static void *person(void *of)
{
    struct crowd *crowd = of;
    unsigned number = crowd->turn++;
    for (unsigned i = 0; i < crowd->rounds && !crowd->stop; i++)
        one_round(crowd, number, i);
    return NULL;
}

static void gather(struct crowd *crowd, void (*meanwhile)(struct crowd *))
{
    pthread_t threads[CROWD];
    for (size_t i = 0; i < CROWD; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, person, crowd), 0);
    if (meanwhile)
        meanwhile(crowd);
    for (size_t i = 0; i < CROWD; i++)
        pthread_join(threads[i], NULL);
}

static void each_of_a_crowd_on_one_connection_has_his_own_answer(void **state)
{
    (void)state;
    struct crowd crowd = { .pool = lanes_pool(2, 1), .rounds = 200 };
    warm(crowd.pool);
    gather(&crowd, NULL);
    assert_int_equal(crowd.wrong, 0);
    assert_int_equal(crowd.fine, CROWD * 200);
    struct pool_counts counts = pool_count(crowd.pool);
    assert_true(counts.shared > 0);
    assert_int_equal(counts.busy, 0);
    pool_free(crowd.pool);
}

static void an_error_is_only_his_who_made_it(void **state)
{
    (void)state;
    struct crowd crowd = { .pool = lanes_pool(2, 1), .rounds = 200, .errors = true };
    warm(crowd.pool);
    gather(&crowd, NULL);
    assert_int_equal(crowd.wrong, 0);
    assert_int_equal(crowd.fine, CROWD * 200);
    assert_true(pool_count(crowd.pool).shared > 0);
    pool_free(crowd.pool);
}

static void statements_that_were_let_go_of_are_none_that_somebody_waits_for(void **state)
{
    (void)state;
    struct crowd crowd = { .pool = lanes_pool(2, 1), .rounds = 200, .errors = true, .spells = true };
    warm(crowd.pool);
    gather(&crowd, NULL);
    assert_int_equal(crowd.wrong, 0);
    assert_int_equal(crowd.fine, CROWD * 200);
    assert_true(pool_count(crowd.pool).shared > 0);
    pool_free(crowd.pool);
}

static void end_sessions(struct crowd *crowd)
{
    for (unsigned i = 0; i < 8; i++) {
        usleep(120000);
        server_run("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'wuye_district'");
    }
    crowd->stop = true;
}

static void who_was_in_line_when_the_session_ended_has_his_answer_all_the_same(void **state)
{
    (void)state;
    struct crowd crowd = { .pool = lanes_pool(3, 1), .rounds = 1000000, .errors = true };
    warm(crowd.pool);
    gather(&crowd, end_sessions);
    assert_int_equal(crowd.wrong, 0);
    assert_int_equal(crowd.away, 0);
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
        cmocka_unit_test(who_was_in_line_when_the_session_ended_has_his_answer_all_the_same),
        cmocka_unit_test(nobody_waits_for_long_behind_one_who_takes_his_time),
        cmocka_unit_test(one_who_takes_too_long_is_told_and_nobody_else),
        cmocka_unit_test(a_connection_with_answers_that_nobody_waits_for_is_not_lent_again),
        cmocka_unit_test(who_writes_is_served_however_many_read),
        cmocka_unit_test(what_writes_is_never_in_line),
        cmocka_unit_test(a_server_that_stands_still_holds_nobody_for_ever),
    };
    return cmocka_run_group_tests_name("lanes", tests, start, stop);
}
