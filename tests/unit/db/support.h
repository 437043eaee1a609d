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

/* A statement as a test writes it down; made into what the program has before the tests begin. */
struct written { const char *text, *each; uint32_t needs, unless; int16_t value; bool literal; };

static inline void write_statement(struct statement *statement, const struct written *written, struct sql_token *tokens)
{
    static char words[1 << 14]; /* of all statements of a program */
    static size_t used;
    statement->text = words + used;
    for (size_t i = 0; i < statement->token_count; i++) {
        const char *own = written[i].text ? written[i].text : written[i].each ? written[i].each : "";
        tokens[i] = (struct sql_token){ .length = (uint32_t)strlen(own), .needs = written[i].needs, .unless = written[i].unless,
                                        .value = written[i].value, .text = written[i].text, .literal = written[i].literal };
        assert_true(used + tokens[i].length < sizeof words);
        memcpy(words + used, own, tokens[i].length);
        used += tokens[i].length;
    }
}

#define STATEMENT(id, ...) \
    static const struct written id##_written[] = { __VA_ARGS__ }; \
    static struct sql_token id##_tokens[sizeof id##_written / sizeof *id##_written]; \
    static struct statement id = { #id, NULL, id##_tokens, sizeof id##_written / sizeof *id##_written, SQL_RETURNS_ROWS }; \
    __attribute__((constructor)) static void id##_write(void) { write_statement(&id, id##_written, id##_tokens); } \
    struct written
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
