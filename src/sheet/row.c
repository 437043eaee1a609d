#include <stdlib.h>
#include "private.h"

void row_clear(struct row *row)
{
    buffer_clear(&row->text);
    row->count = 0;
    row->filled = false;
}

static bool grow(struct row *row, size_t columns)
{
    if (columns <= row->room)
        return true;
    size_t room = row->room ? row->room : 32;
    while (room < columns)
        room *= 2;
    size_t *starts = realloc(row->starts, room * sizeof *starts);
    if (starts)
        row->starts = starts;
    const char **cells = starts ? realloc(row->cells, room * sizeof *cells) : NULL;
    if (!cells)
        return false;
    row->cells = cells;
    row->room = room;
    return true;
}

bool row_begin(struct sheet *sheet, size_t column)
{
    struct row *row = &sheet->row;
    if (column >= sheet->limits.columns)
        return sheet_blame(sheet, SHEET_TOO_LARGE, sheet->line);
    if (column < row->count) /* what is written below goes to `count`, which then is no more than `column` */
        return sheet_blame(sheet, SHEET_BROKEN, sheet->line);
    if (!grow(row, column + 1))
        return sheet_blame(sheet, SHEET_NO_MEMORY, sheet->line);
    while (row->count < column)
        row->starts[row->count++] = CELL_EMPTY;
    row->starts[row->count++] = row->text.length;
    return true;
}

bool row_add(struct sheet *sheet, const char *text, size_t length)
{
    struct buffer *bytes = &sheet->row.text;
    /* One is for the terminator. */
    if (length >= sheet->limits.row_bytes || bytes->length >= sheet->limits.row_bytes - length)
        return sheet_blame(sheet, SHEET_TOO_LARGE, sheet->line);
    buffer_add(bytes, text, length);
    return !bytes->failed || sheet_blame(sheet, SHEET_NO_MEMORY, sheet->line);
}

bool row_end(struct sheet *sheet)
{
    struct row *row = &sheet->row;
    if (row->starts[row->count - 1] == row->text.length) {
        row->starts[row->count - 1] = CELL_EMPTY;
        return true;
    }
    row->filled = true;
    buffer_add_byte(&row->text, '\0');
    return !row->text.failed || sheet_blame(sheet, SHEET_NO_MEMORY, sheet->line);
}

bool row_finish(struct sheet *sheet, struct sheet_row *ret_row)
{
    struct row *row = &sheet->row;
    if (!grow(row, 1))
        return sheet_blame(sheet, SHEET_NO_MEMORY, sheet->line);
    for (size_t i = 0; i < row->count; i++)
        row->cells[i] = row->starts[i] == CELL_EMPTY ? NULL : row->text.data + row->starts[i];
    *ret_row = (struct sheet_row){.sheet = sheet->number, .line = sheet->line, .count = row->count, .cells = row->cells};
    return true;
}
