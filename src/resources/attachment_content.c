/* DESIGN. The bytes of an attachment, sent part by part: each is asked for when the one before has gone, by a trip of its own under the caller's row security. So a
 * slow reader holds no connection to the database, and what is withdrawn while it is being read goes no further. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "api/exchange.h"
#include "base/text.h"
#include "internal.h"
#include "media/media.h"
#include "resources/hooks.h"

struct content {
    struct exchange *exchange;
    struct db_caller caller;
    const char *values[2]; /* district, id */
    struct db_result *result;
    const char *part;      /* of the result */
    size_t length, sent, parts;
    uint64_t left;
};

static bool next_part(struct content *c)
{
    struct exchange *x = c->exchange;
    char seq[24];
    snprintf(seq, sizeof seq, "%zu", c->parts++);
    db_result_free(c->result);
    c->result = NULL;
    struct connection *connection = NULL;
    if (pool_borrow(x->service->pool, (enum db_role)x->principal.role, &connection) != DB_OK)
        return false;
    const struct named values[] = {{"district", c->values[0]}, {"id", c->values[1]}, {"seq", seq}, {NULL, NULL}};
    struct db_step step = internal_step(x, &internal_attachmentPart, values);
    struct db_trip trip = {.caller = &c->caller, .steps = &step, .step_count = 1};
    enum db_outcome outcome = db_run(connection, &trip, &c->result);
    pool_return(x->service->pool, connection);
    if (outcome != DB_OK || !db_result_rows(c->result, 0))
        return false;
    c->part = db_result_bytes(c->result, 0, 0, "bytes", &c->length);
    c->sent = 0;
    return c->part && c->length && c->length <= c->left;
}

static ssize_t more(void *thing, char *out, size_t room)
{
    struct content *c = thing;
    if (!c->left)
        return 0;
    if (c->sent == c->length && !next_part(c))
        return -1;
    size_t there = c->length - c->sent, n = there < room ? there : room;
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

static bool ends_with(const char *name, const char *ending)
{
    size_t length = strlen(name), wanted = strlen(ending);
    return length > wanted + 1 && name[length - wanted - 1] == '.' && strcasecmp(name + length - wanted, ending) == 0;
}

/* The name as it was given, ending as its content does. */
static const char *name_of(struct exchange *x, struct db_result *result, const char *id, enum media_kind kind)
{
    const char *name = db_result_text(result, x->arena, 0, 0, "file_name"), *ending = media_ending(kind);
    if (!name || !*name)
        return arena_printf(x->arena, "%s.%s", id, ending);
    bool fits = ends_with(name, ending) || (kind == MEDIA_JPEG && ends_with(name, "jpeg"));
    return fits ? name : arena_printf(x->arena, "%s.%s", name, ending);
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

static enum media_kind kind_of(const char *type)
{
    for (enum media_kind kind = MEDIA_JPEG; kind <= MEDIA_PDF; kind++)
        if (type && strcmp(type, media_type(kind)) == 0)
            return kind;
    return MEDIA_UNKNOWN;
}

/* False: it is answered, with a problem or because the client has it. */
static bool set_headers(struct exchange *x, struct db_result *result, const char *id)
{
    const char *sha256 = db_result_text(result, x->arena, 0, 0, "sha256");
    enum media_kind kind = kind_of(db_result_text(result, x->arena, 0, 0, "media"));
    if (!sha256 || kind == MEDIA_UNKNOWN)
        return problem(x, "internal_error", NULL, NULL);
    x->answer->status = 200;
    x->answer->packed = true;
    if (answer_tag(x, arena_printf(x->arena, "\"%s\"", sha256)))
        return false;
    http_set(x->answer, "Content-Type", media_type(kind));
    http_set(x->answer, "Content-Security-Policy", "default-src 'none'; sandbox");
    set_disposition(x, name_of(x, result, id, kind));
    return true;
}

bool get_attachment_content(struct exchange *x)
{
    const char *id = parameter(x, "id");
    const struct named values[] = {{"district", x->principal.district}, {"id", id}, {NULL, NULL}};
    struct db_step step = internal_step(x, &internal_attachmentContent, values);
    struct db_result *result;
    int64_t bytes = 0;
    if (!run_internal(x, (enum db_role)x->principal.role, false, &step, 1, &result))
        return false;
    if (!db_result_rows(result, 0))
        return problem(x, "not_found", NULL, NULL);
    const char *length = db_result_text(result, x->arena, 0, 0, "bytes");
    if (!length || !text_to_int64(length, &bytes))
        return problem(x, "internal_error", NULL, NULL);
    if (!set_headers(x, result, id))
        return false;
    struct content *c = arena_alloc(x->arena, sizeof *c);
    *c = (struct content){.exchange = x, .caller = exchange_caller(x), .values = {x->principal.district, id}, .left = (uint64_t)bytes};
    bool whole = strcmp(x->request->method, "HEAD") != 0;
    if (whole && !next_part(c)) { /* while a problem can still be told */
        release(c);
        return problem(x, "unavailable", NULL, NULL);
    }
    return answer_stream(x, &(struct stream){.more = more, .release = release, .thing = c, .length = (uint64_t)bytes});
}
