/* The bulletin of a period, as JSON, as a page to print or as a workbook: both are made of what the JSON says. */
#include "api/exchange.h"
#include "resources/hooks.h"

bool get_bulletin(struct exchange *x)
{
    return run_statement(x);
}
