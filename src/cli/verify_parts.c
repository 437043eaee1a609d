/* The parts of a package: each is the file that the manifest describes, and there is no other. */
#include "verify.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "represent/gunzip.h"

#define PIECE 16384
#define NAME_MAX_LENGTH 120

struct part {
    struct findings *findings;
    struct place place;
    const char *name;
    bool csv;
    int64_t rows, bytes, raw_bytes; /* as the manifest says */
    const char *sha256, *raw_sha256;
    /* as it is */
    int64_t got_rows, got_bytes, got_raw_bytes;
    struct sha256 *raw_sum;
    bool quoted, open; /* within quotes of CSV; behind the last row comes something */
};

/* Ends of lines that are not within quotes: a text of a CSV may hold any. */
static void rows_count(struct part *p, const char *data, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        p->quoted ^= p->csv && data[i] == '"';
        p->got_rows += data[i] == '\n' && !p->quoted;
    }
    p->open = p->quoted || data[length - 1] != '\n';
}

static bool raw_take(void *thing, const char *data, size_t length)
{
    struct part *p = thing;
    p->got_raw_bytes += (int64_t)length;
    sha256_add(p->raw_sum, data, length);
    rows_count(p, data, length);
    return p->got_raw_bytes <= p->raw_bytes; /* however much it unpacks to */
}

static const char *packed_read(struct part *p, int file, struct sha256 *sum, struct gunzip *gunzip)
{
    char piece[PIECE];
    enum gunzip_state state = GUNZIP_MORE;
    ssize_t got;
    while ((got = read(file, piece, sizeof piece)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return strerror(errno);
        sha256_add(sum, piece, (size_t)got);
        p->got_bytes += got;
        if (state == GUNZIP_END)
            state = GUNZIP_AFTER;
        if (state == GUNZIP_MORE)
            state = gunzip_feed(gunzip, piece, (size_t)got, raw_take, p);
    }
    static const char *const faults[] = {
        [GUNZIP_MORE] = "ends before its gzip stream does", [GUNZIP_BROKEN] = "is no gzip file, or not as it was packed",
        [GUNZIP_AFTER] = "goes on behind the end of its gzip stream", [GUNZIP_STOPPED] = "unpacks to more bytes than the manifest says", [GUNZIP_END] = NULL,
    };
    return faults[state];
}

static void part_compare(struct part *p, const char *fault, const char *sha256, const char *raw_sha256)
{
    struct findings *f = p->findings;
    int64_t rows = p->got_rows - (p->csv && p->got_rows > 0);
    if (p->got_bytes != p->bytes)
        fault_found(f, p->place, "has %lld bytes, and the manifest says %lld", (long long)p->got_bytes, (long long)p->bytes);
    if (strcmp(sha256, p->sha256) != 0)
        fault_found(f, p->place, "has the SHA-256 %s, and the manifest says %s", sha256, p->sha256);
    if (fault) {
        fault_found(f, p->place, "%s", fault);
        return;
    }
    if (p->got_raw_bytes != p->raw_bytes || strcmp(raw_sha256, p->raw_sha256) != 0)
        fault_found(f, p->place, "unpacks to %lld bytes with the SHA-256 %s, and the manifest says %lld with %s", (long long)p->got_raw_bytes, raw_sha256, (long long)p->raw_bytes, p->raw_sha256);
    if (p->open || rows != p->rows)
        fault_found(f, p->place, "has %lld rows%s, and the manifest says %lld", (long long)rows, p->open ? " and a piece of one" : "", (long long)p->rows);
}

static void part_read(struct part *p, int folder)
{
    struct stat about;
    int file = openat(folder, p->name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (file < 0 || fstat(file, &about) != 0 || !S_ISREG(about.st_mode)) {
        fault_found(p->findings, p->place, "%s", file < 0 && errno == ENOENT ? "is missing" : "cannot be read, or is no file");
        if (file >= 0)
            close(file);
        return;
    }
    char sha256[HASH_SIZE] = "", raw_sha256[HASH_SIZE] = "";
    struct gunzip *gunzip = gunzip_new();
    struct sha256 *sum = sha256_new();
    p->raw_sum = sha256_new();
    const char *fault = gunzip && sum && p->raw_sum ? packed_read(p, file, sum, gunzip) : "cannot be read: out of memory";
    if (sum && !sha256_end(sum, sha256))
        fault = "cannot be hashed";
    if (p->raw_sum && !sha256_end(p->raw_sum, raw_sha256))
        fault = "cannot be hashed";
    gunzip_free(gunzip);
    close(file);
    part_compare(p, fault, sha256, raw_sha256);
}

/* <dataset>.<file>-<0001>.<ndjson|csv>.gz and nothing that could lead elsewhere. */
static bool name_is_good(const json_t *dataset, const json_t *claim, const char *name)
{
    char expected[NAME_MAX_LENGTH];
    const char *thing = json_string_value(json_object_get(dataset, "dataset")), *file = json_string_value(json_object_get(dataset, "file"));
    const char *format = json_string_value(json_object_get(claim, "format"));
    int64_t number = number_member(claim, "number");
    if (!name || !thing || !file || !format || number < 1 || strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-.") != strlen(name))
        return false;
    int length = snprintf(expected, sizeof expected, "%s.%s-%04lld.%s.gz", thing, file, (long long)number, format);
    return length > 0 && length < NAME_MAX_LENGTH && strcmp(expected, name) == 0;
}

static bool part_claim(struct part *p, const json_t *dataset, const json_t *claim)
{
    const char *format = json_string_value(json_object_get(claim, "format"));
    p->name = json_string_value(json_object_get(claim, "name"));
    p->csv = format && strcmp(format, "csv") == 0;
    p->rows = number_member(claim, "rows");
    p->bytes = number_member(claim, "bytes");
    p->raw_bytes = number_member(claim, "raw_bytes");
    p->sha256 = hex_member(claim, "sha256");
    p->raw_sha256 = hex_member(claim, "raw_sha256");
    return name_is_good(dataset, claim, p->name) && format && (p->csv || strcmp(format, "ndjson") == 0) && p->rows >= 0 && p->bytes >= 0 && p->raw_bytes >= 0 && p->sha256 && p->raw_sha256;
}

/* Each format has all rows of its dataset, in parts numbered from 1. */
static void dataset_verify(struct findings *f, struct place manifest, const json_t *dataset)
{
    const json_t *parts = json_object_get(dataset, "parts");
    static const char *const formats[] = {"ndjson", "csv"};
    const char *name = json_string_value(json_object_get(dataset, "dataset"));
    for (size_t k = 0; k < 2; k++) {
        int64_t rows = 0, expected = 1;
        for (size_t i = 0; i < json_array_size(parts); i++) {
            const json_t *claim = json_array_get(parts, i);
            const char *format = json_string_value(json_object_get(claim, "format"));
            if (!format || strcmp(format, formats[k]) != 0)
                continue;
            rows += number_member(claim, "rows");
            if (number_member(claim, "number") != expected++)
                fault_found(f, manifest, "does not number the parts of %s from 1 on", name ? name : "a dataset");
        }
        if (expected > 1 && rows != number_member(dataset, "rows"))
            fault_found(f, manifest, "has other rows of %s than its parts in %s", name ? name : "a dataset", formats[k]);
    }
}

static void others_find(struct findings *f, const char *path, int folder, const json_t *known)
{
    int again = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *listing = again < 0 ? NULL : fdopendir(again);
    const struct dirent *entry;
    if (!listing)
        fault_found(f, (struct place){.file = path}, "cannot be read: %s", strerror(errno));
    while (listing && (entry = readdir(listing))) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 && !json_object_get(known, entry->d_name))
            fault_found(f, (struct place){.file = arena_printf(f->arena, "%s/%s", path, entry->d_name)}, "is not in the manifest");
    }
    if (listing)
        closedir(listing);
    else if (again >= 0)
        close(again);
}

/* The parts of one dataset, each of which has a name of its own. */
static void claims_verify(struct findings *f, struct package *package, int parts, const json_t *dataset, json_t *known)
{
    const struct place manifest = {.file = arena_printf(f->arena, "%s/manifest.json", package->folder)};
    const json_t *claims = json_object_get(dataset, "parts");
    dataset_verify(f, manifest, dataset);
    for (size_t k = 0; k < json_array_size(claims); k++) {
        struct part part = {.findings = f};
        if (!part_claim(&part, dataset, json_array_get(claims, k)) || json_object_get(known, part.name)) {
            fault_found(f, manifest, "describes a part (%s, %zu) in a way that is not understood, or twice", json_string_value(json_object_get(dataset, "dataset")) ?: "no dataset", k + 1);
            continue;
        }
        json_object_set_new(known, part.name, json_true());
        part.place.file = arena_printf(f->arena, "%s/parts/%s", package->folder, part.name);
        package->parts++;
        part_read(&part, parts);
    }
}

static void parts_verify(struct findings *f, struct package *package, int parts, json_t *known)
{
    const json_t *datasets = json_object_get(package->manifest, "datasets");
    for (size_t i = 0; i < json_array_size(datasets); i++)
        claims_verify(f, package, parts, json_array_get(datasets, i), known);
    others_find(f, arena_printf(f->arena, "%s/parts", package->folder), parts, known);
}

void package_parts_verify(struct findings *f, struct package *package, int folder)
{
    json_t *known = json_pack("{s:b, s:b, s:b}", "manifest.json", 1, "manifest.jws", 1, "parts", 1), *names = json_object();
    int parts = openat(folder, "parts", O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    others_find(f, package->folder, folder, known);
    if (parts < 0)
        fault_found(f, (struct place){.file = arena_printf(f->arena, "%s/parts", package->folder)}, "cannot be read: %s", strerror(errno));
    else
        parts_verify(f, package, parts, names);
    json_decref(known);
    json_decref(names);
    if (parts >= 0)
        close(parts);
}
