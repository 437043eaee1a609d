#pragma once
/* What the writers of one representation each offer to writer.c. */
#include "plan.h"
#include "represent/writer.h"
#include "value.h"

/* Days as spreadsheets count them, with a 29 February 1900: one before is no number to them, nor is one of more than four digits. */
#define SERIAL_2000_01_01 36526
#define SERIAL_1900_03_01 61
#define SERIAL_9999_12_31 2958465

struct writer {
    enum representation representation;
    const struct shape *shape;
    struct plan plan;               /* JSON, NDJSON */
    struct calendar *calendars;     /* one for each column */
    struct workbook *workbook;      /* XLSX */
    struct buffer scratch;
    unsigned sheets;
    char title[32];
};

void json_row(struct writer *writer, const struct cell *cells, struct buffer *out);
void csv_head(const struct writer *writer, struct buffer *out);
void csv_row(struct writer *writer, const struct cell *cells, struct buffer *out);
/* The next sheet, with its head. */
void xlsx_sheet(struct writer *writer, struct buffer *out);
void xlsx_row(struct writer *writer, const struct cell *cells, struct buffer *out);

/* Eight bytes at once: is one of them c, or less than n? */
#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))
static inline uint64_t has_zero(uint64_t word)
{
    return (word - EACH(1)) & ~word & EACH(0x80);
}
static inline uint64_t has_byte(uint64_t word, unsigned char byte)
{
    return has_zero(word ^ EACH(byte));
}
static inline uint64_t has_less(uint64_t word, unsigned char limit)
{
    return (word - EACH(limit)) & ~word & EACH(0x80);
}
static inline uint64_t load_word(const unsigned char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}
