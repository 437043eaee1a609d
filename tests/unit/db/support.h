#pragma once
/* What the tests of this folder share. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "db/db.h"
#include "server.h"

#define STATEMENT(id, ...) \
    static const struct sql_token id##_tokens[] = { __VA_ARGS__ }; \
    static const struct statement id = { #id, id##_tokens, sizeof id##_tokens / sizeof *id##_tokens, SQL_RETURNS_ROWS }
#define SQL(words) { .text = words }
#define SQL_IF(condition, words) { .text = words, .needs = (condition) }
#define SQL_UNLESS(condition, words) { .text = words, .unless = (condition) }
#define VALUE(number) { .value = number }
#define VALUE_IF(condition, number) { .value = number, .needs = (condition) }

static const struct db_caller nobody;
static const struct db_caller somebody = { .district = "150202", .street = "150202001", .user = "O'Brien \\ 张" };

static inline struct pool *new_pool(unsigned total)
{
    struct pool_settings settings = { .conninfo = server_conninfo(), .total = total, .wait_ms = 3000, .read_timeout_ms = 1000,
                                      .write_timeout_ms = 1500, .prepared_max = 8 };
    struct pool *pool = pool_new(&settings);
    assert_non_null(pool);
    return pool;
}

static inline struct connection *borrow(struct pool *pool, enum db_role role)
{
    struct connection *connection = NULL;
    assert_int_equal(pool_borrow(pool, role, &connection), DB_OK);
    assert_non_null(connection);
    return connection;
}

/* Run one statement and keep the result in *ret_result. */
static inline enum db_outcome run(struct connection *connection, const struct statement *statement, uint32_t conditions,
                                  const char *const *values, struct db_result **ret_result)
{
    struct db_step step = { .statement = statement, .conditions = conditions, .values = values };
    struct db_trip trip = { .caller = &somebody, .steps = &step, .step_count = 1 };
    return db_run(connection, &trip, ret_result);
}

static inline enum db_outcome run_write(struct connection *connection, const struct statement *statement,
                                        const char *const *values, struct db_result **ret_result)
{
    struct db_step step = { .statement = statement, .values = values };
    struct db_trip trip = { .caller = &somebody, .writes = true, .steps = &step, .step_count = 1 };
    return db_run(connection, &trip, ret_result);
}

/* The first cell of the first row as text; "" when null. */
static inline const char *only_text(struct db_result *result, struct arena *arena)
{
    assert_true(db_result_rows(result, 0) > 0);
    const char *text = db_result_text(result, arena, 0, 0, db_result_shape(result, 0)->columns[0].label);
    return text ? text : "";
}
