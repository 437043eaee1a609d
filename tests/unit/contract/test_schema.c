#include "support.h"
#include "contract/pattern.h" /* src/contract */

static struct faults *check(const struct schema *schema, const char *text)
{
    struct faults *faults = faults_new();
    json_t *value = json_read(text, strlen(text), faults);
    assert_non_null(value);
    (void)!schema_check(schema, value, faults);
    json_decref(value);
    return faults;
}

static void holds(const struct schema *schema, const char *text)
{
    struct faults *faults = check(schema, text);
    if (faults->total != 0)
        fail_msg("%s: %s at '%s'", text, faults->items[0].code, faults->items[0].pointer);
    faults_free(faults);
}

static void refuses(const struct schema *schema, const char *text, const char *pointer, const char *code)
{
    struct faults *faults = check(schema, text);
    if (!has_fault(faults, pointer, code))
        fail_msg("%s: no fault %s at '%s' among %zu", text, code, pointer, faults->total);
    faults_free(faults);
}

static void all_faults_of_a_body_are_found_at_once(void **state)
{
    (void)state;
    static const struct schema phone = SCHEMA(.types = SCHEMA_STRING, .pattern = "^[0-9]+$", .max_length = 3);
    static const struct schema age = SCHEMA(.types = SCHEMA_INTEGER, .has_minimum = true, .minimum = "0");
    static const struct schema list = SCHEMA(.types = SCHEMA_ARRAY, .items = &age, .max_items = 3);
    static const struct schema_property properties[] = {{"a/g~e", &age, false}, {"list", &list, false}, {"phone", &phone, true}};
    static const char *const required[] = {"name", "phone"};
    static const struct schema body = SCHEMA(.types = SCHEMA_OBJECT, .properties = properties, .property_count = 3, .closed = true,
                                             .required = required, .required_count = 2);
    struct faults *faults = check(&body, "{\"a/g~e\":-1,\"list\":[1,\"x\",1.5],\"phone\":\"12a\",\"more\":1}");
    assert_true(has_fault(faults, "/a~1g~0e", "minimum"));
    assert_true(has_fault(faults, "/list/1", "type"));
    assert_true(has_fault(faults, "/list/2", "type"));
    assert_true(has_fault(faults, "/phone", "pattern"));
    assert_true(has_fault(faults, "/more", "additionalProperties"));
    assert_true(has_fault(faults, "/name", "required"));
    assert_int_equal(faults->total, 6);
    faults_free(faults);
    refuses(&body, "{\"phone\":\"1\",\"name\":1}", "/name", "additionalProperties");
}

static void faults_beyond_the_bound_are_counted(void **state)
{
    (void)state;
    static const struct schema never = SCHEMA(.never = true);
    static const struct schema list = SCHEMA(.items = &never);
    char text[1024] = "[0";
    for (int i = 0; i < 199; i++)
        strcat(text, ",0");
    strcat(text, "]");
    struct faults *faults = check(&list, text);
    assert_int_equal(faults->count, FAULTS_MAX);
    assert_int_equal(faults->total, 200);
    faults_free(faults);
}

static void lengths_count_code_points(void **state)
{
    (void)state;
    static const struct schema two = SCHEMA(.types = SCHEMA_STRING, .min_length = 2, .max_length = 2);
    holds(&two, "\"小区\"");
    holds(&two, "\"🐲🐲\"");
    holds(&two, "\"\\ud83d\\udc32a\"");
    refuses(&two, "\"小\"", "", "minLength");
    refuses(&two, "\"小区房\"", "", "maxLength");
    refuses(&two, "\"🐲\"", "", "minLength");
}

static void numbers_compare_exactly(void **state)
{
    (void)state;
    static const struct schema tenth = SCHEMA(.types = SCHEMA_NUMBER, .has_maximum = true, .maximum = "0.1", .has_minimum = true, .minimum = "-0.1");
    static const struct schema big = SCHEMA(.types = SCHEMA_INTEGER, .has_maximum = true, .maximum = "9007199254740992");
    static const struct schema open = SCHEMA(.has_minimum = true, .minimum = "100", .exclusive_minimum = true);
    holds(&tenth, "0.1");
    holds(&tenth, "1e-1");
    holds(&tenth, "-0.1");
    holds(&tenth, "-0.0");
    refuses(&tenth, "0.100000000000001", "", "maximum");
    refuses(&tenth, "-0.100000000000001", "", "minimum");
    holds(&big, "9007199254740992");
    refuses(&big, "9007199254740993", "", "maximum");
    refuses(&open, "100", "", "exclusiveMinimum");
    refuses(&open, "1e2", "", "exclusiveMinimum");
    holds(&open, "100.00000001");
    static const struct schema whole = SCHEMA(.types = SCHEMA_INTEGER);
    holds(&whole, "1.0");
    holds(&whole, "1e3");
    refuses(&whole, "1.5", "", "type");
}

static void enumerations_compare_by_value(void **state)
{
    (void)state;
    static const char *const values[] = {"1", "\"a\\\"b\"", "{\"x\":[1.0,null],\"y\":true}", "false"};
    static const struct schema schema = SCHEMA(.enumeration = values, .enumeration_count = 4);
    holds(&schema, "1.0");
    holds(&schema, "\"a\\u0022b\"");
    holds(&schema, "{\"y\":true,\"x\":[1,null]}");
    refuses(&schema, "true", "", "enum");
    refuses(&schema, "0", "", "enum");
    refuses(&schema, "{\"y\":true,\"x\":[true,null]}", "", "enum");
}

static void repeated_items_are_found_in_short_and_long_lists(void **state)
{
    (void)state;
    static const struct schema unique = SCHEMA(.types = SCHEMA_ARRAY, .unique_items = true);
    char text[20000] = "[";
    for (int i = 0; i < 1000; i++)
        sprintf(text + strlen(text), "{\"a\":%d},", i);
    size_t length = strlen(text);
    strcpy(text + length, "{\"a\":-1}]");
    holds(&unique, text);
    strcpy(text + length, "{\"a\":500.0}]");
    refuses(&unique, text, "", "uniqueItems");
    refuses(&unique, "[1,1.0]", "", "uniqueItems");
    holds(&unique, "[1,true,[1],[true],\"1\"]");
}

static void a_long_list_is_not_looked_into(void **state)
{
    (void)state;
    static const struct schema item = SCHEMA(.types = SCHEMA_STRING);
    static const struct schema list = SCHEMA(.types = SCHEMA_ARRAY, .items = &item, .max_items = 2, .unique_items = true);
    struct faults *faults = check(&list, "[1,1,1]");
    assert_int_equal(faults->total, 1);
    assert_string_equal(faults->items[0].code, "maxItems");
    faults_free(faults);
}

static void a_discriminator_picks_the_branch(void **state)
{
    (void)state;
    static const char *const cat[] = {"\"cat\""}, *const dog[] = {"\"dog\""}, *const values[] = {"cat", "dog"};
    static const struct schema is_cat = SCHEMA(.enumeration = cat, .enumeration_count = 1), is_dog = SCHEMA(.enumeration = dog, .enumeration_count = 1);
    static const struct schema_property cat_members[] = {{"kind", &is_cat, true}}, dog_members[] = {{"kind", &is_dog, true}};
    static const struct schema a = SCHEMA(.types = SCHEMA_OBJECT, .properties = cat_members, .property_count = 1, .closed = true);
    static const struct schema b = SCHEMA(.types = SCHEMA_OBJECT, .properties = dog_members, .property_count = 1);
    static const struct schema *const branches[] = {&a, &b};
    static const struct schema pet = SCHEMA(.one_of = branches, .one_of_count = 2, .discriminator = "kind", .discriminator_values = values);
    holds(&pet, "{\"kind\":\"dog\",\"x\":1}");
    refuses(&pet, "{\"kind\":\"cat\",\"x\":1}", "/x", "additionalProperties");
    refuses(&pet, "{\"kind\":\"cow\"}", "/kind", "discriminator");
    refuses(&pet, "{\"kind\":1}", "/kind", "discriminator");
    refuses(&pet, "{}", "/kind", "discriminator");
    refuses(&pet, "[]", "", "oneOf");
}

static const struct schema self, tree;
static const struct schema self = SCHEMA(.reference = &self), tree = SCHEMA(.items = &tree);

static void a_schema_without_end_is_a_fault_not_a_crash(void **state)
{
    (void)state;
    refuses(&self, "1", "", "depth");
    char text[160] = "";
    memset(text, '[', 64);
    memset(text + 64, ']', 64);
    holds(&tree, text);
    json_t *deep = json_integer(1);
    for (int i = 0; i < 80; i++) {
        json_t *outer = json_array();
        json_array_append_new(outer, deep);
        deep = outer;
    }
    struct faults *faults = faults_new();
    assert_false(schema_check(&tree, deep, faults));
    assert_string_equal(faults->items[0].code, "depth");
    json_decref(deep);
    faults_free(faults);
}

static void a_costly_pattern_is_given_up(void **state)
{
    (void)state;
    static const struct schema schema = SCHEMA(.pattern = "^(a+)+$");
    refuses(&schema, "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\"", "", "pattern");
    static const struct schema wrong = SCHEMA(.pattern = "(");
    refuses(&wrong, "\"a\"", "", "pattern");
}

static void formats_are_checked(void **state)
{
    (void)state;
    static const struct schema money = SCHEMA(.format = FORMAT_MONEY), decimal = SCHEMA(.format = FORMAT_DECIMAL), month = SCHEMA(.format = FORMAT_MONTH);
    static const struct schema date = SCHEMA(.format = FORMAT_DATE), time = SCHEMA(.format = FORMAT_DATE_TIME);
    static const char *const good[] = {"\"0\"", "\"-0.5\"", "\"1359410.00\"", "\"999999999999999999.99\""};
    static const char *const bad[] = {"\"\"", "\"-\"", "\".5\"", "\"5.\"", "\"007\"", "\"1.005\"", "\"1e3\"", "\"+1\"", "\" 1\"", "\"1000000000000000000\"", "\"１\""};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        holds(&money, good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        refuses(&money, bad[i], "", "format");
    holds(&decimal, "\"1.005\"");
    holds(&month, "\"2026-12\"");
    refuses(&month, "\"2026-13\"", "", "format");
    refuses(&month, "\"2026-1\"", "", "format");
    refuses(&date, "\"2026-02-29\"", "", "format");
    holds(&date, "\"2024-02-29\"");
    refuses(&time, "\"2026-01-31T08:00:00\"", "", "format");
    holds(&time, "\"2026-01-31T08:00:00.5+08:00\"");
    holds(&money, "5");
}

static void social_credit_codes_have_check_characters(void **state)
{
    (void)state;
    static const struct schema uscc = SCHEMA(.types = SCHEMA_STRING, .format = FORMAT_USCC);
    static const char *const good[] = {"91350100M000100Y43", "91110000600037341L", "91310115591693856A", "91310110666007217T", "91440300708461136T",
                                       "9144030071526726XG", "91330100799655058B", "91110000802100433B", "914403001922038216", "91440300192181490G"};
    static const char *const bad[] = {"91350211M00013FA1N", "92141100XYWDG8M3BB", "91310110666007217R", "91310110666007271T", "91110000600037341I",
                                      "9111000060003734OL", "A1110000600037341L", "9111000060003734L", "91110000600037341LL", "9111A000600037341L", "",
                                      "911100006000373４1L", "91440300192181490g"};
    char text[64];
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        snprintf(text, sizeof text, "\"%s\"", good[i]);
        holds(&uscc, text);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        snprintf(text, sizeof text, "\"%s\"", bad[i]);
        refuses(&uscc, text, "", "format");
    }
}

static void long_member_names_come_back_cut(void **state)
{
    (void)state;
    static const struct schema closed = SCHEMA(.closed = true);
    char text[6100] = "{\"";
    for (int i = 0; i < 2000; i++)
        strcat(text, "区");
    strcat(text, "\":1}");
    struct faults *faults = check(&closed, text);
    assert_int_equal(faults->count, 1);
    assert_true(strlen(faults->items[0].pointer) <= 512);
    json_t *valid = json_string(faults->items[0].pointer);
    assert_non_null(valid);
    json_decref(valid);
    faults_free(faults);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_faults_of_a_body_are_found_at_once),
        cmocka_unit_test(faults_beyond_the_bound_are_counted),
        cmocka_unit_test(lengths_count_code_points),
        cmocka_unit_test(numbers_compare_exactly),
        cmocka_unit_test(enumerations_compare_by_value),
        cmocka_unit_test(repeated_items_are_found_in_short_and_long_lists),
        cmocka_unit_test(a_long_list_is_not_looked_into),
        cmocka_unit_test(a_discriminator_picks_the_branch),
        cmocka_unit_test(a_schema_without_end_is_a_fault_not_a_crash),
        cmocka_unit_test(a_costly_pattern_is_given_up),
        cmocka_unit_test(formats_are_checked),
        cmocka_unit_test(social_credit_codes_have_check_characters),
        cmocka_unit_test(long_member_names_come_back_cut),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    patterns_release();
    return failed;
}
