#pragma once
/* DESIGN. Digits are collected into groups with what stands between them, and a find is always a whole number of groups. Which groupings count
 * depends on what parts them: 138 0013 8000 is a telephone, 192.168.10.100 and 13.5 2023 1105 are not. */
#include "mask_sheet.h"

enum { MOST_DIGITS = 24 };
enum separator { SEPARATOR_NONE = 0, SEPARATOR_BLANK = 1, SEPARATOR_HYPHEN = 2, SEPARATOR_DOT = 4, SEPARATOR_LIST = 8, SEPARATOR_BRACKET = 16 };

struct digits {
    bool chinese; /* one of them is read out */
    unsigned char value[MOST_DIGITS];
    unsigned char group[MOST_DIGITS];  /* how many digits */
    unsigned char before[MOST_DIGITS]; /* enum separator, what stands before the group */
    size_t end[MOST_DIGITS];           /* where the group ends */
    size_t count, groups;
};

/* The digits that begin at `i`, ASCII or, when `chinese`, as they are read out too. A group that is not seen whole is left out. */
void digits_collect(const struct sheet *sheet, size_t i, bool chinese, struct digits *digits);
/* How many groups make exactly `total` digits; 0 when none do. */
size_t digits_groups(const struct digits *digits, size_t total);
/* enum separator of all that stands between the first `groups`. */
unsigned digits_separators(const struct digits *digits, size_t groups);
/* Has none of the first `groups` more than `most` digits? */
bool digits_groups_at_most(const struct digits *digits, size_t groups, size_t most);
/* "344": the lengths of the first `groups`. */
bool digits_have_shape(const struct digits *digits, size_t groups, const char *shape);
unsigned digits_number(const struct digits *digits, size_t from, size_t length);
