#include "mask_digits.h"

/* Telephone and identity numbers, and what a label says of the digits behind it. */

enum label { LABEL_NONE, LABEL_PHONE, LABEL_IDENTITY, LABEL_ACCOUNT };

static bool has_usual_shape(const struct digits *digits, size_t groups)
{
    static const char *const shapes[] = {"344", "443", "434", "335", "38", "74"};
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        if (digits_have_shape(digits, groups, shapes[i]))
            return true;
    }
    return false;
}

static size_t mobile_groups(const struct digits *digits)
{
    size_t groups = digits_groups(digits, 11);
    if (groups == 0 || digits->value[0] != 1 || digits->value[1] < 3)
        return 0;
    unsigned kinds = digits_separators(digits, groups);
    if (groups == 1 || digits_groups_at_most(digits, groups, 1))
        return groups;
    if (kinds & SEPARATOR_BRACKET || (kinds & SEPARATOR_LIST && !digits->chinese))
        return 0;
    if (has_usual_shape(digits, groups) || (digits->chinese && digits->group[0] == 3))
        return groups;
    if (kinds == SEPARATOR_BLANK && groups > 2 && digits->group[groups - 1] == 4 && digits->group[groups - 2] == 4)
        return groups;
    bool one_kind = (kinds & (kinds - 1)) == 0 && kinds != SEPARATOR_DOT;
    bool plausible = digits->group[0] == 3 || digits_groups_at_most(digits, groups, 2) || digits_have_shape(digits, groups, "56") || digits_have_shape(digits, groups, "533");
    return one_kind && plausible ? groups : 0;
}

/* An area code (010, 02x, 0[3-9]xx) by itself or run together with 7 or 8 digits that do not begin with 0 or 1. */
static size_t landline_groups(const struct digits *digits)
{
    if (digits->count < 11 || digits->value[0] != 0 || digits->value[1] == 0 || (digits->value[1] == 1 && digits->value[2] != 0))
        return 0;
    size_t area = digits->value[1] <= 2 ? 3 : 4;
    for (size_t local = 8; local >= (area == 4 ? 7u : 8u); local--) {
        size_t groups = digits_groups(digits, area + local);
        if (groups == 0 || digits->value[area] < 2 || (digits_separators(digits, groups) & SEPARATOR_LIST && !digits->chinese))
            continue;
        if (groups == 1 || (digits->group[0] == area && groups <= 4) || digits_groups_at_most(digits, groups, 1))
            return groups;
    }
    return 0;
}

static size_t service_groups(const struct digits *digits)
{
    size_t groups = digits_groups(digits, 10);
    if (groups == 0 || groups > 3 || (digits->value[0] != 4 && digits->value[0] != 8) || digits->value[1] != 0 || digits->value[2] != 0)
        return 0;
    bool parted = digits_separators(digits, groups) & (SEPARATOR_LIST | SEPARATOR_BRACKET);
    return parted || (groups > 1 && digits->group[0] > 4) ? 0 : groups;
}

/* A number without its area code: only behind a word that says what it is. */
static size_t local_groups(const struct digits *digits)
{
    for (size_t total = 8; total >= 7; total--) {
        size_t groups = digits_groups(digits, total);
        bool whole = groups == 1 || digits_have_shape(digits, groups, "34") || digits_have_shape(digits, groups, "44");
        if (groups > 0 && whole && digits->value[0] >= 2 && digits->value[0] <= 8)
            return groups;
    }
    return 0;
}

/* A province, then a date of birth that can be. The check digit is not asked for: a mistyped number still leads to its owner. */
static bool identity_is_plausible(const struct digits *digits, bool old)
{
    static const char provinces[] = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83";
    bool known = false;
    for (const char *at = provinces; !known; at += 3) {
        known = at[0] - '0' == digits->value[0] && at[1] - '0' == digits->value[1];
        if (at[2] == '\0')
            break;
    }
    size_t at = old ? 8 : 10;
    unsigned year = old ? 1950 : digits_number(digits, 6, 4), month = digits_number(digits, at, 2), day = digits_number(digits, at + 2, 2);
    return known && year >= 1900 && year < 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/* Where an identity number ends, or 0. */
static size_t identity_end(const struct sheet *sheet, const struct digits *digits)
{
    size_t groups = digits_groups(digits, 18);
    if (groups > 0 && identity_is_plausible(digits, false))
        return digits->end[groups - 1];
    groups = digits_groups(digits, 17);
    if (groups > 0 && identity_is_plausible(digits, false)) {
        size_t end = sheet_over(sheet, digits->end[groups - 1], U" -", 1);
        if (char_in(sheet_at(sheet, end), U"Xx×") && !char_is_word(sheet_at(sheet, end + 1)))
            return end + 1;
    }
    groups = digits_groups(digits, 15);
    if (groups > 0 && (groups == 1 || digits_have_shape(digits, groups, "663")) && identity_is_plausible(digits, true))
        return digits->end[groups - 1];
    return 0;
}

/* A card of a Chinese bank, whatever stands before it: 16 to 19 digits that begin with 62; those of other schemes are told by their check digit. */
static size_t card_end(const struct digits *digits)
{
    bool union_pay = digits->count > 2 && digits->value[0] == 6 && digits->value[1] == 2;
    for (size_t total = 19; total >= 16; total--) {
        size_t groups = digits_groups(digits, total);
        if (groups == 0 || digits_separators(digits, groups) & ~(unsigned)(SEPARATOR_BLANK | SEPARATOR_HYPHEN))
            continue;
        unsigned sum = 0;
        for (size_t i = 0; i < total; i++) {
            unsigned value = digits->value[i] * ((total - i) % 2 ? 1u : 2u);
            sum += value > 9 ? value - 9 : value;
        }
        if (union_pay || (total == 16 && (digits->value[0] == 4 || digits->value[0] == 5) && sum % 10 == 0))
            return digits->end[groups - 1];
    }
    return 0;
}

/* All that belongs together behind a label: groups parted by blanks or hyphens, up to `most` digits, and an X. 0 when fewer than `least`. */
static size_t labelled_end(const struct sheet *sheet, const struct digits *digits, size_t least, size_t most)
{
    size_t sum = 0, end = 0;
    for (size_t g = 0; g < digits->groups && sum + digits->group[g] <= most; g++) {
        if (g > 0 && digits->before[g] & ~(unsigned)(SEPARATOR_BLANK | SEPARATOR_HYPHEN))
            break;
        sum += digits->group[g];
        end = digits->end[g];
    }
    if (sum < least)
        return 0;
    return end + (char_in(sheet_at(sheet, end), U"Xx×") ? 1 : 0);
}

/* What the words before `i` say; letters of the number itself, as in a passport's, may stand between. */
static enum label label_before(const struct sheet *sheet, size_t i, size_t *ret_start)
{
    static const char32_t *const identities[] = {U"身份证", U"证号", U"证号码", U"件号", U"件号码", U"护照", U"护照号", U"护照号码", U"通行证", U"居住证", NULL};
    static const char32_t *const accounts[] = {U"卡号", U"账号", U"帐号", U"账户", U"帐户", U"银行卡", U"存折", U"存折号", NULL};
    static const char32_t *const phones[] = {U"电话", U"电话号", U"号码", U"座机", U"座机号", U"固话", U"致电", U"拨打", U"手机", U"手机号", U"热线", U"联系方式", U"回电", U"tel", U"传真", NULL};
    static const char32_t fillers[] = U" :(\"“是为=", of_papers[] = U" :(\"“是为=军士字第";
    size_t start = i;
    while (start > 0 && i - start < 2 && char_is_letter(sheet_at(sheet, start - 1)))
        start--;
    *ret_start = start;
    if (sheet_ends_any(sheet, sheet_back_over(sheet, start, of_papers, 4), identities))
        return LABEL_IDENTITY;
    *ret_start = i;
    size_t end = sheet_back_over(sheet, i, fillers, 4);
    if (sheet_ends_any(sheet, end, accounts))
        return LABEL_ACCOUNT;
    return sheet_ends_any(sheet, end, phones) ? LABEL_PHONE : LABEL_NONE;
}

/* WX2023…: capitals run together with digits are the number of a thing, unless they say that a telephone follows. */
static bool is_numbered_thing(const struct sheet *sheet, size_t i)
{
    static const char32_t *const callers[] = {U"tel", U"vx", U"wx", U"qq", U"dh", U"sj", U"phone", U"mobile", NULL};
    size_t end = sheet_at(sheet, i - 1) == '-' ? i - 1 : i, start = end;
    while (start > 0 && end - start < 8 && char_is_upper(sheet_at(sheet, start - 1)))
        start--;
    return end - start >= 2 && !sheet_ends_any(sheet, end, callers);
}

/* "-801", "转801", "转分机801" behind a landline. */
static size_t extension_end(const struct sheet *sheet, size_t i)
{
    size_t at = sheet_over(sheet, i, U" -,", 2);
    bool said = char_in(sheet_at(sheet, at), U"转分");
    if (!said && (at == i || sheet_at(sheet, at - 1) != '-'))
        return i;
    at = sheet_over(sheet, at, U"转分机: ", 5);
    size_t end = at;
    while (end - at < 6 && char_is_digit(sheet_at(sheet, end)))
        end++;
    size_t digits = end - at;
    return digits >= (said ? 1u : 2u) && digits <= (said ? 5u : 4u) && !char_in(sheet_at(sheet, end), U"-元.") ? end : i;
}

struct find {
    size_t start, end;
    enum mask mask;
};

static bool find_phone(const struct sheet *sheet, const struct digits *digits, struct find *find)
{
    size_t groups = mobile_groups(digits);
    bool landline = groups == 0;
    if (groups == 0)
        groups = landline_groups(digits);
    if (groups == 0)
        groups = service_groups(digits);
    if (groups == 0)
        return false;
    find->mask = MASK_PHONE;
    find->end = digits->end[groups - 1];
    if (landline)
        find->end = extension_end(sheet, find->end);
    return true;
}

static bool find_labelled(const struct sheet *sheet, const struct digits *digits, struct find *find)
{
    size_t start, end = 0;
    enum label label = label_before(sheet, find->start, &start);
    if (label == LABEL_IDENTITY) {
        end = labelled_end(sheet, digits, 7, 18);
        find->mask = MASK_IDENTITY;
    } else if (label == LABEL_ACCOUNT) {
        end = labelled_end(sheet, digits, 8, 23);
        find->mask = MASK_ACCOUNT;
    } else if (label == LABEL_PHONE && local_groups(digits) > 0) {
        end = extension_end(sheet, digits->end[local_groups(digits) - 1]);
        find->mask = MASK_PHONE;
    }
    if (end == 0)
        return false;
    find->start = start;
    find->end = end;
    return true;
}

/* 472-5155666 behind "86-": two groups and no zero before them. */
static bool is_area_and_number(const struct digits *digits)
{
    if (digits->groups < 2 || digits->value[0] == 0 || digits->before[1] != SEPARATOR_HYPHEN)
        return false;
    return digits_have_shape(digits, 2, "37") || digits_have_shape(digits, 2, "28") || digits_have_shape(digits, 2, "38");
}

/* "+86", "0086" or "86" and a mobile number, or a landline without its zero. */
static bool find_abroad(const struct sheet *sheet, size_t i, struct find *find)
{
    size_t at = i + (sheet_at(sheet, i) == '+');
    bool said = at > i || sheet_starts(sheet, i, U"0086");
    at += sheet_starts(sheet, at, U"00") ? 2 : 0;
    if (!sheet_starts(sheet, at, U"86"))
        return false;
    size_t next = sheet_over(sheet, at + 2, said ? U" -)(" : U"-", 2);
    struct digits digits;
    if (!char_is_digit(sheet_at(sheet, next)))
        return false;
    digits_collect(sheet, next, false, &digits);
    size_t groups = mobile_groups(&digits);
    if (!said && groups == 0 && is_area_and_number(&digits))
        groups = 2;
    for (size_t total = 12; said && groups == 0 && total >= 9; total--) {
        if (digits.value[0] != 0 && digits_groups(&digits, total) <= 3)
            groups = digits_groups(&digits, total);
    }
    if (groups == 0)
        return false;
    *find = (struct find){i, digits.end[groups - 1], MASK_PHONE};
    return true;
}

/* "013947210086": dialled from another city. */
static bool find_trunk(const struct sheet *sheet, size_t i, struct find *find)
{
    struct digits digits;
    digits_collect(sheet, i + 1, false, &digits);
    size_t groups = digits.count >= 11 ? mobile_groups(&digits) : 0;
    if (groups == 0)
        return false;
    *find = (struct find){i, digits.end[groups - 1], MASK_PHONE};
    return true;
}

static bool find_in(const struct sheet *sheet, const struct digits *digits, struct find *find)
{
    if (digits->count < 7 || digits->groups == 0)
        return false;
    if (find_labelled(sheet, digits, find))
        return true;
    if (label_names_a_thing(sheet, find->start) || is_numbered_thing(sheet, find->start))
        return false;
    size_t end = identity_end(sheet, digits);
    if (end > 0) {
        find->end = end;
        find->mask = MASK_IDENTITY;
        return true;
    }
    end = card_end(digits);
    if (end > 0) {
        find->end = end;
        find->mask = MASK_ACCOUNT;
        return true;
    }
    return find_phone(sheet, digits, find);
}

/* The find that begins at `i`, where a number does. */
static bool find_at(const struct sheet *sheet, size_t i, struct find *find)
{
    struct digits digits;
    uint32_t before = i > 0 ? sheet_at(sheet, i - 1) : 0;
    *find = (struct find){ .start = i };
    if (sheet_at(sheet, i) == '+' || sheet_starts(sheet, i, U"86") || sheet_starts(sheet, i, U"0086")) {
        if (find_abroad(sheet, i, find))
            return true;
    }
    if (char_is_digit(sheet_at(sheet, i))) {
        digits_collect(sheet, i, false, &digits);
        if (find_in(sheet, &digits, find))
            return true;
        if (sheet_starts(sheet, i, U"01") && find_trunk(sheet, i, find))
            return true;
        *find = (struct find){ .start = i };
    }
    if (char_chinese_digit(before) >= 0)
        return false;
    digits_collect(sheet, i, true, &digits);
    return digits.chinese && find_in(sheet, &digits, find);
}

/* Further local numbers behind one that is found: 0472-5155666/5155777, 5155666或5155777. Returns where they end. */
static size_t mark_further(struct sheet *sheet, size_t end)
{
    while (char_in(sheet_at(sheet, end), U"、,/或和及")) {
        struct digits digits;
        size_t start = sheet_over(sheet, end + 1, U" ", 1);
        if (!char_is_digit(sheet_at(sheet, start)))
            break;
        digits_collect(sheet, start, false, &digits);
        size_t groups = digits.groups > 0 && (digits.group[0] == 7 || digits.group[0] == 8) ? 1 : 0;
        if (groups == 0 || digits.value[0] < 2 || digits.value[0] > 8 || char_in(sheet_at(sheet, digits.end[0]), U"元块万年平户.%-"))
            break;
        end = digits.end[0];
        sheet_mark(sheet, start, end, MASK_PHONE);
    }
    return end;
}

void mask_numbers(struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->count; i++) {
        uint32_t point = sheet->point[i];
        if (!char_is_digit(point) && point != '+' && (point < 0x80 || char_chinese_digit(point) < 0))
            continue;
        if (i > 0 && char_is_digit(point) && char_is_digit(sheet->point[i - 1]))
            continue;
        struct find find;
        if (!find_at(sheet, i, &find))
            continue;
        /* "(0472)5178888": the bracket goes with the area code it opens. */
        if (find.start > 0 && sheet->point[find.start - 1] == '(' && find.end > find.start + 5 && (sheet->point[find.start + 3] == ')' || sheet->point[find.start + 4] == ')'))
            find.start--;
        sheet_mark(sheet, find.start, find.end, find.mask);
        i = (find.mask == MASK_PHONE ? mark_further(sheet, find.end) : find.end) - 1;
    }
}
