#include "package_parts.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/buffer.h"
#include "base/clock.h"
#include "represent/writer.h"
#include "internal.h"
#include "step.h"
#include "store.h"

#define FLUSH (64 * 1024)
#define STINT_ROWS 64
#define STINT_US 10000
#define REST_MAX_US 500000

static const struct format { const char *name; enum representation representation; } formats[PACKAGE_FORMATS] = {{"ndjson", REPRESENT_NDJSON}, {"csv", REPRESENT_CSV}};

/* A format of a file while it is written; `store` is the part that is open. */
struct part {
    struct package *package;
    const struct package_rows *rows;
    const struct format *format;
    struct writer *writer;
    struct store *store;
    struct buffer buffer;
    char id[UUID_SIZE];
    const char *name;
    unsigned number;
    uint64_t count, raw_bytes; /* rows and bytes of the part */
    json_t *list;              /* parts that are closed */
};

struct db_result *package_ask(struct package *package, const struct internal_statement *internal, const struct bound *values)
{
    struct db_result *result = NULL;
    struct arena *arena = arena_new(1u << 20);
    if (!arena) {
        package->outcome = DB_BUG;
        return NULL;
    }
    struct db_step step = work_step(arena, internal, values);
    package->outcome = db_continue(package->connection, &step, 1, &result);
    arena_free(arena);
    if (package->outcome == DB_OK)
        return result;
    db_result_free(result);
    return NULL;
}

static bool open_part(struct part *part)
{
    struct package *package = part->package;
    uuid_make(part->id);
    part->number++;
    part->count = part->raw_bytes = 0;
    part->name = arena_printf(package->arena, "%s.%s-%04u.%s.gz", part->rows->dataset, part->rows->file, part->number, part->format->name);
    const struct store_file file = {.district = package->district, .id = part->id, .name = part->name, .media = "application/gzip", .open_to = "{district,platform}",
                                    .now = package->frozen_at, .pack = true};
    part->store = store_begin(package->connection, &file, &package->outcome);
    if (part->store)
        writer_head(part->writer, &part->buffer);
    return part->store != NULL;
}

static bool flush(struct part *part)
{
    part->raw_bytes += part->buffer.length;
    bool written = !part->buffer.failed && store_write(part->store, part->buffer.data, part->buffer.length);
    if (!written)
        part->package->outcome = part->buffer.failed ? DB_BUG : store_outcome(part->store);
    buffer_clear(&part->buffer);
    return written;
}

/* What the manifest says of a part, and, with where it is kept, its row. */
static bool note(struct part *part, const struct stored *stored)
{
    json_t *said = json_pack("{ss, ss, sI, sI, sI, ss, sI, ss}", "name", part->name, "format", part->format->name, "number", (json_int_t)part->number, "rows", (json_int_t)part->count,
                             "bytes", (json_int_t)stored->bytes, "sha256", stored->sha256, "raw_bytes", (json_int_t)stored->raw_bytes, "raw_sha256", stored->raw_sha256);
    json_t *row = json_pack("{ss, ss, ss, sI}", "dataset", part->rows->dataset, "file", part->rows->file, "file_id", part->id, "position", (json_int_t)++part->package->position);
    char *text = said && row && json_object_update(row, said) == 0 ? json_dumps(row, JSON_COMPACT) : NULL;
    const struct bound values[] = {{"id", part->package->id}, {"part", text}, {NULL, NULL}};
    struct db_result *result = text ? package_ask(part->package, &internal_packagePart, values) : NULL;
    bool noted = result && json_array_append(part->list, said) == 0;
    db_result_free(result);
    free(text);
    json_decref(row);
    json_decref(said);
    return noted;
}

static bool close_part(struct part *part)
{
    struct stored stored;
    if (!flush(part))
        return false;
    bool ended = store_end(part->store, &stored);
    if (!ended)
        part->package->outcome = store_outcome(part->store);
    store_free(part->store);
    part->store = NULL;
    return ended && note(part, &stored);
}

static bool write_row(struct part *part, const struct cell *cells)
{
    if (!part->store && !open_part(part))
        return false;
    writer_row(part->writer, cells, &part->buffer);
    part->count++;
    if (part->buffer.length >= FLUSH && !flush(part))
        return false;
    uint64_t size = (uint64_t)config_number(part->package->settings->config, "package_part_bytes");
    return part->raw_bytes + part->buffer.length < size || close_part(part);
}

/* People are answered first. Low priority is the worker's alone: the backend that reads the rows for it has everybody's, and rests when nobody takes them. */
static void rest(const struct package *package, uint64_t count, int64_t *began_us)
{
    if (count % STINT_ROWS)
        return;
    int64_t share = config_number(package->settings->config, "package_share_percent"), worked_us = clock_monotonic_us() - *began_us;
    if (worked_us < STINT_US)
        return;
    int64_t due_us = worked_us * (100 - share) / share;
    usleep((useconds_t)(due_us < REST_MAX_US ? due_us : REST_MAX_US));
    *began_us = clock_monotonic_us();
}

static bool write_all(struct part *parts, uint64_t *ret_count)
{
    const struct package_rows *rows = parts[0].rows;
    int64_t began_us = clock_monotonic_us();
    const struct cell *cells;
    int got;
    while ((got = rows->next(rows->source, &cells)) > 0) {
        for (size_t i = 0; i < PACKAGE_FORMATS; i++)
            if (!write_row(&parts[i], cells))
                return false;
        rest(parts[0].package, ++*ret_count, &began_us);
        if (atomic_load(parts[0].package->settings->stopping))
            return false;
    }
    bool fine = got == 0;
    for (size_t i = 0; fine && i < PACKAGE_FORMATS; i++) {
        if (!parts[i].store && !parts[i].number) /* without a row there is a part all the same: it says so */
            fine = open_part(&parts[i]);
        fine = fine && (!parts[i].store || close_part(&parts[i]));
    }
    return fine;
}

static bool tell(struct package *package, const struct package_rows *rows, struct part *parts, uint64_t count)
{
    json_t *list = json_array();
    bool fine = list != NULL;
    for (size_t i = 0; fine && i < PACKAGE_FORMATS; i++)
        fine = json_array_extend(list, parts[i].list) == 0;
    json_t *file = json_pack("{ss, ss, sI, so}", "dataset", rows->dataset, "file", rows->file, "rows", (json_int_t)count, "parts", list);
    return fine && file && json_array_append_new(package->datasets, file) == 0;
}

bool package_write(struct package *package, const struct package_rows *rows)
{
    struct part parts[PACKAGE_FORMATS] = {0};
    uint64_t count = 0;
    bool able = true;
    for (size_t i = 0; i < PACKAGE_FORMATS; i++) {
        parts[i] = (struct part){.package = package, .rows = rows, .format = &formats[i], .writer = writer_new(formats[i].representation, rows->shape), .list = json_array()};
        buffer_init(&parts[i].buffer);
        able = able && parts[i].writer && parts[i].list;
    }
    if (!able)
        package->outcome = DB_BUG;
    bool written = able && write_all(parts, &count) && tell(package, rows, parts, count);
    for (size_t i = 0; i < PACKAGE_FORMATS; i++) {
        store_free(parts[i].store);
        writer_free(parts[i].writer);
        buffer_release(&parts[i].buffer);
        json_decref(parts[i].list);
    }
    return written;
}
