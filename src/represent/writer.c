#include "represent/writer.h"
#include <stdio.h>
#include <stdlib.h>
#include "private.h"
#include "represent/workbook.h"

struct writer *writer_new(enum representation representation, const struct shape *shape)
{
    struct writer *writer = calloc(1, sizeof *writer + shape->count * sizeof *writer->calendars);
    if (!writer)
        return NULL;
    writer->representation = representation;
    writer->shape = shape;
    writer->calendars = (struct calendar *)(writer + 1);
    /* CSV needs no plan, but a shape that no JSON can be made of is refused alike. */
    if (!plan_init(&writer->plan, shape)) {
        free(writer);
        return NULL;
    }
    buffer_init(&writer->scratch);
    writer_title(writer, "Sheet1");
    writer->workbook = representation == REPRESENT_XLSX ? workbook_new() : NULL;
    if (representation == REPRESENT_XLSX && !writer->workbook) {
        writer_free(writer);
        return NULL;
    }
    return writer;
}

void writer_free(void *of)
{
    struct writer *writer = of;
    if (!writer)
        return;
    plan_release(&writer->plan);
    workbook_free(writer->workbook);
    buffer_release(&writer->scratch);
    free(writer);
}

void writer_title(struct writer *writer, const char *title)
{
    snprintf(writer->title, sizeof writer->title, "%s", title);
}

void writer_head(struct writer *writer, struct buffer *out)
{
    if (writer->representation == REPRESENT_CSV)
        csv_head(writer, out);
    else if (writer->representation == REPRESENT_XLSX)
        xlsx_sheet(writer, out);
}

void writer_row(struct writer *writer, const struct cell *cells, struct buffer *out)
{
    if (writer->representation == REPRESENT_CSV)
        csv_row(writer, cells, out);
    else if (writer->representation == REPRESENT_XLSX)
        xlsx_row(writer, cells, out);
    else
        json_row(writer, cells, out);
}

void writer_tail(struct writer *writer, struct buffer *out)
{
    if (writer->representation == REPRESENT_XLSX)
        workbook_end(writer->workbook, out);
}

bool value_text(enum value_type type, const struct cell *cell, struct buffer *out)
{
    struct calendar calendar = { 0 };
    struct cell text = *cell;
    if (cell->length < 0 || type == VALUE_BYTEA || type == VALUE_TEXT_ARRAY || type == VALUE_UNSUPPORTED)
        return false;
    if (type == VALUE_JSON || type == VALUE_JSONB)
        if (!json_text(type, cell, &text))
            return false;
    if (type == VALUE_TEXT || type == VALUE_JSON || type == VALUE_JSONB) {
        buffer_add(out, text.data, (size_t)text.length);
        return true;
    }
    char *start = buffer_reserve(out, plain_bound(type, cell) + PUT_SLACK);
    char *end = start ? put_plain(start, type, cell, &calendar) : NULL;
    if (!end)
        return false;
    out->length += (size_t)(end - start);
    return true;
}
