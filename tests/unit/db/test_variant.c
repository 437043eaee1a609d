#include "support.h"
#include <stdio.h>

static struct pool *pool;
static struct connection *connection;
static struct arena *arena;

static int start(void **state)
{
    (void)state;
    server_start();
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

STATEMENT(filter, SQL("select "), { .value = 0, .literal = true }, SQL("::text || '/' || "), VALUE(1), SQL("::text"));
STATEMENT(filters, SQL("select count(*)::int from pg_prepared_statements where name like '%/filter/%'"));

static void a_list_filter_stands_in_the_text(void **state)
{
    (void)state;
    static const char *const hostile[] = { "{received}", "{a,b}", "'; drop table firms; --", "\\' or 1=1", "", "{received}" };
    struct db_result *result;
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        const char *values[] = { hostile[i], "z" };
        assert_int_equal(run(connection, &filter, 0, values, &result), DB_OK);
        assert_string_equal(only_text(result, arena), arena_printf(arena, "%s/z", hostile[i]));
        db_result_free(result);
    }
    assert_int_equal(run(connection, &filters, 0, NULL, &result), DB_OK);
    assert_string_equal(only_text(result, arena), "5");
    db_result_free(result);
}

STATEMENT(compared, SQL("select string_agg(v, '/' order by v) from unnest(array['a', 'b', 'it''s', 'say \"x\"', 'c\\d', 'e,f']) v where v = "),
          { .value = 0, .literal = true, .each = "text" });

/* One value is compared as itself: an index is read in its order for a value, not for a list of one. */
static void a_list_of_one_is_its_value(void **state)
{
    (void)state;
    static const struct { const char *list, *found; } cases[] = {
        { "{\"a\"}", "a" }, { "{\"a\",\"b\"}", "a/b" }, { "{a,b}", "a/b" }, { "{a}", "a" }, { "{\"it's\"}", "it's" }, { "{\"say \\\"x\\\"\"}", "say \"x\"" },
        { "{\"c\\\\d\"}", "c\\d" }, { "{\"e,f\"}", "e,f" }, { "{}", NULL }, { "{\"\"}", NULL }, { NULL, NULL },
    };
    struct db_result *result;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *values[] = { cases[i].list };
        assert_int_equal(run(connection, &compared, 0, values, &result), DB_OK);
        const char *found = db_result_text(result, arena, 0, 0, "string_agg");
        if (cases[i].found)
            assert_string_equal(found, cases[i].found);
        else
            assert_null(found);
        db_result_free(result);
    }
    static const char *const broken[] = { "{\"a\"", "{\"a\\\"}", "{\"a\"}}" };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        const char *values[] = { broken[i] };
        assert_int_equal(run(connection, &compared, 0, values, &result), DB_INVALID);
        db_result_free(result);
    }
}

STATEMENT(many, SQL("select 'x'"), SQL_IF(1, " || 'a'"), SQL_IF(2, " || 'b'"), SQL_IF(4, " || 'c'"), SQL_IF(8, " || 'd'"),
          SQL_IF(16, " || 'e'"));
STATEMENT(kept, SQL("select count(*)::int from pg_prepared_statements where name not like 's___'"));

static void the_least_recently_used_variant_goes(void **state)
{
    (void)state;
    struct db_result *result;
    for (unsigned round = 0; round < 3; round++) {
        for (uint32_t i = 0; i < 32; i++) {
            assert_int_equal(run(connection, &many, i, NULL, &result), DB_OK);
            char expected[8] = "x";
            for (unsigned bit = 0; bit < 5; bit++)
                if (i & (1u << bit))
                    strncat(expected, &"abcde"[bit], 1);
            assert_string_equal(only_text(result, arena), expected);
            db_result_free(result);
        }
    }
    assert_int_equal(run(connection, &kept, 0, NULL, &result), DB_OK);
    assert_string_equal(only_text(result, arena), "8");
    db_result_free(result);
}

int main(void)
{
    #define TEST(name) cmocka_unit_test_setup_teardown(name, take, give)
    const struct CMUnitTest tests[] = {
        TEST(a_list_filter_stands_in_the_text),
        TEST(a_list_of_one_is_its_value),
        TEST(the_least_recently_used_variant_goes),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
