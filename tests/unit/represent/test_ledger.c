/* The ledger as a form: what its sheets hold and which of their cells are one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <zlib.h>
#include "represent/ledger.h"
#include "represent/workbook.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define PART_MAX (4u << 20)

static struct buffer out;
static char part[PART_MAX];

static int end(void **state)
{
    (void)state;
    buffer_release(&out);
    return 0;
}

static unsigned read16(const char *at)
{
    return (unsigned char)at[0] | (unsigned)(unsigned char)at[1] << 8;
}

/* The text of a part, out of the archive. */
static const char *unpack(const char *name)
{
    for (size_t at = 0; at + 30 < out.length; at++) {
        size_t length = strlen(name);
        if (memcmp(out.data + at, "PK\3\4", 4) != 0 || read16(out.data + at + 26) != length || memcmp(out.data + at + 30, name, length) != 0)
            continue;
        z_stream inflater = {.next_in = (unsigned char *)out.data + at + 30 + length, .avail_in = (unsigned)(out.length - at - 30 - length), .next_out = (unsigned char *)part, .avail_out = PART_MAX - 1};
        assert_int_equal(inflateInit2(&inflater, -MAX_WBITS), Z_OK);
        assert_int_equal(inflate(&inflater, Z_FINISH), Z_STREAM_END);
        part[inflater.total_out] = '\0';
        inflateEnd(&inflater);
        return part;
    }
    fail_msg("no part %s", name);
    return NULL;
}

static const struct column columns[] = {
    {"seq", VALUE_INT4}, {"project", VALUE_TEXT}, {"firm", VALUE_TEXT}, {"service_grade", VALUE_TEXT}, {"no", VALUE_INT4}, {"problem", VALUE_TEXT}, {"measure", VALUE_TEXT},
    {"due_on", VALUE_DATE}, {"person", VALUE_TEXT}, {"progress", VALUE_TEXT}, {"community", VALUE_TEXT}, {"street", VALUE_TEXT}, {"note", VALUE_TEXT}, {"ledger", VALUE_TEXT}, {"!state", VALUE_TEXT},
};
static const struct shape shape = {columns, COUNT(columns)};
static const struct ledger_sheet sheets[] = {{"road", "道路设施", "道路设施台账", true}, {"parking", "车辆停放", "车辆停放台账", false}, {"service", "服务质量", "服务质量台账", true}};
static const struct ledger_head head = {sheets, COUNT(sheets), "东河区", "2026年1月2日"};

struct line { const char *ledger; unsigned char seq, no; const char *firm, *problem; };

static struct cell text(const char *value)
{
    return (struct cell){(const unsigned char *)value, value ? (int32_t)strlen(value) : -1};
}

static void put_line(struct ledger *ledger, const struct line *line)
{
    const unsigned char seq[4] = {0, 0, 0, line->seq}, no[4] = {0, 0, 0, line->no}, day[4] = {0, 0, 0x26, 0x5d};
    struct cell cells[COUNT(columns)];
    for (size_t i = 0; i < COUNT(columns); i++)
        cells[i] = text(NULL);
    cells[0] = (struct cell){seq, 4};
    cells[4] = (struct cell){no, 4};
    cells[7] = (struct cell){day, 4};
    cells[2] = text(line->firm);
    cells[5] = text(line->problem);
    cells[13] = text(line->ledger);
    cells[14] = text("已发现");
    ledger_row(ledger, cells, &out);
}

static void write_lines(const struct line *lines, size_t count)
{
    struct ledger *ledger = ledger_new(&head, &shape);
    assert_non_null(ledger);
    for (size_t i = 0; i < count; i++)
        put_line(ledger, &lines[i]);
    ledger_end(ledger, &out);
    ledger_free(ledger);
}

static const struct line three[] = {{"road", 1, 1, "甲", "=1+1"}, {"road", 1, 2, "甲", "b"}, {"road", 1, 3, "乙", "c"}, {"road", 2, 1, "乙", "d"}, {"service", 1, 1, NULL, "e"}, {"service", 1, 2, NULL, "f"}};

static void what_a_project_has_in_common_is_one_cell(void **state)
{
    (void)state;
    write_lines(three, COUNT(three));
    assert_false(out.failed);
    const char *sheet = unpack("xl/worksheets/sheet1.xml");
    static const char *const there[] = {"\"A1:L1\"", "\"A2:I2\"", "\"J2:L2\"", "\"A4:A6\"", "\"B4:B6\"", "\"J4:J6\"", "\"K4:K6\"", "\"C4:C5\"", "\"D4:D5\""};
    for (size_t i = 0; i < COUNT(there); i++)
        assert_non_null(strstr(sheet, there[i]));
    assert_null(strstr(sheet, "C6:C7")); /* the firm is the same, the project is not */
    assert_null(strstr(sheet, "\"E4:"));
    assert_non_null(strstr(sheet, "1. =1+1</t>"));
    assert_non_null(strstr(sheet, "<c r=\"G4\" s=\"12\"><v>46347</v></c>")); /* 2026-11-21 */
    assert_non_null(strstr(sheet, ">已发现</t>"));
    assert_null(strstr(sheet, "<f>"));
}

static void a_sheet_nobody_wants_is_there_when_it_has_rows(void **state)
{
    (void)state;
    static const struct line one[] = {{"parking", 1, 1, "甲", "a"}};
    write_lines(NULL, 0);
    assert_null(strstr(unpack("xl/workbook.xml"), "车辆停放"));
    assert_non_null(strstr(part, "'道路设施'!$1:$3"));
    buffer_clear(&out);
    write_lines(one, 1);
    assert_non_null(strstr(unpack("xl/workbook.xml"), "车辆停放"));
    assert_non_null(strstr(unpack("xl/worksheets/sheet3.xml"), "服务质量台账"));
    assert_null(strstr(part, "<row r=\"4\""));
}

static void a_ledger_out_of_order_or_unknown_fails(void **state)
{
    (void)state;
    static const struct line back[] = {{"service", 1, 1, NULL, "a"}, {"road", 1, 1, NULL, "b"}};
    write_lines(back, COUNT(back));
    assert_true(out.failed);
}

static void a_column_that_is_missing_is_told(void **state)
{
    (void)state;
    struct shape less = {columns, COUNT(columns) - 1};
    assert_null(ledger_new(&head, &less));
}

static void the_same_rows_give_the_same_bytes(void **state)
{
    (void)state;
    write_lines(three, COUNT(three));
    size_t once = out.length;
    write_lines(three, COUNT(three));
    assert_int_equal(out.length, 2 * once);
    assert_memory_equal(out.data, out.data + once, once);
}

/* Runs of 1, 127, 128, 300 and 20000 rows: one byte, two, three. */
static void blocks_of_any_length_are_kept(void **state)
{
    (void)state;
    static const unsigned lengths[] = {1, 127, 128, 300, 20000};
    static const struct workbook_column wide[] = {{10, WORKBOOK_GENERAL}};
    static const char *const none[] = {NULL};
    static const struct workbook_form form = {.columns = wide, .count = 1, .head_rows = 1, .merged = none, .block_columns = {1, 0}};
    struct workbook *workbook = workbook_new();
    workbook_form(workbook, "x", &form, &out);
    for (size_t i = 0; i < COUNT(lengths); i++)
        workbook_block(workbook, 0, lengths[i]);
    workbook_end(workbook, &out);
    workbook_free(workbook);
    assert_false(out.failed);
    assert_non_null(strstr(unpack("xl/worksheets/sheet1.xml"), "<mergeCell ref=\"A3:A129\"/><mergeCell ref=\"A130:A257\"/><mergeCell ref=\"A258:A557\"/><mergeCell ref=\"A558:A20557\"/></mergeCells>"));
}

#define TEST(name) cmocka_unit_test_teardown(name, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_a_project_has_in_common_is_one_cell), TEST(a_sheet_nobody_wants_is_there_when_it_has_rows), TEST(a_ledger_out_of_order_or_unknown_fails),
        TEST(a_column_that_is_missing_is_told), TEST(the_same_rows_give_the_same_bytes), TEST(blocks_of_any_length_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
