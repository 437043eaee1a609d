#include "page.h"
#include "represent/markup.h"

const char page_style[] =
    "@page{size:A4;margin:15mm 14mm}*{box-sizing:border-box}"
    "body{font:13px/1.55 \"Noto Sans CJK SC\",\"Source Han Sans SC\",\"Microsoft YaHei\",\"PingFang SC\",\"WenQuanYi Micro Hei\",sans-serif;color:#1c2430;margin:0 auto;max-width:190mm;"
    "padding:8mm 0;-webkit-print-color-adjust:exact;print-color-adjust:exact}"
    "header{border-bottom:2px solid #24476b;padding-bottom:8px;margin-bottom:14px}h1{font-size:22px;margin:0}h2{font-size:15px;color:#24476b;margin:20px 0 6px;break-after:avoid}"
    ".en{color:#5c6875;font-weight:400;font-size:.82em}h1 .en,h2 .en{margin-left:.5em}p,td,th,h1,h2,bdi{overflow-wrap:anywhere;unicode-bidi:isolate}.facts{color:#5c6875;margin:0}"
    "table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #d8dee5;padding:5px 7px;text-align:left;vertical-align:top}th{color:#46525f;font-weight:600;background:#f3f6f9}"
    "thead{display:table-header-group}tr{break-inside:avoid}.number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}.day{white-space:nowrap}"
    ".bad{color:#a3271c}.good{color:#1d6b3a}.none{color:#5c6875}svg{display:block;width:100%;break-inside:avoid}.grid{stroke:#dfe5eb}.axis{fill:#5c6875;font-size:11px}"
    "footer{margin-top:20px;border-top:1px solid #d8dee5;padding-top:6px;color:#5c6875;font-size:11px}@media screen{body{padding:8mm 6mm}}";

const char *page_text(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

void page_put(struct buffer *out, const char *text)
{
    markup_text(out, text ? text : "");
}

/* Chinese, and English after it where there is any. */
void page_both(struct buffer *out, const char *zh, const char *en)
{
    page_put(out, zh ? zh : en);
    if (!zh || !en)
        return;
    buffer_add_text(out, " <span class=\"en\" lang=\"en\">");
    page_put(out, en);
    buffer_add_text(out, "</span>");
}

void page_head_cell(struct buffer *out, const char *kind, const char *zh, const char *en)
{
    buffer_printf(out, "<th scope=\"col\" class=\"%s\">", kind);
    page_both(out, zh, en);
    buffer_add_text(out, "</th>");
}

void page_heading(struct buffer *out, const char *zh, const char *en)
{
    buffer_add_text(out, "<h2>");
    page_both(out, zh, en);
    buffer_add_text(out, "</h2>");
}

void page_nothing(struct buffer *out, const char *zh, const char *en)
{
    buffer_add_text(out, "<p class=\"none\">");
    page_both(out, zh, en);
    buffer_add_text(out, "</p>");
}
