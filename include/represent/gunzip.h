#pragma once
/* One gzip file (RFC 1952), given piece by piece: its bytes come to a function as they are unpacked, so that no size that it claims matters. */
#include <stdbool.h>
#include <stddef.h>

struct gunzip;
enum gunzip_state {
    GUNZIP_MORE,    /* it goes on */
    GUNZIP_END,     /* it is whole: length and checksum are right */
    GUNZIP_BROKEN,  /* no gzip, or not as it was packed */
    GUNZIP_AFTER,   /* whole, and something comes behind it */
    GUNZIP_STOPPED, /* `take` wants no more */
};
/* NULL when out of memory. */
struct gunzip *gunzip_new(void) __attribute__((warn_unused_result));
void gunzip_free(struct gunzip *gunzip);
/* False from `take` stops. After any answer but GUNZIP_MORE and GUNZIP_END nothing more is fed. */
enum gunzip_state gunzip_feed(struct gunzip *gunzip, const void *data, size_t length, bool (*take)(void *thing, const char *data, size_t length), void *thing) __attribute__((warn_unused_result));
