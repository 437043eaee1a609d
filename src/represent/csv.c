#include "private.h"

#include <stdlib.h>
#include <string.h>

static inline bool is_special(unsigned char byte)
{
    return byte == '"' || byte == ',' || byte == '\n' || byte == '\r';
}

static bool needs_quotes(const unsigned char *text, size_t length)
{
    for (; length >= 8; text += 8, length -= 8) {
        uint64_t word = load_word(text);
        if (has_byte(word, '"') | has_byte(word, ',') | has_byte(word, '\n') | has_byte(word, '\r'))
            return true;
    }
    for (; length > 0; text++, length--)
        if (is_special(*text))
            return true;
    return false;
}

static char *put_doubled(char *at, const unsigned char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"')
            *at++ = '"';
        *at++ = (char)text[i];
    }
    return at;
}

/* Quote marks before it count with it, so that a reader that takes one off has every text back as it was. */
static bool is_formula(const unsigned char *text, size_t length)
{
    while (length > 0 && *text == '\'')
        text++, length--;
    return length > 0 && text[0] && strchr("=+-@\t\r", text[0]);
}

static char *put_field(char *at, const unsigned char *text, size_t length, bool guard)
{
    bool quotes = length == 0 || needs_quotes(text, length);
    if (quotes)
        *at++ = '"';
    if (guard && is_formula(text, length))
        *at++ = '\'';
    if (quotes) {
        at = put_doubled(at, text, length);
        *at++ = '"';
        return at;
    }
    memcpy(at, text, length);
    return at + length;
}

/* Elements joined by ';', always in quotes. */
static char *put_array(char *at, const struct cell *cell, struct calendar *calendar)
{
    struct elements elements;
    struct cell element;
    if (!elements_begin(&elements, cell))
        return at;
    *at++ = '"';
    bool first = true;
    while (elements_next(&elements, &element)) {
        if (!first)
            *at++ = ';';
        if (element.length >= 0 && elements.type == VALUE_TEXT) {
            if (first && is_formula(element.data, (size_t)element.length))
                *at++ = '\'';
            at = put_doubled(at, element.data, (size_t)element.length);
        } else if (element.length >= 0) {
            char *end = put_plain(at, elements.type, &element, calendar);
            at = end ? end : at;
        }
        first = false;
    }
    *at++ = '"';
    return at;
}

/* No longer than its JSON. */
static char *put_json(char *at, const struct cell *text)
{
    char *codes = json_codes(text);
    if (codes && *codes)
        at = put_field(at, (const unsigned char *)codes, strlen(codes), true);
    else if (!codes)
        at = put_field(at, text->data, (size_t)text->length, false);
    free(codes);
    return at;
}

static char *put_cell(char *at, enum value_type type, const struct cell *cell, struct calendar *calendar)
{
    struct cell text;
    char *end;
    switch (type) {
    case VALUE_TEXT:
        return put_field(at, cell->data, (size_t)cell->length, true);
    case VALUE_JSON: case VALUE_JSONB:
        return json_text(type, cell, &text) ? put_json(at, &text) : at;
    case VALUE_TEXT_ARRAY:
        return put_array(at, cell, calendar);
    default:
        end = put_plain(at, type, cell, calendar);
        return end ? end : at;
    }
}

static size_t cell_bound(enum value_type type, const struct cell *cell)
{
    if (cell->length < 0)
        return 1;
    switch (type) {
    case VALUE_TEXT: case VALUE_JSON: case VALUE_JSONB: case VALUE_TEXT_ARRAY:
        return 2 * (size_t)cell->length + 8;
    default:
        return plain_bound(type, cell) + 1;
    }
}

void csv_row(struct writer *writer, const struct cell *cells, struct buffer *out)
{
    const struct shape *shape = writer->shape;
    size_t bound = PUT_SLACK;
    for (size_t i = 0; i < shape->count; i++)
        bound += cell_bound(shape->columns[i].type, &cells[i]);
    char *start = buffer_reserve(out, bound), *at = start;
    if (!start)
        return;
    bool first = true;
    for (size_t i = 0; i < shape->count; i++) {
        if (!column_is_written(&shape->columns[i]))
            continue;
        if (!first)
            *at++ = ',';
        first = false;
        if (cells[i].length >= 0)
            at = put_cell(at, shape->columns[i].type, &cells[i], &writer->calendars[i]);
    }
    *at++ = '\r';
    *at++ = '\n';
    out->length += (size_t)(at - start);
}

void csv_head(const struct writer *writer, struct buffer *out)
{
    bool first = true;
    buffer_add(out, "\xef\xbb\xbf", 3);
    for (size_t i = 0; i < writer->shape->count; i++) {
        const struct column *column = &writer->shape->columns[i];
        if (!column_is_written(column))
            continue;
        if (!first)
            buffer_add_byte(out, ',');
        first = false;
        size_t length = strlen(column->label);
        char *at = buffer_reserve(out, 2 * length + 8);
        if (at)
            out->length += (size_t)(put_field(at, (const unsigned char *)column->label, length, true) - at);
    }
    buffer_add(out, "\r\n", 2);
}
