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
        report_page(report, x->now, &page);
    json_decref(report);
    if (!report || page.failed)
        return problem(x, "internal_error", NULL, NULL);
    http_set(x->answer, "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    http_set(x->answer, "Referrer-Policy", "no-referrer");
    return answer_bytes(x, 200, "text/html; charset=utf-8", page.data, page.length);
}

bool get_credit_report(struct exchange *x)
{
    if (!run_statement(x))
        return false;
    return x->representation == REPRESENT_HTML && x->answer->status == 200 ? answer_report(x) : true;
}
