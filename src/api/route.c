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

struct template {
    const struct operation *operation;
    struct template *next;
    size_t count;
    const char *segments[SEGMENTS_MAX]; /* NULL = parameter */
    char text[200];
};

struct routes {
    struct template *buckets[BUCKETS];
    struct template templates[];
};

static size_t bucket(const char *const *segments, size_t count)
{
    uint64_t hash = count * 1099511628211u;
    for (size_t i = 0; i < count && i < 2; i++)
        if (segments[i])
            hash ^= text_hash(segments[i], strlen(segments[i])) * (i + 1);
    return hash % BUCKETS;
}

static void cut_template(struct template *template, const struct operation *operation)
{
    template->operation = operation;
    snprintf(template->text, sizeof template->text, "%s", operation->path);
    for (char *at = template->text; *at == '/' && template->count < SEGMENTS_MAX;) {
        char *segment = at + 1;
        at = segment + strcspn(segment, "/");
        bool more = *at == '/';
        *at = '\0';
        template->segments[template->count++] = *segment == '{' ? NULL : segment;
        if (!more)
            break;
        *at = '/';
    }
    for (char *at = template->text; *at; at++) /* the segments end where they ended */
        if (*at == '/')
            *at = '\0';
}

struct routes *routes_new(void)
{
    struct routes *routes = calloc(1, sizeof *routes + operation_count * sizeof(struct template));
    if (!routes)
        return NULL;
    for (size_t i = 0; i < operation_count; i++) {
        struct template *template = &routes->templates[i];
        cut_template(template, &operations[i]);
        /* A parameter in the first two places would need every bucket: it is filed under the empty literal. */
        size_t at = bucket(template->segments, template->count);
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
    for (size_t i = 0; i < count; i++)
        if (template->segments[i] && strcmp(template->segments[i], segments[i]) != 0)
            return false;
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
    look_in(routes, &search, bucket(segments, count), segments, count, allow);
    if (!search.other && count >= 2 && segments[0]) { /* a template whose second segment is a parameter */
        const char *half[2] = {segments[0], NULL};
        uint64_t hash = count * 1099511628211u ^ text_hash(half[0], strlen(half[0]));
        look_in(routes, &search, hash % BUCKETS, segments, count, allow);
    }
    if (!search.other)
        return ROUTE_NONE;
    if (!search.found)
        return ROUTE_OTHER_METHOD;
    size_t values = 0;
    for (size_t i = 0; i < count; i++)
        if (!search.found->segments[i] && values < ROUTE_VALUES)
            ret_segments[values++] = segments[i];
    *ret_operation = search.found->operation;
    return ROUTE_FOUND;
}
