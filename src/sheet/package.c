#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "xlsx.h"

#define WORKBOOK "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

static bool set_path(char *out, const char *path)
{
    size_t length = strlen(path);
    if (length >= PATH_SIZE)
        return false;
    memcpy(out, path, length + 1);
    return true;
}

static void on_type(struct sheet *sheet, const char *name, const char **attributes)
{
    struct xlsx_reader *xlsx = sheet->xlsx;
    const char *type = part_attribute(attributes, "ContentType"), *path = part_attribute(attributes, "PartName");
    (void)name;
    if (!type)
        return;
    if (strcasestr(type, "macroEnabled") || strcasestr(type, "vbaProject"))
        xlsx->look.macros = true;
    if (strcasecmp(type, WORKBOOK) != 0)
        return;
    if (!path)
        path = "/xl/workbook.xml";
    if (!set_path(xlsx->workbook, *path == '/' ? path + 1 : path))
        sheet_blame(sheet, SHEET_BROKEN, 0);
}

static bool is_true(const char *text)
{
    return text && (!strcmp(text, "1") || !strcmp(text, "true"));
}

/* The id of a relationship stands under a prefix; a sheet's own number has another name. */
static void on_workbook(struct sheet *sheet, const char *name, const char **attributes)
{
    struct xlsx_reader *xlsx = sheet->xlsx;
    if (!strcmp(name, "workbookPr"))
        xlsx->from_1904 = is_true(part_attribute(attributes, "date1904"));
    if (strcmp(name, "sheet") != 0)
        return;
    const char *state = part_attribute(attributes, "state"), *id = part_attribute(attributes, "id");
    bool visible = !state || !strcmp(state, "visible");
    if (!visible || !id || strlen(id) >= sizeof xlsx->look.id || xlsx->look.seen++ != xlsx->look.wanted)
        return;
    memcpy(xlsx->look.id, id, strlen(id) + 1);
    xlsx->look.hit = true;
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), wanted = strlen(end);
    return length >= wanted && !strcmp(text + length - wanted, end);
}

/* Targets are relative to the folder of the workbook. */
static bool resolve(const struct xlsx_reader *xlsx, const char *target, char *out)
{
    char folder[PATH_SIZE];
    if (*target == '/')
        return set_path(out, target + 1);
    memcpy(folder, xlsx->workbook, sizeof folder);
    char *slash = strrchr(folder, '/');
    *(slash ? slash : folder) = '\0';
    for (; !strncmp(target, "../", 3); target += 3) {
        slash = strrchr(folder, '/');
        *(slash ? slash : folder) = '\0';
    }
    int length = snprintf(out, PATH_SIZE, "%s%s%s", folder, *folder ? "/" : "", target);
    return length > 0 && length < PATH_SIZE;
}

static void on_relation(struct sheet *sheet, const char *name, const char **attributes)
{
    struct xlsx_reader *xlsx = sheet->xlsx;
    const char *id = part_attribute(attributes, "Id"), *type = part_attribute(attributes, "Type"), *target = part_attribute(attributes, "Target");
    bool good = true;
    if (strcmp(name, "Relationship") != 0 || !id || !type || !target)
        return;
    if (ends_with(type, "/sharedStrings"))
        good = resolve(xlsx, target, xlsx->strings_path);
    else if (ends_with(type, "/styles"))
        good = resolve(xlsx, target, xlsx->styles_path);
    else if (!strcmp(id, xlsx->look.id) && ends_with(type, "/worksheet")) {
        good = resolve(xlsx, target, xlsx->sheet);
        xlsx->look.is_worksheet = true;
    }
    if (!good)
        sheet_blame(sheet, SHEET_BROKEN, 0);
}

static const struct part_events type_events = {.start = on_type}, workbook_events = {.start = on_workbook},
                                relation_events = {.start = on_relation};

/* A page that is a chart has no rows: the next visible one is tried. What is read again counts as unpacked again. */
bool package_next(struct sheet *sheet)
{
    struct xlsx_reader *xlsx = sheet->xlsx;
    char relations[2 * PATH_SIZE];
    const char *slash = strrchr(xlsx->workbook, '/');
    int folder = slash ? (int)(slash - xlsx->workbook) + 1 : 0;
    snprintf(relations, sizeof relations, "%.*s_rels/%s.rels", folder, xlsx->workbook, xlsx->workbook + folder);
    for (xlsx->look.is_worksheet = false; !xlsx->look.is_worksheet; xlsx->look.wanted++) {
        xlsx->look.seen = 0;
        xlsx->look.hit = false;
        if (!part_read(sheet, xlsx->workbook, &workbook_events, true) || !part_read(sheet, relations, &relation_events, true) || !xlsx->look.hit)
            return false;
    }
    return true;
}

bool package_look(struct sheet *sheet)
{
    struct xlsx_reader *xlsx = sheet->xlsx;
    if (zip_name_locate(xlsx->archive, "[Content_Types].xml", ZIP_FL_NOCASE) < 0)
        return sheet_blame(sheet, SHEET_NOT_OF_THIS_KIND, 0);
    if (!part_read(sheet, "[Content_Types].xml", &type_events, true))
        return false;
    if (xlsx->look.macros || !*xlsx->workbook)
        return sheet_blame(sheet, SHEET_NOT_OF_THIS_KIND, 0);
    return package_next(sheet) || sheet_blame(sheet, SHEET_BROKEN, 0);
}
