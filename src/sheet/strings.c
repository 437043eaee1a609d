#include <stdlib.h>
#include <string.h>
#include "xlsx.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The character of _xHHHH_ at the start of text; 0 when there is none that a text can hold. */
static unsigned escaped(const char *text, size_t length)
{
    unsigned code = 0;
    if (length < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_')
        return 0;
    for (int i = 2; i < 6; i++) {
        int digit = hex_digit(text[i]);
        if (digit < 0)
            return 0;
        code = code << 4 | (unsigned)digit;
    }
    return code >= 0xd800 && code <= 0xdfff ? 0 : code;
}

static size_t put_utf8(char *out, unsigned code)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xc0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3f));
        return 2;
    }
    out[0] = (char)(0xe0 | code >> 12);
    out[1] = (char)(0x80 | (code >> 6 & 0x3f));
    out[2] = (char)(0x80 | (code & 0x3f));
    return 3;
}

size_t strings_unescape(char *text, size_t length)
{
    size_t put = 0;
    if (!length || !memchr(text, '_', length))
        return length;
    for (size_t at = 0; at < length;) {
        unsigned code = escaped(text + at, length - at);
        if (!code) {
            text[put++] = text[at++];
            continue;
        }
        put += put_utf8(text + put, code);
        at += 7;
    }
    return put;
}

static void on_start(struct sheet *sheet, const char *name, const char **attributes)
{
    struct strings *strings = &sheet->xlsx->strings;
    (void)attributes;
    if (!strcmp(name, "si")) {
        uint32_t began = (uint32_t)strings->text.length;
        strings->in_string = true;
        strings->began = began;
        buffer_add(&strings->index, &began, sizeof began);
    } else if (!strcmp(name, "rPh"))
        strings->phonetic++;
    else if (!strcmp(name, "t"))
        strings->in_text = strings->in_string && !strings->phonetic;
}

static void check_room(struct sheet *sheet, size_t more)
{
    struct strings *strings = &sheet->xlsx->strings;
    if (strings->text.failed || strings->index.failed)
        sheet_blame(sheet, SHEET_NO_MEMORY, 0);
    if (strings->text.length + strings->index.length + more > SHEET_STRINGS_MAX)
        sheet_blame(sheet, SHEET_TOO_LARGE, 0);
}

static void on_end(struct sheet *sheet, const char *name)
{
    struct strings *strings = &sheet->xlsx->strings;
    if (!strcmp(name, "t"))
        strings->in_text = false;
    else if (!strcmp(name, "rPh"))
        strings->phonetic -= strings->phonetic > 0;
    if (strcmp(name, "si") != 0 || !strings->in_string)
        return;
    strings->in_string = false;
    size_t length = strings->text.length - strings->began;
    if (length)
        strings->text.length = strings->began + strings_unescape(strings->text.data + strings->began, length);
    buffer_add_byte(&strings->text, '\0');
    check_room(sheet, 0);
}

static void on_text(struct sheet *sheet, const char *text, size_t length)
{
    struct strings *strings = &sheet->xlsx->strings;
    if (!strings->in_text)
        return;
    check_room(sheet, length);
    if (sheet->fault == SHEET_OK)
        buffer_add(&strings->text, text, length);
}

bool strings_read(struct sheet *sheet)
{
    static const struct part_events events = {.start = on_start, .end = on_end, .text = on_text};
    if (!*sheet->xlsx->strings_path)
        return true;
    return part_read(sheet, sheet->xlsx->strings_path, &events, false);
}

const char *strings_at(const struct strings *strings, uint64_t index, size_t *ret_length)
{
    uint32_t began;
    if (index >= strings->index.length / sizeof began)
        return NULL;
    memcpy(&began, strings->index.data + index * sizeof began, sizeof began);
    if (began >= strings->text.length)
        return NULL;
    *ret_length = strlen(strings->text.data + began);
    return strings->text.data + began;
}
