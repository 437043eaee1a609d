#pragma once
/* DESIGN. Bytes that are kept in chunks, sent part by part: each is asked for when the one before has gone, by a trip of its own under the caller's row security. So a slow reader holds no
 * connection to the database, and what is withdrawn while it is being read goes no further. One range of bytes may be asked for, to go on where a connection broke. */
#include "api/exchange.h"

#define CONTENT_PART (256u << 10) /* of each chunk but the last */

struct content_source {
    const struct internal_statement *part; /* with :'district', :'id' and :'seq'; its column `bytes` is the chunk */
    const char *id;                        /* lives in the arena */
    const char *sha256;                    /* in hex: the tag */
    const char *type, *name;               /* the name as whoever fetches it is to call it, any characters; NULL: nothing is said of that */
    uint64_t bytes;                        /* 0 is fine */
};
/* Answers with it: 200, 206, 304 or a problem. */
bool answer_content(struct exchange *x, const struct content_source *source);
/* A file of stored_files that the statement's first row names (columns id, name, media, bytes, sha256); a row without an id is not found. */
bool answer_stored(struct exchange *x, struct db_result *result, size_t step);
