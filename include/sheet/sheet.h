#pragma once
/* DESIGN. Rows of a table that people made: CSV and XLSX behind one reader, one row at a time, in memory that does not grow with the
 * file. Every cell is text: what it means is for the reader's caller to judge, column by column.
 *
 * CSV: RFC 4180 in UTF-8 with or without a byte order mark; lines end in CRLF or LF; a quoted cell may hold line ends. The quote mark
 * that the CSV writer sets before = + - @ as a guard against formulas is taken off again, so that what was written out reads as it was.
 * Another encoding is never guessed: bytes that are no UTF-8 are SHEET_NOT_OF_THIS_KIND, with the line they stand in.
 *
 * XLSX: the first visible sheet, or all of them one after another. Numbers are decimal text as written, those beyond 15 significant digits rounded to what Excel shows;
 * whole numbers are never rounded. Dates (told by the cell's number format, 1900 and 1904 systems) are YYYY-MM-DD, times of a day
 * HH:MM:SS, both together RFC 3339 at +08:00; booleans true and false; of a formula the value it had when the file was saved.
 * Shared strings are kept in memory, SHEET_STRINGS_MAX bytes at most. A DOCTYPE is SHEET_BROKEN; an encrypted workbook, or one with
 * macros, is SHEET_NOT_OF_THIS_KIND.
 *
 * A row without a single cell that holds something is passed over. One thread at a time for each sheet. */
#include <stdatomic.h>
#include <stddef.h>
#include <stdbool.h>
#include <stdint.h>

#define SHEET_STRINGS_MAX (64u << 20)

enum sheet_kind { SHEET_CSV, SHEET_XLSX };

enum sheet_fault {
    SHEET_OK,
    SHEET_NOT_OF_THIS_KIND, /* another sort of file, or another encoding */
    SHEET_BROKEN,           /* a quote that does not close, XML or an archive that is damaged, a file that cannot be read */
    SHEET_TOO_LARGE,        /* a limit of the reader */
    SHEET_NO_MEMORY,
    SHEET_STOPPED           /* limits.stop */
};

struct sheet;

/* Against archives that unpack to a multiple of themselves and cells without an end. */
struct sheet_limits {
    size_t row_bytes;        /* of all cells of a row, each with its terminator */
    unsigned columns;        /* up to the last cell that holds something */
    uint64_t unpacked_bytes; /* of CSV: of the file */
    bool all_sheets;         /* of a workbook: those that are visible, in order */
    const _Atomic bool *stop; /* looked at with every piece of the file that is read; true: leave off. NULL: never */
};

struct sheet_row {
    unsigned sheet;           /* which of those that are read, from 0 */
    uint64_t line;            /* of CSV: on which the row begins, from 1; of XLSX: the row's number in its sheet */
    size_t count;             /* up to the last cell that the file has */
    const char *const *cells; /* NULL = empty; UTF-8; valid until the next call */
};

/* `fd` is a regular file, read from its start whatever its position; it stays the caller's and outlives the sheet. */
enum sheet_fault sheet_open(int fd, enum sheet_kind kind, const struct sheet_limits *limits, struct sheet **ret_sheet)
    __attribute__((warn_unused_result));
/* 1: a row. 0: the end. -1: sheet_trouble(); nothing can be read any more. */
int sheet_next(struct sheet *sheet, struct sheet_row *ret_row) __attribute__((warn_unused_result));
/* What was wrong, and on which line (0: the file as a whole). ret_line may be NULL. */
enum sheet_fault sheet_trouble(const struct sheet *sheet, uint64_t *ret_line);
/* NULL is fine. */
void sheet_close(struct sheet *sheet);
