#pragma once
#include <stdbool.h>
#include "auth/secret.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/config.h"
#include "db/admin.h"

#define FAILED 1
#define NOT_UNDERSTOOD 2

struct command;
/* One call of the program. Everything in it lives as long as the call. */
struct invocation {
    const struct command *command;
    const struct config *config;
    struct arena *arena;
    struct buffer trouble; /* what went wrong, line by line; printed at the end */
    int argc;              /* of the command itself: argv[0] is its name */
    char **argv;
};

int command_check(struct invocation *invocation);
int command_migrate(struct invocation *invocation);
int command_load(struct invocation *invocation);
int command_import(struct invocation *invocation);
int command_token(struct invocation *invocation);
int command_reseal(struct invocation *invocation);
int command_remask(struct invocation *invocation);
int command_verify(struct invocation *invocation);

/* "wuye load: " and the message, to standard error; always FAILED. */
int fail(const struct invocation *invocation, const char *format, ...) __attribute__((format(printf, 2, 3)));
int misuse(const struct invocation *invocation);
/* The owner's connection (database_owner_url). False with the reason in the trouble. */
bool owner_open(struct invocation *invocation, struct admin **ret_admin) __attribute__((warn_unused_result));

/* Signing keys: a new one for the database, sealed; the private JWK of the one that signs now (NULL = none, or the trouble says why). */
bool signing_key_add(struct invocation *invocation, struct admin *admin) __attribute__((warn_unused_result));
bool signing_key_live(struct invocation *invocation, struct admin *admin, const char **ret_private_jwk) __attribute__((warn_unused_result));
/* The text behind a sealed value as encode(…, 'hex') gives it; wiped with the arena. NULL when it does not open. */
char *hex_unseal(struct arena *arena, const struct seal_ring *ring, const char *key_id, const char *context, const char *hex) __attribute__((warn_unused_result));
