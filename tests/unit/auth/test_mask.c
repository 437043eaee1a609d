/* What identifies a person is masked, and everything else stays to the letter: the corpus, and what must hold for any text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <time.h>
#include <cmocka.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include "auth/secret.h"
#include "base/clock.h"
/* The tables are looked at from within. */
#include "auth/mask_words.c"

static char *masked(struct arena *arena, const char *text)
{
    char *out = mask_text(arena, text, strlen(text));
    assert_non_null(out);
    return out;
}

static json_t *read_rows(const char *variable, const char *otherwise)
{
    const char *path = getenv(variable);
    json_t *rows = json_load_file(path ? path : otherwise, 0, NULL);
    assert_true(json_is_array(rows));
    return rows;
}

static json_t *corpus(void)
{
    return read_rows("MASKING_CORPUS", "tests/data/masking.json");
}

static void the_corpus_comes_out_as_written(void **state)
{
    (void)state;
    json_t *rows = corpus(), *row;
    size_t i, wrong = 0, kept = 0;
    json_array_foreach(rows, i, row) {
        struct arena *arena = arena_new(1 << 20);
        const char *text = json_string_value(json_object_get(row, "text")), *wanted = json_string_value(json_object_get(row, "masked"));
        const char *seen = masked(arena, text);
        kept += strcmp(text, wanted) == 0;
        if (strcmp(seen, wanted) != 0) {
            wrong++;
            print_error("%s\n  gave   %s\n  wanted %s\n", text, seen, wanted);
        }
        arena_free(arena);
    }
    assert_int_equal(wrong, 0);
    assert_true(json_array_size(rows) - kept >= 220 && kept >= 60);
    json_decref(rows);
}

/* What must be gone and what must be left of what people say, however it is masked otherwise. Returns how many of the pieces are there, or are not. */
static size_t count_pieces(const json_t *pieces, const char *seen, bool there)
{
    size_t i, count = 0;
    const json_t *piece;
    json_array_foreach(pieces, i, piece)
        count += (strstr(seen, json_string_value(piece)) != NULL) == there;
    return count;
}

static void nothing_that_identifies_is_left_and_the_matter_stays_readable(void **state)
{
    (void)state;
    json_t *rows = read_rows("MASKING_SAID", "tests/data/masking_said.json"), *row;
    size_t i, wrong = 0, personal = 0;
    json_array_foreach(rows, i, row) {
        struct arena *arena = arena_new(1 << 20);
        const json_t *gone = json_object_get(row, "gone"), *stays = json_object_get(row, "stays");
        const char *text = json_string_value(json_object_get(row, "text")), *seen = masked(arena, text);
        assert_int_equal(count_pieces(gone, text, false) + count_pieces(stays, text, false), 0);
        personal += json_array_size(gone) > 0;
        if (count_pieces(gone, seen, true) || count_pieces(stays, seen, false)) {
            wrong++;
            print_error("%s\n  gave %s\n", text, seen);
        }
        arena_free(arena);
    }
    assert_int_equal(wrong, 0);
    assert_true(personal >= 170 && json_array_size(rows) - personal >= 70);
    json_decref(rows);
}

/* Three thousand names of provinces, cities, streets, communities: none is a person who calls, and none is changed. */
static void no_place_is_taken_for_a_person(void **state)
{
    (void)state;
    const char *path = getenv("DIVISIONS");
    FILE *file = fopen(path ? path : "sql/reference/divisions.csv", "r");
    assert_non_null(file);
    char line[1024], name[512];
    size_t count = 0, changed = 0;
    while (fgets(line, sizeof line, file)) {
        if (sscanf(line, "%*[^,],%*[^,],%*[^,],%511[^,]", name) != 1 && sscanf(line, "%*[^,],,%*[^,],%511[^,]", name) != 1)
            continue;
        struct arena *arena = arena_new(1 << 20);
        const char *text = arena_printf(arena, "%s。%s居民反映垃圾无人清运，%s来电", name, name, name);
        changed += strcmp(masked(arena, text), text) != 0;
        count++;
        arena_free(arena);
    }
    fclose(file);
    assert_int_equal(changed, 0);
    assert_true(count > 2900);
}

static void a_masked_text_is_not_masked_again(void **state)
{
    (void)state;
    json_t *rows = corpus(), *row;
    size_t i;
    json_array_foreach(rows, i, row) {
        struct arena *arena = arena_new(1 << 20);
        const char *once = json_string_value(json_object_get(row, "masked"));
        assert_string_equal(masked(arena, once), once);
        arena_free(arena);
    }
    json_decref(rows);
}

/* Nothing looks beyond the punctuation between two sentences. */
static void a_sentence_beside_another_changes_nothing(void **state)
{
    (void)state;
    json_t *rows = corpus(), *row;
    size_t i;
    json_array_foreach(rows, i, row) {
        struct arena *arena = arena_new(1 << 20);
        const char *text = json_string_value(json_object_get(row, "text")), *wanted = json_string_value(json_object_get(row, "masked"));
        const char *seen = masked(arena, arena_printf(arena, "电梯坏了。%s。请尽快处理！", text));
        assert_string_equal(seen, arena_printf(arena, "电梯坏了。%s。请尽快处理！", wanted));
        arena_free(arena);
    }
    json_decref(rows);
}

static void what_is_no_utf8_is_kept(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 20);
    static const char bytes[] = "\xff\xfe 13800138000 \xe5\xbc \xf4\x90\x80\x80 \xc0\x80";
    assert_string_equal(masked(arena, bytes), "\xff\xfe [电话] \xe5\xbc \xf4\x90\x80\x80 \xc0\x80");
    char *empty = mask_text(arena, "", 0);
    assert_string_equal(empty, "");
    arena_free(arena);
}

static void zero_width_characters_hide_nothing(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 20);
    assert_string_equal(masked(arena, "138\u200b0013\u200d8000"), "[电话]");
    arena_free(arena);
}

static void a_spent_arena_gives_nothing(void **state)
{
    (void)state;
    struct arena *arena = arena_new(256);
    char text[4096];
    memset(text, '1', sizeof text);
    char *out = mask_text(arena, text, sizeof text);
    assert_true(!out || arena_spent(arena));
    arena_free(arena);
}

static int64_t processor_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

/* Texts made to be slow: ten times the length may take ten times the work, with a wide margin, never a hundred times. It is work that is
 * measured, not time: a busy machine makes no difference. */
static void the_time_is_linear(void **state)
{
    (void)state;
    static const char *const units[] = {"1 ", "13", "一", "一、", "3-", "3号楼", "2单元", "张", "某", "a@", "@", "微信", "QQ", "联系人", "业主", "蒙B", "(0", "+86", "1", "a", "巴特", "张*", "0-", "先生", "-"};
    for (size_t u = 0; u < sizeof units / sizeof units[0]; u++) {
        int64_t took[2];
        for (size_t n = 0; n < 2; n++) {
            struct arena *arena = arena_new(64 << 20);
            size_t size = n ? 200000 : 20000, unit = strlen(units[u]), length = size / unit * unit;
            char *text = malloc(size);
            assert_non_null(text);
            for (size_t i = 0; i < length; i++)
                text[i] = units[u][i % unit];
            int64_t start = processor_us();
            char *out = mask_text(arena, text, length);
            took[n] = processor_us() - start;
            assert_non_null(out);
            free(text);
            arena_free(arena);
        }
        if (took[1] > 50 * (took[0] + 2000))
            fail_msg("%s: %lld and %lld microseconds", units[u], (long long)took[0], (long long)took[1]);
    }
}

static void sorted(const char32_t *table, size_t count, size_t step)
{
    for (size_t i = step; i < count; i += step) {
        bool greater = table[i - step] < table[i] || (step == 2 && table[i - step] == table[i] && table[i - 1] < table[i + 1]);
        if (!greater)
            fail_msg("not sorted at %zu", i);
    }
}

static void the_tables_are_sorted(void **state)
{
    (void)state;
    sorted(common_surnames, LENGTH(common_surnames), 1);
    sorted(rare_surnames, LENGTH(rare_surnames), 1);
    sorted(not_given, LENGTH(not_given), 1);
    sorted(typical_given, LENGTH(typical_given), 1);
    sorted(sounds, LENGTH(sounds), 1);
    sorted(compound_surnames, LENGTH(compound_surnames), 2);
    sorted(common_words, LENGTH(common_words), 2);
    for (size_t i = 0; i < LENGTH(common_surnames); i++)
        assert_false(among(common_surnames[i], rare_surnames, LENGTH(rare_surnames)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_corpus_comes_out_as_written), cmocka_unit_test(nothing_that_identifies_is_left_and_the_matter_stays_readable),
        cmocka_unit_test(no_place_is_taken_for_a_person), cmocka_unit_test(a_masked_text_is_not_masked_again),
        cmocka_unit_test(a_sentence_beside_another_changes_nothing), cmocka_unit_test(what_is_no_utf8_is_kept),
        cmocka_unit_test(zero_width_characters_hide_nothing), cmocka_unit_test(a_spent_arena_gives_nothing),
        cmocka_unit_test(the_time_is_linear), cmocka_unit_test(the_tables_are_sorted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
