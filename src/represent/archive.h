#pragma once
/* DESIGN. A ZIP archive as a stream: each entry is deflated as it comes and its sizes follow it, so nothing is kept but a line for the
 * directory at the end. No time, no owner, no version of a library is written: the same bytes in give the same archive. Sizes are of
 * 32 bits: what would not fit is refused. */
#include <stdbool.h>
#include <stdint.h>
#define ZLIB_CONST
#include <zlib.h>
#include "base/buffer.h"

#define ZIP_ENTRIES_MAX 80
#define ZIP_NAME_SIZE 40

struct zip_entry {
    char name[ZIP_NAME_SIZE];
    uint32_t offset, crc, packed, size;
};
struct zip_stream {
    z_stream deflate;
    bool ready, open, failed;
    uint64_t offset;    /* of what was given out */
    size_t count;
    struct zip_entry entries[ZIP_ENTRIES_MAX];
};

bool zip_init(struct zip_stream *zip) __attribute__((warn_unused_result));
void zip_release(struct zip_stream *zip);
/* A failure marks the stream, and from then on nothing is written. */
void zip_begin(struct zip_stream *zip, const char *name, struct buffer *out);
void zip_add(struct zip_stream *zip, const void *data, size_t length, struct buffer *out);
void zip_end_entry(struct zip_stream *zip, struct buffer *out);
void zip_finish(struct zip_stream *zip, struct buffer *out);
/* Bytes of the entry at hand, before deflation. */
uint64_t zip_entry_size(const struct zip_stream *zip);
