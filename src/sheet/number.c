/* DESIGN. Numbers of a workbook are the decimal text of binary doubles, 17 digits at worst. What people typed is in the first 15, so
 * rounding is done on the digits themselves and no value passes through binary floating point here. */
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "xlsx.h"

#define SHOWN 15
#define DIGITS_MAX 60
#define EXPONENT_MAX 308
/* Together with the exponent less than NUMBER_SIZE in plain notation, whichever way the zeros go. */
#define WRITTEN_MAX 64

/* ±0.d1d2d3… × 10^point, the first digit not 0 unless it is the only one. */
struct decimal {
    bool negative, whole, exponent;
    char digits[DIGITS_MAX];
    int count, point;
};

static const char *read_digits(const char *at, struct decimal *number, bool fraction, bool *ret_good)
{
    for (; *at >= '0' && *at <= '9'; at++) {
        bool leading = number->count == 0 && *at == '0';
        if (!leading && number->count == DIGITS_MAX)
            *ret_good = false;
        else if (!leading)
            number->digits[number->count++] = *at;
        if (!fraction && !leading)
            number->point++;
        if (fraction && leading)
            number->point--;
    }
    return at;
}

static bool read_exponent(const char *at, struct decimal *number)
{
    int64_t exponent;
    if (*at == '+')
        at++;
    if (!*at || strlen(at) > 4 || !text_to_int64(at, &exponent) || exponent > EXPONENT_MAX || exponent < -EXPONENT_MAX)
        return false;
    number->exponent = true;
    number->point += (int)exponent;
    return true;
}

static bool read_decimal(const char *text, struct decimal *number)
{
    bool good = strlen(text) <= WRITTEN_MAX;
    *number = (struct decimal){.whole = true};
    number->negative = *text == '-';
    if (!good)
        return false;
    const char *first = text + (*text == '-' || *text == '+');
    const char *at = read_digits(first, number, false, &good);
    size_t digits = (size_t)(at - first);
    if (*at == '.') {
        number->whole = false;
        const char *point = at + 1;
        at = read_digits(point, number, true, &good);
        digits += (size_t)(at - point);
    }
    if (!good || !digits)
        return false;
    if (*at == 'e' || *at == 'E')
        return read_exponent(at + 1, number);
    return !*at;
}

static void round_to_shown(struct decimal *number)
{
    if (number->count > SHOWN) {
        bool up = number->digits[SHOWN] >= '5';
        number->count = SHOWN;
        for (int i = SHOWN - 1; up && i >= 0; i--) {
            up = number->digits[i] == '9';
            number->digits[i] = up ? '0' : (char)(number->digits[i] + 1);
        }
        if (up) {
            number->digits[0] = '1';
            number->point++;
        }
    }
    while (number->count > 0 && number->digits[number->count - 1] == '0')
        number->count--;
}

static void write_decimal(const struct decimal *number, char *out)
{
    if (number->negative && number->count > 0)
        *out++ = '-';
    if (number->point <= 0 || number->count == 0)
        *out++ = '0';
    for (int i = 0; i < number->point && number->count > 0; i++)
        *out++ = i < number->count ? number->digits[i] : '0';
    if (number->count > number->point && number->count > 0) {
        *out++ = '.';
        for (int i = number->point; i < number->count; i++)
            *out++ = i < 0 ? '0' : number->digits[i];
    }
    *out = '\0';
}

bool number_plain(const char *text, char *out)
{
    struct decimal number;
    if (!read_decimal(text, &number))
        return false;
    if (!number.exponent && (number.whole || number.count <= SHOWN)) {
        memcpy(out, text, strlen(text) + 1);
        return true;
    }
    round_to_shown(&number);
    write_decimal(&number, out);
    return true;
}

/* Days since 1970-01-01 to year, month, day of the proleptic Gregorian calendar. */
static void put_date(char *out, int64_t days)
{
    days += 719468;
    int64_t era = days / 146097, of_era = days % 146097;
    int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * of_year + 2) / 153;
    int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
    int64_t year = era * 400 + year_of_era + (month <= 2);
    snprintf(out, 11, "%04u-%02u-%02u", (unsigned)year % 10000, (unsigned)month % 100, (unsigned)(of_year - (153 * shifted + 2) / 5 + 1) % 100);
}

#define DAY_1899_12_30 (-25569)
#define DAY_1904_01_01 (-24107)
#define SERIAL_MAX 2958465 /* 9999-12-31 */

/* The 1900 system counts a 29 February 1900 that was none, and begins with a day 0: both are shown as a spreadsheet shows them. */
static void put_day(char *out, int64_t serial, bool from_1904)
{
    if (from_1904)
        put_date(out, serial + DAY_1904_01_01);
    else if (serial == 0)
        memcpy(out, "1900-01-00", 11);
    else if (serial == 60)
        memcpy(out, "1900-02-29", 11);
    else
        put_date(out, serial + DAY_1899_12_30 + (serial < 60));
}

/* Whole days, and seconds, rounded: those of a whole day when it is all but over. */
static bool split(const char *plain, int64_t *ret_day, unsigned *ret_second)
{
    int64_t day = 0, billionth = 0;
    size_t whole = strspn(plain, "0123456789");
    if (whole == 0 || whole > 7 || (plain[whole] && plain[whole] != '.'))
        return false;
    for (size_t i = 0; i < whole; i++)
        day = day * 10 + (plain[i] - '0');
    const char *at = plain + whole + (plain[whole] == '.');
    for (int i = 0; i < 9; i++)
        billionth = billionth * 10 + (*at ? *at++ - '0' : 0);
    int64_t second = (billionth * 86400 + 500000000) / 1000000000;
    *ret_day = day;
    *ret_second = (unsigned)second;
    return true;
}

bool number_moment(const char *plain, enum number_kind kind, bool from_1904, char *out)
{
    int64_t day;
    unsigned second;
    char date[11], time[24];
    if (kind == NUMBER_PLAIN || !split(plain, &day, &second))
        return false;
    if (kind != NUMBER_DATE) { /* a day is shown until its last moment */
        day += second / 86400;
        second %= 86400;
    }
    if (day > SERIAL_MAX - (from_1904 ? 1462 : 0))
        return false;
    put_day(date, day, from_1904);
    snprintf(time, sizeof time, "%02u:%02u:%02u", second / 3600, second / 60 % 60, second % 60);
    if (kind == NUMBER_DATE)
        memcpy(out, date, sizeof date);
    else if (kind == NUMBER_TIME && day == 0)
        memcpy(out, time, 9);
    else
        snprintf(out, MOMENT_SIZE, "%sT%s+08:00", date, time);
    return true;
}
