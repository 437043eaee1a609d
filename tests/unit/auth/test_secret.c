/* Passwords, keys, signatures and sealing, against published vectors and the openssl command. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "auth/crypto.h"
#include "auth/secret.h"
#include "base/text.h"

static const struct password_cost cheap = {.memory_kib = 64, .passes = 1, .lanes = 1};

static const char *hex_of(const void *data, size_t length)
{
    static char out[256];
    text_hex(data, length, out);
    return out;
}

static void a_password_is_known_again_and_no_other(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 20);
    char *encoded = password_hash(arena, "密码 123", &cheap), *again = password_hash(arena, "密码 123", &cheap);
    assert_non_null(encoded);
    assert_non_null(again);
    assert_memory_equal(encoded, "$argon2id$v=19$m=64,t=1,p=1$", 28);
    assert_string_not_equal(encoded, again);
    assert_true(password_is(encoded, "密码 123"));
    assert_false(password_is(encoded, "密码 124"));
    assert_false(password_is(encoded, ""));
    assert_false(password_is("", "密码 123"));
    assert_false(password_is("$argon2id$nonsense", "密码 123"));
    assert_false(password_is("$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$iWh06vD8Fy27wf9npn6FXWiCX4K6pW6Ue1Bnzz07Z8A", "x"));
    password_burn("whatever", &cheap);
    char *none = password_hash(arena, "", &cheap);
    assert_null(none);
    char *overlong = malloc(1026);
    assert_non_null(overlong);
    memset(overlong, 'x', 1025);
    overlong[1025] = '\0';
    none = password_hash(arena, overlong, &cheap);
    assert_null(none);
    assert_false(password_is(encoded, overlong));
    free(overlong);
    arena_free(arena);
}

static void expect_zeros(void *text)
{
    static const char zeros[8];
    assert_memory_equal(text, zeros, sizeof zeros);
}

static void a_secret_is_overwritten_before_its_memory_is_given_back(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 16);
    char *text = arena_strdup(arena, "geheim!");
    arena_defer(arena, expect_zeros, text); /* what is deferred first is done last */
    secret_wipe_later(arena, text);
    secret_wipe_later(arena, NULL);
    assert_string_equal(text, "geheim!");
    arena_free(arena);
}

static void secrets_differ_and_digests_are_known(void **state)
{
    (void)state;
    char a[44], b[44], digest[65];
    secret_make(a);
    secret_make(b);
    assert_int_equal(strlen(a), 43);
    assert_string_not_equal(a, b);
    secret_digest("abc", 3, digest);
    assert_string_equal(digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    secret_digest("", 0, digest);
    assert_string_equal(digest, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

/* RFC 5869, test cases 1 and 3. */
static void hkdf_gives_what_the_rfc_says(void **state)
{
    (void)state;
    unsigned char secret[22], salt[13], info[10], out[42];
    memset(secret, 0x0b, sizeof secret);
    for (unsigned char i = 0; i < sizeof salt; i++)
        salt[i] = i;
    for (unsigned char i = 0; i < sizeof info; i++)
        info[i] = (unsigned char)(0xf0 + i);
    assert_true(crypto_hkdf((struct span){secret, 22}, (struct span){salt, 13}, (struct span){info, 10}, out, sizeof out));
    assert_string_equal(hex_of(out, sizeof out), "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
    assert_true(crypto_hkdf((struct span){secret, 22}, (struct span){NULL, 0}, (struct span){NULL, 0}, out, sizeof out));
    assert_string_equal(hex_of(out, sizeof out), "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
    unsigned char *too_much = malloc(255 * 32 + 1);
    assert_non_null(too_much);
    assert_false(crypto_hkdf((struct span){secret, 22}, (struct span){salt, 13}, (struct span){info, 10}, too_much, 255 * 32 + 1));
    free(too_much);
}

static void derived_keys_differ_by_purpose(void **state)
{
    (void)state;
    unsigned char a[32], b[32], c[32];
    secret_derive("secret", "cursor", a);
    secret_derive("secret", "phone", b);
    secret_derive("secret", "cursor", c);
    assert_memory_equal(a, c, 32);
    assert_memory_not_equal(a, b, 32);
}

/* RFC 4231, test cases 1, 2 and 6. */
static void hmac_gives_what_the_rfc_says(void **state)
{
    (void)state;
    unsigned char key[131], out[32];
    memset(key, 0x0b, 20);
    hmac_sha256(key, 20, "Hi There", 8, out);
    assert_string_equal(hex_of(out, 32), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    hmac_sha256("Jefe", 4, "what do ya want for nothing?", 28, out);
    assert_string_equal(hex_of(out, 32), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    memset(key, 0xaa, 131);
    hmac_sha256(key, 131, "Test Using Larger Than Block-Size Key - Hash Key First", 54, out);
    assert_string_equal(hex_of(out, 32), "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    hmac_sha256("", 0, "", 0, out);
    assert_string_equal(hex_of(out, 32), "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

#define SECRET "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
#define ID "msg_p5jXN8AQM9LWM0D4loKWxJek"
#define TIME "1614265330"
#define BODY "{\"test\": 2432232314}"
/* The first is the published one of the scheme; both are what `openssl dgst -mac HMAC` says of the same text. */
#define V1 "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
#define V1SM3 "v1sm3,/HoSFIzweCy/UJPM50++HyVPa/54PFXtLisZ9sIFN1I="

static enum signature_fault verify(const char *signatures, int64_t now)
{
    const char *const secrets[] = {"whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", SECRET};
    return webhook_verify(secrets, 2, ID, TIME, signatures, BODY, strlen(BODY), now, 300);
}

static void a_signature_is_accepted_by_either_scheme_and_either_key(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 20);
    int64_t now = 1614265330;
    char *signed_text = webhook_sign(arena, SECRET, false, ID, now, BODY, strlen(BODY));
    assert_string_equal(signed_text, V1);
    signed_text = webhook_sign(arena, SECRET + 6, true, ID, now, BODY, strlen(BODY));
    assert_string_equal(signed_text, V1SM3);
    assert_int_equal(verify(V1, now), SIGNATURE_OK);
    assert_int_equal(verify(V1SM3, now), SIGNATURE_OK);
    assert_int_equal(verify("v1a,xyz v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= " V1SM3, now), SIGNATURE_OK);
    assert_int_equal(verify(V1, now + 300), SIGNATURE_OK);
    assert_int_equal(verify(V1, now - 300), SIGNATURE_OK);
    const char *const one[] = {SECRET};
    assert_int_equal(webhook_verify(one, 1, ID, TIME, V1, BODY, strlen(BODY), now, 300), SIGNATURE_OK);
    char secret[WEBHOOK_SECRET_SIZE];
    webhook_secret_make(secret);
    const char *const made[] = {secret};
    signed_text = webhook_sign(arena, secret, true, "x", now, NULL, 0);
    assert_non_null(signed_text);
    assert_int_equal(webhook_verify(made, 1, "x", TIME, signed_text, NULL, 0, now, 300), SIGNATURE_OK);
    arena_free(arena);
}

static void a_wrong_signature_is_refused(void **state)
{
    (void)state;
    int64_t now = 1614265330;
    const char *const secrets[] = {SECRET}, *const bad[] = {"whsec_short", "", "not base64 !", "whsec_c2hvcnQ="};
    assert_int_equal(verify(V1, now + 301), SIGNATURE_STALE);
    assert_int_equal(verify(V1, now - 301), SIGNATURE_STALE);
    /* One scheme's text under the other's name. */
    assert_int_equal(verify("v1sm3" "," "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", now), SIGNATURE_WRONG);
    assert_int_equal(verify("v1" "," "/HoSFIzweCy/UJPM50++HyVPa/54PFXtLisZ9sIFN1I=", now), SIGNATURE_WRONG);
    assert_int_equal(webhook_verify(secrets, 1, ID, TIME, V1, BODY, strlen(BODY) - 1, now, 300), SIGNATURE_WRONG);
    assert_int_equal(webhook_verify(secrets, 1, "msg_other", TIME, V1, BODY, strlen(BODY), now, 300), SIGNATURE_WRONG);
    assert_int_equal(webhook_verify(secrets, 1, ID, "1614265331", V1, BODY, strlen(BODY), now, 300), SIGNATURE_WRONG);
    assert_int_equal(webhook_verify(bad, 4, ID, TIME, V1, BODY, strlen(BODY), now, 300), SIGNATURE_WRONG);
    assert_int_equal(webhook_verify(secrets, 0, ID, TIME, V1, BODY, strlen(BODY), now, 300), SIGNATURE_WRONG);
    static const char *const malformed[] = {"", " ", "v1", "v1,", "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OF="};
    for (size_t i = 0; i < sizeof malformed / sizeof malformed[0]; i++)
        assert_int_equal(verify(malformed[i], now), SIGNATURE_MALFORMED);
    static const char *const times[] = {"", "-1", "+1614265330", "01614265330", "1614265330.0", " 1614265330", "1614265330 ", "99999999999999999999", "0x10"};
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++)
        assert_int_equal(webhook_verify(secrets, 1, ID, times[i], V1, BODY, strlen(BODY), now, 300), SIGNATURE_MALFORMED);
    /* With a dot in the id one text could be two messages. */
    assert_int_equal(webhook_verify(secrets, 1, "msg.1", TIME, V1, BODY, strlen(BODY), now, 300), SIGNATURE_MALFORMED);
    assert_int_equal(webhook_verify(secrets, 1, "", TIME, V1, BODY, strlen(BODY), now, 300), SIGNATURE_MALFORMED);
    assert_int_equal(webhook_verify(secrets, 1, NULL, TIME, V1, BODY, strlen(BODY), now, 300), SIGNATURE_MALFORMED);
}

#define KEY_A "a1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

static void what_is_sealed_comes_back_and_nothing_else_does(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 20);
    struct seal_ring ring = {0}, newer = {0};
    assert_true(seal_ring_read(arena, KEY_A, &ring));
    assert_true(seal_ring_read(arena, "b:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHiA=," KEY_A, &newer));
    static const char text[] = "13800138000";
    size_t length = 0, plain = 0;
    unsigned char *blob = seal(arena, &ring, "complaint:1:/phone", text, strlen(text), &length);
    assert_non_null(blob);
    assert_int_equal(length, strlen(text) + 29);
    char *back = unseal(arena, &ring, "a1", "complaint:1:/phone", blob, length, &plain);
    assert_string_equal(back, text);
    assert_int_equal(plain, strlen(text));
    /* An old key unseals, the first one seals. */
    back = unseal(arena, &newer, "a1", "complaint:1:/phone", blob, length, &plain);
    assert_string_equal(back, text);
    size_t new_length = 0;
    unsigned char *fresh = seal(arena, &newer, "c", text, strlen(text), &new_length);
    back = unseal(arena, &newer, "b", "c", fresh, new_length, &plain);
    assert_string_equal(back, text);
    assert_null(unseal(arena, &newer, "a1", "c", fresh, new_length, &plain));
    assert_null(unseal(arena, &ring, "a1", "complaint:2:/phone", blob, length, &plain));
    assert_null(unseal(arena, &ring, "a", "complaint:1:/phone", blob, length, &plain));
    assert_null(unseal(arena, &ring, "", "complaint:1:/phone", blob, length, &plain));
    for (size_t bit = 0; bit < length * 8; bit++) {
        blob[bit / 8] ^= (unsigned char)(1u << bit % 8);
        assert_null(unseal(arena, &ring, "a1", "complaint:1:/phone", blob, length, &plain));
        blob[bit / 8] ^= (unsigned char)(1u << bit % 8);
    }
    for (size_t cut = 0; cut < length; cut++)
        assert_null(unseal(arena, &ring, "a1", "complaint:1:/phone", blob, cut, &plain));
    unsigned char *second = seal(arena, &ring, "complaint:1:/phone", text, strlen(text), &length);
    assert_memory_not_equal(blob, second, length);
    unsigned char *nothing = seal(arena, &ring, "c", "", 0, &length);
    back = unseal(arena, &ring, "a1", "c", nothing, length, &plain);
    assert_string_equal(back, "");
    arena_free(arena);
}

static void a_malformed_ring_is_refused(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 20);
    struct seal_ring ring = {0};
    static const char *const bad[] = {"", ",", ":", "a1", "a1:", ":AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", KEY_A ",", "," KEY_A, KEY_A "," KEY_A, "a1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg==",
        "a1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8", "a b:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "abcdefghijklmnop:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (seal_ring_read(arena, bad[i], &ring))
            fail_msg("accepted: %s", bad[i]);
    }
    arena_free(arena);
}

static void one_number_has_one_hash_however_it_is_written(void **state)
{
    (void)state;
    static const unsigned char key[32] = {1}, other[32] = {2};
    static const char *const mobile[] = {"13800138000", "138 0013 8000", "+8613800138000", "86-13800138000", "0086 13800138000", "１３８００１３８０００", "(+86) 138-0013-8000"};
    static const char *const landline[] = {"0472-5178888", "04725178888", "+86 472 5178888", "00864725178888", "（0472）5178888"};
    static const char *const capital[] = {"010-65123456", "+861065123456", "86 10 65123456"};
    static const char *const service[] = {"400-123-4567", "+86 4001234567"};
    static const struct { const char *const *texts; size_t count; } sets[] = {{mobile, 7}, {landline, 5}, {capital, 3}, {service, 2}};
    char seen[4][65], hash[65];
    for (size_t s = 0; s < 4; s++) {
        phone_hash(key, sets[s].texts[0], strlen(sets[s].texts[0]), seen[s]);
        assert_int_equal(strlen(seen[s]), 64);
        for (size_t i = 1; i < sets[s].count; i++) {
            phone_hash(key, sets[s].texts[i], strlen(sets[s].texts[i]), hash);
            if (strcmp(hash, seen[s]) != 0)
                fail_msg("%s is not %s", sets[s].texts[i], sets[s].texts[0]);
        }
        for (size_t before = 0; before < s; before++)
            assert_string_not_equal(seen[before], seen[s]);
    }
    phone_hash(other, mobile[0], strlen(mobile[0]), hash);
    assert_string_not_equal(hash, seen[0]);
    phone_hash(key, "8612345", 7, hash);
    phone_hash(key, "12345", 5, seen[1]);
    assert_string_not_equal(hash, seen[1]);
    phone_hash(key, "无", 3, hash);
    assert_string_equal(hash, "");
    char digits[100];
    memset(digits, '8', sizeof digits);
    phone_hash(key, digits, sizeof digits, hash);
    assert_int_equal(strlen(hash), 64);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_password_is_known_again_and_no_other), cmocka_unit_test(secrets_differ_and_digests_are_known),
        cmocka_unit_test(a_secret_is_overwritten_before_its_memory_is_given_back),
        cmocka_unit_test(hkdf_gives_what_the_rfc_says), cmocka_unit_test(derived_keys_differ_by_purpose), cmocka_unit_test(hmac_gives_what_the_rfc_says),
        cmocka_unit_test(a_signature_is_accepted_by_either_scheme_and_either_key), cmocka_unit_test(a_wrong_signature_is_refused),
        cmocka_unit_test(what_is_sealed_comes_back_and_nothing_else_does), cmocka_unit_test(a_malformed_ring_is_refused),
        cmocka_unit_test(one_number_has_one_hash_however_it_is_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
