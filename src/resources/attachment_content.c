/* The bytes of an attachment (content.h), under the name it was given. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/text.h"
#include "content.h"
#include "internal.h"
#include "media/media.h"
#include "resources/hooks.h"

static bool ends_with(const char *name, const char *ending)
{
    size_t length = strlen(name), wanted = strlen(ending);
    return length > wanted + 1 && name[length - wanted - 1] == '.' && strcasecmp(name + length - wanted, ending) == 0;
}

/* The name as it was given, ending as its content does. */
static const char *name_of(struct exchange *x, struct db_result *result, const char *id, enum media_kind kind)
{
    const char *name = db_result_text(result, x->arena, 0, 0, "file_name"), *ending = media_ending(kind);
    if (!name || !*name)
        return arena_printf(x->arena, "%s.%s", id, ending);
    bool fits = ends_with(name, ending) || (kind == MEDIA_JPEG && ends_with(name, "jpeg"));
    return fits ? name : arena_printf(x->arena, "%s.%s", name, ending);
}

static enum media_kind kind_of(const char *type)
{
    for (enum media_kind kind = MEDIA_JPEG; kind <= MEDIA_PDF; kind++)
        if (type && strcmp(type, media_type(kind)) == 0)
            return kind;
    return MEDIA_UNKNOWN;
}

bool get_attachment_content(struct exchange *x)
{
    const char *id = parameter(x, "id");
    const struct named values[] = {{"district", x->principal.district}, {"id", id}, {NULL, NULL}};
    struct db_step step = internal_step(x, &internal_attachmentContent, values);
    struct db_result *result;
    int64_t bytes = 0;
    if (!run_internal(x, (enum db_role)x->principal.role, false, &step, 1, &result))
        return false;
    if (!db_result_rows(result, 0))
        return problem(x, "not_found", NULL, NULL);
    const char *length = db_result_text(result, x->arena, 0, 0, "bytes"), *sha256 = db_result_text(result, x->arena, 0, 0, "sha256");
    enum media_kind kind = kind_of(db_result_text(result, x->arena, 0, 0, "media"));
    if (!length || !sha256 || kind == MEDIA_UNKNOWN || !text_to_int64(length, &bytes))
        return problem(x, "internal_error", NULL, NULL);
    http_set(x->answer, "Content-Security-Policy", "default-src 'none'; sandbox");
    return answer_content(x, &(struct content_source){.part = &internal_attachmentPart, .id = id, .sha256 = sha256, .bytes = (uint64_t)bytes, .type = media_type(kind),
                                                      .name = name_of(x, result, id, kind)});
}
