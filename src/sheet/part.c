#include <stdlib.h>
#include <string.h>
#include "xlsx.h"

#define CHUNK (32 * 1024)
#define DEPTH_MAX 64
/* The parser keeps a tag until it is whole, so one must not be endless. */
#define TAG_MAX (512 * 1024)

static const char *local_name(const char *name)
{
    const char *colon = strchr(name, ':');
    return colon ? colon + 1 : name;
}

static void stop(struct part *part, enum sheet_fault fault)
{
    sheet_blame(part->sheet, fault, part->sheet->line);
    XML_StopParser(part->parser, XML_FALSE);
}

static void on_start(void *of, const XML_Char *name, const XML_Char **attributes)
{
    struct part *part = of;
    if (part->sheet->fault != SHEET_OK)
        return;
    if (++part->depth > DEPTH_MAX) {
        stop(part, SHEET_BROKEN);
        return;
    }
    part->events->start(part->sheet, local_name(name), attributes);
    if (part->sheet->fault != SHEET_OK)
        XML_StopParser(part->parser, XML_FALSE);
}

static void on_end(void *of, const XML_Char *name)
{
    struct part *part = of;
    if (part->sheet->fault != SHEET_OK)
        return;
    part->depth--;
    if (part->events->end)
        part->events->end(part->sheet, local_name(name));
    if (part->sheet->fault != SHEET_OK)
        XML_StopParser(part->parser, XML_FALSE);
}

static void on_text(void *of, const XML_Char *text, int length)
{
    struct part *part = of;
    if (part->sheet->fault != SHEET_OK)
        return;
    part->events->text(part->sheet, text, (size_t)length);
    if (part->sheet->fault != SHEET_OK)
        XML_StopParser(part->parser, XML_FALSE);
}

/* A workbook has none; entities, inner and outer, come by it alone. */
static void on_doctype(void *of, const XML_Char *name, const XML_Char *system, const XML_Char *public, int internal)
{
    (void)name, (void)system, (void)public, (void)internal;
    stop(of, SHEET_BROKEN);
}

void part_close(struct part *part)
{
    if (part->parser)
        XML_ParserFree(part->parser);
    if (part->file)
        zip_fclose(part->file);
    *part = (struct part){0};
}

static bool locate(struct sheet *sheet, const char *path, zip_uint64_t *ret_index)
{
    zip_stat_t found;
    zip_int64_t at = zip_name_locate(sheet->xlsx->archive, path, ZIP_FL_NOCASE);
    if (at < 0)
        return false;
    bool known = zip_stat_index(sheet->xlsx->archive, (zip_uint64_t)at, 0, &found) == 0;
    /* What workbooks are packed with. The other methods that the library knows take memory as the file says, up to gigabytes. */
    bool plain = known && found.valid & ZIP_STAT_COMP_METHOD && (found.comp_method == ZIP_CM_STORE || found.comp_method == ZIP_CM_DEFLATE);
    bool encrypted = known && found.valid & ZIP_STAT_ENCRYPTION_METHOD && found.encryption_method != ZIP_EM_NONE;
    if (!plain || encrypted) {
        sheet_blame(sheet, encrypted ? SHEET_NOT_OF_THIS_KIND : SHEET_BROKEN, 0);
        return false;
    }
    *ret_index = (zip_uint64_t)at;
    return true;
}

bool part_open(struct sheet *sheet, const char *path, const struct part_events *events, struct part *part)
{
    zip_uint64_t index = 0;
    if (!locate(sheet, path, &index))
        return false;
    *part = (struct part){.sheet = sheet, .events = events};
    part->file = zip_fopen_index(sheet->xlsx->archive, index, 0);
    if (!part->file) {
        sheet_blame(sheet, SHEET_BROKEN, 0);
        return false;
    }
    part->parser = XML_ParserCreate(NULL);
    if (!part->parser) {
        part_close(part);
        sheet_blame(sheet, SHEET_NO_MEMORY, 0);
        return false;
    }
    XML_SetUserData(part->parser, part);
    XML_SetElementHandler(part->parser, on_start, on_end);
    if (events->text)
        XML_SetCharacterDataHandler(part->parser, on_text);
    XML_SetStartDoctypeDeclHandler(part->parser, on_doctype);
    return true;
}

void part_pause(struct part *part)
{
    XML_StopParser(part->parser, XML_TRUE);
}

static enum XML_Status feed(struct part *part)
{
    struct sheet *sheet = part->sheet;
    if (sheet_stopped(sheet))
        return XML_STATUS_ERROR;
    XML_Index done = XML_GetCurrentByteIndex(part->parser); /* -1: not known, as after XML_GetBuffer() */
    void *room = XML_GetBuffer(part->parser, CHUNK);
    if (!room) {
        sheet_blame(sheet, SHEET_NO_MEMORY, sheet->line);
        return XML_STATUS_ERROR;
    }
    zip_int64_t got = zip_fread(part->file, room, CHUNK);
    if (got < 0) {
        sheet_blame(sheet, SHEET_BROKEN, sheet->line);
        return XML_STATUS_ERROR;
    }
    part->fed += (uint64_t)got;
    sheet->xlsx->unpacked += (uint64_t)got;
    if (sheet->xlsx->unpacked > sheet->limits.unpacked_bytes || part->fed - (uint64_t)(done > 0 ? done : 0) > TAG_MAX) {
        sheet_blame(sheet, SHEET_TOO_LARGE, sheet->line);
        return XML_STATUS_ERROR;
    }
    return XML_ParseBuffer(part->parser, (int)got, got == 0);
}

int part_run(struct part *part)
{
    XML_ParsingStatus status;
    do {
        enum XML_Status went = part->paused ? XML_ResumeParser(part->parser) : feed(part);
        part->paused = went == XML_STATUS_SUSPENDED;
        if (part->paused)
            return 1;
        if (went == XML_STATUS_ERROR) {
            bool memory = XML_GetErrorCode(part->parser) == XML_ERROR_NO_MEMORY;
            sheet_blame(part->sheet, memory ? SHEET_NO_MEMORY : SHEET_BROKEN, part->sheet->line);
            return -1;
        }
        XML_GetParsingStatus(part->parser, &status);
    } while (status.parsing != XML_FINISHED);
    return 0;
}

bool part_read(struct sheet *sheet, const char *path, const struct part_events *events, bool needed)
{
    struct part part;
    if (!part_open(sheet, path, events, &part))
        return sheet->fault == SHEET_OK && (!needed || sheet_blame(sheet, SHEET_BROKEN, 0));
    int got = part_run(&part);
    part_close(&part);
    return got == 0;
}

const char *part_attribute(const char **attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (!strcmp(local_name(attributes[0]), name))
            return attributes[1];
    return NULL;
}
