#include "auth/provider.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "jwk.h"

const char *const provider_rule_names[RULE_COUNT] = {
    [RULE_ROLE] = "role", [RULE_DISTRICT] = "district", [RULE_STREET] = "street", [RULE_COMMUNITY] = "community", [RULE_FIRM] = "firm",
    [RULE_USER_NAME] = "user_name", [RULE_DISPLAY_NAME] = "display_name",
};
static const char *const people[] = {"district", "street", "community", "company"};

/* Where we are in the document, for the faults. */
struct reading {
    struct buffer *faults;
    char place[160];
};

static void fault(struct reading *reading, const char *member, const char *format, ...) __attribute__((format(printf, 3, 4)));
static void fault(struct reading *reading, const char *member, const char *format, ...)
{
    char what[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    buffer_printf(reading->faults, "%s%s%s: %s\n", reading->place, *member && *reading->place ? "." : "", member, what);
}

static bool is_among(const char *text, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(text, list[i]) == 0)
            return true;
    return false;
}

static void only(struct reading *reading, const json_t *object, const char *const *known, size_t count)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)object, key, value)
        if (!is_among(key, known, count))
            fault(reading, key, "no such member");
}

static const char *text_read(struct reading *reading, const json_t *object, const char *member, bool needed)
{
    const json_t *value = json_object_get(object, member);
    const char *text = json_string_value(value);
    if (!value && needed)
        fault(reading, member, "is needed");
    else if (value && (!text || !*text))
        fault(reading, member, "must be a text that is not empty");
    return text && *text ? text : NULL;
}

static void texts_read(struct reading *reading, const json_t *object, const char *member, const char *out[PROVIDER_LIST_MAX + 1])
{
    const json_t *list = json_object_get(object, member);
    size_t count = json_array_size(list);
    if (!list || !json_is_array(list) || count == 0 || count > PROVIDER_LIST_MAX) {
        fault(reading, member, "must be a list of 1 to %d texts", PROVIDER_LIST_MAX);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        out[i] = json_string_value(json_array_get(list, i));
        if (!out[i] || !*out[i])
            fault(reading, member, "item %zu is no text, or empty", i);
    }
}

static unsigned number_read(struct reading *reading, const json_t *object, const char *member, unsigned absent, unsigned least, unsigned most)
{
    const json_t *value = json_object_get(object, member);
    if (!value)
        return absent;
    json_int_t number = json_integer_value(value);
    if (json_is_integer(value) && number >= (json_int_t)least && number <= (json_int_t)most)
        return (unsigned)number;
    fault(reading, member, "must be a whole number from %u to %u", least, most);
    return absent;
}

static bool digits_are(const char *text, size_t count)
{
    return strlen(text) == count && strspn(text, "0123456789") == count;
}

/* What a rule may come to: a value that could never be right is a fault of the configuration, not of every sign-in. */
static void result_check(struct reading *reading, enum provider_rule rule, const char *member, const char *value)
{
    static const size_t digits[RULE_COUNT] = {[RULE_DISTRICT] = 6, [RULE_STREET] = 9, [RULE_COMMUNITY] = 12};
    if (rule == RULE_ROLE && !is_among(value, people, sizeof people / sizeof *people))
        fault(reading, member, "\"%.40s\" is no role of people (district, street, community, company)", value);
    else if (digits[rule] && !digits_are(value, digits[rule]))
        fault(reading, member, "\"%.40s\" is no code of %zu digits", value, digits[rule]);
}

static void values_check(struct reading *reading, enum provider_rule rule, const json_t *values)
{
    const char *key;
    json_t *value;
    if (!values)
        return;
    if (!json_is_object(values) || json_object_size(values) == 0) {
        fault(reading, "values", "must be an object that is not empty: the claim's value to ours");
        return;
    }
    json_object_foreach((json_t *)(uintptr_t)values, key, value) {
        if (json_is_string(value))
            result_check(reading, rule, "values", json_string_value(value));
        else
            fault(reading, "values", "\"%.40s\" leads to no text", key);
    }
}

static void rule_check(struct reading *reading, enum provider_rule rule, const json_t *json)
{
    static const char *const known[] = {"claim", "values", "fixed"};
    if (!json_is_object(json)) {
        fault(reading, "", "must be an object with claim (and values) or fixed");
        return;
    }
    only(reading, json, known, sizeof known / sizeof *known);
    const char *claim = text_read(reading, json, "claim", false), *fixed = text_read(reading, json, "fixed", false);
    if (!claim == !fixed)
        fault(reading, "", "needs either claim or fixed");
    if (fixed)
        result_check(reading, rule, "fixed", fixed);
    if (fixed && json_object_get(json, "values"))
        fault(reading, "values", "has no meaning beside fixed");
    values_check(reading, rule, json_object_get(json, "values"));
}

static void rules_read(struct reading *reading, const json_t *json, struct provider *provider)
{
    const json_t *claims = json_object_get(json, "claims");
    size_t stem = strlen(reading->place);
    if (!json_is_object(claims)) {
        fault(reading, "claims", "is needed: which claim holds the role, the district, …");
        return;
    }
    snprintf(reading->place + stem, sizeof reading->place - stem, ".claims");
    only(reading, claims, provider_rule_names, RULE_COUNT);
    for (size_t i = 0; i < RULE_COUNT; i++) {
        provider->rules[i] = json_object_get(claims, provider_rule_names[i]);
        snprintf(reading->place + stem, sizeof reading->place - stem, ".claims.%s", provider_rule_names[i]);
        if (provider->rules[i])
            rule_check(reading, (enum provider_rule)i, provider->rules[i]);
        else if (i == RULE_ROLE || i == RULE_DISTRICT)
            fault(reading, "", "is needed");
    }
    reading->place[stem] = '\0';
}

static void algorithms_check(struct reading *reading, const struct provider *provider)
{
    for (size_t i = 0; i < PROVIDER_LIST_MAX && provider->algorithms[i]; i++)
        if (!jwk_algorithm(provider->algorithms[i]))
            fault(reading, "algorithms", "\"%.40s\" is none that may be used (RS256, PS256, ES256, EdDSA, … never HS256 or none)", provider->algorithms[i]);
}

static void provider_read(struct reading *reading, const json_t *json, struct provider *provider)
{
    static const char *const known[] = {"name", "issuer", "jwks_uri", "audiences", "algorithms", "leeway_s", "refresh_s", "refetch_s", "trust_s", "allow_http", "claims"};
    if (!json_is_object(json)) {
        fault(reading, "", "must be an object");
        return;
    }
    only(reading, json, known, sizeof known / sizeof *known);
    provider->name = text_read(reading, json, "name", true);
    provider->issuer = text_read(reading, json, "issuer", true);
    provider->jwks_uri = text_read(reading, json, "jwks_uri", false);
    texts_read(reading, json, "audiences", provider->audiences);
    texts_read(reading, json, "algorithms", provider->algorithms);
    algorithms_check(reading, provider);
    provider->leeway_s = number_read(reading, json, "leeway_s", 30, 0, 300);
    provider->refresh_s = number_read(reading, json, "refresh_s", 900, 1, 86400);
    provider->refetch_s = number_read(reading, json, "refetch_s", 10, 1, 3600);
    provider->trust_s = number_read(reading, json, "trust_s", 86400, 1, 2592000);
    const json_t *allow = json_object_get(json, "allow_http");
    provider->allow_http = json_is_true(allow);
    if (allow && !json_is_boolean(allow))
        fault(reading, "allow_http", "must be true or false");
    rules_read(reading, json, provider);
}

static void unique_check(struct reading *reading, const struct providers *providers, size_t at, const char *own_issuer)
{
    const struct provider *one = &providers->items[at];
    if (one->issuer && strcmp(one->issuer, own_issuer) == 0)
        fault(reading, "issuer", "is token_issuer, which is this service itself");
    for (size_t i = 0; i < at; i++) {
        const struct provider *other = &providers->items[i];
        if (one->issuer && other->issuer && strcmp(one->issuer, other->issuer) == 0)
            fault(reading, "issuer", "is that of providers[%zu] as well", i);
        if (one->name && other->name && strcmp(one->name, other->name) == 0)
            fault(reading, "name", "is that of providers[%zu] as well", i);
    }
}

static void list_read(struct reading *reading, struct providers *providers, const char *own_issuer)
{
    static const char *const known[] = {"providers"};
    const json_t *list = json_object_get(providers->document, "providers");
    only(reading, providers->document, known, 1);
    if (!json_is_array(list) || json_array_size(list) > PROVIDERS_MAX) {
        fault(reading, "providers", "must be a list of at most %d providers", PROVIDERS_MAX);
        return;
    }
    for (size_t i = 0; i < json_array_size(list); i++) {
        snprintf(reading->place, sizeof reading->place, "providers[%zu]", i);
        provider_read(reading, json_array_get(list, i), &providers->items[i]);
        unique_check(reading, providers, i, own_issuer);
        providers->count++;
    }
}

bool providers_read(const char *text, const char *own_issuer, struct buffer *faults, struct providers **ret_providers)
{
    struct reading reading = {.faults = faults};
    size_t before = faults->length;
    json_error_t error;
    struct providers *providers = calloc(1, sizeof *providers);
    if (!providers)
        return false;
    providers->document = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    if (!providers->document)
        buffer_printf(faults, "line %d: %s\n", error.line, error.text);
    else
        list_read(&reading, providers, own_issuer);
    if (faults->length != before || faults->failed) {
        providers_free(providers);
        return false;
    }
    *ret_providers = providers;
    return true;
}

void providers_free(struct providers *providers)
{
    if (!providers)
        return;
    json_decref(providers->document);
    free(providers);
}
