#include "base/buffer.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buffer_init(struct buffer *buffer)
{
    *buffer = (struct buffer){0};
}

void buffer_release(struct buffer *buffer)
{
    free(buffer->data);
    *buffer = (struct buffer){0};
}

void buffer_clear(struct buffer *buffer)
{
    buffer->length = 0;
    buffer->failed = false;
}

char *buffer_reserve(struct buffer *buffer, size_t more)
{
    if (buffer->failed)
        return NULL;
    if (buffer->capacity - buffer->length < more) {
        size_t want = buffer->capacity ? buffer->capacity * 2 : 1024;
        while (want - buffer->length < more && want < SIZE_MAX / 2)
            want *= 2;
        char *data = realloc(buffer->data, want);
        if (!data || want - buffer->length < more) {
            buffer->data = data ? data : buffer->data;
            buffer->failed = true;
            return NULL;
        }
        buffer->data = data;
        buffer->capacity = want;
    }
    return buffer->data + buffer->length;
}

void buffer_add(struct buffer *buffer, const void *data, size_t length)
{
    if (!length)
        return;
    char *place = buffer_reserve(buffer, length);
    if (!place)
        return;
    memcpy(place, data, length);
    buffer->length += length;
}

void buffer_add_text(struct buffer *buffer, const char *text)
{
    buffer_add(buffer, text, strlen(text));
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *place = length < 0 ? NULL : buffer_reserve(buffer, (size_t)length + 1);
    if (place) {
        vsnprintf(place, (size_t)length + 1, format, again);
        buffer->length += (size_t)length;
    } else {
        buffer->failed = true;
    }
    va_end(again);
}

char *buffer_text(struct buffer *buffer)
{
    char *end = buffer_reserve(buffer, 1);
    if (!end)
        return NULL;
    *end = '\0';
    return buffer->data;
}
