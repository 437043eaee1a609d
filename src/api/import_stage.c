/* From the file to import_rows. The first row names the columns; which of them are taken, the database says. */
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

struct head {
    json_t *names[COLUMNS_MAX]; /* of the columns that are taken; NULL = passed over */
    bool masked[COLUMNS_MAX];   /* people write there what they like */
    size_t count;
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

static bool read_head(struct import_job *job, struct sheet *sheet, struct head *head)
{
    struct sheet_row row;
    int got = sheet_next(sheet, &row);
    uint64_t line = 0;
    if (got < 0)
        return refuse_file(job, sheet_trouble(sheet, &line), line);
    if (got == 0)
        return tell(job, 1, "head_missing", "文件没有表头", "the file has no head line") && refuse_head(job);
    char at[24];
    snprintf(at, sizeof at, "%llu", (unsigned long long)row.line);
    char *names = names_text(&row);
    const struct import_value values[] = {{"id", job->order->id}, {"line", at}, {"names", names}, {NULL, NULL}};
    struct db_result *result = names ? import_ask(job, IMPORT_ALONE, &internal_importHead, values) : NULL;
    free(names);
    head->count = row.count;
    for (size_t i = 0; result && i < db_result_rows(result, 0); i++) {
        const char *place = db_result_text(result, job->arena, 0, i, "place"), *name = db_result_text(result, job->arena, 0, i, "name");
        size_t column = place ? strtoul(place, NULL, 10) : 0;
        if (column >= 1 && column <= COLUMNS_MAX && name && !head->names[column - 1])
            head->names[column - 1] = json_string(name);
        const char *masked = db_result_text(result, job->arena, 0, i, "masked");
        if (column >= 1 && column <= COLUMNS_MAX)
            head->masked[column - 1] = masked && strcmp(masked, "true") == 0;
    }
    return result && (!has_problems(job) || refuse_head(job));
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

/* False: out of memory. */
static bool add_row(struct batch *batch, const struct head *head, const struct sheet_row *row)
{
    json_t *cells = json_object();
    bool beyond = false, whole = cells != NULL;
    for (size_t i = 0; i < head->count; i++) {
        const char *text = i < row->count ? row->cells[i] : NULL, *name = json_string_value(head->names[i]);
        if (!name)
            continue;
        whole &= json_object_set_new(cells, name, cell_value(text, head->masked[i])) == 0;
        batch->bytes += strlen(name) + (text ? strlen(text) : 4) + 6;
    }
    for (size_t i = head->count; i < row->count; i++)
        beyond = beyond || row->cells[i];
    json_array_append_new(batch->rows, json_pack("[I, o]", (json_int_t)row->line, cells));
    if (beyond)
        json_array_append_new(batch->problems, json_pack("{sI, ss, ss, ss}", "line", (json_int_t)row->line, "code", "column_count",
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

static bool read_rows(struct import_job *job, struct sheet *sheet, const struct head *head, struct batch *batch)
{
    struct sheet_row row;
    uint64_t line = 0;
    int got;
    while ((got = sheet_next(sheet, &row)) > 0) {
        if (!add_row(batch, head, &row))
            return false;
        if ((json_array_size(batch->rows) >= BATCH_ROWS || batch->bytes >= BATCH_BYTES) && !send_batch(job, batch))
            return false;
    }
    if (got < 0)
        return refuse_file(job, sheet_trouble(sheet, &line), line);
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
    struct sheet_limits limits = {.row_bytes = 256u << 10, .columns = COLUMNS_MAX, .unpacked_bytes = unpacked_most(job->order), .stop = job->order->stop};
    struct sheet *sheet = NULL;
    enum sheet_fault fault = sheet_open(job->order->file, job->order->kind, &limits, &sheet);
    if (fault != SHEET_OK)
        return refuse_file(job, fault, 0);
    struct head head = {0};
    struct batch batch = {0};
    begin_batch(&batch);
    bool staged = read_head(job, sheet, &head) && read_rows(job, sheet, &head, &batch);
    json_decref(batch.rows);
    json_decref(batch.problems);
    for (size_t i = 0; i < COLUMNS_MAX; i++)
        json_decref(head.names[i]);
    sheet_close(sheet);
    return staged;
}
