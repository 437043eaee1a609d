/* A package's manifest: its form, its signature, and what it says of other packages. */
#include "verify.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/canonical.h"

#define FORMAT "wuye-exchange/1"
#define SIGNATURE_TYPE "wuye-manifest+jws"
#define DISTRICT_LENGTH 6

static struct place manifest_of(const struct findings *f, const struct package *p)
{
    return (struct place){.file = arena_printf(f->arena, "%s/manifest.json", p->folder)};
}

/* Keys in order, no blanks, one line: so that one manifest has one spelling, and one hash. */
static bool is_canonical(const json_t *manifest, const char *text, size_t length)
{
    char *again = canonical_json(manifest);
    bool same = again && length == strlen(again) + 1 && memcmp(again, text, length - 1) == 0 && text[length - 1] == '\n';
    free(again);
    return same;
}

static bool is_text(const json_t *object, const char *name)
{
    return *(json_string_value(json_object_get(object, name)) ?: "") != '\0';
}

static bool head_is_known(const json_t *m)
{
    static const char *const names[] = {"audit", "datasets", "district_code", "feed_cursor", "format", "frozen_at", "month", "previous", "reason", "schema_version", "supersedes", "version"};
    const char *format = json_string_value(json_object_get(m, "format")), *district = json_string_value(json_object_get(m, "district_code"));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!json_object_get(m, names[i]))
            return false;
    }
    return format && strcmp(format, FORMAT) == 0 && district && strlen(district) == DISTRICT_LENGTH
        && strspn(district, "0123456789") == DISTRICT_LENGTH && month_member(m, "month") && number_member(m, "version") >= 1 && is_text(m, "frozen_at") && is_text(m, "schema_version")
        && json_is_array(json_object_get(m, "datasets"));
}

/* A first version corrects nothing, and may say why it was frozen; a later one says what and why. */
static bool links_are_known(const json_t *m)
{
    const json_t *previous = json_object_get(m, "previous");
    bool first = number_member(m, "version") == 1;
    if (!json_is_null(previous)
        && !(json_object_size(previous) == 3 && month_member(previous, "month") && number_member(previous, "version") >= 1 && hex_member(previous, "sha256")
             && strcmp(month_member(previous, "month"), month_member(m, "month")) < 0))
        return false;
    bool reasoned = is_text(m, "reason") || (first && json_is_null(json_object_get(m, "reason")));
    return reasoned && (first ? json_is_null(json_object_get(m, "supersedes")) : hex_member(m, "supersedes") != NULL);
}

static bool trail_read(const json_t *m, const char *source, struct trail_claim *ret_claim)
{
    const json_t *audit = json_object_get(m, "audit"), *before = json_object_get(audit, "previous_head");
    if (json_is_null(audit))
        return true;
    *ret_claim = (struct trail_claim){.source = source, .district = json_string_value(json_object_get(m, "district_code")), .month = month_member(audit, "month"),
                                      .head = hex_member(audit, "head"), .previous_head = json_is_null(before) ? "" : hex_member(audit, "previous_head"), .rows = number_member(audit, "rows")};
    if (json_object_size(audit) == 4 && ret_claim->month && ret_claim->head && ret_claim->previous_head && ret_claim->rows >= 0)
        return true;
    *ret_claim = (struct trail_claim){0};
    return false;
}

static void manifest_read(struct findings *f, struct package *p, const char *text, size_t length)
{
    struct place place = manifest_of(f, p);
    json_error_t error;
    json_t *manifest = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);
    if (!manifest || !is_canonical(manifest, text, length))
        fault_found(f, place, manifest ? "is not in its canonical form" : "is no JSON");
    if (!json_is_object(manifest) || !head_is_known(manifest) || !links_are_known(manifest) || !trail_read(manifest, place.file, &p->trail)) {
        fault_found(f, place, "is no manifest of the form " FORMAT);
        json_decref(manifest);
        return;
    }
    p->manifest = manifest;
    p->district = json_string_value(json_object_get(manifest, "district_code"));
    p->month = month_member(manifest, "month");
    p->version = number_member(manifest, "version");
}

static void signature_verify(struct findings *f, struct package *p, int folder, const struct detached *of)
{
    struct place place = {.file = arena_printf(f->arena, "%s/manifest.jws", p->folder)};
    struct detached signature = *of;
    signature.jws = small_file(f, folder, "manifest.jws", place, &signature.jws_length);
    if (!signature.jws)
        return;
    if (signature.jws_length && signature.jws[signature.jws_length - 1] == '\n')
        signature.jws_length--;
    const char *fault = detached_fault(f->arena, &signature, p->thumbprint);
    if (!fault)
        return;
    fault_found(f, place, "%s%s", fault, *p->thumbprint ? ": manifest.json, or this, is not what was signed" : "");
    *p->thumbprint = '\0';
}

void package_verify(struct findings *f, struct package *p)
{
    int folder = open(p->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) {
        fault_found(f, (struct place){.file = p->folder}, "cannot be read: %s", strerror(errno));
        return;
    }
    size_t length = 0;
    const char *text = small_file(f, folder, "manifest.json", manifest_of(f, p), &length);
    if (text) {
        secret_digest(text, length, p->sha256);
        signature_verify(f, p, folder, &(struct detached){.type = SIGNATURE_TYPE, .data = text, .data_length = length});
        manifest_read(f, p, text, length);
    }
    if (p->manifest)
        package_parts_verify(f, p, folder);
    close(folder);
}

static const struct package *find(const struct package *packages, size_t count, const struct package *like, const char *month, int64_t version)
{
    for (size_t i = 0; i < count; i++) {
        if (packages[i].manifest && strcmp(packages[i].district, like->district) == 0 && strcmp(packages[i].month, month) == 0 && packages[i].version == version)
            return &packages[i];
    }
    return NULL;
}

static void link_compare(struct findings *f, const struct package *p, const struct package *other, const char *sha256, const char *what)
{
    if (other && strcmp(other->sha256, sha256) != 0)
        fault_found(f, manifest_of(f, p), "names %s as %s, and that of %s is %s", what, sha256, other->folder, other->sha256);
}

/* Of a month that month_member() has read. */
static int months_from_zero(const char *month)
{
    int year = 0;
    for (int i = 0; i < 4; i++)
        year = year * 10 + month[i] - '0';
    return year * 12 + (month[5] - '0') * 10 + month[6] - '0';
}

static void trail_compare(struct findings *f, const struct package *p, const struct package *other)
{
    const char *month = p->trail.month;
    if (!other->trail.source || strcmp(other->district, p->district) != 0)
        return;
    bool before = months_from_zero(month) - months_from_zero(other->trail.month) == 1;
    if (strcmp(other->trail.month, month) == 0 && strcmp(other->trail.head, p->trail.head) != 0)
        fault_found(f, manifest_of(f, p), "has another head of the trail of %s than that of %s", month, other->folder);
    if (before && strcmp(other->trail.head, p->trail.previous_head) != 0)
        fault_found(f, manifest_of(f, p), "does not go on where the trail of %s in that of %s ends", other->trail.month, other->folder);
}

void packages_compare(struct findings *f, const struct package *packages, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct package *p = &packages[i], *same;
        if (!p->manifest)
            continue;
        const json_t *previous = json_object_get(p->manifest, "previous");
        same = find(packages, i, p, p->month, p->version);
        link_compare(f, p, same, p->sha256, "itself");
        if (p->version > 1)
            link_compare(f, p, find(packages, count, p, p->month, p->version - 1), hex_member(p->manifest, "supersedes"), "the version before");
        if (json_is_object(previous))
            link_compare(f, p, find(packages, count, p, month_member(previous, "month"), number_member(previous, "version")), hex_member(previous, "sha256"), "the package before");
        for (size_t j = 0; p->trail.source && j < count; j++)
            trail_compare(f, p, &packages[j]);
    }
}
