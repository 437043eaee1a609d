/* What the audit keeps of a body, for bodies that no operation takes yet. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "api/private.h"

static const struct sealed_property sealed[] = {{.pointer = "/owner/phone", .seal = true}, {.pointer = "/people/phone", .seal = true}};
static const struct operation ordinary = {.path = "/v1/estates", .sealed = sealed, .sealed_count = 2};
static const struct operation spoken = {.path = "/v1/complaints/{id}/return"};

static void keeps(const struct operation *operation, const char *body, const char *wanted)
{
    struct arena *arena = arena_new(1 << 20);
    struct exchange x = {.arena = arena, .operation = operation, .body = body ? json_loads(body, 0, NULL) : NULL};
    const char *text = audit_detail(&x);
    if (wanted)
        assert_string_equal(text, wanted);
    else
        assert_null(text);
    json_decref(x.body);
    arena_free(arena);
}

static void a_body_is_kept_as_it_is(void **state)
{
    (void)state;
    keeps(&ordinary, "{\"b\": [1, {\"c\": null}], \"a\": \"甲\"}", "{\"body\":{\"a\":\"甲\",\"b\":[1,{\"c\":null}]}}");
    keeps(&ordinary, "{}", "{\"body\":{}}");
    keeps(&ordinary, NULL, NULL);
    keeps(&ordinary, "[1]", NULL);
}

static void what_is_sealed_or_secret_is_named_and_not_kept(void **state)
{
    (void)state;
    keeps(&ordinary, "{\"owner\": {\"phone\": \"13800138000\", \"kind\": 1}, \"people\": [{\"phone\": \"13800138000\"}, {\"phone\": \"1\"}]}",
          "{\"body\":{\"owner\":{\"kind\":1},\"people\":[{},{}]},\"withheld\":[\"/owner/phone\",\"/people/phone\",\"/people/phone\"]}");
    keeps(&ordinary, "{\"oldPassword\": \"x\", \"deep\": [{\"client_secret\": {\"a\": 1}}]}", "{\"body\":{\"deep\":[{}]},\"withheld\":[\"/oldPassword\",\"/deep/client_secret\"]}");
}

static void of_residents_the_names_of_members_alone(void **state)
{
    (void)state;
    keeps(&spoken, "{\"reason\": \"王女士来电\"}", "{\"members\":[\"reason\"]}");
}

static void a_long_body_is_named(void **state)
{
    (void)state;
    char body[9000];
    snprintf(body, sizeof body, "{\"note\": \"%08500d\"}", 0);
    keeps(&ordinary, body, "{\"bytes\":8520,\"members\":[\"note\"]}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_body_is_kept_as_it_is), cmocka_unit_test(what_is_sealed_or_secret_is_named_and_not_kept),
        cmocka_unit_test(of_residents_the_names_of_members_alone), cmocka_unit_test(a_long_body_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
