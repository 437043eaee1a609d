#include "chart.h"
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "represent/markup.h"

#define WIDTH 720
#define HEIGHT 250
#define LEFT 48
#define RIGHT 24
#define TOP 26
#define BOTTOM 34
#define STEPS_MAX 12
#define LABELS 8 /* days that are named below, about */

struct scale { double low, high, step; long first, last; };

/* Days since some day, by the civil calendar: only differences matter. */
static long day_number(const char *day)
{
    char *after = NULL;
    long year = strtol(day, &after, 10) % 10000;
    long month = *after == '-' ? strtol(after + 1, &after, 10) % 100 : 1;
    long date = *after == '-' ? strtol(after + 1, NULL, 10) % 100 : 1;
    year -= month <= 2;
    long era = year / 400, of_era = year - era * 400;
    long of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + date - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year;
}

/* 1, 2 or 5 times a power of ten, so that there are about five lines. */
static double step_for(double span)
{
    double power = pow(10, floor(log10(span / 5)));
    double times = span / 5 / power;
    return power * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
}

static struct scale scale_of(const struct chart_point *points, size_t count)
{
    struct scale s = {.low = strtod(points[0].value, NULL), .first = day_number(points[0].day), .last = day_number(points[count - 1].day)};
    s.high = s.low;
    for (size_t i = 1; i < count; i++) {
        double value = strtod(points[i].value, NULL);
        s.low = fmin(s.low, value);
        s.high = fmax(s.high, value);
    }
    s.step = step_for(fmax(s.high - s.low, 5));
    s.low = floor(s.low / s.step) * s.step;
    s.high = fmax(ceil(s.high / s.step) * s.step, s.low + s.step);
    return s;
}

static int across(const struct scale *s, const char *day)
{
    if (s->last <= s->first)
        return LEFT + (WIDTH - LEFT - RIGHT) / 2;
    return LEFT + (int)lround((double)(day_number(day) - s->first) * (WIDTH - LEFT - RIGHT) / (double)(s->last - s->first));
}

static int down(const struct scale *s, double value)
{
    return HEIGHT - BOTTOM - (int)lround((value - s->low) * (HEIGHT - TOP - BOTTOM) / (s->high - s->low));
}

static void write_grid(struct buffer *out, const struct scale *s)
{
    for (int i = 0; i <= STEPS_MAX && s->low + i * s->step <= s->high + s->step / 2; i++) {
        double value = s->low + i * s->step;
        int y = down(s, value);
        buffer_printf(out, "<line class=\"grid\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>", LEFT, y, WIDTH - RIGHT, y);
        buffer_printf(out, "<text class=\"axis\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%ld</text>", LEFT - 8, y + 4, lround(value));
    }
}

static void write_line(struct buffer *out, const struct scale *s, const struct chart_point *points, size_t count)
{
    buffer_add_text(out, "<polyline class=\"line\" points=\"");
    for (size_t i = 0; i < count; i++)
        buffer_printf(out, "%s%d,%d", i ? " " : "", across(s, points[i].day), down(s, strtod(points[i].value, NULL)));
    buffer_add_text(out, "\"/>");
}

/* A point, what it is when it is pointed at, and its grade where that is not the one before it: after a fall beside the line that comes down. */
static void write_point(struct buffer *out, const struct scale *s, const struct chart_point *point, const struct chart_point *before)
{
    bool falls = before && strtod(before->value, NULL) > strtod(point->value, NULL);
    int x = across(s, point->day), y = down(s, strtod(point->value, NULL));
    buffer_printf(out, "<circle class=\"point\" cx=\"%d\" cy=\"%d\" r=\"3\"><title>", x, y);
    markup_text(out, point->day);
    buffer_add_byte(out, ' ');
    markup_text(out, point->value);
    if (point->grade) {
        buffer_add_byte(out, ' ');
        markup_text(out, point->grade);
    }
    buffer_add_text(out, "</title></circle>");
    if (!point->grade || (before && before->grade && strcmp(before->grade, point->grade) == 0))
        return;
    buffer_printf(out, "<text class=\"grade\" x=\"%d\" y=\"%d\" text-anchor=\"%s\">", x + (falls ? 6 : 0), y - 9, falls ? "start" : "middle");
    markup_text(out, point->grade);
    buffer_add_text(out, "</text>");
}

static void write_day(struct buffer *out, const struct scale *s, const char *day)
{
    char month[8];
    snprintf(month, sizeof month, "%.7s", day);
    buffer_printf(out, "<text class=\"axis\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">", across(s, day), HEIGHT - 10);
    markup_text(out, month);
    buffer_add_text(out, "</text>");
}

void chart_write(struct buffer *out, const struct chart_point *points, size_t count)
{
    if (count == 0)
        return;
    struct scale s = scale_of(points, count);
    size_t every = count > LABELS ? (count + LABELS - 1) / LABELS : 1;
    buffer_printf(out, "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"chart\"><title id=\"chart\">信用得分走势 Score over time</title>", WIDTH, HEIGHT);
    write_grid(out, &s);
    write_line(out, &s, points, count);
    for (size_t i = 0; i < count; i++)
        write_point(out, &s, &points[i], i ? &points[i - 1] : NULL);
    for (size_t i = (count - 1) % every; i < count; i += every)
        write_day(out, &s, points[i].day);
    buffer_add_text(out, "</svg>");
}
