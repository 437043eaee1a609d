#pragma once
/* DESIGN. Binary values to plain text. A put_ function writes where it is told and returns the place after; whoever calls it
 * has made room for value_bound() bytes plus PUT_SLACK, so nothing here checks for space. What cannot be written (infinity,
 * not a number, a year beyond four digits, bytes that are no such value) is NULL, and becomes null. */
#include <stdbool.h>
#include <string.h>
#include "base/row.h"

#define PUT_SLACK 64

/* The day a column showed last: rows mostly come in the order of time. */
struct calendar {
    int64_t day;    /* since 2000-01-01 */
    bool known;
    char text[10];
};

char *put_integer(char *at, int64_t value);
char *put_date(char *at, const struct cell *cell, struct calendar *calendar);
char *put_instant(char *at, const struct cell *cell, struct calendar *calendar);
char *put_numeric(char *at, const struct cell *cell);
char *put_uuid(char *at, const unsigned char *bytes);
/* Any type that is not text, json or array. */
char *put_plain(char *at, enum value_type type, const struct cell *cell, struct calendar *calendar);
/* Room for put_plain(), whatever comes. */
size_t plain_bound(enum value_type type, const struct cell *cell);

/* json and jsonb: the text in it. False when empty. */
bool json_text(enum value_type type, const struct cell *cell, struct cell *ret_text);
/* A list of things that have codes is the list of their codes: what a person, and an import, can read and write. NULL = something else. */
char *json_codes(const struct cell *text);

/* The elements of a text array, one after another. */
struct elements {
    const unsigned char *at, *end;
    uint32_t left;
    enum value_type type;   /* VALUE_TEXT, VALUE_UUID, VALUE_DATE */
};
/* False when it is not a whole array of at most one dimension. */
bool elements_begin(struct elements *elements, const struct cell *cell);
bool elements_next(struct elements *elements, struct cell *ret_element);

static inline uint16_t read_u16(const unsigned char *at)
{
    return (uint16_t)(at[0] << 8 | at[1]);
}

static inline uint32_t read_u32(const unsigned char *at)
{
    uint32_t value;
    memcpy(&value, at, sizeof value);
    return __builtin_bswap32(value);
}

static inline uint64_t read_u64(const unsigned char *at)
{
    uint64_t value;
    memcpy(&value, at, sizeof value);
    return __builtin_bswap64(value);
}
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the wire is big-endian, the machine little");

/* Constant bytes. Up to 32 are copied as 32, which is one or two moves; both sides have room for it (PUT_SLACK). */
static inline char *put_bytes(char *at, const char *bytes, size_t length)
{
    if (length <= 32)
        memcpy(at, bytes, 32);
    else
        memcpy(at, bytes, length);
    return at + length;
}

static inline char *put_null(char *at)
{
    memcpy(at, "null", 4);
    return at + 4;
}
