/* libFuzzer: the first byte says as what the rest is read: CSV, a workbook, or the texts of numbers and formats. What comes out is UTF-8
 * within the limits, however the file is made. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/text.h"
#include "sheet/xlsx.h"

static const struct sheet_limits limits = {.row_bytes = 4096, .columns = 50, .unpacked_bytes = 1 << 20};

static void read_file(const uint8_t *data, size_t size, enum sheet_kind kind)
{
    struct sheet *sheet = NULL;
    struct sheet_row row;
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    assert(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    if (sheet_open(fd, kind, &limits, &sheet) == SHEET_OK) {
        for (uint64_t line = 0; sheet_next(sheet, &row) > 0; line = row.line) {
            size_t bytes = 0;
            assert(row.line > line && row.count > 0 && row.count <= limits.columns);
            for (size_t i = 0; i < row.count; i++) {
                size_t length = row.cells[i] ? strlen(row.cells[i]) : 0;
                assert(!row.cells[i] || (length > 0 && text_is_utf8(row.cells[i], length)));
                bytes += length + (row.cells[i] != NULL);
            }
            assert(bytes <= limits.row_bytes);
        }
        (void)sheet_trouble(sheet, NULL);
    }
    sheet_close(sheet);
    close(fd);
}

static void read_number(const uint8_t *data, size_t size)
{
    char plain[NUMBER_SIZE], again[NUMBER_SIZE], moment[MOMENT_SIZE];
    char *text = strndup((const char *)data, size);
    enum number_kind kind = format_kind(text);
    if (number_plain(text, plain)) {
        assert(number_plain(plain, again) || strlen(plain) > 60);
        if (number_moment(plain, kind, size & 1, moment))
            assert(kind != NUMBER_PLAIN && strlen(moment) >= 8);
    }
    assert(strings_unescape(text, strlen(text)) <= size);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    if (data[0] == 'n')
        read_number(data + 1, size - 1);
    else
        read_file(data + 1, size - 1, data[0] == 'x' ? SHEET_XLSX : SHEET_CSV);
    return 0;
}
