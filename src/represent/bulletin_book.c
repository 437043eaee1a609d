/* A sheet for what the bulletin is made of, and one for each of its parts, with every figure of it: a number as a number, a key as text. */
#include <stdio.h>
#include <string.h>
#include "page.h"
#include "represent/bulletin.h"
#include "represent/workbook.h"

static void put(struct workbook *book, const char *text, enum workbook_style style)
{
    if (text)
        workbook_text(book, text, strlen(text), style);
    else
        workbook_skip(book);
}

static void head(struct workbook *book, const char *const *names, size_t count, struct buffer *out)
{
    workbook_row(book);
    for (size_t i = 0; i < count; i++)
        put(book, names[i], WORKBOOK_HEAD);
    workbook_row_end(book, out);
}

static void put_number(struct workbook *book, const char *digits)
{
    if (digits && strlen(digits) <= 15)
        workbook_number(book, digits, strlen(digits), strchr(digits, '.') ? WORKBOOK_TWO_PLACES : WORKBOOK_GENERAL);
    else
        put(book, digits, WORKBOOK_TEXT);
}

static void pair(struct workbook *book, const char *name, const char *value, struct buffer *out)
{
    workbook_row(book);
    put(book, name, WORKBOOK_HEAD);
    put(book, value, WORKBOOK_TEXT);
    workbook_row_end(book, out);
}

static void write_packages(struct workbook *book, const json_t *months, const char *name, struct buffer *out)
{
    for (size_t i = 0; i < json_array_size(months); i++) {
        const json_t *month = json_array_get(months, i);
        char version[24];
        snprintf(version, sizeof version, "%lld", (long long)json_integer_value(json_object_get(month, "version")));
        workbook_row(book);
        put(book, name, WORKBOOK_TEXT);
        put(book, page_text(month, "month"), WORKBOOK_TEXT);
        workbook_number(book, version, strlen(version), WORKBOOK_GENERAL);
        put(book, page_text(month, "frozen_at"), WORKBOOK_TEXT);
        put(book, page_text(month, "sha256"), WORKBOOK_TEXT);
        workbook_row_end(book, out);
    }
}

static void write_summary(struct workbook *book, const json_t *bulletin, struct buffer *out)
{
    static const struct workbook_column columns[] = {{18, WORKBOOK_GENERAL}, {24, WORKBOOK_GENERAL}, {8, WORKBOOK_GENERAL}, {34, WORKBOOK_GENERAL}, {68, WORKBOOK_GENERAL}};
    static const char *const names[] = {"期间 Period", "月份 Month", "版本 Version", "封存时间 Frozen at", "SHA-256"};
    workbook_sheet(book, "说明", columns, sizeof columns / sizeof *columns, out);
    pair(book, "期间 Period", page_text(bulletin, "period"), out);
    pair(book, "地区 District", page_text(json_object_get(bulletin, "district"), "name"), out);
    pair(book, "街道 Street", page_text(json_object_get(bulletin, "street"), "name"), out);
    head(book, names, sizeof names / sizeof *names, out);
    write_packages(book, json_object_get(bulletin, "months"), "本期 Now", out);
    write_packages(book, json_object_get(json_object_get(bulletin, "before"), "months"), "上期 Before", out);
    write_packages(book, json_object_get(json_object_get(bulletin, "year_ago"), "months"), "上年同期 A year ago", out);
}

static void write_figure(struct workbook *book, const json_t *figure, struct buffer *out)
{
    static const char *const texts[] = {"zh", "en", "figure", "unit", "dimension", "key", "name"}, *const numbers[] = {"value", "before", "year_ago", "numerator", "denominator"};
    workbook_row(book);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        put(book, page_text(figure, texts[i]), WORKBOOK_TEXT);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        put_number(book, page_text(figure, numbers[i]));
    workbook_row_end(book, out);
}

static void write_section(struct workbook *book, const json_t *section, struct buffer *out)
{
    static const struct workbook_column columns[] = {{16, WORKBOOK_GENERAL}, {26, WORKBOOK_GENERAL}, {22, WORKBOOK_GENERAL}, {8, WORKBOOK_GENERAL}, {14, WORKBOOK_GENERAL}, {38, WORKBOOK_GENERAL},
                                                     {26, WORKBOOK_GENERAL}, {14, WORKBOOK_GENERAL}, {14, WORKBOOK_GENERAL}, {14, WORKBOOK_GENERAL}, {14, WORKBOOK_GENERAL}, {14, WORKBOOK_GENERAL}};
    static const char *const names[] = {"指标", "Figure", "代码 Code", "单位 Unit", "分组 By", "键 Key", "名称 Name", "本期 Now", "上期 Before", "上年同期 A year ago", "分子 Numerator", "分母 Denominator"};
    const json_t *figures = json_object_get(section, "figures");
    const char *name = page_text(section, "zh");
    workbook_sheet(book, name ? name : "?", columns, sizeof columns / sizeof *columns, out);
    head(book, names, sizeof names / sizeof *names, out);
    for (size_t i = 0; i < json_array_size(figures); i++)
        write_figure(book, json_array_get(figures, i), out);
}

bool bulletin_workbook(const json_t *bulletin, struct buffer *out)
{
    const json_t *sections = json_object_get(bulletin, "sections");
    struct workbook *book = workbook_new();
    if (!book)
        return false;
    write_summary(book, bulletin, out);
    for (size_t i = 0; i < json_array_size(sections); i++)
        write_section(book, json_array_get(sections, i), out);
    workbook_end(book, out);
    workbook_free(book);
    return !out->failed;
}
