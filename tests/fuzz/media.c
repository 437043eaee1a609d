/* libFuzzer: a file as it was uploaded. What comes out clean is of the same kind, hardly longer, and is left as it is when it is cleaned again. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "media/media.h"

struct bytes { uint8_t *data; size_t length, room; };

static ssize_t read_bytes(void *context, uint64_t at, void *out, size_t room)
{
    const struct bytes *bytes = context;
    size_t left = at < bytes->length ? bytes->length - (size_t)at : 0, n = left < room ? left : room;
    if (n)
        memcpy(out, bytes->data + at, n);
    return (ssize_t)n;
}

static bool write_bytes(void *context, const void *data, size_t length)
{
    struct bytes *bytes = context;
    assert(length <= bytes->room - bytes->length);
    memcpy(bytes->data + bytes->length, data, length);
    bytes->length += length;
    return true;
}

static enum media_fault clean(enum media_kind kind, struct bytes *in, struct bytes *out)
{
    out->room = in->length + 64;
    out->data = malloc(out->room);
    assert(out->data);
    return media_clean(kind, &(struct media_source){read_bytes, in, in->length}, &(struct media_sink){write_bytes, out});
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes in = {.data = malloc(size + 1), .length = size}, first = {0}, second = {0};
    if (size)
        memcpy(in.data, data, size);
    enum media_kind kind = media_sniff(data, size);
    if (clean(kind, &in, &first) == MEDIA_OK) {
        assert(kind != MEDIA_UNKNOWN && media_sniff(first.data, first.length) == kind);
        assert(clean(kind, &first, &second) == MEDIA_OK);
        assert(first.length == second.length && memcmp(first.data, second.data, first.length) == 0);
    }
    free(in.data);
    free(first.data);
    free(second.data);
    return 0;
}
