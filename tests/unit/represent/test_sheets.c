/* What is written as CSV or as a workbook reads again as it was. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <cmocka.h>
#include "represent/workbook.h"
#include "represent/writer.h"
#include "sheet/sheet.h"

#define BYTES(literal) { (const unsigned char *)(literal), sizeof(literal) - 1 }
#define NULL_CELL { NULL, -1 }
#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct sheet_limits limits = {.row_bytes = 1 << 20, .columns = 100, .unpacked_bytes = UINT64_C(1) << 32};
static struct buffer out;
static int fd = -1;
static struct sheet *sheet;

static int end(void **state)
{
    (void)state;
    sheet_close(sheet);
    sheet = NULL;
    if (fd >= 0)
        close(fd);
    fd = -1;
    buffer_release(&out);
    return 0;
}

static void write_rows(enum representation representation, const struct shape *shape, const struct cell *cells, size_t rows)
{
    struct writer *writer = writer_new(representation, shape);
    assert_non_null(writer);
    writer_title(writer, "things");
    writer_head(writer, &out);
    for (size_t i = 0; i < rows; i++)
        writer_row(writer, cells + i * shape->count, &out);
    writer_tail(writer, &out);
    assert_false(out.failed);
    writer_free(writer);
}

static void read_again(enum sheet_kind kind)
{
    struct sheet_row head;
    fd = memfd_create("sheet", MFD_CLOEXEC);
    assert_int_equal(write(fd, out.data, out.length), out.length);
    assert_int_equal(sheet_open(fd, kind, &limits, &sheet), SHEET_OK);
    assert_int_equal(sheet_next(sheet, &head), 1);
}

static void texts_come_back_to_the_letter(void **state)
{
    static const char *const texts[] = {
        "和平家园", "007", "123456789012345678", "=1+1", "'=1+1", "''+1", "'", "'plain", "-5", "@x", "\ttab", "a,b", "say \"no\"", "two\nlines", "two\r\nlines",
        " blank ", "<&>]]>", "TRUE", "1E5", "2026-11-21", "😀", "\xef\xbf\xbd",
    };
    static const struct column columns[] = { { "text", VALUE_TEXT }, { "end", VALUE_TEXT } };
    struct shape shape = { columns, COUNT(columns) };
    for (int kind = SHEET_CSV; kind <= SHEET_XLSX; kind++) {
        struct cell cells[COUNT(texts)][2];
        for (size_t i = 0; i < COUNT(texts); i++) {
            cells[i][0] = (struct cell){ (const unsigned char *)texts[i], (int32_t)strlen(texts[i]) };
            cells[i][1] = (struct cell) BYTES(".");
        }
        write_rows(kind == SHEET_CSV ? REPRESENT_CSV : REPRESENT_XLSX, &shape, cells[0], COUNT(texts));
        read_again((enum sheet_kind)kind);
        for (size_t i = 0; i < COUNT(texts); i++) {
            struct sheet_row row;
            assert_int_equal(sheet_next(sheet, &row), 1);
            assert_string_equal(row.cells[0], texts[i]);
        }
        end(state);
    }
}

static void what_xml_cannot_hold_is_held_all_the_same(void **state)
{
    (void)state;
    static const struct column columns[] = { { "text", VALUE_TEXT } };
    static const struct cell cells[] = { BYTES("a\x01" "b\x1f\v"), BYTES("_x0041_ _x005F_ _x1_ __x00e9_"), BYTES("\xef\xbf\xbe \xef\xbf\xbf") };
    struct shape shape = { columns, 1 };
    write_rows(REPRESENT_XLSX, &shape, cells, COUNT(cells));
    read_again(SHEET_XLSX);
    for (size_t i = 0; i < COUNT(cells); i++) {
        struct sheet_row row;
        assert_int_equal(sheet_next(sheet, &row), 1);
        assert_string_equal(row.cells[0], (const char *)cells[i].data);
    }
}

/* The one value in the middle of three columns. */
static const struct { enum value_type type; struct cell cell; const char *read; } values[] = {
    { VALUE_BOOL, BYTES("\1"), "true" }, { VALUE_BOOL, BYTES("\0"), "false" },
    { VALUE_INT4, BYTES("\xff\xff\xff\xfe"), "-2" }, { VALUE_INT8, BYTES("\x7f\xff\xff\xff\xff\xff\xff\xff"), "9223372036854775807" },
    { VALUE_NUMERIC, BYTES("\0\3\0\1\0\0\0\2\0\x87\x25\x82\0\0"), "1359602.00" },
    { VALUE_NUMERIC, BYTES("\0\0\0\0\xc0\0\0\0"), NULL }, /* not a number */
    { VALUE_DATE, BYTES("\0\0\x26\x5d"), "2026-11-21" }, { VALUE_DATE, BYTES("\xff\xff\x71\x8e"), "1900-02-28" }, { VALUE_DATE, BYTES("\xff\xff\x71\x8f"), "1900-03-01" },
    { VALUE_DATE, BYTES("\x7f\xff\xff\xff"), NULL }, { VALUE_TIMESTAMPTZ, BYTES("\0\0\0\0\0\0\0\0"), "2000-01-01T08:00:00+08:00" },
    { VALUE_UUID, BYTES("\1\2\3\4\5\6\7\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10"), "01020304-0506-0708-090a-0b0c0d0e0f10" },
    { VALUE_JSON, BYTES("{\"a\":1}"), "{\"a\":1}" }, { VALUE_JSONB, BYTES("\1[1]"), "[1]" },
    { VALUE_JSONB, BYTES("\1[{\"code\": \"E1\"}, {\"code\": \"E<2\"}]"), "E1;E<2" }, { VALUE_JSONB, BYTES("\1[]"), NULL }, { VALUE_TEXT, NULL_CELL, NULL }, { VALUE_TEXT, BYTES(""), NULL },
    { VALUE_TEXT_ARRAY, BYTES("\0\0\0\1\0\0\0\0\0\0\0\x19\0\0\0\2\0\0\0\1\0\0\0\2=a\0\0\0\1b"), "=a;b" },
};

static void values_of_each_type_read_as_they_should(void **state)
{
    for (size_t i = 0; i < COUNT(values); i++) {
        struct column columns[] = { { "!hidden", VALUE_BYTEA }, { "a", VALUE_TEXT }, { "b", values[i].type }, { "c", VALUE_TEXT } };
        struct cell cells[] = { NULL_CELL, BYTES("x"), values[i].cell, BYTES("y") };
        struct shape shape = { columns, COUNT(columns) };
        struct sheet_row row;
        write_rows(REPRESENT_XLSX, &shape, cells, 1);
        read_again(SHEET_XLSX);
        assert_int_equal(sheet_next(sheet, &row), 1);
        assert_int_equal(row.count, 3);
        assert_string_equal(row.cells[0], "x");
        assert_string_equal(row.cells[2], "y");
        if (!values[i].read)
            assert_null(row.cells[1]);
        else
            assert_string_equal(row.cells[1], values[i].read);
        end(state);
    }
}

static void the_same_rows_give_the_same_bytes(void **state)
{
    (void)state;
    static const struct column columns[] = { { "a", VALUE_TEXT }, { "b", VALUE_DATE } };
    static const struct cell cells[] = { BYTES("x"), BYTES("\0\0\x26\x5d") };
    struct shape shape = { columns, 2 };
    write_rows(REPRESENT_XLSX, &shape, cells, 1);
    size_t once = out.length;
    write_rows(REPRESENT_XLSX, &shape, cells, 1);
    assert_int_equal(out.length, 2 * once);
    assert_memory_equal(out.data, out.data + once, once);
}

static void a_text_too_long_for_a_cell_ends_in_an_ellipsis(void **state)
{
    (void)state;
    static const struct column columns[] = { { "a", VALUE_TEXT } };
    struct shape shape = { columns, 1 };
    static char text[3 * 40000];
    for (size_t i = 0; i < 40000; i++)
        memcpy(text + 3 * i, "和", 3);
    struct cell cells[] = { { (unsigned char *)text, 3 * WORKBOOK_CELL_MAX }, { (unsigned char *)text, sizeof text } };
    struct sheet_row row;
    write_rows(REPRESENT_XLSX, &shape, cells, 2);
    read_again(SHEET_XLSX);
    assert_int_equal(sheet_next(sheet, &row), 1);
    assert_int_equal(strlen(row.cells[0]), 3 * WORKBOOK_CELL_MAX);
    assert_memory_equal(row.cells[0], text, 3 * WORKBOOK_CELL_MAX);
    assert_int_equal(sheet_next(sheet, &row), 1);
    assert_int_equal(strlen(row.cells[0]), 3 * WORKBOOK_CELL_MAX);
    assert_string_equal(row.cells[0] + 3 * (WORKBOOK_CELL_MAX - 1), "…");
}

/* More rows than a sheet takes go on in the next one, and what is kept meanwhile does not grow. */
static void a_sheet_that_is_full_is_followed_by_another(void **state)
{
    (void)state;
    static const struct column columns[] = { { "a", VALUE_INT4 } };
    static const struct cell cells[] = { BYTES("\0\0\0\7") };
    struct shape shape = { columns, 1 };
    struct writer *writer = writer_new(REPRESENT_XLSX, &shape);
    writer_title(writer, "a name of more than thirty-one bytes");
    writer_head(writer, &out);
    size_t kept = 0, total = 0;
    fd = memfd_create("sheet", MFD_CLOEXEC);
    for (size_t i = 0; i < 1048576; i++) {
        writer_row(writer, cells, &out);
        kept = out.capacity > kept ? out.capacity : kept;
        total += out.length;
        assert_int_equal(write(fd, out.data, out.length), out.length);
        buffer_clear(&out);
    }
    writer_tail(writer, &out);
    assert_int_equal(write(fd, out.data, out.length), out.length);
    writer_free(writer);
    assert_true(kept <= 128 << 10 && total > 1 << 20);
    assert_non_null(memmem(out.data, out.length, "xl/worksheets/sheet2.xml", 24));
    assert_int_equal(sheet_open(fd, SHEET_XLSX, &limits, &sheet), SHEET_OK);
    struct sheet_row row;
    uint64_t rows = 0;
    while (sheet_next(sheet, &row) > 0)
        rows++;
    assert_int_equal(sheet_trouble(sheet, NULL), SHEET_OK);
    assert_int_equal(rows, 1048576);
}

#define TEST(name) cmocka_unit_test_teardown(name, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(texts_come_back_to_the_letter),
        TEST(what_xml_cannot_hold_is_held_all_the_same),
        TEST(values_of_each_type_read_as_they_should),
        TEST(the_same_rows_give_the_same_bytes),
        TEST(a_text_too_long_for_a_cell_ends_in_an_ellipsis),
        TEST(a_sheet_that_is_full_is_followed_by_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
