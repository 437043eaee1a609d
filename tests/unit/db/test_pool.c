#include "support.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>
#include "base/clock.h"

static int start(void **state)
{
    (void)state;
    server_start();
    server_run("grant pg_signal_backend to wuye_worker");
    return 0;
}

static int stop(void **state)
{
    (void)state;
    server_stop();
    return 0;
}

STATEMENT(nap, SQL("select pg_sleep(0.002), current_user::text as who, (select count(*) from pg_stat_activity where usename like "
                   "'wuye%')::int as sessions"));

struct crowd {
    struct pool *pool;
    unsigned roles, rounds;
    atomic_uint turn, done, busy, wrong, most;
};

static void one_round(struct crowd *crowd, enum db_role role)
{
    struct connection *connection;
    struct db_result *result;
    enum db_outcome outcome = pool_borrow(crowd->pool, role, &connection);
    if (outcome != DB_OK) {
        crowd->busy++;
        return;
    }
    struct pool_counts counts = pool_count(crowd->pool);
    if (counts.open > crowd->most)
        crowd->most = counts.open;
    outcome = run(connection, &nap, 0, NULL, &result);
    const struct cell *cells = outcome == DB_OK ? db_result_row(result, 0, 0) : NULL;
    if (!cells || strncmp((const char *)cells[1].data, db_role_names[role], (size_t)cells[1].length))
        crowd->wrong++;
    db_result_free(result);
    pool_return(crowd->pool, connection);
    crowd->done++;
}

static void *person(void *of)
{
    struct crowd *crowd = of;
    enum db_role role = (enum db_role)(crowd->turn++ % crowd->roles);
    for (unsigned i = 0; i < crowd->rounds; i++)
        one_round(crowd, role);
    return NULL;
}

static void gather(struct crowd *crowd)
{
    pthread_t threads[50];
    for (size_t i = 0; i < 50; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, person, crowd), 0);
    for (size_t i = 0; i < 50; i++)
        pthread_join(threads[i], NULL);
}

static void fifty_threads_share_four_connections(void **state)
{
    (void)state;
    struct crowd crowd = { .pool = new_pool(4), .roles = 1, .rounds = 20 };
    gather(&crowd);
    assert_int_equal(crowd.done, 1000);
    assert_int_equal(crowd.wrong, 0);
    assert_true(crowd.most <= 4);
    struct pool_counts counts = pool_count(crowd.pool);
    assert_int_equal(counts.busy, 0);
    assert_int_equal(counts.waiting, 0);
    assert_int_equal(counts.open, 4);
    assert_int_equal(counts.borrowed, 1000);
    assert_int_equal(server_number("select count(*) from pg_stat_activity where usename like 'wuye%'"), 4);
    pool_free(crowd.pool);
}

static void nine_roles_share_one_bound(void **state)
{
    (void)state;
    struct crowd crowd = { .pool = new_pool(3), .roles = DB_ROLE_COUNT, .rounds = 10 };
    gather(&crowd);
    assert_int_equal(crowd.done + crowd.busy, 500);
    assert_int_equal(crowd.busy, 0);
    assert_int_equal(crowd.wrong, 0);
    assert_true(crowd.most <= 3);
    assert_true(pool_count(crowd.pool).open <= 3);
    pool_free(crowd.pool);
}

static void whoever_waits_too_long_is_told_busy(void **state)
{
    (void)state;
    struct pool_settings settings = { .conninfo = server_conninfo(), .total = 1, .wait_ms = 100, .read_timeout_ms = 1000,
                                      .write_timeout_ms = 1000, .prepared_max = 8 };
    struct pool *pool = pool_new(&settings);
    struct connection *first = borrow(pool, DB_STREET), *second;
    int64_t since = clock_monotonic_us();
    assert_int_equal(pool_borrow(pool, DB_STREET, &second), DB_BUSY);
    assert_in_range(clock_monotonic_us() - since, 99000, 1000000);
    assert_int_equal(pool_count(pool).timeouts, 1);
    pool_return(pool, first);
    second = borrow(pool, DB_STREET);
    assert_ptr_equal(first, second);
    pool_return(pool, second);
    pool_free(pool);
}

struct place { struct pool *pool; atomic_int order; int got[5]; int next; };
struct stander { struct place *place; int number; };

static void *stand(void *of)
{
    struct stander *stander = of;
    struct connection *connection;
    if (pool_borrow(stander->place->pool, DB_STREET, &connection) != DB_OK)
        return NULL;
    stander->place->got[stander->place->order++] = stander->number;
    pool_return(stander->place->pool, connection);
    return NULL;
}

static void waiters_are_served_in_their_order(void **state)
{
    (void)state;
    struct place place = { .pool = new_pool(1) };
    struct stander standers[5];
    pthread_t threads[5];
    struct connection *held = borrow(place.pool, DB_STREET);
    for (int i = 0; i < 5; i++) {
        standers[i] = (struct stander){ &place, i };
        pthread_create(&threads[i], NULL, stand, &standers[i]);
        while (pool_count(place.pool).waiting != (unsigned)i + 1)
            usleep(1000);
    }
    pool_return(place.pool, held);
    for (int i = 0; i < 5; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < 5; i++)
        assert_int_equal(place.got[i], i);
    pool_free(place.pool);
}

static void the_connection_idle_for_longest_makes_way(void **state)
{
    (void)state;
    struct pool *pool = new_pool(2);
    pool_return(pool, borrow(pool, DB_STREET));
    pool_return(pool, borrow(pool, DB_COMPANY));
    pool_return(pool, borrow(pool, DB_HOTLINE));
    assert_int_equal(pool_count(pool).open, 2);
    usleep(50000);
    assert_int_equal(server_number("select count(*) from pg_stat_activity where usename in ('wuye_company', 'wuye_hotline')"), 2);
    assert_int_equal(server_number("select count(*) from pg_stat_activity where usename = 'wuye_street'"), 0);
    pool_free(pool);
}

static struct pool *new_pool_kept(unsigned total, unsigned kept)
{
    struct pool_settings settings = { .conninfo = server_conninfo(), .total = total, .kept = kept, .wait_ms = 3000, .read_timeout_ms = 1000,
                                      .write_timeout_ms = 1500, .prepared_max = 8 };
    struct pool *pool = pool_new(&settings);
    assert_non_null(pool);
    return pool;
}

static void roles_that_come_and_go_keep_their_sessions_where_there_is_room(void **state)
{
    (void)state;
    static const enum db_role roles[] = {DB_STREET, DB_COMPANY, DB_HOTLINE};
    struct pool *pool = new_pool_kept(1, 3);
    struct connection *first[3];
    for (size_t i = 0; i < 3; i++)
        pool_return(pool, first[i] = borrow(pool, roles[i]));
    for (size_t i = 0; i < 3; i++) {
        struct connection *again = borrow(pool, roles[i]);
        assert_ptr_equal(first[i], again);
        pool_return(pool, again);
    }
    assert_int_equal(pool_count(pool).open, 3);
    pool_return(pool, borrow(pool, DB_PUBLIC));
    assert_int_equal(pool_count(pool).open, 3);
    pool_free(pool);
}

static void no_more_are_lent_than_may_be_however_many_are_kept(void **state)
{
    (void)state;
    struct pool_settings settings = { .conninfo = server_conninfo(), .total = 1, .kept = 3, .wait_ms = 100, .read_timeout_ms = 1000,
                                      .write_timeout_ms = 1000, .prepared_max = 8 };
    struct pool *pool = pool_new(&settings);
    struct connection *first, *second;
    pool_return(pool, borrow(pool, DB_STREET));
    first = borrow(pool, DB_COMPANY);
    assert_int_equal(pool_borrow(pool, DB_STREET, &second), DB_BUSY);
    pool_return(pool, first);
    second = borrow(pool, DB_STREET);
    pool_return(pool, second);
    pool_free(pool);
}

static void many_of_nine_roles_share_what_is_lent_and_what_is_kept(void **state)
{
    (void)state;
    struct crowd crowd = { .pool = new_pool_kept(3, 12), .roles = DB_ROLE_COUNT, .rounds = 10 };
    gather(&crowd);
    assert_int_equal(crowd.done, 500);
    assert_int_equal(crowd.wrong, 0);
    assert_true(crowd.most <= 12);
    struct pool_counts counts = pool_count(crowd.pool);
    assert_int_equal(counts.busy, 0);
    assert_int_equal(counts.waiting, 0);
    assert_true(counts.open > 3 && counts.open <= 12);
    pool_free(crowd.pool);
}

struct throng { struct pool *pool; int64_t began; _Atomic int64_t refused_at; };

/* Comes again and again, until somebody was refused long before his time was over. */
static void *insist(void *of)
{
    struct throng *throng = of;
    while (!throng->refused_at && clock_monotonic_us() - throng->began < 30000000) {
        struct connection *connection;
        int64_t since = clock_monotonic_us();
        if (pool_borrow(throng->pool, DB_STREET, &connection) == DB_OK) {
            usleep(2000);
            pool_return(throng->pool, connection);
        } else if (clock_monotonic_us() - since < 100000) {
            throng->refused_at = clock_monotonic_us();
        }
    }
    return NULL;
}

static void a_crowd_that_stays_is_refused_at_once_and_a_burst_is_not(void **state)
{
    (void)state;
    struct pool_settings settings = { .conninfo = server_conninfo(), .total = 1, .wait_ms = 500, .crowd_ms = 1, .queue_max = 0, .read_timeout_ms = 1000,
                                      .write_timeout_ms = 1000, .prepared_max = 8 };
    struct throng throng = { .pool = pool_new(&settings), .began = clock_monotonic_us() };
    pthread_t threads[12];
    for (size_t i = 0; i < 12; i++)
        pthread_create(&threads[i], NULL, insist, &throng);
    for (size_t i = 0; i < 12; i++)
        pthread_join(threads[i], NULL);
    assert_true(throng.refused_at > 0);
    assert_true(throng.refused_at - throng.began >= 500000);
    assert_int_equal(pool_count(throng.pool).waiting, 0);
    pool_free(throng.pool);
}

static void no_server_is_away_at_once_and_gives_the_place_back(void **state)
{
    (void)state;
    struct pool_settings settings = { .conninfo = "host=" P_tmpdir "/nowhere dbname=x", .total = 1, .wait_ms = 100,
                                      .read_timeout_ms = 1000, .write_timeout_ms = 1000, .prepared_max = 8 };
    struct pool *pool = pool_new(&settings);
    struct connection *connection;
    char why[200];
    for (int i = 0; i < 3; i++)
        assert_int_equal(pool_borrow(pool, DB_STREET, &connection), DB_AWAY);
    pool_trouble(pool, why, sizeof why);
    assert_non_null(strstr(why, "nowhere"));
    assert_int_equal(pool_count(pool).open, 0);
    assert_int_equal(pool_count(pool).busy, 0);
    pool_free(pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fifty_threads_share_four_connections), cmocka_unit_test(nine_roles_share_one_bound),
        cmocka_unit_test(whoever_waits_too_long_is_told_busy), cmocka_unit_test(waiters_are_served_in_their_order),
        cmocka_unit_test(the_connection_idle_for_longest_makes_way),
        cmocka_unit_test(roles_that_come_and_go_keep_their_sessions_where_there_is_room), cmocka_unit_test(no_more_are_lent_than_may_be_however_many_are_kept),
        cmocka_unit_test(many_of_nine_roles_share_what_is_lent_and_what_is_kept),
        cmocka_unit_test(a_crowd_that_stays_is_refused_at_once_and_a_burst_is_not),
        cmocka_unit_test(no_server_is_away_at_once_and_gives_the_place_back),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
