/* The ledger of issues: rows as any other list's, and the form that officials print. */
#include <string.h>
#include "api/exchange.h"
#include "internal.h"
#include "represent/ledger.h"
#include "resources/hooks.h"

static void *begin(const void *plan, const struct shape *shape, struct buffer *out)
{
    (void)out;
    return ledger_new(plan, shape);
}

static void write_row(void *ledger, const struct cell *cells, struct buffer *out)
{
    ledger_row(ledger, cells, out);
}

static void end(void *ledger, struct buffer *out)
{
    ledger_end(ledger, out);
}

static void release(void *ledger)
{
    ledger_free(ledger);
}

/* Is it one of a list parameter's values? None is known by a part of another's name. */
static bool asks_for(const char *values, const char *code)
{
    const char *at = strstr(values, code);
    return at && (at == values || at[-1] == ',' || at[-1] == '"' || at[-1] == '{') && strchr(",\"}", at[strlen(code)]);
}

/* Without a filter there are the sheets that the plan asks for; every other one is there when a row is of it. */
static struct ledger_sheet sheet_of(struct exchange *x, struct db_result *result, size_t row)
{
    const char *asked = parameter(x, "ledger");
    const char *code = db_result_text(result, x->arena, 0, row, "ledger"), *name = db_result_text(result, x->arena, 0, row, "name");
    bool action = db_result_text(result, x->arena, 0, row, "action") != NULL;
    return (struct ledger_sheet){.code = code, .name = name, .title = arena_printf(x->arena, "%s%s整治工作台账", name, action ? "攻坚行动" : ""),
                                 .wanted = asked ? asks_for(asked, code) : action};
}

bool list_issue_ledger(struct exchange *x)
{
    if (x->representation != REPRESENT_XLSX)
        return run_statement(x);
    const struct principal *p = &x->principal;
    const struct named values[] = {
        {"district", p->district}, {"street", p->street}, {"community", p->community}, {"area_district", parameter(x, "district_code")},
        {"area_street", parameter(x, "street_code")}, {"area_community", parameter(x, "community_code")}, {"today", x->today}, {NULL, NULL}};
    struct db_step step = internal_step(x, &internal_issueLedgerSheets, values);
    struct db_result *result;
    if (!run_internal(x, (enum db_role)p->role, false, &step, 1, &result))
        return false;
    size_t count = db_result_rows(result, 0);
    struct ledger_sheet *sheets = arena_alloc(x->arena, count * sizeof *sheets);
    struct ledger_head *head = arena_alloc(x->arena, sizeof *head);
    for (size_t i = 0; i < count; i++)
        sheets[i] = sheet_of(x, result, i);
    const char *place = count ? db_result_text(result, x->arena, 0, 0, "place") : NULL;
    *head = (struct ledger_head){.sheets = sheets, .count = count, .place = place ? place : "", .day = count ? db_result_text(result, x->arena, 0, 0, "day") : ""};
    return answer_rows(x, &(struct rows_writer){.begin = begin, .row = write_row, .end = end, .release = release, .plan = head});
}
