#include "base/canonical.h"

/* Jansson writes \u001F where everybody else writes \u001f. `escape` stands behind the backslash, which may be one that is escaped itself. */
static void lower_escape(char *escape)
{
    for (int i = 1; *escape == 'u' && i <= 4; i++)
        if (escape[i] >= 'A' && escape[i] <= 'F')
            escape[i] |= 0x20;
}

static void lower_escapes(char *text)
{
    for (char *at = text; *at; at++)
        if (*at == '\\')
            lower_escape(++at);
}

char *canonical_json(const json_t *value)
{
    char *text = json_dumps(value, JSON_COMPACT | JSON_SORT_KEYS);
    if (text)
        lower_escapes(text);
    return text;
}
