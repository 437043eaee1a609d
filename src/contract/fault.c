#include "fault.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define POINTER_MAX 512 /* bytes: a client's member names come back in a pointer */
#define DETAIL_MAX 512

size_t text_cut(const char *text, size_t max)
{
    size_t length = strnlen(text, max + 1);
    if (length <= max)
        return length;
    length = max;
    while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80)
        length--;
    return length;
}

void fault_add(struct faults *faults, const char *pointer, const char *code, const char *zh, const char *en)
{
    faults->total++;
    if (faults->count == FAULTS_MAX)
        return;
    struct fault *fault = &faults->items[faults->count++];
    fault->pointer = arena_strdup(faults->arena, pointer);
    fault->code = code;
    fault->zh = arena_strdup(faults->arena, zh);
    fault->en = arena_strdup(faults->arena, en);
}

/* One reference token of RFC 6901; stops when it would pass `end`. */
static char *add_token(char *out, const char *end, const char *name, bool bare)
{
    size_t length = text_cut(name, POINTER_MAX);
    if (out < end && !bare)
        *out++ = '/';
    for (size_t i = 0; i < length && out + 2 <= end; i++) {
        if (!bare && (name[i] == '~' || name[i] == '/')) {
            *out++ = '~';
            *out++ = name[i] == '~' ? '0' : '1';
        } else {
            *out++ = name[i];
        }
    }
    return out;
}

static char *add_place(char *out, const char *end, const struct place *place)
{
    if (!place)
        return out;
    out = add_place(out, end, place->up);
    if (place->name)
        return add_token(out, end, place->name, place->bare);
    char number[24];
    snprintf(number, sizeof number, "%zu", place->index);
    return add_token(out, end, number, false);
}

const char *place_pointer(struct arena *arena, const struct place *place)
{
    if (!place)
        return "";
    char text[POINTER_MAX + 8] = "";
    char *end = add_place(text, text + POINTER_MAX, place);
    *end = '\0';
    /* The bound may fall inside a character. */
    if (end - text >= POINTER_MAX - 4) {
        while (end > text && ((unsigned char)end[-1] & 0xc0) == 0x80)
            end--;
        if (end > text && ((unsigned char)end[-1] & 0x80))
            end--;
        *end = '\0';
    }
    return arena_strdup(arena, text);
}

void fault_say(struct faults *faults, const struct place *place, const char *code, const char *zh, const char *en)
{
    const char *pointer = faults->count == FAULTS_MAX ? "" : place_pointer(faults->arena, place);
    fault_add(faults, pointer, code, zh, en);
}

/* vsnprintf may cut inside a character; give back to the last whole one. */
static void mend(char *text, size_t size, int wanted)
{
    if (wanted < 0)
        text[0] = '\0';
    if (wanted < 0 || (size_t)wanted < size)
        return;
    text[text_cut(text, size - 4)] = '\0';
}

void fault_at(struct faults *faults, const struct place *place, const char *code, const char *zh, const char *en, ...)
{
    if (faults->count == FAULTS_MAX) {
        faults->total++;
        return;
    }
    char zh_text[DETAIL_MAX], en_text[DETAIL_MAX];
    va_list arguments, again;
    va_start(arguments, en);
    va_copy(again, arguments);
    int zh_length = vsnprintf(zh_text, sizeof zh_text, zh, arguments);
    int en_length = vsnprintf(en_text, sizeof en_text, en, again);
    va_end(again);
    va_end(arguments);
    mend(zh_text, sizeof zh_text, zh_length);
    mend(en_text, sizeof en_text, en_length);
    fault_add(faults, place_pointer(faults->arena, place), code, zh_text, en_text);
}
