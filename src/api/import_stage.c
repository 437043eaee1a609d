/* DESIGN. From the file to import_rows. The first row names the columns; which of them are taken, the database says.
 *
 * A form is a workbook for people, or what such a one becomes as CSV: each sheet has a title, lines of its own and then its head, and what several rows have in
 * common stands in the first of them alone, because those cells are merged. The head is the first row with HEAD_CELLS cells; the title goes with every row
 * as the column that the database names; of a row that leaves the leading cells empty the common ones are those above; a row of common cells alone says nothing. */
#include "import_private.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include "auth/secret.h"
#include "internal.h"

#define COLUMNS_MAX 256
#define BATCH_ROWS 500
#define BATCH_BYTES (512u << 10)
#define UNPACKED_MAX (UINT64_C(4) << 30)
#define UNPACKED_FREE (UINT64_C(64) << 20)
#define UNPACKED_TIMES 50
#define MASK_BYTES (16u << 20)
#define HEAD_CELLS 3
#define COMMON_BYTES 2048 /* of what is said once and goes with many rows */

enum common { COMMON_NOT, COMMON_FOLLOWS, COMMON_LEADS };

struct head {
    json_t *names[COLUMNS_MAX]; /* of the columns that are taken; NULL = passed over */
    bool masked[COLUMNS_MAX];   /* people write there what they like */
    enum common common[COLUMNS_MAX];
    json_t *titled;             /* the column that the sheet's title stands for; NULL = none */
    size_t count;
};

struct form {
    bool headed;
    unsigned sheet;
    char *title;
    char *above[COLUMNS_MAX]; /* common cells of the rows before */
};

struct batch {
    json_t *rows, *problems;
    size_t bytes;
};

static const struct { enum sheet_fault fault; const char *code, *zh, *en; } faults[] = {
    {SHEET_NOT_OF_THIS_KIND, "not_of_this_kind", "不是所说类型的文件，或不是UTF-8编码", "not a file of the kind that was said, or not UTF-8"},
    {SHEET_BROKEN, "broken_file", "文件已损坏", "the file is broken"},
    {SHEET_TOO_LARGE, "too_large", "行或列超过上限", "a row, or what the file unpacks to, is larger than may be"},
    {SHEET_NO_MEMORY, "too_large", "文件过大", "the file is too large"},
};

bool import_is_form(const char *register_name)
{
    return strcmp(register_name, "issues") == 0;
}

bool import_media(const char *type, enum sheet_kind *ret_kind)
{
    bool csv = strncasecmp(type, "text/csv", 8) == 0;
    *ret_kind = csv ? SHEET_CSV : SHEET_XLSX;
    return csv || strncasecmp(type, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 65) == 0;
}

static bool tell(struct import_job *job, uint64_t line, const char *code, const char *zh, const char *en)
{
    json_t *one = json_pack("[{sI, ss, ss, ss}]", "line", (json_int_t)line, "code", code, "zh", zh, "en", en);
    char *text = one ? json_dumps(one, JSON_COMPACT) : NULL;
    bool told = text && import_tell(job, text);
    free(text);
    json_decref(one);
    return told;
}

static bool refuse_file(struct import_job *job, enum sheet_fault fault, uint64_t line)
{
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        if (faults[i].fault != fault)
            continue;
        job->refused = tell(job, line, faults[i].code, faults[i].zh, faults[i].en);
        job->trouble = faults[i].code;
        break;
    }
    return false;
}

static bool refuse_head(struct import_job *job)
{
    job->refused = true;
    job->trouble = "head";
    return false;
}

static char *names_text(const struct sheet_row *row)
{
    json_t *names = json_array();
    for (size_t i = 0; i < row->count; i++)
        json_array_append_new(names, json_string(row->cells[i] ? row->cells[i] : ""));
    char *text = json_dumps(names, JSON_COMPACT);
    json_decref(names);
    return text;
}

static bool has_problems(struct import_job *job)
{
    const struct import_value values[] = {{"district", job->order->caller.district}, {"id", job->order->id}, {NULL, NULL}};
    struct db_result *result = import_ask(job, IMPORT_ALONE, &internal_importRead, values);
    const char *problems = result ? db_result_text(result, job->arena, 0, 0, "problems") : NULL;
    return !problems || strcmp(problems, "0") != 0;
}

static uint64_t line_of(const struct import_job *job, const struct sheet_row *row)
{
    return job->order->form ? (uint64_t)row->sheet * IMPORT_SHEET_LINES + row->line : row->line;
}

static void drop_head(struct head *head)
{
    for (size_t i = 0; i < COLUMNS_MAX; i++)
        json_decref(head->names[i]);
    json_decref(head->titled);
    *head = (struct head){0};
}

static void set_column(struct head *head, size_t place, const char *name, const char *masked, const char *common)
{
    if (place == 0 && name && !head->titled)
        head->titled = json_string(name);
    if (place < 1 || place > COLUMNS_MAX)
        return;
    if (name && !head->names[place - 1])
        head->names[place - 1] = json_string(name);
    head->masked[place - 1] = masked && strcmp(masked, "true") == 0;
    head->common[place - 1] = !common ? COMMON_NOT : strcmp(common, "leads") == 0 ? COMMON_LEADS : COMMON_FOLLOWS;
}

static bool take_head(struct import_job *job, const struct sheet_row *row, struct head *head)
{
    char at[24];
    snprintf(at, sizeof at, "%llu", (unsigned long long)line_of(job, row));
    char *names = names_text(row);
    const struct import_value values[] = {{"id", job->order->id}, {"line", at}, {"names", names}, {NULL, NULL}};
    struct db_result *result = names ? import_ask(job, IMPORT_ALONE, &internal_importHead, values) : NULL;
    free(names);
    drop_head(head);
    head->count = row->count;
    for (size_t i = 0; result && i < db_result_rows(result, 0); i++) {
        const char *place = db_result_text(result, job->arena, 0, i, "place");
        set_column(head, place ? strtoul(place, NULL, 10) : 0, db_result_text(result, job->arena, 0, i, "name"),
                   db_result_text(result, job->arena, 0, i, "masked"), db_result_text(result, job->arena, 0, i, "common"));
    }
    return result && (!has_problems(job) || refuse_head(job));
}

static bool read_head(struct import_job *job, struct sheet *sheet, struct head *head)
{
    struct sheet_row row;
    int got = sheet_next(sheet, &row);
    uint64_t line = 0;
    if (got < 0)
        return refuse_file(job, sheet_trouble(sheet, &line), line);
    if (got == 0)
        return tell(job, 1, "head_missing", "文件没有表头", "the file has no head line") && refuse_head(job);
    return take_head(job, &row, head);
}

static void begin_batch(struct batch *batch)
{
    json_decref(batch->rows);
    json_decref(batch->problems);
    *batch = (struct batch){.rows = json_array(), .problems = json_array()};
}

/* NULL: out of memory. */
static json_t *cell_value(const char *text, bool masked)
{
    if (!text || !masked)
        return text ? json_string(text) : json_null();
    struct arena *arena = arena_new(MASK_BYTES);
    const char *shown = arena ? mask_text(arena, text, strlen(text)) : NULL;
    json_t *value = shown ? json_string(shown) : NULL;
    arena_free(arena);
    return value;
}

/* Does the row leave empty what tells whose it is? */
static bool continues(const struct head *head, const struct sheet_row *row)
{
    for (size_t i = 0; i < head->count && i < row->count; i++)
        if (head->common[i] == COMMON_LEADS && row->cells[i])
            return false;
    return true;
}

/* A small file must not become a large register: what is repeated with every row is short. */
static bool common_fits(const struct head *head, const struct sheet_row *row)
{
    for (size_t i = 0; i < head->count && i < row->count; i++)
        if (head->common[i] && row->cells[i] && strlen(row->cells[i]) > COMMON_BYTES)
            return false;
    return true;
}

static bool says_nothing(const struct head *head, const struct sheet_row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (row->cells[i] && (i >= head->count || (head->names[i] && !head->common[i])))
            return false;
    return true;
}

/* What is common is kept for the rows below. False: out of memory. */
static bool keep_common(struct form *form, const struct head *head, const struct sheet_row *row)
{
    bool follows = continues(head, row);
    for (size_t i = 0; i < head->count; i++) {
        const char *text = i < row->count ? row->cells[i] : NULL;
        if (!head->common[i] || (follows && !text))
            continue;
        free(form->above[i]);
        form->above[i] = text ? strdup(text) : NULL;
        if (text && !form->above[i])
            return false;
    }
    return true;
}

static void form_clear(struct form *form)
{
    free(form->title);
    for (size_t i = 0; i < COLUMNS_MAX; i++)
        free(form->above[i]);
    *form = (struct form){0};
}

/* False: out of memory. */
static bool add_row(struct import_job *job, struct batch *batch, const struct head *head, const struct form *form, const struct sheet_row *row)
{
    json_t *cells = json_object();
    bool beyond = false, whole = cells != NULL;
    uint64_t line = line_of(job, row);
    if (head->titled)
        whole &= json_object_set_new(cells, json_string_value(head->titled), cell_value(form->title, false)) == 0;
    for (size_t i = 0; i < head->count; i++) {
        const char *text = head->common[i] ? form->above[i] : i < row->count ? row->cells[i] : NULL, *name = json_string_value(head->names[i]);
        if (!name)
            continue;
        whole &= json_object_set_new(cells, name, cell_value(text, head->masked[i])) == 0;
        batch->bytes += strlen(name) + (text ? strlen(text) : 4) + 6;
    }
    for (size_t i = head->count; i < row->count; i++)
        beyond = beyond || row->cells[i];
    json_array_append_new(batch->rows, json_pack("[I, o]", (json_int_t)line, cells));
    if (beyond)
        json_array_append_new(batch->problems, json_pack("{sI, ss, ss, ss}", "line", (json_int_t)line, "code", "column_count",
                                                         "zh", "列数超过表头", "en", "more columns than the head has"));
    return whole;
}

static bool send_batch(struct import_job *job, struct batch *batch)
{
    size_t rows = json_array_size(batch->rows);
    if (!rows)
        return true;
    char *text = json_dumps(batch->rows, JSON_COMPACT), *problems = json_array_size(batch->problems) ? json_dumps(batch->problems, JSON_COMPACT) : NULL;
    const struct import_value values[] = {{"district", job->order->caller.district}, {"id", job->order->id}, {"register", job->order->register_name},
                                          {"rows", text}, {NULL, NULL}};
    struct db_result *result = text && import_turn(job) ? import_ask(job, IMPORT_ALONE, &internal_importStage, values) : NULL;
    bool sent = result && db_result_rows(result, 0) == 1 && (!problems || import_tell(job, problems));
    job->at.read += rows;
    free(text);
    free(problems);
    begin_batch(batch);
    return sent;
}

static bool send_when_full(struct import_job *job, struct batch *batch)
{
    return (json_array_size(batch->rows) < BATCH_ROWS && batch->bytes < BATCH_BYTES) || send_batch(job, batch);
}

/* What stands above the head of a sheet, and the head. */
static bool read_above(struct import_job *job, struct form *form, const struct sheet_row *row, struct head *head)
{
    size_t filled = 0, first = row->count;
    for (size_t i = row->count; i-- > 0;)
        if (row->cells[i]) {
            filled++;
            first = i;
        }
    form->headed = filled >= HEAD_CELLS;
    if (form->headed)
        return take_head(job, row, head);
    if (strlen(row->cells[first]) > COMMON_BYTES)
        return refuse_file(job, SHEET_TOO_LARGE, line_of(job, row));
    if (!form->title)
        form->title = strdup(row->cells[first]); /* a row without a cell that holds something is passed over */
    return form->title != NULL;
}

static bool take_form_row(struct import_job *job, struct form *form, struct head *head, struct batch *batch, const struct sheet_row *row)
{
    if (row->sheet != form->sheet) {
        form_clear(form);
        form->sheet = row->sheet;
    }
    if (!form->headed)
        return read_above(job, form, row, head);
    if (!common_fits(head, row))
        return refuse_file(job, SHEET_TOO_LARGE, line_of(job, row));
    if (!keep_common(form, head, row))
        return false;
    return says_nothing(head, row) || (add_row(job, batch, head, form, row) && send_when_full(job, batch));
}

static bool read_rows(struct import_job *job, struct sheet *sheet, struct head *head, struct batch *batch)
{
    struct form form = {0};
    struct sheet_row row;
    uint64_t line = 0;
    int got;
    bool went = true, is_form = job->order->form, headed = !is_form;
    while (went && (got = sheet_next(sheet, &row)) > 0) {
        went = is_form ? take_form_row(job, &form, head, batch, &row) : add_row(job, batch, head, &form, &row) && send_when_full(job, batch);
        headed = headed || form.headed;
    }
    form_clear(&form);
    if (!went)
        return false;
    if (got < 0)
        return refuse_file(job, sheet_trouble(sheet, &line), line);
    if (!headed)
        return tell(job, 1, "head_missing", "文件没有表头", "the file has no head line") && refuse_head(job);
    return send_batch(job, batch);
}

/* Tables pack to a tenth and less, but none to a fiftieth of much: that is a file made to keep us at work. */
static uint64_t unpacked_most(const struct import_order *order)
{
    struct stat file;
    if (order->kind == SHEET_CSV || fstat(order->file, &file))
        return UNPACKED_MAX;
    uint64_t most = (uint64_t)file.st_size * UNPACKED_TIMES;
    return most < UNPACKED_FREE ? UNPACKED_FREE : most > UNPACKED_MAX ? UNPACKED_MAX : most;
}

bool import_stage(struct import_job *job)
{
    struct sheet_limits limits = {.row_bytes = 256u << 10, .columns = COLUMNS_MAX, .unpacked_bytes = unpacked_most(job->order), .all_sheets = job->order->form, .stop = job->order->stop};
    struct sheet *sheet = NULL;
    enum sheet_fault fault = sheet_open(job->order->file, job->order->kind, &limits, &sheet);
    if (fault != SHEET_OK)
        return refuse_file(job, fault, 0);
    struct head head = {0};
    struct batch batch = {0};
    begin_batch(&batch);
    bool staged = (job->order->form || read_head(job, sheet, &head)) && read_rows(job, sheet, &head, &batch);
    json_decref(batch.rows);
    json_decref(batch.problems);
    drop_head(&head);
    sheet_close(sheet);
    return staged;
}
