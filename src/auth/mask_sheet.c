#include "mask_sheet.h"

void sheet_mark(struct sheet *sheet, size_t start, size_t end, enum mask mask)
{
    for (size_t i = start; i < end; i++)
        sheet->point[i] = MARK_MORE;
    sheet->point[start] = MARK + (uint32_t)mask;
}

static bool same(uint32_t point, char32_t wanted)
{
    return point == wanted || (char_is_letter(point) && (point | 0x20u) == wanted);
}

static size_t length_of(const char32_t *word)
{
    size_t length = 0;
    while (word[length])
        length++;
    return length;
}

bool sheet_starts(const struct sheet *sheet, size_t i, const char32_t *word)
{
    size_t k = 0;
    while (word[k] && same(sheet_at(sheet, i + k), word[k]))
        k++;
    return word[k] == 0;
}

bool sheet_ends(const struct sheet *sheet, size_t end, const char32_t *word)
{
    size_t length = length_of(word);
    return end >= length && sheet_starts(sheet, end - length, word);
}

size_t sheet_starts_any(const struct sheet *sheet, size_t i, const char32_t *const *words)
{
    for (; *words; words++) {
        if (sheet_starts(sheet, i, *words))
            return length_of(*words);
    }
    return 0;
}

size_t sheet_ends_any(const struct sheet *sheet, size_t end, const char32_t *const *words)
{
    for (; *words; words++) {
        if (sheet_ends(sheet, end, *words))
            return length_of(*words);
    }
    return 0;
}

size_t sheet_back_over(const struct sheet *sheet, size_t end, const char32_t *set, size_t most)
{
    while (end > 0 && most-- > 0 && char_in(sheet_at(sheet, end - 1), set))
        end--;
    return end;
}

size_t sheet_over(const struct sheet *sheet, size_t i, const char32_t *set, size_t most)
{
    while (most-- > 0 && char_in(sheet_at(sheet, i), set))
        i++;
    return i;
}

bool char_in(uint32_t point, const char32_t *set)
{
    for (; *set; set++) {
        if (*set == point)
            return true;
    }
    return false;
}

int char_chinese_digit(uint32_t point)
{
    switch (point) {
    case U'零': case U'〇': case U'○': return 0;
    case U'一': case U'壹': case U'幺': return 1;
    case U'二': case U'贰': return 2;
    case U'三': case U'叁': return 3;
    case U'四': case U'肆': return 4;
    case U'五': case U'伍': return 5;
    case U'六': case U'陆': return 6;
    case U'七': case U'柒': return 7;
    case U'八': case U'捌': return 8;
    case U'九': case U'玖': return 9;
    default: return -1;
    }
}

bool label_names_a_thing(const struct sheet *sheet, size_t i)
{
    static const char32_t *const labels[] = {
        U"单号", U"编号", U"合同号", U"案号", U"文号", U"票号", U"批号", U"序号", U"水号", U"理号", U"表号", U"代码", U"编码", U"条码", U"工单", NULL,
    };
    /* Letters, years in brackets and hyphens belong to such a number. */
    size_t start = i;
    while (start > 0 && i - start < 32 && (char_is_word(sheet_at(sheet, start - 1)) || char_in(sheet_at(sheet, start - 1), U"-_/〔〕[]")))
        start--;
    start = sheet_back_over(sheet, start, U" :(\"“是为", 4);
    return sheet_ends_any(sheet, start, labels) > 0;
}
