#include "auth/provider.h"
#include <stdio.h>
#include <string.h>
#include "base/uuid.h"
#include "crypto.h"

/* DESIGN. What does not fit is not there: a role that maps to nothing, a code of the wrong length, a text with a control character. Which rule
 * failed is said by name, so that whoever runs the provider can mend it; the value itself is not repeated. */

enum { LONGEST_SUBJECT = 255, LONGEST_VALUE = 128, DIGEST_SHOWN = 5, NAME_LENGTH = 63 };

static bool is_plain(const char *text, size_t most)
{
    size_t length = strlen(text);
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] < ' ' || text[i] == 0x7F)
            return false;
    return length > 0 && length <= most;
}

/* A claim's name may hold dots itself ("https://id.example/role"), so what is left of the path is tried whole before it is cut. */
static const json_t *claim_at(const json_t *claims, const char *path)
{
    const json_t *whole = json_object_get(claims, path);
    if (whole)
        return whole;
    for (const char *dot = strchr(path, '.'); dot; dot = strchr(dot + 1, '.')) {
        const json_t *inner = json_object_getn(claims, path, (size_t)(dot - path));
        if (json_is_object(inner))
            return claim_at(inner, dot + 1);
    }
    return NULL;
}

/* What one value of a claim comes to; NULL = nothing. */
static const char *value_maps(const json_t *rule, const json_t *value, struct arena *arena)
{
    const json_t *values = json_object_get(rule, "values");
    const char *text = json_is_integer(value) ? arena_printf(arena, "%lld", (long long)json_integer_value(value)) : json_string_value(value);
    if (text && values)
        text = json_string_value(json_object_get(values, text));
    return text && is_plain(text, LONGEST_VALUE) ? arena_strdup(arena, text) : NULL;
}

/* Of a list, the first value that maps. */
static const char *rule_apply(const json_t *rule, const json_t *claims, struct arena *arena)
{
    const char *fixed = json_string_value(json_object_get(rule, "fixed")), *path = json_string_value(json_object_get(rule, "claim"));
    if (fixed)
        return arena_strdup(arena, fixed);
    const json_t *claim = path ? claim_at(claims, path) : NULL;
    if (!json_is_array(claim))
        return claim ? value_maps(rule, claim, arena) : NULL;
    const char *found = NULL;
    for (size_t i = 0; i < json_array_size(claim) && !found; i++)
        found = value_maps(rule, json_array_get(claim, i), arena);
    return found;
}

static const char *code_of(const struct provider *provider, enum provider_rule rule, const json_t *claims, size_t digits, struct arena *arena)
{
    const char *code = rule_apply(provider->rules[rule], claims, arena);
    return code && strlen(code) == digits && strspn(code, "0123456789") == digits ? code : NULL;
}

static bool is_credit_code(const char *text)
{
    return strlen(text) == 18 && strspn(text, "0123456789ABCDEFGHJKLMNPQRTUWXY") == 18;
}

static void scope_read(const json_t *claims, struct arena *arena, struct vouch *vouch)
{
    const struct provider *provider = vouch->provider;
    bool street = strcmp(vouch->role, "street") == 0, community = strcmp(vouch->role, "community") == 0, company = strcmp(vouch->role, "company") == 0;
    vouch->district = code_of(provider, RULE_DISTRICT, claims, 6, arena);
    if (!vouch->district)
        vouch->missing = "district";
    /* A community's street is looked up: the two must not be able to disagree. */
    if (street && !(vouch->street = code_of(provider, RULE_STREET, claims, 9, arena)))
        vouch->missing = "street";
    if (community && !(vouch->community = code_of(provider, RULE_COMMUNITY, claims, 12, arena)))
        vouch->missing = "community";
    if (!company)
        return;
    vouch->firm = rule_apply(provider->rules[RULE_FIRM], claims, arena);
    if (!vouch->firm || !(is_credit_code(vouch->firm) || uuid_is(vouch->firm, strlen(vouch->firm))))
        vouch->missing = "firm";
}

/* What the provider calls the person, as far as it fits, and a digest of (issuer, subject), which is what makes it one person's alone. */
static const char *name_make(const struct provider *provider, const char *subject, const char *wanted, struct arena *arena)
{
    unsigned char digest[32];
    char name[NAME_LENGTH + 1];
    size_t length = 0, most = NAME_LENGTH - 1 - 2 * DIGEST_SHOWN;
    for (; *wanted && *wanted != '@' && length < most; wanted++) {
        char c = *wanted >= 'A' && *wanted <= 'Z' ? (char)(*wanted - 'A' + 'a') : *wanted;
        bool first = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (first || (length > 0 && (c == '.' || c == '_' || c == '-')))
            name[length++] = c;
    }
    if (length == 0)
        name[length++] = 'u';
    name[length] = '\0';
    const char *key = arena_printf(arena, "%s\n%s", provider->issuer, subject);
    crypto_sha256((struct span){key, strlen(key)}, digest);
    return arena_printf(arena, "%s-%02x%02x%02x%02x%02x", name, digest[0], digest[1], digest[2], digest[3], digest[4]);
}

bool vouch_read(const struct provider *provider, const json_t *claims, struct arena *arena, struct vouch *ret_vouch)
{
    static const char *const people[] = {"district", "street", "community", "company"};
    const char *subject = json_string_value(json_object_get(claims, "sub"));
    if (!subject || !is_plain(subject, LONGEST_SUBJECT))
        return false;
    struct vouch vouch = {
        .provider = provider, .subject = arena_strdup(arena, subject),
        .issued_at = json_integer_value(json_object_get(claims, "iat")), .expires_at = json_integer_value(json_object_get(claims, "exp")),
        .missing = "role",
    };
    const json_t *name_rule = provider->rules[RULE_USER_NAME];
    const char *wanted = name_rule ? rule_apply(name_rule, claims, arena) : json_string_value(json_object_get(claims, "preferred_username"));
    vouch.name = name_make(provider, subject, wanted ? wanted : subject, arena);
    if (provider->rules[RULE_DISPLAY_NAME])
        vouch.display_name = rule_apply(provider->rules[RULE_DISPLAY_NAME], claims, arena);
    const char *role = rule_apply(provider->rules[RULE_ROLE], claims, arena);
    for (size_t i = 0; role && i < sizeof people / sizeof *people; i++)
        if (strcmp(role, people[i]) == 0)
            vouch.role = people[i];
    if (vouch.role) {
        vouch.missing = NULL;
        scope_read(claims, arena, &vouch);
    }
    *ret_vouch = vouch;
    return true;
}
