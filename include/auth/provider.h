#pragma once
/* DESIGN. Another identity provider (OpenID Connect), by configuration: whose tokens it signs, for whom, with what, and which of its claims say
 * who a person is here. A rule is a claim (dotted path, perhaps with a table of values) or a fixed value. What a provider may grant ends with the
 * four roles of people: no rule can name a machine's, so no mistake at the provider makes one. Nothing here does input or output. */
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/buffer.h"

enum provider_rule { RULE_ROLE, RULE_DISTRICT, RULE_STREET, RULE_COMMUNITY, RULE_FIRM, RULE_USER_NAME, RULE_DISPLAY_NAME, RULE_COUNT };
extern const char *const provider_rule_names[RULE_COUNT];

#define PROVIDERS_MAX 16
#define PROVIDER_LIST_MAX 16
struct provider {
    const char *name;      /* for logs and metrics */
    const char *issuer;
    const char *jwks_uri;  /* NULL: the discovery document says */
    const char *audiences[PROVIDER_LIST_MAX + 1];  /* NULL-terminated; one of them must be in a token */
    const char *algorithms[PROVIDER_LIST_MAX + 1]; /* NULL-terminated */
    unsigned leeway_s;     /* clock skew on exp, nbf, iat */
    unsigned refresh_s;    /* keys are read again after this, or when their Cache-Control says, whichever is sooner */
    unsigned refetch_s;    /* an unknown key makes us read no more often */
    unsigned trust_s;      /* keys that could not be read again are good for this long */
    bool allow_http;
    const json_t *rules[RULE_COUNT]; /* NULL = none */
};

struct providers {
    struct provider items[PROVIDERS_MAX];
    size_t count;
    json_t *document; /* owns every text above */
};
/* From the text of the providers' file. On any fault false, and one line for each in `faults` ("providers[0].claims.role: what").
 * `own_issuer` is ours, and nobody else's. Released with providers_free(); NULL is fine. */
bool providers_read(const char *text, const char *own_issuer, struct buffer *faults, struct providers **ret_providers) __attribute__((warn_unused_result));
void providers_free(struct providers *providers);

/* What a token that a provider signed says of its holder, in the service's own terms. Texts live in the arena; NULL = not said. */
struct vouch {
    const struct provider *provider;
    const char *subject;
    const char *name;              /* unique and fit for users.name */
    const char *display_name;
    const char *role, *district, *street, *community, *firm; /* only those that apply to the role; `firm` is a uuid or a social credit code */
    const char *missing;           /* name of the first rule that the claims do not satisfy; NULL = none */
    int64_t issued_at, expires_at; /* seconds since 1970 */
};
/* From the payload of a token whose signature, issuer, audience and times are good. False when it has no usable subject. */
bool vouch_read(const struct provider *provider, const json_t *claims, struct arena *arena, struct vouch *ret_vouch) __attribute__((warn_unused_result));
