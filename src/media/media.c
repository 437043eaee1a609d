#include "media/media.h"

#include <string.h>
#include "private.h"

/* The end of a PDF is told within its last bytes. */
#define PDF_TAIL 1024

static const struct { const char *type, *ending; } kinds[] = {
    [MEDIA_JPEG] = {"image/jpeg", "jpg"}, [MEDIA_PNG] = {"image/png", "png"}, [MEDIA_WEBP] = {"image/webp", "webp"}, [MEDIA_PDF] = {"application/pdf", "pdf"},
};

enum media_kind media_sniff(const void *head, size_t length)
{
    const unsigned char *b = head;
    if (length >= 3 && memcmp(b, "\xff\xd8\xff", 3) == 0)
        return MEDIA_JPEG;
    if (length >= 8 && memcmp(b, "\x89PNG\r\n\x1a\n", 8) == 0)
        return MEDIA_PNG;
    if (length >= 12 && memcmp(b, "RIFF", 4) == 0 && memcmp(b + 8, "WEBP", 4) == 0)
        return MEDIA_WEBP;
    if (length >= 8 && memcmp(b, "%PDF-", 5) == 0 && (b[5] == '1' || b[5] == '2') && b[6] == '.')
        return MEDIA_PDF;
    return MEDIA_UNKNOWN;
}

const char *media_type(enum media_kind kind)
{
    return kinds[kind].type;
}

const char *media_ending(enum media_kind kind)
{
    return kinds[kind].ending;
}

static bool copy_pdf(struct cleaner *c)
{
    unsigned char tail[PDF_TAIL];
    uint64_t length = c->source->length;
    size_t looked = length < PDF_TAIL ? (size_t)length : PDF_TAIL;
    if (!cleaner_peek(c, length - looked, tail, looked))
        return false;
    return memmem(tail, looked, "%%EOF", 5) ? cleaner_copy(c, length) : cleaner_malformed(c);
}

static bool clean(struct cleaner *c, enum media_kind kind)
{
    switch (kind) {
    case MEDIA_JPEG:
        return clean_jpeg(c);
    case MEDIA_PNG:
        return clean_png(c);
    case MEDIA_WEBP:
        return clean_webp(c);
    case MEDIA_PDF:
        return copy_pdf(c);
    case MEDIA_UNKNOWN:
        break;
    }
    return cleaner_malformed(c);
}

enum media_fault media_clean(enum media_kind kind, const struct media_source *source, const struct media_sink *sink)
{
    struct cleaner cleaner = {.source = source, .sink = sink};
    if (clean(&cleaner, kind))
        cleaner_flush(&cleaner);
    return cleaner.fault;
}
