/* Chunks of a WebP in a RIFF whose size stands before them: they are walked once for the size of what is kept, and once to copy it. */
#include <string.h>
#include "private.h"

#define HEAD 12        /* RIFF, size, WEBP */
#define EXIF_FLAG 0x08 /* of VP8X */
#define XMP_FLAG 0x04

enum part { PART_DROPPED, PART_KEPT, PART_IMAGE, PART_EXTENDED, PART_REFUSED };

static enum part part_of(const unsigned char *name)
{
    static const struct { char name[5]; enum part part; } parts[] = {
        {"VP8 ", PART_IMAGE}, {"VP8L", PART_IMAGE}, {"VP8X", PART_EXTENDED}, {"ALPH", PART_KEPT}, {"ICCP", PART_KEPT},
        {"ANIM", PART_REFUSED}, {"ANMF", PART_REFUSED}, /* frames are files within the file */
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (memcmp(name, parts[i].name, 4) == 0)
            return parts[i].part;
    return PART_DROPPED;
}

struct chunk { enum part part; uint64_t length; /* with its head and its filling */ };

static bool read_chunk(struct cleaner *c, uint64_t at, uint64_t end, struct chunk *chunk)
{
    unsigned char head[8];
    if (end - at < 8 || !cleaner_peek(c, at, head, 8))
        return cleaner_malformed(c);
    uint64_t size = little32(head + 4);
    *chunk = (struct chunk){.part = part_of(head), .length = 8 + size + (size & 1)};
    bool wrong = chunk->part == PART_REFUSED || chunk->length > end - at || (chunk->part == PART_EXTENDED && (size != 10 || at != HEAD));
    return !wrong || cleaner_malformed(c);
}

static bool measure(struct cleaner *c, uint64_t end, uint64_t *ret_size)
{
    uint64_t size = 4;
    unsigned images = 0;
    struct chunk chunk = {0};
    for (uint64_t at = HEAD; at < end; at += chunk.length) {
        if (!read_chunk(c, at, end, &chunk))
            return false;
        images += chunk.part == PART_IMAGE;
        size += chunk.part == PART_DROPPED ? 0 : chunk.length;
    }
    *ret_size = size;
    return images == 1 || cleaner_malformed(c);
}

static bool take_chunk(struct cleaner *c, const struct chunk *chunk)
{
    unsigned char whole[18];
    if (chunk->part == PART_DROPPED)
        return cleaner_skip(c, chunk->length);
    if (chunk->part != PART_EXTENDED)
        return cleaner_copy(c, chunk->length);
    if (!cleaner_take(c, whole, sizeof whole))
        return false;
    whole[8] &= (unsigned char)~(EXIF_FLAG | XMP_FLAG);
    cleaner_put(c, whole, sizeof whole);
    return true;
}

bool clean_webp(struct cleaner *c)
{
    unsigned char head[HEAD];
    uint64_t size;
    struct chunk chunk = {0};
    if (!cleaner_take(c, head, HEAD))
        return false;
    uint64_t end = 8 + (uint64_t)little32(head + 4);
    if (end < HEAD || end > c->source->length)
        return cleaner_malformed(c);
    if (!measure(c, end, &size))
        return false;
    for (int i = 0; i < 4; i++)
        head[4 + i] = (unsigned char)(size >> (8 * i));
    cleaner_put(c, head, HEAD);
    while (c->at < end)
        if (!read_chunk(c, c->at, end, &chunk) || !take_chunk(c, &chunk))
            return false;
    return c->fault == MEDIA_OK;
}
