#include "db/csv.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static struct csv csv;
static FILE *file;

static void begin(const char *text, size_t length)
{
    file = fmemopen((void *)(uintptr_t)text, length, "r");
    assert_non_null(file);
    assert_true(csv_init(&csv, file));
}

static void end(void)
{
    csv_release(&csv);
    fclose(file);
}

static void assert_record(long long line, size_t count, const char *const *fields)
{
    assert_int_equal(csv_record(&csv), CSV_RECORD);
    assert_int_equal(csv.line, line);
    assert_int_equal(csv.field_count, count);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(csv.fields[i].text, fields[i]);
}

#define BEGIN(text) begin(text, sizeof text - 1)
#define RECORD(line, ...) assert_record(line, sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *), (const char *[]){__VA_ARGS__})

static void quotes_hold_commas_quotes_and_line_ends(void **state)
{
    (void)state;
    BEGIN("\xef\xbb\xbf" "a,b\r\n\"x, \"\"y\"\"\r\nz\",\r\n\r\n\"\",小区");
    RECORD(1, "a", "b");
    RECORD(2, "x, \"y\"\r\nz", "");
    RECORD(5, "", "小区");
    assert_int_equal(csv_record(&csv), CSV_END);
    end();
}

static void a_last_line_without_an_end_still_has_its_last_field(void **state)
{
    (void)state;
    BEGIN("a,b\n1,");
    RECORD(1, "a", "b");
    RECORD(2, "1", "");
    assert_int_equal(csv_record(&csv), CSV_END);
    end();
}

static void assert_bad(const char *text, size_t length, const char *fault)
{
    begin(text, length);
    assert_int_equal(csv_record(&csv), CSV_BAD);
    assert_string_equal(csv.fault, fault);
    end();
}
#define BAD(text, fault) assert_bad(text, sizeof text - 1, fault)

static void what_is_malformed_is_named(void **state)
{
    (void)state;
    BAD("a\"b,c\n", "quote_inside");
    BAD("\"a\"b\n", "text_after_quote");
    BAD("\"a\n", "quote_not_closed");
    BAD("\xff\n", "not_utf8");
    BAD("a\0b\n", "not_utf8");
    BAD("\xed\xa0\x80\n", "not_utf8");
}

static void after_a_bad_record_the_next_one_is_read(void **state)
{
    (void)state;
    BEGIN("x\"y,1\nfine,2\n");
    assert_int_equal(csv_record(&csv), CSV_BAD);
    RECORD(2, "fine", "2");
    end();
}

static void too_much_is_refused_without_more_memory(void **state)
{
    (void)state;
    size_t length = CSV_RECORD_MAX + 10;
    char *text = malloc(length);
    assert_non_null(text);
    memset(text, 'x', length);
    text[length - 3] = '\n';
    begin(text, length);
    assert_int_equal(csv_record(&csv), CSV_BAD);
    assert_string_equal(csv.fault, "record_too_long");
    RECORD(2, "xx");
    end();
    memset(text, ',', 1000);
    begin(text, 1000);
    assert_int_equal(csv_record(&csv), CSV_BAD);
    assert_string_equal(csv.fault, "too_many_columns");
    end();
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quotes_hold_commas_quotes_and_line_ends),
        cmocka_unit_test(a_last_line_without_an_end_still_has_its_last_field),
        cmocka_unit_test(what_is_malformed_is_named),
        cmocka_unit_test(after_a_bad_record_the_next_one_is_read),
        cmocka_unit_test(too_much_is_refused_without_more_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
