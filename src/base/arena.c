/* DESIGN. Chunks in a list, newest first; a request that does not fit the newest chunk gets one of its own size. Memory that is
 * handed out after the limit comes from a last chunk as well, so that callers need no NULL checks, but the arena is spent:
 * whoever owns the exchange looks once and refuses. */
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_CHUNK 8192
#define ALIGNMENT 16

struct chunk {
    struct chunk *next;
    size_t used, size;
    _Alignas(ALIGNMENT) unsigned char data[];
};

struct deferred {
    struct deferred *next;
    void (*release)(void *);
    void *thing;
};

struct arena {
    struct chunk *chunks;
    struct deferred *deferred;
    size_t taken, limit;
    bool spent;
};

static struct chunk *chunk_new(size_t size)
{
    struct chunk *chunk = malloc(sizeof *chunk + size);
    if (!chunk)
        abort(); /* out of memory is one of the two things that may end the process */
    chunk->next = NULL;
    chunk->used = 0;
    chunk->size = size;
    return chunk;
}

struct arena *arena_new(size_t limit)
{
    struct arena *arena = calloc(1, sizeof *arena);
    if (!arena)
        return NULL;
    arena->limit = limit;
    arena->chunks = chunk_new(FIRST_CHUNK);
    arena->taken = FIRST_CHUNK;
    return arena;
}

void arena_free(struct arena *arena)
{
    if (!arena)
        return;
    for (struct deferred *d = arena->deferred; d; d = d->next)
        d->release(d->thing);
    for (struct chunk *c = arena->chunks, *next; c; c = next) {
        next = c->next;
        free(c);
    }
    free(arena);
}

static struct chunk *chunk_for(struct arena *arena, size_t size)
{
    struct chunk *top = arena->chunks;
    if (top->size - top->used >= size)
        return top;
    size_t want = top->size * 2 > size ? top->size * 2 : size;
    if (want > (1u << 20) && size < (1u << 20))
        want = 1u << 20;
    arena->taken += want;
    if (arena->taken > arena->limit)
        arena->spent = true;
    struct chunk *chunk = chunk_new(want);
    chunk->next = top;
    arena->chunks = chunk;
    return chunk;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    if (size > SIZE_MAX / 4)
        abort();
    size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    struct chunk *chunk = chunk_for(arena, size);
    void *memory = chunk->data + chunk->used;
    chunk->used += size;
    memset(memory, 0, size);
    return memory;
}

char *arena_strndup(struct arena *arena, const char *text, size_t length)
{
    char *copy = arena_alloc(arena, length + 1);
    if (length)
        memcpy(copy, text, length);
    return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
    return arena_strndup(arena, text, strlen(text));
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0)
        length = 0;
    char *text = arena_alloc(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

void arena_defer(struct arena *arena, void (*release)(void *), void *thing)
{
    if (!thing)
        return;
    struct deferred *deferred = arena_alloc(arena, sizeof *deferred);
    deferred->next = arena->deferred;
    deferred->release = release;
    deferred->thing = thing;
    arena->deferred = deferred;
}

bool arena_spent(const struct arena *arena)
{
    return arena->spent;
}
