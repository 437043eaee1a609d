#include "range.h"
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* A number that is at `at`, at most 18 digits of it. */
static bool read_number(const char **at, uint64_t *ret_number)
{
    char digits[20];
    size_t length = strspn(*at, "0123456789");
    if (!length || length > 18)
        return false;
    memcpy(digits, *at, length);
    digits[length] = '\0';
    *at += length;
    *ret_number = strtoull(digits, NULL, 10);
    return true;
}

int range_read(const char *text, uint64_t length, struct range *range)
{
    uint64_t first, last = UINT64_MAX, tail;
    *range = (struct range){0, length};
    if (!text || strncmp(text, "bytes=", 6) != 0)
        return 0;
    text += 6;
    if (*text == '-') {
        text++;
        if (!read_number(&text, &tail) || *text)
            return 0;
        first = tail < length ? length - tail : 0;
    } else {
        if (!read_number(&text, &first) || *text != '-')
            return 0;
        text++;
        if ((*text && !read_number(&text, &last)) || *text || last < first)
            return 0;
    }
    if (first >= length)
        return -1;
    last = last < length ? last : length - 1;
    *range = (struct range){first, last - first + 1};
    return 1;
}
