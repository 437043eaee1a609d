/* DESIGN. Templates are cut into segments once. A path is cut the same way, each segment percent-decoded, and looked up in a bucket by its
 * number of segments and its first two literals, so the cost does not grow with the number of operations. Empty segments, dots, %2F
 * and %00 have no meaning here and are refused, never normalised. */
#include "route.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"

#define SEGMENTS_MAX 12
#define BUCKETS 512

/* Where a segment stands in the operation's path. */
struct segment { uint16_t at, length; };

struct template {
    const struct operation *operation;
    struct template *next;
    size_t count;
    struct segment segments[SEGMENTS_MAX]; /* of no length = parameter */
};

struct routes {
    struct template *buckets[BUCKETS];
    struct template templates[];
};

static uint64_t with_literal(uint64_t hash, size_t place, const char *literal, size_t length)
{
    return hash ^ text_hash(literal, length) * (place + 1);
}

static uint64_t with_count(size_t count)
{
    return count * 1099511628211u;
}

/* Of a path, by so many of its first segments at most. */
static size_t bucket(const char *const *segments, size_t count, size_t literals)
{
    uint64_t hash = with_count(count);
    for (size_t i = 0; i < count && i < literals; i++)
        hash = with_literal(hash, i, segments[i], strlen(segments[i]));
    return hash % BUCKETS;
}

/* A parameter in the first two places would need every bucket: it does not count. */
static size_t bucket_of_template(const struct template *template)
{
    uint64_t hash = with_count(template->count);
    for (size_t i = 0; i < template->count && i < 2; i++)
        if (template->segments[i].length)
            hash = with_literal(hash, i, template->operation->path + template->segments[i].at, template->segments[i].length);
    return hash % BUCKETS;
}

static void cut_template(struct template *template, const struct operation *operation)
{
    const char *path = operation->path;
    template->operation = operation;
    for (size_t at = 0; path[at] == '/' && template->count < SEGMENTS_MAX;) {
        size_t length = strcspn(path + at + 1, "/");
        template->segments[template->count++] = (struct segment){.at = (uint16_t)(at + 1), .length = path[at + 1] == '{' ? 0 : (uint16_t)length};
        at += 1 + length;
    }
}

struct routes *routes_new(void)
{
    struct routes *routes = calloc(1, sizeof *routes + operation_count * sizeof(struct template));
    if (!routes)
        return NULL;
    for (size_t i = 0; i < operation_count; i++) {
        struct template *template = &routes->templates[i];
        cut_template(template, &operations[i]);
        size_t at = bucket_of_template(template);
        template->next = routes->buckets[at];
        routes->buckets[at] = template;
    }
    return routes;
}

void routes_free(struct routes *routes)
{
    free(routes);
}

/* Cut and decode; 0 when the path is malformed, else the number of segments + 1. */
static size_t cut_path(struct arena *arena, const char *path, const char *segments[SEGMENTS_MAX])
{
    size_t count = 0;
    if (*path != '/')
        return 0;
    for (const char *at = path + 1; *at || count == 0;) {
        size_t length = strcspn(at, "/");
        const char *decoded = length && count < SEGMENTS_MAX ? percent_decode(arena, at, length, false) : NULL;
        if (!decoded || strchr(decoded, '/') || strcmp(decoded, ".") == 0 || strcmp(decoded, "..") == 0)
            return 0;
        segments[count++] = decoded;
        at += length;
        if (*at == '/' && !*++at)
            return 0;
    }
    return count + 1;
}

static bool matches(const struct template *template, const char *const *segments, size_t count)
{
    if (template->count != count)
        return false;
    for (size_t i = 0; i < count; i++) {
        struct segment own = template->segments[i];
        if (own.length && (strncmp(template->operation->path + own.at, segments[i], own.length) != 0 || segments[i][own.length]))
            return false;
    }
    return true;
}

static void add_allowed(char allow[ROUTE_ALLOW], const char *method)
{
    size_t length = strlen(allow);
    snprintf(allow + length, ROUTE_ALLOW - length, "%s%s%s", length ? ", " : "", method, strcmp(method, "GET") == 0 ? ", HEAD" : "");
}

struct search {
    const char *method;
    const struct template *found;
    bool other;
};

static void look_in(const struct routes *routes, struct search *search, size_t at, const char *const *segments, size_t count, char *allow)
{
    for (const struct template *t = routes->buckets[at]; t; t = t->next) {
        if (!matches(t, segments, count))
            continue;
        if (strcmp(t->operation->method, search->method) == 0 && !search->found)
            search->found = t;
        search->other = true;
        add_allowed(allow, t->operation->method);
    }
}

enum route_found route(struct routes *routes, struct arena *arena, const char *method, const char *path,
                       const struct operation **ret_operation, const char *ret_segments[ROUTE_VALUES], char allow[ROUTE_ALLOW])
{
    const char *segments[SEGMENTS_MAX] = {0};
    allow[0] = '\0';
    if (strcmp(path, "/") == 0)
        return ROUTE_NONE;
    size_t count = cut_path(arena, path, segments);
    if (!count)
        return ROUTE_BAD_PATH;
    count--;
    struct search search = {.method = strcmp(method, "HEAD") == 0 ? "GET" : method};
    look_in(routes, &search, bucket(segments, count, 2), segments, count, allow);
    if (!search.other && count >= 2) /* a template whose second segment is a parameter */
        look_in(routes, &search, bucket(segments, count, 1), segments, count, allow);
    if (!search.other)
        return ROUTE_NONE;
    if (!search.found)
        return ROUTE_OTHER_METHOD;
    size_t values = 0;
    for (size_t i = 0; i < count; i++)
        if (!search.found->segments[i].length && values < ROUTE_VALUES)
            ret_segments[values++] = segments[i];
    *ret_operation = search.found->operation;
    return ROUTE_FOUND;
}
