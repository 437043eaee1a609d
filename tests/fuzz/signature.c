/* libFuzzer: no header but the signed one is accepted; the input in turn as each part of a signed message, as a ring of keys and as a sealed value. */
#include <assert.h>
#include <stdint.h>
#include <string.h>
#include "auth/secret.h"

#define SECRET "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
#define ID "msg_p5jXN8AQM9LWM0D4loKWxJek"
#define TIME "1614265330"
#define BODY "{\"test\": 2432232314}"
#define SIGNATURE "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
#define NOW INT64_C(1614265330)

static bool verifies(const char *secret, const char *id, const char *timestamp, const char *signatures, const char *body)
{
    return webhook_verify(&secret, 1, id, timestamp, signatures, body, strlen(body), NOW, 300) == SIGNATURE_OK;
}

/* Is the good signature one of the list's first 16? */
static bool lists_it(const char *text)
{
    for (const char *at = text; (at = strstr(at, SIGNATURE)); at++) {
        char after = at[strlen(SIGNATURE)];
        if ((at == text || at[-1] == ' ') && (after == '\0' || after == ' '))
            return true;
    }
    return false;
}

static void try_seals(struct arena *arena, const char *text, const uint8_t *data, size_t size)
{
    struct seal_ring ring;
    size_t length = 0, plain = 0;
    if (seal_ring_read(arena, text, &ring))
        assert(ring.count > 0);
    bool read = seal_ring_read(arena, "a1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", &ring);
    assert(read);
    assert(!unseal(arena, &ring, "a1", "context", data, size, &plain));
    unsigned char *blob = seal(arena, &ring, text, data, size, &length);
    assert(blob);
    char *back = unseal(arena, &ring, "a1", text, blob, length, &plain);
    assert(back && plain == size && memcmp(back, data, size) == 0);
    if (size >= 2) {
        blob[data[0] % length] ^= (unsigned char)(data[1] | 1);
        assert(!unseal(arena, &ring, "a1", text, blob, length, &plain));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 4096)
        return 0;
    struct arena *arena = arena_new(1 << 20);
    const char *text = arena_strndup(arena, (const char *)data, size);
    if (verifies(SECRET, ID, TIME, text, BODY))
        assert(lists_it(text));
    assert(!verifies(SECRET, text, TIME, SIGNATURE, BODY) || strcmp(text, ID) == 0);
    assert(!verifies(SECRET, ID, text, SIGNATURE, BODY) || strcmp(text, TIME) == 0);
    assert(!verifies(SECRET, ID, TIME, SIGNATURE, text) || strcmp(text, BODY) == 0);
    assert(!verifies(text, ID, TIME, SIGNATURE, BODY) || strstr(SECRET, text));
    static const unsigned char key[32] = {1};
    char hash[65];
    phone_hash(key, (const char *)data, size, hash);
    assert(strlen(hash) == 0 || strlen(hash) == 64);
    try_seals(arena, text, data, size);
    arena_free(arena);
    return 0;
}
