#pragma once
/* What the token endpoint and a change of password have in common. Each answers when it returns false. */
#include "api/exchange.h"

struct password_cost signin_cost(const struct exchange *exchange);
/* A new sign-in of this user, through a front end (its id) or none: the refresh token that begins it. */
bool signin_refresh(struct exchange *exchange, const struct principal *principal, const char *front_end, const char **ret_refresh);
bool signin_answer(struct exchange *exchange, const struct principal *principal, const char *refresh);
/* A wrong password: counted by the name (NULL = not by a name) and by the address. Answers `code`; always false. */
bool signin_failed(struct exchange *exchange, const char *district, const char *name, const char *code);
