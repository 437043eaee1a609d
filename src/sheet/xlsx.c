#include "xlsx.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/text.h"

#define COLUMNS_MAX 16384
#define ROWS_MAX 1048576

/* "AB12" → 27. False: no reference. */
static bool read_column(const char *reference, size_t *ret_column)
{
    size_t column = 0, letters = 0;
    for (; reference[letters] >= 'A' && reference[letters] <= 'Z' && letters < 4; letters++)
        column = column * 26 + (size_t)(reference[letters] - 'A') + 1;
    if (letters == 0 || column > COLUMNS_MAX)
        return false;
    *ret_column = column - 1;
    return true;
}

static uint64_t read_count(const char *text, uint64_t otherwise)
{
    int64_t value;
    return text && text_to_int64(text, &value) && value >= 0 ? (uint64_t)value : otherwise;
}

static void start_row(struct sheet *sheet, const char **attributes)
{
    uint64_t line = read_count(part_attribute(attributes, "r"), sheet->line + 1);
    if (sheet->xlsx->in_row)
        sheet_blame(sheet, SHEET_BROKEN, sheet->line);
    sheet->xlsx->in_row = true;
    if (line <= sheet->line || line > ROWS_MAX)
        sheet_blame(sheet, line > ROWS_MAX ? SHEET_TOO_LARGE : SHEET_BROKEN, sheet->line + 1);
    sheet->line = line;
    sheet->xlsx->next_column = 0;
}

static char cell_type(const char *name)
{
    static const struct { const char *name; char type; } types[] = {
        {"n", 'n'}, {"s", 's'}, {"b", 'b'}, {"str", 't'}, {"inlineStr", 't'}, {"e", 't'}, {"d", 'd'},
    };
    for (size_t i = 0; name && i < sizeof types / sizeof *types; i++)
        if (!strcmp(types[i].name, name))
            return types[i].type;
    return name ? '\0' : 'n';
}

static void start_cell(struct sheet *sheet, const char **attributes)
{
    struct xlsx_reader *xlsx = sheet->xlsx;
    const char *reference = part_attribute(attributes, "r");
    xlsx->column = xlsx->next_column;
    xlsx->type = cell_type(part_attribute(attributes, "t"));
    xlsx->style = read_count(part_attribute(attributes, "s"), SIZE_MAX);
    buffer_clear(&xlsx->value);
    bool good = xlsx->in_row && !xlsx->in_cell && (!reference || read_column(reference, &xlsx->column));
    if (!good || !xlsx->type || xlsx->column < xlsx->next_column)
        sheet_blame(sheet, SHEET_BROKEN, sheet->line);
    xlsx->next_column = xlsx->column + 1;
    xlsx->in_cell = true;
    xlsx->valued = false;
}

/* <v>, or <is> with runs of <t>: one of them, once. */
static void start_value(struct sheet *sheet, bool *ret_inside)
{
    struct xlsx_reader *xlsx = sheet->xlsx;
    if (xlsx->valued)
        sheet_blame(sheet, SHEET_BROKEN, sheet->line);
    xlsx->valued = *ret_inside = true;
}

static void start_in_cell(struct sheet *sheet, const char *name)
{
    struct xlsx_reader *xlsx = sheet->xlsx;
    if (!strcmp(name, "v"))
        start_value(sheet, &xlsx->in_value);
    else if (!strcmp(name, "is"))
        start_value(sheet, &xlsx->in_inline);
    else if (!strcmp(name, "rPh"))
        xlsx->phonetic++;
    else if (!strcmp(name, "t") && xlsx->in_inline && !xlsx->phonetic)
        xlsx->in_value = true;
}

static void on_start(struct sheet *sheet, const char *name, const char **attributes)
{
    struct xlsx_reader *xlsx = sheet->xlsx;
    if (!strcmp(name, "sheetData")) {
        if (xlsx->in_data)
            sheet_blame(sheet, SHEET_BROKEN, sheet->line);
        xlsx->in_data = true;
    }
    if (!xlsx->in_data)
        return;
    if (!strcmp(name, "row"))
        start_row(sheet, attributes);
    else if (!strcmp(name, "c"))
        start_cell(sheet, attributes);
    else if (xlsx->in_cell)
        start_in_cell(sheet, name);
}

static void on_text(struct sheet *sheet, const char *text, size_t length)
{
    struct xlsx_reader *xlsx = sheet->xlsx;
    if (!xlsx->in_value)
        return;
    if (length > sheet->limits.row_bytes || xlsx->value.length > sheet->limits.row_bytes - length)
        sheet_blame(sheet, SHEET_TOO_LARGE, sheet->line);
    else
        buffer_add(&xlsx->value, text, length);
}

static bool put(struct sheet *sheet, const char *text, size_t length)
{
    if (length == 0)
        return true;
    return row_begin(sheet, sheet->xlsx->column) && row_add(sheet, text, length) && row_end(sheet);
}

static bool put_number(struct sheet *sheet, const char *text)
{
    struct xlsx_reader *xlsx = sheet->xlsx;
    char plain[NUMBER_SIZE], moment[MOMENT_SIZE];
    if (!number_plain(text, plain))
        return put(sheet, text, strlen(text));
    if (number_moment(plain, styles_kind(&xlsx->styles, xlsx->style), xlsx->from_1904, moment))
        return put(sheet, moment, strlen(moment));
    return put(sheet, plain, strlen(plain));
}

/* ISO 8601 without an offset: a day alone, or a time of the service's own clock. */
static bool put_iso(struct sheet *sheet, const char *text)
{
    char moment[64];
    size_t length = strlen(text);
    bool of_day = styles_kind(&sheet->xlsx->styles, sheet->xlsx->style) == NUMBER_DATE;
    if (of_day && length > 10 && text[10] == 'T')
        return put(sheet, text, 10);
    bool local = length > 10 && length < 40 && text[10] == 'T' && !strpbrk(text + 10, "Z+-");
    snprintf(moment, sizeof moment, "%.40s+08:00", text);
    return local ? put(sheet, moment, strlen(moment)) : put(sheet, text, length);
}

static bool put_shared(struct sheet *sheet, const char *index)
{
    size_t length;
    const char *text = strings_at(&sheet->xlsx->strings, read_count(index, UINT64_MAX), &length);
    return text ? put(sheet, text, length) : sheet_blame(sheet, SHEET_BROKEN, sheet->line);
}

static bool end_cell(struct sheet *sheet)
{
    struct buffer *value = &sheet->xlsx->value;
    char *text = buffer_text(value);
    if (!text)
        return sheet_blame(sheet, SHEET_NO_MEMORY, sheet->line);
    if (!*text)
        return true;
    switch (sheet->xlsx->type) {
    case 's':
        return put_shared(sheet, text);
    case 'n':
        return put_number(sheet, text);
    case 'b':
        return !strcmp(text, "0") || !strcmp(text, "false") ? put(sheet, "false", 5) : put(sheet, "true", 4);
    case 'd':
        return put_iso(sheet, text);
    default:
        return put(sheet, text, strings_unescape(text, value->length));
    }
}

static void on_end(struct sheet *sheet, const char *name)
{
    struct xlsx_reader *xlsx = sheet->xlsx;
    if (!xlsx->in_data)
        return;
    if (!strcmp(name, "v") || !strcmp(name, "t"))
        xlsx->in_value = false;
    else if (!strcmp(name, "is"))
        xlsx->in_inline = false;
    else if (!strcmp(name, "rPh"))
        xlsx->phonetic -= xlsx->phonetic > 0;
    else if (!strcmp(name, "c")) {
        xlsx->in_cell = false;
        (void)end_cell(sheet); /* a fault is noted, and stops the part */
    } else if (!strcmp(name, "row")) {
        xlsx->in_row = false;
        if (sheet->row.filled)
            part_pause(&xlsx->part);
    } else if (!strcmp(name, "sheetData"))
        xlsx->in_data = false;
}

static const struct part_events sheet_events = {.start = on_start, .end = on_end, .text = on_text};

/* False with no fault noted: that was the last. */
static bool next_sheet(struct sheet *sheet)
{
    struct xlsx_reader *xlsx = sheet->xlsx;
    part_close(&xlsx->part);
    if (!sheet->limits.all_sheets || !package_next(sheet))
        return false;
    sheet->number++;
    sheet->line = 0;
    return part_open(sheet, xlsx->sheet, &sheet_events, &xlsx->part) || sheet_blame(sheet, SHEET_BROKEN, 0);
}

int xlsx_next(struct sheet *sheet)
{
    struct xlsx_reader *xlsx = sheet->xlsx;
    int got = 0;
    while (!xlsx->ended && (got = part_run(&xlsx->part)) == 0)
        xlsx->ended = !next_sheet(sheet);
    return sheet->fault != SHEET_OK ? -1 : got;
}

static zip_t *archive_open(int fd)
{
    int copy = dup(fd);
    FILE *file = copy < 0 ? NULL : fdopen(copy, "rb");
    if (!file) {
        if (copy >= 0)
            close(copy);
        return NULL;
    }
    zip_source_t *source = zip_source_filep_create(file, 0, -1, NULL);
    if (!source) {
        fclose(file);
        return NULL;
    }
    zip_t *archive = zip_open_from_source(source, ZIP_RDONLY, NULL);
    if (!archive)
        zip_source_free(source); /* closes the file */
    return archive;
}

bool xlsx_open(struct sheet *sheet)
{
    struct xlsx_reader *xlsx = sheet->xlsx = calloc(1, sizeof *xlsx);
    if (!xlsx)
        return sheet_blame(sheet, SHEET_NO_MEMORY, 0);
    if (!directory_fits(sheet))
        return false;
    xlsx->archive = archive_open(sheet->fd);
    if (!xlsx->archive)
        return sheet_blame(sheet, SHEET_NOT_OF_THIS_KIND, 0);
    if (!package_look(sheet) || !strings_read(sheet) || !styles_read(sheet))
        return false;
    if (!part_open(sheet, xlsx->sheet, &sheet_events, &xlsx->part))
        return sheet_blame(sheet, SHEET_BROKEN, 0);
    return true;
}

void xlsx_close(struct xlsx_reader *xlsx)
{
    if (!xlsx)
        return;
    part_close(&xlsx->part);
    if (xlsx->archive)
        zip_discard(xlsx->archive);
    buffer_release(&xlsx->strings.text);
    buffer_release(&xlsx->strings.index);
    buffer_release(&xlsx->value);
    free(xlsx->styles.formats);
    free(xlsx->styles.kinds);
    free(xlsx);
}
