#pragma once
/* What the contract's tests share: an arena with its faults, and schemas written by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "contract/schema.h"

/* A schema by hand: none of the bounds, unless a later member says otherwise. */
#pragma GCC diagnostic ignored "-Woverride-init"
#define SCHEMA(...) { .min_length = -1, .max_length = -1, .min_items = -1, .max_items = -1, __VA_ARGS__ }

static inline struct faults *faults_new(void)
{
    struct arena *arena = arena_new(4 << 20);
    struct faults *faults = arena_alloc(arena, sizeof *faults);
    faults->arena = arena;
    return faults;
}

static inline void faults_free(struct faults *faults)
{
    arena_free(faults->arena);
}

/* Whether a fault of this code stands at this pointer. */
static inline bool has_fault(const struct faults *faults, const char *pointer, const char *code)
{
    for (size_t i = 0; i < faults->count; i++) {
        if (strcmp(faults->items[i].pointer, pointer) == 0 && strcmp(faults->items[i].code, code) == 0)
            return true;
    }
    return false;
}
