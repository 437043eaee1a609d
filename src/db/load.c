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
    struct buffer rows; /* in COPY's text form, sent when it is full */
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
    {0, "", "unknown_column", "没有这一列", "there is no such column"},
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

static const struct load_filter *filter_of(const struct load *load, const char *column)
{
    for (size_t i = 0; i < load->settings->filter_count; i++) {
        if (strcmp(load->settings->filters[i].column, column) == 0)
            return &load->settings->filters[i];
    }
    return NULL;
}

/* A column's name within the database. */
static const char *name_of(const struct load *load, size_t column)
{
    return load->filters[column] ? load->filters[column]->becomes : load->csv.fields[column].text;
}

/* The columns a script takes stand in its comment "-- incoming: a, b (remark), c.", which may go on over comment lines. The
 * cursor begins there; NULL: the script says nothing and takes what comes. */
#define EXPECTED_MAX 64
static const char *expected_begin(const char *script)
{
    const char *line = strstr(script, "-- incoming: ");
    return line ? line + strlen("-- incoming: ") : NULL;
}

static bool expected_next(const char **cursor, char name[static EXPECTED_MAX])
{
    const char *text = *cursor + strspn(*cursor, " ,");
    if (text > *cursor && strncmp(text, "\n-- ", 4) == 0)
        text += 4 + strspn(text + 4, " ");
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_");
    if (length == 0 || length >= EXPECTED_MAX)
        return false;
    memcpy(name, text, length);
    name[length] = '\0';
    text += length;
    text += strspn(text, " ");
    if (*text == '(')
        text += strcspn(text, ")\n") + 1;
    *cursor = text;
    return true;
}

static bool is_expected(const char *script, const char *name)
{
    char expected[EXPECTED_MAX];
    const char *cursor = expected_begin(script);
    if (!cursor)
        return true;
    while (expected_next(&cursor, expected)) {
        if (strcmp(expected, name) == 0)
            return true;
    }
    return false;
}

static bool head_is_fine(struct load *load, const char *script)
{
    const struct csv *csv = &load->csv;
    load->column_count = csv->field_count;
    for (size_t i = 0; i < csv->field_count; i++) {
        bool fine = name_is_plain(&csv->fields[i]) && strcmp(csv->fields[i].text, "line") != 0;
        load->filters[i] = filter_of(load, csv->fields[i].text);
        for (size_t j = 0; j < i; j++)
            fine = fine && strcmp(csv->fields[i].text, csv->fields[j].text) != 0;
        if (!fine)
            tell(load, csv->line, csv->fields[i].text, "head_name");
        else if (!is_expected(script, name_of(load, i)))
            tell(load, csv->line, csv->fields[i].text, "unknown_column");
    }
    return !load->problems;
}

/* A column that the script knows and the file lacks is there all the same, and null. */
static void missing_add(struct load *load, const char *script, struct buffer *sql)
{
    char expected[EXPECTED_MAX];
    const char *cursor = expected_begin(script);
    while (cursor && expected_next(&cursor, expected)) {
        bool given = false;
        for (size_t i = 0; i < load->column_count; i++)
            given = given || strcmp(expected, name_of(load, i)) == 0;
        if (!given)
            buffer_printf(sql, ", \"%s\" text", expected);
    }
}

/* The names are plain, so quoting them is all the care they need ("position" and "from" are words of SQL). */
static bool table_create(struct load *load, const char *script, struct buffer *copy)
{
    struct buffer sql BUFFER_CLEANUP;
    buffer_init(&sql);
    buffer_add_text(&sql, "drop table if exists pg_temp.incoming; create temporary table incoming (line bigint");
    buffer_add_text(copy, "copy pg_temp.incoming (line");
    for (size_t i = 0; i < load->column_count; i++) {
        buffer_printf(&sql, ", \"%s\" text", name_of(load, i));
        buffer_printf(copy, ", \"%s\"", name_of(load, i));
    }
    missing_add(load, script, &sql);
    buffer_add_text(&sql, ") on commit drop");
    buffer_add_text(copy, ") from stdin");
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
    buffer_printf(&load->rows, "%lld", load->csv.line);
    for (size_t i = 0; i < load->column_count; i++) {
        const struct csv_field *field = &load->csv.fields[i];
        const struct load_filter *filter = load->filters[i];
        const char *text = field->text;
        buffer_add_byte(&load->rows, '\t');
        if (field->length == 0) {
            buffer_add_text(&load->rows, "\\N");
            continue;
        }
        if (filter && !(text = filter->replace(filter->context, field->text, field->length)))
            return false;
        cell_add(&load->rows, text);
    }
    buffer_add_byte(&load->rows, '\n');
    return !load->rows.failed;
}

static bool copy_send(struct load *load, size_t at_least)
{
    if (load->rows.length < at_least || load->rows.length == 0)
        return true;
    bool sent = PQputCopyData(load->admin->connection, load->rows.data, (int)load->rows.length) == 1;
    buffer_clear(&load->rows);
    return sent;
}

/* All records; a bad one is told and left out, since the load is lost anyway. */
static bool rows_send(struct load *load, size_t *ret_lines)
{
    for (;;) {
        enum csv_outcome outcome = csv_record(&load->csv);
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

static bool copy_in(struct load *load, const char *copy, size_t *ret_lines)
{
    PGconn *connection = load->admin->connection;
    PGresult *result = PQexec(connection, copy);
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
    enum csv_outcome head = csv_record(&load->csv);
    if (head != CSV_RECORD) {
        tell(load, 1, "", load->csv.fault ? load->csv.fault : "head_missing");
        return false;
    }
    struct buffer copy BUFFER_CLEANUP;
    buffer_init(&copy);
    return head_is_fine(load, script) && table_create(load, script, &copy) && buffer_text(&copy)
        && copy_in(load, copy.data, ret_lines) && !load->problems && admin_run(load->admin, "analyze pg_temp.incoming") && take_over(load, script) && !load->problems;
}

bool load_csv(struct admin *admin, FILE *file, const char *script, const struct load_settings *settings, size_t *ret_lines)
{
    struct load *load = calloc(1, sizeof *load); /* too large for a small stack */
    if (!load)
        return false;
    load->admin = admin;
    load->settings = settings;
    buffer_init(&load->rows);
    *ret_lines = 0;
    bool fine = csv_init(&load->csv, file) && load_all(load, script, ret_lines);
    csv_release(&load->csv);
    buffer_release(&load->rows);
    free(load);
    return fine;
}

static bool document_insert(struct admin *admin, const char *text)
{
    PGresult *result = PQexecParams(admin->connection, "insert into pg_temp.incoming (line, document) values (1, $1)", 1, NULL, &text, NULL, NULL, 0);
    bool fine = PQresultStatus(result) == PGRES_COMMAND_OK;
    if (!fine)
        admin_blame(admin, result, NULL, NULL);
    PQclear(result);
    return fine;
}

bool load_document(struct admin *admin, const char *text, const char *script, const struct load_settings *settings)
{
    struct load *load = calloc(1, sizeof *load); /* too large for a small stack */
    if (!load)
        return false;
    load->admin = admin;
    load->settings = settings;
    bool fine = admin_run(admin, "drop table if exists pg_temp.incoming; create temporary table incoming (line bigint, document jsonb) on commit drop")
        && document_insert(admin, text) && take_over(load, script) && !load->problems;
    free(load);
    return fine;
}
