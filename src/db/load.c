#include "db/admin.h"
#include "admin_private.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "csv.h"

#define CHUNK 65536

struct load {
    struct admin *admin;
    const struct load_settings *settings;
    struct csv csv;
    const struct load_filter *filters[CSV_FIELDS_MAX]; /* per column; NULL = as it stands */
    size_t column_count;
    struct buffer copy; /* rows in COPY's text form, sent when it is full */
    bool problems;
};

static const struct load_problem faults[] = {
    {0, "", "record_too_long", "记录超过1 MiB", "the record is longer than 1 MiB"},
    {0, "", "too_many_columns", "列数超过256", "more than 256 columns"},
    {0, "", "quote_not_closed", "引号没有闭合", "a quote is not closed"},
    {0, "", "text_after_quote", "右引号之后还有文字", "text follows a closing quote"},
    {0, "", "quote_inside", "未加引号的字段中出现引号", "a quote inside a field that is not quoted"},
    {0, "", "byte_order_mark", "文件开头不是完整的字节序标记", "a broken byte order mark"},
    {0, "", "not_utf8", "不是合法的UTF-8文本,或含有空字符", "not UTF-8, or holds a NUL"},
    {0, "", "column_count", "列数与表头不符", "not as many columns as the head has"},
    {0, "", "head_missing", "文件没有表头", "the file has no head line"},
    {0, "", "head_name", "表头列名只能用小写字母、数字和下划线,且不得重复", "a column's name must be of a-z, 0-9 and _, and stand there once"},
};

static void tell(struct load *load, long long line, const char *column, const char *code)
{
    load->problems = true;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        if (strcmp(faults[i].code, code) == 0) {
            struct load_problem problem = faults[i];
            problem.line = line;
            problem.column = column;
            load->settings->problem(load->settings->listener, &problem);
        }
    }
}

static bool name_is_plain(const struct csv_field *field)
{
    return field->length && field->length < 60 && strchr("0123456789", *field->text) == NULL
        && strspn(field->text, "abcdefghijklmnopqrstuvwxyz0123456789_") == field->length;
}

static bool head_is_fine(struct load *load)
{
    const struct csv *csv = &load->csv;
    for (size_t i = 0; i < csv->field_count; i++) {
        bool fine = name_is_plain(&csv->fields[i]) && strcmp(csv->fields[i].text, "line") != 0;
        for (size_t j = 0; j < i; j++)
            fine = fine && strcmp(csv->fields[i].text, csv->fields[j].text) != 0;
        if (!fine)
            tell(load, csv->line, csv->fields[i].text, "head_name");
    }
    return !load->problems;
}

static const struct load_filter *filter_of(const struct load *load, const char *column)
{
    for (size_t i = 0; i < load->settings->filter_count; i++) {
        if (strcmp(load->settings->filters[i].column, column) == 0)
            return &load->settings->filters[i];
    }
    return NULL;
}

/* The names are plain, so quoting them is all the care they need ("position" and "from" are words of SQL). */
static bool table_create(struct load *load)
{
    struct buffer sql BUFFER_CLEANUP;
    buffer_init(&sql);
    buffer_add_text(&sql, "drop table if exists pg_temp.incoming; create temporary table incoming (line bigint");
    load->column_count = load->csv.field_count;
    for (size_t i = 0; i < load->column_count; i++) {
        load->filters[i] = filter_of(load, load->csv.fields[i].text);
        buffer_printf(&sql, ", \"%s\" text", load->filters[i] ? load->filters[i]->becomes : load->csv.fields[i].text);
    }
    buffer_add_text(&sql, ") on commit drop");
    const char *text = buffer_text(&sql);
    return text && admin_run(load->admin, text);
}

/* COPY's text form: four bytes are escaped. */
static void cell_add(struct buffer *copy, const char *text)
{
    for (; *text; text++) {
        char escape = *text == '\\' ? '\\' : *text == '\t' ? 't' : *text == '\n' ? 'n' : *text == '\r' ? 'r' : '\0';
        if (escape)
            buffer_add_byte(copy, '\\');
        buffer_add_byte(copy, escape ? escape : *text);
    }
}

static bool row_add(struct load *load)
{
    buffer_printf(&load->copy, "%lld", load->csv.line);
    for (size_t i = 0; i < load->column_count; i++) {
        const struct csv_field *field = &load->csv.fields[i];
        const struct load_filter *filter = load->filters[i];
        const char *text = field->text;
        buffer_add_byte(&load->copy, '\t');
        if (field->length == 0) {
            buffer_add_text(&load->copy, "\\N");
            continue;
        }
        if (filter && !(text = filter->replace(filter->context, field->text, field->length)))
            return false;
        cell_add(&load->copy, text);
    }
    buffer_add_byte(&load->copy, '\n');
    return !load->copy.failed;
}

static bool copy_send(struct load *load, size_t at_least)
{
    if (load->copy.length < at_least || load->copy.length == 0)
        return true;
    bool sent = PQputCopyData(load->admin->connection, load->copy.data, (int)load->copy.length) == 1;
    buffer_clear(&load->copy);
    return sent;
}

/* All records; a bad one is told and left out, since the load is lost anyway. */
static bool rows_send(struct load *load, size_t *ret_lines)
{
    for (;;) {
        enum csv_outcome outcome = csv_next(&load->csv);
        if (outcome == CSV_END)
            return copy_send(load, 0);
        if (outcome == CSV_FAILED) {
            buffer_printf(load->admin->trouble, "line %lld: %s\n", load->csv.line, load->csv.fault ? load->csv.fault : strerror(errno));
            return false;
        }
        ++*ret_lines;
        if (outcome == CSV_BAD)
            tell(load, load->csv.line, "", load->csv.fault);
        else if (load->csv.field_count != load->column_count)
            tell(load, load->csv.line, "", "column_count");
        else if (!row_add(load) || !copy_send(load, CHUNK))
            return false;
    }
}

static bool copy_in(struct load *load, size_t *ret_lines)
{
    PGconn *connection = load->admin->connection;
    PGresult *result = PQexec(connection, "copy pg_temp.incoming from stdin");
    bool fine = PQresultStatus(result) == PGRES_COPY_IN;
    if (!fine)
        admin_blame(load->admin, result, NULL, NULL);
    PQclear(result);
    if (!fine)
        return false;
    fine = rows_send(load, ret_lines);
    fine = PQputCopyEnd(connection, fine ? NULL : "the file could not be read") == 1 && fine;
    while ((result = PQgetResult(connection))) {
        if (PQresultStatus(result) != PGRES_COMMAND_OK && fine) {
            admin_blame(load->admin, result, NULL, NULL);
            fine = false;
        }
        PQclear(result);
    }
    return fine;
}

static const char *cell(const PGresult *result, const char *label)
{
    int column = PQfnumber(result, label);
    return column < 0 || PQgetisnull(result, 0, column) ? "" : PQgetvalue(result, 0, column);
}

/* The script may hold several statements; whichever answers rows with a line speaks of bad lines. */
static bool take_over(struct load *load, const char *script)
{
    PGconn *connection = load->admin->connection;
    PGresult *result;
    bool fine = PQsendQuery(connection, script) == 1 && PQsetSingleRowMode(connection) == 1;
    if (!fine)
        buffer_add_text(load->admin->trouble, PQerrorMessage(connection));
    while ((result = PQgetResult(connection))) {
        ExecStatusType status = PQresultStatus(result);
        if (status == PGRES_SINGLE_TUPLE && PQfnumber(result, "line") >= 0) {
            struct load_problem problem = {strtoll(cell(result, "line"), NULL, 10), cell(result, "\"column\""), cell(result, "code"),
                                           cell(result, "zh"), cell(result, "en")};
            load->settings->problem(load->settings->listener, &problem);
            load->problems = true;
        } else if (status == PGRES_FATAL_ERROR) {
            admin_blame(load->admin, result, "the load statement", script);
            fine = false;
        }
        PQclear(result);
    }
    return fine;
}

static bool load_all(struct load *load, const char *script, size_t *ret_lines)
{
    enum csv_outcome head = csv_next(&load->csv);
    if (head != CSV_RECORD) {
        tell(load, 1, "", load->csv.fault ? load->csv.fault : "head_missing");
        return false;
    }
    return head_is_fine(load) && table_create(load) && copy_in(load, ret_lines) && !load->problems
        && admin_run(load->admin, "analyze pg_temp.incoming") && take_over(load, script) && !load->problems;
}

bool load_csv(struct admin *admin, FILE *file, const char *script, const struct load_settings *settings, size_t *ret_lines)
{
    struct load *load = calloc(1, sizeof *load); /* too large for a small stack */
    if (!load)
        return false;
    load->admin = admin;
    load->settings = settings;
    buffer_init(&load->copy);
    *ret_lines = 0;
    bool fine = csv_init(&load->csv, file) && load_all(load, script, ret_lines);
    csv_release(&load->csv);
    buffer_release(&load->copy);
    free(load);
    return fine;
}
