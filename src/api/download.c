/* DESIGN. A list as CSV, NDJSON or XLSX: all rows, as they come from COPY, in constant memory, over a connection that is the stream's until they are read. */
#include <stdlib.h>
#include <string.h>
#include "private.h"

#define CHUNK (128 * 1024)

struct download {
    struct exchange *exchange;
    struct connection *connection;
    struct db_export *export;
    struct rows_writer rows;
    struct buffer buffer;
    size_t sent;
    bool ended, failed;
};

static void release_connection(struct download *d)
{
    if (d->export)
        db_export_end(d->export);
    if (d->connection)
        pool_return(d->exchange->service->exports, d->connection);
    d->export = NULL;
    d->connection = NULL;
}

static void fill(struct download *d)
{
    buffer_clear(&d->buffer);
    d->sent = 0;
    while (!d->ended && d->buffer.length < CHUNK) {
        const struct cell *cells;
        int got = db_export_next(d->export, &cells);
        if (got > 0) {
            d->rows.row(d->rows.thing, cells, &d->buffer);
            d->exchange->rows++;
        }
        d->ended = got <= 0;
        if (got == 0)
            d->rows.end(d->rows.thing, &d->buffer);
        d->failed = got < 0 || d->buffer.failed;
    }
    if (d->ended)
        release_connection(d); /* what is left to send is in memory */
}

static ssize_t more(void *stream, char *out, size_t room)
{
    struct download *d = stream;
    if (d->sent == d->buffer.length && !d->ended)
        fill(d);
    if (d->failed)
        return -1;
    size_t left = d->buffer.length - d->sent;
    size_t n = left < room ? left : room;
    if (n)
        memcpy(out, d->buffer.data + d->sent, n);
    d->sent += n;
    return (ssize_t)n;
}

static void release(void *thing)
{
    struct download *d = thing;
    release_connection(d);
    d->rows.release(d->rows.thing);
    buffer_release(&d->buffer);
}

/* The last segment of the path that names a thing: complaints of /v1/complaints. */
static const char *resource_of(const struct exchange *x)
{
    const char *path = x->operation->path, *found = path;
    size_t length = 0;
    for (const char *at = path; (at = strchr(at, '/')); at++) {
        if (at[1] == '{')
            continue;
        found = at + 1;
        length = strcspn(found, "/");
    }
    return arena_strndup(x->arena, found, length);
}

static bool begin(struct exchange *x, struct download *d)
{
    struct db_caller *caller = arena_alloc(x->arena, sizeof *caller);
    *caller = exchange_caller(x);
    const char *const *values = bind_values(x);
    if (!values)
        return problem(x, "payload_too_large", NULL, NULL);
    struct db_step *step = arena_alloc(x->arena, sizeof *step);
    *step = main_step(x, values);
    struct db_trip trip = {.caller = caller, .custom_plan = parameter(x, "q") != NULL, .steps = step, .step_count = 1};
    enum db_outcome outcome = db_export_begin(d->connection, &trip, &d->export);
    if (outcome != DB_OK)
        return problem_outcome_last(x, outcome, d->connection);
    d->rows.thing = d->rows.begin(d->rows.plan, db_export_shape(d->export), &d->buffer);
    if (!d->rows.thing || d->buffer.failed)
        return problem(x, "internal_error", NULL, NULL);
    return true;
}

static void set_download_headers(struct exchange *x)
{
    static const struct { const char *type, *ending; } kinds[] = {
        [REPRESENT_CSV] = {"text/csv; charset=utf-8", "csv"},
        [REPRESENT_NDJSON] = {"application/x-ndjson", "ndjson"},
        [REPRESENT_XLSX] = {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"},
    };
    x->answer->status = 200;
    x->answer->packed = x->representation == REPRESENT_XLSX;
    http_set(x->answer, "Content-Type", kinds[x->representation].type);
    http_setf(x->answer, "Content-Disposition", "attachment; filename=\"%s.%s\"", x->operation->id, kinds[x->representation].ending);
    answer_kept_by(x, "private, no-store");
}

bool answer_rows(struct exchange *x, const struct rows_writer *rows)
{
    struct download *d = arena_alloc(x->arena, sizeof *d);
    d->exchange = x;
    d->rows = *rows;
    buffer_init(&d->buffer);
    d->connection = borrow(x, x->service->exports);
    if (!d->connection)
        return false;
    if (!begin(x, d)) {
        release(d);
        return false;
    }
    set_download_headers(x); /* a refusal is no attachment */
    if (strcmp(x->request->method, "HEAD") == 0) { /* refused as the rows would be, and not one of them is sent */
        release(d);
        return true;
    }
    return answer_stream(x, &(struct stream){.more = more, .release = release, .thing = d});
}

static void *begin_list(const void *plan, const struct shape *shape, struct buffer *out)
{
    const struct exchange *x = plan;
    struct writer *writer = writer_new(x->representation, shape);
    if (!writer)
        return NULL;
    writer_title(writer, resource_of(x));
    writer_head(writer, out);
    return writer;
}

static void write_item(void *writer, const struct cell *cells, struct buffer *out)
{
    writer_row(writer, cells, out);
}

static void end_list(void *writer, struct buffer *out)
{
    writer_tail(writer, out);
}

bool answer_download(struct exchange *x)
{
    return answer_rows(x, &(struct rows_writer){.begin = begin_list, .row = write_item, .end = end_list, .release = writer_free, .plan = x});
}
