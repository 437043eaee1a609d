#pragma once
/* What the files of a workbook know of one another. */
#include "archive.h"
#include "represent/workbook.h"

#define SHEETS_MAX (ZIP_ENTRIES_MAX - 8)
#define DRAIN (32 * 1024)
#define NAME_SIZE 128
#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

struct workbook {
    struct zip_stream zip;
    struct buffer xml;      /* of the sheet, not yet in the archive */
    size_t sheets;
    unsigned rows, column;
    char row_text[12];      /* the row's number */
    size_t row_length;
    char names[SHEETS_MAX][NAME_SIZE];
    unsigned title_rows[SHEETS_MAX]; /* on every page when the sheet is printed; 0 = none */
    const struct workbook_form *form; /* of the sheet; NULL = a plain one */
    struct buffer blocks[WORKBOOK_BLOCKS]; /* of the form: how many rows each has, seven bits a byte, the lowest first */
};

/* The part that says what a style looks like. */
extern const char workbook_styles[];
/* What is written of the sheet goes into the archive. */
void workbook_drain(struct workbook *workbook, struct buffer *out);
/* What follows the rows of a form. */
void workbook_form_end(struct workbook *workbook, struct buffer *out);
/* Which rows of which sheet are on every page. */
void workbook_print_titles(const struct workbook *workbook, struct buffer *text);
