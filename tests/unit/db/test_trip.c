#include "support.h"
#include <stdio.h>

static struct pool *pool;
static struct connection *connection;
static struct arena *arena;

static int start(void **state)
{
    (void)state;
    server_start();
    server_run("create table firms (id int constraint firms_id primary key, name text not null constraint firms_name check (name <> ''),"
               " parent int constraint firms_parent_12345 references firms deferrable initially deferred);"
               "create table hidden (id int); create table guarded (id int); alter table guarded enable row level security;"
               "create policy guarded_all on guarded for all using (true) with check (id < 10);"
               "grant all on firms, guarded to wuye_district;"
               "insert into firms values (1, 'one', null);"
               "create function refuse() returns int language plpgsql as $$ begin raise exception using errcode='WU001',"
               " message='ticket_round_gap'; end $$;");
    pool = new_pool(4);
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
    arena = arena_new(1 << 20);
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

STATEMENT(who, SQL("select current_user || '|' || current_setting('wuye.district') || '|' || current_setting('wuye.user') || '|' || "
                   "coalesce(nullif(current_setting('wuye.firm', true), ''), 'none') as who"));

static void the_caller_becomes_a_role_with_settings(void **state)
{
    (void)state;
    struct db_result *result;
    assert_int_equal(run(connection, &who, 0, NULL, &result), DB_OK);
    assert_string_equal(only_text(result, arena), "wuye_district|150202|O'Brien \\ 张|none");
    assert_true(db_result_time_us(result) > 0);
    db_result_free(result);
}

STATEMENT(leftover, SQL("select coalesce(current_setting('wuye.district', true), '') || current_setting('transaction_read_only') || "
                        "current_setting('plan_cache_mode')"));

static void settings_end_with_the_trip(void **state)
{
    (void)state;
    struct db_result *result;
    struct db_step step = { .statement = &leftover };
    struct db_trip trip = { .caller = &somebody, .custom_plan = true, .steps = &step, .step_count = 1 };
    assert_int_equal(db_run(connection, &trip, &result), DB_OK);
    assert_string_equal(only_text(result, arena), "150202onforce_custom_plan");
    db_result_free(result);
    trip = (struct db_trip){ .caller = &nobody, .writes = true, .steps = &step, .step_count = 1 };
    assert_int_equal(db_run(connection, &trip, &result), DB_OK);
    assert_string_equal(only_text(result, arena), "offauto");
    db_result_free(result);
}

#define HAS_NAME 1u
#define HAS_ID 2u
STATEMENT(list, SQL("select id, name, null::text as \"none\" from firms where true "), SQL_IF(HAS_NAME, "and name = "),
          VALUE_IF(HAS_NAME, 0), SQL_IF(HAS_ID, " and id = "), VALUE_IF(HAS_ID, 1), SQL_IF(HAS_ID, "::int"),
          SQL_UNLESS(HAS_ID, " limit 1"), SQL(";"));
STATEMENT(prepared, SQL("select count(*) from pg_prepared_statements where name like '%/list/%'"));

static void optional_lines_make_variants(void **state)
{
    (void)state;
    static const char *const values[] = { "one", "1" };
    static const struct { uint32_t conditions; size_t rows; } cases[] = {
        { 0, 1 }, { HAS_NAME, 1 }, { HAS_ID, 1 }, { HAS_NAME | HAS_ID, 1 }, { HAS_NAME | HAS_ID | 64 | 4, 1 },
    };
    struct db_result *result;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(run(connection, &list, cases[i].conditions, values, &result), DB_OK);
        assert_int_equal(db_result_rows(result, 0), cases[i].rows);
        assert_int_equal(db_result_shape(result, 0)->columns[0].type, VALUE_INT4);
        const struct cell *cells = db_result_row(result, 0, 0);
        assert_int_equal(cells[0].length, 4);
        assert_int_equal(cells[0].data[3], 1);
        assert_memory_equal(cells[1].data, "one", 3);
        assert_int_equal(cells[2].length, -1);
        db_result_free(result);
    }
    assert_int_equal(run(connection, &prepared, 0, NULL, &result), DB_OK);
    assert_string_equal(only_text(result, arena), "4"); /* conditions that no line looks at make no variant */
    db_result_free(result);
}

STATEMENT(add, SQL("insert into firms values ("), VALUE(0), SQL(", "), VALUE(1), SQL(", "), VALUE(2), SQL(") returning id"));

static enum db_outcome add_firm(const char *id, const char *name, const char *parent, struct db_result **ret_result)
{
    const char *values[] = { id, name, parent };
    return run_write(connection, &add, values, ret_result);
}

static void a_refusal_names_its_constraint(void **state)
{
    (void)state;
    static const struct { const char *id, *name, *parent; enum db_outcome outcome; const char *constraint; } cases[] = {
        { "1", "again", NULL, DB_CONSTRAINT, "firms_id" },
        { "2", "", NULL, DB_CONSTRAINT, "firms_name" },
        { "2", "two", "77", DB_CONSTRAINT, "firms_parent" }, /* deferred: fails after its row; the shard's number is cut */
        { "x", "two", NULL, DB_INVALID, "" },
        { "99999999999", "two", NULL, DB_INVALID, "" },
        { "2", NULL, NULL, DB_BUG, "" },
    };
    struct db_result *result;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(add_firm(cases[i].id, cases[i].name, cases[i].parent, &result), cases[i].outcome);
        assert_string_equal(db_result_constraint(result), cases[i].constraint);
        assert_string_equal(db_last_constraint(connection), cases[i].constraint);
        assert_true(strlen(db_result_detail(result)) > 10);
        assert_null(strstr(db_result_detail(result), "99999999999"));
        assert_int_equal(db_result_rows(result, 0), 0);
        assert_int_equal(db_result_shape(result, 0)->count, 0);
        db_result_free(result);
    }
    assert_int_equal(server_number("select count(*) from firms"), 1);
}

STATEMENT(raising, SQL("select refuse()"));
STATEMENT(forbidden, SQL("select * from hidden"));
STATEMENT(guard, SQL("insert into guarded values ("), VALUE(0), SQL(")"));
STATEMENT(broken, SQL("selec 1"));
STATEMENT(empty, SQL(" "));
STATEMENT(copying, SQL("copy firms to stdout"));

static void other_refusals_have_their_outcome(void **state)
{
    (void)state;
    static const char *const eleven[] = { "11" };
    static const struct { const struct statement *statement; enum db_outcome outcome; const char *constraint; } cases[] = {
        { &raising, DB_RAISED, "ticket_round_gap" }, { &forbidden, DB_BUG, "" }, { &guard, DB_DENIED, "" },
        { &broken, DB_BUG, "" }, { &empty, DB_BUG, "" }, { &copying, DB_BUG, "" },
    };
    struct db_result *result;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(run_write(connection, cases[i].statement, eleven, &result), cases[i].outcome);
        assert_string_equal(db_result_constraint(result), cases[i].constraint);
        db_result_free(result);
        assert_int_equal(run(connection, &who, 0, NULL, &result), DB_OK);
        db_result_free(result);
    }
}

static void a_read_cannot_write(void **state)
{
    (void)state;
    const char *values[] = { "5", "five", NULL };
    struct db_result *result;
    assert_int_equal(run(connection, &add, 0, values, &result), DB_BUG);
    assert_non_null(strstr(db_result_detail(result), "25006"));
    db_result_free(result);
    assert_int_equal(server_number("select count(*) from firms"), 1);
}

STATEMENT(one_more, SQL("insert into firms values ("), VALUE(0), SQL(", 'more') returning id as \"id\""));
STATEMENT(look, SQL("select name, id = "), VALUE(0), SQL("::int as same, '{\"a\": 1}'::jsonb as j, date '2026-11-21' as d, "
    "timestamptz '2026-11-21 12:00:00.5+08' as t, '00000000-0000-7000-8000-0000000000ff'::uuid as u, '\\x0102'::bytea as b, "
    "-7::bigint as i, 'infinity'::date as e from firms where id = "), VALUE(0), SQL("::int"));

static void a_write_and_its_reading_go_in_one_trip(void **state)
{
    (void)state;
    static const char *const values[] = { "41" };
    struct db_step steps[] = { { .statement = &one_more, .values = values }, { .statement = &look, .values = values } };
    struct db_trip trip = { .caller = &somebody, .writes = true, .steps = steps, .step_count = 2 };
    struct db_result *result;
    size_t length = 0;
    assert_int_equal(db_run(connection, &trip, &result), DB_OK);
    assert_string_equal(only_text(result, arena), "41");
    static const struct { const char *label, *text; } cells[] = {
        { "name", "more" }, { "same", "true" }, { "j", "{\"a\": 1}" }, { "d", "2026-11-21" },
        { "t", "2026-11-21T12:00:00.5+08:00" }, { "u", "00000000-0000-7000-8000-0000000000ff" }, { "i", "-7" }, { "e", "infinity" },
    };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        assert_string_equal(db_result_text(result, arena, 1, 0, cells[i].label), cells[i].text);
    assert_null(db_result_text(result, arena, 1, 0, "missing"));
    assert_null(db_result_text(result, arena, 1, 1, "name"));
    assert_null(db_result_text(result, arena, 2, 0, "name"));
    assert_memory_equal(db_result_bytes(result, 1, 0, "b", &length), "\1\2", 2);
    assert_int_equal(length, 2);
    db_result_free(result);
    /* The second fails: the first has not happened. */
    static const char *const next[] = { "42" };
    steps[0].values = next;
    steps[1].statement = &raising;
    assert_int_equal(db_run(connection, &trip, &result), DB_RAISED);
    db_result_free(result);
    assert_int_equal(server_number("select count(*) from firms where id = 42"), 0);
}

static void the_same_statement_may_come_twice_in_a_trip(void **state)
{
    (void)state;
    static const char *const first[] = { "51" }, *const second[] = { "52" };
    struct db_step steps[] = { { .statement = &one_more, .values = first }, { .statement = &one_more, .values = second } };
    struct db_trip trip = { .caller = &somebody, .writes = true, .steps = steps, .step_count = 2 };
    struct db_result *result;
    struct connection *fresh = borrow(pool, DB_DISTRICT);
    assert_int_equal(db_run(fresh, &trip, &result), DB_OK);
    assert_string_equal(db_result_text(result, arena, 1, 0, "id"), "52");
    db_result_free(result);
    pool_return(pool, fresh);
}

STATEMENT(wide, SQL("select * from shifting"));

static void a_changed_table_is_prepared_anew(void **state)
{
    (void)state;
    struct db_result *result;
    server_run("create table shifting (a int); insert into shifting values (1); grant all on shifting to wuye_district");
    assert_int_equal(run(connection, &wide, 0, NULL, &result), DB_OK);
    db_result_free(result);
    server_run("alter table shifting add b text default 'new'");
    assert_int_equal(run(connection, &wide, 0, NULL, &result), DB_OK);
    assert_string_equal(db_result_text(result, arena, 0, 0, "b"), "new");
    db_result_free(result);
    server_run("alter table shifting alter a type text");
    assert_int_equal(run_write(connection, &wide, NULL, &result), DB_OK);
    assert_int_equal(db_result_shape(result, 0)->columns[0].type, VALUE_TEXT);
    db_result_free(result);
}

STATEMENT(deallocate_all, SQL("deallocate all"));

static void prepared_statements_that_vanished_come_back(void **state)
{
    (void)state;
    struct db_result *result;
    assert_int_equal(run(connection, &who, 0, NULL, &result), DB_OK);
    db_result_free(result);
    assert_int_equal(run_write(connection, &deallocate_all, NULL, &result), DB_OK);
    db_result_free(result);
    assert_int_equal(run(connection, &who, 0, NULL, &result), DB_OK);
    db_result_free(result);
}

static void open_transaction(const char *id, enum db_outcome expected)
{
    const char *values[] = { id };
    struct db_step step = { .statement = &one_more, .values = values };
    struct db_trip trip = { .caller = &somebody, .writes = true, .open = true, .steps = &step, .step_count = 1 };
    struct db_result *result;
    assert_int_equal(db_run(connection, &trip, &result), expected);
    db_result_free(result);
}

static enum db_outcome go_on(const struct statement *statement, const char *const *values)
{
    struct db_step step = { .statement = statement, .values = values };
    struct db_result *result;
    enum db_outcome outcome = db_continue(connection, &step, 1, &result);
    db_result_free(result);
    return outcome;
}

static void an_open_transaction_commits_or_rolls_back(void **state)
{
    (void)state;
    static const char *const next[] = { "62" };
    open_transaction("61", DB_OK);
    assert_int_equal(server_number("select count(*) from firms where id = 61"), 0);
    assert_int_equal(go_on(&one_more, next), DB_OK);
    assert_int_equal(db_commit(connection), DB_OK);
    assert_int_equal(server_number("select count(*) from firms where id in (61, 62)"), 2);
    open_transaction("63", DB_OK);
    db_rollback(connection);
    open_transaction("63", DB_OK);
    assert_int_equal(go_on(&raising, NULL), DB_RAISED);
    assert_string_equal(db_last_constraint(connection), "ticket_round_gap");
    assert_int_equal(go_on(&one_more, next), DB_AWAY);
    assert_int_equal(db_commit(connection), DB_AWAY);
    open_transaction("61", DB_CONSTRAINT);
    open_transaction("64", DB_OK);
    pool_return(pool, connection); /* forgotten */
    connection = borrow(pool, DB_DISTRICT);
    assert_int_equal(server_number("select count(*) from firms where id in (63, 64)"), 0);
    assert_int_equal(server_number("select count(*) from pg_stat_activity where state like 'idle in%'"), 0);
}

static enum db_outcome end_with(const struct statement *statement, const char *const *values, char *ret_constraint, size_t size)
{
    struct db_step step = { .statement = statement, .values = values };
    struct db_result *result;
    enum db_outcome outcome = db_finish(connection, &step, 1, &result);
    snprintf(ret_constraint, size, "%s", db_result_constraint(result));
    db_result_free(result);
    return outcome;
}

static void the_last_step_and_the_commit_go_together(void **state)
{
    (void)state;
    char constraint[64];
    static const char *const next[] = { "82" }, *const again[] = { "84" }, *const orphan[] = { "86", "orphan", "777" };
    open_transaction("81", DB_OK);
    assert_int_equal(end_with(&one_more, next, constraint, sizeof constraint), DB_OK);
    assert_int_equal(server_number("select count(*) from firms where id in (81, 82)"), 2);
    assert_int_equal(end_with(&one_more, next, constraint, sizeof constraint), DB_AWAY);
    open_transaction("83", DB_OK);
    assert_int_equal(end_with(&raising, NULL, constraint, sizeof constraint), DB_RAISED);
    assert_string_equal(constraint, "ticket_round_gap");
    open_transaction("85", DB_OK);
    assert_int_equal(end_with(&add, orphan, constraint, sizeof constraint), DB_CONSTRAINT);
    assert_string_equal(constraint, "firms_parent");
    assert_int_equal(server_number("select count(*) from firms where id between 83 and 86"), 0);
    open_transaction("84", DB_OK);
    assert_int_equal(end_with(&one_more, again, constraint, sizeof constraint), DB_CONSTRAINT);
    assert_int_equal(server_number("select count(*) from pg_stat_activity where state like 'idle in%'"), 0);
}

static void a_commit_that_fails_names_its_constraint(void **state)
{
    (void)state;
    const char *values[] = { "71", "orphan", "777" };
    open_transaction("70", DB_OK);
    assert_int_equal(go_on(&add, values), DB_OK);
    assert_int_equal(db_commit(connection), DB_CONSTRAINT);
    assert_string_equal(db_last_constraint(connection), "firms_parent");
    assert_int_equal(server_number("select count(*) from firms where id in (70, 71)"), 0);
}

STATEMENT(large, SQL("select length("), VALUE(0), SQL("::text) as n, "), VALUE(0), SQL("::text as t"));

static void values_of_many_megabytes_pass_both_ways(void **state)
{
    (void)state;
    size_t size = 6 << 20;
    char *text = test_malloc(size + 1);
    memset(text, 'x', size);
    text[size] = 0;
    const char *values[] = { text };
    struct db_result *result;
    assert_int_equal(run(connection, &large, 0, values, &result), DB_OK);
    assert_int_equal(db_result_row(result, 0, 0)[1].length, (int)size);
    db_result_free(result);
    test_free(text);
}

static void the_schema_says_its_version(void **state)
{
    (void)state;
    int version = -1;
    assert_int_equal(db_schema_version(connection, &version), DB_BUG);
    server_run("create table schema_migrations (version int); insert into schema_migrations values (3), (12);"
               "grant select on schema_migrations to public");
    assert_int_equal(db_schema_version(connection, &version), DB_OK);
    assert_int_equal(version, 12);
}

int main(void)
{
    #define TEST(name) cmocka_unit_test_setup_teardown(name, take, give)
    const struct CMUnitTest tests[] = {
        TEST(the_caller_becomes_a_role_with_settings), TEST(settings_end_with_the_trip), TEST(optional_lines_make_variants),
        TEST(a_refusal_names_its_constraint), TEST(other_refusals_have_their_outcome),
        TEST(a_read_cannot_write), TEST(a_write_and_its_reading_go_in_one_trip), TEST(the_same_statement_may_come_twice_in_a_trip),
        TEST(a_changed_table_is_prepared_anew), TEST(prepared_statements_that_vanished_come_back),
        TEST(an_open_transaction_commits_or_rolls_back), TEST(the_last_step_and_the_commit_go_together), TEST(a_commit_that_fails_names_its_constraint),
        TEST(values_of_many_megabytes_pass_both_ways), TEST(the_schema_says_its_version),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
