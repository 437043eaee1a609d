/* DESIGN. A photo or document that is attached to something. The request's body is in a file by now. It is cleaned twice over (media/media.h): once for its
 * SHA-256 and length, and once into the database, part by part, in one transaction with its row and its audit; so memory holds one part, whatever the
 * file. The same file twice on one owner is one: the second is answered with the first, which is why there is no Idempotency-Key. Evidence of field work may come with
 * an id that its maker gave it, so that the same photo from several devices is one too. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>
#include "api/exchange.h"
#include "base/log.h"
#include "base/text.h"
#include "internal.h"
#include "media/media.h"
#include "resources/hooks.h"

#define PART (256u << 10) /* attachment_chunks_size says the same */
#define TRIES 3

struct upload {
    struct exchange *x;
    const char *owner_kind, *owner_id, *id;
    enum media_kind kind;
    struct media_source source;
    char sha256[65];
    uint64_t length;              /* when clean */
    struct connection *connection;
    enum db_outcome outcome;      /* of the part that was not taken */
    unsigned char *part;
    char *text;                   /* the part as a literal */
    size_t filled, parts;
};

static ssize_t read_file(void *context, uint64_t at, void *out, size_t room)
{
    const struct exchange *x = context;
    size_t done = 0;
    while (done < room) {
        ssize_t got = pread(x->request->file, (char *)out + done, room - done, (off_t)(at + done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        done += (size_t)got;
    }
    return (ssize_t)done;
}

struct sum { struct sha256 *digest; uint64_t length; };

static bool add_to_sum(void *context, const void *data, size_t length)
{
    struct sum *sum = context;
    sha256_add(sum->digest, data, length);
    sum->length += length;
    return true;
}

static bool refuse(struct exchange *x, enum media_fault fault)
{
    if (fault == MEDIA_MALFORMED)
        return problem(x, "attachment_malformed", NULL, NULL);
    log_message(LOG_LEVEL_ERROR, "an uploaded file could not be read again", json_pack("{ss}", "request_id", x->request_id));
    return problem(x, "unavailable", NULL, NULL);
}

/* What it is, by its bytes and as it was declared, and its sum when clean. */
static bool look(struct upload *u)
{
    struct exchange *x = u->x;
    unsigned char head[MEDIA_SNIFF];
    ssize_t got = read_file(x, 0, head, sizeof head);
    u->kind = got > 0 ? media_sniff(head, (size_t)got) : MEDIA_UNKNOWN;
    const char *declared = http_header(x->request, "Content-Type"), *found = media_type(u->kind);
    if (!found || strncasecmp(declared, found, strlen(found)) != 0 || !strchr("; \t", declared[strlen(found)]))
        return problem(x, "attachment_type_differs", NULL, NULL);
    u->source = (struct media_source){.read = read_file, .context = x, .length = x->request->file_length};
    struct sum sum = {.digest = sha256_new()};
    if (!sum.digest)
        return refuse(x, MEDIA_UNREADABLE);
    enum media_fault fault = media_clean(u->kind, &u->source, &(struct media_sink){.write = add_to_sum, .context = &sum});
    if (!sha256_end(sum.digest, u->sha256) || fault != MEDIA_OK)
        return refuse(x, fault);
    u->length = sum.length;
    return true;
}

static const char *role_name(const struct exchange *x)
{
    return db_role_names[x->principal.role] + strlen("wuye_");
}

/* Field work comes in any order: who sends a photo before its inspection is told what to do, and no more than that. */
static bool refuse_owner(struct upload *u, const char *fault)
{
    bool early = strcmp(u->owner_kind, "inspection") == 0 && strcmp(fault, "not_found") == 0;
    return problem(u->x, fault, early ? "没有此检查，或不在调用者的范围内。若为离线记录，请先上传检查，再重新上传此文件。" : NULL,
                   early ? "There is no such inspection, or it is out of the caller's scope. If it was recorded without a net, send it first, and this file again." : NULL);
}

/* Asked before the file is looked at: whoever may not attach is told no more than that. */
static bool may_attach(struct upload *u)
{
    struct exchange *x = u->x;
    const struct named values[] = {{"district", x->principal.district}, {"owner_kind", u->owner_kind}, {"owner_id", u->owner_id}, {"today", x->today},
                                   {"role", role_name(x)}, {"stage", parameter(x, "stage")}, {"attachment_id", parameter(x, "attachment_id")}, {NULL, NULL}};
    struct db_step step = internal_step(x, &internal_attachmentRoom, values);
    struct db_result *result;
    int64_t most = 0;
    if (!run_internal(x, (enum db_role)x->principal.role, false, &step, 1, &result))
        return false;
    const char *fault = db_result_text(result, x->arena, 0, 0, "fault");
    if (fault)
        return refuse_owner(u, fault);
    const char *limit = db_result_text(result, x->arena, 0, 0, "bytes_max"), *full = db_result_text(result, x->arena, 0, 0, "full");
    if (!limit || !full || !text_to_int64(limit, &most))
        return problem(x, "internal_error", NULL, NULL);
    if (x->request->file_length > (uint64_t)most)
        return problem(x, "payload_too_large", NULL, NULL);
    return strcmp(full, "true") != 0 || problem(x, "attachments_full", NULL, NULL);
}

static bool send_part(struct upload *u)
{
    struct exchange *x = u->x;
    memcpy(u->text, "\\x", 2);
    text_hex(u->part, u->filled, u->text + 2);
    const struct named values[] = {{"district", x->principal.district}, {"id", u->id}, {"seq", arena_printf(x->arena, "%zu", u->parts)}, {"bytes", u->text}, {NULL, NULL}};
    struct db_step step = internal_step(x, &internal_attachmentChunk, values);
    struct db_result *result = NULL;
    u->outcome = db_continue(u->connection, &step, 1, &result);
    db_result_free(result);
    u->parts++;
    u->filled = 0;
    return u->outcome == DB_OK;
}

static bool add_to_parts(void *context, const void *data, size_t length)
{
    struct upload *u = context;
    const unsigned char *from = data;
    while (length) {
        size_t room = PART - u->filled, n = length < room ? length : room;
        memcpy(u->part + u->filled, from, n);
        u->filled += n;
        from += n;
        length -= n;
        if (u->filled == PART && !send_part(u))
            return false;
    }
    return true;
}

/* What of a name or a caption anybody may read. */
static const char *masked(struct exchange *x, const char *text)
{
    const char *found = text ? mask_text(x->arena, text, strlen(text)) : NULL;
    return text && !found ? "" : found;
}

/* Of a path the last part; nothing in it moves a cursor or ends a line. */
static const char *plain_name(struct exchange *x, const char *name)
{
    for (const char *at = name; at && *at; at++)
        if ((*at == '/' || *at == '\\') && at[1])
            name = at + 1;
    char *copy = name ? arena_strdup(x->arena, name) : NULL;
    for (char *at = copy; at && *at; at++)
        if ((unsigned char)*at < ' ' || *at == 0x7f)
            *at = '_';
    return copy;
}

static struct db_step begin_step(struct upload *u)
{
    struct exchange *x = u->x;
    const struct principal *p = &x->principal;
    const struct named values[] = {
        {"district", p->district}, {"id", u->id}, {"owner_kind", u->owner_kind}, {"owner_id", u->owner_id}, {"media", media_type(u->kind)},
        {"stage", parameter(x, "stage")}, {"finding_id", parameter(x, "finding_id")}, {"taken_at", parameter(x, "taken_at")},
        {"bytes", arena_printf(x->arena, "%llu", (unsigned long long)u->length)}, {"digest", u->sha256},
        {"file_name", masked(x, plain_name(x, parameter(x, "file_name")))}, {"caption", masked(x, parameter(x, "caption"))}, {"now", x->now},
        {"user_id", p->user}, {"user_name", p->name}, {"role", role_name(x)}, {"firm", p->firm}, {NULL, NULL}};
    return internal_step(x, &internal_attachmentBegin, values);
}

/* The row and its parts, within a transaction that is open when it returns true. *ret_same: the file is there already, and nothing is open. */
static bool write_all(struct upload *u, bool *ret_same)
{
    struct exchange *x = u->x;
    struct db_caller caller = exchange_caller(x);
    struct db_step step = begin_step(u);
    struct db_trip trip = {.caller = &caller, .writes = true, .open = true, .steps = &step, .step_count = 1};
    struct db_result *result = NULL;
    enum db_outcome outcome = db_run(u->connection, &trip, &result);
    arena_defer(x->arena, db_result_free, result);
    if (outcome != DB_OK) {
        db_rollback(u->connection);
        return problem_outcome(x, outcome, result);
    }
    *ret_same = !db_result_rows(result, 0);
    if (*ret_same) {
        db_rollback(u->connection);
        return true;
    }
    u->parts = u->filled = 0;
    u->outcome = DB_OK;
    enum media_fault fault = media_clean(u->kind, &u->source, &(struct media_sink){.write = add_to_parts, .context = u});
    if (fault == MEDIA_OK && (!u->filled || send_part(u)))
        return true;
    if (u->outcome != DB_OK)
        return problem_outcome(x, u->outcome, NULL);
    db_rollback(u->connection);
    return refuse(x, fault);
}

static bool commit(struct upload *u)
{
    struct exchange *x = u->x;
    const struct named values[] = {{"district", x->principal.district}, {"id", u->id}, {NULL, NULL}};
    struct db_step steps[] = {internal_step(x, &internal_attachmentRead, values), audit_step(x, u->id, NULL)};
    struct db_result *result = NULL;
    enum db_outcome outcome = db_finish(u->connection, steps, 2, &result);
    arena_defer(x->arena, db_result_free, result);
    if (outcome != DB_OK)
        return problem_outcome(x, outcome, result);
    http_setf(x->answer, "Location", "/v1/attachments/%s", u->id);
    return answer_row(x, result, 0, 201);
}

/* 1 = answered with the one that is there, 0 = it is not, -1 = answered with a problem. */
static int answer_same(struct upload *u)
{
    struct exchange *x = u->x;
    const struct named values[] = {{"district", x->principal.district}, {"owner_kind", u->owner_kind}, {"owner_id", u->owner_id}, {"digest", u->sha256},
                                   {"firm", x->principal.firm}, {"role", role_name(x)}, {"stage", parameter(x, "stage")}, {"finding_id", parameter(x, "finding_id")},
                                   {"attachment_id", parameter(x, "attachment_id")}, {NULL, NULL}};
    struct db_step step = internal_step(x, &internal_attachmentSame, values);
    struct db_result *result;
    if (!run_internal(x, (enum db_role)x->principal.role, false, &step, 1, &result))
        return -1;
    if (!db_result_rows(result, 0))
        return 0;
    const char *refusal = db_result_text(result, x->arena, 0, 0, "!problem");
    if (refusal) {
        problem(x, refusal, NULL, NULL);
        return -1;
    }
    http_setf(x->answer, "Location", "/v1/attachments/%s", db_result_text(result, x->arena, 0, 0, "id"));
    http_set(x->answer, "Idempotency-Replayed", "true");
    return answer_row(x, result, 0, 200) ? 1 : -1;
}

static bool store_once(struct upload *u, bool *ret_same)
{
    enum db_outcome outcome = pool_borrow(u->x->service->pool, (enum db_role)u->x->principal.role, &u->connection);
    if (outcome != DB_OK)
        return problem_outcome(u->x, outcome, NULL);
    bool stored = write_all(u, ret_same) && (*ret_same || commit(u));
    pool_return(u->x->service->pool, u->connection);
    return stored;
}

static bool store(struct upload *u)
{
    struct exchange *x = u->x;
    for (int i = 0; i < TRIES; i++) {
        bool same = false;
        if (!store_once(u, &same))
            return false;
        if (!same)
            return true;
        int answered = answer_same(u);
        if (answered)
            return answered > 0;
    }
    /* It was removed each time before it could be read, which the next try will tell. */
    return problem(x, "attachment_withdrawn", NULL, NULL);
}

/* As its maker gave it, in the form that the database gives back. */
static const char *id_of(struct exchange *x)
{
    const char *given = parameter(x, "attachment_id");
    if (!given)
        return x->new_id;
    char *id = arena_strdup(x->arena, given);
    for (char *at = id; *at; at++)
        if (*at >= 'A' && *at <= 'F')
            *at = (char)(*at - 'A' + 'a');
    return id;
}

static bool attach(struct exchange *x, const char *owner_kind)
{
    struct upload *u = arena_alloc(x->arena, sizeof *u);
    *u = (struct upload){.x = x, .owner_kind = owner_kind, .owner_id = parameter(x, "id"), .id = id_of(x)};
    if (!may_attach(u) || !look(u))
        return false;
    u->part = malloc(PART);
    u->text = malloc(2 * PART + 3);
    bool stored = u->part && u->text ? store(u) : problem(x, "unavailable", NULL, NULL);
    free(u->part);
    free(u->text);
    return stored;
}

bool create_complaint_attachment(struct exchange *x)
{
    return attach(x, "complaint");
}

bool create_posting_attachment(struct exchange *x)
{
    return attach(x, "posting");
}

bool create_issue_attachment(struct exchange *x)
{
    return attach(x, "issue");
}

bool create_inspection_attachment(struct exchange *x)
{
    return attach(x, "inspection");
}
