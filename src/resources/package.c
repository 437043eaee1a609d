/* DESIGN. What the city platform pulls of a month: the manifest's very bytes, its signature, and its parts, all as they were frozen; and what it says it received. */
#include <string.h>
#include "api/exchange.h"
#include "content.h"
#include "internal.h"
#include "resources/hooks.h"

/* False: answered. */
static bool find(struct exchange *x, const struct internal_statement *internal, struct db_result **ret_result)
{
    const struct named values[] = {{"district", x->principal.district}, {"month", parameter(x, "month")}, {"version", parameter(x, "version")}, {"name", parameter(x, "name")}, {NULL, NULL}};
    struct db_step step = internal_step(x, internal, values);
    if (!run_internal(x, (enum db_role)x->principal.role, false, &step, 1, ret_result))
        return false;
    return db_result_rows(*ret_result, 0) || problem(x, "not_found", NULL, NULL);
}

bool get_exchange_manifest(struct exchange *x)
{
    struct db_result *result;
    if (!find(x, &internal_exchangeManifest, &result))
        return false;
    const char *text = db_result_text(result, x->arena, 0, 0, "manifest"), *sha256 = db_result_text(result, x->arena, 0, 0, "sha256");
    if (!text || !sha256)
        return problem(x, "internal_error", NULL, NULL);
    x->answer->status = 200;
    if (answer_tag(x, arena_printf(x->arena, "\"%s\"", sha256)))
        return false;
    http_set(x->answer, "Content-Type", "application/json");
    buffer_add_text(&x->answer->body, text);
    return true;
}

bool get_exchange_signature(struct exchange *x)
{
    struct db_result *result;
    if (!find(x, &internal_exchangeManifest, &result))
        return false;
    const char *text = db_result_text(result, x->arena, 0, 0, "signature");
    return text ? answer_bytes(x, 200, "application/jose", text, strlen(text)) : problem(x, "internal_error", NULL, NULL);
}

bool get_exchange_part(struct exchange *x)
{
    struct db_result *result;
    return find(x, &internal_exchangePart, &result) && answer_stored(x, result, 0);
}

/* What is refused is undone: that it was told is kept before. */
bool acknowledge_exchange_month(struct exchange *x)
{
    const char *version = arena_printf(x->arena, "%lld", (long long)json_integer_value(json_object_get(x->body, "version")));
    const struct named values[] = {{"month", parameter(x, "month")}, {"version", version}, {"sha256", body_member(x, "sha256")}, {"now", x->now}, {NULL, NULL}};
    struct db_step step = internal_step(x, &internal_exchangeReceiptDiffers, values);
    struct db_result *result;
    return run_internal(x, (enum db_role)x->principal.role, true, &step, 1, &result) && run_statement(x);
}
