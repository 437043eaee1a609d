#include "base/canonical.h"
#include <ctype.h>

/* Jansson writes \u001F where everybody else writes \u001f. `escape` stands behind the backslash, which may be one that is escaped itself. */
static void lower_escape(char *escape)
{
    if (*escape == 'u')
        for (int i = 1; i <= 4; i++)
            escape[i] = (char)tolower((unsigned char)escape[i]);
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
