#include "represent/ledger.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "private.h"
#include "represent/workbook.h"

#define HEAD_ROWS 3
#define TITLE_HEIGHT 36
#define COUNT(array) (sizeof(array) / sizeof *(array))

/* What a row is read by, and the columns of the form in their order. */
enum field { LEDGER, STATE, NO, SEQ, PROJECT, FIRM, GRADE, PROBLEM, MEASURE, DUE_ON, PERSON, PROGRESS, COMMUNITY, STREET, NOTE, FIELDS };
#define FIRST SEQ
static const struct { const char *label, *head; } fields[FIELDS] = {
    [LEDGER] = {"ledger", NULL}, [STATE] = {"!state", NULL}, [NO] = {"no", NULL},
    [SEQ] = {"seq", "序号"}, [PROJECT] = {"project", "项目名称"}, [FIRM] = {"firm", "物业服务企业"}, [GRADE] = {"service_grade", "服务标准"},
    [PROBLEM] = {"problem", "存在问题"}, [MEASURE] = {"measure", "整治措施"}, [DUE_ON] = {"due_on", "完成时限"}, [PERSON] = {"person", "责任人"},
    [PROGRESS] = {"progress", "进展情况"}, [COMMUNITY] = {"community", "社区"}, [STREET] = {"street", "街道"}, [NOTE] = {"note", "备注"},
};
static const struct workbook_column columns[] = {
    {6, WORKBOOK_GENERAL}, {18, WORKBOOK_GENERAL}, {22, WORKBOOK_GENERAL}, {10, WORKBOOK_GENERAL}, {34, WORKBOOK_GENERAL}, {34, WORKBOOK_GENERAL},
    {12, WORKBOOK_GENERAL}, {10, WORKBOOK_GENERAL}, {18, WORKBOOK_GENERAL}, {14, WORKBOOK_GENERAL}, {14, WORKBOOK_GENERAL}, {14, WORKBOOK_GENERAL},
};
static const char *const merged[] = {"A1:L1", "A2:I2", "J2:L2", NULL};
/* What a project's problems have in common; and what those have of one firm under one standard, who may have come and gone between them. */
enum { PROJECTS, SERVICES };
#define IN(field) (1u << ((field) - FIRST))
#define COMMON (IN(SEQ) | IN(PROJECT) | IN(COMMUNITY) | IN(STREET))
#define OF_SERVICE (IN(FIRM) | IN(GRADE))
static const struct workbook_form form = {.columns = columns, .count = COUNT(columns), .head_rows = HEAD_ROWS, .merged = merged,
                                          .block_columns = {[PROJECTS] = COMMON, [SERVICES] = OF_SERVICE}};

struct ledger {
    const struct ledger_head *head;
    const struct shape *shape;
    struct workbook *workbook;
    struct buffer scratch;
    size_t at[FIELDS];      /* in the shape */
    size_t next;            /* of the head's sheets, not begun yet */
    unsigned parts;         /* of the sheet at hand: it had more rows than one takes */
    unsigned rows[2];       /* of the project and the service at hand; 0 = none */
    long long seq;
    char firm[512], grade[128];
};

static bool find_columns(struct ledger *ledger)
{
    for (size_t f = 0; f < FIELDS; f++) {
        size_t i = 0;
        while (i < ledger->shape->count && strcmp(ledger->shape->columns[i].label, fields[f].label) != 0)
            i++;
        if (i == ledger->shape->count)
            return false;
        ledger->at[f] = i;
    }
    return true;
}

struct ledger *ledger_new(const struct ledger_head *head, const struct shape *shape)
{
    struct ledger *ledger = calloc(1, sizeof *ledger);
    if (!ledger)
        return NULL;
    *ledger = (struct ledger){.head = head, .shape = shape};
    buffer_init(&ledger->scratch);
    ledger->workbook = workbook_new();
    if (ledger->workbook && find_columns(ledger))
        return ledger;
    ledger_free(ledger);
    return NULL;
}

void ledger_free(struct ledger *ledger)
{
    if (!ledger)
        return;
    workbook_free(ledger->workbook);
    buffer_release(&ledger->scratch);
    free(ledger);
}

static void put(struct ledger *ledger, const char *text, enum workbook_style style)
{
    workbook_text(ledger->workbook, text, strlen(text), style);
}

static void put_blanks(struct ledger *ledger, unsigned count, enum workbook_style style)
{
    while (count--)
        workbook_blank(ledger->workbook, style);
}

static void end_block(struct ledger *ledger, unsigned kind)
{
    if (ledger->rows[kind])
        workbook_block(ledger->workbook, kind, ledger->rows[kind]);
    ledger->rows[kind] = 0;
}

static void end_project(struct ledger *ledger)
{
    end_block(ledger, PROJECTS);
    end_block(ledger, SERVICES);
}

/* Title, whose it is and of which day, heads. */
static void begin_sheet(struct ledger *ledger, const struct ledger_sheet *sheet, struct buffer *out)
{
    char name[48], place[200];
    end_project(ledger);
    if (ledger->parts++ == 0)
        snprintf(name, sizeof name, "%s", sheet->name);
    else
        snprintf(name, sizeof name, "%s %u", sheet->name, ledger->parts);
    workbook_form(ledger->workbook, name, &form, out);
    workbook_row_of_height(ledger->workbook, TITLE_HEIGHT);
    put(ledger, sheet->title, WORKBOOK_FORM_TITLE);
    workbook_row_end(ledger->workbook, out);
    workbook_row(ledger->workbook);
    snprintf(place, sizeof place, "属地：%s", ledger->head->place);
    put(ledger, place, WORKBOOK_FORM_LEFT);
    put_blanks(ledger, 8, WORKBOOK_FORM_LEFT);
    put(ledger, ledger->head->day, WORKBOOK_FORM_RIGHT);
    workbook_row_end(ledger->workbook, out);
    workbook_row(ledger->workbook);
    for (size_t f = FIRST; f < FIELDS; f++)
        put(ledger, fields[f].head, WORKBOOK_FORM_HEAD);
    workbook_row_end(ledger->workbook, out);
}

/* The next sheet; those of the head that nobody wants and nothing is of are passed over. */
static bool go_to_sheet(struct ledger *ledger, const struct cell *code, struct buffer *out)
{
    while (ledger->next < ledger->head->count) {
        const struct ledger_sheet *sheet = &ledger->head->sheets[ledger->next++];
        bool here = code && (size_t)code->length == strlen(sheet->code) && memcmp(code->data, sheet->code, strlen(sheet->code)) == 0;
        ledger->parts = 0;
        if (here || sheet->wanted)
            begin_sheet(ledger, sheet, out);
        if (here)
            return true;
    }
    return !code;
}

static const char *plain(struct ledger *ledger, enum field field, const struct cell *cells)
{
    buffer_clear(&ledger->scratch);
    if (!value_text(ledger->shape->columns[ledger->at[field]].type, &cells[ledger->at[field]], &ledger->scratch))
        return "";
    const char *text = buffer_text(&ledger->scratch);
    return text ? text : "";
}

static bool is_of_sheet(const struct ledger *ledger, const struct cell *code)
{
    const struct ledger_sheet *sheet = ledger->next ? &ledger->head->sheets[ledger->next - 1] : NULL;
    return sheet && (size_t)code->length == strlen(sheet->code) && memcmp(code->data, sheet->code, strlen(sheet->code)) == 0;
}

static bool changes(char *kept, size_t size, const char *text)
{
    if (strncmp(text, kept, size - 1) == 0)
        return false;
    snprintf(kept, size, "%s", text);
    return true;
}

/* The columns that the rows before say already. */
static uint32_t said(struct ledger *ledger, const struct cell *cells)
{
    long long seq = strtoll(plain(ledger, SEQ, cells), NULL, 10);
    if (seq != ledger->seq)
        end_project(ledger);
    ledger->seq = seq;
    bool firm = changes(ledger->firm, sizeof ledger->firm, plain(ledger, FIRM, cells));
    bool grade = changes(ledger->grade, sizeof ledger->grade, plain(ledger, GRADE, cells));
    if (firm || grade)
        end_block(ledger, SERVICES);
    return (ledger->rows[PROJECTS]++ ? COMMON : 0) | (ledger->rows[SERVICES]++ ? OF_SERVICE : 0);
}

/* A day as a spreadsheet counts it. */
static void put_day(struct ledger *ledger, const struct cell *cell)
{
    char serial[16];
    int32_t day = cell->length == 4 ? (int32_t)read_u32(cell->data) : INT32_MIN;
    if (day < SERIAL_1900_03_01 - SERIAL_2000_01_01 || day > SERIAL_9999_12_31 - SERIAL_2000_01_01) {
        workbook_blank(ledger->workbook, WORKBOOK_FORM_DATE);
        return;
    }
    int digits = snprintf(serial, sizeof serial, "%d", day + SERIAL_2000_01_01);
    workbook_number(ledger->workbook, serial, (size_t)digits, WORKBOOK_FORM_DATE);
}

static void put_problem(struct ledger *ledger, const struct cell *cells)
{
    const struct cell *problem = &cells[ledger->at[PROBLEM]];
    plain(ledger, NO, cells);
    buffer_add_text(&ledger->scratch, ". ");
    buffer_add(&ledger->scratch, problem->data, problem->length > 0 ? (size_t)problem->length : 0);
    workbook_text(ledger->workbook, ledger->scratch.data, ledger->scratch.length, WORKBOOK_FORM_TEXT);
}

static void put_field(struct ledger *ledger, enum field field, const struct cell *cells, bool is_said)
{
    const struct cell *cell = &cells[ledger->at[field]];
    if (is_said)
        workbook_blank(ledger->workbook, WORKBOOK_FORM_CENTRE);
    else if (field == SEQ) {
        const char *digits = plain(ledger, SEQ, cells);
        workbook_number(ledger->workbook, digits, strlen(digits), WORKBOOK_FORM_CENTRE);
    } else if (field == PROBLEM)
        put_problem(ledger, cells);
    else if (field == DUE_ON)
        put_day(ledger, cell);
    else if (cell->length < 0 && field == PROGRESS) /* a ledger says at least how far a problem is */
        put(ledger, plain(ledger, STATE, cells), WORKBOOK_FORM_TEXT);
    else if (cell->length < 0)
        workbook_blank(ledger->workbook, WORKBOOK_FORM_TEXT);
    else
        workbook_text(ledger->workbook, (const char *)cell->data, (size_t)cell->length,
                      (COMMON | OF_SERVICE | IN(PERSON)) & IN(field) ? WORKBOOK_FORM_CENTRE : WORKBOOK_FORM_TEXT);
}

void ledger_row(struct ledger *ledger, const struct cell *cells, struct buffer *out)
{
    const struct cell *code = &cells[ledger->at[LEDGER]];
    if (!is_of_sheet(ledger, code) && !go_to_sheet(ledger, code, out)) {
        out->failed = true;
        return;
    }
    if (workbook_is_full(ledger->workbook))
        begin_sheet(ledger, &ledger->head->sheets[ledger->next - 1], out);
    uint32_t common = said(ledger, cells);
    workbook_row(ledger->workbook);
    for (enum field f = FIRST; f < FIELDS; f++)
        put_field(ledger, f, cells, common & IN(f));
    workbook_row_end(ledger->workbook, out);
    out->failed |= ledger->scratch.failed;
}

void ledger_end(struct ledger *ledger, struct buffer *out)
{
    (void)go_to_sheet(ledger, NULL, out);
    end_project(ledger);
    workbook_end(ledger->workbook, out);
}
