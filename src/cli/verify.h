#pragma once
/* What `wuye verify` found. Everything is read as a stranger's: of any size, in any state. */
#include <jansson.h>
#include <stdio.h>
#include "auth/detached.h"
#include "private.h"

#define HASH_SIZE 65

struct findings {
    struct arena *arena;
    json_t *faults, *notes; /* said at the end with --json, else at once */
    size_t count;
    bool json;
};

/* Where in which file; line 0 and row NULL when it is the file. */
struct place {
    const char *file;
    int64_t line;
    const char *row;
};

void fault_found(struct findings *findings, struct place place, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* What is no fault and yet worth knowing: above all, what was not compared. */
void note_made(struct findings *findings, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* What a manifest, or a seal of the service, says of a month of the trail. */
struct trail_claim {
    const char *source; /* who says so; NULL = nobody */
    const char *district, *month, *head, *previous_head; /* "" where there is none before */
    int64_t rows;
};

struct package {
    const char *folder;
    json_t *manifest; /* NULL when it could not be read at all */
    const char *district, *month;
    int64_t version, parts;
    char sha256[HASH_SIZE], thumbprint[THUMBPRINT_SIZE]; /* "" when not known */
    struct trail_claim trail;
};

/* The members of the manifest are there and of their kind; the parts are as it says, and nothing else is in the folder. */
void package_verify(struct findings *findings, struct package *package);
void package_parts_verify(struct findings *findings, struct package *package, int folder);
/* Manifests that name each other agree. */
void packages_compare(struct findings *findings, const struct package *packages, size_t count);
/* A month of the trail; `claims` are those that may be about it. */
void trail_verify(struct findings *findings, const char *path, const struct trail_claim *claims, size_t count);

/* The whole of a small file (relative to `folder`); NULL with a fault. It lives as long as the findings' arena. */
char *small_file(struct findings *findings, int folder, const char *name, struct place place, size_t *ret_length) __attribute__((warn_unused_result));
/* Members as they have to be: a text of at most so many bytes in the class (digits, hex …) or NULL; a number from 0 or -1. */
const char *hex_member(const json_t *object, const char *name) __attribute__((warn_unused_result));
const char *month_member(const json_t *object, const char *name) __attribute__((warn_unused_result));
int64_t number_member(const json_t *object, const char *name) __attribute__((warn_unused_result));
