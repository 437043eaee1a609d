#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "represent/writer.h"

#define BYTES(literal) { (const unsigned char *)(literal), sizeof(literal) - 1 }
#define NULL_CELL { NULL, -1 }
#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Cells are copied to the heap in their exact size, so that the sanitizer sees a byte read too many. */
static char *write_row(enum representation representation, const struct column *columns, size_t count, const struct cell *cells)
{
    struct shape shape = { columns, count };
    struct writer *writer = writer_new(representation, &shape);
    struct cell exact[16];
    struct buffer out;
    assert_non_null(writer);
    for (size_t i = 0; i < count; i++) {
        exact[i] = cells[i];
        if (cells[i].length < 0)
            continue;
        unsigned char *copy = malloc(cells[i].length > 0 ? (size_t)cells[i].length : 1);
        memcpy(copy, cells[i].data, (size_t)cells[i].length);
        exact[i].data = copy;
    }
    buffer_init(&out);
    writer_row(writer, exact, &out);
    char *text = strdup(buffer_text(&out));
    for (size_t i = 0; i < count; i++)
        if (exact[i].length >= 0)
            free((void *)(uintptr_t)exact[i].data);
    buffer_release(&out);
    writer_free(writer);
    return text;
}

static void assert_row(enum representation representation, const struct column *columns, size_t count, const struct cell *cells,
                       const char *expected)
{
    char *text = write_row(representation, columns, count, cells);
    assert_string_equal(text, expected);
    free(text);
}

/* One value in JSON, in CSV, and as plain text (NULL = none). */
static const struct { enum value_type type; struct cell cell; const char *json, *csv, *plain; } values[] = {
    { VALUE_BOOL, BYTES("\1"), "true", "true", "true" },
    { VALUE_BOOL, BYTES("\0"), "false", "false", "false" },
    { VALUE_INT2, BYTES("\xff\xfe"), "-2", "-2", "-2" },
    { VALUE_INT4, BYTES("\x80\0\0\0"), "-2147483648", "-2147483648", "-2147483648" },
    { VALUE_INT4, BYTES("\0\0\0\0"), "0", "0", "0" },
    { VALUE_INT4, BYTES("\0\0\0\x0a"), "10", "10", "10" },
    { VALUE_INT8, BYTES("\x7f\xff\xff\xff\xff\xff\xff\xff"), "9223372036854775807", "9223372036854775807", "9223372036854775807" },
    { VALUE_INT8, BYTES("\x80\0\0\0\0\0\0\0"), "-9223372036854775808", "-9223372036854775808", "-9223372036854775808" },
    { VALUE_INT4, BYTES("\0\1"), "null", "", NULL },
    /* digits, weight, sign, scale */
    { VALUE_NUMERIC, BYTES("\0\0\0\0\0\0\0\0"), "\"0\"", "0", "0" },
    { VALUE_NUMERIC, BYTES("\0\0\0\0\0\0\0\2"), "\"0.00\"", "0.00", "0.00" },
    { VALUE_NUMERIC, BYTES("\0\2\0\1\0\0\0\2\0\x87\x24\xa2"), "\"1359378.00\"", "1359378.00", "1359378.00" },
    { VALUE_NUMERIC, BYTES("\0\3\0\0\x40\0\0\5\0\1\x09\x29\x03\xe8"), "\"-1.23451\"", "-1.23451", "-1.23451" },
    { VALUE_NUMERIC, BYTES("\0\1\xff\xfe\0\0\0\x08\x04\xd2"), "\"0.00001234\"", "0.00001234", "0.00001234" },
    { VALUE_NUMERIC, BYTES("\0\1\0\2\0\0\0\0\0\7"), "\"700000000\"", "700000000", "700000000" },
    { VALUE_NUMERIC, BYTES("\0\1\0\2\0\0\0\3\0\7"), "\"700000000.000\"", "700000000.000", "700000000.000" },
    { VALUE_NUMERIC, BYTES("\0\0\0\0\xc0\0\0\0"), "null", "", NULL },
    { VALUE_NUMERIC, BYTES("\0\0\0\0\xd0\0\0\x20"), "null", "", NULL },
    { VALUE_NUMERIC, BYTES("\0\5\0\0\0\0\0\0\0\1"), "null", "", NULL },
    { VALUE_TEXT, BYTES(""), "\"\"", "\"\"", "" },
    { VALUE_TEXT, BYTES("东河区"), "\"东河区\"", "东河区", "东河区" },
    { VALUE_TEXT, BYTES("a\"b"), "\"a\\\"b\"", "\"a\"\"b\"", "a\"b" },
    { VALUE_TEXT, BYTES("0123456\"89abcde\\f\n\t\r\b\f/\x01\x1f\x7f"), "\"0123456\\\"89abcde\\\\f\\n\\t\\r\\b\\f/\\u0001\\u001f\x7f\"",
      "\"0123456\"\"89abcde\\f\n\t\r\b\f/\x01\x1f\x7f\"", "0123456\"89abcde\\f\n\t\r\b\f/\x01\x1f\x7f" },
    { VALUE_TEXT, BYTES("a,b"), "\"a,b\"", "\"a,b\"", "a,b" },
    { VALUE_TEXT, BYTES("twelve bytes\n"), "\"twelve bytes\\n\"", "\"twelve bytes\n\"", "twelve bytes\n" },
    { VALUE_TEXT, BYTES("=1+1"), "\"=1+1\"", "'=1+1", "=1+1" },
    { VALUE_TEXT, BYTES("+a"), "\"+a\"", "'+a", "+a" },
    { VALUE_TEXT, BYTES("-a,b"), "\"-a,b\"", "\"'-a,b\"", "-a,b" },
    { VALUE_TEXT, BYTES("@a"), "\"@a\"", "'@a", "@a" },
    { VALUE_TEXT, BYTES("\ta"), "\"\\ta\"", "'\ta", "\ta" },
    { VALUE_TEXT, BYTES("\ra"), "\"\\ra\"", "\"'\ra\"", "\ra" },
    { VALUE_TEXT, BYTES("a=1"), "\"a=1\"", "a=1", "a=1" },
    { VALUE_UUID, BYTES("\x01\x93\x50\0\xab\xcd\x70\0\x80\0\0\0\0\0\xff\x10"), "\"01935000-abcd-7000-8000-00000000ff10\"",
      "01935000-abcd-7000-8000-00000000ff10", "01935000-abcd-7000-8000-00000000ff10" },
    { VALUE_UUID, BYTES("\x01"), "null", "", NULL },
    { VALUE_DATE, BYTES("\0\0\0\0"), "\"2000-01-01\"", "2000-01-01", "2000-01-01" },
    { VALUE_DATE, BYTES("\xff\xff\xff\xff"), "\"1999-12-31\"", "1999-12-31", "1999-12-31" },
    { VALUE_DATE, BYTES("\0\0\0\x3b"), "\"2000-02-29\"", "2000-02-29", "2000-02-29" },
    { VALUE_DATE, BYTES("\xff\xf4\xdb\xf9"), "\"0001-01-01\"", "0001-01-01", "0001-01-01" },
    { VALUE_DATE, BYTES("\xff\xf4\xdb\xf8"), "null", "", NULL },
    { VALUE_DATE, BYTES("\0\x2c\x95\xd3"), "\"9999-12-31\"", "9999-12-31", "9999-12-31" },
    { VALUE_DATE, BYTES("\0\x2c\x95\xd4"), "null", "", NULL },
    { VALUE_DATE, BYTES("\x7f\xff\xff\xff"), "null", "", NULL },
    { VALUE_TIMESTAMPTZ, BYTES("\0\0\0\0\0\0\0\0"), "\"2000-01-01T08:00:00+08:00\"", "2000-01-01T08:00:00+08:00",
      "2000-01-01T08:00:00+08:00" },
    { VALUE_TIMESTAMPTZ, BYTES("\xff\xff\xff\xff\xff\xff\xff\xff"), "\"2000-01-01T07:59:59.999999+08:00\"",
      "2000-01-01T07:59:59.999999+08:00", "2000-01-01T07:59:59.999999+08:00" },
    { VALUE_TIMESTAMPTZ, BYTES("\0\0\0\0\0\x07\xa1\x20"), "\"2000-01-01T08:00:00.5+08:00\"", "2000-01-01T08:00:00.5+08:00",
      "2000-01-01T08:00:00.5+08:00" },
    { VALUE_TIMESTAMPTZ, BYTES("\xff\xff\xff\xf9\x4b\x62\xe0\0"), "\"2000-01-01T00:00:00+08:00\"", "2000-01-01T00:00:00+08:00",
      "2000-01-01T00:00:00+08:00" },
    { VALUE_TIMESTAMPTZ, BYTES("\xff\xff\xff\xf9\x4b\x62\xdf\xff"), "\"1999-12-31T23:59:59.999999+08:00\"",
      "1999-12-31T23:59:59.999999+08:00", "1999-12-31T23:59:59.999999+08:00" },
    { VALUE_TIMESTAMPTZ, BYTES("\x7f\xff\xff\xff\xff\xff\xff\xff"), "null", "", NULL },
    { VALUE_TIMESTAMPTZ, BYTES("\x80\0\0\0\0\0\0\0"), "null", "", NULL },
    { VALUE_JSON, BYTES("{\"a\":\n1}"), "{\"a\": 1}", "\"{\"\"a\"\":\n1}\"", "{\"a\":\n1}" },
    { VALUE_JSONB, BYTES("\1[1, \"x\"]"), "[1, \"x\"]", "\"[1, \"\"x\"\"]\"", "[1, \"x\"]" },
    { VALUE_JSONB, BYTES("\1-1"), "-1", "-1", "-1" },
    { VALUE_JSONB, BYTES("\1"), "null", "", NULL },
    { VALUE_TEXT_ARRAY, BYTES("\0\0\0\0\0\0\0\0\0\0\0\x19"), "[]", "\"\"", NULL },
    { VALUE_TEXT_ARRAY, BYTES("\0\0\0\1\0\0\0\1\0\0\0\x19\0\0\0\3\0\0\0\1\0\0\0\3=\"b\xff\xff\xff\xff\0\0\0\0"), "[\"=\\\"b\",null,\"\"]",
      "\"'=\"\"b;;\"", NULL },
    { VALUE_TEXT_ARRAY, BYTES("\0\0\0\1\0\0\0\0\0\0\x04\x3a\0\0\0\2\0\0\0\1\0\0\0\4\0\0\0\0\0\0\0\4\0\0\0\1"),
      "[\"2000-01-01\",\"2000-01-02\"]", "\"2000-01-01;2000-01-02\"", NULL },
    { VALUE_TEXT_ARRAY, BYTES("\0\0\0\1\0\0\0\0\0\0\x0b\x86\0\0\0\1\0\0\0\1\0\0\0\x10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1"),
      "[\"00000000-0000-0000-0000-000000000001\"]", "\"00000000-0000-0000-0000-000000000001\"", NULL },
    { VALUE_TEXT_ARRAY, BYTES("\0\0\0\2\0\0\0\0\0\0\0\x19\0\0\0\1\0\0\0\1\0\0\0\1\0\0\0\1"), "null", "", NULL },
    { VALUE_TEXT_ARRAY, BYTES("\0\0\0\1\0\0\0\0\0\0\0\x19\0\0\0\2\0\0\0\1\0\0\0\x7f""a"), "[]", "\"\"", NULL },
    { VALUE_TEXT, NULL_CELL, "null", "", NULL },
};

static void every_type_has_its_form(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(values); i++) {
        char json[200], ndjson[200], csv[200];
        struct column column = { "v", values[i].type };
        snprintf(json, sizeof json, "{\"v\":%s}", values[i].json);
        snprintf(ndjson, sizeof ndjson, "{\"v\":%s}\n", values[i].json);
        snprintf(csv, sizeof csv, "%s\r\n", values[i].csv);
        assert_row(REPRESENT_JSON, &column, 1, &values[i].cell, json);
        assert_row(REPRESENT_NDJSON, &column, 1, &values[i].cell, ndjson);
        assert_row(REPRESENT_CSV, &column, 1, &values[i].cell, csv);
    }
}

static void a_value_has_a_plain_text(void **state)
{
    (void)state;
    struct buffer out;
    buffer_init(&out);
    for (size_t i = 0; i < COUNT(values); i++) {
        buffer_clear(&out);
        bool there = value_text(values[i].type, &values[i].cell, &out);
        assert_int_equal(there, values[i].plain != NULL);
        if (there)
            assert_string_equal(buffer_text(&out), values[i].plain);
    }
    buffer_release(&out);
}

static const struct column nested[] = {
    { "id", VALUE_TEXT }, { "!problem", VALUE_TEXT }, { "estate.name", VALUE_TEXT }, { "estate.!x", VALUE_TEXT },
    { "estate.place.street.code", VALUE_TEXT }, { "estate.place.street.name", VALUE_TEXT }, { "estate.place.n", VALUE_INT2 },
    { "firm.name", VALUE_TEXT }, { "!blob", VALUE_BYTEA }, { "last", VALUE_BOOL },
};

static void labels_nest_at_any_depth(void **state)
{
    (void)state;
    const struct cell full[] = { BYTES("1"), BYTES("p"), BYTES("e"), BYTES("x"), BYTES("c"), BYTES("s"), BYTES("\0\5"), BYTES("f"),
                                 BYTES("\0"), BYTES("\1") };
    assert_row(REPRESENT_JSON, nested, COUNT(nested), full,
               "{\"id\":\"1\",\"estate\":{\"name\":\"e\",\"!x\":\"x\",\"place\":{\"street\":{\"code\":\"c\",\"name\":\"s\"},\"n\":5}},"
               "\"firm\":{\"name\":\"f\"},\"last\":true}");
    const struct cell holes[] = { BYTES("1"), BYTES("p"), BYTES("e"), NULL_CELL, NULL_CELL, NULL_CELL, BYTES("\0\5"), NULL_CELL,
                                  BYTES("\0"), BYTES("\1") };
    assert_row(REPRESENT_JSON, nested, COUNT(nested), holes,
               "{\"id\":\"1\",\"estate\":{\"name\":\"e\",\"!x\":null,\"place\":{\"street\":null,\"n\":5}},\"firm\":null,\"last\":true}");
    const struct cell nothing[] = { NULL_CELL, BYTES("p"), NULL_CELL, NULL_CELL, NULL_CELL, NULL_CELL, NULL_CELL, NULL_CELL, NULL_CELL,
                                    NULL_CELL };
    assert_row(REPRESENT_JSON, nested, COUNT(nested), nothing, "{\"id\":null,\"estate\":null,\"firm\":null,\"last\":null}");
    assert_row(REPRESENT_CSV, nested, COUNT(nested), full, "1,e,x,c,s,5,f,true\r\n");
}

static void a_head_stands_over_csv_alone(void **state)
{
    (void)state;
    struct shape shape = { nested, COUNT(nested) };
    struct buffer out;
    buffer_init(&out);
    for (int i = REPRESENT_JSON; i <= REPRESENT_NDJSON; i++) {
        struct writer *writer = writer_new((enum representation)i, &shape);
        buffer_clear(&out);
        writer_head(writer, &out);
        assert_string_equal(buffer_text(&out), i != REPRESENT_CSV ? "" : "\xef\xbb\xbfid,estate.name,estate.!x,"
                            "estate.place.street.code,estate.place.street.name,estate.place.n,firm.name,last\r\n");
        writer_free(writer);
    }
    buffer_release(&out);
}

static void a_shape_nobody_can_write_is_refused(void **state)
{
    (void)state;
    static const struct column bytes[] = { { "a", VALUE_BYTEA } }, unknown[] = { { "a", VALUE_UNSUPPORTED } },
        apart[] = { { "a.b", VALUE_TEXT }, { "c", VALUE_TEXT }, { "a.d", VALUE_TEXT } },
        both[] = { { "a", VALUE_TEXT }, { "a.b", VALUE_TEXT } }, deep[] = { { "a.b.c.d.e.f.g.h.i.j", VALUE_TEXT } };
    static const struct shape shapes[] = { { bytes, 1 }, { unknown, 1 }, { apart, 3 }, { both, 2 }, { deep, 1 } };
    for (size_t i = 0; i < COUNT(shapes); i++)
        assert_null(writer_new(REPRESENT_CSV, &shapes[i]));
    static const struct column hidden[] = { { "!a", VALUE_BYTEA } };
    static const struct cell cells[] = { BYTES("x") };
    assert_row(REPRESENT_JSON, hidden, 1, cells, "{}");
    assert_row(REPRESENT_CSV, hidden, 1, cells, "\r\n");
}

static void rows_of_changing_days_keep_their_own(void **state)
{
    (void)state;
    static const struct column columns[] = { { "a", VALUE_DATE }, { "b", VALUE_DATE } };
    static const struct cell rows[][2] = { { BYTES("\0\0\0\0"), BYTES("\0\0\0\1") }, { BYTES("\0\0\0\0"), BYTES("\0\0\0\2") },
                                           { BYTES("\x7f\xff\xff\xff"), BYTES("\0\0\0\2") }, { BYTES("\0\0\0\3"), NULL_CELL } };
    struct shape shape = { columns, 2 };
    struct writer *writer = writer_new(REPRESENT_CSV, &shape);
    struct buffer out;
    buffer_init(&out);
    for (size_t i = 0; i < COUNT(rows); i++)
        writer_row(writer, rows[i], &out);
    assert_string_equal(buffer_text(&out), "2000-01-01,2000-01-02\r\n2000-01-01,2000-01-03\r\n,2000-01-03\r\n2000-01-04,\r\n");
    buffer_release(&out);
    writer_free(writer);
}

/* Every length around the eight bytes that are looked at together, every byte value at every place. */
static void strings_of_every_length_and_byte_are_escaped(void **state)
{
    (void)state;
    struct buffer out;
    buffer_init(&out);
    for (size_t length = 0; length <= 20; length++) {
        for (unsigned byte = 0; byte < 256 * length; byte++) {
            char text[20], expected[64] = "\"", unit[8];
            memset(text, 'a', sizeof text);
            text[byte / 256] = (char)(byte % 256);
            for (size_t i = 0; i < length; i++) {
                unsigned char c = (unsigned char)text[i];
                const char *name = c ? strchr("\bb\tt\nn\ff\rr\"\"\\\\", c) : NULL;
                if (name && (c < 0x20 || c == '"' || c == '\\'))
                    snprintf(unit, sizeof unit, "\\%c", name[1]);
                else
                    snprintf(unit, sizeof unit, c < 0x20 ? "\\u%04x" : "%c", c);
                strcat(expected, unit);
            }
            strcat(expected, "\"");
            buffer_clear(&out);
            json_write_string(&out, text, length);
            assert_string_equal(buffer_text(&out), expected);
        }
    }
    buffer_release(&out);
}

static void a_long_text_takes_room_for_what_it_escapes(void **state)
{
    (void)state;
    size_t size = 1 << 20;
    char *text = malloc(size);
    memset(text, 'x', size);
    memset(text + 5000, '\1', 100);
    struct buffer out;
    buffer_init(&out);
    json_write_string(&out, text, size);
    assert_int_equal(out.length, size + 2 + 500);
    assert_true(out.capacity < 3 * size);
    buffer_release(&out);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_type_has_its_form), cmocka_unit_test(a_value_has_a_plain_text),
        cmocka_unit_test(labels_nest_at_any_depth), cmocka_unit_test(a_head_stands_over_csv_alone),
        cmocka_unit_test(a_shape_nobody_can_write_is_refused), cmocka_unit_test(rows_of_changing_days_keep_their_own),
        cmocka_unit_test(strings_of_every_length_and_byte_are_escaped), cmocka_unit_test(a_long_text_takes_room_for_what_it_escapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
