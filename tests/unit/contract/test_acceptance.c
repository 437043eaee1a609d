/* The validator against the acceptance suite of JSON Schema draft 2020-12, for every keyword it declares. */
#include "acceptance.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "contract/pattern.h" /* src/contract */

/* The suite as Debian 12 has it gives this many; fewer would mean that the test no longer tests. */
#define CASES_AT_LEAST 542
#define GROUPS_AT_LEAST 115

static enum acceptance_expected judge(const struct acceptance_case *this)
{
    struct arena *arena = arena_new(1 << 20);
    struct faults faults = {.arena = arena};
    enum acceptance_expected found = UNREADABLE;
    json_t *value = json_read(this->data, strlen(this->data), &faults);
    if (value)
        found = schema_check(this->schema, value, &faults) ? VALID : INVALID;
    json_decref(value);
    arena_free(arena);
    return found;
}

static void the_validator_agrees_with_every_case_of_its_subset(void **state)
{
    (void)state;
    size_t wrong = 0, unreadable = 0;
    for (size_t i = 0; i < acceptance_case_count; i++) {
        const struct acceptance_case *this = &acceptance_cases[i];
        enum acceptance_expected found = judge(this);
        unreadable += this->expected == UNREADABLE;
        if (found == this->expected)
            continue;
        wrong++;
        print_message("WRONG %s: %s (expected %d, found %d)\n", this->title, this->data, this->expected, found);
    }
    print_message("%zu cases of %zu groups run, %zu of them with values that are refused when read\n", acceptance_case_count,
                  acceptance_group_count, unreadable);
    assert_int_equal(wrong, 0);
}

static void what_is_left_out_is_named(void **state)
{
    (void)state;
    size_t cases = 0;
    for (size_t i = 0; i < acceptance_left_out_count; i++) {
        const struct acceptance_left_out *this = &acceptance_left_out[i];
        cases += this->cases;
        print_message("left out %s: %s (%zu): %s\n", this->file, this->group, this->cases, this->reason);
    }
    print_message("%zu groups with %zu cases left out\n", acceptance_left_out_count, cases);
}

static void the_suite_is_there(void **state)
{
    (void)state;
    assert_true(acceptance_case_count >= CASES_AT_LEAST);
    assert_true(acceptance_group_count >= GROUPS_AT_LEAST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_validator_agrees_with_every_case_of_its_subset),
        cmocka_unit_test(what_is_left_out_is_named),
        cmocka_unit_test(the_suite_is_there),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    patterns_release();
    return failed;
}
