#pragma once
/* DESIGN. The text is read once into an array of code points, folded for matching only: full-width forms to ASCII, every kind of hyphen to
 * "-", every blank to " ". Passes then go over it from left to right, one for each kind of thing, and mark what they find by overwriting the code
 * points with marks, so that a later pass cannot look into a find. Each pass looks ahead and back by a bounded number of characters and never
 * tries again, so the whole is linear. What is not marked is written out as the original bytes.
 *
 * The order of the passes is their precedence: numbers, accounts, plates, places, names. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uchar.h>

enum mask { MASK_PHONE, MASK_IDENTITY, MASK_PLATE, MASK_PLACE, MASK_NAME, MASK_EMAIL, MASK_ACCOUNT, MASK_COUNT };

#define MARK 0x110000u      /* beyond Unicode: MARK + enum mask */
#define MARK_MORE 0x110100u /* the rest of a find */

struct sheet {
    uint32_t *point;
    uint32_t *offset; /* of each code point in the text, and of its end */
    size_t count;
};

/* Out of range, before the first as well as after the last, is 0. */
static inline uint32_t sheet_at(const struct sheet *sheet, size_t i)
{
    return i < sheet->count ? sheet->point[i] : 0;
}

/* Mark [start, end). */
void sheet_mark(struct sheet *sheet, size_t start, size_t end, enum mask mask);
/* Do these characters stand at `i`, or end before `end`? ASCII letters in `word` are small and match both cases. */
bool sheet_starts(const struct sheet *sheet, size_t i, const char32_t *word);
bool sheet_ends(const struct sheet *sheet, size_t end, const char32_t *word);
/* The length of the first word of the list (NULL at its end) that stands at `i`, or that ends before `end`; 0 when none does. */
size_t sheet_starts_any(const struct sheet *sheet, size_t i, const char32_t *const *words);
size_t sheet_ends_any(const struct sheet *sheet, size_t end, const char32_t *const *words);
/* Where a run of at most `most` characters of `set` that ends before `end` begins; and where one that begins at `i` ends. */
size_t sheet_back_over(const struct sheet *sheet, size_t end, const char32_t *set, size_t most);
size_t sheet_over(const struct sheet *sheet, size_t i, const char32_t *set, size_t most);

bool char_in(uint32_t point, const char32_t *set);
static inline bool char_is_digit(uint32_t point) { return point >= '0' && point <= '9'; }
static inline bool char_is_upper(uint32_t point) { return point >= 'A' && point <= 'Z'; }
static inline bool char_is_letter(uint32_t point) { return char_is_upper(point & ~0x20u) && point < 0x80; }
static inline bool char_is_word(uint32_t point) { return char_is_digit(point) || char_is_letter(point); }
static inline bool char_is_han(uint32_t point) { return (point >= 0x4E00 && point <= 0x9FFF) || (point >= 0x3400 && point <= 0x4DBF) || (point >= 0x20000 && point <= 0x3FFFF); }
/* 0 to 9 for a digit as it is read out in Chinese (幺 and the formal 壹 … too), else -1. */
int char_chinese_digit(uint32_t point);

/* Does a label such as 工单号 or 合同编号 stand before `i`, so that what follows is the number of a thing? */
bool label_names_a_thing(const struct sheet *sheet, size_t i);

void mask_numbers(struct sheet *sheet);
void mask_accounts(struct sheet *sheet);
void mask_plates(struct sheet *sheet);
void mask_places(struct sheet *sheet);
void mask_names(struct sheet *sheet);

/* Words. */
enum surname { SURNAME_NONE, SURNAME_RARE, SURNAME_COMMON };
enum surname surname_is(uint32_t point);
bool surname_is_compound(uint32_t first, uint32_t second);
/* A word of daily use that begins with, or ends in, a character that is a surname too. */
bool word_is_common(uint32_t first, uint32_t second);
/* May this character be part of a given name? */
bool given_is(uint32_t point);
/* Is it one that people are often called by? */
bool given_is_typical(uint32_t point);
/* Part of a name that was written down by its sound (Mongolian, Uyghur, Tibetan …). */
bool char_is_sound(uint32_t point);
