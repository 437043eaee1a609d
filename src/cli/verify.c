/* wuye verify: is a package, is a month of the trail, still what it was when it was frozen and sealed? From the files alone. */
#include "verify.h"
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/text.h"

#define FOLDERS_MAX 240
#define SHOWN_MAX 1000 /* of faults */
#define NUMBER_MAX ((int64_t)1 << 45) /* of rows and bytes: so that sums of them stay numbers */
#define SMALL_FILE_MAX ((size_t)4 << 20)

struct verification {
    struct findings findings;
    const char *key, *trail, *seal;
    struct package packages[FOLDERS_MAX];
    size_t count;
};

/* Names and texts are a stranger's, and end on a terminal or in JSON: what would be an order to the one, or is no text for the other, is a question mark. */
static const char *shown(const struct findings *f, const char *text)
{
    char *copy = text ? arena_strdup(f->arena, text) : NULL;
    bool utf8 = copy && text_is_utf8(copy, strlen(copy));
    for (char *at = copy; at && *at; at++) {
        unsigned char byte = (unsigned char)*at;
        if (byte < ' ' || byte == 0x7f || (byte > 0x7f && !utf8))
            *at = '?';
        else if (byte == 0xc2 && (unsigned char)at[1] < 0xa0) /* C1: other spellings of escape sequences */
            at[0] = at[1] = '?';
    }
    return copy;
}

static int printed(const struct findings *f, const char **ret_text, const char *format, va_list list)
{
    char *text = NULL;
    int length = vasprintf(&text, format, list);
    if (length < 0)
        return length;
    *ret_text = shown(f, text);
    free(text);
    return length;
}

void fault_found(struct findings *f, struct place place, const char *format, ...)
{
    const char *text = NULL;
    va_list list;
    va_start(list, format);
    int length = printed(f, &text, format, list);
    va_end(list);
    place.file = shown(f, place.file);
    place.row = shown(f, place.row);
    if (length >= 0 && f->json && f->count < SHOWN_MAX)
        json_array_append_new(f->faults, json_pack("{s:s, s:o, s:s?, s:s}", "file", place.file, "line", place.line ? json_integer(place.line) : json_null(),
                                                   "row", place.row, "fault", text));
    else if (length >= 0 && f->count < SHOWN_MAX && place.line)
        printf("%s: line %lld%s%s: %s\n", place.file, (long long)place.line, place.row ? ", row " : "", place.row ? place.row : "", text);
    else if (length >= 0 && f->count < SHOWN_MAX)
        printf("%s: %s\n", place.file, text);
    f->count++;
}

void note_made(struct findings *f, const char *format, ...)
{
    const char *text = NULL;
    va_list list;
    va_start(list, format);
    int length = printed(f, &text, format, list);
    va_end(list);
    if (length < 0)
        return;
    if (f->json)
        json_array_append_new(f->notes, json_string(text));
    else
        printf("note: %s\n", text);
}

const char *hex_member(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text && strlen(text) == HASH_SIZE - 1 && strspn(text, "0123456789abcdef") == HASH_SIZE - 1 ? text : NULL;
}

const char *month_member(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    if (!text || strlen(text) != 7 || strspn(text, "0123456789") != 4 || text[4] != '-' || strspn(text + 5, "0123456789") != 2)
        return NULL;
    int number = (text[5] - '0') * 10 + text[6] - '0';
    return number >= 1 && number <= 12 ? text : NULL;
}

int64_t number_member(const json_t *object, const char *name)
{
    const json_t *number = json_object_get(object, name);
    return json_is_integer(number) && json_integer_value(number) >= 0 && json_integer_value(number) <= NUMBER_MAX ? json_integer_value(number) : -1;
}

char *small_file(struct findings *f, int folder, const char *name, struct place place, size_t *ret_length)
{
    int file = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct buffer whole;
    buffer_init(&whole);
    ssize_t got = -1;
    while (file >= 0 && whole.length <= SMALL_FILE_MAX) {
        char *room = buffer_reserve(&whole, 65536);
        got = room ? read(file, room, 65536) : -1;
        if (got < 0 && room && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        whole.length += (size_t)got;
    }
    char *text = NULL;
    if (file < 0 || got < 0)
        fault_found(f, place, "cannot be read: %s", strerror(errno));
    else if (whole.length > SMALL_FILE_MAX)
        fault_found(f, place, "is longer than such a file may be");
    else
        text = arena_strndup(f->arena, whole.data ? whole.data : "", whole.length);
    *ret_length = whole.length;
    buffer_release(&whole);
    if (file >= 0)
        close(file);
    return text;
}

static void seal_read(struct verification *v, struct trail_claim *ret_claim)
{
    const struct place place = {.file = v->seal};
    size_t length = 0;
    const char *text = small_file(&v->findings, AT_FDCWD, v->seal, place, &length);
    json_t *seal = text ? json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL) : NULL;
    const json_t *previous = json_object_get(seal, "previous_head"), *district = json_object_get(seal, "district_code");
    const char *head = hex_member(seal, "head"), *month = month_member(seal, "month"), *before = json_is_null(previous) ? "" : hex_member(seal, "previous_head");
    if (head && month && before && json_is_string(district) && number_member(seal, "rows") >= 0)
        *ret_claim = (struct trail_claim){.source = v->seal, .district = arena_strdup(v->findings.arena, json_string_value(district)), .rows = number_member(seal, "rows"),
                                          .month = arena_strdup(v->findings.arena, month), .head = arena_strdup(v->findings.arena, head),
                                          .previous_head = arena_strdup(v->findings.arena, before)};
    else if (text)
        fault_found(&v->findings, place, "is no seal of a month (GET /v1/audit/months/{month})");
    json_decref(seal);
}

/* What the service says today of a month is what a package says of it since it was frozen. */
static void seal_compare(struct verification *v, const struct trail_claim *seal, const struct trail_claim *claim)
{
    if (strcmp(seal->district, claim->district) == 0 && strcmp(seal->month, claim->month) == 0
        && (strcmp(seal->head, claim->head) != 0 || strcmp(seal->previous_head, claim->previous_head) != 0 || seal->rows != claim->rows))
        fault_found(&v->findings, (struct place){.file = seal->source}, "has another seal of %s (%lld rows, the head %s) than %s (%lld rows, %s): the trail was sealed anew", seal->month,
                    (long long)seal->rows, seal->head, claim->source, (long long)claim->rows, claim->head);
}

/* The key that signed has to be the one that is trusted. Without --key it is only told. */
static void keys_compare(struct verification *v, const char *jwks)
{
    for (size_t i = 0; i < v->count; i++) {
        const struct package *p = &v->packages[i];
        const char *file = arena_printf(v->findings.arena, "%s/manifest.jws", p->folder);
        if (*p->thumbprint && !v->key)
            note_made(&v->findings, "%s is signed by the key %s; whether that is the service's says --key", p->folder, p->thumbprint);
        else if (*p->thumbprint && !(jwks ? jwks_holds(jwks, p->thumbprint) : strcmp(v->key, p->thumbprint) == 0))
            fault_found(&v->findings, (struct place){.file = file}, "is by the key %s, which is not the one given", p->thumbprint);
    }
}

static void key_check(struct verification *v)
{
    size_t length = 0;
    const char *jwks = NULL;
    bool thumbprint = v->key && strlen(v->key) == THUMBPRINT_SIZE - 1 && !strpbrk(v->key, "./");
    if (v->key && !thumbprint && !(jwks = small_file(&v->findings, AT_FDCWD, v->key, (struct place){.file = v->key}, &length)))
        return;
    keys_compare(v, jwks);
}

static void say(struct verification *v)
{
    json_t *packages = json_array();
    for (size_t i = 0; i < v->count; i++) {
        const struct package *p = &v->packages[i];
        if (!p->district)
            continue;
        json_array_append_new(packages, json_pack("{s:s, s:s, s:s, s:I, s:s, s:s?}", "folder", p->folder, "district_code", p->district, "month", p->month,
                                                  "version", (json_int_t)p->version, "sha256", p->sha256, "key", *p->thumbprint ? p->thumbprint : NULL));
        if (!v->findings.json)
            printf("%s: %s of %s, version %lld, %lld parts, manifest %s\n", p->folder, p->month, p->district, (long long)p->version, (long long)p->parts, p->sha256);
    }
    json_t *all = json_pack("{s:b, s:I, s:o, s:O, s:O}", "ok", v->findings.count == 0, "found", (json_int_t)v->findings.count, "packages", packages,
                            "faults", v->findings.faults, "notes", v->findings.notes);
    if (v->findings.json && all && json_dumpf(all, stdout, JSON_INDENT(2)) == 0)
        putchar('\n');
    else if (v->findings.count > 0)
        printf("%zu wrong%s\n", v->findings.count, v->findings.count > SHOWN_MAX ? ", the first of which are told" : "");
    else
        puts("nothing wrong");
    json_decref(all);
}

static void verify_all(struct verification *v)
{
    struct trail_claim claims[FOLDERS_MAX + 1] = {0};
    size_t count = 0;
    for (size_t i = 0; i < v->count; i++) {
        package_verify(&v->findings, &v->packages[i]);
        if (v->packages[i].trail.source)
            claims[count++] = v->packages[i].trail;
    }
    key_check(v);
    packages_compare(&v->findings, v->packages, v->count);
    if (v->seal)
        seal_read(v, &claims[count]);
    for (size_t i = 0; claims[count].source && i < count; i++)
        seal_compare(v, &claims[count], &claims[i]);
    count += claims[count].source != NULL;
    if (v->trail)
        trail_verify(&v->findings, v->trail, claims, count);
}

static bool options_read(struct invocation *invocation, struct verification *v)
{
    static const struct option options[] = {
        {"trail", required_argument, NULL, 't'}, {"seal", required_argument, NULL, 's'}, {"previous", required_argument, NULL, 'p'},
        {"key", required_argument, NULL, 'k'}, {"json", no_argument, NULL, 'j'}, {NULL, 0, NULL, 0},
    };
    int option;
    while ((option = getopt_long(invocation->argc, invocation->argv, "", options, NULL)) != -1) {
        switch (option) {
        case 't': v->trail = optarg; break;
        case 's': v->seal = optarg; break;
        case 'k': v->key = optarg; break;
        case 'j': v->findings.json = true; break;
        case 'p':
            if (v->count < FOLDERS_MAX)
                v->packages[v->count++].folder = optarg;
            break;
        default: return false;
        }
    }
    for (int i = optind; i < invocation->argc; i++) {
        if (v->count == FOLDERS_MAX)
            return false;
        v->packages[v->count++].folder = invocation->argv[i];
    }
    return v->count > 0 || v->trail;
}

int command_verify(struct invocation *invocation)
{
    struct verification *v = arena_alloc(invocation->arena, sizeof *v);
    if (!options_read(invocation, v))
        return misuse(invocation);
    v->findings.arena = invocation->arena;
    v->findings.faults = json_array();
    v->findings.notes = json_array();
    verify_all(v);
    if (arena_spent(invocation->arena))
        fault_found(&v->findings, (struct place){.file = v->count ? v->packages[0].folder : v->trail}, "could not be read to its end: out of memory");
    say(v);
    for (size_t i = 0; i < v->count; i++)
        json_decref(v->packages[i].manifest);
    json_decref(v->findings.faults);
    json_decref(v->findings.notes);
    fflush(stdout);
    return v->findings.count == 0 ? 0 : FAILED;
}
