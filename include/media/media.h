#pragma once
/* DESIGN. What a file is, told by its bytes, and the same file without what it says of where, when, with what and by whom it was made. Nothing is decoded:
 * a photo is a row of segments (JPEG), or chunks (PNG, WebP), of which those are kept that are needed to show it; all others, and whatever stands behind
 * its end, are left out. What is not well-formed is refused. Pure functions over a source that is read at any place and a sink that takes bytes in order;
 * memory does not grow with the file.
 *
 * Kept of a JPEG: JFIF without its thumbnail, the colour profile, Adobe's transform, the frames and scans to the bit, and, as the only Exif, the
 * orientation. Of a PNG: the image, its palette, transparency and colour space. Of a WebP: one image, alpha, the colour profile; no animation. A PDF is
 * taken as it is, with its information dictionary: its parts are found by their place in the file, so that none can be taken out of it in passing. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum media_kind { MEDIA_UNKNOWN, MEDIA_JPEG, MEDIA_PNG, MEDIA_WEBP, MEDIA_PDF };

#define MEDIA_SNIFF 16 /* bytes of the beginning that tell */
enum media_kind media_sniff(const void *head, size_t length);
/* "image/jpeg" …, and the ending of a file's name, "jpg" …; NULL of what is unknown. */
const char *media_type(enum media_kind kind);
const char *media_ending(enum media_kind kind);

struct media_source {
    /* Up to `room` bytes from `at` on; fewer only at the end of the file; -1 = cannot be read. */
    ssize_t (*read)(void *context, uint64_t at, void *out, size_t room);
    void *context;
    uint64_t length;
};
struct media_sink {
    bool (*write)(void *context, const void *data, size_t length); /* false: takes no more */
    void *context;
};
enum media_fault { MEDIA_OK, MEDIA_MALFORMED, MEDIA_UNREADABLE, MEDIA_NOT_TAKEN };
/* On any fault the sink has had a part, which is worth nothing. A clean file is left as it is. */
enum media_fault media_clean(enum media_kind kind, const struct media_source *source, const struct media_sink *sink) __attribute__((warn_unused_result));
