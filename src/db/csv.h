#pragma once
/* One record of RFC 4180 at a time, in memory bounded by the longest record allowed. Line ends CRLF or LF; blank lines are
 * skipped; a byte order mark at the start is dropped. */
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define CSV_FIELDS_MAX 256
#define CSV_RECORD_MAX ((size_t)1 << 20)

struct csv_field { const char *text; size_t length; }; /* terminated; no NUL inside */

enum csv_outcome {
    CSV_RECORD,
    CSV_END,
    CSV_BAD,   /* this record is malformed (csv->fault says how); the next call goes on after it */
    CSV_FAILED /* the file cannot be read, or is so malformed that what follows means nothing */
};

struct csv {
    FILE *file;
    char *bytes;                        /* CSV_RECORD_MAX of them */
    size_t length;
    size_t starts[CSV_FIELDS_MAX + 1];
    struct csv_field fields[CSV_FIELDS_MAX];
    size_t field_count;
    long long line;                     /* where the record begins, from 1 */
    long long next_line;
    const char *fault;                  /* code: not_utf8, quote_not_closed, … */
};

bool csv_init(struct csv *csv, FILE *file) __attribute__((warn_unused_result));
void csv_release(struct csv *csv);
enum csv_outcome csv_record(struct csv *csv) __attribute__((warn_unused_result));
