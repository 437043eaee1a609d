#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/text.h"
#include "base/uuid.h"

static int released;

static void count_release(void *thing)
{
    released = released * 10 + *(int *)thing;
}

static void an_arena_releases_newest_first_and_says_when_it_is_spent(void **state)
{
    (void)state;
    int one = 1, two = 2;
    struct arena *arena = arena_new(64 * 1024);
    char *first = arena_alloc(arena, 100);
    for (int i = 0; i < 100; i++)
        assert_int_equal(first[i], 0);
    arena_defer(arena, count_release, &one);
    arena_defer(arena, count_release, &two);
    arena_defer(arena, count_release, NULL);
    assert_string_equal(arena_printf(arena, "%s-%d", "a", 7), "a-7");
    assert_false(arena_spent(arena));
    memset(arena_alloc(arena, 200 * 1024), 1, 200 * 1024);
    assert_true(arena_spent(arena));
    released = 0;
    arena_free(arena);
    assert_int_equal(released, 21);
}

static void a_buffer_grows_and_ends_its_text(void **state)
{
    (void)state;
    struct buffer buffer BUFFER_CLEANUP;
    buffer_init(&buffer);
    for (int i = 0; i < 10000; i++)
        buffer_add_byte(&buffer, 'x');
    buffer_printf(&buffer, "%05d", 42);
    assert_int_equal(buffer.length, 10005);
    assert_string_equal(buffer_text(&buffer) + 10000, "00042");
}

static void utf8_has_one_spelling_and_no_nul(void **state)
{
    (void)state;
    assert_true(text_is_utf8("物业 a", 8));
    assert_true(text_is_utf8("\xf0\x9f\x98\x80", 4));
    assert_false(text_is_utf8("a\0b", 3));
    assert_false(text_is_utf8("\xc0\xaf", 2));
    assert_false(text_is_utf8("\xed\xa0\x80", 3));
    assert_false(text_is_utf8("\xf4\x90\x80\x80", 4));
    assert_false(text_is_utf8("\xe7\x89", 2));
    assert_int_equal(text_count("物业ab", 8), 4);
}

static void base64url_refuses_every_second_spelling(void **state)
{
    (void)state;
    char text[16];
    unsigned char bytes[16];
    size_t length;
    assert_int_equal(text_base64url("\xff\xfe\xfd\xfc", 4, text), 6);
    assert_string_equal(text, "__79_A");
    assert_true(text_from_base64url("__79_A", 6, bytes, &length));
    assert_int_equal(length, 4);
    assert_false(text_from_base64url("__79_B", 6, bytes, &length)); /* bits left over */
    assert_false(text_from_base64url("__79_A==", 8, bytes, &length));
    assert_false(text_from_base64url("//79/A", 6, bytes, &length));
    assert_false(text_from_base64url("AAAAA", 5, bytes, &length));
    assert_true(text_from_base64("/w==", 4, bytes, &length));
    assert_false(text_from_base64("/x==", 4, bytes, &length));
}

static void a_date_exists_or_is_refused(void **state)
{
    (void)state;
    assert_true(clock_is_date("2024-02-29", 10));
    assert_false(clock_is_date("2023-02-29", 10));
    assert_false(clock_is_date("1900-02-29", 10));
    assert_true(clock_is_date("2000-02-29", 10));
    assert_false(clock_is_date("2023-13-01", 10));
    assert_false(clock_is_date("0000-01-01", 10));
    assert_true(clock_is_date_time("2026-11-21T23:59:59+08:00", 25));
    assert_true(clock_is_date_time("2016-12-31T23:59:60Z", 20));
    assert_false(clock_is_date_time("2016-12-31T22:59:60Z", 20));
    assert_false(clock_is_date_time("2026-11-21T24:00:00Z", 20));
    assert_false(clock_is_date_time("2026-11-21 10:00:00Z", 20));
    assert_false(clock_is_date_time("2026-11-21T10:00:00", 19));
    assert_false(clock_is_date_time("2026-11-21T10:00:00.Z", 21));
}

static void time_is_told_in_shanghai(void **state)
{
    (void)state;
    char text[CLOCK_SIZE];
    clock_format(0, text);
    assert_string_equal(text, "1970-01-01T08:00:00+08:00");
    clock_format(1700000000123000, text);
    assert_string_equal(text, "2023-11-15T06:13:20.123+08:00");
    clock_format(-1, text);
    assert_string_equal(text, "1970-01-01T07:59:59.999999+08:00");
    for (int64_t day = -200000; day < 200000; day += 37) {
        int year;
        unsigned month, of_month;
        clock_civil(day, &year, &month, &of_month);
        assert_true(clock_date_exists(year, month, of_month));
        assert_int_equal(clock_days(year, month, of_month), day);
    }
}

static void ids_are_version_7_and_go_up(void **state)
{
    (void)state;
    char before[UUID_SIZE] = "", id[UUID_SIZE];
    for (int i = 0; i < 20000; i++) {
        uuid_make(id);
        assert_true(uuid_is(id, 36));
        assert_int_equal(id[14], '7');
        assert_non_null(strchr("89ab", id[19]));
        assert_true(strcmp(id, before) > 0);
        memcpy(before, id, sizeof id);
    }
    uuid_make_blind(id);
    assert_true(uuid_is(id, 36));
    assert_int_equal(id[14], '4');
    assert_non_null(strchr("89ab", id[19]));
    uuid_make_blind(before);
    assert_true(strncmp(id, before, 13) != 0);
    assert_false(uuid_is("01a1fca5-da12-7334-8541-61ba2ed6923", 35));
    assert_false(uuid_is("01a1fca5xda12-7334-8541-61ba2ed69234", 36));
}

static void secrets_and_numbers_are_compared_and_read_exactly(void **state)
{
    (void)state;
    int64_t value;
    assert_true(text_same_secret("abc", 3, "abc", 3));
    assert_false(text_same_secret("abc", 3, "abd", 3));
    assert_false(text_same_secret("abc", 3, "ab", 2));
    assert_true(text_to_int64("-9223372036854775808", &value) && value == INT64_MIN);
    assert_false(text_to_int64("9223372036854775808", &value));
    assert_false(text_to_int64("", &value) || text_to_int64("-", &value) || text_to_int64("1 ", &value) || text_to_int64("+1", &value));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_arena_releases_newest_first_and_says_when_it_is_spent),
        cmocka_unit_test(a_buffer_grows_and_ends_its_text),
        cmocka_unit_test(utf8_has_one_spelling_and_no_nul),
        cmocka_unit_test(base64url_refuses_every_second_spelling),
        cmocka_unit_test(a_date_exists_or_is_refused),
        cmocka_unit_test(time_is_told_in_shanghai),
        cmocka_unit_test(ids_are_version_7_and_go_up),
        cmocka_unit_test(secrets_and_numbers_are_compared_and_read_exactly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
