/* What the checks with an independent JOSE library drive: it verifies tokens and signs them, and prints what came out. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "auth/token.h"

static struct key_ring *ring_make(const char *issuer, const char *audience)
{
    const struct key_ring_settings settings = {issuer, audience, 64, 30};
    struct key_ring *ring = key_ring_new(&settings);
    if (!ring)
        exit(2);
    return ring;
}

static void print_outcome(enum token_fault fault, const struct principal *principal)
{
    json_t *line = json_pack("{s:s, s:i, s:s, s:s, s:s, s:s, s:s, s:s, s:I}", "fault", fault == TOKEN_OK ? "ok" : token_fault_text(fault), "role", (int)principal->role,
        "user", principal->user, "name", principal->name, "district", principal->district, "street", principal->street, "community", principal->community,
        "firm", principal->firm, "expires_at", (json_int_t)principal->expires_at);
    json_dumpf(line, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(line);
}

/* verify <issuer> <audience> <now>: a JWKS on the first line of the input, a token on each further line. */
static int verify(char **arguments)
{
    struct key_ring *ring = ring_make(arguments[0], arguments[1]);
    char *line = NULL;
    size_t size = 0;
    ssize_t length;
    if (getline(&line, &size, stdin) < 0 || !key_ring_trust(ring, arguments[0], arguments[1], line))
        return 3;
    while ((length = getline(&line, &size, stdin)) > 0) {
        struct principal principal = {0};
        enum token_fault fault = token_verify(ring, line, (size_t)length - 1, atoll(arguments[2]), &principal);
        print_outcome(fault, &principal);
    }
    free(line);
    key_ring_free(ring);
    return 0;
}

/* sign <issuer> <audience> <now> <count>: new keys and what they sign, a public key and a token in turn. */
static int sign(char **arguments)
{
    const struct principal principal = {
        .role = TOKEN_COMMUNITY, .user = "01890a5d-ac96-774b-bcce-b302099a8057", .name = "张三 \"x\"",
        .district = "150202", .street = "150202001", .community = "150202001001", .epoch = 3,
    };
    for (long left = atol(arguments[3]); left > 0; left--) {
        struct arena *arena = arena_new(1 << 16);
        char *key = signing_key_make(arena);
        char *public_key = key ? signing_key_public(arena, key) : NULL;
        char *token = key ? token_sign(arena, key, arguments[0], arguments[1], &principal, atoll(arguments[2]), 900) : NULL;
        if (!public_key || !token)
            return 4;
        printf("%s\n%s\n", public_key, token);
        arena_free(arena);
    }
    return 0;
}

int main(int count, char **arguments)
{
    if (count == 5 && strcmp(arguments[1], "verify") == 0)
        return verify(arguments + 2);
    if (count == 6 && strcmp(arguments[1], "sign") == 0)
        return sign(arguments + 2);
    fprintf(stderr, "usage: driver verify ISSUER AUDIENCE NOW | sign ISSUER AUDIENCE NOW COUNT\n");
    return 1;
}
