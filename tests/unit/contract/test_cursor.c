#include "support.h"
#include "contract/cursor.h"

static const unsigned char key[32] = "0123456789abcdef0123456789abcdef", other_key[32] = "0123456789abcdef0123456789abcdeg";

static void a_cursor_comes_back_as_it_was(void **state)
{
    (void)state;
    struct faults *faults = faults_new();
    const char *value, *id;
    const char *cursor = cursor_write(faults->arena, key, "listFirms\nq=1", "2026-01-31 08:00:00+08", "id-1");
    assert_true(cursor_read(faults->arena, key, "listFirms\nq=1", cursor, &value, &id));
    assert_string_equal(value, "2026-01-31 08:00:00+08");
    assert_string_equal(id, "id-1");
    cursor = cursor_write(faults->arena, key, "s", NULL, "小区");
    assert_true(cursor_read(faults->arena, key, "s", cursor, &value, &id));
    assert_null(value);
    assert_string_equal(id, "小区");
    cursor = cursor_write(faults->arena, key, "", "", "");
    assert_true(cursor_read(faults->arena, key, "", cursor, &value, &id));
    assert_string_equal(value, "");
    assert_string_equal(id, "");
    faults_free(faults);
}

static void a_cursor_of_another_list_or_key_is_refused(void **state)
{
    (void)state;
    struct faults *faults = faults_new();
    const char *value, *id;
    const char *cursor = cursor_write(faults->arena, key, "listFirms", "a", "b");
    assert_false(cursor_read(faults->arena, key, "listEstates", cursor, &value, &id));
    assert_false(cursor_read(faults->arena, key, "", cursor, &value, &id));
    assert_false(cursor_read(faults->arena, other_key, "listFirms", cursor, &value, &id));
    faults_free(faults);
}

static void every_changed_character_is_refused(void **state)
{
    (void)state;
    struct faults *faults = faults_new();
    const char *value, *id;
    char *cursor = arena_strdup(faults->arena, cursor_write(faults->arena, key, "s", "value", "id"));
    for (size_t i = 0; cursor[i]; i++) {
        char kept = cursor[i];
        cursor[i] = kept == 'A' ? 'B' : 'A';
        assert_false(cursor_read(faults->arena, key, "s", cursor, &value, &id));
        cursor[i] = '\0';
        assert_false(cursor_read(faults->arena, key, "s", cursor, &value, &id));
        cursor[i] = kept;
    }
    assert_true(cursor_read(faults->arena, key, "s", cursor, &value, &id));
    char longer[6000];
    memset(longer, 'A', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    assert_false(cursor_read(faults->arena, key, "s", longer, &value, &id));
    assert_false(cursor_read(faults->arena, key, "s", "=?+/", &value, &id));
    faults_free(faults);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cursor_comes_back_as_it_was),
        cmocka_unit_test(a_cursor_of_another_list_or_key_is_refused),
        cmocka_unit_test(every_changed_character_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
