#include "value.h"
#include <jansson.h>
#include "base/buffer.h"
#include "base/clock.h"

#define EPOCH_DAYS 10957 /* from 1970-01-01 to 2000-01-01 */
#define DAY_US INT64_C(86400000000)
#define SHANGHAI_US INT64_C(28800000000)
/* 0001-01-01 and 9999-12-31, since 2000-01-01 */
#define FIRST_DAY (-730119)
#define LAST_DAY 2921939

static const char pairs[] =
    "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849"
    "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";

static const char zone[6] = { '+', '0', '8', ':', '0', '0' };

static inline char *put_two(char *at, unsigned value)
{
    memcpy(at, pairs + 2 * value, 2);
    return at + 2;
}

static inline char *put_four(char *at, unsigned value)
{
    return put_two(put_two(at, value / 100), value % 100);
}

char *put_integer(char *at, int64_t value)
{
    char digits[20];
    char *from = digits + sizeof digits;
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    while (rest >= 100) {
        from -= 2;
        put_two(from, (unsigned)(rest % 100));
        rest /= 100;
    }
    if (rest >= 10) {
        from -= 2;
        put_two(from, (unsigned)rest);
    } else {
        *--from = (char)('0' + rest);
    }
    if (value < 0)
        *at++ = '-';
    size_t length = (size_t)(digits + sizeof digits - from);
    memcpy(at, from, length);
    return at + length;
}

static char *put_day(char *at, int64_t day, struct calendar *calendar)
{
    if (!calendar->known || calendar->day != day) {
        int year;
        unsigned month, of_month;
        if (day < FIRST_DAY || day > LAST_DAY)
            return NULL;
        clock_civil(day + EPOCH_DAYS, &year, &month, &of_month);
        char *text = put_four(calendar->text, (unsigned)year);
        *text++ = '-';
        text = put_two(text, month);
        *text++ = '-';
        put_two(text, of_month);
        calendar->day = day;
        calendar->known = true;
    }
    memcpy(at, calendar->text, sizeof calendar->text);
    return at + sizeof calendar->text;
}

char *put_date(char *at, const struct cell *cell, struct calendar *calendar)
{
    return cell->length == 4 ? put_day(at, (int32_t)read_u32(cell->data), calendar) : NULL;
}

/* .5, .25, .123456: without the zeros at the end. */
static char *put_fraction(char *at, unsigned microseconds)
{
    *at++ = '.';
    put_two(at, microseconds / 10000);
    put_four(at + 2, microseconds % 10000);
    at += 6;
    while (at[-1] == '0')
        at--;
    return at;
}

char *put_instant(char *at, const struct cell *cell, struct calendar *calendar)
{
    if (cell->length != 8)
        return NULL;
    int64_t us = (int64_t)read_u64(cell->data);
    if (us > INT64_MAX - SHANGHAI_US || us == INT64_MIN)
        return NULL;
    us += SHANGHAI_US;
    int64_t day = us / DAY_US - (us % DAY_US < 0);
    uint64_t of_day = (uint64_t)(us - day * DAY_US);
    at = put_day(at, day, calendar);
    if (!at)
        return NULL;
    unsigned second = (unsigned)(of_day / 1000000), fraction = (unsigned)(of_day % 1000000);
    *at++ = 'T';
    at = put_two(at, second / 3600);
    *at++ = ':';
    at = put_two(at, second / 60 % 60);
    *at++ = ':';
    at = put_two(at, second % 60);
    if (fraction)
        at = put_fraction(at, fraction);
    memcpy(at, zone, sizeof zone);
    return at + sizeof zone;
}

/* The wire form: number of digits, weight of the first, sign, scale, then digits to the base 10,000. */
struct numeric { int digit_count, weight, scale; unsigned sign; const unsigned char *digits; };

static bool read_numeric(const struct cell *cell, struct numeric *ret_numeric)
{
    if (cell->length < 8)
        return false;
    ret_numeric->digit_count = (int16_t)read_u16(cell->data);
    ret_numeric->weight = (int16_t)read_u16(cell->data + 2);
    ret_numeric->sign = read_u16(cell->data + 4);
    ret_numeric->scale = read_u16(cell->data + 6) & 0x3fff;
    ret_numeric->digits = cell->data + 8;
    return ret_numeric->digit_count >= 0 && cell->length - 8 >= 2 * ret_numeric->digit_count
        && (ret_numeric->sign == 0 || ret_numeric->sign == 0x4000); /* others: not a number, infinities */
}

static unsigned numeric_digit(const struct numeric *numeric, int index)
{
    if (index < 0 || index >= numeric->digit_count)
        return 0;
    return read_u16(numeric->digits + 2 * index) % 10000u;
}

char *put_numeric(char *at, const struct cell *cell)
{
    struct numeric numeric;
    if (!read_numeric(cell, &numeric))
        return NULL;
    if (numeric.sign)
        *at++ = '-';
    at = put_integer(at, numeric_digit(&numeric, numeric.weight < 0 ? -1 : 0));
    for (int i = 1; i <= numeric.weight; i++)
        at = put_four(at, numeric_digit(&numeric, i));
    if (numeric.scale == 0)
        return at;
    *at++ = '.';
    char *end = at + numeric.scale;
    for (int i = numeric.weight + 1; at < end; i++)
        at = put_four(at, numeric_digit(&numeric, i));
    return end; /* the last four may hold more than the scale says */
}

char *put_uuid(char *at, const unsigned char *bytes)
{
    /* "000102…ff" */
    static const char hex[] =
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f"
        "303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"
        "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f"
        "909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf"
        "c0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5e6e7e8e9eaebecedeeef"
        "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff";
    static const unsigned char places[16] = { 0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34 };
    for (size_t i = 0; i < 16; i++)
        memcpy(at + places[i], hex + 2 * bytes[i], 2);
    at[8] = at[13] = at[18] = at[23] = '-';
    return at + 36;
}

static char *put_bool(char *at, const struct cell *cell)
{
    bool yes = cell->length == 1 && cell->data[0];
    static const char words[2][5] = { { 'f', 'a', 'l', 's', 'e' }, { 't', 'r', 'u', 'e' } };
    memcpy(at, words[yes], 5);
    return at + (yes ? 4 : 5);
}

char *put_plain(char *at, enum value_type type, const struct cell *cell, struct calendar *calendar)
{
    switch (type) {
    case VALUE_BOOL: return put_bool(at, cell);
    case VALUE_INT2: return cell->length == 2 ? put_integer(at, (int16_t)read_u16(cell->data)) : NULL;
    case VALUE_INT4: return cell->length == 4 ? put_integer(at, (int32_t)read_u32(cell->data)) : NULL;
    case VALUE_INT8: return cell->length == 8 ? put_integer(at, (int64_t)read_u64(cell->data)) : NULL;
    case VALUE_NUMERIC: return put_numeric(at, cell);
    case VALUE_UUID: return cell->length == 16 ? put_uuid(at, cell->data) : NULL;
    case VALUE_DATE: return put_date(at, cell, calendar);
    case VALUE_TIMESTAMPTZ: return put_instant(at, cell, calendar);
    default: return NULL;
    }
}

size_t plain_bound(enum value_type type, const struct cell *cell)
{
    struct numeric numeric;
    if (type != VALUE_NUMERIC || !read_numeric(cell, &numeric))
        return 40;
    return (size_t)(numeric.weight < 0 ? 0 : numeric.weight) * 4 + (size_t)numeric.scale + 16;
}

bool json_text(enum value_type type, const struct cell *cell, struct cell *ret_text)
{
    int skip = type == VALUE_JSONB; /* its version */
    if (cell->length <= skip)
        return false;
    *ret_text = (struct cell){ .data = cell->data + skip, .length = cell->length - skip };
    return true;
}

char *json_codes(const struct cell *text)
{
    if (text->length < 2 || text->data[0] != '[')
        return NULL;
    json_t *list = json_loadb((const char *)text->data, (size_t)text->length, 0, NULL), *item;
    struct buffer codes;
    buffer_init(&codes);
    size_t i;
    bool fits = json_is_array(list);
    json_array_foreach(list, i, item) {
        const char *code = json_string_value(json_object_get(item, "code"));
        fits = fits && code;
        buffer_add_text(&codes, i ? ";" : "");
        buffer_add_text(&codes, code ? code : "");
    }
    json_decref(list);
    char *joined = fits ? buffer_text(&codes) : NULL;
    if (!joined)
        buffer_release(&codes);
    return joined;
}

static enum value_type element_type(uint32_t oid)
{
    return oid == 2950 ? VALUE_UUID : oid == 1082 ? VALUE_DATE : VALUE_TEXT;
}

bool elements_begin(struct elements *elements, const struct cell *cell)
{
    if (cell->length < 12)
        return false;
    uint32_t dimensions = read_u32(cell->data);
    elements->type = element_type(read_u32(cell->data + 8));
    elements->end = cell->data + cell->length;
    elements->at = cell->data + 12;
    elements->left = 0;
    if (dimensions == 0)
        return true;
    if (dimensions != 1 || cell->length < 20)
        return false;
    elements->left = read_u32(cell->data + 12);
    elements->at = cell->data + 20;
    return true;
}

bool elements_next(struct elements *elements, struct cell *ret_element)
{
    if (elements->left == 0 || elements->end - elements->at < 4)
        return false;
    int32_t length = (int32_t)read_u32(elements->at);
    elements->at += 4;
    elements->left--;
    if (length > elements->end - elements->at)
        return false;
    *ret_element = (struct cell){ .data = elements->at, .length = length < 0 ? -1 : length };
    elements->at += length < 0 ? 0 : length;
    return true;
}
