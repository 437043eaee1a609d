#include "represent/workbook.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "workbook_parts.h"

#define ROWS_MAX 1048576
#define SHEET_BYTES_MAX (UINT64_C(3) << 30) /* sizes in the archive are of 32 bits */
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define SPREADSHEET "application/vnd.openxmlformats-officedocument.spreadsheetml."

/* Sheets are what an .xml is unless it is said, so that this part is the same however many there are, and can come first. */
static const char content_types[] = XML
    "<Types xmlns=\"" PACKAGE "content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Default Extension=\"xml\" ContentType=\"" SPREADSHEET "worksheet+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"" SPREADSHEET "sheet.main+xml\"/>"
    "<Override PartName=\"/xl/styles.xml\" ContentType=\"" SPREADSHEET "styles+xml\"/></Types>";
static const char relations[] = XML
    "<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship Id=\"rId1\" Type=\"" OFFICE "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
static void add_part(struct workbook *workbook, const char *name, const char *text, struct buffer *out)
{
    zip_begin(&workbook->zip, name, out);
    zip_add(&workbook->zip, text, strlen(text), out);
    zip_end_entry(&workbook->zip, out);
}

struct workbook *workbook_new(void)
{
    struct workbook *workbook = calloc(1, sizeof *workbook);
    if (!workbook || !zip_init(&workbook->zip)) {
        free(workbook);
        return NULL;
    }
    buffer_init(&workbook->xml);
    for (size_t i = 0; i < WORKBOOK_BLOCKS; i++)
        buffer_init(&workbook->blocks[i]);
    return workbook;
}

void workbook_free(struct workbook *workbook)
{
    if (!workbook)
        return;
    zip_release(&workbook->zip);
    buffer_release(&workbook->xml);
    for (size_t i = 0; i < WORKBOOK_BLOCKS; i++)
        buffer_release(&workbook->blocks[i]);
    free(workbook);
}

void workbook_drain(struct workbook *workbook, struct buffer *out)
{
    zip_add(&workbook->zip, workbook->xml.data, workbook->xml.length, out);
    workbook->zip.failed |= workbook->xml.failed;
    out->failed |= workbook->zip.failed;
    buffer_clear(&workbook->xml);
}

static void end_sheet(struct workbook *workbook, struct buffer *out)
{
    if (workbook->sheets == 0)
        return;
    buffer_add_text(&workbook->xml, "</sheetData>");
    if (workbook->form)
        workbook_form_end(workbook, out);
    buffer_add_text(&workbook->xml, "</worksheet>");
    workbook_drain(workbook, out);
    zip_end_entry(&workbook->zip, out);
}

static void write_columns(struct buffer *xml, const struct workbook_column *columns, size_t count)
{
    if (count)
        buffer_add_text(xml, "<cols>");
    for (size_t i = 0; i < count; i++)
        buffer_printf(xml, "<col min=\"%zu\" max=\"%zu\" width=\"%d\" style=\"%d\" customWidth=\"1\"/>", i + 1, i + 1, columns[i].width, (int)columns[i].style);
    if (count)
        buffer_add_text(xml, "</cols>");
}

/* Up to its head. False: there are too many. */
static bool begin_sheet(struct workbook *workbook, const char *name, struct buffer *out)
{
    char path[ZIP_NAME_SIZE];
    end_sheet(workbook, out);
    if (workbook->sheets == SHEETS_MAX) {
        out->failed = true;
        return false;
    }
    if (workbook->sheets == 0) {
        add_part(workbook, "[Content_Types].xml", content_types, out);
        add_part(workbook, "_rels/.rels", relations, out);
        add_part(workbook, "xl/styles.xml", workbook_styles, out);
    }
    workbook->title_rows[workbook->sheets] = 0;
    workbook->form = NULL;
    snprintf(workbook->names[workbook->sheets++], NAME_SIZE, "%s", name);
    snprintf(path, sizeof path, "xl/worksheets/sheet%zu.xml", workbook->sheets);
    zip_begin(&workbook->zip, path, out);
    workbook->rows = 0;
    buffer_add_text(&workbook->xml, XML "<worksheet xmlns=\"" MAIN "\">");
    return true;
}

static void write_head(struct buffer *xml, unsigned frozen, const struct workbook_column *columns, size_t count)
{
    buffer_printf(xml, "<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"%u\" topLeftCell=\"A%u\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>"
                  "<sheetFormatPr defaultRowHeight=\"15\"/>", frozen, frozen + 1);
    write_columns(xml, columns, count);
    buffer_add_text(xml, "<sheetData>");
}

void workbook_sheet(struct workbook *workbook, const char *name, const struct workbook_column *columns, size_t count, struct buffer *out)
{
    if (begin_sheet(workbook, name, out))
        write_head(&workbook->xml, 1, columns, count);
}

void workbook_form(struct workbook *workbook, const char *name, const struct workbook_form *form, struct buffer *out)
{
    if (!begin_sheet(workbook, name, out))
        return;
    workbook->form = form;
    workbook->title_rows[workbook->sheets - 1] = form->head_rows;
    for (size_t i = 0; i < WORKBOOK_BLOCKS; i++)
        buffer_clear(&workbook->blocks[i]);
    buffer_add_text(&workbook->xml, "<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>");
    write_head(&workbook->xml, form->head_rows, form->columns, form->count);
}

bool workbook_is_full(const struct workbook *workbook)
{
    return workbook->rows >= ROWS_MAX || zip_entry_size(&workbook->zip) > SHEET_BYTES_MAX;
}

static void begin_row(struct workbook *workbook)
{
    workbook->column = 0;
    workbook->row_length = (size_t)snprintf(workbook->row_text, sizeof workbook->row_text, "%u", ++workbook->rows);
    buffer_add_text(&workbook->xml, "<row r=\"");
    buffer_add(&workbook->xml, workbook->row_text, workbook->row_length);
}

void workbook_row(struct workbook *workbook)
{
    begin_row(workbook);
    buffer_add_text(&workbook->xml, "\">");
}

void workbook_row_of_height(struct workbook *workbook, unsigned points)
{
    begin_row(workbook);
    buffer_printf(&workbook->xml, "\" ht=\"%u\" customHeight=\"1\">", points);
}

void workbook_row_end(struct workbook *workbook, struct buffer *out)
{
    buffer_add_text(&workbook->xml, "</row>");
    if (workbook->xml.length >= DRAIN)
        workbook_drain(workbook, out);
}

void workbook_skip(struct workbook *workbook)
{
    workbook->column++;
}

/* <c r="AB12" s="4" t="…"> */
static void begin_cell(struct workbook *workbook, enum workbook_style style, const char *type)
{
    char letters[4];
    size_t at = sizeof letters;
    for (unsigned n = ++workbook->column; n && at; n = (n - 1) / 26)
        letters[--at] = (char)('A' + (n - 1) % 26);
    struct buffer *xml = &workbook->xml;
    buffer_add_text(xml, "<c r=\"");
    buffer_add(xml, letters + at, sizeof letters - at);
    buffer_add(xml, workbook->row_text, workbook->row_length);
    buffer_add_text(xml, "\" s=\"");
    if (style >= 10)
        buffer_add_byte(xml, (char)('0' + style / 10));
    buffer_add_byte(xml, (char)('0' + style % 10));
    if (type) {
        buffer_add_text(xml, "\" t=\"");
        buffer_add_text(xml, type);
    }
    buffer_add_text(xml, "\">");
}

void workbook_blank(struct workbook *workbook, enum workbook_style style)
{
    begin_cell(workbook, style, NULL);
    buffer_add_text(&workbook->xml, "</c>");
}

static bool looks_escaped(const char *text, size_t length)
{
    return length >= 7 && text[1] == 'x' && text[6] == '_' && strspn(text + 2, "0123456789abcdefABCDEF") >= 4;
}

/* What XML cannot hold is written _xHHHH_, as spreadsheets do; so is the first mark of a text that looks like that already. */
static size_t put_special(char *at, const char *text, size_t left)
{
    unsigned char c = (unsigned char)*text;
    if (c == '&' || c == '<' || c == '>') {
        const char *entity = c == '&' ? "&amp;" : c == '<' ? "&lt;" : "&gt;";
        memcpy(at, entity, strlen(entity));
        return strlen(entity);
    }
    if (c == '_' && looks_escaped(text, left))
        return (size_t)snprintf(at, 8, "_x005F_");
    if (c < 0x20 && c != '\t' && c != '\n')
        return (size_t)snprintf(at, 8, "_x%04X_", c);
    *at = (char)c;
    return 1;
}

static void write_text(struct buffer *xml, const char *text, size_t length)
{
    char *start = buffer_reserve(xml, 7 * length + 16), *at = start;
    if (!start)
        return;
    for (size_t i = 0; i < length;) {
        if ((unsigned char)text[i] == 0xef && length - i >= 3 && (unsigned char)text[i + 1] == 0xbf && (unsigned char)text[i + 2] >= 0xbe) {
            at += snprintf(at, 8, "_xFFF%c_", (unsigned char)text[i + 2] == 0xbe ? 'E' : 'F');
            i += 3;
        } else
            at += put_special(at, text + i, length - i), i++;
    }
    xml->length += (size_t)(at - start);
}

/* As many bytes of whole characters as a cell holds; `length` when all do. */
static size_t fit(const char *text, size_t length)
{
    size_t units = 0, at = 0;
    if (length <= WORKBOOK_CELL_MAX)
        return length;
    while (at < length) {
        unsigned char c = (unsigned char)text[at];
        size_t bytes = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
        units += bytes == 4 ? 2 : 1;
        if (units > WORKBOOK_CELL_MAX)
            return at;
        at += bytes;
    }
    return length;
}

/* The last character that fits makes room for the ellipsis. */
static size_t without_last(const char *text, size_t length)
{
    while (length > 0 && ((unsigned char)text[--length] & 0xc0) == 0x80) {}
    return length;
}

void workbook_text(struct workbook *workbook, const char *text, size_t length, enum workbook_style style)
{
    begin_cell(workbook, style, "inlineStr");
    buffer_add_text(&workbook->xml, "<is><t xml:space=\"preserve\">");
    size_t fits = fit(text, length);
    write_text(&workbook->xml, text, fits < length ? without_last(text, fits) : length);
    if (fits < length)
        buffer_add_text(&workbook->xml, "…");
    buffer_add_text(&workbook->xml, "</t></is></c>");
}

void workbook_number(struct workbook *workbook, const char *digits, size_t length, enum workbook_style style)
{
    begin_cell(workbook, style, NULL);
    buffer_add_text(&workbook->xml, "<v>");
    buffer_add(&workbook->xml, digits, length);
    buffer_add_text(&workbook->xml, "</v></c>");
}

void workbook_bool(struct workbook *workbook, bool value)
{
    begin_cell(workbook, WORKBOOK_GENERAL, "b");
    buffer_add_text(&workbook->xml, value ? "<v>1</v></c>" : "<v>0</v></c>");
}

void workbook_end(struct workbook *workbook, struct buffer *out)
{
    struct buffer text BUFFER_CLEANUP;
    end_sheet(workbook, out);
    buffer_init(&text);
    buffer_add_text(&text, XML "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE "\"><bookViews><workbookView/></bookViews><sheets>");
    for (size_t i = 0; i < workbook->sheets; i++)
        buffer_printf(&text, "<sheet name=\"%s\" sheetId=\"%zu\" r:id=\"rId%zu\"/>", workbook->names[i], i + 1, i + 1);
    buffer_add_text(&text, "</sheets>");
    workbook_print_titles(workbook, &text);
    buffer_add_text(&text, "</workbook>");
    if (buffer_text(&text))
        add_part(workbook, "xl/workbook.xml", text.data, out);
    buffer_clear(&text);
    buffer_add_text(&text, XML "<Relationships xmlns=\"" PACKAGE "relationships\">");
    for (size_t i = 0; i < workbook->sheets; i++)
        buffer_printf(&text, "<Relationship Id=\"rId%zu\" Type=\"" OFFICE "/worksheet\" Target=\"worksheets/sheet%zu.xml\"/>", i + 1, i + 1);
    buffer_printf(&text, "<Relationship Id=\"rId%zu\" Type=\"" OFFICE "/styles\" Target=\"styles.xml\"/></Relationships>", workbook->sheets + 1);
    if (buffer_text(&text))
        add_part(workbook, "xl/_rels/workbook.xml.rels", text.data, out);
    zip_finish(&workbook->zip, out);
    out->failed |= text.failed || workbook->zip.failed;
}
