#include "private.h"

#include <string.h>

bool cleaner_malformed(struct cleaner *c)
{
    if (c->fault == MEDIA_OK)
        c->fault = MEDIA_MALFORMED;
    return false;
}

bool cleaner_has(struct cleaner *c, uint64_t length)
{
    if (c->fault != MEDIA_OK)
        return false;
    return c->source->length - c->at >= length || cleaner_malformed(c);
}

bool cleaner_peek(struct cleaner *c, uint64_t at, unsigned char *out, size_t length)
{
    if (c->fault != MEDIA_OK)
        return false;
    if (at > c->source->length || c->source->length - at < length)
        return cleaner_malformed(c);
    if (at >= c->begin && at - c->begin <= c->filled && c->filled - (size_t)(at - c->begin) >= length) {
        memcpy(out, c->in + (at - c->begin), length);
        return true;
    }
    if (c->source->read(c->source->context, at, out, length) == (ssize_t)length)
        return true;
    c->fault = MEDIA_UNREADABLE;
    return false;
}

size_t cleaner_window(struct cleaner *c, const unsigned char **ret_bytes)
{
    if (c->fault != MEDIA_OK || c->at >= c->source->length)
        return 0;
    if (c->at < c->begin || c->at >= c->begin + c->filled) {
        uint64_t left = c->source->length - c->at;
        size_t wanted = left < WINDOW ? (size_t)left : WINDOW;
        c->begin = c->at;
        c->filled = 0;
        if (c->source->read(c->source->context, c->at, c->in, wanted) != (ssize_t)wanted) {
            c->fault = MEDIA_UNREADABLE;
            return 0;
        }
        c->filled = wanted;
    }
    size_t offset = (size_t)(c->at - c->begin);
    *ret_bytes = c->in + offset;
    return c->filled - offset;
}

bool cleaner_skip(struct cleaner *c, uint64_t length)
{
    if (!cleaner_has(c, length))
        return false;
    c->at += length;
    return true;
}

bool cleaner_take(struct cleaner *c, unsigned char *out, size_t length)
{
    if (!cleaner_has(c, length))
        return false;
    while (length) {
        const unsigned char *bytes;
        size_t n = cleaner_window(c, &bytes);
        n = n < length ? n : length;
        if (!n)
            return false;
        memcpy(out, bytes, n);
        out += n;
        c->at += n;
        length -= n;
    }
    return true;
}

bool cleaner_copy(struct cleaner *c, uint64_t length)
{
    if (!cleaner_has(c, length))
        return false;
    while (length) {
        const unsigned char *bytes;
        size_t n = cleaner_window(c, &bytes);
        n = n < length ? n : (size_t)length;
        if (!n)
            return false;
        cleaner_put(c, bytes, n);
        c->at += n;
        length -= n;
    }
    return c->fault == MEDIA_OK;
}

bool cleaner_flush(struct cleaner *c)
{
    if (c->fault == MEDIA_OK && c->pending && !c->sink->write(c->sink->context, c->out, c->pending))
        c->fault = MEDIA_NOT_TAKEN;
    c->pending = 0;
    return c->fault == MEDIA_OK;
}

void cleaner_put(struct cleaner *c, const void *data, size_t length)
{
    const unsigned char *from = data;
    while (length && c->fault == MEDIA_OK) {
        size_t room = WINDOW - c->pending, n = length < room ? length : room;
        memcpy(c->out + c->pending, from, n);
        c->pending += n;
        from += n;
        length -= n;
        if (c->pending == WINDOW)
            cleaner_flush(c);
    }
}
