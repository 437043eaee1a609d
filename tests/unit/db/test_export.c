#include "support.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/clock.h"

static struct pool *pool;
static struct connection *connection;

#define COLUMNS "id, district, text, flag, small, big, null::int as nothing, happened, day, data"

static int start(void **state)
{
    (void)state;
    server_start();
    server_run("create table cards as select g as id, '150202'::text as district, "
               "case g % 4 when 0 then 'plain' when 1 then '东河区 \"' || g || '\"' when 2 then null else '' end as text, g % 2 = 0 as flag, "
               "g::int2 as small, g::int8 * 1000000007 as big, timestamptz '2024-01-01 00:00+08' + g * interval '1 minute' as happened, "
               "date '2024-01-01' + g % 400 as day, jsonb_build_object('n', g) as data from generate_series(1, 30000) g;"
               "insert into cards select id + 30000, district, text, flag, small, big, happened, day, data from cards;"
               "insert into cards select id + 60000, district, text, flag, small, big, happened, day, data from cards where id <= 40000;"
               "create table none (id int); grant all on cards, none to wuye_district;"
               "create function break_at(id int, at int) returns int language plpgsql as $$ begin if id = at then raise exception "
               "'broken'; end if; return id; end $$;");
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

STATEMENT(everything, SQL("select " COLUMNS " from cards order by id"), SQL_IF(1, " limit "), VALUE_IF(1, 0), SQL_IF(1, "::bigint"),
          SQL(" ;\n"));

static enum db_outcome begin(const struct statement *statement, uint32_t conditions, const char *const *values,
                             struct db_export **ret_export)
{
    struct db_step step = { .statement = statement, .conditions = conditions, .values = values };
    struct db_trip trip = { .caller = &somebody, .steps = &step, .step_count = 1 };
    return db_export_begin(connection, &trip, ret_export);
}

static long read_integer(const struct cell *cell)
{
    unsigned long value = cell->data[0] & 0x80 ? ~0ul : 0;
    for (int i = 0; i < cell->length; i++)
        value = value << 8 | cell->data[i];
    return (long)value;
}

static size_t print_text(char *at, const struct cell *cell)
{
    memcpy(at, cell->data, (size_t)cell->length);
    return (size_t)cell->length;
}

/* A row as psql prints it, unaligned. */
static size_t print_row(const struct shape *shape, const struct cell *cells, char *out)
{
    char *at = out;
    for (size_t i = 0; i < shape->count; i++) {
        const struct cell *cell = &cells[i];
        if (i > 0)
            *at++ = '|';
        if (cell->length < 0)
            continue;
        struct cell json = { cell->data + 1, cell->length - 1 };
        switch (shape->columns[i].type) {
        case VALUE_BOOL: *at++ = cell->data[0] ? 't' : 'f'; break;
        case VALUE_TEXT: at += print_text(at, cell); break;
        case VALUE_JSONB: at += print_text(at, &json); break;
        case VALUE_TIMESTAMPTZ: at += sprintf(at, "%ld", read_integer(cell)); break;
        default: at += sprintf(at, "%ld", read_integer(cell));
        }
    }
    *at++ = '\n';
    return (size_t)(at - out);
}

static void an_export_of_a_hundred_thousand_rows_equals_what_psql_prints(void **state)
{
    (void)state;
    size_t size = 20 << 20, length = 0, rows = 0;
    char *ours = malloc(size), *theirs = malloc(size);
    struct db_export *export;
    const struct cell *cells;
    int got;
    assert_int_equal(begin(&everything, 0, NULL, &export), DB_OK);
    const struct shape *shape = db_export_shape(export);
    assert_int_equal(shape->count, 10);
    assert_string_equal(shape->columns[6].label, "nothing");
    while ((got = db_export_next(export, &cells)) == 1) {
        length += print_row(shape, cells, ours + length);
        rows++;
    }
    assert_int_equal(got, 0);
    assert_int_equal(db_export_next(export, &cells), 0);
    db_export_end(export);
    assert_int_equal(rows, 100000);
    size_t expected = server_ask("", "select id, district, text, flag, small, big, null::int, (extract(epoch from happened) * 1000000)::int8 - "
                                 "946684800000000, day - date '2000-01-01', data from cards order by id", theirs, size);
    assert_int_equal(length, expected);
    assert_memory_equal(ours, theirs, length);
    free(ours);
    free(theirs);
}

static long count_rows(struct db_export *export)
{
    const struct cell *cells;
    long rows = 0;
    int got;
    while ((got = db_export_next(export, &cells)) == 1)
        rows++;
    return got == 0 ? rows : -1;
}

STATEMENT(quoted, SQL("select "), VALUE(0), SQL("::text as a, "), VALUE(1), SQL("::text as b, current_setting('wuye.user') as c, "
          "current_setting('transaction_read_only') as d, current_user::text as e"));

static void values_and_settings_arrive_as_they_are(void **state)
{
    (void)state;
    static const char *const values[] = { "it's \\ '; drop table cards; -- 张", NULL };
    static const char *const expected[] = { "it's \\ '; drop table cards; -- 张", NULL, "O'Brien \\ 张", "on", "wuye_district" };
    struct db_export *export;
    const struct cell *cells;
    assert_int_equal(begin(&quoted, 0, values, &export), DB_OK);
    assert_int_equal(db_export_next(export, &cells), 1);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(cells[i].length, expected[i] ? (int)strlen(expected[i]) : -1);
        if (expected[i])
            assert_memory_equal(cells[i].data, expected[i], strlen(expected[i]));
    }
    assert_int_equal(db_export_next(export, &cells), 0);
    db_export_end(export);
}

STATEMENT(nothing, SQL("select id from none"));
STATEMENT(columnless, SQL("select from cards limit 3"));
STATEMENT(simple, SQL("select 7 as seven"));

static void the_connection_goes_on_afterwards(void **state)
{
    (void)state;
    static const char *const ten[] = { "10" };
    struct db_export *export;
    struct db_result *result;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(begin(&everything, 1, ten, &export), DB_OK);
        assert_int_equal(count_rows(export), 10);
        db_export_end(export);
        assert_int_equal(begin(&nothing, 0, NULL, &export), DB_OK);
        assert_int_equal(count_rows(export), 0);
        db_export_end(export);
        assert_int_equal(begin(&columnless, 0, NULL, &export), DB_OK);
        assert_int_equal(count_rows(export), 3);
        db_export_end(export);
        assert_int_equal(run(connection, &simple, 0, NULL, &result), DB_OK);
        assert_int_equal(read_integer(&db_result_row(result, 0, 0)[0]), 7);
        db_result_free(result);
    }
    assert_int_equal(server_number("select count(*) from pg_stat_activity where usename = 'wuye_district'"), 1);
}

static void an_export_that_is_left_early_ends_on_the_server(void **state)
{
    (void)state;
    struct db_export *export;
    struct db_result *result;
    const struct cell *cells;
    assert_int_equal(begin(&everything, 0, NULL, &export), DB_OK);
    assert_int_equal(db_export_next(export, &cells), 1);
    db_export_end(export);
    assert_int_equal(run(connection, &simple, 0, NULL, &result), DB_OK);
    db_result_free(result);
    for (int i = 0; i < 30 && server_number("select count(*) from pg_stat_activity where state = 'active' and usename = 'wuye_district'"); i++)
        usleep(100000);
    assert_int_equal(server_number("select count(*) from pg_stat_activity where state = 'active' and usename = 'wuye_district'"), 0);
}

STATEMENT(broken, SQL("select selec"));
STATEMENT(cast, SQL("select * from cards where id = "), VALUE(0), SQL("::int"));
STATEMENT(first_row, SQL("select break_at(id, 1) as id from (select id from cards order by id offset 0) c"));
STATEMENT(midway, SQL("select break_at(id, 90000) as id from (select id from cards order by id offset 0) c"));
STATEMENT(sleeping, SQL("select pg_sleep(30)::text"));
STATEMENT(writing, SQL("insert into none values (1) returning id"));

static void a_failure_before_the_first_row_has_an_outcome(void **state)
{
    (void)state;
    static const char *const word[] = { "x" };
    static const struct { const struct statement *statement; enum db_outcome outcome; } cases[] = {
        { &broken, DB_BUG }, { &cast, DB_INVALID }, { &first_row, DB_BUG }, { &sleeping, DB_TIMEOUT }, { &writing, DB_BUG },
    };
    struct db_export *export;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(begin(cases[i].statement, 0, word, &export), cases[i].outcome);
        assert_true(strlen(db_last_detail(connection)) > 10);
        assert_int_equal(begin(&nothing, 0, NULL, &export), DB_OK);
        assert_int_equal(count_rows(export), 0);
        db_export_end(export);
    }
    assert_int_equal(server_number("select count(*) from none"), 0);
    sleep(2); /* the server looks after its client each second */
    assert_int_equal(server_number("select count(*) from pg_stat_activity where state = 'active' and usename = 'wuye_district'"), 0);
}

static void a_failure_midway_is_told(void **state)
{
    (void)state;
    struct db_export *export;
    assert_int_equal(begin(&midway, 0, NULL, &export), DB_OK);
    assert_int_equal(count_rows(export), -1);
    assert_non_null(strstr(db_last_detail(connection), "broken"));
    db_export_end(export);
    assert_int_equal(begin(&midway, 0, NULL, &export), DB_OK);
    server_run("select pg_terminate_backend(pid, 2000) from pg_stat_activity where usename = 'wuye_district'");
    assert_int_equal(count_rows(export), -1);
    db_export_end(export);
    server_run("select pg_terminate_backend(pid, 2000) from pg_stat_activity where usename = 'wuye_district'");
    assert_int_equal(begin(&nothing, 0, NULL, &export), DB_OK);
    assert_int_equal(count_rows(export), 0);
    db_export_end(export);
}

STATEMENT(pausing, SQL("select repeat('x', 1000) as text, case id when 500 then pg_sleep("), VALUE(0), SQL("::float)::text end as nothing from generate_series(1, 600) id"));

STATEMENT(dying, SQL("select repeat('x', 1000) as text, case id when 500 then pg_terminate_backend(pg_backend_pid())::text end as nothing from generate_series(1, 600) id"));

/* Half a MiB has come by then, so that it has begun to doze between two reads. */
static void who_dozes_waits_with_patience_too_and_not_longer(void **state)
{
    (void)state;
    static const char *const within[] = { "0.5" }, *const beyond[] = { "30" };
    struct db_export *export;
    assert_int_equal(begin(&pausing, 0, within, &export), DB_OK);
    assert_int_equal(count_rows(export), 600);
    db_export_end(export);
    assert_int_equal(begin(&pausing, 0, beyond, &export), DB_OK);
    int64_t started = clock_monotonic_us();
    assert_int_equal(count_rows(export), -1);
    int64_t took = clock_monotonic_us() - started;
    assert_string_equal(db_last_detail(connection), "no row within the deadline");
    assert_true(took >= 1000000 && took < 10000000);
    db_export_end(export);
}

static void who_dozes_is_told_when_the_session_ends(void **state)
{
    (void)state;
    struct db_export *export;
    assert_int_equal(begin(&dying, 0, NULL, &export), DB_OK);
    assert_int_equal(count_rows(export), -1);
    assert_non_null(strstr(db_last_detail(connection), "terminating connection"));
    db_export_end(export);
    assert_int_equal(begin(&nothing, 0, NULL, &export), DB_OK);
    assert_int_equal(count_rows(export), 0);
    db_export_end(export);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_export_of_a_hundred_thousand_rows_equals_what_psql_prints),
        cmocka_unit_test(values_and_settings_arrive_as_they_are), cmocka_unit_test(the_connection_goes_on_afterwards),
        cmocka_unit_test(an_export_that_is_left_early_ends_on_the_server),
        cmocka_unit_test(a_failure_before_the_first_row_has_an_outcome), cmocka_unit_test(a_failure_midway_is_told),
        cmocka_unit_test(who_dozes_waits_with_patience_too_and_not_longer), cmocka_unit_test(who_dozes_is_told_when_the_session_ends),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
