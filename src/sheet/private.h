#pragma once
/* What the readers of one kind each offer to sheet.c, and the row that both fill. */
#include <stdbool.h>
#include "base/buffer.h"
#include "sheet/sheet.h"

/* The row being read. Cells are offsets into `text` until the row is whole, because the text may move as it grows. */
struct row {
    struct buffer text;
    size_t *starts;      /* SIZE_MAX: empty */
    const char **cells;
    size_t count, room;
    bool filled;         /* a cell of it holds something */
};

#define CELL_EMPTY SIZE_MAX

struct sheet {
    enum sheet_kind kind;
    struct sheet_limits limits;
    int fd;
    unsigned number;     /* of the sheet at hand, from 0 */
    uint64_t line;       /* of the row at hand */
    enum sheet_fault fault;
    uint64_t fault_line;
    struct row row;
    struct csv_reader *csv;
    struct xlsx_reader *xlsx;
};

/* The first fault is the one that is told. Always false. */
bool sheet_blame(struct sheet *sheet, enum sheet_fault fault, uint64_t line);

/* Does whoever asked want no more of it? Then a fault is noted. */
bool sheet_stopped(struct sheet *sheet);

void row_clear(struct row *row);
/* A cell at `column` begins with what text follows; those between stay empty. False: a fault is noted. */
bool row_begin(struct sheet *sheet, size_t column) __attribute__((warn_unused_result));
bool row_add(struct sheet *sheet, const char *text, size_t length) __attribute__((warn_unused_result));
/* The cell is whole. One without a byte is empty. */
bool row_end(struct sheet *sheet) __attribute__((warn_unused_result));
bool row_finish(struct sheet *sheet, struct sheet_row *ret_row) __attribute__((warn_unused_result));

bool csv_open(struct sheet *sheet) __attribute__((warn_unused_result));
int csv_next(struct sheet *sheet);
void csv_close(struct csv_reader *csv);

bool xlsx_open(struct sheet *sheet) __attribute__((warn_unused_result));
int xlsx_next(struct sheet *sheet);
void xlsx_close(struct xlsx_reader *xlsx);
