#include "claims.h"
#include <string.h>
#include "base/uuid.h"

/* DESIGN. A principal carries the scope of its role and nothing else: a district claim is always there, a street claim for a street and a
 * community, and so on. A claim that does not belong to the role is dropped, so that no later reader takes it for a scope. */

enum { DISTRICT_DIGITS = 6, STREET_DIGITS = 9, COMMUNITY_DIGITS = 12, MOST_AUDIENCES = 16 };
#define LATEST_TIME INT64_C(0x1FFFFFFFFFFFFF) /* far enough, and sums with it do not overflow */

static const char *const role_names[] = {
    [TOKEN_DISTRICT] = "district", [TOKEN_STREET] = "street", [TOKEN_COMMUNITY] = "community",
    [TOKEN_COMPANY] = "company",   [TOKEN_HOTLINE] = "hotline", [TOKEN_PLATFORM] = "platform",
};
enum { ROLE_NAMES = sizeof role_names / sizeof role_names[0] }; /* "public" is who has no token */

static const char *text_of(const json_t *claims, const char *name)
{
    return json_string_value(json_object_get(claims, name));
}

static bool same(const char *a, const char *b)
{
    return a && strcmp(a, b) == 0;
}

static bool is_wanted(const char *audience, const char *const *wanted)
{
    for (; *wanted; wanted++)
        if (same(audience, *wanted))
            return true;
    return false;
}

static bool audience_fits(const json_t *audience, const char *const *wanted)
{
    if (json_is_string(audience))
        return is_wanted(json_string_value(audience), wanted);
    bool found = false;
    for (size_t i = 0; i < json_array_size(audience); i++) {
        const char *one = json_string_value(json_array_get(audience, i));
        if (!one || i >= MOST_AUDIENCES)
            return false;
        found = found || is_wanted(one, wanted);
    }
    return found;
}

/* An integer from 0. False when it is there but is none. */
static bool time_of(const json_t *claims, const char *name, int64_t absent, int64_t *ret_seconds)
{
    const json_t *value = json_object_get(claims, name);
    int64_t seconds = value ? json_integer_value(value) : absent;
    if ((value && !json_is_integer(value)) || seconds < 0 || seconds > LATEST_TIME)
        return false;
    *ret_seconds = seconds;
    return true;
}

static enum token_fault times_check(const json_t *claims, const struct expectation *expectation, int64_t *ret_expires)
{
    int64_t expires, issued, begins;
    if (!json_object_get(claims, "exp") || !time_of(claims, "exp", 0, &expires) || !time_of(claims, "iat", 0, &issued) || !time_of(claims, "nbf", 0, &begins))
        return TOKEN_MALFORMED;
    if (expires + expectation->leeway_s <= expectation->now_s)
        return TOKEN_EXPIRED;
    if (issued - expectation->leeway_s > expectation->now_s || begins - expectation->leeway_s > expectation->now_s)
        return TOKEN_NOT_YET;
    *ret_expires = expires;
    return TOKEN_OK;
}

static bool uuid_copy(const char *text, char out[static 37])
{
    if (!text || !uuid_is(text, strlen(text)))
        return false;
    for (size_t i = 0; i < 37; i++)
        out[i] = (char)(text[i] >= 'A' && text[i] <= 'F' ? text[i] + ('a' - 'A') : text[i]);
    return true;
}

static bool code_copy(const json_t *claims, const char *name, size_t digits, char out[static 13])
{
    const char *text = text_of(claims, name);
    if (!text || strlen(text) != digits || strspn(text, "0123456789") != digits)
        return false;
    memcpy(out, text, digits + 1);
    return true;
}

/* For logs: cut between two characters, refused with a control character in it. */
static bool name_copy(const json_t *claims, char out[static PRINCIPAL_TEXT])
{
    const json_t *value = json_object_get(claims, "name");
    if (!value)
        return true;
    const char *text = json_string_value(value);
    if (!text)
        return false;
    size_t length = strlen(text);
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)text[i] < ' ' || text[i] == 0x7F)
            return false;
    }
    if (length >= PRINCIPAL_TEXT) {
        length = PRINCIPAL_TEXT - 1;
        while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
            length--;
    }
    memcpy(out, text, length);
    out[length] = '\0';
    return true;
}

static bool role_read(const char *name, enum token_role *ret_role)
{
    for (size_t i = 0; i < ROLE_NAMES; i++) {
        if (same(name, role_names[i])) {
            *ret_role = (enum token_role)i;
            return true;
        }
    }
    return false;
}

/* Tokens made before there was an epoch are of the first. */
static bool epoch_read(const json_t *claims, bool own, int64_t *ret_epoch)
{
    return time_of(claims, "epoch", 1, ret_epoch) && (*ret_epoch > 0 || own);
}

static bool scope_read(const json_t *claims, struct principal *principal)
{
    enum token_role role = principal->role;
    if (!code_copy(claims, "district", DISTRICT_DIGITS, principal->district))
        return false;
    if ((role == TOKEN_STREET || role == TOKEN_COMMUNITY) && !code_copy(claims, "street", STREET_DIGITS, principal->street))
        return false;
    if (role == TOKEN_COMMUNITY && !code_copy(claims, "community", COMMUNITY_DIGITS, principal->community))
        return false;
    return role != TOKEN_COMPANY || uuid_copy(text_of(claims, "firm"), principal->firm);
}

enum token_fault claims_check(const json_t *claims, const struct expectation *expectation, int64_t *ret_expires)
{
    if (!json_is_object(claims))
        return TOKEN_MALFORMED;
    if (!same(text_of(claims, "iss"), expectation->issuer))
        return TOKEN_WRONG_ISSUER;
    if (!audience_fits(json_object_get(claims, "aud"), expectation->audiences))
        return TOKEN_WRONG_AUDIENCE;
    return times_check(claims, expectation, ret_expires);
}

enum token_fault claims_read(const json_t *claims, const struct expectation *expectation, struct principal *ret_principal)
{
    struct principal principal = {0};
    enum token_fault fault = claims_check(claims, expectation, &principal.expires_at);
    if (fault != TOKEN_OK)
        return fault;
    if (!uuid_copy(text_of(claims, "sub"), principal.user) || !name_copy(claims, principal.name)
        || !epoch_read(claims, expectation->own, &principal.epoch))
        return TOKEN_MALFORMED;
    if (!role_read(text_of(claims, "role"), &principal.role) || !scope_read(claims, &principal))
        return TOKEN_NO_ROLE;
    *ret_principal = principal;
    return TOKEN_OK;
}

static bool put(json_t *claims, const char *name, const char *text)
{
    return json_object_set_new(claims, name, json_string(text)) == 0;
}

json_t *claims_of(const struct principal *principal)
{
    enum token_role role = principal->role;
    if ((size_t)role >= ROLE_NAMES)
        return NULL;
    json_t *claims = json_object();
    bool good = claims && put(claims, "sub", principal->user) && put(claims, "name", principal->name)
        && put(claims, "role", role_names[role]) && put(claims, "district", principal->district)
        && json_object_set_new(claims, "epoch", json_integer(principal->epoch)) == 0
        && ((role != TOKEN_STREET && role != TOKEN_COMMUNITY) || put(claims, "street", principal->street))
        && (role != TOKEN_COMMUNITY || put(claims, "community", principal->community))
        && (role != TOKEN_COMPANY || put(claims, "firm", principal->firm));
    if (good)
        return claims;
    json_decref(claims);
    return NULL;
}
