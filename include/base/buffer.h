#pragma once
/* Bytes that grow. After an allocation failure the buffer is `failed` and takes nothing more; check once, at the end. */
#include <stdbool.h>
#include <stddef.h>

struct buffer {
    char *data; /* not terminated, unless buffer_text() was called */
    size_t length, capacity;
    bool failed;
};

void buffer_init(struct buffer *buffer);
void buffer_release(struct buffer *buffer);
/* Empty it, keep the memory. */
void buffer_clear(struct buffer *buffer);
/* Make room for `more` bytes and return where they go; the caller adds to length what it wrote. NULL when failed. */
char *buffer_reserve(struct buffer *buffer, size_t more);
void buffer_add(struct buffer *buffer, const void *data, size_t length);
void buffer_add_text(struct buffer *buffer, const char *text);
void buffer_printf(struct buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The content as a C string (terminated, the terminator not counted). NULL when failed. */
char *buffer_text(struct buffer *buffer);

static inline void buffer_add_byte(struct buffer *buffer, char byte)
{
    if (buffer->length < buffer->capacity)
        buffer->data[buffer->length++] = byte;
    else
        buffer_add(buffer, &byte, 1);
}
#define BUFFER_CLEANUP __attribute__((cleanup(buffer_release)))
