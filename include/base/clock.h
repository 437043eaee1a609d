#pragma once
/* Time is Asia/Shanghai in meaning (+08:00 all year since 1992), RFC 3339 in form, microseconds in resolution. */
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

int64_t clock_now_us(void);       /* since 1970-01-01T00:00:00Z */
int64_t clock_monotonic_us(void); /* for durations */
/* A condition that is waited for with clock_wait(); and until that monotonic moment: as pthread_cond_timedwait(). */
void clock_condition(pthread_cond_t *ret_condition);
int clock_wait(pthread_cond_t *condition, pthread_mutex_t *lock, int64_t until_us);
/* "2026-11-21T12:00:00.123456+08:00"; the fraction is left out when zero, and cut of trailing zeros. `out` takes
 * CLOCK_SIZE bytes. Returns the length. */
#define CLOCK_SIZE 40
size_t clock_format(int64_t us, char *out);
/* Days since 1970-01-01 in the proleptic Gregorian calendar, and back. */
int64_t clock_days(int year, unsigned month, unsigned day);
void clock_civil(int64_t days, int *ret_year, unsigned *ret_month, unsigned *ret_day);
bool clock_date_exists(int year, unsigned month, unsigned day);
/* A calendar date "YYYY-MM-DD" that exists, from 0001 to 9999. */
bool clock_is_date(const char *text, size_t length) __attribute__((warn_unused_result));
/* RFC 3339 date-time with offset; leap second 60 only where RFC 3339 allows it. */
bool clock_is_date_time(const char *text, size_t length) __attribute__((warn_unused_result));
