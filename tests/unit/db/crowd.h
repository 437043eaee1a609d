#pragma once
/* Many who ask at once, on a pool with lanes, and see to it that each answer is their own. */
#include "support.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/clock.h"

#define CROWD 12

static inline int lanes_start(void **state)
{
    (void)state;
    server_start();
    server_run("create function refuse(code text) returns text language plpgsql as $$ begin raise exception using errcode = 'WU001', message = code; end $$;");
    return 0;
}

static inline int lanes_stop(void **state)
{
    (void)state;
    server_stop();
    return 0;
}

STATEMENT(echo, SQL("select current_setting('wuye.user') as who, "), VALUE(0), SQL("::text as what, 1 / "), VALUE(1), SQL("::int as one"));
STATEMENT(refusal, SQL("select refuse("), VALUE(0), SQL(") as never"));
STATEMENT(nap, SQL("select pg_sleep("), VALUE(0), SQL("::float8), 'slept' as what"));
STATEMENT(spelt, SQL("select "), { .value = 0, .literal = true }, SQL(" as what"));
STATEMENT(named, SQL("select current_setting('wuye.user') as who, "), { .value = 0, .literal = true }, SQL(" as what"));
STATEMENT(misspelt, SQL("select "), { .value = 0, .literal = true }, SQL("::int as what"));

static inline struct pool *lanes_pool(unsigned total, unsigned lanes)
{
    struct pool_settings settings = { .conninfo = server_conninfo(), .total = total, .wait_ms = 5000, .read_timeout_ms = 1000,
                                      .write_timeout_ms = 1500, .prepared_max = 8, .lanes = lanes };
    struct pool *pool = pool_new(&settings);
    assert_non_null(pool);
    return pool;
}

static inline enum db_outcome ask_as(struct pool *pool, enum db_role role, const char *user, const struct statement *statement, const char *const *values, struct db_result **ret_result)
{
    struct db_caller caller = { .district = "150202", .user = user };
    struct db_step step = { .statement = statement, .values = values };
    struct db_trip trip = { .caller = &caller, .steps = &step, .step_count = 1 };
    *ret_result = NULL;
    return pool_run(pool, role, &trip, ret_result);
}

static inline enum db_outcome ask(struct pool *pool, const char *user, const struct statement *statement, const char *const *values, struct db_result **ret_result)
{
    return ask_as(pool, DB_DISTRICT, user, statement, values, ret_result);
}

static inline bool says(struct db_result *result, const char *label, const char *wanted)
{
    struct arena *arena = arena_new(1 << 16);
    const char *text = result && db_result_rows(result, 0) ? db_result_text(result, arena, 0, 0, label) : NULL;
    bool same = text && strcmp(text, wanted) == 0;
    arena_free(arena);
    return same;
}

/* So that they count as quick. */
static inline void warm(struct pool *pool)
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
    bool pairs;             /* two statements, the second of which is new in each round */
    pthread_barrier_t *together; /* a round begins when all are there, and all before have their answers */
    atomic_llong longest_us;
    atomic_uint turn, fine, wrong, away;
    atomic_bool stop;
};

static inline void judge(struct crowd *crowd, enum db_outcome outcome, enum db_outcome wanted, bool same)
{
    if (outcome == wanted && same)
        crowd->fine++;
    else if (outcome == DB_AWAY || outcome == DB_TIMEOUT)
        crowd->away++;
    else
        crowd->wrong++;
}

static inline enum db_outcome ask_twice(struct crowd *crowd, const char *who, const char *one, const char *text, struct db_result **ret_result)
{
    struct db_caller caller = { .district = "150202", .user = who };
    const char *const first[] = { crowd->together ? text : who, one }, *const second[] = { text };
    struct db_step steps[2] = { { .statement = crowd->together ? &named : &echo, .values = first }, { .statement = &spelt, .values = second } };
    struct db_trip trip = { .caller = &caller, .steps = steps, .step_count = 2 };
    *ret_result = NULL;
    return pool_run(crowd->pool, DB_DISTRICT, &trip, ret_result);
}

/* The first of the two fails now and then, and what the second needs is never prepared. */
static inline void one_pair(struct crowd *crowd, unsigned person, unsigned round)
{
    char who[32], text[32];
    struct db_result *result;
    snprintf(who, sizeof who, "person %u", person);
    snprintf(text, sizeof text, "text %u", crowd->errors ? round : round * 100 + person);
    bool fails = crowd->errors && (person + round) % 3 == 0;
    enum db_outcome outcome = ask_twice(crowd, who, fails ? "0" : "1", text, &result);
    judge(crowd, outcome, fails ? DB_INVALID : DB_OK, fails || says(result, "who", who));
    db_result_free(result);
}

static inline void one_round(struct crowd *crowd, unsigned person, unsigned round)
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

static inline void *person(void *of)
{
    struct crowd *crowd = of;
    unsigned number = crowd->turn++;
    for (unsigned i = 0; i < crowd->rounds && !crowd->stop; i++) {
        if (crowd->together)
            pthread_barrier_wait(crowd->together);
        int64_t before = clock_monotonic_us();
        if (crowd->pairs)
            one_pair(crowd, number, i);
        else
            one_round(crowd, number, i);
        int64_t took = clock_monotonic_us() - before;
        if (took > crowd->longest_us)
            crowd->longest_us = took;
    }
    return NULL;
}

static inline void gather(struct crowd *crowd, void (*meanwhile)(struct crowd *))
{
    pthread_t threads[CROWD];
    for (size_t i = 0; i < CROWD; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, person, crowd), 0);
    if (meanwhile)
        meanwhile(crowd);
    for (size_t i = 0; i < CROWD; i++)
        pthread_join(threads[i], NULL);
}
