#pragma once
/* DESIGN. A named SQL file as const data. openapi/generate.py cuts it into tokens: text, placeholder (:'name'), and for each
 * token the conditions its line stands under (`-- if …`). Tokens hold no addresses: there are twenty thousand of them, and what needs no
 * relocation is read from the program's file when it is wanted and is no memory of a process's own. A *variant* is the set of conditions that hold; the text of a variant is
 * put together at run time with its own $1…$n, one number for each placeholder as it occurs, and is prepared once
 * per connection under a name made of statement and variant. The values of list filters belong to the variant. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sql_token {
    uint32_t length;   /* bytes of its words, which stand in the statement's text after those of the tokens before */
    uint32_t needs;    /* conditions that must hold (bits) */
    uint32_t unless;   /* conditions that must not hold */
    int16_t value;     /* a placeholder's: index into the values given to the trip */
    bool text;         /* the words themselves; else a placeholder */
    bool literal;      /* a list filter's value, or a page's size: it stands in the text as a quoted literal and makes a variant of its own, so that
                          the plan fits how many rows it passes, and is still made only once. One that has words is a list that something is compared to, and
                          they the type of its values: one value stands as itself, since a list of them, even of one, cannot be read in the order of an
                          index; more as any('{…}'::type[]) */
};

/* How many rows a statement says it returns. */
enum sql_returns { SQL_RETURNS_NONE, SQL_RETURNS_ONE, SQL_RETURNS_ROWS };

struct statement {
    const char *name; /* operationId */
    const char *text; /* the words of all tokens, one after another */
    const struct sql_token *tokens;
    size_t token_count;
    enum sql_returns returns;
};

/* A statement of sql/queries/internal/: no operation's, bound by name. values[i] of a step belongs to names[i]. */
struct internal_statement {
    const struct statement *statement;
    const char *const *names;
    size_t name_count;
};
