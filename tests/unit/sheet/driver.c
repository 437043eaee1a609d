/* Reads a sheet for test_sheet.py: driver csv|xlsx FILE [row_bytes [columns [unpacked_bytes [rows before it is told to stop [all]]]]]. A line of JSON for each row: [line, [cells]], of all sheets
 * with the sheet's number in front; at last
 * {"fault": number, "line": number, "peak_kib": number}. */
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "sheet/sheet.h"

static void print_row(const struct sheet_row *row, bool all)
{
    json_t *cells = json_array();
    for (size_t i = 0; i < row->count; i++)
        json_array_append_new(cells, row->cells[i] ? json_string(row->cells[i]) : json_null());
    json_t *line = json_pack("[I, o]", (json_int_t)row->line, cells);
    if (all)
        json_array_insert_new(line, 0, json_integer(row->sheet));
    json_dumpf(line, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(line);
}

/* Of this program alone: what getrusage() says includes the process that forked it. */
static long peak_kib(void)
{
    char line[200];
    long peak = -1;
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status))
        if (!strncmp(line, "VmHWM:", 6))
            peak = strtol(line + 6, NULL, 10);
    if (status)
        fclose(status);
    return peak;
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    struct sheet_limits limits = {.row_bytes = argc > 3 ? strtoul(argv[3], NULL, 10) : 1 << 20,
                                  .columns = argc > 4 ? (unsigned)strtoul(argv[4], NULL, 10) : 200,
                                  .unpacked_bytes = argc > 5 ? strtoull(argv[5], NULL, 10) : 1u << 30};
    _Atomic bool stop = false;
    uint64_t rows = argc > 6 ? strtoull(argv[6], NULL, 10) : UINT64_MAX;
    limits.stop = &stop;
    limits.all_sheets = argc > 7 && !strcmp(argv[7], "all");
    int fd = open(argv[2], O_RDONLY | O_CLOEXEC);
    struct sheet *sheet = NULL;
    uint64_t line = 0;
    enum sheet_fault fault = sheet_open(fd, strcmp(argv[1], "csv") ? SHEET_XLSX : SHEET_CSV, &limits, &sheet);
    if (fault == SHEET_OK) {
        struct sheet_row row;
        while (sheet_next(sheet, &row) > 0) {
            print_row(&row, limits.all_sheets);
            stop = --rows == 0;
        }
        fault = sheet_trouble(sheet, &line);
    }
    printf("{\"fault\": %d, \"line\": %llu, \"peak_kib\": %ld}\n", (int)fault, (unsigned long long)line, peak_kib());
    sheet_close(sheet);
    close(fd);
    return 0;
}
