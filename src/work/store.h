#pragma once
/* DESIGN. What the worker makes for somebody to fetch (parts of packages, exports) is kept in the database, in chunks, so that every instance and every standby answers the same bytes
 * and a backup has them. A file is written within a transaction that somebody else ends: it is whole or not there. Packing is gzip without a time and without a name, so that the
 * same bytes are packed to the same bytes by the same library. Memory is constant. One thread. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/uuid.h"
#include "db/db.h"

struct store_file {
    const char *district, *id, *name, *media; /* id is a new UUID, name as stored_files_name_plain says */
    const char *open_to;                      /* roles as an array in text: "{platform,district}" */
    const char *user_id;                      /* NULL: any user of these roles */
    const char *now, *expires_at;             /* RFC 3339; expires_at NULL: it stays */
    bool pack;                                /* gzip */
};
/* What became of it: of the bytes that are kept, and of those that were written. SHA-256 in hex. */
struct stored { uint64_t bytes, raw_bytes; char sha256[65], raw_sha256[65]; };

struct store;
/* Writes over `connection`, which is the worker's and has a transaction open (db_trip.open). NULL: out of memory, or the database refused and has rolled back; *ret_outcome says which
 * (DB_BUG without memory). The file's texts must stay. */
struct store *store_begin(struct connection *connection, const struct store_file *file, enum db_outcome *ret_outcome) __attribute__((warn_unused_result));
/* False: the database refused, and has rolled back; store_outcome() says why. */
bool store_write(struct store *store, const void *data, size_t length) __attribute__((warn_unused_result));
/* The last bytes and the sums. False as above. The store is to be freed either way. */
bool store_end(struct store *store, struct stored *ret_stored) __attribute__((warn_unused_result));
enum db_outcome store_outcome(const struct store *store);
/* Bytes kept so far: for cutting at a size, and for telling how far it is. */
uint64_t store_bytes(const struct store *store);
void store_free(struct store *store); /* NULL is fine */
