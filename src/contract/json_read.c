#include "contract/schema.h"
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "fault.h"

/* DESIGN. jansson is strict about syntax, UTF-8 and duplicate members, but it nests to 2,048, rounds long fractions and says
 * little about why. One pass before it looks at what it does not: depth, the length of numbers, NUL. The pass may meet text
 * that is no JSON at all; then jansson refuses it afterwards. */

#define DEPTH_MAX 64
#define REAL_DIGITS 15 /* what a double keeps of a decimal fraction, always */
#define REAL_EXPONENT 300
#define INTEGER_DIGITS 19

struct scan {
    const char *at, *end;
    unsigned depth;
    const char *code; /* of the fault */
};

static void skip_string(struct scan *scan)
{
    for (scan->at++; scan->at < scan->end && *scan->at != '"'; scan->at++) {
        if (*scan->at != '\\')
            continue;
        if (scan->end - scan->at > 5 && memcmp(scan->at, "\\u0000", 6) == 0) {
            scan->code = "nul";
            return;
        }
        if (scan->end - scan->at > 1)
            scan->at++;
    }
    if (scan->at < scan->end)
        scan->at++;
}

/* Significant digits and the place of the first one decide whether a double holds the number as written. */
static void skip_number(struct scan *scan)
{
    size_t digits = 0, significant = 0;
    long exponent = 0, written = 0;
    bool point = false, real = false, minus = false;
    if (*scan->at == '-')
        scan->at++;
    for (; scan->at < scan->end && ((*scan->at >= '0' && *scan->at <= '9') || *scan->at == '.'); scan->at++) {
        bool is_point = *scan->at == '.';
        point |= is_point;
        if (is_point || (*scan->at == '0' && digits == 0)) {
            exponent -= point && !is_point;
            continue;
        }
        exponent += !point;
        digits++;
        if (*scan->at != '0')
            significant = digits;
    }
    real = point;
    if (scan->at < scan->end && (*scan->at == 'e' || *scan->at == 'E')) {
        real = true;
        scan->at++;
        if (scan->at < scan->end && (*scan->at == '-' || *scan->at == '+'))
            minus = *scan->at++ == '-';
        for (; scan->at < scan->end && *scan->at >= '0' && *scan->at <= '9'; scan->at++)
            written = written > 100000 ? written : written * 10 + (*scan->at - '0');
    }
    exponent += minus ? -written : written;
    if (real ? significant > REAL_DIGITS || (significant > 0 && labs(exponent) > REAL_EXPONENT) : digits > INTEGER_DIGITS)
        scan->code = "number";
}

static void scan_text(struct scan *scan)
{
    while (scan->at < scan->end && !scan->code) {
        char c = *scan->at;
        if (c == '"') {
            skip_string(scan);
        } else if (c == '-' || (c >= '0' && c <= '9')) {
            skip_number(scan);
        } else {
            if (c == '{' || c == '[')
                scan->code = ++scan->depth > DEPTH_MAX ? "depth" : NULL;
            else if ((c == '}' || c == ']') && scan->depth > 0)
                scan->depth--;
            scan->at++;
        }
    }
}

__attribute__((noinline)) static void refuse(struct faults *faults, const char *code)
{
    static const struct { const char *code, *zh, *en; } words[] = {
        {"depth", "JSON 嵌套过深（至多 64 层）", "JSON is nested too deeply (at most 64 levels)"},
        {"number", "数字过长，无法准确表示", "a number is too long to be kept exactly"},
        {"nul", "不得含有 NUL 字符", "NUL characters are not allowed"},
        {"utf8", "不是有效的 UTF-8 文本", "is not valid UTF-8"},
        {"duplicate", "对象中有重复的成员", "an object has a member twice"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(code, words[i].code) == 0) {
            fault_add(faults, "", words[i].code, words[i].zh, words[i].en);
            return;
        }
    }
}

static void refuse_syntax(struct faults *faults, const json_error_t *error)
{
    switch (json_error_code(error)) {
    case json_error_duplicate_key:
        refuse(faults, "duplicate");
        break;
    case json_error_numeric_overflow:
        refuse(faults, "number");
        break;
    case json_error_stack_overflow:
        refuse(faults, "depth");
        break;
    default:
        fault_at(faults, NULL, "json", "第 %d 行第 %d 列附近不是有效的 JSON", "is not JSON near line %d, column %d", error->line, error->column);
    }
}

/* A whole number is one however it is written: the database takes 1.0 for no integer, and a document keeps what it is made of. */
static json_t *as_whole(const json_t *value)
{
    double real = json_is_real(value) ? json_real_value(value) : 0.5;
    return real < 9e15 && real > -9e15 && real == (double)(int64_t)real ? json_integer((json_int_t)real) : NULL;
}

static void make_whole(json_t *value)
{
    for (size_t i = 0; i < json_array_size(value); i++) {
        json_t *number = as_whole(json_array_get(value, i));
        if (number)
            json_array_set_new(value, i, number);
        make_whole(json_array_get(value, i));
    }
    for (void *at = json_object_iter(value); at; at = json_object_iter_next(value, at)) {
        json_t *number = as_whole(json_object_iter_value(at));
        if (number)
            json_object_iter_set_new(value, at, number);
        make_whole(json_object_iter_value(at));
    }
}

json_t *json_read(const char *text, size_t length, struct faults *faults)
{
    if (!text_is_utf8(text, length)) {
        refuse(faults, memchr(text, '\0', length) ? "nul" : "utf8");
        return NULL;
    }
    struct scan scan = {.at = text, .end = text + length};
    scan_text(&scan);
    if (scan.code) {
        refuse(faults, scan.code);
        return NULL;
    }
    json_error_t error;
    json_t *value = json_loadb(text, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (!value)
        refuse_syntax(faults, &error);
    make_whole(value);
    return value;
}
