/* Empty sheets to fill in: what an import reads is written out from the same rows. */
#include <stdio.h>
#include <string.h>
#include "api/exchange.h"
#include "internal.h"
#include "represent/workbook.h"
#include "resources/hooks.h"

#define COLUMNS_MAX 100
#define WIDTH_MIN 14

static const char *text_of(struct exchange *x, struct db_result *result, size_t row, const char *label)
{
    const char *text = db_result_text(result, x->arena, 0, row, label);
    return text ? text : "";
}

/* A cell that waits for a code or a number of 18 digits is a text cell from the start, or the spreadsheet would take its zeros off. */
static enum workbook_style style_of(const char *kind)
{
    if (strcmp(kind, "day") == 0)
        return WORKBOOK_DATE;
    return strcmp(kind, "number") == 0 || strcmp(kind, "flag") == 0 ? WORKBOOK_GENERAL : WORKBOOK_TEXT;
}

static void put(struct workbook *workbook, const char *text, enum workbook_style style)
{
    workbook_text(workbook, text, strlen(text), style);
}

static void write_form(struct exchange *x, struct db_result *result, struct workbook *workbook, struct buffer *out)
{
    struct workbook_column columns[COLUMNS_MAX];
    size_t count = db_result_rows(result, 0);
    for (size_t i = 0; i < count; i++) {
        size_t width = strlen(text_of(x, result, i, "column")) + 4;
        columns[i] = (struct workbook_column){.width = (int)(width < WIDTH_MIN ? WIDTH_MIN : width), .style = style_of(text_of(x, result, i, "kind"))};
    }
    workbook_sheet(workbook, parameter(x, "register"), columns, count, out);
    workbook_row(workbook);
    for (size_t i = 0; i < count; i++)
        put(workbook, text_of(x, result, i, "column"), WORKBOOK_HEAD);
    workbook_row_end(workbook, out);
}

static const char *form_of(const char *kind)
{
    static const struct { const char *kind, *form; } forms[] = {
        {"text", "文本 text"}, {"prose", "文本，个人信息将被遮蔽 text, personal data is masked"}, {"code", "代码 code of "}, {"day", "日期 day YYYY-MM-DD"}, {"flag", "true 是 yes / false 否 no"}, {"number", "数值 number"},
        {"list", "多个值，以;分隔 values parted by ;"},
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (strcmp(forms[i].kind, kind) == 0)
            return forms[i].form;
    return kind;
}

static void write_explanations(struct exchange *x, struct db_result *result, struct workbook *workbook, struct buffer *out)
{
    static const struct workbook_column columns[] = {{22, WORKBOOK_WRAPPED}, {36, WORKBOOK_WRAPPED}, {36, WORKBOOK_WRAPPED}, {14, WORKBOOK_WRAPPED},
                                                     {24, WORKBOOK_WRAPPED}, {48, WORKBOOK_WRAPPED}};
    static const char *const head[] = {"列 Column", "含义", "Meaning", "必填 Required", "格式 Form", "代码 Codes"};
    workbook_sheet(workbook, "说明", columns, sizeof columns / sizeof *columns, out);
    workbook_row(workbook);
    for (size_t i = 0; i < sizeof head / sizeof *head; i++)
        put(workbook, head[i], WORKBOOK_HEAD);
    workbook_row_end(workbook, out);
    for (size_t i = 0; i < db_result_rows(result, 0); i++) {
        char form[128];
        bool required = strcmp(text_of(x, result, i, "required"), "true") == 0;
        workbook_row(workbook);
        put(workbook, text_of(x, result, i, "column"), WORKBOOK_WRAPPED);
        put(workbook, text_of(x, result, i, "zh"), WORKBOOK_WRAPPED);
        put(workbook, text_of(x, result, i, "en"), WORKBOOK_WRAPPED);
        put(workbook, required ? "是 yes" : "否 no", WORKBOOK_WRAPPED);
        snprintf(form, sizeof form, "%s%s", form_of(text_of(x, result, i, "kind")), text_of(x, result, i, "code_list"));
        put(workbook, form, WORKBOOK_WRAPPED);
        put(workbook, text_of(x, result, i, "codes"), WORKBOOK_WRAPPED);
        workbook_row_end(workbook, out);
    }
}

static bool write_workbook(struct exchange *x, struct db_result *result, struct buffer *out)
{
    struct workbook *workbook = workbook_new();
    if (!workbook)
        return false;
    write_form(x, result, workbook, out);
    write_explanations(x, result, workbook, out);
    workbook_end(workbook, out);
    workbook_free(workbook);
    return !out->failed;
}

static bool write_head(struct exchange *x, struct db_result *result, struct buffer *out)
{
    buffer_add_text(out, "\xef\xbb\xbf");
    for (size_t i = 0; i < db_result_rows(result, 0); i++)
        buffer_printf(out, "%s%s", i ? "," : "", text_of(x, result, i, "column"));
    buffer_add_text(out, "\r\n");
    return !out->failed;
}

bool get_template(struct exchange *x)
{
    const char *name = parameter(x, "register");
    bool xlsx = x->representation == REPRESENT_XLSX;
    const struct named values[] = {{"register", name}, {"today", x->today}, {NULL, NULL}};
    struct db_step step = internal_step(x, &internal_importColumns, values);
    struct db_result *result = NULL;
    struct buffer out BUFFER_CLEANUP;
    buffer_init(&out);
    if (!run_internal(x, DB_PUBLIC, false, &step, 1, &result))
        return false;
    size_t columns = db_result_rows(result, 0);
    if (columns == 0 || columns > COLUMNS_MAX)
        return problem(x, "not_found", NULL, NULL);
    if (!(xlsx ? write_workbook(x, result, &out) : write_head(x, result, &out)))
        return problem(x, "internal_error", NULL, NULL);
    x->answer->packed = xlsx;
    http_setf(x->answer, "Content-Disposition", "attachment; filename=\"%s.%s\"", name, xlsx ? "xlsx" : "csv");
    return answer_bytes(x, 200, xlsx ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" : "text/csv; charset=utf-8", out.data, out.length);
}
