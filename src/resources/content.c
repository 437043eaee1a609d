#include "content.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "internal.h"

struct content {
    struct exchange *exchange;
    struct db_caller caller;
    struct content_source source;
    struct db_result *result;
    const char *part;      /* of the result */
    size_t length, sent, parts;
    size_t skip;           /* of the first part */
    uint64_t left;
};

struct range { uint64_t first, count; };

static bool next_part(struct content *c)
{
    struct exchange *x = c->exchange;
    char seq[24];
    snprintf(seq, sizeof seq, "%zu", c->parts++);
    db_result_free(c->result);
    c->result = NULL;
    const struct named values[] = {{"district", x->principal.district}, {"id", c->source.id}, {"seq", seq}, {NULL, NULL}};
    struct db_step step = internal_step(x, c->source.part, values);
    struct db_trip trip = {.caller = &c->caller, .steps = &step, .step_count = 1};
    enum db_outcome outcome = run_trip(x, (enum db_role)x->principal.role, &trip, &c->result);
    if (outcome != DB_OK || !db_result_rows(c->result, 0))
        return false;
    c->part = db_result_bytes(c->result, 0, 0, "bytes", &c->length);
    c->sent = c->skip;
    c->skip = 0;
    return c->part && c->length > c->sent;
}

static ssize_t more(void *thing, char *out, size_t room)
{
    struct content *c = thing;
    if (!c->left)
        return 0;
    if (c->sent == c->length && !next_part(c))
        return -1;
    size_t there = c->length - c->sent, n = there < room ? there : room;
    n = n < c->left ? n : (size_t)c->left;
    memcpy(out, c->part + c->sent, n);
    c->sent += n;
    c->left -= n;
    return (ssize_t)n;
}

static void release(void *thing)
{
    struct content *c = thing;
    db_result_free(c->result);
    c->result = NULL;
}

/* RFC 6266: a name in ASCII for whoever knows no more, and the whole one as RFC 5987 writes it. */
static void set_disposition(struct exchange *x, const char *name)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
    static const char head[] = "attachment; filename=\"", middle[] = "\"; filename*=UTF-8''";
    size_t length = strlen(name);
    char *out = arena_alloc(x->arena, sizeof head + sizeof middle + 4 * length), *at = out;
    memcpy(at, head, sizeof head - 1);
    at += sizeof head - 1;
    for (const char *c = name; *c; c++)
        if (((unsigned char)*c & 0xc0) != 0x80) /* one for each character */
            *at++ = strchr(plain, *c) ? *c : '_';
    memcpy(at, middle, sizeof middle - 1);
    at += sizeof middle - 1;
    for (const char *c = name; *c; c++) {
        if (strchr(plain, *c)) {
            *at++ = *c;
            continue;
        }
        *at++ = '%';
        *at++ = "0123456789ABCDEF"[(unsigned char)*c >> 4];
        *at++ = "0123456789ABCDEF"[(unsigned char)*c & 15];
    }
    *at = '\0';
    http_set(x->answer, "Content-Disposition", out);
}

/* A number that is at `at`, at most 18 digits of it. */
static bool read_number(const char **at, uint64_t *ret_number)
{
    char digits[20];
    size_t length = strspn(*at, "0123456789");
    if (!length || length > 18)
        return false;
    memcpy(digits, *at, length);
    digits[length] = '\0';
    *at += length;
    *ret_number = strtoull(digits, NULL, 10);
    return true;
}

/* What of `length` bytes is asked for: 1 = a part, 0 = all of it, also when the range is of a form that need not be known (RFC 9110 §14.2), -1 = nothing that is there. */
static int read_range(const char *text, uint64_t length, struct range *range)
{
    uint64_t first, last = UINT64_MAX, tail;
    *range = (struct range){0, length};
    if (!text || strncmp(text, "bytes=", 6) != 0)
        return 0;
    text += 6;
    if (*text == '-') {
        text++;
        if (!read_number(&text, &tail) || *text)
            return 0;
        first = tail < length ? length - tail : 0;
    } else {
        if (!read_number(&text, &first) || *text != '-')
            return 0;
        text++;
        if ((*text && !read_number(&text, &last)) || *text || last < first)
            return 0;
    }
    if (first >= length)
        return -1;
    last = last < length ? last : length - 1;
    *range = (struct range){first, last - first + 1};
    return 1;
}

/* False: answered. */
static bool choose_range(struct exchange *x, const char *sha256, uint64_t length, struct range *range)
{
    const char *condition = http_header(x->request, "If-Range"), *text = http_header(x->request, "Range");
    bool same = !condition || strcmp(condition, arena_printf(x->arena, "\"%s\"", sha256)) == 0;
    int found = read_range(same && strcmp(x->request->method, "GET") == 0 ? text : NULL, length, range);
    http_set(x->answer, "Accept-Ranges", "bytes");
    if (found < 0) {
        http_setf(x->answer, "Content-Range", "bytes */%llu", (unsigned long long)length);
        return problem(x, "range_not_satisfiable", NULL, NULL);
    }
    if (found > 0) {
        x->answer->status = 206;
        http_setf(x->answer, "Content-Range", "bytes %llu-%llu/%llu", (unsigned long long)range->first, (unsigned long long)(range->first + range->count - 1),
                  (unsigned long long)length);
    }
    return true;
}

bool answer_content(struct exchange *x, const struct content_source *source)
{
    struct range range;
    x->answer->status = 200;
    x->answer->packed = true;
    if (answer_tag(x, arena_printf(x->arena, "\"%s\"", source->sha256)))
        return false;
    http_set(x->answer, "Content-Type", source->type);
    if (source->name)
        set_disposition(x, source->name);
    if (!choose_range(x, source->sha256, source->bytes, &range))
        return false;
    struct content *c = arena_alloc(x->arena, sizeof *c);
    *c = (struct content){.exchange = x, .caller = exchange_caller(x), .source = *source,
                          .parts = (size_t)(range.first / CONTENT_PART), .skip = (size_t)(range.first % CONTENT_PART), .left = range.count};
    bool whole = strcmp(x->request->method, "HEAD") != 0 && range.count;
    if (whole && !next_part(c)) { /* while a problem can still be told */
        release(c);
        return problem(x, "unavailable", NULL, NULL);
    }
    return answer_stream(x, &(struct stream){.more = more, .release = release, .thing = c, .length = range.count});
}

bool answer_stored(struct exchange *x, struct db_result *result, size_t step)
{
    int64_t bytes = 0;
    const char *id = db_result_rows(result, step) ? db_result_text(result, x->arena, step, 0, "id") : NULL;
    if (!id)
        return problem(x, "not_found", NULL, NULL);
    const char *length = db_result_text(result, x->arena, step, 0, "bytes");
    struct content_source source = {.part = &internal_storedFilePart, .id = id, .sha256 = db_result_text(result, x->arena, step, 0, "sha256"),
                                    .type = db_result_text(result, x->arena, step, 0, "media"), .name = db_result_text(result, x->arena, step, 0, "name")};
    if (!length || !source.sha256 || !source.type || !text_to_int64(length, &bytes))
        return problem(x, "internal_error", NULL, NULL);
    source.bytes = (uint64_t)bytes;
    return answer_content(x, &source);
}
