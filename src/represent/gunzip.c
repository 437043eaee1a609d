#include "represent/gunzip.h"
#include <stdlib.h>
#include <zlib.h>

#define GZIP_ONLY (16 + MAX_WBITS)
#define PIECE 65536

struct gunzip {
    z_stream stream;
    bool ended;
    unsigned char out[PIECE];
};

struct gunzip *gunzip_new(void)
{
    struct gunzip *g = calloc(1, sizeof *g);
    if (g && inflateInit2(&g->stream, GZIP_ONLY) == Z_OK)
        return g;
    free(g);
    return NULL;
}

void gunzip_free(struct gunzip *g)
{
    if (g)
        inflateEnd(&g->stream);
    free(g);
}

enum gunzip_state gunzip_feed(struct gunzip *g, const void *data, size_t length, bool (*take)(void *thing, const char *data, size_t length), void *thing)
{
    union { const void *in; void *out; } bytes = {.in = data}; /* zlib only reads */
    g->stream.next_in = bytes.out;
    g->stream.avail_in = (uInt)length;
    while (!g->ended) {
        g->stream.next_out = g->out;
        g->stream.avail_out = PIECE;
        int state = inflate(&g->stream, Z_NO_FLUSH);
        size_t got = PIECE - g->stream.avail_out;
        if (state != Z_OK && state != Z_STREAM_END && state != Z_BUF_ERROR)
            return GUNZIP_BROKEN;
        if (got && !take(thing, (const char *)g->out, got))
            return GUNZIP_STOPPED;
        g->ended = state == Z_STREAM_END;
        if (!g->ended && g->stream.avail_in == 0 && g->stream.avail_out > 0)
            return GUNZIP_MORE;
    }
    return g->stream.avail_in > 0 ? GUNZIP_AFTER : GUNZIP_END;
}
