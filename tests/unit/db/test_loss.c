#include "support.h"
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/clock.h"

static struct pool *pool;
static struct connection *connection;
static struct arena *arena;

static int start(void **state)
{
    (void)state;
    server_start();
    server_run("create table notes (id int primary key); create table links (id int references notes deferrable initially deferred);"
               "grant all on notes, links to wuye_district;"
               "create function slow_check(int) returns bool language sql as 'select pg_sleep(30) is not null'");
    pool = new_pool(2);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    pool_free(pool);
    server_stop();
    return 0;
}

static int take(void **state)
{
    (void)state;
    arena = arena_new(1 << 16);
    connection = borrow(pool, DB_DISTRICT);
    return 0;
}

static int give(void **state)
{
    (void)state;
    pool_return(pool, connection);
    arena_free(arena);
    return 0;
}

STATEMENT(pid, SQL("select pg_backend_pid() as pid"));
STATEMENT(sleeping, SQL("select pg_sleep("), VALUE(0), SQL("::float8)::text as slept"));
STATEMENT(note, SQL("insert into notes values ("), VALUE(0), SQL("::int) returning id"));
STATEMENT(slow_note, SQL("insert into notes select "), VALUE(0), SQL("::int from pg_sleep("), VALUE(1), SQL("::float8) returning id"));

#define KILL_ALL "select pg_terminate_backend(pid, 1000) from pg_stat_activity where usename = 'wuye_district'"
#define KILL_ACTIVE KILL_ALL " and state = 'active'"
#define CANCEL_ACTIVE "select pg_cancel_backend(pid) from pg_stat_activity where usename = 'wuye_district' and state = 'active'"

/* Run SQL as superuser in a moment, from another thread; NULL = kill the active session's process. */
struct later { pthread_t thread; const char *sql; };

static void *run_later(void *of)
{
    struct later *later = of;
    usleep(300000);
    if (later->sql)
        server_run(later->sql);
    else
        kill((pid_t)server_number("select pid from pg_stat_activity where usename = 'wuye_district' and state = 'active'"), SIGKILL);
    return NULL;
}

static void begin_later(struct later *later, const char *sql)
{
    later->sql = sql;
    pthread_create(&later->thread, NULL, run_later, later);
}

static enum db_outcome outcome_of(const struct statement *statement, bool writes, const char *const *values)
{
    struct db_result *result;
    enum db_outcome outcome = writes ? run_write(connection, statement, values, &result) : run(connection, statement, 0, values, &result);
    if (outcome != DB_OK)
        assert_true(strlen(db_result_detail(result)) > 0);
    db_result_free(result);
    return outcome;
}

static void a_session_killed_while_idle_is_replaced_unnoticed(void **state)
{
    (void)state;
    static const char *const one[] = { "1" };
    uint64_t before = pool_count(pool).reconnects;
    assert_int_equal(outcome_of(&pid, false, NULL), DB_OK);
    pool_return(pool, connection);
    server_run(KILL_ALL);
    connection = borrow(pool, DB_DISTRICT);
    assert_int_equal(outcome_of(&note, true, one), DB_OK);
    assert_int_equal(pool_count(pool).reconnects, before + 1);
}

static void a_restart_of_the_server_is_not_noticed(void **state)
{
    (void)state;
    static const char *const two[] = { "2" };
    struct connection *other = borrow(pool, DB_DISTRICT);
    pool_return(pool, other);
    pool_return(pool, connection);
    server_restart();
    connection = borrow(pool, DB_DISTRICT);
    assert_int_equal(outcome_of(&note, true, two), DB_OK);
    other = borrow(pool, DB_DISTRICT);
    pool_return(pool, other);
    assert_int_equal(server_number("select count(*) from notes where id = 2"), 1);
}

static void a_read_whose_session_is_killed_is_run_again(void **state)
{
    (void)state;
    static const char *const half[] = { "0.6" };
    struct later later;
    begin_later(&later, KILL_ACTIVE);
    assert_int_equal(outcome_of(&sleeping, false, half), DB_OK);
    pthread_join(later.thread, NULL);
    server_run(KILL_ALL); /* after the borrowing looked */
    assert_int_equal(outcome_of(&pid, false, NULL), DB_OK);
}

static void a_write_killed_before_its_commit_is_known_not_to_have_happened(void **state)
{
    (void)state;
    static const char *const values[] = { "3", "0.8" };
    struct later later;
    begin_later(&later, KILL_ACTIVE);
    assert_int_equal(outcome_of(&slow_note, true, values), DB_AWAY);
    pthread_join(later.thread, NULL);
    assert_int_equal(server_number("select count(*) from notes where id = 3"), 0);
    assert_int_equal(outcome_of(&slow_note, true, (const char *const[]){ "3", "0" }), DB_OK);
}

static void a_write_whose_server_crashes_is_unknown(void **state)
{
    (void)state;
    static const char *const values[] = { "4", "0.8" };
    struct later later;
    begin_later(&later, NULL);
    assert_int_equal(outcome_of(&slow_note, true, values), DB_UNKNOWN);
    pthread_join(later.thread, NULL);
    for (int i = 0; i < 50 && outcome_of(&pid, false, NULL) != DB_OK; i++)
        usleep(100000); /* it recovers */
}

static void a_slow_read_times_out_and_the_session_lives(void **state)
{
    (void)state;
    static const char *const long_time[] = { "30" };
    struct db_result *result;
    assert_int_equal(run(connection, &pid, 0, NULL, &result), DB_OK);
    const char *before = only_text(result, arena);
    db_result_free(result);
    int64_t since = clock_monotonic_us();
    assert_int_equal(outcome_of(&sleeping, false, long_time), DB_TIMEOUT);
    assert_in_range(clock_monotonic_us() - since, 900000, 1400000);
    assert_int_equal(run(connection, &pid, 0, NULL, &result), DB_OK);
    assert_string_equal(only_text(result, arena), before);
    db_result_free(result);
}

static void a_slow_write_is_given_up_but_not_cancelled(void **state)
{
    (void)state;
    static const char *const values[] = { "5", "2.2" };
    int64_t since = clock_monotonic_us();
    assert_int_equal(outcome_of(&slow_note, true, values), DB_UNKNOWN);
    assert_in_range(clock_monotonic_us() - since, 1400000, 2000000);
    assert_int_equal(outcome_of(&pid, false, NULL), DB_OK);
    for (int i = 0; i < 30 && server_number("select count(*) from notes where id = 5") == 0; i++)
        usleep(100000);
    assert_int_equal(server_number("select count(*) from notes where id = 5"), 1);
}

static void a_write_that_waits_for_a_lock_conflicts_in_time(void **state)
{
    (void)state;
    static const char *const six[] = { "6" };
    struct db_step step = { .statement = &note, .values = six };
    struct db_trip trip = { .caller = &nobody, .writes = true, .open = true, .steps = &step, .step_count = 1 };
    struct connection *holder = borrow(pool, DB_DISTRICT);
    struct db_result *result;
    assert_int_equal(db_run(holder, &trip, &result), DB_OK);
    db_result_free(result);
    assert_int_equal(outcome_of(&note, true, six), DB_CONFLICT);
    assert_int_equal(db_commit(holder), DB_OK);
    assert_int_equal(outcome_of(&note, true, six), DB_CONSTRAINT);
    pool_return(pool, holder);
}

static void an_open_transaction_that_loses_its_session_has_not_happened(void **state)
{
    (void)state;
    static const char *const seven[] = { "7" };
    struct db_step step = { .statement = &note, .values = seven };
    struct db_trip trip = { .caller = &nobody, .writes = true, .open = true, .steps = &step, .step_count = 1 };
    struct db_result *result;
    assert_int_equal(db_run(connection, &trip, &result), DB_OK);
    db_result_free(result);
    server_run(KILL_ALL);
    assert_int_equal(db_continue(connection, &step, 1, &result), DB_AWAY);
    db_result_free(result);
    assert_int_equal(db_run(connection, &trip, &result), DB_OK);
    db_result_free(result);
    server_run(KILL_ALL);
    assert_int_equal(db_commit(connection), DB_UNKNOWN);
    assert_int_equal(server_number("select count(*) from notes where id = 7"), 0);
}

static void a_server_that_stands_still_does_not_hold_a_request(void **state)
{
    (void)state;
    static const char *const eight[] = { "8" };
    assert_int_equal(outcome_of(&pid, false, NULL), DB_OK);
    server_pause(true);
    int64_t since = clock_monotonic_us();
    assert_int_equal(outcome_of(&pid, false, NULL), DB_TIMEOUT);
    assert_in_range(clock_monotonic_us() - since, 1400000, 2000000);
    since = clock_monotonic_us();
    assert_int_equal(outcome_of(&note, true, eight), DB_AWAY); /* it cannot even log in */
    assert_in_range(clock_monotonic_us() - since, 2900000, 3500000);
    server_pause(false);
    assert_int_equal(outcome_of(&note, true, eight), DB_OK);
}

static void a_commit_not_yet_replicated_is_unknown(void **state)
{
    (void)state;
    static const char *const nine[] = { "9" };
    struct later later;
    server_run("alter system set synchronous_standby_names = 'nobody'");
    server_run("select pg_reload_conf()");
    usleep(200000);
    begin_later(&later, CANCEL_ACTIVE);
    assert_int_equal(outcome_of(&note, true, nine), DB_UNKNOWN);
    pthread_join(later.thread, NULL);
    begin_later(&later, "alter system reset synchronous_standby_names");
    int64_t since = clock_monotonic_us();
    assert_int_equal(outcome_of(&note, true, (const char *const[]){ "10" }), DB_UNKNOWN); /* closed at its deadline */
    assert_in_range(clock_monotonic_us() - since, 1400000, 2000000);
    pthread_join(later.thread, NULL);
    server_run("select pg_reload_conf()");
    assert_int_equal(outcome_of(&note, true, (const char *const[]){ "11" }), DB_OK);
}

/* Writers in a loop while the server is killed under them. Each number is written once, and remembered with its outcome. */
#define WRITERS 6
struct ledger { struct pool *pool; atomic_bool stop; atomic_int next; enum db_outcome outcomes[200000]; };

static void *write_on(void *of)
{
    struct ledger *ledger = of;
    while (!ledger->stop) {
        struct connection *own;
        struct db_result *result;
        char number[16];
        int id = ledger->next++;
        snprintf(number, sizeof number, "%d", id + 1000);
        const char *values[] = { number };
        ledger->outcomes[id] = pool_borrow(ledger->pool, DB_DISTRICT, &own);
        if (ledger->outcomes[id] != DB_OK) {
            usleep(2000);
            continue;
        }
        ledger->outcomes[id] = run_write(own, &note, values, &result);
        db_result_free(result);
        pool_return(ledger->pool, own);
    }
    return NULL;
}

static void check_ledger(const struct ledger *ledger)
{
    char *there = calloc(200000, 1), *text = malloc(2 << 20);
    int written = 0;
    server_ask("", "select id - 1000 from notes where id >= 1000", text, 2 << 20);
    for (char *at = text, *end; *at; at = *end ? end + 1 : end)
        there[strtol(at, &end, 10)] = 1;
    for (int i = 0; i < ledger->next; i++) {
        written += ledger->outcomes[i] == DB_OK;
        if (ledger->outcomes[i] == DB_OK)
            assert_true(there[i]);
        else if (ledger->outcomes[i] != DB_UNKNOWN)
            assert_false(there[i]);
    }
    assert_true(written > 100);
    free(text);
    free(there);
}

static void what_was_acknowledged_is_there_and_what_was_refused_is_not(void **state)
{
    (void)state;
    struct ledger *ledger = calloc(1, sizeof *ledger);
    pthread_t threads[WRITERS];
    ledger->pool = new_pool(4);
    for (size_t i = 0; i < WRITERS; i++)
        pthread_create(&threads[i], NULL, write_on, ledger);
    for (int i = 0; i < 3; i++) {
        usleep(200000);
        server_run(KILL_ALL);
        usleep(200000);
        server_restart();
    }
    usleep(200000);
    ledger->stop = true;
    for (size_t i = 0; i < WRITERS; i++)
        pthread_join(threads[i], NULL);
    check_ledger(ledger);
    assert_int_equal(pool_count(ledger->pool).busy, 0);
    pool_free(ledger->pool);
    free(ledger);
}

int main(void)
{
    #define TEST(name) cmocka_unit_test_setup_teardown(name, take, give)
    const struct CMUnitTest tests[] = {
        TEST(a_session_killed_while_idle_is_replaced_unnoticed), TEST(a_restart_of_the_server_is_not_noticed),
        TEST(a_read_whose_session_is_killed_is_run_again), TEST(a_write_killed_before_its_commit_is_known_not_to_have_happened),
        TEST(a_slow_read_times_out_and_the_session_lives), TEST(a_slow_write_is_given_up_but_not_cancelled),
        TEST(a_write_that_waits_for_a_lock_conflicts_in_time),
        TEST(an_open_transaction_that_loses_its_session_has_not_happened), TEST(a_server_that_stands_still_does_not_hold_a_request),
        TEST(a_commit_not_yet_replicated_is_unknown), TEST(a_write_whose_server_crashes_is_unknown),
        TEST(what_was_acknowledged_is_there_and_what_was_refused_is_not),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
