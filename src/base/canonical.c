#include "base/canonical.h"
#include <ctype.h>

/* Jansson writes \u001F where everybody else writes \u001f. */
static void lower_escapes(char *text)
{
    for (char *at = text; *at; at++) {
        if (*at != '\\')
            continue;
        if (*++at != 'u') /* also a backslash that is escaped */
            continue;
        for (int i = 1; i <= 4; i++)
            at[i] = (char)tolower((unsigned char)at[i]);
    }
}

char *canonical_json(const json_t *value)
{
    char *text = json_dumps(value, JSON_COMPACT | JSON_SORT_KEYS);
    if (text)
        lower_escapes(text);
    return text;
}
