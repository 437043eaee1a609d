#include "private.h"

/* What stands after the backslash; 'u' = \u00xx, 0 = as it is. */
static const char escapes[256] = {
    ['"'] = '"', ['\\'] = '\\', ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r',
    [0x00] = 'u', [0x01] = 'u', [0x02] = 'u', [0x03] = 'u', [0x04] = 'u', [0x05] = 'u', [0x06] = 'u', [0x07] = 'u',
    [0x0b] = 'u', [0x0e] = 'u', [0x0f] = 'u', [0x10] = 'u', [0x11] = 'u', [0x12] = 'u', [0x13] = 'u', [0x14] = 'u',
    [0x15] = 'u', [0x16] = 'u', [0x17] = 'u', [0x18] = 'u', [0x19] = 'u', [0x1a] = 'u', [0x1b] = 'u', [0x1c] = 'u',
    [0x1d] = 'u', [0x1e] = 'u', [0x1f] = 'u',
};

static inline char *put_escaped_byte(char *at, unsigned char byte)
{
    char escape = escapes[byte];
    if (!escape) {
        *at++ = (char)byte;
        return at;
    }
    *at++ = '\\';
    *at++ = escape;
    if (escape == 'u') {
        *at++ = '0';
        *at++ = '0';
        *at++ = byte < 0x10 ? '0' : '1';
        *at++ = "0123456789abcdef"[byte & 15];
    }
    return at;
}

static inline bool word_needs_escape(uint64_t word)
{
    return (has_less(word, 0x20) | has_byte(word, '"') | has_byte(word, '\\')) != 0;
}

static char *put_string(char *at, const unsigned char *text, size_t length)
{
    *at++ = '"';
    while (length >= 8) {
        uint64_t word = load_word(text);
        if (word_needs_escape(word)) {
            for (size_t i = 0; i < 8; i++)
                at = put_escaped_byte(at, text[i]);
        } else {
            memcpy(at, &word, 8);
            at += 8;
        }
        text += 8;
        length -= 8;
    }
    while (length-- > 0)
        at = put_escaped_byte(at, *text++);
    *at++ = '"';
    return at;
}

/* Six bytes for each of the text's is the worst; a long text is worth a look, so that the buffer does not grow for nothing. */
static size_t string_bound(const unsigned char *text, size_t length)
{
    if (length <= 1024)
        return 6 * length + 2;
    size_t bound = length + 2;
    for (size_t i = 0; i < length; i++)
        bound += escapes[text[i]] ? 5 : 0;
    return bound;
}

void json_write_string(struct buffer *out, const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;
    char *at = buffer_reserve(out, string_bound(bytes, length) + PUT_SLACK);
    if (at)
        out->length += (size_t)(put_string(at, bytes, length) - at);
}

/* JSON knows line ends only as blanks between tokens; in NDJSON they would end the row. */
static char *put_json(char *at, enum value_type type, const struct cell *cell)
{
    struct cell text;
    if (!json_text(type, cell, &text))
        return put_null(at);
    memcpy(at, text.data, (size_t)text.length);
    char *end = at + text.length;
    if (type == VALUE_JSON)
        for (; at < end; at++)
            if (*at == '\n' || *at == '\r')
                *at = ' ';
    return end;
}

static char *put_quoted(char *at, enum value_type type, const struct cell *cell, struct calendar *calendar)
{
    char *end = put_plain(at + 1, type, cell, calendar);
    if (!end)
        return put_null(at);
    *at = '"';
    *end = '"';
    return end + 1;
}

static char *put_array(char *at, const struct cell *cell, struct calendar *calendar)
{
    struct elements elements;
    struct cell element;
    if (!elements_begin(&elements, cell))
        return put_null(at);
    *at++ = '[';
    bool first = true;
    while (elements_next(&elements, &element)) {
        if (!first)
            *at++ = ',';
        first = false;
        if (element.length < 0)
            at = put_null(at);
        else if (elements.type == VALUE_TEXT)
            at = put_string(at, element.data, (size_t)element.length);
        else
            at = put_quoted(at, elements.type, &element, calendar);
    }
    *at++ = ']';
    return at;
}

static char *put_cell(char *at, enum value_type type, const struct cell *cell, struct calendar *calendar)
{
    char *end;
    switch (type) {
    case VALUE_TEXT:
        return put_string(at, cell->data, (size_t)cell->length);
    case VALUE_BOOL: case VALUE_INT2: case VALUE_INT4: case VALUE_INT8:
        end = put_plain(at, type, cell, calendar);
        return end ? end : put_null(at);
    case VALUE_JSON: case VALUE_JSONB:
        return put_json(at, type, cell);
    case VALUE_TEXT_ARRAY:
        return put_array(at, cell, calendar);
    default:
        return put_quoted(at, type, cell, calendar);
    }
}

static size_t cell_bound(enum value_type type, const struct cell *cell)
{
    if (cell->length < 0)
        return 4;
    switch (type) {
    case VALUE_TEXT:
        return string_bound(cell->data, (size_t)cell->length);
    case VALUE_JSON: case VALUE_JSONB:
        return (size_t)cell->length + 4;
    case VALUE_TEXT_ARRAY:
        return 6 * (size_t)cell->length + 4; /* each element has four bytes of length besides */
    case VALUE_NUMERIC:
        return plain_bound(type, cell) + 2;
    default:
        return 44;
    }
}

static size_t row_bound(const struct plan *plan, const struct cell *cells)
{
    size_t bound = plan->fixed;
    for (size_t i = 0; i < plan->step_count; i++)
        if (plan->steps[i].kind == PLAN_CELL)
            bound += cell_bound(plan->steps[i].type, &cells[plan->steps[i].column]);
    return bound;
}

static bool all_null(const struct plan_step *open, const struct cell *cells)
{
    for (const struct plan_step *step = open + 1; step < open + open->skip; step++)
        if (step->kind == PLAN_CELL && cells[step->column].length >= 0)
            return false;
    return true;
}

static char *put_members(char *at, struct writer *writer, const struct cell *cells)
{
    const struct plan *plan = &writer->plan;
    const struct plan_step *end = plan->steps + plan->step_count;
    for (const struct plan_step *step = plan->steps; step < end; step++) {
        at = put_bytes(at, plan->keys.data + step->key, step->key_length);
        if (step->kind == PLAN_CELL) {
            const struct cell *cell = &cells[step->column];
            at = cell->length < 0 ? put_null(at) : put_cell(at, step->type, cell, &writer->calendars[step->column]);
        } else if (step->kind == PLAN_CLOSE) {
            *at++ = '}';
        } else if (all_null(step, cells)) {
            at = put_null(at);
            step += step->skip;
        } else {
            *at++ = '{';
        }
    }
    return at;
}

void json_row(struct writer *writer, const struct cell *cells, struct buffer *out)
{
    char *start = buffer_reserve(out, row_bound(&writer->plan, cells));
    if (!start)
        return;
    char *at = start;
    *at++ = '{';
    at = put_members(at, writer, cells);
    *at++ = '}';
    if (writer->representation == REPRESENT_NDJSON)
        *at++ = '\n';
    out->length += (size_t)(at - start);
}
