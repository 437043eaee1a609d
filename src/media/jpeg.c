/* Segments of a JPEG (ITU T.81 annex B): a marker, a length, a body; behind SOS the coded data, in which 0xFF is followed by 0 or is a marker. */
#include <string.h>
#include "private.h"

enum {
    SOF0 = 0xc0, DHT = 0xc4, JPG = 0xc8, DAC = 0xcc, SOF15 = 0xcf, RST0 = 0xd0, RST7 = 0xd7, EOI = 0xd9, SOS = 0xda, DQT = 0xdb, DNL = 0xdc, DRI = 0xdd,
    DHP = 0xde, EXP = 0xdf, APP0 = 0xe0, APP1 = 0xe1, APP2 = 0xe2, APP14 = 0xee, APP15 = 0xef, COM = 0xfe
};

struct jpeg {
    struct cleaner *c;
    bool framed, scanned;
    bool turned; /* the orientation is written */
};

static bool is_frame(int marker)
{
    return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC;
}

static bool is_needed(int marker)
{
    return is_frame(marker) || marker == DHT || marker == DAC || (marker >= SOS && marker <= EXP);
}

/* -1 = there is none. */
static int next_byte(struct cleaner *c)
{
    const unsigned char *bytes;
    if (!cleaner_window(c, &bytes))
        return -1;
    c->at++;
    return *bytes;
}

/* A marker may be preceded by any number of 0xFF, which are left out. */
static int marker_behind_ff(struct cleaner *c)
{
    int byte;
    do
        byte = next_byte(c);
    while (byte == 0xff);
    return byte;
}

static void put_marker(struct cleaner *c, int marker)
{
    const unsigned char bytes[2] = {0xff, (unsigned char)marker};
    cleaner_put(c, bytes, 2);
}

/* Copies coded data and returns the marker behind it; -1 = the file ends within. */
static int copy_scan(struct cleaner *c)
{
    const unsigned char *bytes;
    size_t there;
    while ((there = cleaner_window(c, &bytes))) {
        const unsigned char *mark = memchr(bytes, 0xff, there);
        size_t plain = mark ? (size_t)(mark - bytes) : there;
        cleaner_put(c, bytes, plain);
        c->at += plain + (mark != NULL);
        if (!mark)
            continue;
        int next = marker_behind_ff(c);
        if (next != 0 && (next < RST0 || next > RST7))
            return next;
        put_marker(c, next);
    }
    return -1;
}

/* Tag 0x0112 of the first directory of a TIFF between two places of the file; 0 = it says none that can be read. */
static unsigned orientation_between(struct cleaner *c, uint64_t start, uint64_t end)
{
    unsigned char b[12];
    if (end - start < 8 || !cleaner_peek(c, start, b, 8))
        return 0;
    bool big = memcmp(b, "MM\0*", 4) == 0;
    if (!big && memcmp(b, "II*\0", 4) != 0)
        return 0;
    uint64_t at = start + (big ? big32(b + 4) : little32(b + 4));
    if (at > end || end - at < 2 || !cleaner_peek(c, at, b, 2))
        return 0;
    unsigned count = big ? big16(b) : little16(b);
    for (at += 2; count-- && end - at >= 12 && cleaner_peek(c, at, b, 12); at += 12) {
        unsigned tag = big ? big16(b) : little16(b), type = big ? big16(b + 2) : little16(b + 2), value = big ? big16(b + 8) : little16(b + 8);
        if (tag == 0x0112)
            return type == 3 && value <= 8 ? value : 0;
    }
    return 0;
}

static void put_orientation(struct jpeg *j, unsigned orientation)
{
    unsigned char exif[36] = {0xff, APP1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, '*', 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1};
    exif[29] = (unsigned char)orientation;
    cleaner_put(j->c, exif, sizeof exif);
    j->turned = true;
}

static bool begins_with(struct cleaner *c, uint64_t body, const char *word, size_t length)
{
    unsigned char head[16];
    return body >= length && cleaner_peek(c, c->at, head, length) && memcmp(head, word, length) == 0;
}

/* The first bytes of a segment of which no more is kept. */
static bool keep_head(struct cleaner *c, int marker, const char *word, uint64_t body, size_t kept)
{
    unsigned char out[18] = {0xff, (unsigned char)marker, 0, (unsigned char)(kept + 2)};
    if (body < kept || !begins_with(c, body, word, strlen(word)))
        return cleaner_skip(c, body);
    if (!cleaner_peek(c, c->at, out + 4, kept))
        return false;
    if (marker == APP0)
        out[16] = out[17] = 0; /* the size of its thumbnail */
    cleaner_put(c, out, 4 + kept);
    return cleaner_skip(c, body);
}

static bool copy_segment(struct cleaner *c, int marker, uint64_t body)
{
    const unsigned char length[2] = {(unsigned char)((body + 2) >> 8), (unsigned char)(body + 2)};
    put_marker(c, marker);
    cleaner_put(c, length, 2);
    return cleaner_copy(c, body);
}

static bool take_application(struct jpeg *j, int marker, uint64_t body)
{
    struct cleaner *c = j->c;
    switch (marker) {
    case APP0:
        return keep_head(c, marker, "JFIF", body, 14);
    case APP14:
        return keep_head(c, marker, "Adobe", body, 12);
    case APP2:
        return begins_with(c, body, "ICC_PROFILE", 12) ? copy_segment(c, marker, body) : cleaner_skip(c, body);
    case APP1:
        if (!j->turned && begins_with(c, body, "Exif\0", 6)) {
            unsigned orientation = orientation_between(c, c->at + 6, c->at + body);
            if (orientation)
                put_orientation(j, orientation);
        }
        break;
    default:
        break;
    }
    return cleaner_skip(c, body);
}

static bool take_segment(struct jpeg *j, int marker)
{
    unsigned char length[2];
    if (!cleaner_take(j->c, length, 2))
        return false;
    uint64_t body = big16(length);
    if (body < 2 || !cleaner_has(j->c, body - 2))
        return cleaner_malformed(j->c);
    body -= 2;
    if (marker == COM || (marker >= APP0 && marker <= APP15))
        return take_application(j, marker, body);
    if (!is_needed(marker) || (marker == SOS && !j->framed))
        return cleaner_malformed(j->c);
    j->framed = j->framed || is_frame(marker);
    return copy_segment(j->c, marker, body);
}

bool clean_jpeg(struct cleaner *c)
{
    struct jpeg j = {.c = c};
    if (!cleaner_copy(c, 2))
        return false;
    int marker = next_byte(c) == 0xff ? marker_behind_ff(c) : -1;
    while (marker > 0 && marker != EOI) {
        if (!take_segment(&j, marker))
            return false;
        j.scanned = j.scanned || marker == SOS;
        if (marker == SOS)
            marker = copy_scan(c);
        else
            marker = next_byte(c) == 0xff ? marker_behind_ff(c) : -1;
    }
    if (marker != EOI || !j.scanned)
        return cleaner_malformed(c);
    put_marker(c, EOI);
    return c->fault == MEDIA_OK;
}
