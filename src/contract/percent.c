#include <string.h>
#include "base/text.h"
#include "contract/parameter.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

const char *percent_decode(struct arena *arena, const char *text, size_t length, bool plus_is_space)
{
    char *out = arena_alloc(arena, length + 1);
    size_t used = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '+' && plus_is_space) {
            out[used++] = ' ';
            continue;
        }
        if (text[i] != '%') {
            out[used++] = text[i];
            continue;
        }
        int high = length - i > 2 ? hex_digit(text[i + 1]) : -1, low = high >= 0 ? hex_digit(text[i + 2]) : -1;
        if (low < 0)
            return NULL;
        out[used++] = (char)(high << 4 | low);
        i += 2;
    }
    out[used] = '\0';
    return text_is_utf8(out, used) ? out : NULL;
}
