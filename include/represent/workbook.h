#pragma once
/* A workbook (XLSX, ECMA-376) written as a stream: cells go in row by row, bytes come out, in memory that does not grow with the rows.
 * Text is text, whatever it looks like: no formula is ever written, and a number of 18 digits that came as text stays as it is. The same
 * cells give the same bytes. What goes wrong (memory, a sheet without end) marks the buffer as failed. */
#include <stdbool.h>
#include <stdint.h>
#include "base/buffer.h"

/* Those of a form have borders and are wrapped, but for its title and the two that stand at the ends of the line below it. */
enum workbook_style {
    WORKBOOK_GENERAL, WORKBOOK_DATE, WORKBOOK_TWO_PLACES, WORKBOOK_HEAD, WORKBOOK_TEXT, WORKBOOK_WRAPPED,
    WORKBOOK_FORM_TITLE, WORKBOOK_FORM_LEFT, WORKBOOK_FORM_RIGHT, WORKBOOK_FORM_HEAD, WORKBOOK_FORM_TEXT, WORKBOOK_FORM_CENTRE, WORKBOOK_FORM_DATE
};

/* The most a cell may hold, in UTF-16 units; a longer text is cut and ends in an ellipsis. */
#define WORKBOOK_CELL_MAX 32767

struct workbook;
struct workbook_column { int width; enum workbook_style style; }; /* of cells that are still to be filled in */

struct workbook *workbook_new(void) __attribute__((warn_unused_result)); /* NULL: out of memory */
void workbook_free(struct workbook *workbook);
/* Begin the next sheet; the one before is ended. Names are at most 31 characters of which none is one of []:*?/\ & < > or a quote. */
void workbook_sheet(struct workbook *workbook, const char *name, const struct workbook_column *columns, size_t count, struct buffer *out);
/* A sheet to be printed: A4 across, as wide as the page, its first rows on every page and the pages counted. `merged` are ranges such as A1:L1, a NULL ends them. All of it outlives
 * the sheet. */
#define WORKBOOK_BLOCKS 2
struct workbook_form {
    const struct workbook_column *columns;
    size_t count;
    unsigned head_rows;
    const char *const *merged;
    uint32_t block_columns[WORKBOOK_BLOCKS];  /* bit 0: column A … that are one cell for each block of rows of the kind */
};
void workbook_form(struct workbook *workbook, const char *name, const struct workbook_form *form, struct buffer *out);
/* The next `rows` rows are a block; blocks of a kind follow one another from the first row after the head. A byte or two are kept for each until the sheet ends. */
void workbook_block(struct workbook *workbook, unsigned kind, unsigned rows);
/* The sheet takes no more rows. */
bool workbook_is_full(const struct workbook *workbook);
/* Cells of a row one after another. */
void workbook_row(struct workbook *workbook);
void workbook_row_of_height(struct workbook *workbook, unsigned points);
/* A cell that is empty and has a style; one that is nothing. */
void workbook_blank(struct workbook *workbook, enum workbook_style style);
void workbook_skip(struct workbook *workbook);
void workbook_text(struct workbook *workbook, const char *text, size_t length, enum workbook_style style);
/* Plain decimal notation that a double holds (15 significant digits at most). */
void workbook_number(struct workbook *workbook, const char *digits, size_t length, enum workbook_style style);
void workbook_bool(struct workbook *workbook, bool value);
void workbook_row_end(struct workbook *workbook, struct buffer *out);
/* After the last sheet. */
void workbook_end(struct workbook *workbook, struct buffer *out);
