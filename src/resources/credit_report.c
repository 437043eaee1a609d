/* A firm's credit report, as JSON or as a page to print: the page is made of what the JSON says. */
#include "api/exchange.h"
#include "represent/report.h"
#include "resources/hooks.h"

static bool answer_report(struct exchange *x)
{
    json_t *report = json_loadb(x->answer->body.data, x->answer->body.length, 0, NULL);
    struct buffer page BUFFER_CLEANUP;
    buffer_init(&page);
    if (report)
        report_page(report, &page);
    json_decref(report);
    if (!report || page.failed)
        return problem(x, "internal_error", NULL, NULL);
    http_set(x->answer, "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    http_set(x->answer, "Referrer-Policy", "no-referrer");
    /* Its tag is of what it says; the moment at which it was made is its last line, and no reason to send it again. */
    answer_bytes(x, 200, "text/html; charset=utf-8", page.data, page.length);
    http_weaken_tag(x->answer);
    if (x->answer->status == 200)
        report_end(x->now, &x->answer->body);
    return true;
}

bool get_credit_report(struct exchange *x)
{
    if (!run_statement(x))
        return false;
    return x->representation == REPRESENT_HTML && x->answer->status == 200 ? answer_report(x) : true;
}
