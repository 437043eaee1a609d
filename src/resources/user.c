/* DESIGN. Passwords of people. What SQL sees is the Argon2id hash alone: it takes the password's place in the body before the operation's own statement
 * is bound. A hash costs memory, so only so many run at once, here as at the token endpoint. Who changes his own password shows the old one, and goes on
 * with a sign-in that is new, for the change has voided all others. */
#include <string.h>
#include <strings.h>
#include "api/exchange.h"
#include "internal.h"
#include "resources/hooks.h"
#include "signin.h"

/* The contract asks for the length; a name is the first thing that is tried. NULL = answered. */
static char *hash_new(struct exchange *x, const char *password, const char *name)
{
    struct password_cost price = signin_cost(x);
    size_t length = strlen(name);
    if (strncasecmp(password, name, length) == 0 && (!password[length] || password[length] == '@')) {
        problem(x, "password_too_weak", NULL, NULL);
        return NULL;
    }
    if (!gate_enter(x->service->hashing, 2000)) {
        problem(x, "unavailable", NULL, NULL);
        return NULL;
    }
    char *encoded = password_hash(x->arena, password, &price);
    gate_leave(x->service->hashing);
    if (!encoded)
        problem(x, "internal_error", NULL, NULL);
    return encoded;
}

static bool put_hash(struct exchange *x, const char *password, const char *name)
{
    if (!hash_body(x)) /* an Idempotency-Key stands for the password, not for a hash that is never the same */
        return problem(x, "payload_too_large", NULL, NULL);
    char *encoded = hash_new(x, password, name);
    member_wipe(x->body, "password"); /* what takes its place frees it as it is */
    return encoded && json_object_set_new(x->body, "password", json_string(encoded)) == 0;
}

bool create_user(struct exchange *x)
{
    const char *password = body_member(x, "password");
    if (password && !put_hash(x, password, body_member(x, "name")))
        return false;
    return run_statement(x);
}

bool set_user_password(struct exchange *x)
{
    const struct named values[] = {{"district", x->principal.district}, {"id", parameter(x, "id")}, {NULL, NULL}};
    struct db_step step = internal_step(x, &internal_userName, values);
    struct db_result *result;
    if (!run_internal(x, (enum db_role)x->principal.role, false, &step, 1, &result))
        return false;
    const char *name = db_result_text(result, x->arena, 0, 0, "name");
    if (!name)
        return problem(x, "not_found", NULL, NULL);
    return put_hash(x, body_member(x, "password"), name) && run_statement(x);
}

/* A stolen token must not be a way to guess the password. */
static bool take_guess(struct exchange *x)
{
    unsigned left, reset;
    if (limiter_take(x->service->login_limiter, arena_printf(x->arena, "own:%s", x->principal.user), &left, &reset))
        return true;
    http_setf(x->answer, "Retry-After", "%u", reset);
    return problem(x, "too_many_requests", NULL, NULL);
}

static const char *epoch_text(struct exchange *x)
{
    return arena_printf(x->arena, "%lld", (long long)x->principal.epoch);
}

/* Whoever is not let in any more learns nothing about the password. */
static bool find_own(struct exchange *x, struct db_result **ret_result)
{
    const struct named values[] = {{"district", x->principal.district}, {"user_id", x->principal.user}, {"epoch", epoch_text(x)},
                                   {"remote", x->holder}, {"now", x->now}, {NULL, NULL}};
    struct db_step step = internal_step(x, &internal_authOwnPassword, values);
    if (!run_internal(x, DB_AUTH, false, &step, 1, ret_result))
        return false;
    return db_result_rows(*ret_result, 0) ? true : problem_outcome(x, DB_NOT_ADMITTED, NULL);
}

/* A wrong one counts with those of the sign-in, on every server, and while the name or the address is locked the right one is not looked at either. The
 * token itself stays good: whoever guesses with a stolen one must not be able to end the owner's sign-ins as well. Who has no password cannot be guessed. */
static bool is_own(struct exchange *x, struct db_result *found)
{
    const char *hash = db_result_text(found, x->arena, 0, 0, "password_hash"), *locked = db_result_text(found, x->arena, 0, 0, "locked");
    struct password_cost price = signin_cost(x);
    if (!gate_enter(x->service->hashing, 2000))
        return problem(x, "unavailable", NULL, NULL);
    bool fits = false;
    if (hash && !(locked && *locked == 't'))
        fits = password_is(hash, body_member(x, "old_password"));
    else
        password_burn(body_member(x, "old_password"), &price);
    gate_leave(x->service->hashing);
    if (!fits)
        return hash ? signin_failed(x, x->principal.district, db_result_text(found, x->arena, 0, 0, "name"), "password_wrong") : problem(x, "password_wrong", NULL, NULL);
    limiter_give(x->service->login_limiter, arena_printf(x->arena, "own:%s", x->principal.user));
    return true;
}

/* The change and the sign-in that goes on are one transaction: a failure between them would leave the caller with neither token nor old password. */
static bool change(struct exchange *x, const char *old_hash, const char *new_hash, const char *refresh, struct written *ret_written)
{
    char digest[65];
    secret_digest(refresh, strlen(refresh), digest);
    const char *lifetime = arena_printf(x->arena, "%lld", (long long)config_number(x->service->config, "refresh_token_s"));
    const struct named values[] = {{"district", x->principal.district}, {"user_id", x->principal.user}, {"epoch", epoch_text(x)}, {"old_hash", old_hash},
                                   {"new_hash", new_hash}, {"new_id", x->new_id}, {"digest", digest}, {"lifetime_s", lifetime}, {"now", x->now}, {NULL, NULL}};
    struct db_step write = internal_step(x, &internal_authOwnPasswordChange, values);
    return run_once(x, DB_AUTH, &write, x->principal.user, ret_written);
}

bool change_own_password(struct exchange *x)
{
    struct db_result *found;
    struct written changed;
    struct principal principal;
    const char *refresh = signin_secret(x);
    if (!take_guess(x) || !find_own(x, &found) || !not_yet_done(x, DB_AUTH) || !is_own(x, found))
        return false;
    const char *old_hash = db_result_text(found, x->arena, 0, 0, "password_hash");
    const char *new_hash = hash_new(x, body_member(x, "new_password"), db_result_text(found, x->arena, 0, 0, "name"));
    const char *key = new_hash ? signin_key(x) : NULL;
    if (!key || !change(x, old_hash, new_hash, refresh, &changed))
        return false;
    const char *refusal = db_result_text(changed.result, x->arena, changed.step, 0, "!problem");
    if (refusal || !principal_read(x, changed.result, changed.step, &principal))
        return problem(x, refusal ? refusal : "internal_error", NULL, NULL);
    return signin_answer(x, key, &principal, refresh);
}
