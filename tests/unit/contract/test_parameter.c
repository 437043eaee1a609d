#include "support.h"
#include "contract/parameter.h"
#include "contract/pattern.h" /* src/contract */

static const char *const states[] = {"\"open\"", "\"a\\\"b\"", "\"closed\""};
static const struct schema id_schema = SCHEMA(.types = SCHEMA_STRING, .format = FORMAT_UUID);
static const struct schema state_schema = SCHEMA(.types = SCHEMA_STRING, .enumeration = states, .enumeration_count = 3);
static const struct schema limit_schema = SCHEMA(.types = SCHEMA_INTEGER, .has_minimum = true, .minimum = "1", .has_maximum = true, .maximum = "200");
static const struct schema count_schema = SCHEMA(.types = SCHEMA_BOOLEAN);
static const struct schema text_schema = SCHEMA(.types = SCHEMA_STRING, .max_length = 4);
static const struct schema number_schema = SCHEMA(.types = SCHEMA_NUMBER, .has_maximum = true, .maximum = "1.5");
enum { ID, STATE, LIMIT, COUNT, Q, NUMBER, PARAMETERS };
static const struct parameter table[PARAMETERS] = {
    [ID] = {"id", IN_PATH, true, false, &id_schema, NULL},
    [STATE] = {"state", IN_QUERY, false, true, &state_schema, NULL},
    [LIMIT] = {"limit", IN_QUERY, false, false, &limit_schema, "50"},
    [COUNT] = {"count", IN_QUERY, false, false, &count_schema, NULL},
    [Q] = {"q", IN_QUERY, false, false, &text_schema, NULL},
    [NUMBER] = {"number", IN_QUERY, false, false, &number_schema, NULL},
};
static const char id[] = "01970000-0000-7000-8000-000000000001";

static struct faults *read_query(const char *query, const char **values)
{
    struct faults *faults = faults_new();
    values[ID] = id;
    (void)!parameters_read(table, PARAMETERS, query, values, faults);
    return faults;
}

static void refuses(const char *query, const char *name, const char *code)
{
    const char *values[PARAMETERS];
    struct faults *faults = read_query(query, values);
    if (!has_fault(faults, name, code))
        fail_msg("%s: no fault %s of %s, %zu others (%s)", query, code, name, faults->total, faults->count ? faults->items[0].code : "");
    faults_free(faults);
}

static void gives(const char *query, int parameter, const char *expected)
{
    const char *values[PARAMETERS];
    struct faults *faults = read_query(query, values);
    if (faults->total)
        fail_msg("%s: %s %s", query, faults->items[0].pointer, faults->items[0].code);
    if (expected)
        assert_string_equal(values[parameter], expected);
    else
        assert_null(values[parameter]);
    faults_free(faults);
}

static void values_are_decoded_and_checked(void **state)
{
    (void)state;
    gives("", LIMIT, "50");
    gives(NULL, LIMIT, "50");
    gives("", Q, NULL);
    gives("", ID, id);
    gives("limit=200&count=true", LIMIT, "200");
    gives("q=%E5%B0%8F+%e5%8c%ba", Q, "小 区");
    gives("q=小区", Q, "小区");
    gives("q=a=b", Q, "a=b");
    gives("&&q=a&", Q, "a");
    gives("%71=a", Q, "a");
    gives("number=1.50", NUMBER, "1.50");
    gives("number=-3", NUMBER, "-3");
}

static void lists_become_array_literals(void **state)
{
    (void)state;
    gives("state=open", STATE, "{\"open\"}");
    gives("state=open,closed", STATE, "{\"open\",\"closed\"}");
    gives("state=open%2Ca%22b", STATE, "{\"open\",\"a\\\"b\"}");
    refuses("state=open,", "state", "empty");
    refuses("state=,", "state", "empty");
    refuses("state=open,other", "state", "enum");
    char many[2000] = "state=open";
    for (int i = 0; i < 200; i++)
        strcat(many, ",open");
    refuses(many, "state", "maxItems");
}

static void whatever_is_wrong_is_refused(void **state)
{
    (void)state;
    refuses("limit=0", "limit", "minimum");
    refuses("limit=201", "limit", "maximum");
    refuses("limit=99999999999999999999", "limit", "type");
    refuses("limit=1.0", "limit", "type");
    refuses("limit=%201", "limit", "type");
    refuses("limit=", "limit", "empty");
    refuses("limit", "limit", "empty");
    refuses("limit=1&limit=1", "limit", "repeated");
    refuses("limit=%zz&limit=1", "limit", "repeated");
    refuses("count=1", "count", "type");
    refuses("count=TRUE", "count", "type");
    refuses("q=12345", "q", "maxLength");
    refuses("q=%00", "q", "malformed");
    refuses("q=%0", "q", "malformed");
    refuses("q=%", "q", "malformed");
    refuses("q=%GG", "q", "malformed");
    refuses("q=%ff", "q", "malformed");
    refuses("q=%ed%a0%80", "q", "malformed");
    refuses("%ff=1", "", "malformed");
    refuses("other=1", "other", "unknown");
    refuses("id=1", "id", "unknown");
    refuses("=1", "", "unknown");
    refuses("number=1.51", "number", "maximum");
    refuses("number=1e1", "number", "type");
    const char *values[PARAMETERS] = {0};
    struct faults *faults = faults_new();
    values[ID] = "7";
    assert_false(parameters_read(table, PARAMETERS, "limit=0&x=1", values, faults));
    assert_int_equal(faults->total, 3);
    assert_true(has_fault(faults, "id", "format"));
    faults_free(faults);
}

static void forms_are_objects_of_strings(void **state)
{
    (void)state;
    struct faults *faults = faults_new();
    static const char text[] = "grant_type=password&username=a%40b&password=+x&scope=";
    json_t *form = form_read(text, strlen(text), faults);
    assert_non_null(form);
    assert_string_equal(json_string_value(json_object_get(form, "username")), "a@b");
    assert_string_equal(json_string_value(json_object_get(form, "password")), " x");
    assert_string_equal(json_string_value(json_object_get(form, "scope")), "");
    json_decref(form);
    assert_null(form_read("a=1&a=2", 7, faults));
    assert_true(has_fault(faults, "/a", "repeated"));
    assert_null(form_read("a=%00", 5, faults));
    assert_true(has_fault(faults, "", "malformed"));
    faults_free(faults);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_decoded_and_checked),
        cmocka_unit_test(lists_become_array_literals),
        cmocka_unit_test(whatever_is_wrong_is_refused),
        cmocka_unit_test(forms_are_objects_of_strings),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    patterns_release();
    return failed;
}
