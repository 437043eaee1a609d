/* The bulletin of a period, as JSON, as a page to print or as a workbook: both are made of what the JSON says. */
#include "represent/bulletin.h"
#include "api/exchange.h"
#include "resources/hooks.h"

static bool answer_page(struct exchange *x, const struct buffer *page)
{
    http_set(x->answer, "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    http_set(x->answer, "Referrer-Policy", "no-referrer");
    return answer_bytes(x, 200, "text/html; charset=utf-8", page->data, page->length);
}

static bool answer_workbook(struct exchange *x, const struct buffer *book)
{
    x->answer->packed = true;
    http_setf(x->answer, "Content-Disposition", "attachment; filename=\"bulletin-%s.xlsx\"", parameter(x, "period"));
    return answer_bytes(x, 200, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", book->data, book->length);
}

bool get_bulletin(struct exchange *x)
{
    if (!run_statement(x))
        return false;
    if (x->representation == REPRESENT_JSON || x->answer->status != 200)
        return true;
    struct buffer out BUFFER_CLEANUP;
    buffer_init(&out);
    json_t *bulletin = json_loadb(x->answer->body.data, x->answer->body.length, 0, NULL);
    bool page = x->representation == REPRESENT_HTML;
    bool made = bulletin != NULL;
    if (made && page)
        bulletin_page(bulletin, &out);
    else if (made)
        made = bulletin_workbook(bulletin, &out);
    json_decref(bulletin);
    if (!made || out.failed)
        return problem(x, "internal_error", NULL, NULL);
    return page ? answer_page(x, &out) : answer_workbook(x, &out);
}
