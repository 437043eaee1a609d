#pragma once
/* The work on one file: where it is in the source, and what has not yet gone to the sink. The first fault stays, and everything after it does nothing. */
#include "media/media.h"

#define WINDOW 4096

struct cleaner {
    const struct media_source *source;
    const struct media_sink *sink;
    enum media_fault fault;
    uint64_t at;                          /* the next byte of the source */
    uint64_t begin; size_t filled;        /* what of the source is in `in` */
    size_t pending;
    unsigned char in[WINDOW], out[WINDOW];
};

/* Always false. */
bool cleaner_malformed(struct cleaner *cleaner);
/* Are there so many bytes left? Fewer is malformed. */
bool cleaner_has(struct cleaner *cleaner, uint64_t length);
/* Bytes from any place, which are there. The next byte stays what it was. */
bool cleaner_peek(struct cleaner *cleaner, uint64_t at, unsigned char *out, size_t length);
/* The next bytes. */
bool cleaner_take(struct cleaner *cleaner, unsigned char *out, size_t length);
/* What is left of the window, filled anew when nothing is; 0 at the end of the source or after a fault. */
size_t cleaner_window(struct cleaner *cleaner, const unsigned char **ret_bytes);
bool cleaner_skip(struct cleaner *cleaner, uint64_t length);
bool cleaner_copy(struct cleaner *cleaner, uint64_t length);
void cleaner_put(struct cleaner *cleaner, const void *data, size_t length);
bool cleaner_flush(struct cleaner *cleaner);

bool clean_jpeg(struct cleaner *cleaner);
bool clean_png(struct cleaner *cleaner);
bool clean_webp(struct cleaner *cleaner);

static inline uint32_t big16(const unsigned char *at)
{
    return (uint32_t)at[0] << 8 | at[1];
}
static inline uint32_t big32(const unsigned char *at)
{
    return big16(at) << 16 | big16(at + 2);
}
static inline uint32_t little16(const unsigned char *at)
{
    return (uint32_t)at[1] << 8 | at[0];
}
static inline uint32_t little32(const unsigned char *at)
{
    return little16(at + 2) << 16 | little16(at);
}
