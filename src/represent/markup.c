#include "represent/markup.h"

static const char *entity_of(unsigned char c)
{
    switch (c) {
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '&':
        return "&amp;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return (c < ' ' && c != '\t' && c != '\n') || c == 0x7f ? "\xef\xbf\xbd" : NULL;
    }
}

void markup_text(struct buffer *out, const char *text)
{
    for (; *text; text++) {
        const char *entity = entity_of((unsigned char)*text);
        if (entity)
            buffer_add_text(out, entity);
        else
            buffer_add_byte(out, *text);
    }
}
