/* Chunks of a PNG: length, type, body, CRC. A type that begins with a capital must be understood to show the image. */
#include <string.h>
#include "private.h"

#define TYPES 13
static const char kept[TYPES][5] = {"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "bKGD", "pHYs"};

static bool is_kept(const unsigned char *type)
{
    for (size_t i = 0; i < TYPES; i++)
        if (memcmp(type, kept[i], 4) == 0)
            return true;
    return false;
}

static bool is_type(const unsigned char *type)
{
    for (int i = 0; i < 4; i++)
        if (!((type[i] >= 'A' && type[i] <= 'Z') || (type[i] >= 'a' && type[i] <= 'z')))
            return false;
    return true;
}

/* The chunk at hand: 1 = there may be more, 0 = it was the last, -1 = a fault. */
static int take_chunk(struct cleaner *c, bool first, bool *image)
{
    unsigned char head[8];
    if (!cleaner_has(c, 12) || !cleaner_peek(c, c->at, head, 8))
        return -1;
    const unsigned char *type = head + 4;
    uint64_t length = big32(head);
    bool header = memcmp(type, "IHDR", 4) == 0, last = memcmp(type, "IEND", 4) == 0;
    bool wrong = length > INT32_MAX || !is_type(type) || header != first || (header && length != 13) || (last && (length || !*image));
    bool keep = is_kept(type);
    if (wrong || (!keep && type[0] < 'a'))
        return cleaner_malformed(c), -1;
    *image = *image || memcmp(type, "IDAT", 4) == 0;
    bool taken = keep ? cleaner_copy(c, length + 12) : cleaner_skip(c, length + 12);
    return !taken ? -1 : !last;
}

bool clean_png(struct cleaner *c)
{
    bool first = true, image = false;
    if (!cleaner_copy(c, 8))
        return false;
    for (;;) {
        int more = take_chunk(c, first, &image);
        if (more <= 0)
            return more == 0;
        first = false;
    }
}
