#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/text.h"
#include "private.h"

#define CHUNK (64 * 1024)

struct csv_reader {
    uint64_t offset;    /* of the file, where the next chunk begins */
    uint64_t next_line;
    size_t at, length;
    unsigned char bytes[CHUNK];
};

/* The next byte; EOF at the end, and after a fault. */
static int refill(struct sheet *sheet)
{
    struct csv_reader *csv = sheet->csv;
    if (sheet->fault != SHEET_OK || sheet_stopped(sheet))
        return EOF;
    ssize_t got = pread(sheet->fd, csv->bytes, sizeof csv->bytes, (off_t)csv->offset);
    if (got < 0)
        sheet_blame(sheet, SHEET_BROKEN, csv->next_line);
    csv->at = 0;
    csv->length = got > 0 ? (size_t)got : 0;
    csv->offset += csv->length;
    if (csv->offset > sheet->limits.unpacked_bytes) {
        sheet_blame(sheet, SHEET_TOO_LARGE, csv->next_line);
        csv->length = 0;
    }
    return csv->length ? csv->bytes[csv->at++] : EOF;
}

static int next_byte(struct sheet *sheet)
{
    struct csv_reader *csv = sheet->csv;
    return csv->at < csv->length ? csv->bytes[csv->at++] : refill(sheet);
}

/* Bytes that mean nothing to CSV, as many as the chunk at hand has. */
static bool add_run(struct sheet *sheet, bool in_quotes)
{
    struct csv_reader *csv = sheet->csv;
    size_t from = csv->at, at = from;
    while (at < csv->length && csv->bytes[at] != '"' && csv->bytes[at] != '\n' && (in_quotes || (csv->bytes[at] != ',' && csv->bytes[at] != '\r')))
        at++;
    csv->at = at;
    return at == from || row_add(sheet, (const char *)csv->bytes + from, at - from);
}

static bool put(struct sheet *sheet, int byte)
{
    char one = (char)byte;
    return row_add(sheet, &one, 1);
}

/* After the opening quote, up to what follows the closing one, which is returned. */
static int quoted(struct sheet *sheet)
{
    struct csv_reader *csv = sheet->csv;
    for (;;) {
        if (!add_run(sheet, true))
            return EOF;
        int byte = next_byte(sheet);
        if (byte == EOF) {
            sheet_blame(sheet, SHEET_BROKEN, sheet->line);
            return EOF;
        }
        if (byte == '"') {
            byte = next_byte(sheet);
            if (byte != '"')
                return byte;
        }
        csv->next_line += byte == '\n';
        if (!put(sheet, byte))
            return EOF;
    }
}

/* What ends a cell: a comma, a line's end as '\n', or EOF. Any other byte after a closing quote is a fault. */
static int after_quotes(struct sheet *sheet, int byte)
{
    if (byte == '\r')
        byte = next_byte(sheet);
    if (byte == ',' || byte == '\n' || byte == EOF)
        return byte;
    sheet_blame(sheet, SHEET_BROKEN, sheet->line);
    return EOF;
}

static int unquoted(struct sheet *sheet, int byte)
{
    while (byte != ',' && byte != '\n' && byte != EOF) {
        if (byte == '\r') {
            byte = next_byte(sheet);
            if (byte == '\n' || byte == EOF)
                break;
            if (!put(sheet, '\r'))
                return EOF;
            continue;
        }
        if (byte == '"') {
            sheet_blame(sheet, SHEET_BROKEN, sheet->line);
            return EOF;
        }
        if (!put(sheet, byte) || !add_run(sheet, false))
            return EOF;
        byte = next_byte(sheet);
    }
    return byte;
}

/* The writer's guard: one quote mark before any number of them and a byte that would begin a formula. */
static bool is_guarded(const char *text, size_t length)
{
    size_t marks = 0;
    while (marks < length && text[marks] == '\'')
        marks++;
    return marks > 0 && marks < length && text[marks] && strchr("=+-@\t\r", text[marks]);
}

static bool end_cell(struct sheet *sheet)
{
    struct row *row = &sheet->row;
    size_t start = row->starts[row->count - 1];
    size_t length = row->text.length - start;
    if (length == 0)
        return row_end(sheet);
    const char *text = row->text.data + start;
    if (!text_is_utf8(text, length))
        return sheet_blame(sheet, SHEET_NOT_OF_THIS_KIND, sheet->line);
    if (is_guarded(text, length))
        row->starts[row->count - 1]++;
    return row_end(sheet);
}

int csv_next(struct sheet *sheet)
{
    struct csv_reader *csv = sheet->csv;
    sheet->line = csv->next_line;
    int byte = next_byte(sheet);
    if (byte == EOF)
        return sheet->fault == SHEET_OK ? 0 : -1;
    for (;;) {
        if (!row_begin(sheet, sheet->row.count))
            return -1;
        byte = byte == '"' ? after_quotes(sheet, quoted(sheet)) : unquoted(sheet, byte);
        if (sheet->fault != SHEET_OK || !end_cell(sheet))
            return -1;
        if (byte != ',')
            break;
        byte = next_byte(sheet);
    }
    csv->next_line++;
    return sheet->fault == SHEET_OK ? 1 : -1;
}

/* A workbook, new or old, whose bytes would else be told by chance: as no UTF-8, or as a quote where none may be. No CSV begins so. */
static bool is_workbook(const struct csv_reader *csv)
{
    return csv->length >= 4 && (memcmp(csv->bytes, "PK\3\4", 4) == 0 || memcmp(csv->bytes, "\xd0\xcf\x11\xe0", 4) == 0);
}

bool csv_open(struct sheet *sheet)
{
    struct csv_reader *csv = sheet->csv = calloc(1, sizeof *csv);
    if (!csv)
        return sheet_blame(sheet, SHEET_NO_MEMORY, 0);
    csv->next_line = 1;
    if (refill(sheet) != EOF)
        csv->at = 0;
    if (is_workbook(csv))
        return sheet_blame(sheet, SHEET_NOT_OF_THIS_KIND, 1);
    if (csv->length >= 3 && memcmp(csv->bytes, "\xef\xbb\xbf", 3) == 0)
        csv->at = 3;
    return sheet->fault == SHEET_OK;
}

void csv_close(struct csv_reader *csv)
{
    free(csv);
}
