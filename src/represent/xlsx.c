#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "private.h"
#include "represent/workbook.h"

/* What a double, and so a spreadsheet, keeps without loss. */
#define EXACT_DIGITS 15

void xlsx_sheet(struct writer *writer, struct buffer *out)
{
    char name[48];
    if (writer->sheets++ == 0)
        snprintf(name, sizeof name, "%s", writer->title);
    else
        snprintf(name, sizeof name, "%.24s %u", writer->title, writer->sheets);
    workbook_sheet(writer->workbook, name, NULL, 0, out);
    workbook_row(writer->workbook);
    for (size_t i = 0; i < writer->shape->count; i++) {
        const struct column *column = &writer->shape->columns[i];
        if (column_is_written(column))
            workbook_text(writer->workbook, column->label, strlen(column->label), WORKBOOK_HEAD);
    }
    workbook_row_end(writer->workbook, out);
}

/* Digits from the first that is not 0, and those after the point. */
static size_t count_digits(const char *text, size_t length, size_t *ret_places)
{
    size_t digits = 0;
    bool point = false;
    *ret_places = 0;
    for (size_t i = 0; i < length; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';
        point |= text[i] == '.';
        digits += digit && (digits || text[i] != '0');
        *ret_places += point && digit;
    }
    return digits;
}

static void write_number(struct workbook *workbook, const char *text, size_t length)
{
    size_t places;
    if (count_digits(text, length, &places) > EXACT_DIGITS)
        workbook_text(workbook, text, length, WORKBOOK_TEXT);
    else
        workbook_number(workbook, text, length, places == 2 ? WORKBOOK_TWO_PLACES : WORKBOOK_GENERAL);
}

static void write_date(struct workbook *workbook, const struct cell *cell, const char *text, size_t length)
{
    char serial[16];
    int32_t day = (int32_t)read_u32(cell->data);
    if (day < SERIAL_1900_03_01 - SERIAL_2000_01_01) {
        workbook_text(workbook, text, length, WORKBOOK_TEXT);
        return;
    }
    int digits = snprintf(serial, sizeof serial, "%d", day + SERIAL_2000_01_01);
    workbook_number(workbook, serial, (size_t)digits, WORKBOOK_DATE);
}

/* Neither text nor array: its plain form says what it is, or that it has none. */
static void write_plain(struct writer *writer, size_t column, const struct cell *cell)
{
    enum value_type type = writer->shape->columns[column].type;
    struct buffer *scratch = &writer->scratch;
    buffer_clear(scratch);
    char *start = buffer_reserve(scratch, plain_bound(type, cell) + PUT_SLACK);
    char *end = start ? put_plain(start, type, cell, &writer->calendars[column]) : NULL;
    size_t length = end ? (size_t)(end - start) : 0;
    if (!end)
        workbook_skip(writer->workbook);
    else if (type == VALUE_BOOL)
        workbook_bool(writer->workbook, *start == 't');
    else if (type == VALUE_DATE)
        write_date(writer->workbook, cell, start, length);
    else if (type == VALUE_UUID || type == VALUE_TIMESTAMPTZ)
        workbook_text(writer->workbook, start, length, WORKBOOK_TEXT);
    else
        write_number(writer->workbook, start, length);
}

/* Elements joined by ';', as in CSV. */
static void write_array(struct writer *writer, size_t column, const struct cell *cell)
{
    struct elements elements;
    struct cell element;
    struct buffer *scratch = &writer->scratch;
    if (!elements_begin(&elements, cell)) {
        workbook_skip(writer->workbook);
        return;
    }
    buffer_clear(scratch);
    for (bool first = true; elements_next(&elements, &element); first = false) {
        if (!first)
            buffer_add_byte(scratch, ';');
        if (element.length < 0)
            continue;
        if (elements.type == VALUE_TEXT) {
            buffer_add(scratch, element.data, (size_t)element.length);
            continue;
        }
        char *start = buffer_reserve(scratch, plain_bound(elements.type, &element) + PUT_SLACK);
        char *end = start ? put_plain(start, elements.type, &element, &writer->calendars[column]) : NULL;
        scratch->length += end ? (size_t)(end - start) : 0;
    }
    workbook_text(writer->workbook, scratch->data, scratch->length, WORKBOOK_TEXT);
}

/* As in CSV: codes where these are things that have codes, else the JSON itself. */
static void write_json(struct workbook *workbook, const struct cell *text)
{
    char *codes = json_codes(text);
    if (codes && *codes)
        workbook_text(workbook, codes, strlen(codes), WORKBOOK_TEXT);
    else if (codes)
        workbook_skip(workbook);
    else
        workbook_text(workbook, (const char *)text->data, (size_t)text->length, WORKBOOK_TEXT);
    free(codes);
}

static void write_cell(struct writer *writer, size_t column, const struct cell *cell)
{
    enum value_type type = writer->shape->columns[column].type;
    struct cell text = *cell;
    if (cell->length < 0)
        workbook_skip(writer->workbook);
    else if (type == VALUE_TEXT_ARRAY)
        write_array(writer, column, cell);
    else if (type == VALUE_TEXT)
        workbook_text(writer->workbook, (const char *)text.data, (size_t)text.length, WORKBOOK_TEXT);
    else if ((type == VALUE_JSON || type == VALUE_JSONB) && json_text(type, cell, &text))
        write_json(writer->workbook, &text);
    else if (type == VALUE_JSON || type == VALUE_JSONB)
        workbook_skip(writer->workbook);
    else
        write_plain(writer, column, cell);
}

void xlsx_row(struct writer *writer, const struct cell *cells, struct buffer *out)
{
    if (workbook_is_full(writer->workbook))
        xlsx_sheet(writer, out);
    workbook_row(writer->workbook);
    for (size_t i = 0; i < writer->shape->count; i++)
        if (column_is_written(&writer->shape->columns[i]))
            write_cell(writer, i, &cells[i]);
    workbook_row_end(writer->workbook, out);
    out->failed |= writer->scratch.failed;
}
