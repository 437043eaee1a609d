/* The digits of a workbook's numbers, and the days they stand for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>
#include "sheet/xlsx.h"

static void numbers_are_what_a_spreadsheet_shows(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"0", "0"}, {"1359410.00", "1359410.00"}, {"1359410.0000000001", "1359410"}, {"0.30000000000000004", "0.3"}, {"-2356.1965", "-2356.1965"},
        {"1.2E3", "1200"}, {"1.2e-3", "0.0012"}, {"1E+15", "1000000000000000"}, {"-1.5E0", "-1.5"}, {"0E5", "0"}, {"-0.0E1", "0"},
        {"123456789012345678", "123456789012345678"}, {"1.23456789012345678E+17", "123456789012346000"}, {"0.99999999999999989", "1"},
        {"9.9999999999999996E+22", "100000000000000000000000"}, {"99999999999999.995", "100000000000000"}, {"999999999999999.96", "1000000000000000"},
        {".5", ".5"}, {"007", "007"}, {"1234567.1000000001", "1234567.1"}, {"4.35E-2", "0.0435"},
    };
    char out[NUMBER_SIZE];
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        assert_true(number_plain(pairs[i][0], out));
        assert_string_equal(out, pairs[i][1]);
    }
}

static void what_is_no_number_stays_text(void **state)
{
    (void)state;
    char out[NUMBER_SIZE], longest[200];
    static const char *const texts[] = {"", "-", ".", "e5", "1e", "1e999", "1e-999", "1,5", "1 ", "NaN", "INF", "0x10", "1e5x", "--1"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_false(number_plain(texts[i], out));
    memset(longest, '0', sizeof longest);
    memcpy(longest, "0.", 2);
    longest[sizeof longest - 1] = '\0';
    assert_false(number_plain(longest, out));
    longest[60] = '\0';
    memcpy(longest + 54, "1E-308", 6);
    assert_true(number_plain(longest, out));
    assert_int_equal(strlen(out), 2 + 52 + 308 + 1);
}

static void days_are_counted_with_the_leap_bug_and_without(void **state)
{
    (void)state;
    static const struct { const char *serial; enum number_kind kind; bool from_1904; const char *moment; } moments[] = {
        {"1", NUMBER_DATE, false, "1900-01-01"}, {"59", NUMBER_DATE, false, "1900-02-28"}, {"60", NUMBER_DATE, false, "1900-02-29"},
        {"61", NUMBER_DATE, false, "1900-03-01"}, {"0", NUMBER_DATE, false, "1900-01-00"}, {"46347", NUMBER_DATE, false, "2026-11-21"},
        {"2958465", NUMBER_DATE, false, "9999-12-31"}, {"36585", NUMBER_DATE, false, "2000-02-29"}, {"0", NUMBER_DATE, true, "1904-01-01"},
        {"44885", NUMBER_DATE, true, "2026-11-21"}, {"46347.75", NUMBER_DATE, false, "2026-11-21"},
        {"45000.9999999", NUMBER_DATE, false, "2023-03-15"}, {"2958465.9999999", NUMBER_DATE, false, "9999-12-31"},
        {"46347.375", NUMBER_DATE_TIME, false, "2026-11-21T09:00:00+08:00"}, {"46347", NUMBER_DATE_TIME, false, "2026-11-21T00:00:00+08:00"},
        {"46347.999999", NUMBER_DATE_TIME, false, "2026-11-22T00:00:00+08:00"}, {"46347.3958333333", NUMBER_DATE_TIME, false, "2026-11-21T09:30:00+08:00"},
        {"0.5", NUMBER_TIME, false, "12:00:00"}, {"0.99998842592592593", NUMBER_TIME, false, "23:59:59"}, {"46347.5", NUMBER_TIME, false, "2026-11-21T12:00:00+08:00"},
    };
    char out[MOMENT_SIZE];
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        assert_true(number_moment(moments[i].serial, moments[i].kind, moments[i].from_1904, out));
        assert_string_equal(out, moments[i].moment);
    }
    static const char *const none[] = {"-1", "2958466", "99999999", "1e5", ""};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_false(number_moment(none[i], NUMBER_DATE, false, out));
    assert_false(number_moment("2957004", NUMBER_DATE, true, out));
    assert_false(number_moment("46347", NUMBER_PLAIN, false, out));
}

static void a_format_says_what_its_number_is(void **state)
{
    (void)state;
    static const struct { const char *code; enum number_kind kind; } formats[] = {
        {"General", NUMBER_PLAIN}, {"0.00", NUMBER_PLAIN}, {"#,##0.00_ ", NUMBER_PLAIN}, {"0.00E+00", NUMBER_PLAIN}, {"@", NUMBER_PLAIN},
        {"yyyy-mm-dd", NUMBER_DATE}, {"yyyy\"年\"m\"月\"d\"日\";@", NUMBER_DATE}, {"[$-804]yyyy\\-mm\\-dd", NUMBER_DATE}, {"mmm", NUMBER_DATE}, {"m/d", NUMBER_DATE},
        {"h:mm", NUMBER_TIME}, {"mm:ss", NUMBER_TIME}, {"h:mm AM/PM", NUMBER_TIME}, {"yyyy/m/d h:mm", NUMBER_DATE_TIME}, {"YYYY-MM-DD HH:MM:SS", NUMBER_DATE_TIME},
        {"[h]:mm:ss", NUMBER_PLAIN}, {"[Red]0.00", NUMBER_PLAIN}, {"0\"days\"", NUMBER_PLAIN}, {"0\\d", NUMBER_PLAIN}, {"0.00;[Red]yyyy", NUMBER_PLAIN},
        {"\"unclosed yyyy", NUMBER_PLAIN}, {"[unclosed yyyy", NUMBER_PLAIN}, {"\\", NUMBER_PLAIN}, {"", NUMBER_PLAIN},
    };
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        enum number_kind kind = format_kind(formats[i].code);
        if (kind != formats[i].kind)
            print_error("%s is %d\n", formats[i].code, (int)kind);
        assert_int_equal(kind, formats[i].kind);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_what_a_spreadsheet_shows),
        cmocka_unit_test(what_is_no_number_stays_text),
        cmocka_unit_test(days_are_counted_with_the_leap_bug_and_without),
        cmocka_unit_test(a_format_says_what_its_number_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
