/* What is deprecated says so: an operation always, a parameter when it was given. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "api/private.h"

static const struct farewell soon = {"@1782835200", "Thu, 31 Dec 2026 16:00:00 GMT"}, later = {"@1798732800", "Wed, 30 Jun 2027 16:00:00 GMT"};
static const struct parameter parameters[] = {{.name = "state"}, {.name = "old", .farewell = &later}};
static const struct operation stays = {.path = "/v1/a", .parameters = parameters, .parameter_count = 2};
static const struct operation leaves = {.path = "/v1/b", .parameters = parameters, .parameter_count = 2, .farewell = &soon};

static const char *header(const struct http_answer *answer, const char *name)
{
    for (size_t i = 0; i < answer->header_count; i++)
        if (strcmp(answer->headers[i].name, name) == 0)
            return answer->headers[i].value;
    return NULL;
}

static void hears(const struct operation *operation, const char *old, const struct farewell *wanted)
{
    struct arena *arena = arena_new(1 << 20);
    const char *values[] = {"open", old};
    struct http_answer answer = {.status = 200};
    struct exchange x = {.arena = arena, .operation = operation, .parameters = values, .answer = &answer};
    say_farewell(&x);
    if (wanted) {
        assert_string_equal(header(&answer, "Deprecation"), wanted->since);
        assert_string_equal(header(&answer, "Sunset"), wanted->until);
        assert_string_equal(header(&answer, "Link"), "</docs>; rel=\"deprecation\"; type=\"text/html\"");
    } else {
        assert_int_equal(answer.header_count, 0);
    }
    arena_free(arena);
}

static void an_operation_that_leaves_says_so(void **state)
{
    (void)state;
    hears(&leaves, NULL, &soon);
    hears(&leaves, "1", &soon);
}

static void a_parameter_that_leaves_says_so_when_it_was_given(void **state)
{
    (void)state;
    hears(&stays, "1", &later);
    hears(&stays, NULL, NULL);
    hears(NULL, "1", NULL);
}

static void the_next_page_is_still_linked(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 20);
    const char *values[] = {NULL, NULL};
    struct http_answer answer = {.status = 200};
    struct exchange x = {.arena = arena, .operation = &leaves, .parameters = values, .answer = &answer};
    http_set(&answer, "Link", "</v1/b?cursor=x>; rel=\"next\"");
    say_farewell(&x);
    assert_string_equal(header(&answer, "Link"), "</v1/b?cursor=x>; rel=\"next\", </docs>; rel=\"deprecation\"; type=\"text/html\"");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_operation_that_leaves_says_so),
        cmocka_unit_test(a_parameter_that_leaves_says_so_when_it_was_given),
        cmocka_unit_test(the_next_page_is_still_linked),
    };
    return cmocka_run_group_tests_name("farewell", tests, NULL, NULL);
}
