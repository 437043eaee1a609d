/* libFuzzer: no token but the signed one is accepted, and no input harms, neither as a token, nor as its three parts, nor as a set of keys. */
#include <assert.h>
#include <stdint.h>
#include <string.h>
#include "auth/token.h"
#include "base/text.h"

#define NOW INT64_C(1800000000)
enum { LONGEST = 9000 };

static struct key_ring *ring;
static char *good;

static void prepare(void)
{
    static const struct principal someone = { .role = TOKEN_STREET, .user = "01890a5d-ac96-774b-bcce-b302099a8057", .name = "a", .district = "150202", .street = "150202001" };
    static struct arena *arena;
    const struct key_ring_settings settings = {"https://wuye.example", "wuye", 16, 10};
    arena = arena_new(1 << 20);
    ring = key_ring_new(&settings);
    char *key = signing_key_make(arena);
    bool trusted = key_ring_trust(ring, NULL, NULL, arena_printf(arena, "{\"keys\":[%s]}", signing_key_public(arena, key)));
    assert(trusted);
    good = token_sign(arena, key, settings.issuer, settings.audience, &someone, NOW, 900);
}

static void try_token(const char *token, size_t length)
{
    struct principal principal;
    enum token_fault fault = token_verify(ring, token, length, NOW, &principal);
    assert((fault == TOKEN_OK) == (length == strlen(good) && memcmp(token, good, length) == 0));
    assert(token_fault_text(fault));
}

/* The input as the header, or as the payload, of a token whose other parts are good. */
static void try_part(struct arena *arena, const uint8_t *data, size_t size)
{
    char *part = arena_alloc(arena, TEXT_BASE64URL_SIZE(size));
    text_base64url(data, size, part);
    const char *first = strchr(good, '.'), *second = strrchr(good, '.');
    char *token = arena_printf(arena, "%s%s", part, first);
    try_token(token, strlen(token));
    token = arena_printf(arena, "%.*s.%s%s", (int)(first - good), good, part, second);
    try_token(token, strlen(token));
    token = arena_printf(arena, "%.*s.%s", (int)(second - good), good, part);
    try_token(token, strlen(token));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!ring)
        prepare();
    if (size > LONGEST)
        return 0;
    struct arena *arena = arena_new(1 << 20);
    try_token((const char *)data, size);
    try_part(arena, data, size);
    /* One byte of the good token changed. */
    if (size >= 3) {
        char *changed = arena_strdup(arena, good);
        changed[(data[0] << 8 | data[1]) % strlen(good)] = (char)data[2];
        try_token(changed, strlen(good));
    }
    bool trusted = key_ring_trust(ring, "https://other.example", "wuye", arena_strndup(arena, (const char *)data, size));
    (void)trusted;
    try_token(good, strlen(good));
    arena_free(arena);
    return 0;
}
