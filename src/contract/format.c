#include "format.h"
#include <string.h>
#include "base/clock.h"
#include "base/uuid.h"

#define WHOLE_DIGITS_MAX 18

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* -?(0|[1-9]\d*)(\.\d+)? : one spelling for the whole part, no exponent. */
static bool is_decimal(const char *text, size_t length, size_t scale)
{
    size_t at = length > 0 && text[0] == '-', start = at;
    while (at < length && is_digit(text[at]))
        at++;
    size_t whole = at - start;
    if (whole == 0 || whole > WHOLE_DIGITS_MAX || (whole > 1 && text[start] == '0'))
        return false;
    if (at == length)
        return true;
    if (text[at++] != '.')
        return false;
    start = at;
    while (at < length && is_digit(text[at]))
        at++;
    return at == length && at > start && at - start <= scale;
}

static bool is_month(const char *text, size_t length)
{
    char day[] = "0000-00-01";
    if (length != 7)
        return false;
    memcpy(day, text, 7);
    return clock_is_date(day, 10);
}

/* Check character of the organisation code (GB 11714), the nine characters within. */
static bool organisation_holds(const char *code)
{
    static const int weights[] = {3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 8; i++)
        sum += weights[i] * (is_digit(code[i]) ? code[i] - '0' : code[i] - 'A' + 10);
    int check = 11 - sum % 11;
    char wanted = check == 10 ? 'X' : check == 11 ? '0' : (char)('0' + check);
    return code[8] == wanted;
}

/* GB 32100-2015: registering department, kind, six digits of division, organisation code, check character (ISO 7064 style, 31). */
static bool is_uscc(const char *text, size_t length)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    int sum = 0, power = 1;
    if (length != 18)
        return false;
    for (int i = 0; i < 18; i++) {
        const char *found = text[i] ? strchr(alphabet, text[i]) : NULL;
        if (!found)
            return false;
        if (i >= 2 && i < 8 && !is_digit(text[i]))
            return false;
        if (i == 17)
            return (31 - sum % 31) % 31 == found - alphabet && is_digit(text[0]) && organisation_holds(text + 8);
        sum += (int)(found - alphabet) * power;
        power = power * 3 % 31;
    }
    return false;
}

bool format_holds(enum schema_format format, const char *text, size_t length)
{
    switch (format) {
    case FORMAT_NONE: return true;
    case FORMAT_UUID: return uuid_is(text, length);
    case FORMAT_DATE: return clock_is_date(text, length);
    case FORMAT_DATE_TIME: return clock_is_date_time(text, length);
    case FORMAT_DECIMAL: return is_decimal(text, length, WHOLE_DIGITS_MAX);
    case FORMAT_MONEY: return is_decimal(text, length, 2);
    case FORMAT_MONTH: return is_month(text, length);
    case FORMAT_USCC: return is_uscc(text, length);
    }
    return false;
}

void format_explain(enum schema_format format, const char **ret_zh, const char **ret_en)
{
    static const struct { const char *zh, *en; } words[] = {
        [FORMAT_NONE] = {"任意", "anything"},
        [FORMAT_UUID] = {"应为 UUID", "must be a UUID"},
        [FORMAT_DATE] = {"应为存在的日期，形如 2026-01-31", "must be a date that exists, like 2026-01-31"},
        [FORMAT_DATE_TIME] = {"应为带时区的时间，形如 2026-01-31T08:00:00+08:00", "must be a time with offset, like 2026-01-31T08:00:00+08:00"},
        [FORMAT_DECIMAL] = {"应为十进制数字串，小数点前至多 18 位", "must be a decimal string, at most 18 digits before the point"},
        [FORMAT_MONEY] = {"应为十进制数字串，至多两位小数", "must be a decimal string with at most two places"},
        [FORMAT_MONTH] = {"应为月份，形如 2026-01", "must be a month, like 2026-01"},
        [FORMAT_USCC] = {"应为有效的 18 位统一社会信用代码（大写）", "must be a valid unified social credit code of 18 characters, upper case"},
    };
    *ret_zh = words[format].zh;
    *ret_en = words[format].en;
}
