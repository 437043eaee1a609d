/* Keys come and go while tokens are verified; what was verified under a key that is gone is forgotten. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include "auth/token.h"
#include "auth/cache.h"

#define ISSUER "https://wuye.example"
#define NOW INT64_C(1800000000)

static const struct principal someone = {
    .role = TOKEN_COMPANY, .user = "01890a5d-ac96-774b-bcce-b302099a8057", .name = "firm", .district = "150202", .firm = "01890a5d-ac96-774b-bcce-b302099a8058",
    .epoch = 7,
};

struct pair {
    char *key, *jwks, *token;
};

static struct pair pair_make(struct arena *arena, const char *issuer)
{
    struct pair pair = { .key = signing_key_make(arena) };
    assert_non_null(pair.key);
    char *public_key = signing_key_public(arena, pair.key);
    assert_non_null(public_key);
    assert_null(strstr(public_key, "\"d\""));
    pair.jwks = arena_printf(arena, "{\"keys\":[%s]}", public_key);
    pair.token = token_sign(arena, pair.key, issuer, "wuye", &someone, NOW, 900);
    assert_non_null(pair.token);
    return pair;
}

static struct key_ring *ring_make(unsigned entries)
{
    const struct key_ring_settings settings = {ISSUER, "wuye", entries, 10};
    struct key_ring *ring = key_ring_new(&settings);
    assert_non_null(ring);
    return ring;
}

static enum token_fault verify(struct key_ring *ring, const char *token, int64_t now)
{
    struct principal principal = {0};
    enum token_fault fault = token_verify(ring, token, strlen(token), now, &principal);
    if (fault == TOKEN_OK) {
        assert_int_equal(principal.role, TOKEN_COMPANY);
        assert_string_equal(principal.firm, someone.firm);
        assert_int_equal(principal.expires_at, NOW + 900);
        assert_int_equal(principal.epoch, someone.epoch);
    }
    return fault;
}

static void a_token_is_good_until_it_expires_cached_or_not(void **state)
{
    (void)state;
    for (unsigned entries = 0; entries <= 64; entries += 64) {
        struct arena *arena = arena_new(1 << 20);
        struct key_ring *ring = ring_make(entries);
        struct pair pair = pair_make(arena, ISSUER);
        assert_int_equal(verify(ring, pair.token, NOW), TOKEN_UNKNOWN_KEY);
        assert_true(key_ring_trust(ring, NULL, NULL, pair.jwks));
        for (int i = 0; i < 3; i++)
            assert_int_equal(verify(ring, pair.token, NOW + 909), TOKEN_OK);
        for (int i = 0; i < 3; i++)
            assert_int_equal(verify(ring, pair.token, NOW + 910), TOKEN_EXPIRED);
        assert_int_equal(verify(ring, pair.token, NOW), TOKEN_OK);
        key_ring_free(ring);
        arena_free(arena);
    }
}

static void a_key_that_is_gone_takes_its_tokens_along(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 20);
    struct key_ring *ring = ring_make(64);
    struct pair old = pair_make(arena, ISSUER), fresh = pair_make(arena, ISSUER), other = pair_make(arena, "https://other.example");
    assert_true(key_ring_trust(ring, ISSUER, "wuye", old.jwks));
    assert_true(key_ring_trust(ring, "https://other.example", "wuye", other.jwks));
    assert_int_equal(verify(ring, old.token, NOW), TOKEN_OK);
    assert_int_equal(verify(ring, other.token, NOW), TOKEN_OK);
    assert_true(key_ring_trust(ring, ISSUER, "wuye", fresh.jwks));
    assert_int_equal(verify(ring, old.token, NOW), TOKEN_UNKNOWN_KEY);
    assert_int_equal(verify(ring, fresh.token, NOW), TOKEN_OK);
    assert_int_equal(verify(ring, other.token, NOW), TOKEN_OK);
    /* The same keys for another audience are other keys. */
    assert_true(key_ring_trust(ring, ISSUER, "elsewhere", fresh.jwks));
    assert_int_equal(verify(ring, fresh.token, NOW), TOKEN_WRONG_AUDIENCE);
    assert_true(key_ring_trust(ring, ISSUER, NULL, "{\"keys\":[]}"));
    assert_int_equal(verify(ring, fresh.token, NOW), TOKEN_UNKNOWN_KEY);
    key_ring_free(ring);
    arena_free(arena);
}

static void what_is_no_jwks_changes_nothing(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 20);
    struct key_ring *ring = ring_make(64);
    struct pair pair = pair_make(arena, ISSUER);
    assert_true(key_ring_trust(ring, NULL, NULL, pair.jwks));
    static const char *const bad[] = {"", "{", "[]", "{}", "null", "{\"keys\":{}}", "{\"keys\":[],\"keys\":[]}"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(key_ring_trust(ring, NULL, NULL, bad[i]));
    assert_int_equal(verify(ring, pair.token, NOW), TOKEN_OK);
    assert_true(key_ring_trust(ring, NULL, NULL, "{\"keys\":[1,null,{},[],{\"kty\":\"EC\"},{\"kid\":\"a\",\"kty\":\"oct\",\"k\":\"AAAA\",\"alg\":\"HS256\"}]}"));
    assert_int_equal(verify(ring, pair.token, NOW), TOKEN_UNKNOWN_KEY);
    key_ring_free(ring);
    arena_free(arena);
}

static void a_key_speaks_for_its_own_issuer_only(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 20);
    struct key_ring *ring = ring_make(64);
    struct pair ours = pair_make(arena, ISSUER), theirs = pair_make(arena, "https://other.example");
    assert_true(key_ring_trust(ring, ISSUER, "wuye", ours.jwks));
    assert_true(key_ring_trust(ring, "https://other.example", "wuye", theirs.jwks));
    char *forged = token_sign(arena, theirs.key, ISSUER, "wuye", &someone, NOW, 900);
    assert_int_equal(verify(ring, forged, NOW), TOKEN_WRONG_ISSUER);
    /* A scope that nobody holds is for our own operator to make up. */
    struct principal nobody = someone, seen;
    nobody.epoch = 0;
    char *made_up = token_sign(arena, ours.key, ISSUER, "wuye", &nobody, NOW, 900);
    assert_int_equal(token_verify(ring, made_up, strlen(made_up), NOW, &seen), TOKEN_OK);
    assert_int_equal(seen.epoch, 0);
    made_up = token_sign(arena, theirs.key, "https://other.example", "wuye", &nobody, NOW, 900);
    assert_int_equal(token_verify(ring, made_up, strlen(made_up), NOW, &seen), TOKEN_MALFORMED);
    key_ring_free(ring);
    arena_free(arena);
}

static void a_public_role_gets_no_token(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 20);
    struct pair pair = pair_make(arena, ISSUER);
    struct principal nobody = someone;
    nobody.role = TOKEN_PUBLIC;
    assert_null(token_sign(arena, pair.key, ISSUER, "wuye", &nobody, NOW, 900));
    assert_null(token_sign(arena, "{}", ISSUER, "wuye", &someone, NOW, 900));
    assert_null(token_sign(arena, "", ISSUER, "wuye", &someone, NOW, 900));
    assert_null(signing_key_public(arena, ""));
    assert_null(signing_key_public(arena, "{}"));
    arena_free(arena);
}

static void digest_of(unsigned n, unsigned char out[static CACHE_DIGEST])
{
    memset(out, 0, CACHE_DIGEST);
    memcpy(out, &n, sizeof n);
    out[31] = (unsigned char)n;
}

static void the_cache_is_bounded_and_keeps_what_is_used(void **state)
{
    (void)state;
    struct cache *cache = cache_new(64);
    assert_non_null(cache);
    struct cached cached = { .key_serial = 1, .principal = someone };
    cached.principal.expires_at = NOW;
    unsigned char digest[CACHE_DIGEST], first[CACHE_DIGEST];
    digest_of(0, first);
    struct principal principal;
    size_t kept = 0;
    for (unsigned n = 0; n < 1000; n++) {
        digest_of(n, digest);
        cache_put(cache, digest, &cached, 0);
        assert_true(cache_find(cache, first, NOW - 1, &principal));
    }
    for (unsigned n = 0; n < 1000; n++) {
        digest_of(n, digest);
        kept += cache_find(cache, digest, NOW - 1, &principal);
    }
    assert_int_equal(kept, 64);
    digest[31] ^= 1; /* the same place, another token */
    assert_false(cache_find(cache, digest, NOW - 1, &principal));
    assert_false(cache_find(cache, first, NOW, &principal));
    assert_false(cache_find(cache, first, NOW - 1, &principal));
    const uint64_t serial = 1;
    cache_forget(cache, &serial, 1);
    digest_of(999, digest);
    assert_true(cache_find(cache, digest, NOW - 1, &principal));
    cache_forget(cache, NULL, 0);
    assert_false(cache_find(cache, digest, NOW - 1, &principal));
    /* Verified before the keys were replaced, put in after: too late. */
    cache_put(cache, digest, &cached, 1);
    assert_false(cache_find(cache, digest, NOW - 1, &principal));
    cache_put(cache, digest, &cached, cache_generation(cache));
    assert_true(cache_find(cache, digest, NOW - 1, &principal));
    cache_free(cache);
}

struct race {
    struct key_ring *ring;
    const char *token, *with, *without;
    _Atomic bool done;
    _Atomic unsigned good, refused, wrong;
};

static void *verify_on(void *argument)
{
    struct race *race = argument;
    while (!atomic_load(&race->done)) {
        struct principal principal = {0};
        enum token_fault fault = token_verify(race->ring, race->token, strlen(race->token), NOW, &principal);
        atomic_fetch_add(fault == TOKEN_OK ? &race->good : fault == TOKEN_UNKNOWN_KEY ? &race->refused : &race->wrong, 1);
    }
    return NULL;
}

static void after_a_reload_no_reader_gets_the_old_answer(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 20);
    struct pair pair = pair_make(arena, ISSUER), other = pair_make(arena, ISSUER);
    struct race race = { .ring = ring_make(16), .token = pair.token, .with = pair.jwks, .without = other.jwks };
    pthread_t threads[4];
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, verify_on, &race), 0);
    for (int i = 0; i < 200; i++) {
        struct principal principal = {0};
        assert_true(key_ring_trust(race.ring, NULL, NULL, race.with));
        assert_int_equal(token_verify(race.ring, race.token, strlen(race.token), NOW, &principal), TOKEN_OK);
        assert_true(key_ring_trust(race.ring, NULL, NULL, race.without));
        for (int again = 0; again < 3; again++)
            assert_int_equal(token_verify(race.ring, race.token, strlen(race.token), NOW, &principal), TOKEN_UNKNOWN_KEY);
    }
    atomic_store(&race.done, true);
    for (size_t i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(race.wrong, 0);
    assert_true(race.good > 0 && race.refused > 0);
    key_ring_free(race.ring);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_token_is_good_until_it_expires_cached_or_not), cmocka_unit_test(a_key_that_is_gone_takes_its_tokens_along),
        cmocka_unit_test(what_is_no_jwks_changes_nothing), cmocka_unit_test(a_key_speaks_for_its_own_issuer_only), cmocka_unit_test(a_public_role_gets_no_token),
        cmocka_unit_test(the_cache_is_bounded_and_keeps_what_is_used), cmocka_unit_test(after_a_reload_no_reader_gets_the_old_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
