/* libFuzzer: `wuye verify` on a hostile package. The input is files, each behind a line "--- name"; a manifest behind "--- canonical" is put into its one spelling first, so that what
 * comes after that question is reached too. Whatever the files are, verifying ends, twice with as many faults, and what has no fault has a manifest and a signer. */
#include <assert.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/canonical.h"
#include "cli/verify.h"

static char folder[64], parts[72], trail[80];

static void prepare(void)
{
    snprintf(folder, sizeof folder, "/dev/shm/wuye-fuzz-XXXXXX");
    if (!mkdtemp(folder))
        abort();
    snprintf(parts, sizeof parts, "%s/parts", folder);
    snprintf(trail, sizeof trail, "%s/trail", parts);
    if (mkdir(parts, 0700) != 0)
        abort();
}

static void done(void)
{
    rmdir(parts);
    rmdir(folder);
}

static void put(const char *path, const char *data, size_t size)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    ssize_t wrote = file < 0 ? -1 : write(file, data, size);
    assert(wrote == (ssize_t)size);
    close(file);
}

static bool is_part(const char *name)
{
    return *name && *name != '.' && strlen(name) < 60 && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789.-_") == strlen(name);
}

/* Where it is to stand, in `path`; false: nowhere. */
static bool place_of(const char *name, char path[static 160])
{
    bool known = strcmp(name, "manifest.json") == 0 || strcmp(name, "canonical") == 0 || strcmp(name, "manifest.jws") == 0;
    if (strcmp(name, "trail") == 0)
        snprintf(path, 160, "%s", trail);
    else if (known)
        snprintf(path, 160, "%s/%s", folder, strcmp(name, "canonical") == 0 ? "manifest.json" : name);
    else if (is_part(name))
        snprintf(path, 160, "%s/%s", parts, name);
    else
        return false;
    return true;
}

static void put_named(const char *name, const char *data, size_t size, char path[static 160])
{
    json_t *manifest = strcmp(name, "canonical") == 0 ? json_loadb(data, size, JSON_REJECT_DUPLICATES, NULL) : NULL;
    char *text = manifest ? canonical_json(manifest) : NULL;
    put(path, data, size);
    if (text) {
        size_t length = strlen(text);
        text[length] = '\n';
        put(path, text, length + 1);
    }
    free(text);
    json_decref(manifest);
}

enum { MOST_FILES = 8 };
static char paths[MOST_FILES][160];

static size_t put_all(struct arena *arena, const char *data, size_t size)
{
    static const char mark[] = "--- ";
    size_t count = 0;
    const char *at = data, *end = data + size;
    while (count < MOST_FILES && (at = memmem(at, (size_t)(end - at), mark, sizeof mark - 1))) {
        at += sizeof mark - 1;
        const char *line = memchr(at, '\n', (size_t)(end - at));
        if (!line)
            break;
        const char *name = arena_strndup(arena, at, (size_t)(line - at));
        const char *next = memmem(line, (size_t)(end - line), "\n--- ", 5);
        const char *stop = next ? next : end;
        at = line + 1;
        if (place_of(name, paths[count]))
            put_named(name, at < stop ? at : stop, at < stop ? (size_t)(stop - at) : 0, paths[count++]);
        at = next ? next + 1 : end;
    }
    return count;
}

static size_t verify(struct arena *arena)
{
    struct findings findings = {.arena = arena, .faults = json_array(), .notes = json_array(), .json = true};
    struct package *package = arena_alloc(arena, sizeof *package);
    *package = (struct package){.folder = folder};
    package_verify(&findings, package);
    assert(findings.count > 0 || (package->manifest && *package->thumbprint));
    packages_compare(&findings, package, 1);
    trail_verify(&findings, trail, &package->trail, package->trail.source != NULL);
    json_decref(package->manifest);
    json_decref(findings.faults);
    json_decref(findings.notes);
    return findings.count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 65536)
        return 0;
    if (!*folder) {
        prepare();
        atexit(done);
    }
    struct arena *arena = arena_new(16 << 20);
    size_t count = put_all(arena, (const char *)data, size);
    size_t found = verify(arena);
    assert(verify(arena) == found);
    for (size_t i = 0; i < count; i++)
        unlink(paths[i]);
    arena_free(arena);
    return 0;
}
