#include "push.h"
#include <stdlib.h>
#include <string.h>
#include "base/buffer.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "internal.h"
#include "represent/writer.h"
#include "step.h"

#define SHARE 16 /* messages of one lease: then another stream may have its turn */
#define SHARE_TEXT "16"
#define ANSWER_MAX 4096
#define LEASE_SPARE_S 5 /* beyond the time of one message: to write down what came of it */

struct push_claim {
    struct push_settings *settings;
    struct arena *arena;
    char lease[UUID_SIZE], lease_s[24];
    const char *district, *endpoint, *stream, *kind, *url, *asked_at;
    bool tried_before;
    const char *secrets[2];
    size_t secret_count;
};

enum verdict { TAKEN, NOT_TAKEN, GONE, BROKEN_OFF };
struct reply {
    enum verdict verdict;
    const char *outcome, *retry_after; /* NULL = it does not say */
    char status[12];                   /* "" = none */
};

static void open_secret(struct push_claim *claim, struct db_result *result, const char *slot)
{
    size_t length, plain;
    const void *blob = db_result_bytes(result, 0, 0, slot, &length);
    const char *key = db_result_text(result, claim->arena, 0, 0, arena_printf(claim->arena, "%s_key", slot));
    if (!blob || !key)
        return;
    const char *context = arena_printf(claim->arena, "webhook_endpoint:%s:%s", claim->endpoint, slot);
    char *secret = unseal(claim->arena, &claim->settings->seals, key, context, blob, length, &plain);
    secret_wipe_later(claim->arena, secret);
    if (secret)
        claim->secrets[claim->secret_count++] = secret;
}

struct push_claim *push_claim(struct push_settings *settings)
{
    struct arena *arena = arena_new(4u << 20);
    if (!arena)
        return NULL;
    struct push_claim *claim = arena_alloc(arena, sizeof *claim);
    *claim = (struct push_claim){.settings = settings, .arena = arena};
    uuid_make(claim->lease);
    snprintf(claim->lease_s, sizeof claim->lease_s, "%lld", (long long)(config_number(settings->config, "webhook_timeout_ms") + 999) / 1000 + LEASE_SPARE_S);
    const struct bound values[] = {{"lease", claim->lease}, {"lease_s", claim->lease_s}, {NULL, NULL}};
    struct db_result *result = work_ask(&settings->asker, arena, NULL, true, &internal_webhookClaim, values);
    if (!result || !db_result_rows(result, 0)) {
        arena_free(arena);
        return NULL;
    }
    claim->district = db_result_text(result, arena, 0, 0, "district_code");
    claim->endpoint = db_result_text(result, arena, 0, 0, "id");
    claim->stream = db_result_text(result, arena, 0, 0, "stream_id");
    claim->kind = db_result_text(result, arena, 0, 0, "kind");
    claim->url = db_result_text(result, arena, 0, 0, "url");
    claim->asked_at = db_result_text(result, arena, 0, 0, "created_at");
    claim->tried_before = strcmp(db_result_text(result, arena, 0, 0, "tries"), "0") != 0;
    open_secret(claim, result, "secret_1");
    open_secret(claim, result, "secret_2");
    return claim;
}

/* Every live secret signs, under both schemes: a receiver checks the one it knows. NULL = there is none. */
static const char *signatures(struct push_claim *claim, const char *id, int64_t now_s, const char *body, size_t length)
{
    const char *all = NULL;
    for (size_t i = 0; i < 2 * claim->secret_count; i++) {
        const char *one = webhook_sign(claim->arena, claim->secrets[i / 2], i % 2, id, now_s, body, length);
        if (one)
            all = all ? arena_printf(claim->arena, "%s %s", all, one) : one;
    }
    return all;
}

static void judge(enum fetch_outcome outcome, const struct fetch_answer *answer, struct reply *reply)
{
    static const char *const words[] = {"answered", "bad_url", "forbidden_address", "unreachable", "tls", "timeout", "too_large", "redirected", "cancelled"};
    int64_t seconds;
    reply->outcome = words[outcome];
    reply->verdict = outcome == FETCH_CANCELLED ? BROKEN_OFF : NOT_TAKEN;
    if (outcome != FETCH_OK)
        return;
    snprintf(reply->status, sizeof reply->status, "%d", answer->status);
    reply->verdict = answer->status / 100 == 2 ? TAKEN : answer->status == 410 ? GONE : NOT_TAKEN;
    if (strlen(answer->retry_after) < 7 && text_to_int64(answer->retry_after, &seconds) && seconds >= 0)
        reply->retry_after = answer->retry_after;
}

static struct reply post(struct push_claim *claim, const char *id, const char *body, size_t length)
{
    struct reply reply = {.verdict = NOT_TAKEN, .outcome = "unsigned"};
    struct fetch_answer answer = {0};
    int64_t now_s = clock_now_us() / 1000000;
    const char *signature = signatures(claim, id, now_s, body, length);
    if (!signature)
        return reply;
    const char *const headers[] = {
        "Content-Type: application/json", arena_printf(claim->arena, "webhook-id: %s", id),
        arena_printf(claim->arena, "webhook-timestamp: %lld", (long long)now_s), arena_printf(claim->arena, "webhook-signature: %s", signature), NULL,
    };
    const struct config *config = claim->settings->config;
    const struct fetch_request request = {
        .method = "POST", .url = claim->url, .headers = headers, .body = body, .body_length = length,
        .deadline_ms = (unsigned)config_number(config, "webhook_timeout_ms"), .size_max = ANSWER_MAX, .status_alone = true,
        .allow_http = config_flag(config, "webhook_allow_http"), .cancelled = &claim->settings->cancelled,
    };
    judge(fetch(claim->settings->fetcher, &request, claim->arena, &answer), &answer, &reply);
    return reply;
}

static void tell(const struct push_claim *claim, enum log_level level, const char *message, const struct reply *reply)
{
    log_message(level, message, json_pack("{ss, ss, ss, ss, ss}", "district", claim->district, "endpoint", claim->endpoint, "stream", claim->stream, "outcome",
                                          reply->outcome, "status", reply->status));
}

/* The lease goes back; `reply` is what a ping or a receiver that is gone came to, NULL = nothing is to be noted. */
static void give_back(struct push_claim *claim, bool finished, const struct reply *reply)
{
    const struct bound values[] = {
        {"district", claim->district}, {"endpoint", claim->endpoint}, {"stream", claim->stream}, {"lease", claim->lease}, {"finished", finished ? "true" : "false"},
        {"gone", reply && reply->verdict == GONE && strcmp(claim->kind, "ping") != 0 ? "true" : "false"},
        {"outcome", reply ? reply->outcome : NULL}, {"status", reply ? reply->status : NULL}, {NULL, NULL},
    };
    (void)work_ask(&claim->settings->asker, claim->arena, NULL, true, &internal_webhookEnded, values);
}

static const char *setting(struct push_claim *claim, const char *key)
{
    return arena_printf(claim->arena, "%lld", (long long)config_number(claim->settings->config, key));
}

/* One update that was sent. True: the next one may be. */
static bool write_down(struct push_claim *claim, const struct bound *update, const struct reply *reply)
{
    const struct bound values[] = {
        update[0], update[1], update[2], update[3], {"district", claim->district}, {"endpoint", claim->endpoint}, {"stream", claim->stream}, {"lease", claim->lease},
        {"lease_s", claim->lease_s}, {"outcome", reply->outcome}, {"status", reply->status}, {"retry_after_s", reply->retry_after},
        {"retry_first_s", setting(claim, "webhook_retry_first_s")}, {"retry_max_s", setting(claim, "webhook_retry_max_s")},
        {"retry_for_s", setting(claim, "webhook_retry_for_s")}, {NULL, NULL},
    };
    if (reply->verdict == TAKEN) {
        struct db_result *result = work_ask(&claim->settings->asker, claim->arena, NULL, true, &internal_webhookDelivered, values);
        return result && db_result_rows(result, 0);
    }
    struct db_result *result = work_ask(&claim->settings->asker, claim->arena, NULL, true, &internal_webhookFailed, values);
    const char *spent = result ? db_result_text(result, claim->arena, 0, 0, "spent") : NULL;
    if (spent && *spent == 't')
        tell(claim, LOG_LEVEL_ERROR, "an update is given up and is a dead letter", reply);
    else if (!claim->tried_before)
        tell(claim, LOG_LEVEL_WARNING, "an update is not taken and will be tried again", reply);
    return false;
}

/* One row of a batch. True: the next one may be sent. */
static bool push_update(struct push_claim *claim, struct db_result *batch, size_t row, struct writer *writer)
{
    struct buffer body BUFFER_CLEANUP;
    buffer_init(&body);
    writer_row(writer, db_result_row(batch, 0, row), &body);
    if (body.failed)
        return false;
    const struct bound update[] = {
        {"update", db_result_text(batch, claim->arena, 0, row, "data.id")}, {"type", db_result_text(batch, claim->arena, 0, row, "type")},
        {"at", db_result_text(batch, claim->arena, 0, row, "timestamp")}, {"position", db_result_text(batch, claim->arena, 0, row, "!position")},
    };
    struct reply reply = post(claim, update[0].value, body.data, body.length);
    if (reply.verdict == GONE) {
        give_back(claim, false, &reply);
        tell(claim, LOG_LEVEL_WARNING, "a webhook endpoint answers 410 and is disabled", &reply);
        return false;
    }
    if (reply.verdict != BROKEN_OFF)
        return write_down(claim, update, &reply);
    return false;
}

/* What says which messages a stream of this kind has next. */
static const struct internal_statement *messages_of(const char *kind)
{
    return strcmp(kind, "reminders") == 0 ? &internal_webhookReminders : strcmp(kind, "changes") == 0 ? &internal_webhookChanges : &internal_webhookBatch;
}

static void push_batch(struct push_claim *claim)
{
    const struct bound values[] = {{"district", claim->district}, {"stream", claim->stream}, {"limit", SHARE_TEXT}, {NULL, NULL}};
    struct db_result *batch = work_ask(&claim->settings->asker, claim->arena, NULL, false, messages_of(claim->kind), values);
    struct writer *writer = batch ? writer_new(REPRESENT_JSON, db_result_shape(batch, 0)) : NULL;
    size_t rows = batch ? db_result_rows(batch, 0) : 0, done = 0;
    while (writer && done < rows && !atomic_load(claim->settings->stopping) && push_update(claim, batch, done, writer))
        done++;
    give_back(claim, writer && done == rows && rows < SHARE, NULL);
    writer_free(writer);
}

static void push_ping(struct push_claim *claim)
{
    const char *body = arena_printf(claim->arena, "{\"type\":\"webhook.ping\",\"timestamp\":\"%s\",\"data\":{\"endpoint_id\":\"%s\"}}", claim->asked_at, claim->endpoint);
    struct reply reply = post(claim, claim->stream, body, strlen(body));
    if (reply.verdict == BROKEN_OFF)
        give_back(claim, false, NULL);
    else
        give_back(claim, true, &reply);
}

void push_work(struct push_claim *claim)
{
    if (strcmp(claim->kind, "ping") == 0)
        push_ping(claim);
    else
        push_batch(claim);
    arena_free(claim->arena);
}
