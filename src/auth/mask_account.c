#include "mask_sheet.h"

/* E-mail addresses; WeChat, QQ and similar ids behind the word that says so; vehicle plates. */

enum { LONGEST_LOCAL = 64, LONGEST_DOMAIN = 253, LONGEST_ID = 32 };

static bool is_mail_char(uint32_t point)
{
    return char_is_word(point) || point == '.' || point == '_' || point == '-' || point == '+' || point == '%';
}

/* `at` is where the @ stands. */
static size_t mail_start(const struct sheet *sheet, size_t at)
{
    size_t start = at;
    while (start > 0 && at - start < LONGEST_LOCAL && is_mail_char(sheet_at(sheet, start - 1)))
        start--;
    return start;
}

static size_t mail_end(const struct sheet *sheet, size_t at)
{
    size_t end = at + 1, dots = 0;
    while (end - at < LONGEST_DOMAIN && (char_is_word(sheet_at(sheet, end)) || sheet_at(sheet, end) == '-' || (sheet_at(sheet, end) == '.' && char_is_word(sheet_at(sheet, end + 1))))) {
        dots += sheet_at(sheet, end) == '.';
        end++;
    }
    return dots > 0 && end > at + 3 ? end : 0;
}

static size_t mask_mail(struct sheet *sheet, size_t at)
{
    size_t start = mail_start(sheet, at), end = mail_end(sheet, at);
    if (start == at || end == 0)
        return at;
    sheet_mark(sheet, start, end, MASK_EMAIL);
    return end - 1;
}

static const char32_t *const services[] = {
    U"微信", U"薇信", U"威信", U"v信", U"加微", U"加v", U"vx", U"wx", U"weixin", U"wechat", U"qq", U"q q", U"扣扣", U"企鹅号", U"抖音", U"快手", U"支付宝", U"小红书", NULL,
};

/* Where the id behind the word begins; letters of the word itself that run into digits need something between, for WX2023 is a number of things. */
static size_t id_start(const struct sheet *sheet, size_t i, size_t word)
{
    size_t start = sheet_over(sheet, i + word, U" 号码是为:=(“\"同群名帐账户加我也就", 8);
    bool latin = char_is_letter(sheet_at(sheet, i + word - 1));
    if (start == i + word && latin && !char_in(sheet_at(sheet, i), U"qQ"))
        return char_is_letter(sheet_at(sheet, start)) ? 0 : sheet_starts(sheet, i, U"vx") ? start : 0;
    return start;
}

/* `plain`: nothing but a blank parts it from a Latin word, so letters alone are the next word of an English sentence. */
static size_t id_end(const struct sheet *sheet, size_t start, bool plain)
{
    size_t end = start;
    bool letter = false, other = false;
    while (end - start <= LONGEST_ID && (char_is_word(sheet_at(sheet, end)) || sheet_at(sheet, end) == '_' || (sheet_at(sheet, end) == '-' && char_is_word(sheet_at(sheet, end + 1))))) {
        letter = letter || char_is_letter(sheet_at(sheet, end));
        other = other || !char_is_letter(sheet_at(sheet, end));
        end++;
    }
    size_t length = end - start;
    if (length < 5 || length > LONGEST_ID || (!letter && length > 12) || (plain && !other))
        return 0;
    /* Digits with a unit are a sum or a date, no id. */
    return !letter && char_in(sheet_at(sheet, end), U"元块万年月.,%") ? 0 : end;
}

static size_t mask_id(struct sheet *sheet, size_t i)
{
    size_t word = sheet_starts_any(sheet, i, services);
    if (sheet_starts(sheet, i, U"wxid_"))
        word = 0;
    else if (word == 0)
        return i;
    bool latin = char_is_letter(sheet_at(sheet, i));
    if (latin && i > 0 && char_is_word(sheet_at(sheet, i - 1)))
        return i;
    size_t start = word ? id_start(sheet, i, word) : i;
    bool plain = latin && word > 0 && sheet_over(sheet, i + word, U" ", 8) == start;
    size_t end = start || word == 0 ? id_end(sheet, start, plain) : 0;
    if (end == 0)
        return i;
    sheet_mark(sheet, start, end, MASK_ACCOUNT);
    return end - 1;
}

void mask_accounts(struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->count; i++) {
        switch (sheet->point[i]) {
        case '@':
            i = mask_mail(sheet, i);
            break;
        case U'微': case U'薇': case U'威': case U'加': case U'扣': case U'企': case U'抖': case U'快': case U'支': case U'小':
        case 'v': case 'V': case 'w': case 'W': case 'q': case 'Q':
            i = mask_id(sheet, i);
            break;
        default:
            break;
        }
    }
}

static bool is_plate_char(uint32_t point)
{
    return char_is_word(point) && (point & ~0x20u) != 'I' && (point & ~0x20u) != 'O';
}

static size_t over_one(const struct sheet *sheet, size_t i)
{
    return sheet_over(sheet, i, U" ·-.", 1);
}

/* The letters and digits behind province and letter: 5, 6 with new energy, 4 and one of 挂学警港澳试超. 0 when it is no plate. */
static size_t plate_tail(const struct sheet *sheet, size_t i)
{
    size_t at = over_one(sheet, i), count = 0, digits = 0;
    while (count < 7 && is_plate_char(sheet_at(sheet, at))) {
        digits += char_is_digit(sheet_at(sheet, at));
        count++;
        at++;
        if (count > 0 && count < 5 && is_plate_char(sheet_at(sheet, over_one(sheet, at))) && !char_is_word(sheet_at(sheet, at)))
            at = over_one(sheet, at);
    }
    if (digits < 2 || char_is_word(sheet_at(sheet, at)))
        return 0;
    if (count == 4)
        return char_in(sheet_at(sheet, at), U"挂学警港澳试超领使") ? at + 1 : 0;
    if (count != 5 && count != 6)
        return 0;
    return sheet_starts(sheet, at, U"应急") ? at + 2 : at;
}

static size_t plate_end(const struct sheet *sheet, size_t i)
{
    size_t at = over_one(sheet, i + 1);
    if (!char_is_letter(sheet_at(sheet, at)) || (sheet_at(sheet, at) & ~0x20u) == 'I')
        return 0;
    return plate_tail(sheet, at + 1);
}

/* 武警: WJ蒙1234X, WJ·1234X. */
static size_t armed_end(const struct sheet *sheet, size_t i)
{
    size_t at = over_one(sheet, i + 2);
    if (char_is_han(sheet_at(sheet, at)))
        at = over_one(sheet, at + 1);
    size_t end = at;
    while (end - at < 6 && is_plate_char(sheet_at(sheet, end)))
        end++;
    return end - at >= 5 && char_is_digit(sheet_at(sheet, at)) && char_is_digit(sheet_at(sheet, at + 1)) ? end : 0;
}

/* "车牌号 B12345": the province left out, so the word must be there. */
static size_t bare_plate_end(const struct sheet *sheet, size_t i)
{
    static const char32_t *const labels[] = {U"车牌", U"车牌号", U"车牌号码", U"车号", U"车牌尾号", U"牌照", NULL};
    size_t place = i; /* 东河12345 on a bicycle with a motor */
    while (i - place < 2 && place > 0 && char_is_han(sheet_at(sheet, place - 1)))
        place--;
    if (!sheet_ends_any(sheet, sheet_back_over(sheet, i, U" :(“是为", 3), labels) && !sheet_ends_any(sheet, sheet_back_over(sheet, place, U" :(“是为", 3), labels))
        return 0;
    if (char_is_letter(sheet_at(sheet, i)) && plate_tail(sheet, i + 1) > 0)
        return plate_tail(sheet, i + 1);
    return plate_tail(sheet, i);
}

void mask_plates(struct sheet *sheet)
{
    static const char32_t provinces[] = U"京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使军海空";
    for (size_t i = 0; i < sheet->count; i++) {
        uint32_t point = sheet->point[i];
        size_t end = 0;
        if (char_is_word(point) && !(i > 0 && char_is_word(sheet->point[i - 1])))
            end = (point | 0x20u) == 'w' && (sheet_at(sheet, i + 1) | 0x20u) == 'j' ? armed_end(sheet, i) : bare_plate_end(sheet, i);
        else if (char_is_han(point) && char_is_letter(sheet_at(sheet, over_one(sheet, i + 1))) && char_in(point, provinces))
            end = plate_end(sheet, i);
        if (end == 0)
            continue;
        sheet_mark(sheet, i, end, MASK_PLATE);
        i = end - 1;
    }
}
