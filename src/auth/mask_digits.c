#include "mask_digits.h"

enum { MOST_SEPARATORS = 3 };

static int digit_value(uint32_t point, bool chinese)
{
    if (char_is_digit(point))
        return (int)(point - '0');
    return chinese ? char_chinese_digit(point) : -1;
}

static bool is_invisible(uint32_t point)
{
    return (point >= 0x200B && point <= 0x200F) || point == 0x2060 || point == 0xFEFF || point == 0x00AD;
}

static int separator_of(uint32_t point)
{
    switch (point) {
    case ' ': return SEPARATOR_BLANK;
    case '-': case '_': case '/': return SEPARATOR_HYPHEN;
    case '.': case 0x00B7: return SEPARATOR_DOT;
    case ',': case U'、': return SEPARATOR_LIST;
    case ')': return SEPARATOR_BRACKET;
    default: return is_invisible(point) ? SEPARATOR_NONE : -1;
    }
}

/* From the end of a group to the next digit. False when there is none near enough. */
static bool next_group(const struct sheet *sheet, size_t *at, bool chinese, unsigned char *ret_kinds)
{
    unsigned kinds = 0;
    size_t i = *at;
    for (size_t n = 0; n <= MOST_SEPARATORS; n++, i++) {
        if (digit_value(sheet_at(sheet, i), chinese) >= 0) {
            *at = i;
            *ret_kinds = (unsigned char)kinds;
            return true;
        }
        int kind = separator_of(sheet_at(sheet, i));
        if (kind < 0)
            return false;
        kinds |= (unsigned)kind;
    }
    return false;
}

/* A group that begins; digits that only invisible characters part are one group. */
static void open_group(struct digits *digits, unsigned char kinds)
{
    if (digits->groups > 0 && kinds == SEPARATOR_NONE)
        return;
    digits->group[digits->groups] = 0;
    digits->before[digits->groups] = kinds;
    digits->groups++;
}

/* "1394721OO86": the letter between digits that is read as a zero. */
static int digit_at(const struct sheet *sheet, size_t i, bool chinese)
{
    static const char32_t like[] = U"oO0123456789";
    uint32_t point = sheet_at(sheet, i);
    if ((point | 0x20u) == 'o' && i > 0 && char_in(sheet_at(sheet, i - 1), like) && char_in(sheet_at(sheet, i + 1), like))
        return 0;
    return digit_value(point, chinese);
}

/* The digits at `i`, into the open group. False when they are too many. */
static bool take_group(const struct sheet *sheet, size_t *i, bool chinese, struct digits *digits)
{
    int value;
    for (; (value = digit_at(sheet, *i, chinese)) >= 0; ++*i) {
        if (digits->count == MOST_DIGITS)
            return false;
        digits->value[digits->count++] = (unsigned char)value;
        digits->chinese = digits->chinese || !char_is_digit(sheet_at(sheet, *i));
        digits->group[digits->groups - 1]++;
    }
    return true;
}

void digits_collect(const struct sheet *sheet, size_t i, bool chinese, struct digits *digits)
{
    digits->chinese = false;
    digits->count = digits->groups = 0;
    unsigned char kinds = SEPARATOR_NONE;
    bool more = true;
    while (more) {
        open_group(digits, kinds);
        if (!take_group(sheet, &i, chinese, digits)) {
            digits->groups--;
            return;
        }
        digits->end[digits->groups - 1] = i;
        more = digits->count < MOST_DIGITS && next_group(sheet, &i, chinese, &kinds);
    }
}

size_t digits_groups(const struct digits *digits, size_t total)
{
    size_t sum = 0;
    for (size_t g = 0; g < digits->groups && sum < total; g++) {
        sum += digits->group[g];
        if (sum == total)
            return g + 1;
    }
    return 0;
}

unsigned digits_separators(const struct digits *digits, size_t groups)
{
    unsigned kinds = 0;
    for (size_t g = 1; g < groups; g++)
        kinds |= digits->before[g];
    return kinds;
}

bool digits_groups_at_most(const struct digits *digits, size_t groups, size_t most)
{
    for (size_t g = 0; g < groups; g++) {
        if (digits->group[g] > most)
            return false;
    }
    return true;
}

bool digits_have_shape(const struct digits *digits, size_t groups, const char *shape)
{
    for (size_t g = 0; g < groups; g++) {
        if (shape[g] - '0' != digits->group[g])
            return false;
    }
    return shape[groups] == '\0';
}

unsigned digits_number(const struct digits *digits, size_t from, size_t length)
{
    unsigned number = 0;
    for (size_t i = from; i < from + length; i++)
        number = number * 10 + digits->value[i];
    return number;
}
