#include "support.h"

static void reads(const char *text)
{
    struct faults *faults = faults_new();
    json_t *value = json_read(text, strlen(text), faults);
    if (!value)
        fail_msg("%s: %s", text, faults->items[0].code);
    json_decref(value);
    faults_free(faults);
}

static void refuses_bytes(const char *text, size_t length, const char *code)
{
    struct faults *faults = faults_new();
    json_t *value = json_read(text, length, faults);
    assert_null(value);
    assert_int_equal(faults->count, 1);
    if (strcmp(faults->items[0].code, code) != 0)
        fail_msg("%.*s: %s, not %s", (int)length, text, faults->items[0].code, code);
    faults_free(faults);
}

static void refuses(const char *text, const char *code)
{
    refuses_bytes(text, strlen(text), code);
}

static void only_one_value_of_strict_json_is_read(void **state)
{
    (void)state;
    static const char *const good[] = {"{}", " [1, 2] ", "\"\\ud83d\\udc32\"", "null", "-0", "0.5e-3", "\"小区\""};
    static const char *const bad[] = {"", " ", "{", "{}{}", "[1,]", "{'a':1}", "nul", "01", "1.", ".5", "+1", "\"\t\"", "\"\\ud83d\"", "\"\\x\"", "/**/1", "NaN", "\xef\xbb\xbf{}"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        reads(good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        refuses(bad[i], "json");
}

static void nul_and_bad_utf8_are_refused(void **state)
{
    (void)state;
    refuses("\"a\\u0000b\"", "nul");
    refuses("{\"a\\u0000\":1}", "nul");
    refuses_bytes("\"a\0b\"", 5, "nul");
    refuses("\"\xc0\xaf\"", "utf8");
    refuses("\"\xed\xa0\x80\"", "utf8");
    refuses("\"\xff\"", "utf8");
    reads("\"\\\\u0000\"");
}

static void repeated_members_are_refused(void **state)
{
    (void)state;
    refuses("{\"a\":1,\"a\":1}", "duplicate");
    refuses("[{\"b\":{\"a\":1,\"\\u0061\":2}}]", "duplicate");
}

static void depth_is_bounded(void **state)
{
    (void)state;
    char text[8000];
    memset(text, '[', 64);
    memset(text + 64, ']', 64);
    text[128] = '\0';
    reads(text);
    memset(text, '[', 65);
    text[65] = '\0';
    refuses(text, "depth");
    memset(text, '[', sizeof text);
    refuses_bytes(text, sizeof text, "depth");
    reads("\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\"");
}

static void numbers_that_would_be_rounded_are_refused(void **state)
{
    (void)state;
    reads("9223372036854775807");
    reads("-9223372036854775808");
    reads("123456789.123456");
    reads("0.000000000000000000000000000000123456789012345");
    reads("1.5000000000000000000000000000");
    refuses("9223372036854775808", "number");
    refuses("123456789012345678901234567890", "number");
    refuses("0.1234567890123456", "number");
    refuses("1234567890123456.5", "number");
    refuses("1e400", "number");
    refuses("[1e-400]", "number");
    refuses("{\"a\":1e99999999999999999999}", "number");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_one_value_of_strict_json_is_read),
        cmocka_unit_test(nul_and_bad_utf8_are_refused),
        cmocka_unit_test(repeated_members_are_refused),
        cmocka_unit_test(depth_is_bounded),
        cmocka_unit_test(numbers_that_would_be_rounded_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
