/* DESIGN. The built-in issuer (RFC 6749): client_credentials for machines, password and refresh_token for people. Names are
 * `name@district`. A wrong name, a wrong secret and a locked account look and cost the same. Failures are counted in the database, so that a lock-out
 * holds on every server; a limiter in memory keeps a flood from reaching it. A refresh token is good once: its second use is a theft and revokes
 * the whole family. */
#include <stdlib.h>
#include <string.h>
#include "api/exchange.h"
#include "base/clock.h"
#include "base/text.h"
#include "internal.h"
#include "resources/hooks.h"
#include "signin.h"

struct login {
    const char *name, *district, *secret; /* as given */
};

struct password_cost signin_cost(const struct exchange *x)
{
    const struct config *c = x->service->config;
    return (struct password_cost){.memory_kib = (uint32_t)config_number(c, "argon2_memory_kib"),
                                  .passes = (uint32_t)config_number(c, "argon2_passes"), .lanes = (uint32_t)config_number(c, "argon2_lanes")};
}

static bool split_name(struct exchange *x, const char *full, const char *secret, struct login *ret_login)
{
    const char *at = full ? strrchr(full, '@') : NULL;
    if (!at || at == full || !secret || !*secret || strlen(full) >= PRINCIPAL_TEXT || strlen(at + 1) > 12)
        return false;
    *ret_login = (struct login){.name = arena_strndup(x->arena, full, (size_t)(at - full)), .district = at + 1, .secret = secret};
    return true;
}

/* client_secret_basic (RFC 6749 §2.3.1), else the body's client_id and client_secret. */
static bool read_client(struct exchange *x, struct login *ret_login)
{
    const char *header = http_header(x->request, "Authorization");
    if (!header || strncasecmp(header, "Basic ", 6) != 0)
        return split_name(x, body_member(x, "client_id"), body_member(x, "client_secret"), ret_login);
    size_t length = strlen(header + 6), got;
    char *pair = arena_alloc(x->arena, length + 1);
    secret_wipe_later(x->arena, pair);
    if (length > 1024 || !text_from_base64(header + 6, length, pair, &got) || strlen(pair) != got)
        return false;
    char *colon = strchr(pair, ':');
    const char *id = colon ? percent_decode(x->arena, pair, (size_t)(colon - pair), true) : NULL;
    const char *secret = colon ? percent_decode(x->arena, colon + 1, strlen(colon + 1), true) : NULL;
    secret_wipe_later(x->arena, (char *)(uintptr_t)secret);
    return split_name(x, id, secret, ret_login);
}

char *signin_secret(struct exchange *x)
{
    char *secret = arena_alloc(x->arena, 44);
    secret_make(secret);
    secret_wipe_later(x->arena, secret);
    return secret;
}

const char *signin_key(struct exchange *x)
{
    struct service *s = x->service;
    (void)keys_refresh(s, 60000000); /* a key that was rotated out signs no more */
    pthread_mutex_lock(&s->keys_lock);
    char *key = s->signing_key ? arena_strdup(x->arena, s->signing_key) : NULL;
    pthread_mutex_unlock(&s->keys_lock);
    if (!key)
        problem(x, "unavailable", NULL, NULL);
    secret_wipe_later(x->arena, key);
    return key;
}

bool signin_answer(struct exchange *x, const char *key, const struct principal *p, const char *refresh)
{
    struct service *s = x->service;
    int64_t lifetime = config_number(s->config, "access_token_s");
    char *token = token_sign(x->arena, key, config_text(s->config, "token_issuer"), config_text(s->config, "token_audience"), p,
                             clock_now_us() / 1000000, lifetime);
    if (!token)
        return problem(x, "unavailable", NULL, NULL);
    snprintf(x->principal.name, sizeof x->principal.name, "%s", p->name); /* for the log */
    http_set(x->answer, "Cache-Control", "no-store");
    json_t *body = json_pack("{ss, ss, sI}", "access_token", token, "token_type", "Bearer", "expires_in", (json_int_t)lifetime);
    if (refresh)
        json_object_set_new(body, "refresh_token", json_string(refresh));
    return answer_json(x, 200, body);
}

static const char *name_key(struct exchange *x, const struct login *login)
{
    return arena_printf(x->arena, "name:%s@%s", login->name, login->district);
}

static const char *address_key(struct exchange *x)
{
    return arena_printf(x->arena, "address:%s", x->holder);
}

/* Tries are counted before they are judged, so that many at once are no more than many in a row; a success gives its try back. The address comes first: one that has
 * no tries left cannot use up those of other people's names. */
static bool take_try(struct exchange *x, const struct login *login, bool machine)
{
    unsigned left, reset;
    struct limiter *limiter = x->service->login_limiter;
    bool granted = limiter_take(limiter, address_key(x), &left, &reset);
    if (granted && (machine || limiter_take(limiter, name_key(x, login), &left, &reset)))
        return true;
    if (granted)
        limiter_give(limiter, address_key(x));
    http_setf(x->answer, "Retry-After", "%u", reset);
    return problem(x, "too_many_requests", NULL, NULL);
}

static void give_back_try(struct exchange *x, const struct login *login, bool machine)
{
    if (!machine)
        limiter_give(x->service->login_limiter, name_key(x, login));
    limiter_give(x->service->login_limiter, address_key(x));
}

/* Failures are kept by name and by address. */
bool signin_failed(struct exchange *x, const char *district, const char *name, const char *code)
{
    const struct named values[] = {{"district", district}, {"name", name}, {"remote", x->holder}, {"now", x->now}, {NULL, NULL}};
    struct db_step step = internal_step(x, &internal_authLoginFailed, values);
    struct db_result *result;
    if (!run_internal(x, DB_AUTH, true, &step, 1, &result))
        return false;
    return problem(x, code, NULL, NULL);
}

/* A machine's secret cannot be guessed: counting by its name would only let strangers lock it out. */
static bool count_failure(struct exchange *x, const struct login *login, bool machine, const char *code)
{
    return signin_failed(x, login->district, machine ? NULL : login->name, code);
}

static bool find(struct exchange *x, const struct internal_statement *statement, const struct login *login, struct db_result **ret_result)
{
    const struct named values[] = {{"district", login->district}, {"name", login->name}, {"remote", x->holder}, {"now", x->now}, {NULL, NULL}};
    struct db_step step = internal_step(x, statement, values);
    return run_internal(x, DB_AUTH, false, &step, 1, ret_result);
}

static bool secret_fits(struct exchange *x, struct db_result *result, const struct login *login)
{
    char digest[65];
    secret_digest(login->secret, strlen(login->secret), digest);
    bool fits = false;
    for (size_t row = 0; row < db_result_rows(result, 0); row++) {
        const char *known = db_result_text(result, x->arena, 0, row, "secret_digest");
        fits |= known && text_same_secret(known, strlen(known), digest, 64);
    }
    return fits;
}

static bool grant_client(struct exchange *x)
{
    struct login login;
    struct db_result *result;
    struct principal principal;
    if (!read_client(x, &login))
        return problem(x, "invalid_client", NULL, NULL);
    if (!take_try(x, &login, true) || !find(x, &internal_authFindClient, &login, &result))
        return false;
    if (!secret_fits(x, result, &login) || !principal_read(x, result, 0, &principal))
        return count_failure(x, &login, true, "invalid_client");
    give_back_try(x, &login, true);
    const char *key = signin_key(x);
    return key && signin_answer(x, key, &principal, NULL);
}

/* A person may come through a front end, which then says which one it is: a wrong or disabled one brings nobody in. It has no role of its own, and a
 * machine is no front end. *ret_front_end = its id; NULL when none was named. */
static bool read_front_end(struct exchange *x, const char **ret_front_end)
{
    struct login login;
    struct db_result *result;
    *ret_front_end = NULL;
    if (!body_member(x, "client_id") && !body_member(x, "client_secret") && !http_header(x->request, "Authorization"))
        return true;
    if (!read_client(x, &login))
        return problem(x, "invalid_client", NULL, NULL);
    if (!take_try(x, &login, true) || !find(x, &internal_authFindClient, &login, &result))
        return false;
    const char *role = db_result_text(result, x->arena, 0, 0, "role");
    if (!role || strcmp(role, "front_end") != 0 || !secret_fits(x, result, &login))
        return count_failure(x, &login, true, "invalid_client");
    give_back_try(x, &login, true);
    *ret_front_end = db_result_text(result, x->arena, 0, 0, "id");
    return true;
}

/* Each hash takes memory by design, so only so many run at once. */
static bool judge_password(struct exchange *x, struct db_result *result, const struct login *login, bool *ret_fits)
{
    struct password_cost price = signin_cost(x);
    const char *hash = db_result_text(result, x->arena, 0, 0, "password_hash");
    const char *locked = db_result_text(result, x->arena, 0, 0, "locked");
    if (!gate_enter(x->service->hashing, 2000))
        return problem(x, "unavailable", NULL, NULL);
    bool fits = false;
    if (hash && !(locked && *locked == 't'))
        fits = password_is(hash, login->secret);
    else
        password_burn(login->secret, &price);
    gate_leave(x->service->hashing);
    *ret_fits = fits;
    return true;
}

static bool signin_refresh(struct exchange *x, const struct principal *principal, const char *front_end, const char **ret_refresh)
{
    char *refresh = signin_secret(x), digest[65];
    secret_digest(refresh, strlen(refresh), digest);
    const char *lifetime = arena_printf(x->arena, "%lld", (long long)config_number(x->service->config, "refresh_token_s"));
    const struct named values[] = {{"district", principal->district}, {"user_id", principal->user}, {"new_id", x->new_id}, {"digest", digest},
                                   {"lifetime_s", lifetime}, {"now", x->now}, {"name", principal->name}, {"remote", x->remote}, {"client_id", front_end},
                                   {"epoch", arena_printf(x->arena, "%lld", (long long)principal->epoch)}, {NULL, NULL}};
    struct db_step steps[] = {internal_step(x, &internal_authRefreshIssue, values), internal_step(x, &internal_authLoginSucceeded, values)};
    struct db_result *result;
    *ret_refresh = refresh;
    return run_internal(x, DB_AUTH, true, steps, 2, &result);
}

static bool grant_password(struct exchange *x)
{
    struct login login;
    struct db_result *result;
    struct principal principal;
    const char *refresh, *front_end;
    bool fits = false;
    if (!read_front_end(x, &front_end))
        return false;
    if (!split_name(x, body_member(x, "username"), body_member(x, "password"), &login))
        return problem(x, "invalid_grant", NULL, NULL);
    if (!take_try(x, &login, false) || !find(x, &internal_authFindUser, &login, &result) || !judge_password(x, result, &login, &fits))
        return false;
    if (!fits || !principal_read(x, result, 0, &principal))
        return count_failure(x, &login, false, "invalid_grant");
    give_back_try(x, &login, false);
    const char *key = signin_key(x);
    return key && signin_refresh(x, &principal, front_end, &refresh) && signin_answer(x, key, &principal, refresh);
}

static bool grant_refresh(struct exchange *x)
{
    const char *given = body_member(x, "refresh_token");
    const char *front_end;
    if (!read_front_end(x, &front_end))
        return false;
    if (!given || strlen(given) != 43)
        return problem(x, "invalid_grant", NULL, NULL);
    const char *key = signin_key(x); /* before the old one is spent */
    if (!key)
        return false;
    char *refresh = signin_secret(x), old_digest[65], digest[65];
    secret_digest(given, strlen(given), old_digest);
    secret_digest(refresh, strlen(refresh), digest);
    const char *expires = arena_printf(x->arena, "%lld", (long long)config_number(x->service->config, "refresh_token_s"));
    const struct named values[] = {{"old_digest", old_digest}, {"digest", digest}, {"new_id", x->new_id}, {"lifetime_s", expires}, {"now", x->now}, {"client_id", front_end}, {NULL, NULL}};
    struct db_step step = internal_step(x, &internal_authRefreshUse, values);
    struct db_result *result;
    struct principal principal;
    if (!run_internal(x, DB_AUTH, true, &step, 1, &result))
        return false;
    if (!db_result_rows(result, 0) || !principal_read(x, result, 0, &principal))
        return problem(x, "invalid_grant", NULL, NULL);
    return signin_answer(x, key, &principal, refresh);
}

bool issue_token(struct exchange *x)
{
    const char *grant = body_member(x, "grant_type");
    if (!grant)
        return problem(x, "invalid_body", NULL, NULL);
    if (strcmp(grant, "client_credentials") == 0)
        return grant_client(x);
    if (strcmp(grant, "password") == 0)
        return grant_password(x);
    if (strcmp(grant, "refresh_token") == 0)
        return grant_refresh(x);
    return problem(x, "unsupported_grant_type", NULL, NULL);
}

bool get_jwks(struct exchange *x)
{
    const struct named none[] = {{NULL, NULL}};
    struct db_step step = internal_step(x, &internal_signingKeysLive, none);
    struct db_result *result;
    if (!run_internal(x, DB_AUTH, false, &step, 1, &result))
        return false;
    json_t *keys = json_array();
    for (size_t row = 0; row < db_result_rows(result, 0); row++) {
        const char *text = db_result_text(result, x->arena, 0, row, "public_jwk");
        json_t *jwk = text ? json_loads(text, 0, NULL) : NULL;
        if (jwk)
            json_array_append_new(keys, jwk);
    }
    return answer_json(x, 200, json_pack("{so}", "keys", keys));
}
