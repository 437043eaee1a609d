#include "base/clock.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define DAY_US 86400000000LL
#define SHANGHAI_US (8 * 3600 * 1000000LL)

int64_t clock_now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t clock_monotonic_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

void clock_condition(pthread_cond_t *ret_condition)
{
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(ret_condition, &attributes);
    pthread_condattr_destroy(&attributes);
}

int clock_wait(pthread_cond_t *condition, pthread_mutex_t *lock, int64_t until_us)
{
    struct timespec until = {.tv_sec = until_us / 1000000, .tv_nsec = until_us % 1000000 * 1000};
    return pthread_cond_timedwait(condition, lock, &until);
}

/* Howard Hinnant's civil calendar arithmetic: years begin in March, eras have 400 years. */
int64_t clock_days(int year, unsigned month, unsigned day)
{
    int64_t y = year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t of_era = y - era * 400;
    int64_t of_year = (153 * (int64_t)(month > 2 ? month - 3 : month + 9) + 2) / 5 + (int64_t)day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

void clock_civil(int64_t days, int *ret_year, unsigned *ret_month, unsigned *ret_day)
{
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    *ret_day = (unsigned)(doy - (153 * mp + 2) / 5 + 1);
    *ret_month = (unsigned)(mp < 10 ? mp + 3 : mp - 9);
    *ret_year = (int)(yoe + era * 400 + (*ret_month <= 2));
}

static void two(char *out, unsigned value)
{
    out[0] = (char)('0' + value / 10 % 10);
    out[1] = (char)('0' + value % 10);
}

size_t clock_format(int64_t us, char *out)
{
    int64_t local = us + SHANGHAI_US;
    int64_t days = local >= 0 ? local / DAY_US : -((-local + DAY_US - 1) / DAY_US);
    int64_t rest = local - days * DAY_US;
    int year;
    unsigned month, day;
    clock_civil(days, &year, &month, &day);
    unsigned seconds = (unsigned)(rest / 1000000), fraction = (unsigned)(rest % 1000000);
    memcpy(out, "0000-00-00T00:00:00", 19);
    two(out, (unsigned)year / 100);
    two(out + 2, (unsigned)year % 100);
    two(out + 5, month);
    two(out + 8, day);
    two(out + 11, seconds / 3600);
    two(out + 14, seconds / 60 % 60);
    two(out + 17, seconds % 60);
    size_t n = 19;
    if (fraction) {
        out[n++] = '.';
        for (unsigned unit = 100000; fraction; unit /= 10) {
            out[n++] = (char)('0' + fraction / unit);
            fraction %= unit;
        }
    }
    memcpy(out + n, "+08:00", 7);
    return n + 6;
}

bool clock_date_exists(int year, unsigned month, unsigned day)
{
    static const unsigned lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1)
        return false;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day <= lengths[month - 1] + (month == 2 && leap);
}

static bool digits(const char *text, size_t count, unsigned *ret_value)
{
    unsigned value = 0;
    for (size_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        value = value * 10 + (unsigned)(text[i] - '0');
    }
    *ret_value = value;
    return true;
}

bool clock_is_date(const char *text, size_t length)
{
    unsigned year, month, day;
    return length == 10 && text[4] == '-' && text[7] == '-' && digits(text, 4, &year) && digits(text + 5, 2, &month) &&
           digits(text + 8, 2, &day) && clock_date_exists((int)year, month, day);
}

/* Minutes east of UTC; false when malformed. */
static bool offset(const char *text, size_t length, int *ret_minutes)
{
    unsigned hours, minutes;
    if (length == 1 && (*text == 'Z' || *text == 'z')) {
        *ret_minutes = 0;
        return true;
    }
    if (length != 6 || (*text != '+' && *text != '-') || text[3] != ':' || !digits(text + 1, 2, &hours) ||
        !digits(text + 4, 2, &minutes) || hours > 23 || minutes > 59)
        return false;
    int total = (int)(hours * 60 + minutes);
    *ret_minutes = *text == '-' ? -total : total;
    return true;
}

bool clock_is_date_time(const char *text, size_t length)
{
    unsigned hour, minute, second;
    if (length < 20 || !clock_is_date(text, 10) || (text[10] != 'T' && text[10] != 't') || text[13] != ':' ||
        text[16] != ':' || !digits(text + 11, 2, &hour) || !digits(text + 14, 2, &minute) || !digits(text + 17, 2, &second))
        return false;
    size_t at = 19;
    if (text[at] == '.') {
        size_t first = ++at;
        while (at < length && text[at] >= '0' && text[at] <= '9')
            at++;
        if (at == first)
            return false;
    }
    int east;
    if (hour > 23 || minute > 59 || second > 60 || !offset(text + at, length - at, &east))
        return false;
    int utc = ((int)(hour * 60 + minute) - east % 1440 + 2880) % 1440;
    return second < 60 || utc == 23 * 60 + 59;
}
