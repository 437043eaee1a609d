/* What a cached token costs: nanoseconds per token_verify() of one token that was verified before. */
#include <stdio.h>
#include <string.h>
#include "auth/token.h"
#include "base/clock.h"

#define ROUNDS 1000000

int main(void)
{
    struct arena *arena = arena_new(1 << 20);
    struct key_ring_settings settings = {.issuer = "https://bench.invalid", .audience = "wuye", .cache_entries = 10000, .leeway_s = 30};
    struct key_ring *ring = key_ring_new(&settings);
    char *key = signing_key_make(arena);
    char *jwks = key ? arena_printf(arena, "{\"keys\":[%s]}", signing_key_public(arena, key)) : NULL;
    if (!ring || !jwks || !key_ring_trust(ring, settings.issuer, settings.audience, jwks))
        return 1;
    int64_t now = clock_now_us() / 1000000;
    struct principal who = {.role = TOKEN_COMMUNITY, .user = "01900000-0000-7000-8000-000000000001", .name = "bench",
                            .district = "150202", .street = "150202001", .community = "150202001001"};
    char *token = token_sign(arena, key, settings.issuer, settings.audience, &who, now, 900);
    struct principal found;
    if (!token || token_verify(ring, token, strlen(token), now, &found) != TOKEN_OK)
        return 1;
    int64_t start = clock_monotonic_us();
    for (int i = 0; i < ROUNDS; i++)
        if (token_verify(ring, token, strlen(token), now, &found) != TOKEN_OK)
            return 1;
    printf("%.1f\n", (double)(clock_monotonic_us() - start) * 1000 / ROUNDS);
    key_ring_free(ring);
    arena_free(arena);
    return 0;
}
