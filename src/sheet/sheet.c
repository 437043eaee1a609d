#include "sheet/sheet.h"
#include <stdlib.h>
#include <sys/stat.h>
#include "private.h"

bool sheet_blame(struct sheet *sheet, enum sheet_fault fault, uint64_t line)
{
    if (sheet->fault == SHEET_OK) {
        sheet->fault = fault;
        sheet->fault_line = line;
    }
    return false;
}

bool sheet_stopped(struct sheet *sheet)
{
    if (!sheet->limits.stop || !atomic_load(sheet->limits.stop))
        return false;
    sheet_blame(sheet, SHEET_STOPPED, sheet->line);
    return true;
}

enum sheet_fault sheet_open(int fd, enum sheet_kind kind, const struct sheet_limits *limits, struct sheet **ret_sheet)
{
    struct stat file;
    if (fstat(fd, &file) || !S_ISREG(file.st_mode))
        return SHEET_BROKEN;
    struct sheet *sheet = calloc(1, sizeof *sheet);
    if (!sheet)
        return SHEET_NO_MEMORY;
    sheet->kind = kind;
    sheet->limits = *limits;
    sheet->fd = fd;
    buffer_init(&sheet->row.text);
    if (kind == SHEET_CSV && (uint64_t)file.st_size > limits->unpacked_bytes)
        sheet_blame(sheet, SHEET_TOO_LARGE, 0);
    else if (kind == SHEET_CSV ? csv_open(sheet) : xlsx_open(sheet)) {
        *ret_sheet = sheet;
        return SHEET_OK;
    }
    enum sheet_fault fault = sheet->fault;
    sheet_close(sheet);
    return fault;
}

int sheet_next(struct sheet *sheet, struct sheet_row *ret_row)
{
    int got;
    if (sheet->fault != SHEET_OK)
        return -1;
    do {
        row_clear(&sheet->row);
        got = sheet->kind == SHEET_CSV ? csv_next(sheet) : xlsx_next(sheet);
    } while (got > 0 && !sheet->row.filled);
    if (got > 0 && !row_finish(sheet, ret_row))
        return -1;
    return got;
}

enum sheet_fault sheet_trouble(const struct sheet *sheet, uint64_t *ret_line)
{
    if (ret_line)
        *ret_line = sheet->fault_line;
    return sheet->fault;
}

void sheet_close(struct sheet *sheet)
{
    if (!sheet)
        return;
    csv_close(sheet->csv);
    xlsx_close(sheet->xlsx);
    buffer_release(&sheet->row.text);
    free(sheet->row.starts);
    free(sheet->row.cells);
    free(sheet);
}
