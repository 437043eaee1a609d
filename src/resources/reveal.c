/* DESIGN. The one door to a complainant's name, phone and address: district, street or community in scope, with a reason. The statement reads the sealed values and
 * writes the access row in one transaction; nothing is opened before that is committed. One person's looks take turns, so that the number a day allows holds for looks
 * at once as well. A repeat is a look of its own: there is no Idempotency-Key, because its answer would have to be kept. */
#include <stdlib.h>
#include <string.h>
#include "api/exchange.h"
#include "internal.h"
#include "resources/hooks.h"

enum { LOOK = 1, HEARD = 3 }; /* the step that looks, behind the one that waits for its turn; what was said later, behind the audit row */

/* Where each value came from in the ticket: what its seal is bound to. */
static const struct { const char *name, *column, *pointer; } members[] = {
    {"name", "name_sealed", "/complainant/name"},
    {"phone", "phone_sealed", "/complainant/phone"},
    {"address", "address_sealed", "/complainant/address"},
    {"place", "place_sealed", "/place"},
    {"title", "title_sealed", "/title"},
    {"content", "content_sealed", "/content"},
};

struct sealed_row { struct db_result *result; size_t step, row; const char *key_id, *owner; };

/* NULL when it does not open. */
static json_t *open_value(struct exchange *x, const struct sealed_row *from, const char *column, const char *pointer)
{
    size_t length, plain;
    const void *blob = db_result_bytes(from->result, from->step, from->row, column, &length);
    if (!blob || !from->key_id)
        return json_null();
    const char *context = arena_printf(x->arena, "%s:%s", from->owner, pointer);
    const char *text = unseal(x->arena, &x->service->seals, from->key_id, context, blob, length, &plain);
    return text ? json_stringn(text, plain) : NULL;
}

static json_t *open_message(struct exchange *x, struct db_result *result, size_t row)
{
    static const char *const told[] = {"id", "message_no", "kind", "created_at"};
    const struct sealed_row from = {result, HEARD, row, db_result_text(result, x->arena, HEARD, row, "seal_key_id"), db_result_text(result, x->arena, HEARD, row, "id")};
    json_t *message = json_object();
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        json_object_set_new(message, told[i], json_string(db_result_text(result, x->arena, HEARD, row, told[i])));
    json_t *content = open_value(x, &from, "content_sealed", "/content"), *reason = open_value(x, &from, "reason_sealed", "/reason");
    bool opened = content && reason;
    json_object_set_new(message, "content", content);
    json_object_set_new(message, "reason", reason);
    if (opened)
        return message;
    json_decref(message);
    return NULL;
}

static json_t *open_messages(struct exchange *x, struct db_result *result)
{
    json_t *messages = json_array();
    for (size_t row = 0; row < db_result_rows(result, HEARD); row++)
        if (json_array_append_new(messages, open_message(x, result, row))) {
            json_decref(messages);
            return NULL;
        }
    return messages;
}

static bool spent(struct exchange *x, struct db_result *result)
{
    const char *most = db_result_text(result, x->arena, LOOK, 0, "most");
    http_set(x->answer, "Retry-After", db_result_text(result, x->arena, LOOK, 0, "wait"));
    return problem(x, "reveals_spent", arena_printf(x->arena, "规则 reveals_per_day：每人每日 %s 次", most),
                   arena_printf(x->arena, "The rule reveals_per_day: %s a day for one person", most));
}

static bool answer_opened(struct exchange *x, struct db_result *result, const char *id)
{
    const char *sealed_for = db_result_text(result, x->arena, LOOK, 0, "sealed_for");
    const struct sealed_row from = {result, LOOK, 0, db_result_text(result, x->arena, LOOK, 0, "seal_key_id"), sealed_for ? sealed_for : id};
    json_t *body = json_pack("{ss, ss?}", "id", id, "erased_at", db_result_text(result, x->arena, LOOK, 0, "erased_at"));
    bool opened = true;
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        opened &= json_object_set_new(body, members[i].name, open_value(x, &from, members[i].column, members[i].pointer)) == 0;
    opened &= json_object_set_new(body, "messages", open_messages(x, result)) == 0;
    if (!opened) {
        json_decref(body);
        return problem(x, "internal_error", NULL, NULL);
    }
    http_set(x->answer, "Cache-Control", "no-store");
    return answer_json(x, 200, body);
}

bool reveal_complaint(struct exchange *x)
{
    const char *id = parameter(x, "id"), *told = body_member(x, "reason"), *reason = mask_text(x->arena, told, strlen(told));
    if (!reason)
        return problem(x, "internal_error", NULL, NULL);
    const struct named values[] = {{"id", id}, {"reason", reason}, {"district", x->principal.district}, {"user_id", x->principal.user},
                                   {"name", x->principal.name}, {"role", db_role_names[x->principal.role] + strlen("wuye_")},
                                   {"remote", x->remote}, {"request_id", x->request_id}, {"now", x->now}, {"new_id", x->new_id}, {NULL, NULL}};
    struct db_step steps[] = {internal_step(x, &internal_revealTurn, values), internal_step(x, &internal_revealComplaint, values),
                              audit_step(x, id, reason), internal_step(x, &internal_revealMessages, values)};
    struct db_result *result;
    if (!run_internal(x, (enum db_role)x->principal.role, true, steps, 4, &result))
        return false;
    if (!db_result_rows(result, LOOK))
        return problem(x, "not_found", NULL, NULL);
    return db_result_text(result, x->arena, LOOK, 0, "problem") ? spent(x, result) : answer_opened(x, result, id);
}
