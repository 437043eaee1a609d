#include "store.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#define ZLIB_CONST
#include <zlib.h>
#include "auth/secret.h"
#include "base/text.h"
#include "internal.h"
#include "step.h"

#define CHUNK (256u << 10) /* of each but the last: stored_file_chunks_size */
#define GZIP 16            /* added to the window: a gzip head and end (zlib.h) */
#define LEVEL 6

struct store {
    struct connection *connection;
    struct store_file file;
    struct sha256 *sum, *raw_sum;
    struct stored stored;
    enum db_outcome outcome;
    size_t filled, seq;
    z_stream z;
    bool packing;
    unsigned char chunk[CHUNK];
    char text[2 * CHUNK + 3]; /* as the database reads bytes */
};

static bool run(struct store *s, const struct internal_statement *internal, const struct bound *values)
{
    struct arena *arena = arena_new(64u << 10);
    struct db_result *result = NULL;
    if (!arena) {
        s->outcome = DB_BUG;
        return false;
    }
    struct db_step step = work_step(arena, internal, values);
    s->outcome = db_continue(s->connection, &step, 1, &result);
    db_result_free(result);
    arena_free(arena);
    return s->outcome == DB_OK;
}

static bool send_chunk(struct store *s)
{
    char seq[24];
    snprintf(seq, sizeof seq, "%zu", s->seq++);
    memcpy(s->text, "\\x", 2);
    text_hex(s->chunk, s->filled, s->text + 2);
    sha256_add(s->sum, s->chunk, s->filled);
    s->stored.bytes += s->filled;
    s->filled = 0;
    const struct bound values[] = {{"district", s->file.district}, {"id", s->file.id}, {"seq", seq}, {"bytes", s->text}, {NULL, NULL}};
    return run(s, &internal_storedFileChunk, values);
}

static bool keep(struct store *s, const unsigned char *from, size_t length)
{
    while (length) {
        size_t room = CHUNK - s->filled, n = length < room ? length : room;
        memcpy(s->chunk + s->filled, from, n);
        s->filled += n;
        from += n;
        length -= n;
        if (s->filled == CHUNK && !send_chunk(s))
            return false;
    }
    return true;
}

/* What is given to the packer comes out straight into the chunk. */
static bool pack(struct store *s, const unsigned char *from, size_t length, int flush)
{
    int state;
    s->z.next_in = from;
    s->z.avail_in = (unsigned)length;
    do {
        s->z.next_out = s->chunk + s->filled;
        s->z.avail_out = (unsigned)(CHUNK - s->filled);
        state = deflate(&s->z, flush);
        s->filled = CHUNK - s->z.avail_out;
        if (s->filled == CHUNK && !send_chunk(s))
            return false;
    } while (s->z.avail_in || (flush == Z_FINISH && state == Z_OK));
    s->outcome = state == Z_OK || state == Z_STREAM_END || state == Z_BUF_ERROR ? DB_OK : DB_BUG;
    return s->outcome == DB_OK;
}

struct store *store_begin(struct connection *connection, const struct store_file *file, enum db_outcome *ret_outcome)
{
    *ret_outcome = DB_BUG;
    struct store *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->connection = connection;
    s->file = *file;
    s->sum = sha256_new();
    s->raw_sum = sha256_new();
    s->packing = file->pack && deflateInit2(&s->z, LEVEL, Z_DEFLATED, MAX_WBITS + GZIP, MAX_MEM_LEVEL, Z_DEFAULT_STRATEGY) == Z_OK;
    const struct bound values[] = {{"district", file->district}, {"id", file->id}, {"name", file->name}, {"media", file->media}, {"open_to", file->open_to},
                                   {"user_id", file->user_id}, {"now", file->now}, {"expires_at", file->expires_at}, {NULL, NULL}};
    bool able = s->sum && s->raw_sum && s->packing == file->pack;
    if (able && run(s, &internal_storedFileBegin, values))
        return s;
    *ret_outcome = able ? s->outcome : DB_BUG;
    store_free(s);
    return NULL;
}

bool store_write(struct store *s, const void *data, size_t length)
{
    sha256_add(s->raw_sum, data, length);
    s->stored.raw_bytes += length;
    const unsigned char *from = data;
    for (size_t done = 0, n; s->packing && done < length; done += n) { /* the packer counts in unsigned */
        n = length - done < (1u << 30) ? length - done : 1u << 30;
        if (!pack(s, from + done, n, Z_NO_FLUSH))
            return false;
    }
    return s->packing || keep(s, from, length);
}

static bool finish_sums(struct store *s)
{
    bool fine = sha256_end(s->sum, s->stored.sha256);
    fine = sha256_end(s->raw_sum, s->stored.raw_sha256) && fine;
    s->sum = s->raw_sum = NULL;
    s->outcome = fine ? s->outcome : DB_BUG;
    return fine;
}

bool store_end(struct store *s, struct stored *ret_stored)
{
    char bytes[24], raw_bytes[24];
    if ((s->packing && !pack(s, NULL, 0, Z_FINISH)) || (s->filled && !send_chunk(s)) || !finish_sums(s))
        return false;
    snprintf(bytes, sizeof bytes, "%llu", (unsigned long long)s->stored.bytes);
    snprintf(raw_bytes, sizeof raw_bytes, "%llu", (unsigned long long)s->stored.raw_bytes);
    const struct bound values[] = {{"district", s->file.district}, {"id", s->file.id}, {"bytes", bytes}, {"sha256", s->stored.sha256}, {"raw_bytes", raw_bytes},
                                   {"raw_sha256", s->stored.raw_sha256}, {NULL, NULL}};
    if (!run(s, &internal_storedFileEnd, values))
        return false;
    *ret_stored = s->stored;
    return true;
}

enum db_outcome store_outcome(const struct store *s)
{
    return s->outcome;
}

uint64_t store_bytes(const struct store *s)
{
    return s->stored.bytes + s->filled;
}

void store_free(struct store *s)
{
    char unused[65];
    if (!s)
        return;
    if (s->packing)
        deflateEnd(&s->z);
    if (s->sum)
        (void)!sha256_end(s->sum, unused);
    if (s->raw_sum)
        (void)!sha256_end(s->raw_sum, unused);
    free(s);
}
