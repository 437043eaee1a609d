#include "feed.h"
#include "api/exchange.h"

bool feed_answer(struct exchange *x, struct db_result *result, size_t shown, bool more, const char *resume)
{
    struct writer *writer = writer_new(REPRESENT_JSON, db_result_shape(result, 0));
    if (!writer)
        return problem(x, "internal_error", NULL, NULL);
    struct buffer *out = &x->answer->body;
    buffer_add_text(out, "{\"items\":[");
    for (size_t i = 0; i < shown; i++) {
        if (i)
            buffer_add_byte(out, ',');
        writer_row(writer, db_result_row(result, 0, i), out);
    }
    writer_free(writer);
    if (more)
        buffer_printf(out, "],\"next\":\"%s\",\"resume\":\"%s\"}", resume, resume);
    else
        buffer_printf(out, "],\"next\":null,\"resume\":\"%s\"}", resume);
    if (out->failed)
        return problem(x, "internal_error", NULL, NULL);
    x->answer->status = 200;
    http_set(x->answer, "Content-Type", "application/json");
    answer_etag(x, NULL);
    return true;
}
