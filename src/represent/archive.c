#include "archive.h"
#include <stdio.h>
#include <string.h>

#define LEVEL 4             /* half the time of the usual 6, for a twentieth more bytes of such text */
#define VERSION 20
#define FLAGS 0x0808        /* sizes follow the entry; names are UTF-8 */
#define METHOD 8
#define DAY_1980_01_01 0x21
#define STEP (16 * 1024)

bool zip_init(struct zip_stream *zip)
{
    memset(zip, 0, sizeof *zip);
    zip->ready = deflateInit2(&zip->deflate, LEVEL, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK;
    return zip->ready;
}

void zip_release(struct zip_stream *zip)
{
    if (zip->ready)
        deflateEnd(&zip->deflate);
    zip->ready = false;
}

static char *put16(char *at, unsigned value)
{
    *at++ = (char)(value & 0xff);
    *at++ = (char)(value >> 8 & 0xff);
    return at;
}

static char *put32(char *at, uint32_t value)
{
    return put16(put16(at, value & 0xffff), value >> 16);
}

static void give(struct zip_stream *zip, struct buffer *out, const void *data, size_t length)
{
    buffer_add(out, data, length);
    zip->offset += length;
}

/* What the local header and the directory both say. */
static char *put_common(char *at, const struct zip_entry *entry)
{
    at = put16(at, VERSION);
    at = put16(at, FLAGS);
    at = put16(at, METHOD);
    at = put16(at, 0);
    at = put16(at, DAY_1980_01_01);
    at = put32(at, entry->crc);
    at = put32(at, entry->packed);
    at = put32(at, entry->size);
    at = put16(at, (unsigned)strlen(entry->name));
    return put16(at, 0);
}

void zip_begin(struct zip_stream *zip, const char *name, struct buffer *out)
{
    char header[64], *at = put32(header, 0x04034b50);
    if (zip->failed || zip->count == ZIP_ENTRIES_MAX || strlen(name) >= ZIP_NAME_SIZE || zip->offset > UINT32_MAX) {
        zip->failed = true;
        return;
    }
    struct zip_entry *entry = &zip->entries[zip->count++];
    *entry = (struct zip_entry){.offset = (uint32_t)zip->offset};
    memcpy(entry->name, name, strlen(name));
    at = put_common(at, entry);
    give(zip, out, header, (size_t)(at - header));
    give(zip, out, name, strlen(name));
    deflateReset(&zip->deflate);
    zip->open = true;
}

static void deflate_on(struct zip_stream *zip, int flush, struct buffer *out)
{
    struct zip_entry *entry = &zip->entries[zip->count - 1];
    do {
        char *room = buffer_reserve(out, STEP);
        if (!room) {
            zip->failed = true;
            return;
        }
        zip->deflate.next_out = (unsigned char *)room;
        zip->deflate.avail_out = STEP;
        (void)deflate(&zip->deflate, flush);
        size_t got = STEP - zip->deflate.avail_out;
        zip->failed |= got > UINT32_MAX - entry->packed;
        entry->packed += (uint32_t)got;
        out->length += got;
        zip->offset += got;
    } while (zip->deflate.avail_out == 0);
}

void zip_add(struct zip_stream *zip, const void *data, size_t length, struct buffer *out)
{
    if (zip->failed || !zip->open || length == 0)
        return;
    struct zip_entry *entry = &zip->entries[zip->count - 1];
    if (length > UINT32_MAX - entry->size) {
        zip->failed = true;
        return;
    }
    entry->size += (uint32_t)length;
    entry->crc = (uint32_t)crc32(entry->crc, data, (unsigned)length);
    zip->deflate.next_in = data;
    zip->deflate.avail_in = (unsigned)length;
    deflate_on(zip, Z_NO_FLUSH, out);
}

void zip_end_entry(struct zip_stream *zip, struct buffer *out)
{
    char descriptor[16], *at = put32(descriptor, 0x08074b50);
    if (zip->failed || !zip->open)
        return;
    const struct zip_entry *entry = &zip->entries[zip->count - 1];
    deflate_on(zip, Z_FINISH, out);
    at = put32(at, entry->crc);
    at = put32(at, entry->packed);
    at = put32(at, entry->size);
    give(zip, out, descriptor, (size_t)(at - descriptor));
    zip->open = false;
}

void zip_finish(struct zip_stream *zip, struct buffer *out)
{
    char record[64];
    uint64_t start = zip->offset;
    for (size_t i = 0; i < zip->count; i++) {
        const struct zip_entry *entry = &zip->entries[i];
        char *at = put16(put32(record, 0x02014b50), VERSION);
        at = put_common(at, entry);
        memset(at, 0, 10); /* no comment, one disk, no attributes */
        at = put32(at + 10, entry->offset);
        give(zip, out, record, (size_t)(at - record));
        give(zip, out, entry->name, strlen(entry->name));
    }
    uint64_t size = zip->offset - start;
    char *at = put32(put32(record, 0x06054b50), 0);
    at = put16(put16(at, (unsigned)zip->count), (unsigned)zip->count);
    at = put16(put32(put32(at, (uint32_t)size), (uint32_t)start), 0);
    give(zip, out, record, (size_t)(at - record));
    zip->failed |= zip->offset > UINT32_MAX;
}

uint64_t zip_entry_size(const struct zip_stream *zip)
{
    return zip->count ? zip->entries[zip->count - 1].size : 0;
}
