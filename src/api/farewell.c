/* What is deprecated says so in every answer, refusals too: a caller hears of it before it is gone. */
#include <stdio.h>
#include <string.h>
#include "private.h"

#define PAGE "</docs>; rel=\"deprecation\"; type=\"text/html\""

/* The operation's own, or that of the first parameter that was given. A deprecated one has no default, so what has a value was given. */
static const struct farewell *farewell_of(const struct exchange *x)
{
    const struct operation *op = x->operation;
    if (!op || op->farewell)
        return op ? op->farewell : NULL;
    for (size_t i = 0; x->parameters && i < op->parameter_count; i++)
        if (op->parameters[i].farewell && x->parameters[i])
            return op->parameters[i].farewell;
    return NULL;
}

static const char *link_of(const struct http_answer *answer)
{
    for (size_t i = 0; i < answer->header_count; i++)
        if (strcmp(answer->headers[i].name, "Link") == 0)
            return answer->headers[i].value;
    return NULL;
}

void say_farewell(struct exchange *x)
{
    const struct farewell *farewell = farewell_of(x);
    if (!farewell)
        return;
    http_set(x->answer, "Deprecation", farewell->since);
    http_set(x->answer, "Sunset", farewell->until);
    const char *next = link_of(x->answer);
    if (!next) {
        http_set(x->answer, "Link", PAGE);
        return;
    }
    char *both = arena_printf(x->arena, "%s, " PAGE, next); /* the value that is set anew is the one that is read */
    if (both && strlen(both) < sizeof x->answer->headers[0].value)
        http_set(x->answer, "Link", both);
}
