/* Which providers there are, and how their keys are read. */
#include "api/providers.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"

#define FILE_MAX (1 << 20)
#define KEYS_MAX (256 << 10)

static bool file_text(const char *path, struct buffer *faults, struct buffer *out)
{
    FILE *file = fopen(path, "re");
    char block[4096];
    size_t length;
    if (!file) {
        buffer_printf(faults, "%s: %s\n", path, strerror(errno));
        return false;
    }
    while (out->length <= FILE_MAX && (length = fread(block, 1, sizeof block, file)) > 0)
        buffer_add(out, block, length);
    bool fine = !ferror(file) && out->length <= FILE_MAX && !memchr(out->length ? out->data : "", '\0', out->length);
    fclose(file);
    if (!fine)
        buffer_printf(faults, "%s: cannot be read, or is no text of at most 1 MiB\n", path);
    return fine;
}

static void urls_check(const struct providers *providers, struct buffer *faults)
{
    for (size_t i = 0; i < providers->count; i++) {
        const struct provider *provider = &providers->items[i];
        const char *what = fetch_url_fault(provider->issuer, provider->allow_http);
        if (what)
            buffer_printf(faults, "providers[%zu].issuer: %s\n", i, what);
        what = provider->jwks_uri ? fetch_url_fault(provider->jwks_uri, provider->allow_http) : NULL;
        if (what)
            buffer_printf(faults, "providers[%zu].jwks_uri: %s\n", i, what);
    }
}

bool providers_load(const struct config *config, struct buffer *faults, struct providers **ret_providers)
{
    const char *path = config_text(config, "oidc_providers_file");
    BUFFER_CLEANUP struct buffer text = {0}, own = {0};
    struct providers *providers = NULL;
    size_t before = faults->length;
    if (!*path)
        return providers_read("{\"providers\":[]}", "", faults, ret_providers);
    if (!file_text(path, faults, &text) || !buffer_text(&text))
        return false;
    if (providers_read(text.data, config_text(config, "token_issuer"), &own, &providers))
        urls_check(providers, &own);
    /* Each fault with the file it stands in. */
    char *rest = buffer_text(&own), *line;
    while (rest && (line = strsep(&rest, "\n")))
        if (*line)
            buffer_printf(faults, "%s: %s\n", path, line);
    if (!providers || own.length || faults->length != before) {
        providers_free(providers);
        return false;
    }
    *ret_providers = providers;
    return true;
}

struct fetcher *fetcher_configured(const struct config *config)
{
    struct fetcher_settings settings = {.ca_file = config_text(config, "fetch_ca_file")};
    settings.networks = config_list(config, "fetch_networks", &settings.network_count);
    return fetcher_new(&settings);
}

static const char *get(const struct key_reading *reading, const char *url, struct arena *arena, struct fetch_answer *ret_answer, const char **ret_why)
{
    static const char *const headers[] = {"Accept: application/json, application/jwk-set+json", NULL};
    const struct fetch_request request = {
        .method = "GET", .url = url, .headers = headers, .deadline_ms = reading->deadline_ms, .size_max = KEYS_MAX,
        .allow_http = reading->provider->allow_http, .cancelled = reading->cancelled,
    };
    enum fetch_outcome outcome = fetch(reading->fetcher, &request, arena, ret_answer);
    if (outcome == FETCH_OK && ret_answer->status == 200)
        return ret_answer->body;
    *ret_why = outcome == FETCH_OK ? arena_printf(arena, "%s: status %d", url, ret_answer->status) : arena_printf(arena, "%s: %s", url, fetch_outcome_text(outcome));
    return NULL;
}

/* Where the keys are, as the provider says of itself (OpenID Connect Discovery §4). */
static const char *discover(const struct key_reading *reading, struct arena *arena, const char **ret_why)
{
    const char *issuer = reading->provider->issuer, *found = NULL;
    size_t length = strlen(issuer);
    if (issuer[length - 1] == '/')
        length--;
    const char *url = arena_printf(arena, "%.*s/.well-known/openid-configuration", (int)length, issuer);
    struct fetch_answer answer;
    const char *body = get(reading, url, arena, &answer, ret_why);
    if (!body)
        return NULL;
    json_t *document = json_loads(body, 0, NULL);
    const char *named = json_string_value(json_object_get(document, "issuer")), *uri = json_string_value(json_object_get(document, "jwks_uri"));
    if (named && uri && strcmp(named, issuer) == 0)
        found = arena_strdup(arena, uri);
    else
        *ret_why = arena_printf(arena, "%s: is not the discovery document of this issuer", url);
    json_decref(document);
    return found;
}

static int64_t max_age(const char *cache_control)
{
    const char *at = strcasestr(cache_control, "max-age=");
    int64_t seconds;
    char digits[20];
    if (!at)
        return strcasestr(cache_control, "no-cache") || strcasestr(cache_control, "no-store") ? 0 : -1;
    at += strlen("max-age=");
    snprintf(digits, sizeof digits, "%.*s", (int)strspn(at, "0123456789"), at);
    return text_to_int64(digits, &seconds) ? seconds : -1;
}

const char *provider_keys_read(const struct key_reading *reading, struct arena *arena, int64_t *ret_max_age_s, const char **ret_why)
{
    const char *url = reading->provider->jwks_uri;
    struct fetch_answer answer;
    if (!url && !(url = discover(reading, arena, ret_why)))
        return NULL;
    const char *body = get(reading, url, arena, &answer, ret_why);
    if (body)
        *ret_max_age_s = max_age(answer.cache_control);
    return body;
}
