#pragma once
/* What a statement returned, as the database's own binary values: the one interface between what fetches rows and what
 * represents them. A cell's bytes are valid until the next row is asked for. */
#include <stddef.h>
#include <stdint.h>

enum value_type {
    VALUE_BOOL,        /* 1 byte */
    VALUE_INT2, VALUE_INT4, VALUE_INT8,  /* big-endian */
    VALUE_NUMERIC,     /* PostgreSQL's numeric wire form */
    VALUE_TEXT,        /* text, varchar, "char", name, unknown: UTF-8 */
    VALUE_UUID,        /* 16 bytes */
    VALUE_DATE,        /* int4 days since 2000-01-01 */
    VALUE_TIMESTAMPTZ, /* int8 microseconds since 2000-01-01T00:00:00Z */
    VALUE_JSON,        /* JSON text, written raw */
    VALUE_JSONB,       /* version byte 1, then JSON text, written raw */
    VALUE_BYTEA,       /* bytes; only hooks read them: a writer treats one as our bug */
    VALUE_TEXT_ARRAY,  /* PostgreSQL's array wire form, of text, varchar, uuid or date; one dimension */
    VALUE_UNSUPPORTED
};

struct column {
    const char *label; /* "estate.name" nests; a label that begins with '!' is for the pipeline and is never written */
    enum value_type type;
};

struct cell {
    const unsigned char *data;
    int32_t length; /* -1 = null */
};

struct shape {
    const struct column *columns;
    size_t count;
};
