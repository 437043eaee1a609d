#include "auth/secret.h"
#include <string.h>
#include "base/buffer.h"
#include "mask_sheet.h"

static const char *const replacements[MASK_COUNT] = {
    [MASK_PHONE] = "[电话]", [MASK_IDENTITY] = "[证件号]", [MASK_PLATE] = "[车牌]",   [MASK_PLACE] = "[门牌]",
    [MASK_NAME] = "[姓名]",  [MASK_EMAIL] = "[邮箱]",      [MASK_ACCOUNT] = "[账号]",
};

/* One code point and its bytes. What is no UTF-8 is taken byte by byte, and kept. */
static size_t decode(const unsigned char *at, size_t left, uint32_t *ret_point)
{
    size_t size = at[0] < 0x80 ? 1 : at[0] < 0xC2 ? 0 : at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : at[0] < 0xF5 ? 4 : 0;
    *ret_point = 0xFFFD;
    if (size == 0 || size > left)
        return 1;
    uint32_t point = size == 1 ? at[0] : at[0] & (0x7Fu >> size);
    for (size_t i = 1; i < size; i++) {
        if ((at[i] & 0xC0) != 0x80)
            return 1;
        point = point << 6 | (at[i] & 0x3Fu);
    }
    *ret_point = point < 0x110000 ? point : 0xFFFD;
    return size;
}

static uint32_t fold(uint32_t point)
{
    if (point < 0x80)
        return point == '\t' || point == '\r' ? ' ' : point;
    if (point >= 0x4E00 && point <= 0x9FFF)
        return point;
    if (point >= 0xFF01 && point <= 0xFF5E)
        return point - 0xFEE0;
    switch (point) {
    case 0x00A0: case 0x2002: case 0x2003: case 0x2009: case 0x202F: case 0x3000:
        return ' ';
    case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2015: case 0x2212: case 0x2500: case 0xFE63:
        return '-';
    case 0x2022: case 0x2027: case 0x30FB: case 0xFF65:
        return 0x00B7;
    default:
        return point;
    }
}

static void read_text(struct sheet *sheet, const char *text, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length;) {
        uint32_t point;
        sheet->offset[count] = (uint32_t)i;
        i += decode((const unsigned char *)text + i, length - i, &point);
        sheet->point[count++] = fold(point);
    }
    sheet->offset[count] = (uint32_t)length;
    sheet->count = count;
}

static char *write_text(struct arena *arena, const struct sheet *sheet, const char *text)
{
    size_t size = 0;
    for (size_t i = 0; i < sheet->count; i++) {
        uint32_t point = sheet->point[i];
        if (point < MARK)
            size += sheet->offset[i + 1] - sheet->offset[i];
        else if (point != MARK_MORE)
            size += strlen(replacements[point - MARK]);
    }
    char *out = arena_alloc(arena, size + 1), *end = out;
    if (arena_spent(arena))
        return NULL;
    for (size_t i = 0; i < sheet->count; i++) {
        uint32_t point = sheet->point[i];
        const char *from = point < MARK ? text + sheet->offset[i] : point == MARK_MORE ? "" : replacements[point - MARK];
        size_t length = point < MARK ? sheet->offset[i + 1] - sheet->offset[i] : strlen(from);
        memcpy(end, from, length);
        end += length;
    }
    *end = '\0';
    return out;
}

char *mask_text(struct arena *arena, const char *text, size_t length)
{
    if (length > UINT32_MAX / 16)
        return NULL;
    struct sheet sheet = {
        .point = arena_alloc(arena, (length + 1) * sizeof *sheet.point),
        .offset = arena_alloc(arena, (length + 1) * sizeof *sheet.offset),
    };
    if (arena_spent(arena))
        return NULL;
    read_text(&sheet, text, length);
    mask_numbers(&sheet);
    mask_accounts(&sheet);
    mask_plates(&sheet);
    mask_places(&sheet);
    mask_names(&sheet);
    return write_text(arena, &sheet, text);
}
