#include "support.h"

static struct pool *pool;
static struct connection *connection;

static int start(void **state)
{
    (void)state;
    server_start();
    server_run("create table firms (name text); grant all on firms to wuye_district;"
               "create sequence races; grant all on sequence races to wuye_district;"
               "create function lose(times int, code text) returns text language plpgsql as $$ begin if nextval('races') <= times then"
               " raise exception using errcode = code, message = 'lost', constraint = 'lost_it'; end if; return 'raced'; end $$;");
    pool = new_pool(2);
    connection = borrow(pool, DB_DISTRICT);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    pool_return(pool, connection);
    pool_free(pool);
    server_stop();
    return 0;
}

STATEMENT(lose, SQL("insert into firms select lose("), VALUE(0), SQL("::int, "), VALUE(1), SQL(")"));

static enum db_outcome race(const char *times, const char *code, bool open)
{
    const char *const values[] = { times, code };
    struct db_step step = { .statement = &lose, .values = values };
    struct db_trip trip = { .caller = &somebody, .writes = true, .open = open, .steps = &step, .step_count = 1 };
    struct db_result *result;
    server_run("alter sequence races restart");
    enum db_outcome outcome = db_run(connection, &trip, &result);
    db_result_free(result);
    return outcome;
}

static void a_trip_that_lost_a_race_is_run_again(void **state)
{
    (void)state;
    assert_int_equal(race("3", "40P01", false), DB_OK);
    assert_int_equal(race("3", "40001", false), DB_OK);
    assert_int_equal(race("2", "40P01", true), DB_OK);
    assert_int_equal(db_commit(connection), DB_OK);
    assert_int_equal(server_number("select count(*) from firms"), 3);
}

static void whoever_loses_every_time_is_told(void **state)
{
    (void)state;
    assert_int_equal(race("99", "40P01", false), DB_CONFLICT);
    assert_int_equal(server_number("select last_value from races"), 5);
    assert_int_equal(race("99", "40P01", true), DB_CONFLICT);
    assert_int_equal(race("99", "55P03", false), DB_CONFLICT);
    assert_int_equal(server_number("select last_value from races"), 1);
    assert_int_equal(race("0", "40P01", false), DB_OK);
}

static void a_row_that_was_not_seen_is_met_the_next_time(void **state)
{
    (void)state;
    assert_int_equal(race("1", "23505", false), DB_OK);
    assert_int_equal(race("1", "23505", true), DB_OK);
    assert_int_equal(db_commit(connection), DB_OK);
    assert_int_equal(race("2", "23505", false), DB_CONSTRAINT);
    assert_int_equal(server_number("select last_value from races"), 2);
    assert_int_equal(race("1", "23514", false), DB_CONSTRAINT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_trip_that_lost_a_race_is_run_again), cmocka_unit_test(whoever_loses_every_time_is_told),
        cmocka_unit_test(a_row_that_was_not_seen_is_met_the_next_time),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
