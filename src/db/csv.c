#include "csv.h"
#include <stdlib.h>
#include <string.h>
#include "base/text.h"

bool csv_init(struct csv *csv, FILE *file)
{
    memset(csv, 0, sizeof *csv);
    csv->file = file;
    csv->next_line = 1;
    csv->bytes = malloc(CSV_RECORD_MAX);
    return csv->bytes != NULL;
}

void csv_release(struct csv *csv)
{
    free(csv->bytes);
    csv->bytes = NULL;
}

static void blame(struct csv *csv, const char *fault)
{
    if (!csv->fault)
        csv->fault = fault;
}

/* Past a limit the rest of the record is read and dropped, so that the next one is found. */
static void put(struct csv *csv, int byte)
{
    if (csv->length < CSV_RECORD_MAX)
        csv->bytes[csv->length++] = (char)byte;
    else
        blame(csv, "record_too_long");
}

static void field_end(struct csv *csv)
{
    put(csv, '\0');
    if (csv->field_count == CSV_FIELDS_MAX) {
        blame(csv, "too_many_columns");
        return;
    }
    csv->starts[++csv->field_count] = csv->length;
}

/* After the opening quote, up to what follows the closing one, which is returned. */
static int quoted(struct csv *csv)
{
    for (;;) {
        int byte = getc_unlocked(csv->file);
        if (byte == EOF) {
            blame(csv, "quote_not_closed");
            return EOF;
        }
        if (byte == '"') {
            byte = getc_unlocked(csv->file);
            if (byte != '"')
                return byte;
        }
        csv->next_line += byte == '\n';
        put(csv, byte);
    }
}

/* One field; returns what ended it: ',', '\n' or EOF. */
static int field(struct csv *csv, int byte)
{
    bool in_quotes = byte == '"';
    if (in_quotes) {
        byte = quoted(csv);
        if (byte != ',' && byte != '\n' && byte != '\r' && byte != EOF)
            blame(csv, "text_after_quote");
    }
    while (byte != ',' && byte != '\n' && byte != EOF) {
        if (byte == '\r') {
            byte = getc_unlocked(csv->file);
            if (byte == '\n' || byte == EOF)
                break;
            put(csv, '\r');
            continue;
        }
        if (byte == '"' && !in_quotes)
            blame(csv, "quote_inside");
        put(csv, byte);
        byte = getc_unlocked(csv->file);
    }
    field_end(csv);
    return byte;
}

static void fields_cut(struct csv *csv)
{
    for (size_t i = 0; i < csv->field_count; i++) {
        struct csv_field *cut = &csv->fields[i];
        cut->text = csv->bytes + csv->starts[i];
        cut->length = csv->starts[i + 1] - csv->starts[i] - 1;
        if (!text_is_utf8(cut->text, cut->length))
            blame(csv, "not_utf8");
    }
}

/* The mark can stand nowhere but at the start. A first head that begins with another U+F… character is no head. */
static int first_byte(struct csv *csv)
{
    int byte = getc_unlocked(csv->file);
    if (csv->next_line > 1 || byte != 0xef)
        return byte;
    unsigned char rest[2];
    if (fread(rest, 1, sizeof rest, csv->file) == sizeof rest && memcmp(rest, "\xbb\xbf", sizeof rest) == 0)
        return getc_unlocked(csv->file);
    blame(csv, "byte_order_mark");
    return EOF;
}

enum csv_outcome csv_record(struct csv *csv)
{
    csv->length = csv->field_count = 0;
    csv->fault = NULL;
    csv->starts[0] = 0;
    int byte = first_byte(csv);
    while (byte == '\n' || byte == '\r') {
        csv->next_line += byte == '\n';
        byte = getc_unlocked(csv->file);
    }
    csv->line = csv->next_line;
    if (byte == EOF)
        return csv->fault || ferror(csv->file) ? CSV_FAILED : CSV_END;
    do {
        byte = field(csv, byte);
    } while (byte == ',' && (byte = getc_unlocked(csv->file), true));
    csv->next_line++;
    if (ferror(csv->file))
        return CSV_FAILED;
    if (!csv->fault)
        fields_cut(csv);
    return csv->fault ? CSV_BAD : CSV_RECORD;
}
