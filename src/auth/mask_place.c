#include "mask_sheet.h"

/* DESIGN. A room or a unit leads to a household; a building alone does not, and without it nobody can do the work. So a lone building
 * stays, and from the building on everything goes when a unit or a room follows. A lone unit and a lone room go as well; a floor stays unless
 * a side or a room follows it. Sums, areas, years and counts (300户居民, 120平米) are told by what comes behind them. */

enum { MOST_NUMBERS = 6 };

static const char32_t numerals[] = U"一二三四五六七八九十百零〇两壹贰叁肆伍陆柒捌玖拾○";
static const char32_t hyphens[] = U" -";

/* What makes a number a quantity. */
static const char32_t counted[] = U"年月日时分秒米平元块角钱万千亿人个名位台部辆家盏次件条根片颗棵度吨升斤克天周岁页层楼间套%％‰㎡㎥、.:多余几点届期级号毫厘";

static bool is_numeral(uint32_t point)
{
    return point > 0x80 && char_in(point, numerals);
}

/* A number of things, as people write it: 3, 12, 3A, A, A3, 十二. `most` digits. Returns its end, or 0. */
static size_t number_end(const struct sheet *sheet, size_t i, size_t most)
{
    size_t at = i;
    if (is_numeral(sheet_at(sheet, at))) {
        at = sheet_over(sheet, at, numerals, 5);
        return at - i <= 4 ? at : 0;
    }
    bool letter = char_is_letter(sheet_at(sheet, at));
    at += letter;
    size_t digits = at;
    while (digits - at <= most && char_is_digit(sheet_at(sheet, digits)))
        digits++;
    if (digits - at > most || (digits == at && !letter))
        return 0;
    if (!letter && char_is_letter(sheet_at(sheet, digits)))
        digits++;
    return char_is_word(sheet_at(sheet, digits)) ? 0 : digits;
}

/* Several of them: "1、2", "3-5", "501和502". */
static size_t numbers_end(const struct sheet *sheet, size_t i, size_t most)
{
    size_t end = number_end(sheet, i, most);
    for (size_t n = 1; end > 0 && n < MOST_NUMBERS && char_in(sheet_at(sheet, end), U"、,/-~至到和及与"); n++) {
        size_t next = number_end(sheet, end + 1, most);
        if (next == 0)
            break;
        end = next;
    }
    return end;
}

/* How many positional digits a number has: 501 and 五〇一 have 3, 二十 has none. */
static size_t digits_in(const struct sheet *sheet, size_t i, size_t end)
{
    size_t count = 0;
    for (; i < end; i++)
        count += char_is_digit(sheet_at(sheet, i)) || char_chinese_digit(sheet_at(sheet, i)) >= 0;
    return count;
}

enum building { BUILDING_NONE, BUILDING_PLAIN, BUILDING_STREET_NUMBER };

static enum building building_end(const struct sheet *sheet, size_t i, size_t *ret_end)
{
    static const char32_t *const words[] = {U"号楼", U"号栋", U"号公寓", U"栋楼", U"幢楼", U"座楼", U"#楼", U"#栋", U"栋", U"幢", U"座", U"#", NULL};
    size_t start = i + (sheet_at(sheet, i) == U'第');
    size_t end = number_end(sheet, start, 4);
    if (end == 0)
        return BUILDING_NONE;
    size_t at = sheet_over(sheet, end, U" ", 1);
    size_t word = sheet_starts_any(sheet, at, words);
    bool street_number = word == 0 && sheet_at(sheet, at) == U'号';
    if (word == 0 && !street_number)
        return BUILDING_NONE;
    *ret_end = at + (word ? word : 1);
    return street_number ? BUILDING_STREET_NUMBER : BUILDING_PLAIN;
}

static size_t unit_end(const struct sheet *sheet, size_t i)
{
    if (char_in(sheet_at(sheet, i), U"东西南北中左右") && sheet_starts(sheet, i + 1, U"单元"))
        return i + 3;
    size_t start = i + (sheet_at(sheet, i) == U'第');
    size_t end = numbers_end(sheet, start, 2);
    if (end == 0)
        return 0;
    end = sheet_over(sheet, end, U" 号", 1);
    return sheet_starts(sheet, end, U"单元") ? end + 2 : 0;
}

static size_t side_end(const struct sheet *sheet, size_t i)
{
    static const char32_t *const sides[] = {U"东户", U"西户", U"中户", U"南户", U"北户", U"左户", U"右户", U"边户", U"东边户", U"西边户", U"中间户", U"左侧户", U"右侧户", U"东侧户", U"西侧户", U"左手", U"右手", U"对门", NULL};
    size_t word = sheet_starts_any(sheet, i, sides);
    return word ? i + word : 0;
}

/* 300户居民, 12户业主: households are counted here, none is named. */
static bool counts_households(const struct sheet *sheet, size_t i)
{
    static const char32_t *const words[] = {U"居民", U"业主", U"住户", U"人家", U"家庭", U"以上", U"左右", U"群众", U"老人", U"都", U"均", U"全", U"共", U"中", U"受", U"停", U"无", U"没", NULL};
    return sheet_starts_any(sheet, i, words) > 0;
}

/* "501室", "501、502室", "三零一户", "1203号房". `least` digits make it a room. */
static size_t named_room_end(const struct sheet *sheet, size_t i, size_t least, bool household)
{
    size_t first = number_end(sheet, i, 4), end = numbers_end(sheet, i, 4);
    if (end == 0 || first == 0)
        return 0;
    size_t digits = digits_in(sheet, i, first);
    /* 12户 and 12号 are counts where 12室 behind a building is a room. */
    if (digits + (household && sheet_at(sheet, end) == U'室') < least)
        return 0;
    if (sheet_starts(sheet, end, U"号房") || sheet_starts(sheet, end, U"号室"))
        return end + 2;
    if (sheet_starts(sheet, end, U" 室"))
        return end + 2;
    uint32_t word = sheet_at(sheet, end), next = sheet_at(sheet, end + 1);
    bool year = end - i == 4 && (sheet_starts(sheet, i, U"19") || sheet_starts(sheet, i, U"20"));
    if (word == U'室')
        return year && char_in(next, U"内外") ? 0 : end + 1;
    if (word == U'房')
        return char_in(next, U"屋间产子东租价款型贷改") ? 0 : end + 1;
    if (word == U'户')
        return household && (least == 1 || !counts_households(sheet, end + 1)) ? end + 1 : 0;
    return household && word == U'号' && !char_in(next, U"楼栋线院") ? end + 1 : 0;
}

/* A bare number of 3 or 4 digits behind a building or a unit. */
static size_t bare_room_end(const struct sheet *sheet, size_t i)
{
    size_t end = number_end(sheet, i, 4);
    if (end == 0 || digits_in(sheet, i, end) < 3 || end - i > 5 || (is_numeral(sheet_at(sheet, i)) && digits_in(sheet, i, end) != end - i))
        return 0;
    uint32_t next = sheet_at(sheet, end);
    bool goes_on = char_in(next, U"、,和与及") && char_is_digit(sheet_at(sheet, end + 1));
    if (goes_on) {
        size_t last = numbers_end(sheet, i, 4);
        if (!char_in(next, U"、,") && char_in(sheet_at(sheet, last), counted))
            return end;
        return char_in(sheet_at(sheet, last), counted) && !char_in(sheet_at(sheet, last), U"、") ? 0 : last;
    }
    if (next == '.' || next == ':')
        return char_is_digit(sheet_at(sheet, end + 1)) ? 0 : end;
    if (next == U'、')
        return end;
    if (next == U'户')
        return 0;
    return char_in(next, counted) ? 0 : end;
}

static size_t side_or_room(const struct sheet *sheet, size_t i, size_t least)
{
    size_t end = side_end(sheet, i);
    if (end == 0)
        end = named_room_end(sheet, i, least, true);
    return end ? end : bare_room_end(sheet, i);
}

/* What may follow a building or a unit: a room, a side, or a floor with one of these. 0 when nothing does. */
static size_t room_end(const struct sheet *sheet, size_t i, size_t least)
{
    size_t at = sheet_over(sheet, i, U" -,的第/", 2);
    size_t end = side_or_room(sheet, at, least);
    if (end > 0)
        return end;
    size_t floor = number_end(sheet, at, 2);
    if (floor == 0 || !char_in(sheet_at(sheet, floor), U"楼层"))
        return 0;
    return side_or_room(sheet, sheet_over(sheet, floor + 1, U" -,的", 1), least);
}

/* 3-2-501, 1-3-2-501, A-2-501: where it ends, or 0. Two parts only with a word behind that says so. */
static size_t dashed_end(const struct sheet *sheet, size_t i, size_t least)
{
    size_t parts = 0, at = i, last = i, end = 0;
    while (parts < 5 && (end = number_end(sheet, at, parts == 0 ? 2 : 4)) > 0) {
        last = at;
        parts++;
        if (sheet_at(sheet, end) != '-')
            break;
        at = end + 1;
    }
    if (end == 0 || parts < 2 || parts > 4 || sheet_at(sheet, end) == '-' || is_numeral(sheet_at(sheet, i)))
        return 0;
    uint32_t next = sheet_at(sheet, end);
    if (parts == 3 && char_in(next, U"东西中") && !char_in(sheet_at(sheet, end + 1), U"侧边面门南北区部街路间"))
        return end + 1;
    size_t digits = digits_in(sheet, last, end);
    bool middle_short = parts == 2 || last - i <= 3 * (parts - 1);
    if (digits < 3 || digits > 4 || !middle_short || !char_is_digit(sheet_at(sheet, last)))
        return 0;
    if (next == U'室' || (next == U'户' && !counts_households(sheet, end + 1)))
        return end + 1;
    if (parts < least)
        return sheet_starts(sheet, end, U"业主") || sheet_starts(sheet, end, U"住户") ? end : 0;
    return char_in(next, counted) && next != U'、' && !(next == '.' && !char_is_digit(sheet_at(sheet, end + 1))) ? 0 : end;
}

/* 房号501, 门牌号:3-501: the word says that a room follows. */
static size_t labelled_start(const struct sheet *sheet, size_t i)
{
    static const char32_t *const labels[] = {U"房号", U"房间号", U"门牌号", U"门牌", U"室号", U"户号", U"房间", U"家住", U"住在", U"住", U"我家", U"楼上", U"楼下", U"隔壁", U"对门", NULL};
    return sheet_ends_any(sheet, sheet_back_over(sheet, i, U" :(“是为", 3), labels);
}

static size_t lone_room_end(const struct sheet *sheet, size_t i)
{
    size_t end = named_room_end(sheet, i + (sheet_at(sheet, i) == U'第'), 3, false);
    if (end > 0)
        return end;
    /* 501、502、601三户 */
    size_t first = number_end(sheet, i, 4), last = numbers_end(sheet, i, 4);
    if (last > first && digits_in(sheet, i, first) >= 3 && is_numeral(sheet_at(sheet, last)) && sheet_at(sheet, last + 1) == U'户')
        return last;
    end = dashed_end(sheet, i, 3);
    if (end > 0)
        return end;
    if (labelled_start(sheet, i)) {
        end = dashed_end(sheet, i, 2);
        return end ? end : bare_room_end(sheet, i);
    }
    size_t floor = number_end(sheet, i, 2);
    if (floor > 0 && char_in(sheet_at(sheet, floor), U"楼层"))
        return side_end(sheet, floor + 1);
    return 0;
}

/* Behind "3#" or "3号楼" a dashed rest may stand: 3#-2-501, 3号楼2-501. */
static size_t after_building(const struct sheet *sheet, size_t i, bool street_number)
{
    size_t at = sheet_over(sheet, i, U" -,的、·/", 2);
    size_t unit = unit_end(sheet, at);
    size_t door = street_number ? 0 : number_end(sheet, at, 2);
    if (unit == 0 && door > 0 && char_in(sheet_at(sheet, door), U"门梯"))
        return room_end(sheet, door + 1, 3);
    if (unit > 0) {
        size_t room = room_end(sheet, unit, 1);
        return room ? room : unit;
    }
    if (street_number)
        return named_room_end(sheet, sheet_over(sheet, i, hyphens, 1), 3, false);
    size_t dashed = dashed_end(sheet, at, 2);
    return dashed ? dashed : room_end(sheet, i, 3);
}

static size_t place_end(const struct sheet *sheet, size_t i)
{
    size_t end = 0;
    enum building building = building_end(sheet, i, &end);
    if (building != BUILDING_NONE) {
        end = after_building(sheet, end, building == BUILDING_STREET_NUMBER);
        if (end > 0)
            return end;
    }
    size_t unit = unit_end(sheet, i);
    if (unit > 0) {
        end = room_end(sheet, unit, 1);
        return end ? end : unit;
    }
    return lone_room_end(sheet, i);
}

/* Does a number begin at `i`, and not in the middle of a longer one? */
static bool begins(const struct sheet *sheet, size_t i)
{
    uint32_t point = sheet_at(sheet, i), before = i > 0 ? sheet_at(sheet, i - 1) : 0;
    if (point == U'第')
        return char_is_word(sheet_at(sheet, i + 1)) || is_numeral(sheet_at(sheet, i + 1));
    if (char_is_word(point))
        return !char_is_word(before) && before != U'第' && !(char_in(before, U"-./") && i > 1 && char_is_word(sheet_at(sheet, i - 2)));
    return is_numeral(point) && !is_numeral(before) && before != U'第';
}

/* 共18栋1296户 */
static bool is_total(const struct sheet *sheet, size_t i, size_t end)
{
    return i > 0 && char_in(sheet_at(sheet, i - 1), U"共有计含达总约") && sheet_at(sheet, end - 1) == U'户';
}

void mask_places(struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->count; i++) {
        uint32_t point = sheet->point[i];
        if ((point < 0x80 ? !char_is_word(point) : point != U'第' && !is_numeral(point)) || !begins(sheet, i))
            continue;
        size_t end = place_end(sheet, i);
        if (end == 0 || is_total(sheet, i, end) || label_names_a_thing(sheet, i))
            continue;
        sheet_mark(sheet, i, end, MASK_PLACE);
        i = end - 1;
    }
}
