#include "support.h"

static int fd = -1;
static struct sheet *sheet;

static void begin_limited(const char *bytes, size_t length, const struct sheet_limits *limits)
{
    fd = file_of(bytes, length);
    assert_int_equal(sheet_open(fd, SHEET_CSV, limits, &sheet), SHEET_OK);
}

#define BEGIN(text) begin_limited(text, sizeof(text) - 1, &wide)

static int end(void **state)
{
    (void)state;
    sheet_close(sheet);
    sheet = NULL;
    if (fd >= 0)
        close(fd);
    fd = -1;
    return 0;
}

static void lines_end_in_crlf_or_lf_and_a_mark_is_passed_over(void **state)
{
    (void)state;
    BEGIN("\xef\xbb\xbf" "code,name\r\nE1,和平家园\nE2,\r\n\r\n\n,,\nE3,last");
    assert_row(sheet, 1, "code|name");
    assert_row(sheet, 2, "E1|和平家园");
    assert_row(sheet, 3, "E2|");
    assert_row(sheet, 7, "E3|last");
    assert_end(sheet);
    assert_end(sheet);
}

static void quotes_hold_commas_quotes_and_line_ends(void **state)
{
    (void)state;
    BEGIN("\"a,b\",\"say \"\"no\"\"\",\"two\r\nlines\"\r\n\"\",x\n");
    assert_row(sheet, 1, "a,b|say \"no\"|two\r\nlines");
    assert_row(sheet, 3, "|x");
    assert_end(sheet);
}

static void an_empty_cell_is_null_quoted_or_not(void **state)
{
    (void)state;
    struct sheet_row row;
    BEGIN("\"\",,x\n");
    assert_int_equal(sheet_next(sheet, &row), 1);
    assert_null(row.cells[0]);
    assert_null(row.cells[1]);
    assert_string_equal(row.cells[2], "x");
}

static void the_guard_of_the_writer_is_taken_off_and_nothing_else(void **state)
{
    (void)state;
    BEGIN("'=1+1,'-5,'+86,'@x,\"'\tx\"\n'plain,',-5,''=1,'\n");
    assert_row(sheet, 1, "=1+1|-5|+86|@x|\tx");
    assert_row(sheet, 2, "'plain|'|-5|'=1|'");
    assert_end(sheet);
}

static void only_utf8_is_read_and_nothing_is_guessed(void **state)
{
    (void)state;
    static const struct { const char *bytes; size_t length; } others[] = {
        {"code,name\nE1,\xba\xcd\xc6\xbd\n", 17},           /* GBK */
        {"code,name\nE1,a\0b\n", 16},
        {"code,name\nE1,\xed\xa0\x80\n", 16},               /* a surrogate */
        {"code,name\nE1,\xc0\xaf\n", 15},                   /* an overlong form */
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        begin_limited(others[i].bytes, others[i].length, &wide);
        assert_row(sheet, 1, "code|name");
        assert_trouble(sheet, SHEET_NOT_OF_THIS_KIND, 2);
        end(NULL);
    }
    begin_limited("\xff\xfe" "c\0o\0", 6, &wide);
    assert_trouble(sheet, SHEET_NOT_OF_THIS_KIND, 1);
    end(NULL);
    static const char *const workbooks[] = {"PK\3\4\"a", "\xd0\xcf\x11\xe0\"a"}; /* what follows is told by nothing */
    for (size_t i = 0; i < sizeof workbooks / sizeof *workbooks; i++) {
        fd = file_of(workbooks[i], strlen(workbooks[i]));
        assert_int_equal(sheet_open(fd, SHEET_CSV, &wide, &sheet), SHEET_NOT_OF_THIS_KIND);
        end(NULL);
    }
}

static void broken_quotes_are_refused_with_their_line(void **state)
{
    (void)state;
    static const char *const broken[] = {"a\n\"open,\n\n", "a\nb\"c\"\n", "a\n\"b\"c\n", "a\n\"b\"\rc\n"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        begin_limited(broken[i], strlen(broken[i]), &wide);
        assert_row(sheet, 1, "a");
        assert_trouble(sheet, SHEET_BROKEN, 2);
        end(NULL);
    }
}

static void limits_are_kept_to_the_byte(void **state)
{
    (void)state;
    struct sheet_limits limits = {.row_bytes = 8, .columns = 3, .unpacked_bytes = 16};
    begin_limited("a,b,c\n123,567\n", 14, &limits);
    assert_row(sheet, 1, "a|b|c");
    assert_row(sheet, 2, "123|567");
    end(NULL);
    begin_limited("1234567\n12345678", 16, &limits);
    assert_row(sheet, 1, "1234567");
    assert_trouble(sheet, SHEET_TOO_LARGE, 2);
    end(NULL);
    begin_limited("a,b,c,\n", 7, &limits);
    assert_trouble(sheet, SHEET_TOO_LARGE, 1);
    end(NULL);
    fd = file_of("12345678901234567", 17);
    assert_int_equal(sheet_open(fd, SHEET_CSV, &limits, &sheet), SHEET_TOO_LARGE);
}

static void cells_that_cross_the_reader_s_chunks_are_whole(void **state)
{
    (void)state;
    static char text[300000];
    size_t length = 0;
    for (int i = 0; length < sizeof text - 100; i++)
        length += (size_t)snprintf(text + length, sizeof text - length, "%d,\"和平,\"\"%d\"\"\",x\r\n", i, i * 7);
    begin_limited(text, length, &wide);
    struct sheet_row row;
    int count = 0;
    for (; sheet_next(sheet, &row) == 1; count++) {
        char name[40], number[20];
        snprintf(name, sizeof name, "和平,\"%d\"", count * 7);
        snprintf(number, sizeof number, "%d", count);
        assert_int_equal(row.count, 3);
        assert_int_equal(row.line, count + 1);
        assert_string_equal(row.cells[0], number);
        assert_string_equal(row.cells[1], name);
    }
    assert_true(count > 5000);
    assert_end(sheet);
}

static void a_file_that_is_none_is_refused(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(sheet_open(ends[0], SHEET_CSV, &wide, &sheet), SHEET_BROKEN);
    assert_int_equal(sheet_open(-1, SHEET_CSV, &wide, &sheet), SHEET_BROKEN);
    close(ends[0]);
    close(ends[1]);
    BEGIN("");
    assert_end(sheet);
}

static void who_wants_no_more_is_obeyed_between_two_pieces_of_the_file(void **state)
{
    (void)state;
    static char rows[300000];
    _Atomic bool stop = false;
    struct sheet_limits limits = wide;
    struct sheet_row row;
    limits.stop = &stop;
    memset(rows, 'a', sizeof rows);
    for (size_t i = 99; i < sizeof rows; i += 100)
        rows[i] = '\n';
    begin_limited(rows, sizeof rows, &limits);
    assert_int_equal(sheet_next(sheet, &row), 1);
    stop = true;
    uint64_t read = 1;
    while (sheet_next(sheet, &row) > 0)
        read++;
    assert_true(read < 1000);
    assert_int_equal(sheet_trouble(sheet, NULL), SHEET_STOPPED);
}

#define TEST(name) cmocka_unit_test_teardown(name, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(lines_end_in_crlf_or_lf_and_a_mark_is_passed_over),
        TEST(quotes_hold_commas_quotes_and_line_ends),
        TEST(an_empty_cell_is_null_quoted_or_not),
        TEST(the_guard_of_the_writer_is_taken_off_and_nothing_else),
        TEST(only_utf8_is_read_and_nothing_is_guessed),
        TEST(broken_quotes_are_refused_with_their_line),
        TEST(limits_are_kept_to_the_byte),
        TEST(cells_that_cross_the_reader_s_chunks_are_whole),
        TEST(a_file_that_is_none_is_refused),
        TEST(who_wants_no_more_is_obeyed_between_two_pieces_of_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
