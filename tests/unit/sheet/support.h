#pragma once
/* A sheet of bytes in memory, and what its rows must be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <cmocka.h>
#include "sheet/sheet.h"

static const struct sheet_limits wide = {.row_bytes = 1 << 20, .columns = 100, .unpacked_bytes = 64 << 20};

static inline int file_of(const void *bytes, size_t length)
{
    int fd = memfd_create("sheet", MFD_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, length), length);
    return fd;
}

/* "a|b|" for the cells a, b and an empty one. */
static inline void assert_row(struct sheet *sheet, uint64_t line, const char *joined)
{
    struct sheet_row row;
    char text[4096] = "";
    assert_int_equal(sheet_next(sheet, &row), 1);
    for (size_t i = 0; i < row.count; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", i ? "|" : "", row.cells[i] ? row.cells[i] : "");
    assert_string_equal(text, joined);
    assert_int_equal(row.line, line);
}

static inline void assert_end(struct sheet *sheet)
{
    struct sheet_row row;
    assert_int_equal(sheet_next(sheet, &row), 0);
    assert_int_equal(sheet_trouble(sheet, NULL), SHEET_OK);
}

static inline void assert_trouble(struct sheet *sheet, enum sheet_fault fault, uint64_t line)
{
    struct sheet_row row;
    uint64_t where = UINT64_MAX;
    for (int again = 0; again < 2; again++)
        assert_int_equal(sheet_next(sheet, &row), -1);
    assert_int_equal(sheet_trouble(sheet, &where), fault);
    assert_int_equal(where, line);
}
