#include "private.h"
#include <jansson.h>
#include <string.h>
#include "auth/token.h"
#include "base/text.h"

/* A key signs until the next one is made. Tokens signed before stay good for their life, which is a day at most; a second day
 * is for servers that have not read the new keys yet. */
static const char add_sql[] =
    "with older as (update signing_keys set signs_until = greatest(now(), created_at + interval '1 microsecond'), "
    " trusted_until = now() + interval '2 days' where signs_until > now()) "
    "insert into signing_keys (kid, algorithm, public_jwk, private_sealed, seal_key, created_at, signs_until, trusted_until) "
    "values ($1, $2, $3, decode($4, 'hex'), $5, now(), now() + interval '10 years', now() + interval '10 years 2 days')";
static const char live_sql[] =
    "select kid, seal_key, encode(private_sealed, 'hex') as private_sealed from signing_keys "
    "where signs_until > now() order by created_at desc limit 1";

/* What a key's seal is bound to, so that no sealed value can stand in for another. */
static char *context_of(struct invocation *invocation, const char *kid)
{
    return arena_printf(invocation->arena, "signing_key:%s", kid);
}

static bool ring_read(struct invocation *invocation, struct seal_ring *ret_ring)
{
    if (seal_ring_read(invocation->arena, config_text(invocation->config, "seal_keys"), ret_ring))
        return true;
    buffer_add_text(&invocation->trouble, "seal_keys: not understood\n");
    return false;
}

static const char *member(struct invocation *invocation, const char *jwk, const char *name)
{
    json_t *key = json_loads(jwk, 0, NULL);
    const char *text = json_string_value(json_object_get(key, name));
    text = text ? arena_strdup(invocation->arena, text) : NULL;
    json_decref(key);
    return text;
}

bool signing_key_add(struct invocation *invocation, struct admin *admin)
{
    struct seal_ring ring;
    struct admin_rows *rows;
    size_t length = 0;
    if (!ring_read(invocation, &ring))
        return false;
    char *private_jwk = signing_key_make(invocation->arena);
    char *public_jwk = private_jwk ? signing_key_public(invocation->arena, private_jwk) : NULL;
    const char *kid = public_jwk ? member(invocation, public_jwk, "kid") : NULL;
    const char *algorithm = public_jwk ? member(invocation, public_jwk, "alg") : NULL;
    unsigned char *sealed = kid && algorithm
        ? seal(invocation->arena, &ring, context_of(invocation, kid), private_jwk, strlen(private_jwk), &length) : NULL;
    if (!sealed) {
        buffer_add_text(&invocation->trouble, "a signing key could not be made\n");
        return false;
    }
    char *hex = arena_alloc(invocation->arena, 2 * length + 1);
    text_hex(sealed, length, hex);
    const char *values[] = {kid, algorithm, public_jwk, hex, ring.keys[0].id};
    if (!admin_query(admin, add_sql, values, 5, &rows))
        return false;
    admin_rows_free(rows);
    return true;
}

static int nibble(char digit)
{
    const char *digits = "0123456789abcdef", *at = digit ? strchr(digits, digit) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* encode(…, 'hex') of PostgreSQL: lower case, two digits a byte. */
static bool hex_read(const char *hex, unsigned char *out)
{
    for (; *hex; hex += 2) {
        int high = nibble(hex[0]), low = nibble(hex[1]);
        if (high < 0 || low < 0)
            return false;
        *out++ = (unsigned char)(high << 4 | low);
    }
    return true;
}

char *hex_unseal(struct arena *arena, const struct seal_ring *ring, const char *key_id, const char *context, const char *hex)
{
    size_t length = strlen(hex) / 2;
    unsigned char *blob = arena_alloc(arena, length + 1);
    char *plain = hex_read(hex, blob) ? unseal(arena, ring, key_id, context, blob, length, &length) : NULL;
    secret_wipe_later(arena, plain);
    return plain;
}

bool signing_key_live(struct invocation *invocation, struct admin *admin, const char **ret_private_jwk)
{
    struct seal_ring ring;
    struct admin_rows *rows;
    const char *jwk = NULL;
    if (!ring_read(invocation, &ring) || !admin_query(admin, live_sql, NULL, 0, &rows))
        return false;
    bool any = admin_rows_count(rows) > 0;
    if (any) {
        const char *kid = admin_rows_text(rows, 0, "kid");
        jwk = hex_unseal(invocation->arena, &ring, admin_rows_text(rows, 0, "seal_key"), context_of(invocation, kid), admin_rows_text(rows, 0, "private_sealed"));
        if (!jwk)
            buffer_printf(&invocation->trouble, "signing key %s was sealed with seal key %s, which seal_keys does not hold (or holds with other bytes)\n",
                          kid, admin_rows_text(rows, 0, "seal_key"));
    }
    admin_rows_free(rows);
    if (any && !jwk)
        return false;
    *ret_private_jwk = jwk;
    return true;
}
