#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "represent/markup.h"
#include "represent/report.h"

static char *page_of(const char *json)
{
    json_t *report = json_loads(json, 0, NULL);
    struct buffer out;
    assert_non_null(report);
    buffer_init(&out);
    report_page(report, &out);
    report_end("2026-11-21T09:00:00+08:00", &out);
    assert_false(out.failed);
    char *text = strdup(buffer_text(&out));
    buffer_release(&out);
    json_decref(report);
    return text;
}

static size_t times(const char *text, const char *part)
{
    size_t count = 0;
    for (const char *at = strstr(text, part); at; at = strstr(at + strlen(part), part))
        count++;
    return count;
}

static void text_is_never_markup(void **state)
{
    (void)state;
    static const struct { const char *text, *shown; } cases[] = {
        {"", ""}, {"物业 & 服务", "物业 &amp; 服务"}, {"<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"}, {"\"'", "&quot;&#39;"},
        {"\xe2\x80\xa8\xe2\x80\xa9", "\xe2\x80\xa8\xe2\x80\xa9"}, {"a\tb\nc", "a\tb\nc"}, {"a\x01\x1b\x7f", "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"}, {"</style>", "&lt;/style&gt;"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer out;
        buffer_init(&out);
        markup_text(&out, cases[i].text);
        assert_string_equal(buffer_text(&out), cases[i].shown);
        buffer_release(&out);
    }
}

#define EVIL "</title></style><script>x</script>\\\" ' \\u2028 &amp;"
static const char hostile[] =
    "{\"firm\":{\"name\":\"" EVIL "\",\"uscc\":\"" EVIL "\"},\"as_of\":\"" EVIL "\",\"rulebook\":{\"title_zh\":\"" EVIL "\",\"title_en\":\"" EVIL "\",\"number\":1},"
    "\"grade\":{\"code\":\"" EVIL "\",\"zh\":\"" EVIL "\",\"en\":\"" EVIL "\"},\"score\":{\"base\":\"" EVIL "\",\"basic\":\"0\",\"good\":\"" EVIL "\",\"bad\":\"1\",\"total\":\"" EVIL "\"},"
    "\"effects\":[{\"effect\":\"" EVIL "\",\"zh\":null,\"en\":\"" EVIL "\",\"value\":\"" EVIL "\",\"note_zh\":\"" EVIL "\",\"note_en\":\"" EVIL "\",\"basis\":\"" EVIL "\",\"since\":\"" EVIL "\",\"until\":\"" EVIL "\"}],"
    "\"lines\":[{\"item_code\":\"" EVIL "\",\"title_zh\":\"" EVIL "\",\"title_en\":\"" EVIL "\",\"category\":\"" EVIL "\",\"points\":\"" EVIL "\",\"counted\":\"" EVIL "\",\"cut_by\":\"" EVIL "\","
    "\"facts\":\"" EVIL "\",\"veto\":true}],\"history\":[{\"on\":\"" EVIL "\",\"total\":\"" EVIL "\",\"grade\":\"" EVIL "\"},{\"on\":\"2026-01-31\",\"total\":\"7\",\"grade\":null}]}";

static void whatever_a_report_holds_no_text_of_it_is_markup(void **state)
{
    (void)state;
    char *page = page_of(hostile);
    assert_null(strstr(page, "<script"));
    assert_null(strstr(page, "src="));
    assert_null(strstr(page, "href"));
    assert_null(strstr(page, "http"));
    assert_int_equal(times(page, "</style>"), 1);
    assert_int_equal(times(page, "<title>"), 3); /* the page's own, and one for each point */
    assert_true(times(page, "&lt;script&gt;x&lt;/script&gt;&quot; &#39;") + times(page, "&lt;script&gt;x&lt;/script&gt;\"") > 20);
    free(page);
}

static void what_is_missing_is_left_out(void **state)
{
    (void)state;
    static const char *const reports[] = {"{}", "[]", "{\"firm\":1,\"grade\":[],\"score\":7,\"effects\":{},\"lines\":\"x\",\"history\":[1,null,{}]}",
                                          "{\"effects\":[null],\"lines\":[null,{}],\"score\":{},\"grade\":null,\"rulebook\":null}"};
    for (size_t i = 0; i < sizeof reports / sizeof *reports; i++) {
        char *page = page_of(reports[i]);
        assert_non_null(strstr(page, "</html>"));
        assert_null(strstr(page, "(null)"));
        assert_null(strstr(page, "nan"));
        free(page);
    }
}

static char *page_with_history(const char *const *totals, size_t count)
{
    char json[8192] = "{\"history\":[";
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(json);
        snprintf(json + length, sizeof json - length, "%s{\"on\":\"%d-%02d-28\",\"total\":\"%s\",\"grade\":\"A\"}", i ? "," : "", 2024 + (int)i / 12, (int)i % 12 + 1, totals[i]);
    }
    strcat(json, "]}");
    return page_of(json);
}

static void the_line_goes_through_every_score_and_stays_in_the_drawing(void **state)
{
    (void)state;
    static const char *const runs[][4] = {{"70.00", "70.00", "70.00", "70.00"}, {"-1000.5", "12", "99999", "0"}, {"59.99", "60", "60.01", "85"}, {"0", "0.01", "0.02", "0.03"}};
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++)
        for (size_t count = 1; count <= 4; count++) {
            char *page = page_with_history(runs[i], count);
            const char *at = strstr(page, "<polyline class=\"line\" points=\"");
            assert_non_null(at);
            at += strlen("<polyline class=\"line\" points=\"");
            for (size_t point = 0; point < count; point++) {
                int x, y, used;
                assert_int_equal(sscanf(at, "%d,%d%n", &x, &y, &used), 2);
                assert_in_range(x, 48, 696);
                assert_in_range(y, 26, 216);
                at += used + (at[used] == ' ');
            }
            assert_int_equal(*at, '"');
            assert_int_equal(times(page, "class=\"point\""), count);
            assert_int_equal(times(page, "class=\"grade\""), 1); /* it does not change */
            assert_in_range(times(page, "class=\"grid\""), 2, 13);
            free(page);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_never_markup),
        cmocka_unit_test(whatever_a_report_holds_no_text_of_it_is_markup),
        cmocka_unit_test(what_is_missing_is_left_out),
        cmocka_unit_test(the_line_goes_through_every_score_and_stays_in_the_drawing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
