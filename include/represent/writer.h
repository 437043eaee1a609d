#pragma once
/* Rows to bytes, one writer per representation behind one interface, constant memory: the caller drains the buffer when it
 * likes. Values: bool, int and json raw; numeric, text, uuid, date as strings; timestamptz as RFC 3339 +08:00.
 * A dotted label nests in JSON and NDJSON ("estate.name" → {"estate":{"name":…}}; columns of one object stand together; an
 * object whose every column is null is null) and stays as it is in a CSV head. '!' labels are skipped. What has no form
 * (infinity, not a number, years beyond four digits) is null. In CSV null is nothing and an empty text is "". In XLSX the
 * head is that of CSV; text, uuid, timestamptz and json are text, so are numbers of more than 15 digits, which a spreadsheet would round; days are days. */
#include <stdbool.h>
#include "base/buffer.h"
#include "base/row.h"

/* HTML is chosen like the others and written by whoever has a page (report.h), never by a writer of rows. */
enum representation { REPRESENT_JSON, REPRESENT_CSV, REPRESENT_NDJSON, REPRESENT_XLSX, REPRESENT_HTML };

struct writer;
/* The shape must outlive the writer. NULL when out of memory or when a column has a type no writer knows (our bug). */
struct writer *writer_new(enum representation representation, const struct shape *shape) __attribute__((warn_unused_result));
void writer_free(void *writer);
/* XLSX: the sheet's name, cut to 31 bytes; before the head. */
void writer_title(struct writer *writer, const char *title);
/* CSV: BOM and head line. XLSX: what comes before rows. Nothing for NDJSON and JSON. */
void writer_head(struct writer *writer, struct buffer *out);
/* JSON: the object alone, no separator (the caller writes brackets and commas). NDJSON: object + newline. CSV: line + CRLF;
 * a text that a spreadsheet would take for a formula (= + - @ tab CR first) is preceded by an apostrophe. */
void writer_row(struct writer *writer, const struct cell *cells, struct buffer *out);
/* XLSX: what comes after the rows; a reader of the others needs nothing more. */
void writer_tail(struct writer *writer, struct buffer *out);

/* One value as plain text (for cursors and ids); false when null. */
bool value_text(enum value_type type, const struct cell *cell, struct buffer *out);
/* A JSON string with its quotes: escapes only what JSON asks for. */
void json_write_string(struct buffer *out, const char *text, size_t length);
