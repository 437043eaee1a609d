/* DESIGN. The page is written in order, from the value that the operation answers as JSON. Every text of it goes through markup_text(), so nothing that
 * somebody wrote into a register is ever markup; the page has no script, no link and no address of anything outside of it. */
#include "represent/report.h"
#include <stdlib.h>
#include <string.h>
#include "chart.h"
#include "page.h"

#define HISTORY_MAX 64

/* What only this page has. */
static const char *const style =
    ".firm{font-size:17px;font-weight:600;margin:10px 0 2px}"
    ".summary{display:flex;gap:18px;align-items:stretch}.badge{background:#24476b;color:#fff;border-radius:6px;padding:10px 22px;text-align:center;min-width:42mm;align-content:center}"
    ".badge b{display:block;font-size:34px;line-height:1.2}.badge .en{color:#d5e0ea}.sum{flex:1}.sum td:last-child{font-weight:600}"
    ".line{fill:none;stroke:#24476b;stroke-width:2}.point{fill:#24476b}.grade{fill:#24476b;font-size:12px;font-weight:600;paint-order:stroke;stroke:#fff;stroke-width:4px}";

static void write_head(struct buffer *out, const json_t *report)
{
    const json_t *firm = json_object_get(report, "firm");
    buffer_add_text(out, "<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>");
    page_put(out, page_text(firm, "name"));
    buffer_add_text(out, " 信用报告</title><style>");
    buffer_add_text(out, page_style);
    buffer_add_text(out, style);
    buffer_add_text(out, "</style></head><body><header><h1>物业服务企业信用报告<span class=\"en\" lang=\"en\">Credit report of a property service firm</span></h1><p class=\"firm\"><bdi>");
    page_put(out, page_text(firm, "name"));
    buffer_add_text(out, "</bdi></p><p class=\"facts\">统一社会信用代码 <span class=\"en\" lang=\"en\">Social credit code</span> ");
    page_put(out, page_text(firm, "uscc"));
    buffer_add_text(out, "　截至 <span class=\"en\" lang=\"en\">As of</span> ");
    page_put(out, page_text(report, "as_of"));
    buffer_add_text(out, "</p></header>\n");
}

static void sum_row(struct buffer *out, const json_t *score, const char *name, const char *sign, const char *const labels[2])
{
    const char *points = page_text(score, name);
    buffer_add_text(out, "<tr><td>");
    page_both(out, labels[0], labels[1]);
    buffer_add_text(out, "</td><td class=\"number\">");
    if (points && strcmp(points, "0") != 0)
        buffer_add_text(out, sign);
    page_put(out, points);
    buffer_add_text(out, "</td></tr>");
}

static void write_score(struct buffer *out, const json_t *report)
{
    static const char *const labels[][2] = {{"基础分", "Base"}, {"基本信息", "Basic information"}, {"良好信息", "Good records"}, {"不良信息", "Bad records"}, {"信用得分", "Score"}};
    const json_t *grade = json_object_get(report, "grade"), *score = json_object_get(report, "score");
    const char *code = page_text(grade, "code");
    page_heading(out, "信用等级", "Grade");
    if (!json_is_object(score)) {
        page_nothing(out, "当日没有生效的计分标准。", "No rulebook was in force on the day.");
        return;
    }
    buffer_add_text(out, "<div class=\"summary\"><div class=\"badge\"><b>");
    page_put(out, code ? code : "—");
    buffer_add_text(out, "</b>");
    page_both(out, code ? page_text(grade, "zh") : "未定等级", code ? page_text(grade, "en") : "No grade");
    buffer_add_text(out, "</div><table class=\"sum\"><tbody>");
    sum_row(out, score, "base", "", labels[0]);
    sum_row(out, score, "basic", "+", labels[1]);
    sum_row(out, score, "good", "+", labels[2]);
    sum_row(out, score, "bad", "−", labels[3]);
    sum_row(out, score, "total", "", labels[4]);
    buffer_add_text(out, "</tbody></table></div>\n");
}

static void write_history(struct buffer *out, const json_t *report)
{
    const json_t *history = json_object_get(report, "history");
    struct chart_point points[HISTORY_MAX];
    size_t count = 0;
    for (size_t i = 0; i < json_array_size(history) && count < HISTORY_MAX; i++) {
        const json_t *at = json_array_get(history, i);
        struct chart_point point = {page_text(at, "on"), page_text(at, "total"), page_text(at, "grade")};
        if (point.day && point.value)
            points[count++] = point;
    }
    page_heading(out, "信用得分走势", "Score over time");
    if (count)
        chart_write(out, points, count);
    else
        page_nothing(out, "没有可以显示的得分。", "There is no score to show.");
}

static void period_cell(struct buffer *out, const json_t *of)
{
    const char *since = page_text(of, "since"), *until = page_text(of, "until");
    buffer_add_text(out, "<td class=\"day\">");
    page_put(out, since);
    if (since || until)
        buffer_add_text(out, " –<br>");
    page_put(out, until);
    buffer_add_text(out, "</td>");
}

static void effect_row(struct buffer *out, const json_t *effect)
{
    const char *zh = page_text(effect, "zh"), *value = page_text(effect, "value");
    buffer_add_text(out, "<tr><td>");
    page_both(out, zh ? zh : page_text(effect, "effect"), page_text(effect, "en"));
    buffer_add_text(out, "</td><td class=\"number\">");
    page_put(out, value);
    buffer_add_text(out, "</td><td>");
    page_both(out, page_text(effect, "note_zh"), page_text(effect, "note_en"));
    buffer_add_text(out, "</td><td>");
    page_put(out, page_text(effect, "basis"));
    buffer_add_text(out, "</td>");
    period_cell(out, effect);
    buffer_add_text(out, "</tr>\n");
}

static const struct { const char *code, *zh, *en; } words[] = {
    {"basic", "基本", "Basic"}, {"good", "良好", "Good"}, {"bad", "不良", "Bad"}, {"item_cap", "单项封顶", "Cap of the item"}, {"max_only", "同组取最高", "Only the most of the group"},
    {"max_per_fact", "同一事实取最高", "Only the most of a fact"}, {"group_cap", "组封顶", "Cap of the group"}, {"category_cap", "类别封顶", "Cap of the category"},
};

static void put_word(struct buffer *out, const char *code)
{
    for (size_t i = 0; code && i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].code, code) == 0) {
            page_both(out, words[i].zh, words[i].en);
            return;
        }
    page_put(out, code);
}

static void line_row(struct buffer *out, const json_t *line)
{
    const char *category = page_text(line, "category"), *title = page_text(line, "title_zh"), *facts = page_text(line, "facts");
    const char *sign = category && strcmp(category, "bad") == 0 ? "−" : "+";
    buffer_add_text(out, "<tr><td>");
    put_word(out, category);
    buffer_add_text(out, "</td><td>");
    page_both(out, title ? title : page_text(line, "item_code"), page_text(line, "title_en"));
    if (json_is_true(json_object_get(line, "veto")))
        buffer_add_text(out, " <b class=\"bad\">一票否决</b> <span class=\"en\" lang=\"en\">Veto</span>");
    if (facts)
        buffer_add_text(out, "<br>");
    page_put(out, facts);
    buffer_add_text(out, "</td>");
    period_cell(out, line);
    buffer_add_text(out, "<td class=\"number\">");
    page_put(out, page_text(line, "points"));
    buffer_printf(out, "</td><td class=\"number %s\">%s", *sign == '+' ? "good" : "bad", sign);
    page_put(out, page_text(line, "counted"));
    buffer_add_text(out, "</td><td>");
    put_word(out, page_text(line, "cut_by"));
    buffer_add_text(out, "</td></tr>\n");
}

struct column {
    const char *kind, *zh, *en;
};

/* A heading, and below it a table with a row for each of what the member lists, or what is said where it lists nothing. */
struct part {
    const char *member;
    struct column title, nothing;
    void (*row)(struct buffer *out, const json_t *item);
    size_t columns_count;
    struct column columns[6];
};

static void write_part(struct buffer *out, const json_t *report, const struct part *part)
{
    const json_t *items = json_object_get(report, part->member);
    page_heading(out, part->title.zh, part->title.en);
    if (json_array_size(items) == 0) {
        page_nothing(out, part->nothing.zh, part->nothing.en);
        return;
    }
    buffer_add_text(out, "<table><thead><tr>");
    for (size_t i = 0; i < part->columns_count; i++)
        page_head_cell(out, part->columns[i].kind, part->columns[i].zh, part->columns[i].en);
    buffer_add_text(out, "</tr></thead><tbody>");
    for (size_t i = 0; i < json_array_size(items); i++)
        part->row(out, json_array_get(items, i));
    buffer_add_text(out, "</tbody></table>\n");
}

static const struct part parts[] = {
    {"effects", {"", "信用结果运用", "What follows"}, {"", "没有激励或惩戒措施。", "Nothing follows from the grade, and the firm is on no list."}, effect_row, 5,
     {{"", "措施", "Effect"}, {"number", "值", "Value"}, {"", "说明", "Note"}, {"", "依据", "Basis"}, {"day", "期间", "Days"}}},
    {"lines", {"", "计分明细", "What counts"}, {"", "没有计分的信用信息。", "No record counts on the day."}, line_row, 6,
     {{"", "类别", "Category"}, {"", "事项", "Item"}, {"day", "期间", "Days"}, {"number", "分值", "Points"}, {"number", "计分", "Counted"}, {"", "限制", "Cut by"}}},
};

void report_page(const json_t *report, struct buffer *out)
{
    const json_t *book = json_object_get(report, "rulebook");
    write_head(out, report);
    write_score(out, report);
    write_history(out, report);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        write_part(out, report, &parts[i]);
    buffer_add_text(out, "<footer><p>");
    if (json_is_object(book)) {
        buffer_add_text(out, "计分标准 <span class=\"en\" lang=\"en\">Rulebook</span> ");
        page_both(out, page_text(book, "title_zh"), page_text(book, "title_en"));
        buffer_printf(out, " #%lld　", (long long)json_integer_value(json_object_get(book, "number")));
    }
}

void report_end(const char *made_at, struct buffer *out)
{
    buffer_add_text(out, "生成时间 <span class=\"en\" lang=\"en\">Made at</span> ");
    page_put(out, made_at);
    buffer_add_text(out, "</p></footer></body></html>\n");
}
