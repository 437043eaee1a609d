/* DESIGN. The page is written in order, from the value that the operation answers as JSON. Every text of it goes through markup_text(), so nothing that
 * somebody wrote into a register is ever markup; the page has no script, no link and no address of anything outside of it. */
#include "represent/report.h"
#include <stdlib.h>
#include <string.h>
#include "chart.h"
#include "represent/markup.h"

#define HISTORY_MAX 64

static const char *const style =
    "@page{size:A4;margin:15mm 14mm}*{box-sizing:border-box}"
    "body{font:13px/1.55 \"Noto Sans CJK SC\",\"Source Han Sans SC\",\"Microsoft YaHei\",\"PingFang SC\",\"WenQuanYi Micro Hei\",sans-serif;color:#1c2430;margin:0 auto;max-width:190mm;"
    "padding:8mm 0;-webkit-print-color-adjust:exact;print-color-adjust:exact}"
    "header{border-bottom:2px solid #24476b;padding-bottom:8px;margin-bottom:14px}h1{font-size:22px;margin:0}h2{font-size:15px;color:#24476b;margin:20px 0 6px;break-after:avoid}"
    ".en{color:#5c6875;font-weight:400;font-size:.82em}h1 .en,h2 .en{margin-left:.5em}p,td,th,h1,h2,bdi{overflow-wrap:anywhere;unicode-bidi:isolate}"
    ".firm{font-size:17px;font-weight:600;margin:10px 0 2px}.facts{color:#5c6875;margin:0}"
    ".summary{display:flex;gap:18px;align-items:stretch}.badge{background:#24476b;color:#fff;border-radius:6px;padding:10px 22px;text-align:center;min-width:42mm;align-content:center}"
    ".badge b{display:block;font-size:34px;line-height:1.2}.badge .en{color:#d5e0ea}.sum{flex:1}"
    "table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #d8dee5;padding:5px 7px;text-align:left;vertical-align:top}th{color:#46525f;font-weight:600;background:#f3f6f9}"
    "thead{display:table-header-group}tr{break-inside:avoid}.number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}.day{white-space:nowrap}"
    ".sum td:last-child{font-weight:600}.bad{color:#a3271c}.good{color:#1d6b3a}.none{color:#5c6875}"
    "svg{display:block;width:100%;break-inside:avoid}.grid{stroke:#dfe5eb}.axis{fill:#5c6875;font-size:11px}.line{fill:none;stroke:#24476b;stroke-width:2}.point{fill:#24476b}"
    ".grade{fill:#24476b;font-size:12px;font-weight:600;paint-order:stroke;stroke:#fff;stroke-width:4px}footer{margin-top:20px;border-top:1px solid #d8dee5;padding-top:6px;color:#5c6875;font-size:11px}"
    "@media screen{body{padding:8mm 6mm}}";

static const char *text_of(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

static void put(struct buffer *out, const char *text)
{
    markup_text(out, text ? text : "");
}

/* Chinese, and English after it where there is any. */
static void put_both(struct buffer *out, const char *zh, const char *en)
{
    put(out, zh ? zh : en);
    if (!zh || !en)
        return;
    buffer_add_text(out, " <span class=\"en\" lang=\"en\">");
    put(out, en);
    buffer_add_text(out, "</span>");
}

static void head_cell(struct buffer *out, const char *kind, const char *zh, const char *en)
{
    buffer_printf(out, "<th scope=\"col\" class=\"%s\">", kind);
    put_both(out, zh, en);
    buffer_add_text(out, "</th>");
}

static void heading(struct buffer *out, const char *zh, const char *en)
{
    buffer_add_text(out, "<h2>");
    put_both(out, zh, en);
    buffer_add_text(out, "</h2>");
}

static void nothing(struct buffer *out, const char *zh, const char *en)
{
    buffer_add_text(out, "<p class=\"none\">");
    put_both(out, zh, en);
    buffer_add_text(out, "</p>");
}

static void write_head(struct buffer *out, const json_t *report)
{
    const json_t *firm = json_object_get(report, "firm");
    buffer_add_text(out, "<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>");
    put(out, text_of(firm, "name"));
    buffer_add_text(out, " 信用报告</title><style>");
    buffer_add_text(out, style);
    buffer_add_text(out, "</style></head><body><header><h1>物业服务企业信用报告<span class=\"en\" lang=\"en\">Credit report of a property service firm</span></h1><p class=\"firm\"><bdi>");
    put(out, text_of(firm, "name"));
    buffer_add_text(out, "</bdi></p><p class=\"facts\">统一社会信用代码 <span class=\"en\" lang=\"en\">Social credit code</span> ");
    put(out, text_of(firm, "uscc"));
    buffer_add_text(out, "　截至 <span class=\"en\" lang=\"en\">As of</span> ");
    put(out, text_of(report, "as_of"));
    buffer_add_text(out, "</p></header>\n");
}

static void sum_row(struct buffer *out, const json_t *score, const char *name, const char *sign, const char *const labels[2])
{
    const char *points = text_of(score, name);
    buffer_add_text(out, "<tr><td>");
    put_both(out, labels[0], labels[1]);
    buffer_add_text(out, "</td><td class=\"number\">");
    if (points && strcmp(points, "0") != 0)
        buffer_add_text(out, sign);
    put(out, points);
    buffer_add_text(out, "</td></tr>");
}

static void write_score(struct buffer *out, const json_t *report)
{
    static const char *const labels[][2] = {{"基础分", "Base"}, {"基本信息", "Basic information"}, {"良好信息", "Good records"}, {"不良信息", "Bad records"}, {"信用得分", "Score"}};
    const json_t *grade = json_object_get(report, "grade"), *score = json_object_get(report, "score");
    const char *code = text_of(grade, "code");
    heading(out, "信用等级", "Grade");
    if (!json_is_object(score)) {
        nothing(out, "当日没有生效的计分标准。", "No rulebook was in force on the day.");
        return;
    }
    buffer_add_text(out, "<div class=\"summary\"><div class=\"badge\"><b>");
    put(out, code ? code : "—");
    buffer_add_text(out, "</b>");
    put_both(out, code ? text_of(grade, "zh") : "未定等级", code ? text_of(grade, "en") : "No grade");
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
        struct chart_point point = {text_of(at, "on"), text_of(at, "total"), text_of(at, "grade")};
        if (point.day && point.value)
            points[count++] = point;
    }
    heading(out, "信用得分走势", "Score over time");
    if (count)
        chart_write(out, points, count);
    else
        nothing(out, "没有可以显示的得分。", "There is no score to show.");
}

static void period_cell(struct buffer *out, const json_t *of)
{
    const char *since = text_of(of, "since"), *until = text_of(of, "until");
    buffer_add_text(out, "<td class=\"day\">");
    put(out, since);
    if (since || until)
        buffer_add_text(out, " –<br>");
    put(out, until);
    buffer_add_text(out, "</td>");
}

static void effect_row(struct buffer *out, const json_t *effect)
{
    const char *zh = text_of(effect, "zh"), *value = text_of(effect, "value");
    buffer_add_text(out, "<tr><td>");
    put_both(out, zh ? zh : text_of(effect, "effect"), text_of(effect, "en"));
    buffer_add_text(out, "</td><td class=\"number\">");
    put(out, value);
    buffer_add_text(out, "</td><td>");
    put_both(out, text_of(effect, "note_zh"), text_of(effect, "note_en"));
    buffer_add_text(out, "</td><td>");
    put(out, text_of(effect, "basis"));
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
            put_both(out, words[i].zh, words[i].en);
            return;
        }
    put(out, code);
}

static void line_row(struct buffer *out, const json_t *line)
{
    const char *category = text_of(line, "category"), *title = text_of(line, "title_zh"), *facts = text_of(line, "facts");
    const char *sign = category && strcmp(category, "bad") == 0 ? "−" : "+";
    buffer_add_text(out, "<tr><td>");
    put_word(out, category);
    buffer_add_text(out, "</td><td>");
    put_both(out, title ? title : text_of(line, "item_code"), text_of(line, "title_en"));
    if (json_is_true(json_object_get(line, "veto")))
        buffer_add_text(out, " <b class=\"bad\">一票否决</b> <span class=\"en\" lang=\"en\">Veto</span>");
    if (facts)
        buffer_add_text(out, "<br>");
    put(out, facts);
    buffer_add_text(out, "</td>");
    period_cell(out, line);
    buffer_add_text(out, "<td class=\"number\">");
    put(out, text_of(line, "points"));
    buffer_printf(out, "</td><td class=\"number %s\">%s", *sign == '+' ? "good" : "bad", sign);
    put(out, text_of(line, "counted"));
    buffer_add_text(out, "</td><td>");
    put_word(out, text_of(line, "cut_by"));
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
    heading(out, part->title.zh, part->title.en);
    if (json_array_size(items) == 0) {
        nothing(out, part->nothing.zh, part->nothing.en);
        return;
    }
    buffer_add_text(out, "<table><thead><tr>");
    for (size_t i = 0; i < part->columns_count; i++)
        head_cell(out, part->columns[i].kind, part->columns[i].zh, part->columns[i].en);
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
        put_both(out, text_of(book, "title_zh"), text_of(book, "title_en"));
        buffer_printf(out, " #%lld　", (long long)json_integer_value(json_object_get(book, "number")));
    }
}

void report_end(const char *made_at, struct buffer *out)
{
    buffer_add_text(out, "生成时间 <span class=\"en\" lang=\"en\">Made at</span> ");
    put(out, made_at);
    buffer_add_text(out, "</p></footer></body></html>\n");
}
