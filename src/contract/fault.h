#pragma once
/* Where in a value the check stands, and how a fault is said. A place lives on the stack of the check and becomes a JSON
 * pointer only when there is something to refuse. */
#include "contract/schema.h"

struct place {
    const struct place *up; /* NULL = the root */
    const char *name;       /* member, or NULL for an item */
    size_t index;
    bool bare;              /* a parameter: its name alone, not a pointer */
};

/* JSON pointer of a place (root NULL = ""), cut to a bounded length. */
const char *place_pointer(struct arena *arena, const struct place *place);
/* A fault with details in both languages, of the same arguments in the same order. Past FAULTS_MAX it only counts. */
void fault_at(struct faults *faults, const struct place *place, const char *code, const char *zh, const char *en, ...)
    __attribute__((format(printf, 4, 6), format(printf, 5, 6)));
/* The same with details that are ready. */
void fault_say(struct faults *faults, const struct place *place, const char *code, const char *zh, const char *en);
/* Length of at most `max` bytes of valid UTF-8, not cutting a character. */
size_t text_cut(const char *text, size_t max);
