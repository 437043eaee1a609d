#pragma once
/* What the token endpoint and a change of password have in common. Each answers when it returns false. */
#include "api/exchange.h"

struct password_cost signin_cost(const struct exchange *exchange);
/* A new random secret (secret_make()) that is overwritten when the exchange is over. */
char *signin_secret(struct exchange *exchange);
/* The private key that signs now, a copy; NULL = answered. Asked for before anything is spent or changed that only a token would make good. */
const char *signin_key(struct exchange *exchange);
bool signin_answer(struct exchange *exchange, const char *key, const struct principal *principal, const char *refresh);
/* A wrong password: counted by the name (NULL = not by a name) and by the address. Answers `code`; always false. */
bool signin_failed(struct exchange *exchange, const char *district, const char *name, const char *code);
