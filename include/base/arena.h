#pragma once
/* The things of one exchange die with it. An arena hands out zeroed memory until its limit, after which it is *spent*:
 * arena_alloc() returns a pointer to scratch memory large enough for the request (never NULL), and arena_spent() says so
 * once, at the end. One thread at a time. */
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;

/* A new arena that holds at most `limit` bytes. NULL only when out of memory. */
struct arena *arena_new(size_t limit) __attribute__((warn_unused_result));
/* Release what was deferred, newest first, then the memory. NULL is fine. */
void arena_free(struct arena *arena);
/* Zeroed, aligned for any type. */
void *arena_alloc(struct arena *arena, size_t size) __attribute__((returns_nonnull, malloc));
char *arena_strdup(struct arena *arena, const char *text) __attribute__((returns_nonnull));
char *arena_strndup(struct arena *arena, const char *text, size_t length) __attribute__((returns_nonnull));
char *arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3), returns_nonnull));
/* Call release(thing) when the arena goes. A NULL thing is ignored. */
void arena_defer(struct arena *arena, void (*release)(void *), void *thing);
bool arena_spent(const struct arena *arena);
