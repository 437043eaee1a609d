/* Pages of a list: items, the keyset cursor of the next page, the total when asked for. */
#include <inttypes.h>
#include <string.h>
#include "private.h"

/* A cursor belongs to this operation with these filters and this order, whatever its page size. */
const char *cursor_scope(struct exchange *x)
{
    const struct operation *op = x->operation;
    struct buffer scope BUFFER_CLEANUP;
    buffer_init(&scope);
    buffer_add_text(&scope, op->id);
    for (size_t i = 0; i < op->parameter_count; i++) {
        const char *name = op->parameters[i].name;
        bool of_page = strcmp(name, "cursor") == 0 || strcmp(name, "limit") == 0 || strcmp(name, "count") == 0;
        if (x->parameters[i] && !of_page)
            buffer_printf(&scope, "\n%s=%s", name, x->parameters[i]);
    }
    const char *text = buffer_text(&scope);
    return arena_strdup(x->arena, text ? text : "");
}

static int column_by_label(const struct shape *shape, const char *label)
{
    for (size_t i = 0; i < shape->count; i++)
        if (strcmp(shape->columns[i].label, label) == 0)
            return (int)i;
    return -1;
}

static const char *cell_text(struct exchange *x, const struct shape *shape, const struct cell *cells, int at)
{
    struct buffer text BUFFER_CLEANUP;
    buffer_init(&text);
    if (at < 0 || !value_text(shape->columns[at].type, &cells[at], &text))
        return NULL;
    return arena_strndup(x->arena, text.data ? text.data : "", text.length);
}

static const char *next_cursor(struct exchange *x, struct db_result *result, size_t step, size_t last)
{
    const struct shape *shape = db_result_shape(result, step);
    const struct cell *cells = db_result_row(result, step, last);
    const char *sort = parameter(x, "sort");
    int id = column_by_label(shape, "id");
    if (id < 0)
        id = column_by_label(shape, "code");
    const char *id_text = cell_text(x, shape, cells, id < 0 ? 0 : id);
    int sorted = column_by_label(shape, "!key"); /* where the member is shown otherwise than it is sorted */
    if (sorted < 0 && sort)
        sorted = column_by_label(shape, *sort == '-' ? sort + 1 : sort);
    const char *key = sort ? cell_text(x, shape, cells, sorted) : NULL;
    return cursor_write(x->arena, x->service->cursor_key, cursor_scope(x), key, id_text ? id_text : "");
}

/* The same address with the cursor of the next page. */
static void link_next(struct exchange *x, const char *next)
{
    struct buffer link BUFFER_CLEANUP;
    buffer_init(&link);
    buffer_printf(&link, "<%s?", x->request->path);
    const char *at = x->request->query;
    while (*at) {
        size_t length = strcspn(at, "&");
        if (length && strncmp(at, "cursor=", 7) != 0)
            buffer_printf(&link, "%.*s&", (int)length, at);
        at += length + (at[length] == '&');
    }
    buffer_printf(&link, "cursor=%s>; rel=\"next\"", next);
    const char *text = buffer_text(&link);
    if (text)
        http_set(x->answer, "Link", text);
}

/* False: a name is not known. */
static bool write_items(struct exchange *x, struct db_result *result, size_t step, size_t rows, struct writer *writer)
{
    struct buffer *out = &x->answer->body;
    buffer_reserve(out, (rows + 1) * 1024); /* once: growing copies what is there */
    buffer_add_text(out, "{\"items\":[");
    for (size_t i = 0; i < rows; i++) {
        const struct cell *cells = names_row(x, db_result_row(result, step, i));
        if (!cells)
            return false;
        if (i)
            buffer_add_byte(out, ',');
        writer_row(writer, cells, out);
    }
    buffer_add_byte(out, ']');
    return true;
}

bool answer_page(struct exchange *x, struct db_result *result, size_t step, int64_t total)
{
    size_t rows = db_result_rows(result, step);
    size_t limit = (size_t)strtoul(x->limit, NULL, 10) - 1;
    bool more = rows > limit;
    if (!names_stand(x, result, step))
        return run_unnamed(x);
    struct writer *writer = writer_new(REPRESENT_JSON, names_shape(x, db_result_shape(result, step)));
    if (!writer)
        return problem(x, "internal_error", NULL, NULL);
    bool named = write_items(x, result, step, more ? limit : rows, writer);
    writer_free(writer);
    if (!named)
        return run_unnamed(x);
    struct buffer *out = &x->answer->body;
    const char *next = more && limit ? next_cursor(x, result, step, limit - 1) : NULL;
    if (next) {
        buffer_printf(out, ",\"next\":\"%s\"", next);
        link_next(x, next);
    } else {
        buffer_add_text(out, ",\"next\":null");
    }
    if (total >= 0)
        buffer_printf(out, ",\"total\":%" PRId64, total);
    buffer_add_byte(out, '}');
    if (out->failed)
        return problem(x, "internal_error", NULL, NULL);
    x->answer->status = x->operation->status;
    http_set(x->answer, "Content-Type", "application/json");
    answer_etag(x, NULL);
    return true;
}
