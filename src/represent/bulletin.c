/* DESIGN. The page is written in order, from the value that the operation answers as JSON, and computes nothing but differences: a number of it is one of the package. Every text goes
 * through markup_text(); there is no script, no link and no address of anything outside of it. What is as wide as half a page stands beside its neighbour where there is room and below it
 * where there is none; a table that is wider than a telephone is moved by itself. */
#include "represent/bulletin.h"
#include <stdlib.h>
#include <string.h>
#include "bars.h"
#include "bulletin_tables.h"
#include "page.h"

#define BARS_MAX 12
#define KEYS_MAX 64

static const char style[] =
    ".where{font-size:17px;font-weight:600;margin:10px 0 2px}h3{font-size:13px;margin:14px 0 4px;break-after:avoid}h3 .en{margin-left:.4em}.warn{color:#a3271c;margin:8px 0 0}"
    ".tiles{display:grid;grid-template-columns:repeat(4,1fr);gap:8px;margin:12px 0}.tile{border:1px solid #d8dee5;border-top:3px solid #24476b;border-radius:4px;padding:7px 9px;break-inside:avoid}"
    ".tile b{display:block;font-size:21px;line-height:1.3;font-variant-numeric:tabular-nums}.tile b small{font-size:12px;font-weight:400;margin-left:2px}.tile p{margin:0}.tile .facts{font-size:11px}"
    ".charts{display:grid;grid-template-columns:1fr 1fr;gap:6px 18px}figure{margin:8px 0;break-inside:avoid}figcaption{font-size:12px}.tip{fill:#1c2430;font-size:11px}"
    ".bar{fill:#24476b;background:#24476b}.bar2{fill:#d98a3d;background:#d98a3d}.key{display:inline-block;width:9px;height:9px;margin-right:4px}.wide{overflow-x:auto}th .en{display:block}"
    "td.name{min-width:7em}th.number{white-space:normal}table{font-size:12px}@media screen and (max-width:600px){.tiles{grid-template-columns:1fr 1fr}.charts{grid-template-columns:1fr}"
    "h1{font-size:19px}h1 .en{display:block;margin:0}th,td{padding:5px 3px}table{font-size:11px}td.name{min-width:5em}td.name .en{display:block}.many table{min-width:560px}}";

static const json_t *section_of(const json_t *bulletin, const char *code)
{
    const json_t *sections = json_object_get(bulletin, "sections");
    for (size_t i = 0; i < json_array_size(sections); i++) {
        const json_t *section = json_array_get(sections, i);
        const char *name = page_text(section, "section");
        if (name && strcmp(name, code) == 0)
            return section;
    }
    return NULL;
}

static bool is(const json_t *figure, const char *member, const char *wanted)
{
    const char *text = page_text(figure, member);
    return text && strcmp(text, wanted) == 0;
}

static const json_t *find(const json_t *figures, const char *name, const char *dimension, const char *key)
{
    for (size_t i = 0; i < json_array_size(figures); i++) {
        const json_t *figure = json_array_get(figures, i);
        if (is(figure, "key", key) && is(figure, "figure", name) && is(figure, "dimension", dimension))
            return figure;
    }
    return NULL;
}

/* Hundredths: what a number of the package has at most, so that differences are exact. */
static bool hundredths(const char *text, long long *ret_value)
{
    char *end = NULL;
    if (!text || strlen(text) > 16)
        return false;
    long long whole = strtoll(text, &end, 10) * 100;
    if (*end == '.' && end[1]) {
        long long rest = (end[1] - '0') * 10 + (end[2] ? end[2] - '0' : 0);
        whole += *text == '-' ? -rest : rest;
    }
    *ret_value = whole;
    return true;
}

static void put_change(struct buffer *out, const char *value, const char *before)
{
    long long now, then;
    if (!hundredths(value, &now) || !hundredths(before, &then)) {
        buffer_add_text(out, "—");
        return;
    }
    long long change = now - then, size = llabs(change);
    buffer_printf(out, "%s%lld", change > 0 ? "+" : change < 0 ? "−" : "", size / 100);
    if (size % 100 || strchr(value, '.'))
        buffer_printf(out, ".%02lld", size % 100);
}

static void put_value(struct buffer *out, const json_t *figure, const char *member)
{
    const char *value = page_text(figure, member);
    page_put(out, value ? value : "—");
}

static void value_cell(struct buffer *out, const json_t *figure, const char *member)
{
    buffer_add_text(out, "<td class=\"number\">");
    put_value(out, figure, member);
    buffer_add_text(out, "</td>");
}

static void change_cell(struct buffer *out, const json_t *figure, const char *member)
{
    buffer_add_text(out, "<td class=\"number\">");
    put_change(out, page_text(figure, "value"), page_text(figure, member));
    buffer_add_text(out, "</td>");
}

static void compared_cells(struct buffer *out, const json_t *figure)
{
    value_cell(out, figure, "value");
    value_cell(out, figure, "before");
    change_cell(out, figure, "before");
    value_cell(out, figure, "year_ago");
    change_cell(out, figure, "year_ago");
}

static void compared_heads(struct buffer *out)
{
    page_head_cell(out, "number", "本期", "Now");
    page_head_cell(out, "number", "上期", "Before");
    page_head_cell(out, "number", "环比", "Change");
    page_head_cell(out, "number", "上年同期", "A year ago");
    page_head_cell(out, "number", "同比", "Change");
}

static void small_heading(struct buffer *out, const char *zh, const char *en)
{
    buffer_add_text(out, "<h3>");
    page_both(out, zh, en);
    buffer_add_text(out, "</h3>");
}

/* The section's figures of the whole district. */
static void write_whole(struct buffer *out, const json_t *figures)
{
    bool any = false;
    for (size_t i = 0; i < json_array_size(figures); i++) {
        const json_t *figure = json_array_get(figures, i);
        if (!is(figure, "dimension", ""))
            continue;
        if (!any) {
            buffer_add_text(out, "<div class=\"wide\"><table><thead><tr>");
            page_head_cell(out, "", "指标", "Figure");
            compared_heads(out);
            buffer_add_text(out, "</tr></thead><tbody>");
        }
        any = true;
        buffer_add_text(out, "<tr><td class=\"name\">");
        page_put(out, page_text(figure, "zh"));
        buffer_add_text(out, " (");
        page_put(out, page_text(figure, "unit"));
        buffer_add_text(out, ") <span class=\"en\" lang=\"en\">");
        page_put(out, page_text(figure, "en"));
        buffer_add_text(out, "</span></td>");
        compared_cells(out, figure);
        buffer_add_text(out, "</tr>\n");
    }
    buffer_add_text(out, any ? "</tbody></table></div>\n" : "");
}

/* What a table tells of, each once, in the order of its first figure and then of the others. */
struct rows {
    const json_t *first[KEYS_MAX];
    size_t count;
};

static bool has(const struct rows *rows, const char *key)
{
    for (size_t i = 0; i < rows->count; i++)
        if (is(rows->first[i], "key", key))
            return true;
    return false;
}

static void collect(struct rows *rows, const json_t *figures, const char *name, const char *dimension)
{
    for (size_t i = 0; i < json_array_size(figures) && rows->count < KEYS_MAX; i++) {
        const json_t *figure = json_array_get(figures, i);
        if (is(figure, "dimension", dimension) && is(figure, "figure", name) && !has(rows, page_text(figure, "key")))
            rows->first[rows->count++] = figure;
    }
}

static size_t figures_of(const struct bulletin_table *table)
{
    size_t count = 0;
    while (count < TABLE_FIGURES && table->figures[count])
        count++;
    return count;
}

static struct rows rows_of(const json_t *figures, const struct bulletin_table *table)
{
    struct rows rows = {.count = 0};
    for (size_t i = 0; i < figures_of(table); i++)
        collect(&rows, figures, table->figures[i], table->dimension);
    return rows;
}

static const char *called(const json_t *figure)
{
    const char *name = page_text(figure, "name"), *key = page_text(figure, "key");
    return name ? name : key ? key : "";
}

static void write_row(struct buffer *out, const json_t *figures, const struct bulletin_table *table, const json_t *first)
{
    const char *key = page_text(first, "key");
    buffer_add_text(out, "<tr><td class=\"name\">");
    page_both(out, called(first), page_text(first, "name_en"));
    buffer_add_text(out, "</td>");
    if (table->compared)
        compared_cells(out, first);
    else
        for (size_t i = 0; i < figures_of(table); i++)
            value_cell(out, find(figures, table->figures[i], table->dimension, key), "value");
    buffer_add_text(out, "</tr>\n");
}

/* A figure's name, by any that is of it. */
static void figure_head(struct buffer *out, const json_t *figures, const char *name)
{
    for (size_t i = 0; i < json_array_size(figures); i++) {
        const json_t *figure = json_array_get(figures, i);
        if (is(figure, "figure", name)) {
            page_head_cell(out, "number", page_text(figure, "zh"), page_text(figure, "unit"));
            return;
        }
    }
    page_head_cell(out, "number", "", NULL);
}

/* Is there anything to tell, or is all of it nothing? */
static bool tells(const json_t *figures, const struct bulletin_table *table)
{
    for (size_t i = 0; i < json_array_size(figures); i++) {
        const json_t *figure = json_array_get(figures, i);
        const char *value = page_text(figure, "value");
        for (size_t f = 0; f < figures_of(table) && is(figure, "dimension", table->dimension); f++)
            if (is(figure, "figure", table->figures[f]) && value && strspn(value, "0.") < strlen(value))
                return true;
    }
    return false;
}

static void write_table(struct buffer *out, const json_t *figures, const struct bulletin_table *table)
{
    struct rows rows = rows_of(figures, table);
    if (table->draw == DRAW_PERCENT || !tells(figures, table))
        return;
    small_heading(out, table->zh, table->en);
    buffer_printf(out, "<div class=\"wide%s\"><table><thead><tr>", !table->compared && figures_of(table) > 4 ? " many" : "");
    page_head_cell(out, "", "名称", "Name");
    if (table->compared)
        compared_heads(out);
    else
        for (size_t i = 0; i < figures_of(table); i++)
            figure_head(out, figures, table->figures[i]);
    buffer_add_text(out, "</tr></thead><tbody>");
    for (size_t i = 0; i < rows.count; i++)
        write_row(out, figures, table, rows.first[i]);
    buffer_add_text(out, "</tbody></table></div>\n");
}

static void draw(struct buffer *out, const json_t *figures, const struct bulletin_table *table)
{
    struct bar bars[BARS_MAX];
    struct rows rows = rows_of(figures, table);
    struct bars drawn = {.zh = table->zh, .en = table->en, .bars = bars, .count = rows.count < BARS_MAX ? rows.count : BARS_MAX, .percent = table->draw == DRAW_PERCENT};
    const char *last = table->figures[figures_of(table) - 1];
    for (size_t i = 0; i < drawn.count; i++) {
        const json_t *first = find(figures, table->figures[0], table->dimension, page_text(rows.first[i], "key"));
        const json_t *other = table->draw == DRAW_TWO ? find(figures, last, table->dimension, page_text(rows.first[i], "key")) : NULL;
        const char *value = page_text(first, "value"), *beside = table->draw == DRAW_BEFORE ? page_text(first, "before") : page_text(other, "value");
        bars[i] = (struct bar){called(rows.first[i]), value ? value : "0", beside ? beside : table->draw == DRAW_TWO ? "0" : NULL};
        if (first && table->draw != DRAW_PERCENT)
            drawn.value_zh = page_text(first, "zh");
        if (other)
            drawn.other_zh = page_text(other, "zh");
        else if (table->draw == DRAW_BEFORE && beside)
            drawn.other_zh = "上期";
    }
    bars_write(out, &drawn);
}

static void write_section(struct buffer *out, const json_t *section)
{
    const json_t *figures = json_object_get(section, "figures");
    page_heading(out, page_text(section, "zh"), page_text(section, "en"));
    write_whole(out, figures);
    buffer_add_text(out, "<div class=\"charts\">");
    for (size_t i = 0; i < bulletin_tables_count; i++)
        if (is(section, "section", bulletin_tables[i].section) && bulletin_tables[i].draw != DRAW_NOTHING)
            draw(out, figures, &bulletin_tables[i]);
    buffer_add_text(out, "</div>\n");
    for (size_t i = 0; i < bulletin_tables_count; i++)
        if (is(section, "section", bulletin_tables[i].section))
            write_table(out, figures, &bulletin_tables[i]);
}

static void write_tile(struct buffer *out, const json_t *bulletin, const char *section, const char *name)
{
    const json_t *figure = find(json_object_get(section_of(bulletin, section), "figures"), name, "", "");
    if (!figure)
        return;
    buffer_add_text(out, "<div class=\"tile\"><p>");
    page_both(out, page_text(figure, "zh"), page_text(figure, "en"));
    buffer_add_text(out, "</p><b>");
    put_value(out, figure, "value");
    buffer_add_text(out, "<small>");
    page_put(out, page_text(figure, "value") ? page_text(figure, "unit") : NULL);
    buffer_add_text(out, "</small></b><p class=\"facts\">环比 ");
    put_change(out, page_text(figure, "value"), page_text(figure, "before"));
    buffer_add_text(out, "　同比 ");
    put_change(out, page_text(figure, "value"), page_text(figure, "year_ago"));
    buffer_add_text(out, "</p></div>\n");
}

static const struct { const char *kind, *zh, *en; } titles[] = {
    {"month", "物业管理工作月通报", "Monthly bulletin of property management"}, {"quarter", "物业管理工作季度通报", "Quarterly bulletin of property management"},
    {"year", "物业管理工作年度通报", "Yearly bulletin of property management"},
};

static void write_title(struct buffer *out, const json_t *bulletin)
{
    const char *kind = page_text(bulletin, "kind");
    for (size_t i = 0; kind && i < sizeof titles / sizeof *titles; i++)
        if (strcmp(kind, titles[i].kind) == 0)
            page_both(out, titles[i].zh, titles[i].en);
}

static void write_head(struct buffer *out, const json_t *bulletin)
{
    const char *period = page_text(bulletin, "period"), *place = page_text(json_object_get(bulletin, "district"), "name"), *street = page_text(json_object_get(bulletin, "street"), "name");
    buffer_add_text(out, "<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>");
    page_put(out, place);
    buffer_add_text(out, " 物业管理工作通报 ");
    page_put(out, period);
    buffer_add_text(out, "</title><style>");
    buffer_add_text(out, page_style);
    buffer_add_text(out, style);
    buffer_add_text(out, "</style></head><body><header><h1>");
    write_title(out, bulletin);
    buffer_add_text(out, "</h1><p class=\"where\">");
    page_put(out, place);
    if (street) {
        buffer_add_text(out, "　");
        page_put(out, street);
    }
    buffer_add_text(out, "　");
    page_put(out, period);
    buffer_add_text(out, "</p></header>\n");
}

static void write_missing(struct buffer *out, const json_t *bulletin)
{
    const json_t *missing = json_object_get(bulletin, "missing");
    if (json_array_size(missing) == 0)
        return;
    buffer_add_text(out, "<p class=\"warn\">以下月份尚未封存，未计入 <span class=\"en\" lang=\"en\">Not frozen, and not counted in</span>：");
    for (size_t i = 0; i < json_array_size(missing); i++) {
        buffer_add_text(out, i ? "、" : "");
        page_put(out, json_string_value(json_array_get(missing, i)));
    }
    buffer_add_text(out, "</p>\n");
}

/* Which packages the numbers are of. */
static void write_end(struct buffer *out, const json_t *bulletin)
{
    const json_t *months = json_object_get(bulletin, "months");
    buffer_add_text(out, "<footer><p>数据来自月度数据包 <span class=\"en\" lang=\"en\">Of these packages</span>：</p>");
    for (size_t i = 0; i < json_array_size(months); i++) {
        const json_t *month = json_array_get(months, i);
        buffer_add_text(out, "<p>");
        page_put(out, page_text(month, "month"));
        buffer_printf(out, " 第%lld版 <span class=\"en\" lang=\"en\">version</span>　封存于 <span class=\"en\" lang=\"en\">frozen at</span> ", (long long)json_integer_value(json_object_get(month, "version")));
        page_put(out, page_text(month, "frozen_at"));
        buffer_add_text(out, "　SHA-256 ");
        page_put(out, page_text(month, "sha256"));
        buffer_add_text(out, "</p>\n");
    }
    buffer_add_text(out, "</footer></body></html>\n");
}

void bulletin_page(const json_t *bulletin, struct buffer *out)
{
    static const char *const tiles[][2] = {{"complaints", "complaints_received"}, {"complaints", "completion_rate"}, {"complaints", "on_time_rate"}, {"complaints", "satisfaction_rate"},
                                           {"complaints", "report_days"}, {"complaints", "complaints_overdue"}, {"ledgers", "issues_closing_rate"}, {"listings", "listings_open"}};
    const json_t *sections = json_object_get(bulletin, "sections");
    write_head(out, bulletin);
    write_missing(out, bulletin);
    buffer_add_text(out, "<div class=\"tiles\">");
    for (size_t i = 0; i < sizeof tiles / sizeof *tiles; i++)
        write_tile(out, bulletin, tiles[i][0], tiles[i][1]);
    buffer_add_text(out, "</div>\n");
    for (size_t i = 0; i < json_array_size(sections); i++)
        write_section(out, json_array_get(sections, i));
    write_end(out, bulletin);
}
