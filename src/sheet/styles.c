#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/text.h"
#include "xlsx.h"

/* More than any spreadsheet lets its users make. */
#define FORMATS_MAX 4096
#define STYLES_MAX 66000

/* What a letter of a format code says. 'm' is the month unless there is an hour or a second and no day or year. */
struct letters { bool date, time, m; };

/* How many bytes of a code stand for themselves and mean nothing. 0: what is here may mean something. */
static size_t passive(const char *code)
{
    switch (*code) {
    case '"': {
        const char *end = strchr(code + 1, '"');
        return end ? (size_t)(end - code) + 1 : strlen(code);
    }
    case '\\': case '_': case '*':
        return code[1] ? 2 : 1;
    case 'A': case 'a':
        return !strncasecmp(code, "AM/PM", 5) ? 5 : !strncasecmp(code, "A/P", 3) ? 3 : 1;
    default:
        return 0;
    }
}

/* [h], [mm], [ss] count beyond a day: what they show is no moment. Other brackets are colours, languages, conditions. */
static bool is_elapsed(const char *bracket)
{
    const char *at = bracket + 1;
    while (*at && strchr("hHmMsS", *at))
        at++;
    return at > bracket + 1 && *at == ']';
}

static void note(struct letters *letters, char c)
{
    c |= 0x20;
    letters->date |= c == 'y' || c == 'd';
    letters->time |= c == 'h' || c == 's';
    letters->m |= c == 'm';
}

enum number_kind format_kind(const char *code)
{
    struct letters letters = {0};
    if (!strcasecmp(code, "General"))
        return NUMBER_PLAIN;
    while (*code && *code != ';') {
        size_t skip = passive(code);
        if (*code == '[') {
            if (is_elapsed(code))
                return NUMBER_PLAIN;
            const char *end = strchr(code, ']');
            skip = end ? (size_t)(end - code) + 1 : strlen(code);
        }
        if (!skip)
            note(&letters, *code);
        code += skip ? skip : 1;
    }
    letters.date |= letters.m && !letters.time;
    return (enum number_kind)((letters.date ? NUMBER_DATE : 0) | (letters.time ? NUMBER_TIME : 0));
}

/* Formats that every spreadsheet knows by number (ECMA-376 §18.8.30), those of Chinese among them. */
static enum number_kind builtin_kind(unsigned id)
{
    if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) || id == 57 || id == 58)
        return NUMBER_DATE;
    if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id == 55 || id == 56)
        return NUMBER_TIME;
    return id == 22 ? NUMBER_DATE_TIME : NUMBER_PLAIN;
}

static unsigned read_id(const char *text)
{
    int64_t id = 0;
    return text && text_to_int64(text, &id) && id >= 0 && id < 1000000 ? (unsigned)id : 0;
}

static bool add_format(struct styles *styles, unsigned id, enum number_kind kind)
{
    if (!styles->formats)
        styles->formats = calloc(FORMATS_MAX, sizeof *styles->formats);
    if (!styles->formats)
        return false;
    styles->formats[styles->format_count].id = id;
    styles->formats[styles->format_count++].kind = (unsigned char)kind;
    return true;
}

static enum number_kind kind_of(const struct styles *styles, unsigned id)
{
    for (size_t i = 0; i < styles->format_count; i++)
        if (styles->formats[i].id == id)
            return (enum number_kind)styles->formats[i].kind;
    return builtin_kind(id);
}

static void on_format(struct sheet *sheet, const char **attributes)
{
    struct styles *styles = &sheet->xlsx->styles;
    const char *code = part_attribute(attributes, "formatCode");
    if (styles->format_count == FORMATS_MAX)
        sheet_blame(sheet, SHEET_TOO_LARGE, 0);
    else if (code && !add_format(styles, read_id(part_attribute(attributes, "numFmtId")), format_kind(code)))
        sheet_blame(sheet, SHEET_NO_MEMORY, 0);
}

static void on_style(struct sheet *sheet, const char **attributes)
{
    struct styles *styles = &sheet->xlsx->styles;
    if (!styles->kinds)
        styles->kinds = calloc(STYLES_MAX, 1);
    if (!styles->kinds)
        sheet_blame(sheet, SHEET_NO_MEMORY, 0);
    else if (styles->count == STYLES_MAX)
        sheet_blame(sheet, SHEET_TOO_LARGE, 0);
    else
        styles->kinds[styles->count++] = (unsigned char)kind_of(styles, read_id(part_attribute(attributes, "numFmtId")));
}

static void on_start(struct sheet *sheet, const char *name, const char **attributes)
{
    struct styles *styles = &sheet->xlsx->styles;
    if (!strcmp(name, "cellXfs"))
        styles->in_cell_styles = true;
    else if (!strcmp(name, "numFmt") && !styles->in_cell_styles)
        on_format(sheet, attributes);
    else if (!strcmp(name, "xf") && styles->in_cell_styles)
        on_style(sheet, attributes);
}

static void on_end(struct sheet *sheet, const char *name)
{
    if (!strcmp(name, "cellXfs"))
        sheet->xlsx->styles.in_cell_styles = false;
}

bool styles_read(struct sheet *sheet)
{
    static const struct part_events events = {.start = on_start, .end = on_end};
    if (!*sheet->xlsx->styles_path)
        return true;
    return part_read(sheet, sheet->xlsx->styles_path, &events, false);
}

enum number_kind styles_kind(const struct styles *styles, size_t style)
{
    return style < styles->count ? (enum number_kind)styles->kinds[style] : NUMBER_PLAIN;
}
