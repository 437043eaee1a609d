#include "number.h"
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"

/* 0.digits × 10^exponent, the first digit not zero; zero has no digits. */
struct decimal {
    bool negative;
    size_t count;
    long exponent;
    char digits[DECIMAL_DIGITS];
};

static void decimal_read(const char *text, struct decimal *ret)
{
    struct decimal decimal = {0};
    bool point = false;
    if (*text == '-') {
        decimal.negative = true;
        text++;
    }
    for (; (*text >= '0' && *text <= '9') || *text == '.'; text++) {
        if (*text == '.') {
            point = true;
            continue;
        }
        if (*text == '0' && decimal.count == 0) {
            decimal.exponent -= point;
            continue;
        }
        decimal.exponent += !point;
        if (decimal.count < DECIMAL_DIGITS)
            decimal.digits[decimal.count++] = *text;
    }
    if (*text == 'e' || *text == 'E') {
        long exponent = strtol(text + 1, NULL, 10);
        decimal.exponent += exponent > 100000 ? 100000 : exponent < -100000 ? -100000 : exponent;
    }
    while (decimal.count > 0 && decimal.digits[decimal.count - 1] == '0')
        decimal.count--;
    if (decimal.count == 0)
        decimal = (struct decimal){0};
    *ret = decimal;
}

static int compare_magnitude(const struct decimal *a, const struct decimal *b)
{
    if (a->count == 0 || b->count == 0)
        return (a->count != 0) - (b->count != 0);
    if (a->exponent != b->exponent)
        return a->exponent < b->exponent ? -1 : 1;
    size_t common = a->count < b->count ? a->count : b->count;
    int order = memcmp(a->digits, b->digits, common);
    if (order != 0)
        return order;
    return (a->count > b->count) - (a->count < b->count);
}

int decimal_compare(const char *a, const char *b)
{
    struct decimal left, right;
    decimal_read(a, &left);
    decimal_read(b, &right);
    if (left.negative != right.negative)
        return left.negative ? -1 : 1;
    int order = compare_magnitude(&left, &right);
    return left.negative ? -order : order;
}

void number_text(const json_t *number, char out[static NUMBER_SIZE])
{
    if (json_is_integer(number)) {
        snprintf(out, NUMBER_SIZE, "%" JSON_INTEGER_FORMAT, json_integer_value(number));
        return;
    }
    double value = json_real_value(number);
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(out, NUMBER_SIZE, "%.*g", digits, value);
        if (strtod(out, NULL) == value)
            return;
    }
}

int number_compare(const json_t *number, const char *text)
{
    int64_t bound;
    if (json_is_integer(number) && text_to_int64(text, &bound)) {
        json_int_t value = json_integer_value(number);
        return (value > bound) - (value < bound);
    }
    char own[NUMBER_SIZE];
    number_text(number, own);
    return decimal_compare(own, text);
}

bool number_is_whole(const json_t *number)
{
    if (json_is_integer(number))
        return true;
    double value = json_real_value(number);
    return isfinite(value) && trunc(value) == value;
}
