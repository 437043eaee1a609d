#include "auth/secret.h"
#include <argon2.h>
#include <string.h>
#include "crypto.h"

enum { SALT = 16, HASH = 32, LONGEST_PASSWORD = 1024 };

char *password_hash(struct arena *arena, const char *password, const struct password_cost *cost)
{
    size_t length = strlen(password);
    if (length == 0 || length > LONGEST_PASSWORD)
        return NULL;
    unsigned char salt[SALT];
    crypto_random(salt, sizeof salt);
    size_t size = argon2_encodedlen(cost->passes, cost->memory_kib, cost->lanes, SALT, HASH, Argon2_id);
    char *encoded = arena_alloc(arena, size);
    if (argon2id_hash_encoded(cost->passes, cost->memory_kib, cost->lanes, password, length, salt, SALT, HASH, encoded, size) != ARGON2_OK)
        return NULL;
    return encoded;
}

bool password_is(const char *encoded, const char *password)
{
    size_t length = strlen(password);
    if (length > LONGEST_PASSWORD || strncmp(encoded, "$argon2id$", 10) != 0)
        return false;
    return argon2id_verify(encoded, password, length) == ARGON2_OK;
}

void password_burn(const char *password, const struct password_cost *cost)
{
    static const unsigned char salt[SALT];
    unsigned char out[HASH];
    size_t length = strlen(password);
    if (length > LONGEST_PASSWORD)
        return; /* password_is() does no work for such a one either */
    int outcome = argon2id_hash_raw(cost->passes, cost->memory_kib, cost->lanes, password, length, salt, SALT, out, HASH);
    (void)outcome; /* only the time counts */
}
